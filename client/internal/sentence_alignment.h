// Which sentences of two versions of a text stand for each other.
#ifndef PARALLAX_CLIENT_INTERNAL_SENTENCE_ALIGNMENT_H_
#define PARALLAX_CLIENT_INTERNAL_SENTENCE_ALIGNMENT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace parallax::client {

// Sentences that became each other, as places in what AlignSentences was given, in order. One that
// was split or joined has several on a side; one that was dropped or added none on the other.
struct SentenceGroup {
  std::vector<size_t> older;
  std::vector<size_t> newer;
  bool same = false;  // one on each side, alike to the letter
};

// Alike sentences first, in their order; then one to one those with most words in common in one
// order, from half of both on; then those that `told_in_both` says tell one thing; then those whose
// words stand nearly all within a single sentence that has a partner already. What moved is found
// as well. In the order of the newer text, what was dropped last.
std::vector<SentenceGroup> AlignSentences(
    const std::vector<std::string>& older, const std::vector<std::string>& newer,
    const std::vector<std::pair<size_t, size_t>>& told_in_both);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_SENTENCE_ALIGNMENT_H_
