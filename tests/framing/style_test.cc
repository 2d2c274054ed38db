#include "server/framing/style.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/framing/calibration.h"
#include "server/framing/rules.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Style Read(const std::string& text) { return OrDie(Style::Parse(text)); }

std::string FaultsOf(const std::string& text) {
  const absl::StatusOr<Style> style = Style::Parse(text);
  EXPECT_EQ(style.status().code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(style.status().message());
}

Difference Of(Kind kind) { return {.kind = kind, .rule = RuleOf(kind).name}; }

TEST(StyleFile, OfNothingWantsNothing) {
  EXPECT_EQ(Read(""), Style());
  EXPECT_EQ(Read("\n# only a comment\n[allow]\n\r\n"), Style());
  EXPECT_EQ(Style().severity(Of(Kind::kLabel)), absl::nullopt);
  EXPECT_EQ(Style().min_confidence(Of(Kind::kLabel)), absl::nullopt);
}

TEST(StyleFile, SaysWhatItSaysWhateverTheCaseAndTheBlanks) {
  const Style style = Read(
      "\xEF\xBB\xBF# ours\r\n"
      "[Severity]\r\n"
      "scare_quotes = OFF   # not here\r\n"
      "label=high\r\n"
      "[min-confidence]\n"
      "\tWORDING = 0.75\n"
      "[ allow ]\n"
      "Climate   Crisis\n"
      "C#\n"
      "[warn]\n"
      "regime\n"
      "[neutral_sources]\n"
      "The Associated Press\n");
  EXPECT_EQ(style.severity(Of(Kind::kScareQuotes)), Severity::kUnspecified);
  EXPECT_EQ(style.severity(Of(Kind::kLabel)), Severity::kHigh);
  EXPECT_EQ(style.severity(Of(Kind::kWording)), absl::nullopt);
  EXPECT_EQ(style.min_confidence(Of(Kind::kWording)), 0.75f);
  EXPECT_EQ(style.min_confidence(Of(Kind::kLabel)), absl::nullopt);
  EXPECT_THAT(style.allowed(), ElementsAre("climate crisis", "c#"));
  EXPECT_THAT(style.warned(), ElementsAre("regime"));
  EXPECT_THAT(style.neutral_sources(), ElementsAre("associated press"));
}

TEST(StyleFile, ARuleGoesBeforeItsKindWhereverItStands) {
  for (const char* text : {"[severity]\nquotation = low\nquotation-cut = off\n",
                           "[severity]\nquotation-cut = off\nquotation = low\n"}) {
    const Style style = Read(text);
    EXPECT_EQ(style.severity({.kind = Kind::kQuotation, .rule = "quotation-cut"}),
              Severity::kUnspecified);
    EXPECT_EQ(style.severity({.kind = Kind::kQuotation, .rule = "quotation-altered"}),
              Severity::kLow);
  }
}

TEST(StyleFile, KnowsEveryKindAndEveryRule) {
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(Style::Parse(absl::StrCat("[severity]\n", rule.name, " = low")).ok()) << rule.name;
    EXPECT_TRUE(Style::Parse(absl::StrCat("[min_confidence]\n", Name(rule.kind), " = 1")).ok());
  }
}

TEST(StyleFile, NamesTheLineOfEachFaultAndWhatIsAllowedThere) {
  const std::string faults = FaultsOf(
      "label = off\n"
      "[severity]\n"
      "lable = off\n"
      "label = grave\n"
      "wording\n"
      "[min_confidence]\n"
      "time = 1.5\n");
  EXPECT_THAT(faults, HasSubstr("line 1: stands under no heading; there are [severity], "
                                "[min_confidence], [allow], [warn], [neutral_sources]"));
  EXPECT_THAT(faults, HasSubstr("line 3: no such kind or rule; kinds: commitment, "));
  EXPECT_THAT(faults, HasSubstr("; rules: commitment-class, "));
  EXPECT_THAT(faults, HasSubstr("line 4: label: must be off, low, medium or high"));
  EXPECT_THAT(faults, HasSubstr("line 5: must be a kind or a rule, \"=\" and off, "));
  EXPECT_THAT(faults, HasSubstr("line 7: time: must be a number from 0 to 1"));
}

TEST(StyleFile, IsRefusedWhereItSaysTwoThings) {
  EXPECT_EQ(FaultsOf("[severity]\nlabel = off\nLABEL = low\n"),
            "line 3: label is set on line 2 as well");
  EXPECT_EQ(FaultsOf("[allow]\nregime\n[warn]\nRegime\n"), "line 4: stands on line 2 as well");
  EXPECT_TRUE(Style::Parse("[severity]\nlabel = off\n[min_confidence]\nlabel = 1\n").ok());
  EXPECT_TRUE(Style::Parse("[allow]\nReuters\n[neutral_sources]\nReuters\n").ok());
}

TEST(StyleFile, IsRefusedForItsHeadingOnceNotForEachLineUnderIt) {
  EXPECT_EQ(FaultsOf("[words]\na\nb\n[severity\nc = d\n"),
            "line 1: no such heading; there are [severity], [min_confidence], [allow], "
            "[warn], [neutral_sources]; line 4: no such heading; there are [severity], "
            "[min_confidence], [allow], [warn], [neutral_sources]");
}

TEST(StyleFile, TellsFiveFaultsAndHowManyMoreThereAre) {
  std::string text = "[min_confidence]\n";
  for (int i = 0; i < 20; ++i) absl::StrAppend(&text, "x", std::string(500, 'y'), i, " = 1\n");
  const std::string faults = FaultsOf(text);
  EXPECT_THAT(faults, HasSubstr("line 6: "));
  EXPECT_THAT(faults, Not(HasSubstr("line 7: ")));
  EXPECT_THAT(faults, HasSubstr("; and 15 more"));
  EXPECT_LT(faults.size(), 2000u);
  EXPECT_THAT(faults, Not(HasSubstr("yyy"))) << "what the file says may be nobody else's business";
}

TEST(StyleFile, HasLimits) {
  EXPECT_EQ(FaultsOf(std::string(kMaxStyleBytes + 1, '#')), "65537 bytes, limit 65536");
  EXPECT_EQ(FaultsOf("[allow]\ncaf\xE9\n"), "line 2: not UTF-8");
  EXPECT_THAT(FaultsOf("[warn]\n" + std::string(101, 'x')), HasSubstr("101 bytes, limit 100"));
  std::string text = "[allow]\n";
  for (size_t i = 0; i <= kMaxStyleEntries; ++i) absl::StrAppend(&text, "w", i, "\n");
  EXPECT_EQ(FaultsOf(text), "1001 words and sources, limit 1000");
}

// Two short reports; differences between them are made by hand.
class ApplyStyleTest : public ::testing::Test {
 protected:
  ApplyStyleTest() {
    for (const analysis::Report& report :
         Reports({{"Militants took the mill",
                   "The militants held the mill for a day, Reuters said. Lena Okoro claimed that "
                   "nobody was hurt."},
                  {"Regime forces took the mill",
                   "The regime forces held the mill for a day. Nobody was hurt, Mayor Lena Okoro "
                   "said."}})) {
      reports_.push_back(OrDie(TheEngine().Analyze(report, CallContext())));
    }
    scene_.reports = reports_;
  }

  // The first place of `words` in the body of the report.
  Position At(uint32_t report, const std::string& words) {
    const text::Document& document = reports_[report]->document;
    const auto count = static_cast<uint32_t>(document.tokens().size());
    for (uint32_t begin = document.sentences()[1].tokens.begin; begin < count; ++begin) {
      for (uint32_t end = begin + 1; end <= count; ++end) {
        if (document.text(TokenRange{begin, end}) != words) continue;
        return {.value = words,
                .reports = {report},
                .evidence = {{.report = report,
                              .tokens = document.sentence_of(begin).tokens,
                              .marked = {begin, end}}}};
      }
    }
    ADD_FAILURE() << words;
    return {};
  }

  Difference Make(Kind kind, const std::string& a, const std::string& b) {
    return {.kind = kind,
            .severity = RuleOf(kind).severity,
            .positions = {At(0, a), At(1, b)},
            .explanation = "The two differ: “" + a + "” against “" + b + "”.",
            .confidence = 0.8f,
            .rule = RuleOf(kind).name};
  }

  std::vector<Difference> Styled(const std::string& text, std::vector<Difference> differences) {
    ApplyStyle(Read(text), scene_, &differences);
    return differences;
  }

  std::vector<std::shared_ptr<const analysis::Analysis>> reports_;
  Scene scene_;
};

TEST_F(ApplyStyleTest, AnEmptyStyleChangesNothing) {
  const std::vector<Difference> made = {Make(Kind::kLabel, "militants", "regime forces"),
                                        Make(Kind::kReportingVerb, "claimed", "said")};
  const std::vector<Difference> styled = Styled("", made);
  ASSERT_EQ(styled.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(styled[i].kind, made[i].kind);
    EXPECT_EQ(styled[i].severity, made[i].severity);
    EXPECT_EQ(styled[i].explanation, made[i].explanation);
  }
}

TEST_F(ApplyStyleTest, WhatIsOffGoesAndWhatIsGraverComesFirst) {
  const auto styled =
      Styled("[severity]\nwording = off\nlabel = low\nreporting-verb = high\n",
             {Make(Kind::kLabel, "militants", "regime forces"),
              Make(Kind::kWording, "held", "held"), Make(Kind::kReportingVerb, "claimed", "said")});
  ASSERT_EQ(styled.size(), 2u);
  EXPECT_EQ(styled[0].kind, Kind::kReportingVerb);
  EXPECT_EQ(styled[0].severity, Severity::kHigh);
  EXPECT_EQ(styled[1].kind, Kind::kLabel);
  EXPECT_EQ(styled[1].severity, Severity::kLow);
}

TEST_F(ApplyStyleTest, AnAllowedWordIsNoLabelInAnyFormAndBehindAnArticle) {
  for (const char* words : {"militants", "The militants"}) {
    for (const char* allowed : {"[allow]\nmilitant\n", "[allow]\nMilitants\n"}) {
      EXPECT_THAT(Styled(allowed, {Make(Kind::kLabel, words, "forces")}), IsEmpty()) << words;
      EXPECT_THAT(Styled(allowed, {Make(Kind::kWording, words, "forces")}), IsEmpty()) << words;
    }
  }
  EXPECT_THAT(Styled("[allow]\nregime force\n", {Make(Kind::kLabel, "held", "regime forces")}),
              IsEmpty());
}

TEST_F(ApplyStyleTest, AnAllowedWordAmongOthersOrOfAnotherKindIsFlagged) {
  EXPECT_EQ(Styled("[allow]\nregime\n", {Make(Kind::kLabel, "militants", "regime forces")}).size(),
            1u);
  EXPECT_EQ(Styled("[allow]\nmilit\n", {Make(Kind::kLabel, "militants", "forces")}).size(), 1u);
  EXPECT_EQ(Styled("[allow]\nmilitants took\n", {Make(Kind::kLabel, "militants", "forces")}).size(),
            1u);
  EXPECT_EQ(Styled("[allow]\nmilitant\n", {Make(Kind::kAgency, "militants", "forces")}).size(), 1u);
}

TEST_F(ApplyStyleTest, AWordWarnedOfIsHighAndNamedBeforeTheQuotations) {
  const auto styled = Styled("[warn]\nregime\n[allow]\nmilitant\n",
                             {Make(Kind::kLabel, "militants", "regime forces")});
  ASSERT_EQ(styled.size(), 1u) << "though the other side's word is allowed";
  EXPECT_EQ(styled[0].severity, Severity::kHigh);
  EXPECT_THAT(styled[0].explanation,
              HasSubstr("The two differ (house style warns of “regime”): “militants” against"));
}

TEST_F(ApplyStyleTest, AWordWarnedOfThatIsNotWhatDiffersChangesNothing) {
  const auto styled = Styled("[warn]\nmill\n", {Make(Kind::kLabel, "militants", "regime forces")});
  ASSERT_EQ(styled.size(), 1u);
  EXPECT_EQ(styled[0].severity, RuleOf(Kind::kLabel).severity);
  EXPECT_THAT(styled[0].explanation, Not(HasSubstr("house style")));
}

TEST_F(ApplyStyleTest, ANeutralSourceIsNoOtherSourceThanTheReportsOwnVoice) {
  const std::vector<Difference> made = {Make(Kind::kAttribution, "Reuters", "held the mill")};
  EXPECT_THAT(Styled("[neutral_sources]\nreuters\n", made), IsEmpty());
  EXPECT_EQ(Styled("[neutral_sources]\nLena Okoro\n", made).size(), 1u);
  EXPECT_EQ(Styled("[neutral_sources]\nReuters\n",
                   {Make(Kind::kAttribution, "Reuters", "Mayor Lena Okoro")})
                .size(),
            1u)
      << "the other source is not neutral";
}

TEST_F(ApplyStyleTest, AVerbOfANeutralSourceIsNotFlaggedByAnyOfItsNames) {
  const std::vector<Difference> made = {Make(Kind::kReportingVerb, "claimed", "said")};
  EXPECT_THAT(Styled("[neutral_sources]\nLena Okoro\n", made), IsEmpty());
  EXPECT_EQ(Styled("[neutral_sources]\nReuters\n", made).size(), 1u);
  EXPECT_EQ(
      Styled("[neutral_sources]\nLena Okoro\n", {Make(Kind::kLabel, "claimed", "said")}).size(), 1u)
      << "of another kind";
}

TEST(StyleInTheEngine, AKindThatIsOffIsNotInTheAnswerAndLeavesTheRestAlone) {
  const std::vector<analysis::Report> reports = Reports(
      {{"Mayor took bribes over pier",
        "Mayor Lena Okoro took bribes from the builder of the pier. Eight officers searched her "
        "house on Sunday. \"I have done nothing wrong,\" Okoro said."},
       {"Mayor denies bribes",
        "Mayor Lena Okoro denied that she had taken bribes from the builder of the pier. Ten "
        "officers searched her house on Sunday. \"I have done nothing wrong,\" Okoro insisted."}});
  const engine::Comparison plain = CompareAll(reports);
  ASSERT_FALSE(plain.differences.empty());
  const Kind kind = plain.differences[0].kind;
  const engine::Comparison styled =
      CompareAll(reports, {.style = Read(absl::StrCat("[severity]\n", Name(kind), " = off\n"))});
  size_t kept = 0;
  for (const Difference& difference : plain.differences) kept += difference.kind != kind ? 1 : 0;
  EXPECT_EQ(styled.differences.size(), kept);
  for (const Difference& difference : styled.differences) EXPECT_NE(difference.kind, kind);
  EXPECT_EQ(styled.agreements[0].told_alike, plain.agreements[0].told_alike);
}

TEST(StyleInTheEngine, ItsConfidenceHoldsWhereTheCallGivesNone) {
  const std::vector<analysis::Report> reports =
      Reports({{"Eight held", "Police arrested eight people at the mill on Monday."},
               {"Ten held", "Police arrested ten people at the mill on Monday."}});
  const auto count = [&](const engine::CompareOptions& options) {
    const engine::Comparison comparison = CompareAll(reports, options);
    return std::count_if(comparison.differences.begin(), comparison.differences.end(),
                         [](const Difference& d) { return d.kind == Kind::kQuantity; });
  };
  const Style strict = Read("[min_confidence]\nquantity = 1\n");
  const Style lax = Read("[min_confidence]\nquantity = 0\n");
  ASSERT_GT(count({.min_confidence = 0.0f}), 0);
  EXPECT_EQ(count({.style = strict}), 0);
  EXPECT_EQ(count({.style = lax}), count({.min_confidence = 0.0f}));
  EXPECT_EQ(count({.min_confidence = 0.0f, .style = strict}), count({.min_confidence = 0.0f}));
}

}  // namespace
}  // namespace parallax::framing
