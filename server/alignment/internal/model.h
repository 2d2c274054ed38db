// The trained weights of the pair scorers; see data/MODEL_CARD.md.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_MODEL_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_MODEL_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/alignment/internal/claim_features.h"
#include "server/alignment/internal/sentence_features.h"

namespace parallax::alignment {

struct Model {
  SentenceFeatures sentence = {};
  ClaimFeatures claim = {};
  ClaimFeatures same = {};

  // Lines of a stage ("sentence", "claim", "same"), a name and a weight; '#' begins a comment.
  // Errors: DATA_LOSS, naming the line, for an unknown feature or a weight that is no number, and
  // where a feature has no weight or two.
  static absl::StatusOr<Model> Parse(absl::string_view text);
  // The weights compiled into the program.
  static const Model& Default();

  // Log-odds that the two sentences state the same fact.
  float Score(const SentenceFeatures& features) const;
  // Log-odds that, where they do, these two claims are the ones to state it.
  float Score(const ClaimFeatures& features) const;
  // Log-odds that, where they do, these two claims speak of one fact, and not each of another that
  // the sentences share.
  float ScoreSame(const ClaimFeatures& features) const;
};

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_MODEL_H_
