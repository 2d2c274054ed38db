// Where two passages differ, word by word.
#ifndef PARALLAX_CLIENT_WORD_DIFF_H_
#define PARALLAX_CLIENT_WORD_DIFF_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace parallax::client {

// Bytes of a text, half-open.
struct TextRange {
  size_t begin = 0;
  size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

struct WordDiff {
  std::vector<TextRange> only;  // runs of words that the other does not have in the same order
  size_t common = 0;            // words that both have in the same order
  double alike = 0;             // share of these, from 0 to 1, in the words of the shorter one
};

// The words of `text` as they are compared: in lower case, without punctuation at their ends.
std::vector<std::string> ComparedWords(absl::string_view text);

// What of `text` is left beside a longest common subsequence of the words of both, case and
// punctuation at the ends of words apart. Of passages over 400 words nothing is said.
WordDiff CompareWords(absl::string_view text, absl::string_view other);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_WORD_DIFF_H_
