// The sentences of all reports as they are held against each other.
//
// Ownership: plain values; vectors and words are views into the reports, which are borrowed.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCES_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCES_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "server/alignment/alignment.h"

namespace parallax::alignment {

struct SentenceEntry {
  SentenceRef ref;
  uint32_t rank = 0;              // of its report, in canonical order
  std::span<const float> vector;  // of unit length
  std::vector<uint32_t> words;    // lower-case words in order, as ids; no punctuation
  std::vector<uint32_t> tokens;   // of each of these words
  // Distinct words with their TF-IDF weight over all sentences, ascending; of unit length.
  std::vector<std::pair<uint32_t, float>> terms;
};

struct Sentences {
  std::vector<SentenceEntry> all;  // by canonical report, then in order
  uint32_t words = 0;              // distinct ones
};

// Linear in the tokens but for the logarithms of sorting.
Sentences ListSentences(Reports reports);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCES_H_
