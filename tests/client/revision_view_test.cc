#include "client/revision_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client/json.h"
#include "google/protobuf/struct.pb.h"
#include "tests/client/revised_report.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RevisionText, ShowsEachChangeWithItsSentences) {
  EXPECT_EQ(RevisionAsText(FindRevision(RevisedReport()), 80, false),
            R"(The Post (old) → The Post (new): 1 sentence as before, 2 rewritten, 1 dropped, 1
  added

SILENT CHANGES (NO NOTE TELLS OF THEM)
  headline
    - Mayor [took] bribes
    + Mayor [accused of] bribes
  figure: “Eight” → “Ten”
    - [Eight] officers searched the house.
    + [Ten] officers searched the house.

SOFTENED
  softened: asserted → alleged
    - She took money from the builder.
    + She [allegedly] took money from the builder.

DROPPED
  - Rain is expected.

ADDED
  + A hearing was set for May.
)");
}

TEST(RevisionText, SaysThatThereIsNothing) {
  const RevisedAnswer made({"Head", "One thing."}, {"Head", "One thing."});
  EXPECT_THAT(RevisionAsText(FindRevision(made.answer), 80, false),
              HasSubstr("No changes to tell.\n"));
}

TEST(RevisionText, ShowsNotesWarningsAndWhereAFactIsStillTold) {
  RevisedAnswer made({"Head", "Fire broke out at the mill.", "Nobody knows why it burnt down."},
                     {"Head", "Fire broke out at the mill.", "Correction: the mill is old."});
  made.AddFact({.sentence = 2}, {.sentence = 1});
  made.answer.add_warnings()->set_text("Nothing is shared.");
  const std::string text = RevisionAsText(FindRevision(made.answer), 80, false);
  EXPECT_THAT(text, HasSubstr("WARNING Nothing is shared.\n"));
  EXPECT_THAT(text, HasSubstr("Note: Correction: the mill is old.\n"));
  EXPECT_THAT(text, HasSubstr("still told: “Fire broke out at the mill.”"));
}

TEST(RevisionMarkdown, MarksWordsAndEscapesText) {
  const std::string text = RevisionAsMarkdown(FindRevision(RevisedReport()));
  EXPECT_THAT(text, HasSubstr("**Silent changes (no note tells of them)**\n\n"));
  EXPECT_THAT(text, HasSubstr("- figure: “Eight” → “Ten”\n"
                              "    - before: **Eight** officers searched the house.\n"
                              "    - after: **Ten** officers searched the house.\n"));
  EXPECT_THAT(text, HasSubstr("    - after: She **allegedly** took money from the builder.\n"));
  EXPECT_THAT(text, HasSubstr("**Dropped**\n\n- Rain is expected.\n"));
  const RevisedAnswer made({"Head", "A *b* <c>."}, {"Head"});
  EXPECT_THAT(RevisionAsMarkdown(FindRevision(made.answer)), HasSubstr("- A \\*b\\* &lt;c&gt;.\n"));
}

TEST(RevisionJson, HasEveryChangeForPrograms) {
  google::protobuf::Struct json;
  ASSERT_TRUE(FromJson(RevisionAsJson(FindRevision(RevisedReport())), "answer", json).ok());
  EXPECT_EQ(json.fields().at("older").struct_value().fields().at("reportId").string_value(), "old");
  const auto& sentences = json.fields().at("sentences").struct_value().fields();
  EXPECT_EQ(sentences.at("unchanged").number_value(), 1);
  EXPECT_EQ(sentences.at("rewritten").number_value(), 2);
  EXPECT_EQ(sentences.at("dropped").number_value(), 1);
  EXPECT_EQ(sentences.at("added").number_value(), 1);
  const auto& changes = json.fields().at("changes").list_value().values();
  ASSERT_EQ(changes.size(), 5);
  const auto& figure = changes.Get(1).struct_value().fields();
  EXPECT_EQ(figure.at("change").string_value(), "figure");
  EXPECT_TRUE(figure.at("silent").bool_value());
  EXPECT_EQ(figure.at("before").string_value(), "Eight");
  const auto& newer = figure.at("newer").struct_value().fields();
  EXPECT_EQ(newer.at("sentenceIndex").number_value(), 1);
  EXPECT_EQ(newer.at("marked").list_value().values(0).string_value(), "Ten");
  const auto& dropped = changes.Get(3).struct_value().fields();
  EXPECT_FALSE(dropped.at("silent").bool_value());
  EXPECT_TRUE(dropped.at("newer").has_null_value());
}

TEST(RevisionJson, EscapesTextAndNamesTheKindOfAFraming) {
  RevisedAnswer made({"Head", "The \"militants\" held the mill."},
                     {"Head", "The \"terrorists\" held the mill."});
  made.AddDifference(v1::Difference::SCARE_QUOTES, 1, "a", 1, "b");
  const std::string text = RevisionAsJson(FindRevision(made.answer));
  google::protobuf::Struct json;
  ASSERT_TRUE(FromJson(text, "answer", json).ok()) << text;
  EXPECT_THAT(text, HasSubstr("\"kind\": \"SCARE_QUOTES\""));
  EXPECT_THAT(text, Not(HasSubstr("The \"militants\"")));
}

}  // namespace
}  // namespace parallax::client
