// Whether a claim can be contested, so that it matters who stands behind it.
#ifndef PARALLAX_SERVER_FRAMING_CONTESTED_H_
#define PARALLAX_SERVER_FRAMING_CONTESTED_H_

#include <cstdint>

#include "server/framing/account.h"

namespace parallax::framing {

enum class Contest : uint8_t {
  kNone,
  kMild,    // a judgement or a loaded word
  kMarked,  // wrongdoing, blame, cause
};

// The strongest ground that the words of one claim give.
Contest ContestOfClaim(const Stage& stage, const Mention& mention);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_CONTESTED_H_
