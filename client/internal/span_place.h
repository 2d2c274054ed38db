// Where the words of one span stand in the text of another.
#ifndef PARALLAX_CLIENT_INTERNAL_SPAN_PLACE_H_
#define PARALLAX_CLIENT_INTERNAL_SPAN_PLACE_H_

#include "client/word_diff.h"
#include "parallax/v1/report.pb.h"

namespace parallax::client {

// Bytes of the text of `outer` that are the words of `inner`. The offsets say where, if they count
// bytes; in other units the first place with these words is taken. Empty where it does not stand
// there.
TextRange PlaceOf(const v1::Span& outer, const v1::Span& inner);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_SPAN_PLACE_H_
