// Learns the scripts, suffix rules and exceptions of internal::Lemmatizer.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_LEMMA_TRAINER_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_LEMMA_TRAINER_H_

#include <string>
#include <vector>

#include "server/language/training/corpus.h"

namespace parallax::language::training {

// The section that internal::Lemmatizer reads.
std::string TrainLemmas(const std::vector<Example>& examples);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_LEMMA_TRAINER_H_
