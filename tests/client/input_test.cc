#include "client/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/internal/page_metadata.h"
#include "client/times.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::Report Read(const std::string& path, const std::string& content) {
  absl::StatusOr<ParsedReport> parsed = ParseReport({.path = path}, content);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? parsed->report : v1::Report();
}

std::string ErrorOf(const InputFile& file, const std::string& content) {
  const absl::StatusOr<ParsedReport> parsed = ParseReport(file, content);
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

TEST(TextFile, BeginsWithItsHeadline) {
  const v1::Report report =
      Read("news/post.txt", "City closes bridge\n\nIt was unsafe.\n\nMore.\n");
  EXPECT_EQ(report.headline(), "City closes bridge");
  EXPECT_EQ(report.text(), "It was unsafe.\n\nMore.\n");
  EXPECT_EQ(report.outlet(), "post");
}

TEST(TextFile, NeedsNoEmptyLineAfterTheHeadline) {
  const v1::Report report = Read("a.txt", "\n  City closes bridge  \r\nIt was unsafe.\r\n");
  EXPECT_EQ(report.headline(), "City closes bridge");
  EXPECT_EQ(report.text(), "It was unsafe.\r\n");
}

TEST(TextFile, OfOneLineHasNoHeadline) {
  const v1::Report report = Read("a.txt", "City closes bridge.\n");
  EXPECT_EQ(report.headline(), "");
  EXPECT_EQ(report.text(), "City closes bridge.\n");
}

TEST(TextFile, ThatBeginsWithAParagraphHasNoHeadline) {
  const std::string paragraph(400, 'x');
  const v1::Report report = Read("a.txt", absl::StrCat(paragraph, "\n\nMore.\n"));
  EXPECT_EQ(report.headline(), "");
  EXPECT_THAT(report.text(), StartsWith(paragraph));
}

TEST(TextFile, MaySayWhoPublishedItAndWhen) {
  const v1::Report report =
      Read("a.txt",
           "OUTLET: The Post\r\nDate:2023-03-15 14:10\r\nurl: https://post.example/1\r\n"
           "Language: en-GB\r\nId: post.1\r\n\r\nHead: line\r\n\r\nBody.");
  EXPECT_EQ(report.outlet(), "The Post");
  EXPECT_EQ(report.publish_time().seconds(), 1678889400);
  EXPECT_EQ(report.uri(), "https://post.example/1");
  EXPECT_EQ(report.language_code(), "en-GB");
  EXPECT_EQ(report.id(), "post.1");
  EXPECT_EQ(report.headline(), "Head: line");
  EXPECT_EQ(report.text(), "Body.");
}

TEST(TextFile, MayHaveItsHeaderBetweenDashes) {
  const v1::Report report =
      Read("a.md",
           "---\ntitle: \"City closes: bridge\"\nsource: 'The Post'\n---\nFirst line.\nSecond.\n");
  EXPECT_EQ(report.headline(), "City closes: bridge");
  EXPECT_EQ(report.outlet(), "The Post");
  EXPECT_EQ(report.text(), "First line. Second.");
}

TEST(TextFile, KeepsAFirstLineThatOnlyLooksLikeAHeader) {
  const v1::Report report = Read("a.txt", "Source: water found\nMoscow: no comment\n\nBody.\n");
  EXPECT_EQ(report.headline(), "Source: water found");
  EXPECT_EQ(report.outlet(), "a");
}

TEST(TextFile, LosesItsByteOrderMark) {
  EXPECT_EQ(Read("a.txt", "\xEF\xBB\xBFHead\n\nBody").headline(), "Head");
}

TEST(AnyFile, IsRefusedWhereItIsEmpty) {
  for (const char* name : {"a.txt", "a.html", "a.json", "-"}) {
    for (const char* content : {"", " \r\n\t", "\xEF\xBB\xBF\n"}) {
      EXPECT_THAT(ErrorOf({.path = name}, content),
                  name[0] == '-' ? "standard input: empty" : std::string(name) + ": empty");
    }
  }
}

TEST(AnyFile, OfUtf16IsReadWithAndWithoutItsMark) {
  using namespace std::string_literals;  // NOLINT: bytes with zeros
  for (const std::string& content :
       {"\xFF\xFEH\0i\0"s, "\xFE\xFF\0H\0i"s, "H\0i\0!\0 \0\xE9\0"s, "\0H\0i\0!\0 \0\xE9"s}) {
    EXPECT_THAT(Read("a.txt", content).text(), StartsWith("Hi")) << content;
  }
  EXPECT_EQ(Read("a.txt", "\0H\0i\0!\0 \0\xE9"s).text(), "Hi! é");
}

TEST(TextFile, IsRefusedWhereItIsNoUtf8) {
  EXPECT_THAT(ErrorOf({.path = "a.txt"}, "caf\xe9 closed"),
              StartsWith("a.txt: not UTF-8 at byte 3"));
}

TEST(TextFile, IsRefusedWhereItsTimeCannotBeRead) {
  EXPECT_THAT(ErrorOf({.path = "a.txt"}, "Published: last week\n\nHead\n\nBody"),
              HasSubstr("a.txt: no time that can be read: \"last week\""));
}

TEST(HtmlFile, IsPassedOnWhole) {
  const std::string page = "<html><body><p>x</p></body></html>";
  const v1::Report report = Read("page.HTML", page);
  EXPECT_EQ(report.html(), page);
  EXPECT_EQ(report.headline(), "");
  EXPECT_EQ(report.outlet(), "page");
}

TEST(HtmlFile, SaysWhoPublishedItAndWhen) {
  const v1::Report report = Read("page.htm", R"(<!DOCTYPE html>
    <html LANG=en_US><head><!-- <meta property="og:site_name" content="Comment"> -->
    <script>document.write('<meta property="og:site_name" content="Script">')</script>
    <meta content='The &Oslash;resund &#8212; Courier &amp; Co' property="og:site_name" />
    <meta property="og:site_name" content="Second">
    <meta property="article:published_time" content="2023-03-16T18:05:00+01:00">
    <link rel=canonical href=https://courier.example/a></head></html>)");
  EXPECT_EQ(report.outlet(), "The Øresund — Courier & Co");
  EXPECT_EQ(report.publish_time().seconds(), 1678986300);
  EXPECT_EQ(report.uri(), "https://courier.example/a");
  EXPECT_EQ(report.language_code(), "en-US");
}

TEST(HtmlFile, IsReadThoughItsTimeOrLanguageMakesNoSense) {
  const v1::Report report =
      Read("page.html", R"(<html lang="%lang%"><meta name="date" content="yesterday, 5 o'clock">)");
  EXPECT_FALSE(report.has_publish_time());
  EXPECT_EQ(report.language_code(), "");
}

TEST(PageMetadata, SurvivesAnyBytes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> parts = {
      "<",   ">",       "meta",     " ", "=",  "\"", "'",    "/",    "<!",      "--",
      "-->", "<script", "</script", "&", "#x", ";",  "\xff", "link", "content", "<html lang=en"};
  for (int round = 0; round < 5000; ++round) {
    std::string page;
    for (unsigned i = random() % 40; i > 0; --i) page += parts[random() % parts.size()];
    const PageMetadata metadata = ReadPageMetadata(page);
    ASSERT_LE(metadata.site_name.size(), page.size());
  }
}

TEST(JsonFile, IsOneReport) {
  const v1::Report report =
      Read("a.json",
           R"({"id": "x", "headline": "H", "text": "B.", "publishTime": "2023-03-15T00:00:00Z"})");
  EXPECT_EQ(report.id(), "x");
  EXPECT_EQ(report.text(), "B.");
  EXPECT_EQ(report.publish_time().seconds(), 1678838400);
}

TEST(JsonFile, IsRefusedForAFieldThatIsNotThere) {
  EXPECT_THAT(ErrorOf({.path = "a.json"}, R"({"headlin": "H"})"),
              StartsWith("a.json: not a Report in JSON: "));
}

TEST(Kind, IsToldByTheContentThenByTheEnding) {
  EXPECT_EQ(KindOf("a.txt", "<html>"), InputKind::kHtml);
  EXPECT_EQ(KindOf("a.txt", "<3 of them went"), InputKind::kText);
  EXPECT_EQ(KindOf("x/a.b/page.HTM", "text"), InputKind::kText);
  EXPECT_EQ(KindOf("x/a.b/page.HTM", "text</p><p>more"), InputKind::kHtml);
  EXPECT_EQ(KindOf("a.md", "Head"), InputKind::kMarkdown);
  EXPECT_EQ(KindOf("a.txt", "# Head\n\nText"), InputKind::kMarkdown);
  EXPECT_EQ(KindOf("a.json", ""), InputKind::kJson);
  EXPECT_EQ(KindOf("-", "\n <!doctype html>"), InputKind::kHtml);
  EXPECT_EQ(KindOf("-", "\xEF\xBB\xBF{\"id\": 1}"), InputKind::kJson);
  EXPECT_EQ(KindOf("story", "Head"), InputKind::kText);
  EXPECT_EQ(KindOf("page.html/story", ""), InputKind::kText);
}

TEST(Flags, ComeBeforeWhatTheFileSays) {
  const absl::StatusOr<ParsedReport> parsed =
      ParseReport({.path = "-", .outlet = "Flag", .headline = "Other", .published = "2024-01-02"},
                  "Outlet: File\nPublished: 2023-03-15\n\nHead\n\nBody");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->report.outlet(), "Flag");
  EXPECT_EQ(parsed->report.headline(), "Other");
  EXPECT_EQ(parsed->report.publish_time().seconds(), 1704196800) << "noon of the day";
}

TEST(Flags, AreNamedWhereTheirTimeCannotBeRead) {
  EXPECT_THAT(ErrorOf({.path = "a.txt", .published = "soon"}, "Head\n\nBody"),
              StartsWith("--published: "));
}

TEST(Ids, AreMadeOfFileNames) {
  std::vector<v1::Report> reports(6);
  reports[3].set_id("wire");
  AssignIds({"news/wire.txt", "other/beacon.html", "beacon.txt", "x.json", "Ærø & co (1).txt", "-"},
            reports);
  EXPECT_EQ(reports[0].id(), "wire-2");
  EXPECT_EQ(reports[1].id(), "beacon");
  EXPECT_EQ(reports[2].id(), "beacon-2");
  EXPECT_EQ(reports[3].id(), "wire");
  EXPECT_EQ(reports[4].id(), "r-co-1");
  EXPECT_EQ(reports[5].id(), "stdin");
}

TEST(Ids, AreFitForTheApiWhateverTheFileIsCalled) {
  for (const std::string& path :
       {std::string("日本.txt"), std::string(300, 'x') + ".txt", std::string("...txt"),
        std::string(".txt"), std::string("a\nb")}) {
    std::vector<v1::Report> reports(2);
    AssignIds({path, path}, reports);
    EXPECT_NE(reports[0].id(), reports[1].id());
    for (const v1::Report& report : reports) {
      EXPECT_THAT(report.id(), testing::MatchesRegex("[A-Za-z0-9._-]+")) << path;
      EXPECT_LE(report.id().size(), 64);
    }
  }
}

TEST(Time, IsReadAsPeopleWriteIt) {
  const auto seconds = [](const char* text) {
    const absl::StatusOr<absl::Time> time = ParseTime(text);
    EXPECT_TRUE(time.ok()) << time.status();
    return time.ok() ? absl::ToUnixSeconds(*time) : 0;
  };
  EXPECT_EQ(seconds("2023-03-15"), 1678881600);
  EXPECT_EQ(seconds(" 2023-03-15 14:10 "), 1678889400);
  EXPECT_EQ(seconds("2023-03-15T14:10"), 1678889400);
  EXPECT_EQ(seconds("2023-03-15T14:10:00Z"), 1678889400);
  EXPECT_EQ(seconds("2023-03-15T15:10:00.5+01:00"), 1678889400);
  EXPECT_EQ(seconds("2023-03-15 15:10+01:00"), 1678889400);
  EXPECT_EQ(seconds("2023-03-15T15:10:00+0100"), 1678889400);
  EXPECT_EQ(seconds("Wed, 15 Mar 2023 14:10:00 GMT"), 1678889400);
  EXPECT_EQ(seconds("Wed, 15 Mar 2023 15:10:00 +0100"), 1678889400);
  EXPECT_EQ(seconds("March 15, 2023, 10:10 a.m. EDT"), 1678889400);
  EXPECT_EQ(seconds("Wednesday, March 15, 2023 at 2:10 PM UTC"), 1678889400);
  EXPECT_EQ(seconds("15 March 2023 14:10"), 1678889400);
  EXPECT_EQ(seconds("Mar. 15, 2023"), 1678881600);
  EXPECT_EQ(seconds("15 March 2023"), 1678881600);
  EXPECT_EQ(seconds("03/15/2023"), 1678881600);
  EXPECT_EQ(seconds("15/03/2023"), 1678881600);
}

TEST(Time, IsRefusedWhereItIsUnclear) {
  for (const char* text : {"", "05/03/2023", "2023-13-01", "2023-02-30", "14:10", "tomorrow"}) {
    EXPECT_EQ(ParseTime(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Time, IsRefusedOutsideTheYearsThatAServerTakes) {
  for (const char* text :
       {"99999-01-01", "9000-01-01", "0001-01-01", "-0001-01-01", "8999-12-31T23:59:59-23:00"}) {
    EXPECT_EQ(ParseTime(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Utf8, IsCheckedAsUnicodeDefinesIt) {
  for (const char* good : {"", "a", "é", "日", "👍", "\xF4\x8F\xBF\xBF", "\xEE\x80\x80"}) {
    EXPECT_EQ(FindInvalidUtf8(good), absl::string_view::npos) << good;
  }
  for (const char* bad : {"a\x80", "a\xC0\xAF", "a\xE0\x80\xAF", "a\xED\xA0\x80",
                          "a\xF4\x90\x80\x80", "a\xF8\x88\x80\x80\x80", "a\xE2\x82", "a\xC3("}) {
    EXPECT_EQ(FindInvalidUtf8(bad), 1) << bad;
  }
}

TEST(ReadFile, SaysWhichFileCannotBeRead) {
  EXPECT_THAT(std::string(ReadFile("no/such/file.txt").status().message()),
              StartsWith("no/such/file.txt: "));
  EXPECT_THAT(std::string(ReadFile("/").status().message()), StartsWith("/: "));
}

TEST(Samples, AreReadWithOutletAndTime) {
  const std::string folder = PARALLAX_TEST_DATA "/samples/diplomats/";
  const std::pair<const char*, const char*> files[] = {
      {"northline.txt", "Northline News Agency"},
      {"radio-vostra.txt", "Radio Vostra"},
      {"daily-beacon.html", "Daily Beacon"},
      {"oresund-courier.html", "The Øresund Courier"}};
  for (const auto& [name, outlet] : files) {
    const absl::StatusOr<std::string> content = ReadFile(folder + name);
    ASSERT_TRUE(content.ok()) << content.status();
    const v1::Report report = Read(name, *content);
    EXPECT_EQ(report.outlet(), outlet);
    EXPECT_TRUE(report.has_publish_time()) << name;
  }
}

}  // namespace
}  // namespace parallax::client
