// Measures a finished model, as users get it, on held-out sentences.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_EVALUATE_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_EVALUATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/language/annotator.h"
#include "server/language/training/corpus.h"

namespace parallax::language::training {

struct Evaluation {
  // Shares of words; relations without subtypes. Zero where the sentences have no trees of ours.
  double upos = 0, xpos = 0, lemma = 0, uas = 0, las = 0, las_with_subtypes = 0;
  // Exact span and type. Words whose label the corpus leaves open take no part.
  double entity_precision = 0, entity_recall = 0, entity_f1 = 0;

  std::string Print() const;
};

Evaluation Evaluate(const Annotator& annotator, const std::vector<Example>& examples);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_EVALUATE_H_
