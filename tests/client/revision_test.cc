#include "client/revision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/internal/version.h"
#include "tests/client/revised_report.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "silent figure: Eight > Ten (1 > 1)", with the sentences that are shown.
std::string Line(const RevisionChange& change) {
  std::string line = absl::StrCat(change.silent ? "silent " : "", Word(change.kind));
  if (!change.before.empty() || !change.after.empty()) {
    absl::StrAppend(&line, ": ", change.before, " > ", change.after);
  }
  return absl::StrCat(line, " (", change.older.sentence, " > ", change.newer.sentence, ")");
}

std::vector<std::string> Lines(const v1::CompareReportsResponse& answer) {
  std::vector<std::string> lines;
  for (const RevisionChange& change : FindRevision(answer).changes) lines.push_back(Line(change));
  return lines;
}

TEST(Revision, OfTheSameTextHasNothingToTell) {
  RevisedAnswer made({"Head", "One thing.", "Another thing."},
                     {"Head", "One thing.", "Another thing."});
  made.AddFact({.sentence = 1}, {.sentence = 1, .commitment = v1::Claim::ALLEGED});
  made.AddDifference(v1::Difference::LABEL, 1, "One", 1, "thing");
  const Revision revision = FindRevision(made.answer);
  EXPECT_THAT(revision.changes, IsEmpty());
  EXPECT_EQ(revision.unchanged, 2);
  EXPECT_EQ(revision.rewritten, 0);
  EXPECT_EQ(revision.older_id, "old");
  EXPECT_EQ(revision.newer_id, "new");
}

TEST(Revision, TellsSilentChangesFirstThenWhatWasSoftenedDroppedAndAdded) {
  EXPECT_THAT(
      Lines(RevisedReport()),
      ElementsAre("silent headline (0 > 0)", "silent figure: Eight > Ten (1 > 1)",
                  "softened: ASSERTED > ALLEGED (2 > 2)", "dropped (3 > -1)", "added (-1 > 4)"));
}

TEST(Revision, MarksTheWordsThatChanged) {
  const Revision revision = FindRevision(RevisedReport());
  EXPECT_THAT(revision.changes[1].older.marked, ElementsAre(TextRange{0, 5}));
  EXPECT_THAT(revision.changes[1].newer.marked, ElementsAre(TextRange{0, 3}));
  EXPECT_THAT(revision.changes[2].older.marked, IsEmpty());
  EXPECT_THAT(revision.changes[2].newer.marked, ElementsAre(TextRange{4, 13}));
}

TEST(Revision, AHeadlineMayComeOrGo) {
  EXPECT_THAT(Lines(RevisedAnswer({"Head", "A b c."}, {"", "A b c."}).answer),
              ElementsAre("silent headline (0 > -1)"));
  EXPECT_THAT(Lines(RevisedAnswer({"", "A b c."}, {"Head", "A b c."}).answer),
              ElementsAre("silent headline (-1 > 0)"));
  EXPECT_THAT(Lines(RevisedAnswer({"", "A b c."}, {"", "A b c."}).answer), IsEmpty());
}

class FigureTest : public ::testing::Test {
 protected:
  RevisedAnswer Make(const std::string& older, const std::string& newer) {
    return RevisedAnswer({"Head", older}, {"Head", newer});
  }
};

TEST_F(FigureTest, WrittenOtherwiseIsNoChange) {
  RevisedAnswer made = Make("Some 5 people were hurt there.", "Some five people were hurt there.");
  made.AddFigure(0, 1, "5", 5);
  made.AddFigure(1, 1, "five", 5);
  EXPECT_THAT(Lines(made.answer), IsEmpty());
}

TEST_F(FigureTest, OfOneThingStandsForThatOfTheSameThing) {
  RevisedAnswer made =
      Make("Two men and five dogs were hurt.", "Six dogs and three men were hurt.");
  made.AddFigure(0, 1, "Two", 2, "men");
  made.AddFigure(0, 1, "five", 5, "dogs");
  made.AddFigure(1, 1, "Six", 6, "dogs");
  made.AddFigure(1, 1, "three", 3, "men");
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent figure: Two > three (1 > 1)",
                                              "silent figure: five > Six (1 > 1)"));
}

TEST_F(FigureTest, ThatIsLeftOutIsTold) {
  RevisedAnswer made = Make("Police held five people on Monday.", "Police held people on Monday.");
  made.AddFigure(0, 1, "five", 5);
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent figure: five >  (1 > 1)"));
}

TEST_F(FigureTest, ThatOnlyMovedIsNot) {
  RevisedAnswer made({"Head", "Police held five people on Monday.", "They were let go at noon."},
                     {"Head", "Police held people on Monday.", "The five were let go at noon."});
  made.AddFigure(0, 1, "five", 5);
  made.AddFigure(1, 2, "five", 5);
  EXPECT_THAT(Lines(made.answer), IsEmpty());
}

TEST_F(FigureTest, WithANoteIsSilentOnlyWhereTheNoteNamesNeither) {
  for (const auto& [note, silent] :
       {std::pair{"Correction: eight people were held, not five as first told.", ""},
        {"This article was amended to give the mayor's first name.", "silent "}}) {
    RevisedAnswer made({"Head", "Police held five people on Monday."},
                       {"Head", "Police held eight people on Monday.", note});
    made.AddFigure(0, 1, "five", 5);
    made.AddFigure(1, 1, "eight", 8);
    EXPECT_THAT(Lines(made.answer),
                ElementsAre(absl::StrCat(silent, "figure: five > eight (1 > 1)")))
        << "and the note is not an added sentence";
    EXPECT_THAT(FindRevision(made.answer).notes, ElementsAre(note));
  }
}

TEST_F(FigureTest, WithANoteThatWasThereBeforeIsSilent) {
  const std::string note = "Correction: eight people were held.";
  RevisedAnswer made({"Head", "Police held five people on Monday.", note},
                     {"Head", "Police held eight people on Monday.", note});
  made.AddFigure(0, 1, "five", 5);
  made.AddFigure(1, 1, "eight", 8);
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent figure: five > eight (1 > 1)"));
}

TEST_F(FigureTest, OfTheEngineIsTakenWhereNoneWasRead) {
  RevisedAnswer made = Make("Half of the people there fled.", "A third of the people there fled.");
  made.AddDifference(v1::Difference::QUANTITY, 1, "Half", 1, "A third");
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent figure: Half > A third (1 > 1)"));
}

TEST(RevisedTime, OfAnotherValueAndOtherWordsIsAChange) {
  RevisedAnswer made({"Head", "She was held on Monday at home."},
                     {"Head", "She was held on Tuesday at home."});
  made.AddTime(0, 1, "Monday", "2024-05-13");
  made.AddTime(1, 1, "Tuesday", "2024-05-14");
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent time: Monday > Tuesday (1 > 1)"));
}

TEST(RevisedTime, OfTheSameWordsOrTheSameValueIsNone) {
  RevisedAnswer made({"Head", "She was held on Monday at home."},
                     {"Head", "She was seized on Monday at home."});
  made.AddTime(0, 1, "Monday", "2024-05-13");
  made.AddTime(1, 1, "Monday", "2024-05-20");
  EXPECT_THAT(Lines(made.answer), IsEmpty());
  RevisedAnswer same({"Head", "She was held on Monday at home."},
                     {"Head", "She was held on May 13 at home."});
  same.AddTime(0, 1, "Monday", "2024-05-13");
  same.AddTime(1, 1, "May 13", "2024-05-13");
  EXPECT_THAT(Lines(same.answer), IsEmpty());
}

TEST(RevisedName, OfSomebodyElseIsAChange) {
  RevisedAnswer made({"Head", "The court sent Lena Okoro to jail."},
                     {"Head", "The court sent Lena Obi to jail."});
  made.AddMention("e1", 0, 1, "Lena Okoro");
  made.AddMention("e2", 1, 1, "Lena Obi");
  EXPECT_THAT(Lines(made.answer), ElementsAre("silent name: Lena Okoro > Lena Obi (1 > 1)"));
}

TEST(RevisedName, MadeShorterOrAPronounIsNone) {
  RevisedAnswer made({"Head", "The court sent Lena Okoro to jail."},
                     {"Head", "The court sent Okoro to jail."});
  made.AddMention("e1", 0, 1, "Lena Okoro");
  made.AddMention("e2", 1, 1, "Okoro");
  EXPECT_THAT(Lines(made.answer), IsEmpty());
  RevisedAnswer pronoun({"Head", "The court of Tarn sent Okoro to jail."},
                        {"Head", "The court of Rill sent her to jail."});
  pronoun.AddMention("e1", 0, 1, "Okoro");
  pronoun.AddMention("e1", 1, 1, "her", v1::EntityMention::PRONOUN);
  pronoun.AddMention("e2", 1, 1, "Rill");
  EXPECT_THAT(Lines(pronoun.answer), IsEmpty());
}

class CommitmentTest : public ::testing::Test {
 protected:
  static std::vector<std::string> Between(v1::Claim::Commitment before,
                                          v1::Claim::Commitment after) {
    RevisedAnswer made({"Head", "She took the money."}, {"Head", "She may have took the money."});
    made.AddFact({.sentence = 1, .commitment = before}, {.sentence = 1, .commitment = after});
    return Lines(made.answer);
  }
};

TEST_F(CommitmentTest, WeakerIsSoftenedAndStrongerHardened) {
  EXPECT_THAT(Between(v1::Claim::ASSERTED, v1::Claim::HEDGED),
              ElementsAre("softened: ASSERTED > HEDGED (1 > 1)"));
  EXPECT_THAT(Between(v1::Claim::ALLEGED, v1::Claim::ASSERTED),
              ElementsAre("hardened: ALLEGED > ASSERTED (1 > 1)"));
}

TEST_F(CommitmentTest, TheSameClassOrAConfirmedFactIsNeither) {
  EXPECT_THAT(Between(v1::Claim::HEDGED, v1::Claim::HEDGED), IsEmpty());
  EXPECT_THAT(Between(v1::Claim::ASSERTED, v1::Claim::ENDORSED), IsEmpty());
}

TEST_F(CommitmentTest, OfADifferenceIsTakenWhereNoFactTellsIt) {
  RevisedAnswer made({"Head", "She took the money."}, {"Head", "She may have took the money."});
  made.AddDifference(v1::Difference::COMMITMENT, 1, "ASSERTED", 1, "HEDGED");
  EXPECT_THAT(Lines(made.answer), ElementsAre("softened: ASSERTED > HEDGED (1 > 1)"));
  made.AddFact({.sentence = 1}, {.sentence = 1, .commitment = v1::Claim::HEDGED});
  EXPECT_THAT(Lines(made.answer), ElementsAre("softened: ASSERTED > HEDGED (1 > 1)")) << "once";
}

class SourceTest : public ::testing::Test {
 protected:
  static std::vector<std::string> Between(const std::string& before, const std::string& after) {
    RevisedAnswer made({"Head", "She took the money at night."},
                       {"Head", "She took the money in the night."});
    made.AddFact({.sentence = 1, .source = before}, {.sentence = 1, .source = after});
    return Lines(made.answer);
  }
};

TEST_F(SourceTest, MayComeGoOrChange) {
  EXPECT_THAT(Between("", "police"), ElementsAre("source came:  > police (1 > 1)"));
  EXPECT_THAT(Between("police", ""), ElementsAre("source gone: police >  (1 > 1)"));
  EXPECT_THAT(Between("police", "a neighbour"),
              ElementsAre("source changed: police > a neighbour (1 > 1)"));
}

TEST_F(SourceTest, UnderALongerOrShorterNameIsTheSame) {
  EXPECT_THAT(Between("the police", "police"), IsEmpty());
  EXPECT_THAT(Between("Okoro", "Mayor Lena Okoro,"), IsEmpty());
  EXPECT_THAT(Between("", ""), IsEmpty());
}

TEST(RevisedFraming, OfAnotherKindIsToldWithTheEnginesWords) {
  RevisedAnswer made({"Head", "The militants held the mill.", "It rained."},
                     {"Head", "The terrorists held the mill.", "It rained."});
  made.AddDifference(v1::Difference::LABEL, 1, "militants", 1, "terrorists");
  made.AddDifference(v1::Difference::OMISSION, 1, "told", 1, "ABSENT");
  made.AddDifference(v1::Difference::WORDING, 2, "rained", 1, "held");
  const Revision revision = FindRevision(made.answer);
  ASSERT_EQ(revision.changes.size(), 1) << "only between sentences that became each other";
  EXPECT_EQ(Line(revision.changes[0]), "framing: militants > terrorists (1 > 1)");
  EXPECT_EQ(revision.changes[0].difference, v1::Difference::LABEL);
  EXPECT_FALSE(revision.changes[0].explanation.empty());
}

TEST(RevisedSentences, DroppedOnesNameWhereTheirFactIsStillTold) {
  RevisedAnswer made({"Head", "Fire broke out at the mill.", "Nobody knows why it burnt down."},
                     {"Head", "Fire broke out at the mill."});
  EXPECT_THAT(Lines(made.answer), ElementsAre("dropped (2 > -1)"));
  made.AddFact({.sentence = 2}, {.sentence = 1});
  EXPECT_THAT(Lines(made.answer), ElementsAre("dropped (2 > 1)"));
}

TEST(RevisedSentences, AFactThatIsNotLikelyTiesNothing) {
  RevisedAnswer made({"Head", "Nobody knows why."}, {"Head", "Rain fell all day."});
  made.AddFact({.sentence = 1}, {.sentence = 1}, 0.3f);
  EXPECT_THAT(Lines(made.answer), ElementsAre("dropped (1 > -1)", "added (-1 > 1)"));
  made.AddFact({.sentence = 1}, {.sentence = 1, .commitment = v1::Claim::HEDGED}, 0.9f);
  EXPECT_THAT(Lines(made.answer), ElementsAre("softened: ASSERTED > HEDGED (1 > 1)"));
}

TEST(RevisedSentences, FurnitureIsNeitherDroppedNorAdded) {
  RevisedAnswer made({"Head", "Fire broke out.", "Share this"}, {"Head", "Fire broke out."});
  made.answer.mutable_analyses(0)->mutable_sentences(2)->set_furniture("share-bar");
  EXPECT_THAT(Lines(made.answer), IsEmpty());
}

TEST(CorrectionNote, IsToldFromTheStory) {
  for (const char* note :
       {"Correction: It was ten.", "CORRECTION (May 3): It was ten.", "Clarification: ten.",
        "Editor's note: the figure was wrong.", "(Corrects figure in paragraph 3)",
        "An earlier version of this article said eight.",
        "This story has been corrected to show that ten were held.", "This article was amended."}) {
    EXPECT_TRUE(IsCorrectionNote(note)) << note;
  }
  for (const char* line :
       {"Correction officers searched the cell.", "A correction in the market followed.",
        "The law was amended.", "An earlier version of this bill failed.", ""}) {
    EXPECT_FALSE(IsCorrectionNote(line)) << line;
  }
}

}  // namespace
}  // namespace parallax::client
