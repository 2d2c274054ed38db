// Answers as Markdown (CommonMark, as GitHub, GitLab and chats show it), to be pasted into a
// ticket.
#ifndef PARALLAX_CLIENT_MARKDOWN_VIEW_H_
#define PARALLAX_CLIENT_MARKDOWN_VIEW_H_

#include <string>

#include "absl/strings/string_view.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// The warnings, the summary, the cards with the words that differ in bold, the shared facts.
// Nothing that comes from a report is markup, a link, a mention or an HTML element. `dismissed`
// differences were taken out of the answer; the summary counts them.
std::string RenderMarkdown(const v1::CompareReportsResponse& response, int dismissed = 0);

// The cards alone, as a list.
std::string MarkdownCards(const v1::CompareReportsResponse& response);

// `text` on one line as Markdown that shows it as it is. Addresses and mentions are kept from
// coming alive by an invisible character (U+200B) behind "@", "#", "://" and "www".
std::string EscapeMarkdown(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_MARKDOWN_VIEW_H_
