// Posts of other sites shown inside an article.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_HTML_POSTS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_HTML_POSTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// The post whose markup holds `lines`, one a block, as a quotation with its author in front: the
// words are his, not the article's. `Name: “words”`, without the name where none is
// found. Links to pictures, the handle, the date and what the other site says of itself ("View this
// post") are left out, and double quotation marks in the words become single ones. Empty where next
// to nothing was posted, or, for `is_sure` false, where the lines do not end as an embedded post
// does ("— Name
// (@handle) March 5, 2024"). Linear.
std::string ReadPost(const std::vector<absl::string_view>& lines, bool is_sure);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_HTML_POSTS_H_
