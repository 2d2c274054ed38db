#include "server/text/internal/html.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/text/internal/html_cleaner.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Document ReadHtmlReport(absl::string_view html) { return ReadOrDie("", html, Format::kHtml); }

std::string Headline(const Document& document) {
  return std::string(document.section(Section::kHeadline));
}

// The article that most pages below carry.
const char* const kSentences[] = {
    "Water broke into the mine at Calder on Monday, the company said.",
    "Forty people were at work in the lower gallery, and all came up unhurt.",
    "The union wants an inquiry, for it had warned the managers in the spring.",
    "\"We told them that the pumps were old,\" said Jane Poe, its secretary.",
};

void ExpectArticle(const Document& document) {
  EXPECT_EQ(Headline(document), "Mine shut after flood");
  EXPECT_THAT(BodySentences(document),
              ElementsAre(kSentences[0], kSentences[1], kSentences[2], kSentences[3]));
}

TEST(HtmlTest, ReadsASemanticNewsPage) {
  ExpectArticle(ReadHtmlReport(R"html(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Mine shut after flood - The Herald</title>
<meta property="og:title" content="Mine shut after flood">
<script>var a = "<p>Not a paragraph, but code, with commas, and more of it.</p>";</script>
<style>p { color: red; }</style></head>
<body class="has-comments no-sidebar">
<a class="skip-link" href="#main">Skip to content</a>
<header role="banner"><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main id="main"><article>
<header><h1>Mine shut after flood</h1>
<p class="byline">By <a href="/jp">Jane Doe</a>, mining editor</p><time>3 May 2016</time></header>
<div class="share-tools"><button>Share</button><a href="#">Facebook</a><a href="#">Twitter</a></div>
<figure><img src="a.jpg"><figcaption>The mine on Monday, with pumps at work, and nobody there. AP</figcaption></figure>
<p>Water broke into the mine at <a href="/c">Calder</a> on Monday, the company said.</p>
<p>Forty people were at work in the <em>lower</em> gallery, and all came up unhurt.</p>
<aside class="related"><h3>Related</h3><ul><li><a href="/1">Five mines that flooded, and why it took years</a></li></ul></aside>
<p>The union wants an inquiry, for it had warned the managers in the spring.</p>
<div class="newsletter-signup"><p>Get our best stories, every morning, in your inbox, for free.</p><form><input></form></div>
<p>&quot;We told them that the pumps were old,&quot; said Jane Poe, its secretary.</p>
<footer><p>Jane Doe is the mining editor of the Herald, and has been so for years.</p></footer>
</article>
<section class="comments"><h2>Comments</h2><p>I worked there for ten years, and it was always wet, I can tell you.</p></section>
</main><footer><p>Copyright The Herald, all rights reserved, and so on, and on.</p></footer>
<noscript><p>Please enable scripts, or else, you see, nothing will work.</p></noscript></body></html>)html"));
}

TEST(HtmlTest, ReadsAPageOfTablesAndBreaks) {
  ExpectArticle(
      ReadHtmlReport(R"html(<HTML><HEAD><TITLE>Mine shut after flood | The Herald</TITLE></HEAD>
<BODY BGCOLOR=#ffffff><TABLE WIDTH=100%><TR><TD WIDTH=150><A HREF=a>Home</A><BR><A HREF=b>World</A><BR><A HREF=c>Sport</A></TD>
<TD><FONT SIZE=2>Water broke into the mine at Calder on Monday, the company said.<BR><BR>
Forty people were at work in the lower gallery,
and all came up unhurt.<BR><BR>
The union wants an inquiry, for it had <B>warned</B> the managers in the spring.<P>
"We told them that the pumps were old," said Jane Poe, its secretary.
</FONT></TD></TR></TABLE><CENTER><A HREF=x>Contact</A> | <A HREF=y>Privacy</A></CENTER></BODY></HTML>)html"));
}

TEST(HtmlTest, ReadsAPageOfNamedDivs) {
  ExpectArticle(ReadHtmlReport(R"html(<html><body><div id="page"><div class="nav-menu">
<a href="#">News</a> <a href="#">Sport</a></div><div class="colLeft"><div class="headline"><h1>Mine shut after flood</h1></div>
<div class="authorInfo">By Jane Doe</div>
<div class="storyBody">
<div class="para">Water broke into the mine at Calder on Monday, the company said.</div>
<div class="para">Forty people were at work in the lower gallery, and all came up unhurt.</div>
<div class="storyBody__image-caption">Pumps stand beside the mine at Calder, on Monday, in the rain</div>
<div class="para">The union wants an inquiry, for it had warned the managers in the spring.</div>
<div class="mostRead"><ol><li><a href="#">Five mines that flooded last year, and why</a></li><li><a href="#">Why pumps fail</a></li></ol></div>
<div class="para">"We told them that the pumps were old," said Jane Poe, its secretary.</div>
</div></div><div class="sidebar"><p>Our editors choose, each day, the best of the web, for you, for free.</p></div></div></body></html>)html"));
}

TEST(HtmlTest, ReadsABlogPost) {
  ExpectArticle(ReadHtmlReport(R"html(<body class="single single-post postid-7 with-sidebar">
<h1 class="site-title"><a href="/">The Herald Blog</a></h1>
<div class="post hentry"><h1 class="entry-title">Mine shut after flood</h1>
<div class="entry-meta">Posted on <a href="#">May 3, 2016</a> by <a href="#">jane</a></div>
<div class="entry-content">
<p>Water broke into the mine at Calder on Monday, the company said.
<p>Forty people were at work in the lower gallery, and all came up unhurt.
<p>The union wants an inquiry, for it had warned the managers in the spring.
<p>"We told them that the pumps were old," said Jane Poe, its secretary.
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">Twitter</a></ul></div>
<div class="jp-relatedposts">Related</div></div></div>
<div id="comments"><ol class="comment-list"><li><p>Well said, and about time, too, I must say, as a miner.</p></li></ol>
<div id="respond"><form><p>Your email address will not be published, of course, by us.</p></form></div></div>)html"));
}

TEST(HtmlTest, ReadsAPageInsideAForm) {
  ExpectArticle(ReadHtmlReport(R"html(<body><form method="post" action="./a.aspx"><div>
<div class="hd"><a href="/">Home</a></div><h1>Mine shut after flood</h1>
<p>Water broke into the mine at Calder on Monday, the company said.</p>
<p>Forty people were at work in the lower gallery, and all came up unhurt.</p>
<p>The union wants an inquiry, for it had warned the managers in the spring.</p>
<p>"We told them that the pumps were old," said Jane Poe, its secretary.</p>
</div></form></body>)html"));
}

TEST(HtmlTest, PrefersWhatThePageDeclares) {
  ExpectArticle(ReadHtmlReport(R"html(<body><h1>Mine shut after flood</h1>
<div class="teasers"><p>Elsewhere, in the valley, a second mine is to close, and a third, they say.</p></div>
<div itemprop="articleBody">
<p>Water broke into the mine at Calder on Monday, the company said.</p>
<p>Forty people were at work in the lower gallery, and all came up unhurt.</p>
<p>The union wants an inquiry, for it had warned the managers in the spring.</p>
<p>"We told them that the pumps were old," said Jane Poe, its secretary.</p></div>
<div class="plain"><p>In other parts of the county, meanwhile, it rained, and rained, and rained.</p></div>
</body>)html"));
}

TEST(HtmlTest, LeavesHiddenTextOut) {
  ExpectArticle(ReadHtmlReport(R"html(<article><h1>Mine shut after flood</h1>
<p>Water broke into the mine at Calder on Monday, the company said.</p>
<p hidden>This text, which nobody sees, is not part of the article.</p>
<p style="color:red; display: none">Nor is this text, which nobody sees, either.</p>
<p>Forty people were at work in the lower gallery, and all came up unhurt.</p>
<div aria-hidden="true"><p>Nor is this one, whatever it says, and however long it is.</p></div>
<p>The union wants an inquiry, for it had warned the managers in the spring.</p>
<p>"We told them that the pumps were old," said Jane Poe, its secretary.</p></article>)html"));
}

TEST(HtmlTest, DecodesCharacterReferences) {
  const Document document = ReadHtmlReport(
      "<p>Caf&eacute; owner Bo &amp; Li&nbsp;paid &pound;5m &mdash; in &#x201C;cash&#8221; "
      "&#128293;.</p>");
  EXPECT_THAT(BodySentences(document),
              ElementsAre("Café owner Bo & Li paid £5m — in “cash” \xF0\x9F\x94\xA5."));
}

TEST(HtmlTest, KeepsWordsTogetherAcrossFormatting) {
  const Document document = ReadHtmlReport(
      "<p><b>W</b>ater b<i>ro</i>ke <a href=x>in</a>to the mine, and it was shut.</p>");
  EXPECT_THAT(BodySentences(document), ElementsAre("Water broke into the mine, and it was shut."));
}

TEST(HtmlTest, TakesTheGivenHeadlineBeforeThePages) {
  const Document document =
      ReadOrDie("Given", "<h1>Of the page</h1><p>Water broke into the mine.</p>", Format::kHtml);
  EXPECT_EQ(Headline(document), "Given");
  EXPECT_THAT(BodySentences(document), ElementsAre("Water broke into the mine."));
}

TEST(HtmlTest, ReadsTextWithoutMarkup) {
  EXPECT_THAT(BodySentences(ReadHtmlReport("Water broke in. 3 < 4, and 5 > 4.")),
              ElementsAre("Water broke in.", "3 < 4, and 5 > 4."));
  EXPECT_TRUE(ReadHtmlReport("").sentences().empty());
  EXPECT_TRUE(ReadHtmlReport("<html><body></body></html>").sentences().empty());
}

TEST(HtmlTest, SpansCountInTheExtractedText) {
  const Document document = ReadHtmlReport("<div><p>One is.</p><p>Two are.</p></div>");
  EXPECT_EQ(document.section(Section::kBody), "One is.\n\nTwo are.");
  ASSERT_EQ(document.sentences().size(), 2u);
  EXPECT_EQ(document.sentences()[1].bytes, (ByteRange{9, 17}));
}

TEST(HtmlTest, ReadsAPageThatCallsItselfFurniture) {
  const Document document = ReadHtmlReport(
      "<aside><p>Water broke into the mine.</p></aside><nav>The union wants an inquiry.</nav>"
      "<footer>Nobody in it was injured.</footer>");
  EXPECT_THAT(BodySentences(document),
              ElementsAre("Water broke into the mine.", "The union wants an inquiry.",
                          "Nobody in it was injured."));
}

std::string Repeat(absl::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += std::string(piece);
  return text;
}

// A page that nests, opens or repeats something a great many times, and still ends soon.
class HostileHtmlTest : public ::testing::TestWithParam<const char*> {};

TEST_P(HostileHtmlTest, IsReadInBoundedTimeAndDepth) {
  const std::string html =
      Repeat(GetParam(), 200000 / std::string(GetParam()).size()) + "<p>Water broke in.</p>";
  ReadHtmlReport(html);
  const absl::StatusOr<std::string> cleaned = internal::CleanHtml(html, CallContext());
  ASSERT_TRUE(cleaned.ok());
  const std::string& clean = *cleaned;
  size_t depth = 0, deepest = 0;
  for (size_t at = 0; at + 1 < clean.size(); ++at) {
    if (clean[at] != '<') continue;
    const absl::string_view rest = absl::string_view(clean).substr(at, 5);
    if (rest.substr(0, 2) == "</") {
      --depth;
    } else if (rest.substr(0, 3) != "<br" && rest.substr(0, 3) != "<hr" && rest != "<meta") {
      deepest = std::max(deepest, ++depth);
    }
  }
  EXPECT_EQ(depth, 0u);
  EXPECT_LE(deepest, internal::kMaxHtmlDepth + 1);
}

INSTANTIATE_TEST_SUITE_P(Pages, HostileHtmlTest,
                         ::testing::Values("<div>", "<b>", "<b><p>", "<a><p>", "<table><tr><td>",
                                           "<div></p>", "</div>", "<p class=", "<p a ", "<!--",
                                           "<script>", "<ul><li>", "<li>", "<svg>", "<", "<div",
                                           "&amp;", "&", "<x-y>", "<span class=a>", "<title>",
                                           "<font a=1><p>", "<select>", "<template>", "<h1>",
                                           "<blockquote><p>a", "<form>", "<!x", "\"<a b='"));

}  // namespace
}  // namespace parallax::text
