// The combinations of universal tag, Penn tag and features that a model chooses from. Deciding them
// jointly keeps every answer consistent.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_TAG_INVENTORY_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_TAG_INVENTORY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/tags.h"

namespace parallax::language::internal {

struct Tag {
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kFw;
  Features features = 0;

  friend bool operator==(const Tag&, const Tag&) = default;
};

// Format of its section: count (u32), then per tag upos (u32), xpos (u32), features (u32).
class TagInventory {
 public:
  TagInventory() = default;
  // REQUIRES: 1 to 255 tags.
  explicit TagInventory(std::vector<Tag> tags) : tags_(std::move(tags)) {}
  // Errors: DATA_LOSS.
  static absl::StatusOr<TagInventory> Read(absl::string_view section);
  std::string Write() const;

  uint32_t size() const { return static_cast<uint32_t>(tags_.size()); }
  const Tag& operator[](uint8_t index) const { return tags_[index]; }
  // The same tag, else the one most alike: Penn tag before universal tag before features.
  uint8_t Closest(const Tag& tag) const;

 private:
  std::vector<Tag> tags_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_TAG_INVENTORY_H_
