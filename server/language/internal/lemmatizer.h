// Lemmas by rules: strip bytes off the end of the form, append others. The rule is that of the
// whole form and its tag, else that of the longest ending and tag that have one.
//
// Format of the section "language/lemmas": number of rules (u32); of each, how many bytes to strip
// (u32), the size of what is appended (u32), and its bytes. Then two tables, of whole forms and of
// endings: their size (u32); of each entry 2 * XPOS, one more for a proper noun (u32), the number
// of its rule (u32), the size of the text (u32), and its bytes.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"
#include "server/language/tags.h"

namespace parallax::language::internal {

// Views the model file. Thread safety: const; safe for concurrent use.
class Lemmatizer {
 public:
  // Errors: DATA_LOSS, also where a rule appends what is no UTF-8.
  static absl::StatusOr<Lemmatizer> Read(const ModelFile& model);

  // Appends the lemma of `form`, as LemmaForm gives it; where no rule fits, the form itself.
  // REQUIRES: `form` is UTF-8 and not empty.
  void AppendLemma(absl::string_view form, Xpos xpos, bool proper, std::string* out) const;

 private:
  struct Rule {
    uint32_t strip = 0;
    absl::string_view append;

    // Whether it leaves whole characters and not nothing.
    bool Fits(absl::string_view form) const;
  };
  // Of a tag and a text the number of a rule.
  using Table = absl::flat_hash_map<std::pair<uint32_t, absl::string_view>, uint32_t>;

  Table ReadTable(SectionReader* reader) const;
  const Rule* Find(absl::string_view form, uint32_t tag) const;

  std::vector<Rule> rules_;
  Table words_;
  Table endings_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMATIZER_H_
