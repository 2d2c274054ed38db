// Whether a text begins with its headline; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_FIRST_LINE_H_
#define PARALLAX_CLIENT_INTERNAL_FIRST_LINE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::client {

enum class FirstLine : uint8_t {
  kHeadline,
  kLead,        // the story's first paragraph: a dateline, several sentences, the length of one
  kLeadByStop,  // one sentence with its full stop: more often the lead than a headline
};

// What `line`, without space around it, is.
FirstLine ClassifyFirstLine(absl::string_view line);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_FIRST_LINE_H_
