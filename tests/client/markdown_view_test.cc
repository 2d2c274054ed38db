#include "client/markdown_view.h"

#include <cmark.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// As a reader of Markdown shows it, with raw HTML let through.
std::string ToHtml(const std::string& markdown) {
  char* html = cmark_markdown_to_html(markdown.data(), markdown.size(), CMARK_OPT_UNSAFE);
  std::string result(html);
  std::free(html);
  return result;
}

TEST(Markdown, IsASummaryThenCardsThenFacts) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::Evidence& evidence =
      *response.mutable_differences(0)->mutable_positions(0)->mutable_evidence(0);
  evidence.mutable_marked()->set_begin(9);
  evidence.mutable_marked()->set_end(15);
  evidence.mutable_marked()->set_text("closed");
  response.add_warnings()->set_text("Nothing is sure.");
  const std::string markdown = RenderMarkdown(response);
  EXPECT_THAT(markdown, HasSubstr(R"(> **Warning** Nothing is sure.

**3 reports, 1 shared fact, 3 differences**: 1 high, 1 medium, 1 low

1. **HIGH** The Post states it, the Times alleges it
    - The Post: “**closed** the bridge”
    - The Times: “allegedly shut”
    - *commitment*: asserted: The Post; alleged: The Times (confidence 0.91, commitment-class)
2. **MEDIUM** reporting verb
)"));
  EXPECT_THAT(markdown, HasSubstr(R"(
**Shared facts**

1. the city closed the bridge (The Post asserted, The Times alleged, The Echo not told)
)"));
  const std::string html = ToHtml(markdown);
  EXPECT_THAT(html, HasSubstr("“<strong>closed</strong> the bridge”"));
  EXPECT_THAT(html, HasSubstr("<ol>"));
  EXPECT_THAT(RenderMarkdown({}), HasSubstr("No differences."));
}

TEST(Markdown, ShowsHostileTextAsItIs) {
  for (const char* hostile :
       {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
        "![a](http://x/y.png)", "<http://evil.example>", "**bold** _it_ `code` ~~gone~~",
        "&lt;b&gt;", "\\*", "a | b", "- item", "1. item", "# head", "> quote", "+ item",
        "=== \n===", "```\ncode"}) {
    const std::string html = ToHtml(EscapeMarkdown(hostile));
    EXPECT_EQ(html.substr(0, 3), "<p>") << hostile << " became " << html;
    EXPECT_EQ(html.find('<', 3), html.size() - 5) << hostile << " became " << html;
    v1::CompareReportsResponse response = SmallComparison();
    response.mutable_differences(0)->set_explanation(hostile);
    response.mutable_facts(0)->set_statement(hostile);
    response.mutable_profiles(0)->set_outlet(hostile);
    response.mutable_differences(0)
        ->mutable_positions(0)
        ->mutable_evidence(0)
        ->mutable_span()
        ->set_text(hostile);
    const std::string page = ToHtml(RenderMarkdown(response));
    for (const char* element : {"<script", "<img", "<a ", "<code", "<h1", "<blockquote", "<del"}) {
      EXPECT_THAT(page, Not(HasSubstr(element))) << hostile;
    }
  }
  EXPECT_EQ(ToHtml(EscapeMarkdown("2 < 3 & 4 * 5")), "<p>2 &lt; 3 &amp; 4 * 5</p>\n");
}

TEST(Markdown, KeepsMentionsAndAddressesFromComingAlive) {
  EXPECT_EQ(EscapeMarkdown("@all"),
            "@\xE2\x80\x8B"
            "all");
  EXPECT_EQ(EscapeMarkdown("see #12"),
            "see #\xE2\x80\x8B"
            "12");
  EXPECT_EQ(EscapeMarkdown("https://x.example"), "https:\xE2\x80\x8B//x.example");
  EXPECT_EQ(EscapeMarkdown("WWW.x.example"), "WWW\xE2\x80\x8B.x.example");
  EXPECT_EQ(EscapeMarkdown("at noon: wow"), "at noon: wow");
}

}  // namespace
}  // namespace parallax::client
