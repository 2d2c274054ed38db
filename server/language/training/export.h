// Writes a trained network as a model file, weights in 8 bits.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_EXPORT_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_EXPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/language/training/corpus.h"
#include "server/language/training/lexicon.h"
#include "server/language/training/network.h"

namespace parallax::language::training {

// The bytes of a model with lemma rules learnt from `lemmas`, which has replayed the sentences of
// `self_test` (CoNLL-U, words alone matter) once and holds its answers.
absl::StatusOr<std::string> ExportModel(const Network& network, const Lexicon& lexicon,
                                        const std::vector<Example>& lemmas,
                                        const std::string& self_test);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_EXPORT_H_
