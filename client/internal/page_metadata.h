// What an HTML page says about itself in its head; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_
#define PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client {

struct PageMetadata {
  std::string site_name;  // Open Graph's og:site_name, else the publisher in JSON-LD, else
                          // application-name and the like
  // article:published_time, else JSON-LD's datePublished, else other <meta>, else <time>; as
  // written
  std::string published;
  std::string uri;       // the canonical link, else og:url
  std::string language;  // <html lang>
};

// Reads <html>, <meta>, <link> and <time> tags and JSON-LD in the first MiB; the first of a kind
// counts. Linear
// in the bytes read; takes any bytes.
PageMetadata ReadPageMetadata(absl::string_view html);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_PAGE_METADATA_H_
