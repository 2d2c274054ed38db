// What an HTML page says about itself in its head; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_
#define PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client {

struct PageMetadata {
  std::string site_name;  // Open Graph's og:site_name, else application-name
  std::string published;  // article:published_time, as written, and the like
  std::string uri;        // the canonical link, else og:url
  std::string language;   // <html lang>
};

// Reads <html>, <meta> and <link> tags among the first 256 KiB; the first of a kind counts. Linear
// in the bytes read; takes any bytes.
PageMetadata ReadPageMetadata(absl::string_view html);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_
