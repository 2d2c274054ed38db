// Lemmas by edit scripts: strip bytes off the end of the form, append others. The script is found
// by the whole form and its Penn tag (exceptions), else by the longest suffix and tag that have
// one.
//
// Format of a section: scripts (u32); per script strip (u32), size of the appended bytes (u32) and
// these bytes; bits (u32), then 2^bits slots of an open hash table: key (u32), script + 1 (u32, 0
// for an empty slot).
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/internal/tag_inventory.h"

namespace parallax::language::internal {

inline constexpr uint32_t kLongestLemmaSuffix = 6;

struct LemmaScript {
  uint32_t strip = 0;
  std::string append;

  friend auto operator<=>(const LemmaScript&, const LemmaScript&) = default;
};

// The form that scripts work on: normalised, in lower case but for proper nouns.
void LemmaForm(absl::string_view form, const Tag& tag, std::string* out);
// Keys of the rule table, of the lemma form.
uint32_t ExceptionKey(absl::string_view form, const Tag& tag);
uint32_t SuffixKey(absl::string_view suffix, const Tag& tag);

// Views a section of the model file for its rules. Thread safety: const; safe for concurrent use.
class Lemmatizer {
 public:
  // Errors: DATA_LOSS.
  static absl::StatusOr<Lemmatizer> Read(absl::string_view section);

  // Appends the lemma of `form` to `out`; `scratch` is overwritten.
  void AppendLemma(absl::string_view form, const Tag& tag, std::string* scratch,
                   std::string* out) const;

 private:
  struct Slot {
    uint32_t key;
    uint32_t script;
  };
  const LemmaScript* Find(uint32_t key) const;

  std::vector<LemmaScript> scripts_;
  std::span<const Slot> slots_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_
