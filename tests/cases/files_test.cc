// What a file is, is told by what is in it; what cannot be read is named, with what to do.
#include <gmock/gmock.h>
#include <zip.h>

#include "absl/strings/str_cat.h"
#include "tests/cases/command.h"

namespace parallax::client {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MarkdownCase, IsReadAsItIsSet) {
  const v1::AnalyzeReportResponse answer = Analyze(
      {"storm.md",
       "# Storm cuts power to 9,000 homes in Tarn\n\n"
       "**TARN** — A storm brought down [two pylons](https://news.example/p/7) late on Sunday, "
       "*the "
       "grid company said*.\n\n"
       "![A pylon across a road](pylon.jpg \"The B12 on Monday\")\n\n"
       "- Crews left the depot at `4:15 a.m.`\n\n"
       "| Town | Homes |\n|---|---|\n| Tarn | 9,000 |\n\n"
       "The company denied that the pylons had been rusty.[^a]\n\n[^a]: Letter to this paper.\n"});
  EXPECT_THAT(SentencesOf(answer.analysis()),
              ElementsAre("Storm cuts power to 9,000 homes in Tarn",
                          "A storm brought down two pylons late on Sunday, the grid company said.",
                          "Crews left the depot at 4:15 a.m.",
                          "The company denied that the pylons had been rusty."));
}

TEST(MarkdownCase, IsKnownByItsHeadingInAFileOfAnyName) {
  EXPECT_THAT(SentencesOf({"copy.txt",
                           "# Pool shut\n\nThe pool was **shut** on [police "
                           "advice](https://a.example).\n"}),
              ElementsAre("Pool shut", "The pool was shut on police advice."));
}

TEST(MarkdownCase, MayHaveFrontMatterAndUnderlinedHeadings) {
  const v1::CompareReportsResponse answer =
      Compare({{"a.md",
                "---\nsource: Tarn Times\ndate: 2024-02-05\ntags:\n  - weather\n---\n\n"
                "Roof torn off school\n====================\n\nThe roof of a school was torn "
                "off.\n\nWhat next\n---------\n\nPupils stay at home.\n"},
               {"b.txt", "Roof lost\n\nThe roof of a school was torn off.\n"}});
  EXPECT_EQ(answer.profiles(0).outlet(), "Tarn Times");
  EXPECT_EQ(HeadlineOf(answer.analyses(0)), "Roof torn off school");
  EXPECT_THAT(SentencesOf(answer.analyses(0)), Each(Not(HasSubstr("="))));
}

TEST(MarkdownCase, PlainTextWithAStarOrAHashStaysAsItIs) {
  EXPECT_THAT(SentencesOf({"a.txt",
                           "Band's tour in doubt\n\nThe singer of *NSYNC said room #4 was "
                           "cold."}),
              Contains("The singer of *NSYNC said room #4 was cold."));
}

TEST(HeaderCase, KnownKeysWithoutUseAreTakenAndLeftAlone) {
  for (const std::string key : {"Author", "Byline", "Category", "Slug", "Updated"}) {
    const v1::AnalyzeReportResponse answer = Analyze(
        {"a.txt", absl::StrCat("Outlet: Tarn Times\nPublished: 2024-02-05\n", key,
                               ": Sam Roe\n\nRoof torn off\n\nA storm tore off a roof.\n")});
    EXPECT_THAT(SentencesOf(answer.analysis()),
                ElementsAre("Roof torn off", "A storm tore off a roof."))
        << key;
    EXPECT_FALSE(Warns(answer, v1::Warning::HEADER_NOT_UNDERSTOOD)) << key;
  }
}

TEST(HeaderCase, AnUnknownKeyIsNamedAndNeverTheStory) {
  const v1::CompareReportsResponse answer = Compare(
      {{"a.txt", "Outlet: Tarn Times\nColour: blue\n\nRoof torn off\n\nA storm tore off a roof.\n"},
       {"b.txt", "Outlet: Post\n\nRoof lost\n\nA storm tore off a roof.\n"}});
  EXPECT_THAT(WarningsOf(answer), Contains("HEADER_NOT_UNDERSTOOD a"));
  EXPECT_THAT(answer.warnings(0).text(), HasSubstr("Colour"));
  EXPECT_EQ(answer.profiles(0).outlet(), "Tarn Times");
  EXPECT_EQ(HeadlineOf(answer.analyses(0)), "Roof torn off");
}

TEST(HeaderCase, EndsWhereTheStoryBeginsWithoutAnEmptyLine) {
  EXPECT_THAT(SentencesOf({"a.txt",
                           "Outlet: Tarn Times\nPublished: 2024-02-05\nRoof torn off\n\nA "
                           "storm tore off a roof.\n"}),
              ElementsAre("Roof torn off", "A storm tore off a roof."));
}

TEST(HeaderCase, AHeadlineOrAConversationWithColonsIsNone) {
  const v1::AnalyzeReportResponse headline =
      Analyze({"a.txt", "Tarn: roof torn off\n\nA storm tore off a roof.\n"});
  EXPECT_EQ(HeadlineOf(headline.analysis()), "Tarn: roof torn off");
  EXPECT_FALSE(Warns(headline, v1::Warning::HEADER_NOT_UNDERSTOOD));
  const v1::AnalyzeReportResponse talk = Analyze(
      {"b.txt",
       "Q: What did you see?\nA: The roof came off.\nQ: And then?\n\nThe hearing goes on.\n"});
  EXPECT_FALSE(Warns(talk, v1::Warning::HEADER_NOT_UNDERSTOOD));
}

TEST(FirstLineCase, ADatelineAndSeveralSentencesAreTheLead) {
  EXPECT_THAT(SentencesOf({"a.txt",
                           "OSLO (Reuters) — Norway on Monday sent two envoys home, citing the "
                           "theft of files. \"It was wrong,\" a minister said. He left at once.\n\n"
                           "The mission denied it.\n"}),
              ElementsAre("Norway on Monday sent two envoys home, citing the theft of files.",
                          "\"It was wrong,\" a minister said.", "He left at once.",
                          "The mission denied it."));
}

TEST(FirstLineCase, OneSentenceWithItsStopIsTheLeadAndDoubtful) {
  const v1::AnalyzeReportResponse answer =
      Analyze({"a.txt", "Two envoys were sent home by Norway.\n\nThe mission denied it.\n"});
  EXPECT_EQ(HeadlineOf(answer.analysis()), "");
  EXPECT_THAT(WarningsOf(answer), Contains("HEADLINE_DOUBTFUL a"));
}

TEST(FirstLineCase, UnderAHeaderAStopIsTheWriters) {
  EXPECT_EQ(HeadlineOf(Analyze({"a.txt",
                                "Outlet: Post\n\nTwo envoys sent home.\n\nThe mission "
                                "denied it.\n"})
                           .analysis()),
            "Two envoys sent home.");
}

TEST(FirstLineCase, HeadlinesWithStopsInsideStayHeadlines) {
  for (const std::string headline :
       {"Envoys leave the U.S.", "Who told Dr. Moe about the files?", "Two gone. One to follow",
        "Storm - what we know so far", "Norway - a small country - expels two"}) {
    const v1::AnalyzeReportResponse answer =
        Analyze({"a.txt", headline + "\n\nThe mission denied it.\n"});
    EXPECT_EQ(HeadlineOf(answer.analysis()), headline);
    EXPECT_FALSE(Warns(answer, v1::Warning::HEADLINE_DOUBTFUL)) << headline;
  }
}

TEST(KindCase, WhatHasNoTextIsRefusedByNameWithAdvice) {
  using namespace std::string_literals;  // NOLINT: bytes with zeros
  EXPECT_THAT(RefusalOf({"a.txt", "%PDF-1.7\n..."}), HasSubstr("a PDF; make text of it first, for "
                                                               "example: pdftotext FILE -"));
  EXPECT_THAT(RefusalOf({"story", "{\\rtf1\\ansi Roof}"}), HasSubstr("RTF; save it as"));
  EXPECT_THAT(RefusalOf({"a.html", "\x89PNG\r\n\x1A\n"s}), HasSubstr("an image (PNG); "));
  EXPECT_THAT(RefusalOf({"a.txt", "\xFF\xD8\xFF\xE0..."}), HasSubstr("an image (JPEG); "));
  EXPECT_THAT(RefusalOf({"a.txt", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"></rss>"}),
              HasSubstr("a feed (RSS); "));
  EXPECT_THAT(RefusalOf({"a.html", "<feed xmlns=\"x\"><title>t</title></feed>"}),
              HasSubstr("a feed (Atom); "));
  EXPECT_THAT(RefusalOf({"a.txt", "From: a@b.example\nTo: c@d.example\nSubject: Roof\n\nHello.\n"}),
              HasSubstr("mail; "));
  EXPECT_THAT(RefusalOf({"a.txt", "some\0thing"s}), HasSubstr("no text; "));
}

TEST(KindCase, ATableIsReadWithAWarning) {
  EXPECT_THAT(
      WarningsOf(Analyze({"a.txt", "town,homes,crews\nTarn,9000,4\nKell,120,1\nOrd,77,2\n"})),
      Contains("NOT_PROSE a"));
}

TEST(KindCase, UnmarkedUtf16IsRead) {
  std::string wide;
  for (const char c : std::string("Roof torn off\n\nA storm tore off a roof.\n")) {
    wide += c;
    wide += '\0';
  }
  EXPECT_THAT(SentencesOf({"a.txt", wide}),
              ElementsAre("Roof torn off", "A storm tore off a roof."));
}

// A Word file of these paragraphs; the first has the style Title.
std::string WordFile(const std::string& title, const std::vector<std::string>& paragraphs) {
  std::string xml = absl::StrCat(
      "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>"
      "<w:r><w:t>",
      title, "</w:t></w:r></w:p>");
  for (const std::string& paragraph : paragraphs) {
    absl::StrAppend(&xml, "<w:p><w:r><w:t xml:space=\"preserve\">", paragraph,
                    "</w:t></w:r></w:p>");
  }
  absl::StrAppend(&xml, "</w:body></w:document>");
  const testing::TempFolder folder;
  const std::string path = folder.File("made.docx");
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &error);
  zip_file_add(archive, "word/document.xml", zip_source_buffer(archive, xml.data(), xml.size(), 0),
               0);
  zip_close(archive);
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(KindCase, AWordFileIsReadWhateverItIsCalled) {
  EXPECT_THAT(SentencesOf({"copy", WordFile("Roof torn off", {"A storm tore &amp; bent a roof. ",
                                                              "No one was hurt."})}),
              ElementsAre("Roof torn off", "A storm tore & bent a roof.", "No one was hurt."));
  const std::string whole = WordFile("Roof", {"It went."});
  EXPECT_THAT(RefusalOf({"cut.docx", whole.substr(0, whole.size() / 2)}), HasSubstr("Word file"));
}

TEST(JsonCase, EmptyListsAndZerosAreThere) {
  const Printed printed = RunCommand(
      {"compare", "--format=json"},
      {{"a.txt", "Outlet: A\n\nPool to open in spring\n\nThe city will open a pool in Tarn.\n"},
       {"b.txt", "Outlet: B\n\nSinger marries\n\nAnn Lee was married by a judge in Rome.\n"}});
  EXPECT_EQ(printed.exit_code, 0);
  EXPECT_THAT(printed.out, HasSubstr("\"differences\": []"));
  EXPECT_THAT(printed.out, HasSubstr("\"code\": \"NOTHING_SHARED\""));
  EXPECT_THAT(RunCommand({"analyze", "--format=json"}, {{"a.txt", "Rain.\n"}}).out,
              HasSubstr("\"begin\": 0"));
}

}  // namespace
}  // namespace parallax::client
