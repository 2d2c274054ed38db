// The lines about itself that a text file may begin with; their form is described in
// client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_
#define PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_

#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"

namespace parallax::client {

struct HeaderBlock {
  bool found = false;
  std::string id;
  std::string outlet;
  std::string headline;
  std::string published;
  std::string uri;
  std::string language;
  std::vector<std::string> unknown;  // keys that say nothing to this program, as written
  absl::string_view rest;  // what follows the block; all of the content where there is none
};

// Lines "Key: value" up to an empty line (or between two of "---") are a block where a key is
// known, used or not ("Author"). A key that a headline may begin with ("Source") does not make one
// beside others that are not known; without any known key there must be three, with short values:
// an article that begins "Moscow: ..." keeps its first line, and so does a conversation. A line of
// another form ends a block that has begun with a key that is used.
HeaderBlock ReadHeaderBlock(absl::string_view content ABSL_ATTRIBUTE_LIFETIME_BOUND);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_
