// The article in a web page.
//
// Follows: main content by paragraph scores that rise to the containers, as in Readability (Arc90,
// 2009; Mozilla's fork since), after what the page itself declares (schema.org articleBody, the
// article and main elements); link density as in Kohlschuetter et al. 2010 ("Boilerplate detection
// using shallow text features").
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_HTML_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_HTML_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"

namespace parallax::text::internal {

// What the markup says of how sure the choice is.
struct HtmlFindings {
  bool no_article = false;        // next to nothing on the page reads like one
  bool several_articles = false;  // many, none of them most of the page
  bool title_is_weak = false;     // from the page's <title>, where a site says anything
};

struct HtmlArticle {
  std::string title;  // of the article, without the site's name; may be empty
  std::string body;   // its paragraphs, each one line, an empty line between them
  HtmlFindings findings;
};

// What is no HTML comes out as text. Navigation, captions, share bars, forms, dialogs, consent
// walls, comments, lists of links and hidden elements are left out. Linear; no recursion on the
// depth of the page. Stateless, safe for concurrent use. REQUIRES: `html` is valid UTF-8. Errors:
// that of `context` when the call has ended.
absl::StatusOr<HtmlArticle> ExtractArticle(absl::string_view html, const CallContext& context);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_HTML_H_
