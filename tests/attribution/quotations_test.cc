#include "server/attribution/quotations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "server/text/reader.h"

namespace parallax::attribution {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Read {
  text::Document document;
  language::Annotation annotation;
};

// A report whose words carry no tags: what the marks alone must decide.
Read ReadPlain(absl::string_view body) {
  auto document = text::ReadReport("", body, text::Format::kPlain, {}, CallContext());
  EXPECT_TRUE(document.ok()) << document.status();
  std::vector<language::Word> words;
  for (const text::Sentence& sentence : document->sentences()) {
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      language::Word word;
      const absl::string_view form = document->text(i);
      word.upos = IsQuotationMark(form) || form == "," || form == "." || form == "?"
                      ? language::Upos::kPunct
                      : language::Upos::kX;
      word.head = i == sentence.tokens.begin ? language::kNoToken : sentence.tokens.begin;
      words.push_back(word);
    }
  }
  return {*std::move(document), language::Annotation(std::move(words), "", {})};
}

std::vector<std::string> Quotes(absl::string_view body) {
  const Read read = ReadPlain(body);
  std::vector<std::string> texts;
  for (const Quotation& q : FindQuotations(read.document, read.annotation)) {
    const text::Section section = read.document.section_of(q.tokens.begin);
    const ByteRange bytes = read.document.given(section, read.document.bytes(q.tokens));
    texts.emplace_back(read.document.given(section).substr(bytes.begin, bytes.size()));
  }
  return texts;
}

std::vector<Quotation> Marks(absl::string_view body) {
  const Read read = ReadPlain(body);
  return FindQuotations(read.document, read.annotation);
}

TEST(QuotationsTest, PairsStraightDoubleMarks) {
  EXPECT_THAT(Quotes("\"We are late,\" she said. \"Let us go.\""),
              ElementsAre("\"We are late,\"", "\"Let us go.\""));
}

TEST(QuotationsTest, PairsCurlyDoubleMarks) {
  EXPECT_THAT(Quotes("The plan is “far from ready” for now."), ElementsAre("“far from ready”"));
}

TEST(QuotationsTest, PairsMixedMarks) {
  EXPECT_THAT(Quotes("He said “we will wait\" and left."), ElementsAre("“we will wait\""));
}

TEST(QuotationsTest, TellsSingleMarksFromApostrophes) {
  EXPECT_THAT(Quotes("‘It’s the workers’ money and we don’t touch it,’ he said."),
              ElementsAre("‘It’s the workers’ money and we don’t touch it,’"));
  EXPECT_THAT(Quotes("'It's not ours to give,' the owners' agent said."),
              ElementsAre("'It's not ours to give,'"));
}

TEST(QuotationsTest, SeesNoQuotationInApostrophesAlone) {
  EXPECT_THAT(Quotes("The firms' owners don't like the '90s rock 'n' roll of the players' bus."),
              IsEmpty());
  EXPECT_THAT(Quotes("It’s the miners’ strike of ’84, isn’t it?"), IsEmpty());
}

TEST(QuotationsTest, NestsSingleInDoubleAndDoubleInSingle) {
  const std::vector<Quotation> american = Marks("“She told me ‘go away’ and left,” he said.");
  ASSERT_EQ(american.size(), 2);
  EXPECT_EQ(american[0].depth, 0);
  EXPECT_FALSE(american[0].single);
  EXPECT_EQ(american[1].depth, 1);
  EXPECT_TRUE(american[1].single);
  EXPECT_TRUE(american[0].tokens.Contains(american[1].tokens));
  const std::vector<Quotation> british = Marks("‘She told me “go away” and left,’ he said.");
  ASSERT_EQ(british.size(), 2);
  EXPECT_TRUE(british[0].single);
  EXPECT_FALSE(british[1].single);
  EXPECT_EQ(british[1].depth, 1);
}

TEST(QuotationsTest, RunsOverParagraphsThatRepeatTheOpeningMark) {
  const std::vector<std::string> quotes = Quotes(
      "“The first thing is the money.\n\n“The second is the time.\n\n“The third is us,” he said.");
  ASSERT_EQ(quotes.size(), 1);
  EXPECT_EQ(quotes[0].substr(0, 12), "“The first");
  EXPECT_NE(quotes[0].find("third is us,”"), std::string::npos);
}

TEST(QuotationsTest, EndsAnUnclosedQuotationWithItsParagraph) {
  const std::vector<Quotation> marks =
      Marks("“This was never closed, he said.\n\nThe next day was calm.");
  ASSERT_EQ(marks.size(), 1);
  EXPECT_FALSE(marks[0].closed);
  EXPECT_THAT(Quotes("“This was never closed, he said.\n\nThe next day was calm."),
              ElementsAre("“This was never closed, he said."));
}

TEST(QuotationsTest, RunsOverLinesThatRepeatNoMarkWhereTheNextMarkCloses) {
  EXPECT_THAT(
      Quotes("She said, \"We are late.\nThe bridge was shut.\nSo we walked.\" Then she left."),
      ElementsAre("\"We are late.\nThe bridge was shut.\nSo we walked.\""));
  EXPECT_THAT(Quotes("He added: “We are late.\nLet us go,” and left."),
              ElementsAre("“We are late.\nLet us go,”"));
  EXPECT_THAT(Quotes("He added: “We are late.\nThey left.\n“Let us go,” he said."),
              ElementsAre("“We are late.", "“Let us go,”"));
}

TEST(QuotationsTest, ASecondOpeningMarkEndsTheFirst) {
  EXPECT_THAT(Quotes("“We wait, he said. “We go,” she said."),
              ElementsAre("“We wait, he said.", "“We go,”"));
}

TEST(QuotationsTest, LeavesInchMarksAndStrayClosingMarksAlone) {
  EXPECT_THAT(Quotes("A screen of 27\" costs less now."), IsEmpty());
  EXPECT_THAT(Quotes("The end was near.” Nobody knew."), IsEmpty());
}

TEST(QuotationsTest, KeepsWhatStandsBetweenTheMarks) {
  const Read read = ReadPlain("The “so-called plan” failed.");
  const std::vector<Quotation> marks = FindQuotations(read.document, read.annotation);
  ASSERT_EQ(marks.size(), 1);
  EXPECT_EQ(read.document.text(Inside(marks[0])), "so-called plan");
}

// Random runs of words and marks: whatever they are, quotations are ranges of the report, in order,
// and two of them lie apart or one in the other.
TEST(QuotationsPropertyTest, AlwaysNestRightlyInsideTheReport) {
  const std::vector<std::string> pieces = {"“",  "”",  "‘", "’", "\"", "'",    " ",     " ",
                                           " a", "b ", "s", ".", ",",  "\n\n", "it’s ", "—"};
  const uint32_t seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::string body = "w";
    for (uint32_t i = 0; i < random() % 60; ++i) body += pieces[random() % pieces.size()];
    const Read read = ReadPlain(body);
    const std::vector<Quotation> marks = FindQuotations(read.document, read.annotation);
    for (size_t i = 0; i < marks.size(); ++i) {
      EXPECT_LT(marks[i].tokens.begin, marks[i].tokens.end) << body;
      EXPECT_LE(marks[i].tokens.end, read.document.tokens().size()) << body;
      if (i > 0) {
        EXPECT_LE(marks[i - 1].tokens.begin, marks[i].tokens.begin) << body;
      }
      for (size_t j = 0; j < i; ++j) {
        EXPECT_TRUE(!marks[i].tokens.Overlaps(marks[j].tokens) ||
                    marks[j].tokens.Contains(marks[i].tokens))
            << body;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::attribution
