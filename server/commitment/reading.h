// The class of a claim as the encoder reads it in its sentence, weighed with the layers that
// commitment.h finds.
#ifndef PARALLAX_SERVER_COMMITMENT_READING_H_
#define PARALLAX_SERVER_COMMITMENT_READING_H_

#include <array>
#include <span>

#include "server/claims/claims.h"
#include "server/commitment/commitment.h"

namespace parallax::commitment {

// Logits of the classes from kAsserted on.
using ClassLogits = std::array<float, kClassCount - 1>;

// Sets the value of each claim to the likeliest class: by the mean of the logits of the tokens of
// its clause, and by what its layers say, which counts as much as kLayersOdds of log-odds. Signals
// stay as they are: they are the named reasons. `of_token` has a row for each token of the report.
// Thread safety: as for any change of `commitments`.
void WeighReading(const claims::ClaimSet& claims, std::span<const ClassLogits> of_token,
                  CommitmentSet* commitments);

}  // namespace parallax::commitment

#endif  // PARALLAX_SERVER_COMMITMENT_READING_H_
