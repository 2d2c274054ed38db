// Text of reports and names of the API as they stand in a page. Everything that an answer or a
// request holds goes through here on its way to the page.
#ifndef PARALLAX_CLIENT_PAGE_MARKUP_H_
#define PARALLAX_CLIENT_PAGE_MARKUP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/word_diff.h"
#include "google/protobuf/timestamp.pb.h"
#include "parallax/v1/analysis.pb.h"
#include "parallax/v1/comparison.pb.h"

namespace parallax::client::page {

// `text` between tags or in an attribute: cleaned as by CleanLine, then escaped.
std::string Escaped(absl::string_view text);
// The same for a part of a longer text: one blank stays at either end where there was white space.
std::string EscapedPart(absl::string_view text);

// Words of a text that differ, and how.
struct MarkedWords {
  TextRange range;
  v1::Difference::Kind kind = v1::Difference::KIND_UNSPECIFIED;
};

// `text` with <mark> around the words, which are in order and apart. Ranges that do not fit it are
// cut off.
std::string Marked(absl::string_view text, const std::vector<MarkedWords>& marks);

// Classes of the style sheet: "k-reporting-verb", "c-asserted", "high".
std::string ClassOf(v1::Difference::Kind kind);
std::string ClassOf(v1::Claim::Commitment commitment);
std::string ClassOf(v1::Difference::Severity severity);

// A coloured word: <span class="kind k-quantity">quantity</span>.
std::string KindTag(v1::Difference::Kind kind);
std::string SeverityTag(v1::Difference::Severity severity);

// <time>, "15 March 2023, 14:10 UTC"; without the hour at noon exactly, which stands for a date
// alone. Empty for a time outside the years 1 to 9999.
std::string TimeTag(const google::protobuf::Timestamp& time);

// An address: as a link where it is one of http or https, else as text.
std::string AddressTag(absl::string_view uri);

// <a href="ADDRESS">HTML</a>; `html` alone where `address` is empty. Both are escaped already.
std::string Link(absl::string_view address, absl::string_view html);

}  // namespace parallax::client::page

#endif  // PARALLAX_CLIENT_PAGE_MARKUP_H_
