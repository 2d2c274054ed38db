// What stands around a page: its head, the style sheet, the script and the policy that lets these
// two run and nothing else.
#ifndef PARALLAX_CLIENT_PAGE_SHELL_H_
#define PARALLAX_CLIENT_PAGE_SHELL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client::page {

// A whole document around `body`, which is HTML. `title` is text.
std::string Document(absl::string_view title, absl::string_view body);

// The policy of the page: nothing is loaded from anywhere, and of styles and scripts only those
// with the hashes of page.css and page.js take effect.
std::string ContentSecurityPolicy();

}  // namespace parallax::client::page

#endif  // PARALLAX_CLIENT_PAGE_SHELL_H_
