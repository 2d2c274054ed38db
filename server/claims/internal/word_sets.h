// Sets of lower-case words written as one string, for the closed lists that the rules read.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_WORD_SETS_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_WORD_SETS_H_

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace parallax::claims::internal {

// Views into the string given, which must be a literal. Thread safety: immutable.
class WordSet {
 public:
  // `words` are divided by blanks or line ends.
  explicit WordSet(const char* words)
      : words_(absl::StrSplit(words, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {}

  bool contains(absl::string_view lower_case_word) const {
    return words_.contains(lower_case_word);
  }
  auto begin() const { return words_.begin(); }
  auto end() const { return words_.end(); }

 private:
  const absl::flat_hash_set<absl::string_view> words_;
};

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_WORD_SETS_H_
