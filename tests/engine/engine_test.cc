#include "server/engine/engine.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/engine/accounts.h"

namespace parallax::engine {
namespace {

using ::testing::HasSubstr;

const Engine& TheEngine() {
  static const Engine* const engine = [] {
    auto created = Engine::Create({});
    if (!created.ok()) ADD_FAILURE() << created.status();
    return created.ok() ? std::move(created)->release() : nullptr;
  }();
  return *engine;
}

analysis::Report MakeReport(std::string id, std::string headline, std::string body) {
  analysis::Report report;
  report.id = id;
  report.outlet = std::move(id);
  report.headline = std::move(headline);
  report.body = std::move(body);
  report.publish_seconds = 1700000000;
  return report;
}

std::vector<analysis::Report> HarbourReports() {
  return {
      MakeReport(
          "Harbour Post", "Mayor took bribes over new pier",
          "Mayor Lena Okoro took bribes from the builder of the new pier, the council heard on "
          "Monday.\nEight officers searched her house on Sunday.\n\"I have done nothing wrong,\" "
          "Okoro said.\nThe pier opened in 2019.\n"),
      MakeReport(
          "Coast Wire", "Mayor denies taking bribes",
          "Mayor Lena Okoro denied that she had taken bribes from the builder of the new "
          "pier.\nTen officers searched her house on Sunday.\n\"I have done nothing wrong,\" "
          "Okoro insisted.\n"),
      MakeReport(
          "The Lantern", "Police search mayor's house",
          "Police searched the house of Mayor Lena Okoro on Sunday.\nProsecutors allege that she "
          "took bribes from the builder of the new pier.\nThe pier opened in 2019.\n"),
  };
}

absl::StatusOr<Comparison> Compare(const std::vector<analysis::Report>& reports,
                                   const ParallelFor& parallel = Sequentially) {
  return TheEngine().Compare(reports, {}, parallel, CallContext());
}

// What a comparison says, without reference to the places of reports.
std::multiset<std::string> Content(const Comparison& comparison) {
  std::multiset<std::string> lines;
  for (const alignment::Fact& fact : comparison.alignment.facts) {
    std::multiset<std::string> mentions;
    for (const alignment::ClaimRef& mention : fact.mentions) {
      const analysis::Analysis& report = *comparison.reports[mention.report];
      mentions.insert(absl::StrCat(report.id, ":", mention.claim));
    }
    std::string line = "fact";
    for (const std::string& mention : mentions) absl::StrAppend(&line, " ", mention);
    lines.insert(line);
  }
  for (const framing::Difference& difference : comparison.differences) {
    std::multiset<std::string> sides;
    for (const framing::Position& position : difference.positions) {
      std::multiset<std::string> parts;
      for (const uint32_t report : position.reports) parts.insert(comparison.reports[report]->id);
      for (const framing::Evidence& evidence : position.evidence) {
        parts.insert(absl::StrCat(comparison.reports[evidence.report]->id, "@",
                                  evidence.tokens.begin, "-", evidence.tokens.end));
      }
      std::string side;
      for (const std::string& part : parts) absl::StrAppend(&side, part, " ");
      sides.insert(side);
    }
    std::string line = absl::StrCat(difference.rule, " ", static_cast<int>(difference.severity));
    for (const std::string& side : sides) absl::StrAppend(&line, " | ", side);
    lines.insert(line);
  }
  return lines;
}

TEST(EngineTest, AlignsAndFlagsReportsOfOneEvent) {
  const auto comparison = Compare(HarbourReports());
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_FALSE(comparison->alignment.facts.empty());
  std::set<framing::Kind> kinds;
  for (const auto& difference : comparison->differences) kinds.insert(difference.kind);
  EXPECT_TRUE(kinds.contains(framing::Kind::kCommitment));
  EXPECT_TRUE(kinds.contains(framing::Kind::kPolarity));
  EXPECT_TRUE(kinds.contains(framing::Kind::kReportingVerb));
}

// What the project began with: one report passes on an allegation, another tells it as fact and by
// a harder name.
TEST(EngineTest, AnAllegationAgainstAFactWithAHarderNameIsOnTop) {
  const auto comparison = Compare(
      {MakeReport(
           "Fjord Post", "Norvale sends eight Kestrian diplomats home",
           "Norvale on Tuesday expelled eight diplomats of the Kestrian embassy over alleged "
           "hostile activities, the foreign ministry said.\nThe eight have until Friday to "
           "leave the country.\n"),
       MakeReport(
           "Morning Bugle", "Eight Kestrian spies thrown out of Norvale",
           "Eight undeclared intelligence officers who had spied on Norvale from the Kestrian "
           "embassy were expelled on Tuesday.\nThey must be gone by Friday.\n")});
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  std::set<framing::Kind> kinds;
  for (size_t i = 0; i < std::min<size_t>(4, comparison->differences.size()); ++i) {
    kinds.insert(comparison->differences[i].kind);
  }
  EXPECT_TRUE(kinds.contains(framing::Kind::kCommitment));
  EXPECT_TRUE(kinds.contains(framing::Kind::kLabel) || kinds.contains(framing::Kind::kWording));
}

TEST(EngineTest, EveryDifferenceQuotesEvidenceOfTwoReportsAndNamesItsRule) {
  const auto comparison = Compare(HarbourReports());
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  for (const framing::Difference& difference : comparison->differences) {
    EXPECT_FALSE(difference.rule.empty());
    EXPECT_FALSE(difference.explanation.empty());
    EXPECT_GT(difference.confidence, 0);
    EXPECT_LE(difference.confidence, 1);
    ASSERT_GE(difference.positions.size(), 2u) << difference.explanation;
    std::set<uint32_t> reports;
    for (const framing::Position& position : difference.positions) {
      EXPECT_FALSE(position.reports.empty()) << difference.explanation;
      reports.insert(position.reports.begin(), position.reports.end());
      EXPECT_EQ(position.evidence.empty(), position.value == "ABSENT") << difference.explanation;
      for (const framing::Evidence& evidence : position.evidence) {
        const text::Document& document = comparison->reports[evidence.report]->document;
        ASSERT_FALSE(evidence.tokens.empty());
        ASSERT_LE(evidence.tokens.end, document.tokens().size());
        EXPECT_EQ(document.tokens()[evidence.tokens.begin].sentence,
                  document.tokens()[evidence.tokens.end - 1].sentence);
        EXPECT_TRUE(std::count(position.reports.begin(), position.reports.end(), evidence.report));
      }
    }
    EXPECT_GE(reports.size(), 2u) << difference.explanation;
  }
}

TEST(EngineTest, IdenticalReportsShowNoDifference) {
  for (const analysis::Report& report : HarbourReports()) {
    analysis::Report twin = report;
    twin.id = twin.outlet = "twin";
    const auto comparison = Compare({report, twin});
    ASSERT_TRUE(comparison.ok()) << comparison.status();
    EXPECT_FALSE(comparison->alignment.facts.empty());
    for (const auto& difference : comparison->differences) ADD_FAILURE() << difference.explanation;
    EXPECT_EQ(comparison->agreements[0].told_alike, 1);
  }
}

TEST(EngineTest, OrderOfReportsDoesNotMatter) {
  const unsigned seed = 1;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  std::vector<analysis::Report> reports = HarbourReports();
  const auto expected = Compare(reports);
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (int round = 0; round < 5; ++round) {
    std::shuffle(reports.begin(), reports.end(), random);
    const auto shuffled = Compare(reports);
    ASSERT_TRUE(shuffled.ok()) << shuffled.status();
    EXPECT_EQ(Content(*shuffled), Content(*expected));
  }
}

TEST(EngineTest, NumberOfThreadsDoesNotMatter) {
  const auto with_threads = [](size_t count, const std::function<void(size_t)>& body) {
    std::vector<std::thread> threads;
    for (size_t i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
    for (std::thread& thread : threads) thread.join();
  };
  const auto one = Compare(HarbourReports());
  const auto many = Compare(HarbourReports(), with_threads);
  ASSERT_TRUE(one.ok() && many.ok());
  EXPECT_EQ(Content(*one), Content(*many));
  for (size_t i = 0; i < one->differences.size(); ++i) {
    EXPECT_EQ(one->differences[i].explanation, many->differences[i].explanation);
  }
}

TEST(EngineTest, ReportsThatShareNothingAreNoError) {
  const auto comparison = Compare({MakeReport("a", "", "The orchard lost its apples to frost."),
                                   MakeReport("b", "", "A violinist rehearsed until midnight.")});
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_TRUE(comparison->alignment.facts.empty());
  EXPECT_EQ(comparison->profiles.size(), 2u);
}

TEST(EngineTest, FiltersByKindSeverityAndConfidence) {
  CompareOptions options;
  options.kinds = 1u << static_cast<uint32_t>(framing::Kind::kCommitment);
  const auto classes = TheEngine().Compare(HarbourReports(), options, Sequentially, CallContext());
  ASSERT_TRUE(classes.ok());
  EXPECT_FALSE(classes->differences.empty());
  for (const auto& difference : classes->differences) {
    EXPECT_EQ(difference.kind, framing::Kind::kCommitment);
  }
  options = {};
  options.min_severity = framing::Severity::kHigh;
  options.min_confidence = 0.4f;
  const auto grave = TheEngine().Compare(HarbourReports(), options, Sequentially, CallContext());
  ASSERT_TRUE(grave.ok());
  for (const auto& difference : grave->differences) {
    EXPECT_EQ(difference.severity, framing::Severity::kHigh);
    EXPECT_GE(difference.confidence, 0.4f);
  }
}

TEST(EngineTest, KeepsDifferencesThatDivideAPairAlone) {
  CompareOptions options;
  options.min_confidence = 0;  // many, of all pairs
  const auto all = TheEngine().Compare(HarbourReports(), options, Sequentially, CallContext());
  options.between = {{"Harbour Post", "Coast Wire"}};
  const auto some = TheEngine().Compare(HarbourReports(), options, Sequentially, CallContext());
  ASSERT_TRUE(all.ok() && some.ok());
  const auto side_of = [](const framing::Difference& difference, uint32_t report) {
    for (size_t p = 0; p < difference.positions.size(); ++p) {
      const auto& reports = difference.positions[p].reports;
      if (std::find(reports.begin(), reports.end(), report) != reports.end()) {
        return static_cast<int>(p);
      }
    }
    return -1;
  };
  const auto divides = [&](const framing::Difference& difference) {
    const int first = side_of(difference, 0);
    const int second = side_of(difference, 1);
    return first >= 0 && second >= 0 && first != second;
  };
  for (const auto& difference : some->differences) EXPECT_TRUE(divides(difference));
  const auto expected = std::count_if(all->differences.begin(), all->differences.end(), divides);
  EXPECT_EQ(some->differences.size(), static_cast<size_t>(expected));
  EXPECT_GT(expected, 0);
  EXPECT_LT(static_cast<size_t>(expected), all->differences.size());

  options.between = {{"Harbour Post", "Nobody"}};
  const auto none = TheEngine().Compare(HarbourReports(), options, Sequentially, CallContext());
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->differences.empty()) << "an id that no report has divides nothing";
}

TEST(EngineTest, NamesTheFirstReportThatCannotBeRead) {
  std::vector<analysis::Report> reports = HarbourReports();
  reports[1].body = "broken \xff byte";
  reports[2].body = "";
  reports[2].headline = "";
  const auto comparison = Compare(reports);
  EXPECT_EQ(comparison.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(comparison.status().message()), HasSubstr("reports[1]: "));
}

TEST(EngineTest, StopsWhenCancelledOrPastItsDeadline) {
  const auto cancelled = TheEngine().Compare(
      HarbourReports(), {}, Sequentially, CallContext(absl::InfiniteFuture(), [] { return true; }));
  EXPECT_EQ(cancelled.status().code(), absl::StatusCode::kCancelled);
  const auto late = TheEngine().Compare(HarbourReports(), {}, Sequentially,
                                        CallContext(absl::Now() - absl::Seconds(1)));
  EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(ProminenceTest, FallsFromHeadlineToLastSentence) {
  const auto analysis = TheEngine().Analyze(HarbourReports()[0], CallContext());
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  const text::Document& document = (*analysis)->document;
  EXPECT_EQ(Prominence(document, 0), 1);
  EXPECT_EQ(Prominence(document, document.sentences().size() - 1), 0);
  EXPECT_LT(Prominence(document, 2), Prominence(document, 1));
}

TEST(AgreementTest, CountsFactsOnWhichNoDifferenceDividesThePair) {
  const std::vector<std::vector<Account>> accounts = {{{.report = 0}, {.report = 1}, {.report = 2}},
                                                      {{.report = 0}, {.report = 2}}};
  framing::Difference difference;
  difference.fact = 0;
  difference.positions = {{.value = "x", .reports = {0, 2}}, {.value = "y", .reports = {1}}};
  const auto agreements = MakeAgreements(3, accounts, {difference});
  ASSERT_EQ(agreements.size(), 3u);
  EXPECT_EQ(agreements[0].shared_facts, 1u);  // 0 and 1
  EXPECT_EQ(agreements[0].told_alike, 0);
  EXPECT_EQ(agreements[1].shared_facts, 2u);  // 0 and 2
  EXPECT_EQ(agreements[1].told_alike, 1);
  EXPECT_EQ(agreements[2].told_alike, 0);  // 1 and 2
}

}  // namespace
}  // namespace parallax::engine
