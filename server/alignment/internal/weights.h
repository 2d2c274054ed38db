// How much each term, sentence and claim of all reports together weighs.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_WEIGHTS_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_WEIGHTS_H_

#include "server/alignment/internal/profile.h"

namespace parallax::alignment {

// Sets the weights, norms and leading shares of profiles that are whole otherwise, their `order`
// included. Linear.
void WeighProfiles(Profiles* profiles);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_WEIGHTS_H_
