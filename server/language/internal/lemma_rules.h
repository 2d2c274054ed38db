// Rules that make a lemma of a form: strip bytes off its end, append others.
//
// Format of the section "language/lemmas": number of rules (u32); of each, how many bytes to strip
// (u32), the size of what is appended (u32), and its bytes.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMA_RULES_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMA_RULES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"

namespace parallax::language::internal {

// Views the model file. Thread safety: const; safe for concurrent use.
class LemmaRules {
 public:
  // Errors: DATA_LOSS, also where a rule appends what is no UTF-8.
  static absl::StatusOr<LemmaRules> Read(const ModelFile& model);

  uint32_t size() const { return static_cast<uint32_t>(rules_.size()); }

  // Appends the lemma of `form`, as LemmaForm gives it: by the first of the eight rules of best
  // score that fits, else the form itself. REQUIRES: `form` is UTF-8 and not empty; a score for
  // each rule.
  void AppendLemma(absl::string_view form, std::span<const float> scores, std::string* out) const;

 private:
  struct Rule {
    uint32_t strip = 0;
    absl::string_view append;

    // Whether it leaves whole characters and not nothing.
    bool Fits(absl::string_view form) const;
  };

  std::vector<Rule> rules_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LEMMA_RULES_H_
