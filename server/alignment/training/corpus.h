// Reads the news corpora that the word table is learnt from into documents of lemmas.
#ifndef PARALLAX_SERVER_ALIGNMENT_TRAINING_CORPUS_H_
#define PARALLAX_SERVER_ALIGNMENT_TRAINING_CORPUS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace parallax::alignment {

struct Corpus {
  std::vector<std::vector<std::string>> documents;  // lower-case lemmas in text order
  // Documents before this one are whole articles: rarity is counted over them.
  size_t articles = 0;
};

// `data` is the folder with treebank/, silver/, plain/, bias/, events/ and labels/. Text without
// lemmas is lemmatised by the most frequent lemma of its form in silver/ and treebank/.
absl::StatusOr<Corpus> ReadCorpus(const std::string& data);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_TRAINING_CORPUS_H_
