// Articles written in Markdown; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_MARKDOWN_H_
#define PARALLAX_CLIENT_INTERNAL_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client {

struct PlainArticle {
  std::string headline;  // the heading that stands first; empty: none does
  std::string text;      // paragraphs with an empty line between them
};

// What a reader of the set page would read as text: no marks of type, addresses of links, images,
// code, HTML, tables, footnotes. By cmark, which knows CommonMark; tables and footnotes are no part
// of that, and go first. REQUIRES: `markdown` is valid UTF-8.
PlainArticle ReadMarkdown(absl::string_view markdown);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_MARKDOWN_H_
