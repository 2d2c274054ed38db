// The lines about itself that a text file may begin with; their form is described in
// client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_
#define PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_

#include <string>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"

namespace parallax::client {

struct HeaderBlock {
  std::string id;
  std::string outlet;
  std::string headline;
  std::string published;
  std::string uri;
  std::string language;
  absl::string_view rest;  // what follows the block; all of the content where there is none
};

// A block counts as one only if each of its lines has a known key: an article that happens to begin
// "Moscow: ..." keeps its first line.
HeaderBlock ReadHeaderBlock(absl::string_view content ABSL_ATTRIBUTE_LIFETIME_BOUND);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_HEADER_BLOCK_H_
