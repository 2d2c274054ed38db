#include "client/internal/news_item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "client/input.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;

constexpr char kNinjs1[] = R"({
  "uri": "urn:newsml:agency.example:20230315:1", "type": "text", "pubstatus": "usable",
  "versioncreated": "2023-03-15T13:10:00+01:00", "language": "en-GB",
  "headline": "Harbour bridge closed", "provider": "Northline",
  "body_text": "The city closed the bridge.\n\nIt opens on Monday."})";

constexpr char kNinjs2[] = R"({
  "standard": {"name": "ninjs", "version": "2.0"}, "uri": "https://agency.example/1",
  "versioncreated": "2023-03-15T13:10:00Z",
  "headlines": [{"role": "alternative", "value": "Bridge"}, {"role": "main", "value": "The main one"}],
  "infosources": [{"role": "isrol:originfo", "name": "Coast Wire"}],
  "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>The city closed it.</p>"}]})";

TEST(NewsItem, ReadsNinjsOfBothVersions) {
  ASSERT_TRUE(LooksLikeNinjs(kNinjs1) && LooksLikeNinjs(kNinjs2));
  const auto one = ReadNinjs(kNinjs1);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->headline, "Harbour bridge closed");
  EXPECT_EQ(one->text, "The city closed the bridge.\n\nIt opens on Monday.");
  EXPECT_EQ(one->html, "");
  EXPECT_EQ(one->provider, "Northline");
  EXPECT_EQ(one->published, "2023-03-15T13:10:00+01:00");
  EXPECT_EQ(one->language, "en-GB");
  EXPECT_EQ(one->uri, "urn:newsml:agency.example:20230315:1");
  const auto two = ReadNinjs(kNinjs2);
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_EQ(two->headline, "The main one");
  EXPECT_EQ(two->html, "<p>The city closed it.</p>");
  EXPECT_EQ(two->provider, "Coast Wire");
}

TEST(NewsItem, TellsNinjsFromOtherJson) {
  EXPECT_FALSE(LooksLikeNinjs(R"({"text": "The key \"versioncreated\" is new."})"));
  EXPECT_FALSE(LooksLikeNinjs(R"({"headline": "h", "text": "t", "uri": "u"})"));
  EXPECT_FALSE(LooksLikeNinjs(R"({"versioncreated": )"));
  EXPECT_FALSE(LooksLikeNinjs(R"({"text": {"pubstatus": "usable"}})"));
}

TEST(NewsItem, RefusesNinjsWithoutABodyOrCanceled) {
  EXPECT_THAT(ReadNinjs(R"({"type": "picture", "pubstatus": "usable"})").status().message(),
              HasSubstr("without a body (picture)"));
  EXPECT_THAT(ReadNinjs(R"({"pubstatus": "canceled", "body_text": "x"})").status().message(),
              HasSubstr("canceled"));
  EXPECT_THAT(ReadNinjs("{").status().message(), HasSubstr("no JSON"));
}

TEST(NewsItem, TakesAnyOtherBodyOfNinjs) {
  const auto item = ReadNinjs(R"({"pubstatus": "usable", "body_z": "Last.", "body_own": "Own."})");
  ASSERT_TRUE(item.ok());
  EXPECT_EQ(item->text, "Own.");
}

std::string NewsMl(const std::string& content, const std::string& status = "stat:usable") {
  return absl::StrCat(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- sent at noon -->
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:agency.example:1"
    standard="NewsML-G2" xml:lang="en-US">
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="nprov:NLN"><name>Northline &amp; Co</name></provider>
    <versionCreated>2023-03-15T13:10:00+01:00</versionCreated>
    <pubStatus qcode=")",
                      status, R"("/>
    <title>slug-1</title>
  </itemMeta>
  <contentMeta><headline>Harbour <em>bridge</em> closed</headline></contentMeta>
  <contentSet>)",
                      content, "</contentSet>\n</newsItem>\n");
}

constexpr char kNitf[] = R"(<inlineXML contenttype="application/nitf+xml">
  <nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
    <body.head><hedline><hl1>Not the text</hl1></hedline></body.head>
    <body.content><p>The <b>city</b> <i>closed</i> the
      bridge.</p><media><media-caption>A picture</media-caption></media>
      <hl2>What now</hl2><p>It opens on Monday.</p></body.content></body></nitf></inlineXML>)";

TEST(NewsItem, ReadsNewsMl) {
  const std::string xml = NewsMl(kNitf);
  ASSERT_TRUE(LooksLikeNewsMl(xml));
  const auto item = ReadNewsMl(xml);
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_EQ(item->headline, "Harbour bridge closed");
  EXPECT_EQ(item->text, "The city closed the bridge.\n\nWhat now\n\nIt opens on Monday.");
  EXPECT_EQ(item->provider, "Northline & Co");
  EXPECT_EQ(item->published, "2023-03-15T13:10:00+01:00");
  EXPECT_EQ(item->language, "en-US");
  EXPECT_EQ(item->uri, "urn:newsml:agency.example:1");
}

TEST(NewsItem, ReadsNewsMlInAMessageWithPrefixesAndPlainText) {
  const std::string xml =
      "<n:newsMessage xmlns:n=\"http://iptc.org/std/nar/2006-10-01/\"><n:itemSet><n:newsItem>"
      "<n:itemMeta><n:provider literal=\"Wire\"/><n:title>T</n:title></n:itemMeta><n:contentSet>"
      "<n:inlineData contenttype=\"text/plain\"> It closed. </n:inlineData></n:contentSet>"
      "</n:newsItem></n:itemSet></n:newsMessage>";
  ASSERT_TRUE(LooksLikeNewsMl(xml));
  const auto item = ReadNewsMl(xml);
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_EQ(item->text, "It closed.");
  EXPECT_EQ(item->provider, "Wire");
  EXPECT_EQ(item->headline, "T");
}

TEST(NewsItem, RefusesNewsMlThatIsNoArticle) {
  EXPECT_THAT(ReadNewsMl(NewsMl("")).status().message(), HasSubstr("without a body"));
  EXPECT_THAT(ReadNewsMl(NewsMl(kNitf, "stat:canceled")).status().message(), HasSubstr("canceled"));
  EXPECT_THAT(ReadNewsMl("<packageItem><x/></packageItem>").status().message(),
              HasSubstr("a packageItem of NewsML-G2"));
  EXPECT_THAT(ReadNewsMl("<newsMessage><itemSet><newsItem/><newsItem/></itemSet></newsMessage>")
                  .status()
                  .message(),
              HasSubstr("2 items"));
  EXPECT_THAT(ReadNewsMl("<newsItem><a></newsItem>").status().message(), HasSubstr("damaged XML"));
  EXPECT_FALSE(LooksLikeNewsMl("<rss><newsItem/></rss>"));
  EXPECT_FALSE(LooksLikeNewsMl("a < b"));
}

TEST(NewsItem, EntersAsAnyOtherFile) {
  const auto json = ParseReport({.path = "a.json"}, kNinjs1);
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(json->report.outlet(), "Northline");
  EXPECT_EQ(json->report.headline(), "Harbour bridge closed");
  EXPECT_EQ(json->report.publish_time().seconds(), 1678882200);
  const auto xml = ParseReport({.path = "a.xml", .outlet = "Mine"}, NewsMl(kNitf));
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_EQ(xml->report.outlet(), "Mine") << "flags come first";
  EXPECT_EQ(xml->report.publish_time().seconds(), 1678882200);
  EXPECT_THAT(ParseReport({.path = "b.xml"}, "<?xml version=\"1.0\"?><other/>").status().message(),
              HasSubstr("b.xml: XML"));
  EXPECT_THAT(ParseReport({.path = "c.xml"}, NewsMl("")).status().message(),
              HasSubstr("c.xml: an item without a body"));
}

}  // namespace
}  // namespace parallax::client
