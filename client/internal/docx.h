// Articles as word processors save them; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_DOCX_H_
#define PARALLAX_CLIENT_INTERNAL_DOCX_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/internal/markdown.h"

namespace parallax::client {

// The paragraphs of a .docx, deleted words and notes left out; the headline is a paragraph of the
// style Title or Heading 1 that stands first. Takes any bytes.
// Errors: INVALID_ARGUMENT where it is damaged, locked, or its text is over 64 MiB.
absl::StatusOr<PlainArticle> ReadDocx(absl::string_view content);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_DOCX_H_
