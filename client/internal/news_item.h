// Items as news agencies send them: ninjs (JSON) and NewsML-G2 (XML), both of the IPTC; see
// client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_NEWS_ITEM_H_
#define PARALLAX_CLIENT_INTERNAL_NEWS_ITEM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace parallax::client {

// What an item says; empty what it does not.
struct NewsItem {
  std::string headline;
  std::string text;  // of the two bodies one is there
  std::string html;
  std::string provider;   // name of the agency
  std::string published;  // when this version was made, as written
  std::string language;   // BCP 47
  std::string uri;        // its name, often a urn
};

// By keys that ninjs has and a parallax.v1.Report does not. Takes any bytes.
bool LooksLikeNinjs(absl::string_view json);
// By its root element: newsItem, newsMessage or packageItem.
bool LooksLikeNewsMl(absl::string_view xml);

// Of versions 1 and 2 of ninjs. Body: body_text, else body_html or body_xhtml, else any other
// body_; provider: provider, else source, the first of infosources, copyrightholder. Errors:
// INVALID_ARGUMENT where it is no JSON, has no body (a picture, a package), or has been canceled.
absl::StatusOr<NewsItem> ReadNinjs(absl::string_view json);

// Of a newsItem, alone or the only one of a newsMessage. The body is inlineXML (NITF or XHTML), as
// paragraphs, or inlineData.
// Errors: INVALID_ARGUMENT where it is damaged, holds several items or none, has no body, or has
// been canceled.
absl::StatusOr<NewsItem> ReadNewsMl(absl::string_view xml);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_NEWS_ITEM_H_
