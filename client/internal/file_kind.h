// What a file is, told by its bytes; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_FILE_KIND_H_
#define PARALLAX_CLIENT_INTERNAL_FILE_KIND_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client {

// A kind of file that no article can be read from as it is.
struct ForeignKind {
  absl::string_view name;    // "a PDF"; empty: none that is known
  absl::string_view advice;  // what to do, with FILE for its name
};

// By the first bytes, or by a byte that no text has. Takes any bytes.
ForeignKind FindForeignKind(absl::string_view content);

// Questions of a text in UTF-8, without mark and space in front of it.
bool LooksLikePage(absl::string_view text);      // HTML, from the first tag on
bool LooksLikeJson(absl::string_view text);      // an object
bool LooksLikeMarkdown(absl::string_view text);  // a heading first, or links and bold type
bool LooksLikeTable(absl::string_view text);     // lines of as many fields each: CSV and the like
bool LooksLikeDocx(absl::string_view content);   // takes any bytes

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_FILE_KIND_H_
