// What the class, id or test hook of an element says that it is for. Publishing systems name their
// parts in words of their own, which are much alike.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_HTML_NAMES_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_HTML_NAMES_H_

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

struct HtmlName {
  bool furniture = false;  // no part of an article: share bar, caption, ticker, correction
  bool dialog = false;     // laid over the page: a consent wall, a box about privacy
  bool wall = false;       // a paywall: what asks for money, or the story behind it
  bool body = false;       // the body of the article
  bool quote = false;      // a quotation set apart
  bool post = false;       // a post of another site
};

// Adds what `attribute` says: names between spaces, each of words between hyphens, underscores and
// capitals ("storyBody__share-bar"). A word counts alone and together with the one before it.
// Linear.
void ReadHtmlName(absl::string_view attribute, HtmlName* name);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_HTML_NAMES_H_
