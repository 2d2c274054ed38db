#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/page/markup.h"

namespace parallax::client::page {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PageMarkup, EscapesWhatHasAMeaningBetweenTagsAndInAttributes) {
  EXPECT_EQ(Escaped("<b a=\"1\" c='2'> & </b>"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt; &amp; &lt;/b&gt;");
  EXPECT_EQ(Escaped("&lt;"), "&amp;lt;") << "what is escaped already is text as well";
}

TEST(PageMarkup, DropsWhatPlaysTricks) {
  EXPECT_EQ(Escaped("a\x1B[31m\u202Eb\xFF\n\tc"), "a[31mb\uFFFD c");
}

TEST(PageMarkup, KeepsABlankAtTheEndsOfAPart) {
  EXPECT_EQ(EscapedPart("  a\n b \n"), " a b ");
  EXPECT_EQ(EscapedPart("a"), "a");
  EXPECT_EQ(EscapedPart(" "), " ");
  EXPECT_EQ(EscapedPart(""), "");
  EXPECT_EQ(EscapedPart("\u2003<\u2003"), " &lt; ");
}

TEST(PageMarkup, MarksWordsByKindAndEscapesAroundAndWithin) {
  EXPECT_EQ(Marked("a <b> c", {{{2, 5}, v1::Difference::TIME}}),
            "a <mark class=\"k-time\">&lt;b&gt;</mark> c");
  EXPECT_EQ(
      Marked("one two three", {{{0, 3}, v1::Difference::PLACE}, {{8, 13}, v1::Difference::LABEL}}),
      "<mark class=\"k-place\">one</mark> two <mark class=\"k-label\">three</mark>");
  EXPECT_EQ(Marked("plain", {}), "plain");
}

TEST(PageMarkup, CutsOffRangesThatDoNotFit) {
  const auto kind = v1::Difference::TIME;
  EXPECT_EQ(Marked("ab", {{{1, 9}, kind}, {{20, 30}, kind}}), "a<mark class=\"k-time\">b</mark>");
  EXPECT_EQ(Marked("abc", {{{0, 2}, kind}, {{1, 3}, kind}}),
            "<mark class=\"k-time\">ab</mark><mark class=\"k-time\">c</mark>");
}

TEST(PageMarkup, MakesClassesOfEveryValueAndOfNone) {
  EXPECT_EQ(ClassOf(v1::Difference::SCARE_QUOTES), "k-scare-quotes");
  EXPECT_EQ(ClassOf(static_cast<v1::Difference::Kind>(99)), "k-number-99");
  EXPECT_EQ(ClassOf(v1::Claim::ALLEGED), "c-alleged");
  EXPECT_EQ(ClassOf(v1::Difference::SEVERITY_UNSPECIFIED), "unknown");
}

TEST(PageMarkup, TellsTheTimeInUtcAndADateAlone) {
  google::protobuf::Timestamp time;
  time.set_seconds(1678889400);
  EXPECT_EQ(TimeTag(time),
            "<time datetime=\"2023-03-15T14:10:00Z\">15 March 2023, 14:10 UTC</time>");
  time.set_seconds(1678881600);
  EXPECT_EQ(TimeTag(time), "<time datetime=\"2023-03-15\">15 March 2023</time>");
  time.set_seconds(int64_t{1} << 60);
  EXPECT_EQ(TimeTag(time), "");
}

TEST(PageMarkup, LinksAddressesOfTheWebAlone) {
  EXPECT_EQ(AddressTag("https://a.example/?b=1&c='"),
            "<a class=\"address\" rel=\"noopener noreferrer nofollow\" "
            "href=\"https://a.example/?b=1&amp;c=&#39;\">https://a.example/?b=1&amp;c=&#39;</a>");
  for (const std::string address :
       {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", "a.example",
        " javascript:alert(1)//https://", "java\nscript:alert(1)", "https://a.example/ b",
        "https://a.example/\u202Egnp.exe", ""}) {
    EXPECT_THAT(AddressTag(address), Not(HasSubstr("href"))) << address;
  }
}

}  // namespace
}  // namespace parallax::client::page
