#include "server/language/internal/tag_inventory.h"

#include <bit>
#include <span>
#include <string>

#include "server/base/status_macros.h"
#include "server/language/internal/model_file.h"

namespace parallax::language::internal {

absl::StatusOr<TagInventory> TagInventory::Read(absl::string_view section) {
  SectionReader reader(section);
  const uint32_t count = reader.ReadU32();
  if (count < 1 || count > 255) reader.Fail();
  const std::span<const uint32_t> values = reader.ReadArray<uint32_t>(uint64_t{count} * 3);
  PARALLAX_RETURN_IF_ERROR(reader.status());
  std::vector<Tag> tags;
  for (size_t i = 0; i < values.size(); i += 3) {
    if (values[i] >= kUposCount || values[i + 1] >= kXposCount) reader.Fail();
    tags.push_back({static_cast<Upos>(values[i]), static_cast<Xpos>(values[i + 1]), values[i + 2]});
  }
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return TagInventory(std::move(tags));
}

std::string TagInventory::Write() const {
  SectionWriter writer;
  writer.WriteU32(size());
  for (const Tag& tag : tags_) {
    writer.WriteU32(static_cast<uint32_t>(tag.upos));
    writer.WriteU32(static_cast<uint32_t>(tag.xpos));
    writer.WriteU32(tag.features);
  }
  return writer.Release();
}

uint8_t TagInventory::Closest(const Tag& tag) const {
  int best = 0;
  int best_score = -1;
  for (uint32_t i = 0; i < tags_.size(); ++i) {
    const int score = (tags_[i].xpos == tag.xpos ? 200 : 0) +
                      (tags_[i].upos == tag.upos ? 100 : 0) + 32 -
                      std::popcount(tags_[i].features ^ tag.features);
    if (score > best_score) {
      best = static_cast<int>(i);
      best_score = score;
    }
  }
  return static_cast<uint8_t>(best);
}

}  // namespace parallax::language::internal
