#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/alignment/aligned_texts.h"

namespace parallax::alignment {
namespace {

constexpr char kHarbourFirst[] =
    "Two held after fire at Corvale harbour\n"
    "Police in Corvale arrested two dockers on Thursday over a fire that destroyed the Meridian "
    "grain warehouse.\n"
    "The blaze injured nine workers, the harbour master Edda Lorn said.\n"
    "Lorn had warned the owner in January that the sprinklers were broken.\n"
    "The town of Corvale has 40,000 inhabitants.";
constexpr char kHarbourSecond[] =
    "Warehouse owner ignored warning before blaze\n"
    "The harbour master, Edda Lorn, told the owner of the Meridian warehouse in January that its "
    "sprinklers were broken.\n"
    "On Thursday a fire destroyed the building and nine workers were hurt.\n"
    "Two dockers were arrested by Corvale police on suspicion of arson.\n"
    "Bread prices have risen in the region since last year.";
constexpr char kHarbourThird[] =
    "Arson suspected as Corvale grain store burns\n"
    "Detectives suspect that the fire at the Meridian grain warehouse was started on purpose.\n"
    "Two dockers are under arrest, Corvale police confirmed on Friday.\n"
    "Nine workers were injured in the blaze.";

std::vector<std::string> Harbour() { return {kHarbourFirst, kHarbourSecond, kHarbourThird}; }

// The statement is a mention or a clause around one.
bool HoldsMention(const AlignedTexts& texts, const Fact& fact) {
  const auto& claims = texts.reports[fact.statement.report]->claims.claims;
  return std::any_of(fact.mentions.begin(), fact.mentions.end(), [&](const ClaimRef& mention) {
    return mention == fact.statement ||
           (mention.report == fact.statement.report &&
            claims[fact.statement.claim].span.Contains(claims[mention.claim].span));
  });
}

void ExpectSound(const AlignedTexts& texts) {
  std::set<ClaimRef> seen;
  ASSERT_EQ(texts.alignment.fact_of.size(), texts.reports.size());
  for (size_t f = 0; f < texts.alignment.facts.size(); ++f) {
    const Fact& fact = texts.alignment.facts[f];
    ASSERT_TRUE(std::is_sorted(fact.mentions.begin(), fact.mentions.end()));
    ASSERT_GE(fact.mentions.size(), 2);
    EXPECT_NE(fact.mentions.front().report, fact.mentions.back().report);
    EXPECT_GT(fact.confidence, 0);
    EXPECT_LE(fact.confidence, 1);
    EXPECT_TRUE(HoldsMention(texts, fact));
    std::set<std::pair<uint32_t, uint32_t>> sentences;
    for (const ClaimRef& mention : fact.mentions) {
      EXPECT_TRUE(seen.insert(mention).second) << "claim in two facts";
      ASSERT_LT(mention.claim, texts.reports[mention.report]->claims.claims.size());
      const uint32_t sentence =
          texts.reports[mention.report]->claims.claims[mention.claim].sentence;
      EXPECT_TRUE(sentences.emplace(mention.report, sentence).second)
          << "two claims of one sentence in a fact";
      EXPECT_EQ(texts.alignment.fact_of[mention.report][mention.claim], f);
    }
  }
  for (size_t r = 0; r < texts.reports.size(); ++r) {
    ASSERT_EQ(texts.alignment.fact_of[r].size(), texts.reports[r]->claims.claims.size());
    for (uint32_t c = 0; c < texts.alignment.fact_of[r].size(); ++c) {
      const bool in_fact = seen.count({static_cast<uint32_t>(r), c}) != 0;
      EXPECT_EQ(texts.alignment.fact_of[r][c] != kNoFact, in_fact);
    }
  }
  for (const SharedWording& wording : texts.alignment.shared_wordings) {
    std::set<uint32_t> reports;
    for (const SharedWording::Place& place : wording.places) {
      reports.insert(place.report);
      const text::Document& document = texts.reports[place.report]->document;
      ASSERT_LT(place.tokens.begin, place.tokens.end);
      ASSERT_LE(place.tokens.end, document.tokens().size());
      EXPECT_EQ(document.tokens()[place.tokens.begin].sentence,
                document.tokens()[place.tokens.end - 1].sentence);
    }
    EXPECT_GE(reports.size(), 2);
  }
}

// The facts as sets of (report id, claim), whatever the order of the reports.
std::set<std::set<std::pair<std::string, uint32_t>>> FactSets(const AlignedTexts& texts) {
  std::set<std::set<std::pair<std::string, uint32_t>>> sets;
  for (const Fact& fact : texts.alignment.facts) {
    std::set<std::pair<std::string, uint32_t>> claims;
    for (const ClaimRef& mention : fact.mentions) {
      claims.emplace(texts.reports[mention.report]->id, mention.claim);
    }
    sets.insert(claims);
  }
  return sets;
}

TEST(AlignTest, JoinsClaimsOfOneEventToldInOtherWords) {
  const AlignedTexts texts = AlignTexts(Harbour());
  ExpectSound(texts);
  EXPECT_TRUE(texts.Together(1, 3, 2, 2)) << "the arrest, an event and a state";
  EXPECT_TRUE(texts.Together(0, 2, 2, 3)) << "the injured";
  EXPECT_TRUE(texts.Together(0, 3, 1, 1)) << "the warning";
}

TEST(AlignTest, KeepsWhatOnlyOneReportTellsApart) {
  const AlignedTexts texts = AlignTexts(Harbour());
  for (uint32_t sentence = 0; sentence < 4; ++sentence) {
    EXPECT_FALSE(texts.Together(1, 4, 0, sentence)) << sentence;
    EXPECT_FALSE(texts.Together(1, 4, 2, sentence)) << sentence;
  }
}

TEST(AlignTest, ASentenceMayStateTwoFacts) {
  const AlignedTexts texts = AlignTexts(
      {"The council of Corvale closed the harbour bridge on Monday and the mayor, Edda Lorn, "
       "resigned from the port authority.",
       "The harbour bridge was closed by the council of Corvale on Monday.\n"
       "The mayor, Edda Lorn, resigned from the port authority."});
  ExpectSound(texts);
  ASSERT_TRUE(texts.Together(0, 0, 1, 0));
  ASSERT_TRUE(texts.Together(0, 0, 1, 1));
}

TEST(AlignTest, CommitmentKeepsNothingApart) {
  const AlignedTexts texts = AlignTexts(
      {"Mayor took bribes\nMayor Tilda Brask took bribes from the builder Novahus, prosecutors "
       "said.",
       "Mayor denies bribes\nMayor Tilda Brask denied that she had taken bribes from the builder "
       "Novahus."});
  EXPECT_TRUE(texts.Together(0, 1, 1, 1));
}

TEST(AlignTest, ConflictingFiguresDoNotSplitAFact) {
  const AlignedTexts texts = AlignTexts(
      {"Ferry sinks\nAt least 14 passengers drowned when the ferry Alcyone sank off Port "
       "Maris on Sunday.",
       "Ferry lost\nThe ferry Alcyone sank off Port Maris on Sunday and 21 passengers "
       "drowned."});
  EXPECT_TRUE(texts.Together(0, 1, 1, 1));
}

TEST(AlignTest, AFactIsStatedByAWholeClause) {
  const AlignedTexts texts = AlignTexts(
      {"Port to close\nThe council voted on Monday to close the grain port of Corvale in March.",
       "Grain port\nThe grain port of Corvale will close in March, the council decided on Monday.",
       "Closure\nThe union fought the plan to close the grain port of Corvale in March."});
  ASSERT_FALSE(texts.alignment.facts.empty());
  for (const Fact& fact : texts.alignment.facts) {
    const analysis::Analysis& report = *texts.reports[fact.statement.report];
    const claims::Claim& claim = report.claims.claims[fact.statement.claim];
    EXPECT_NE(report.document.text(claim.span).substr(0, 3), "to ");
  }
}

TEST(AlignTest, WhoSpokeAloneIsNoFact) {
  const AlignedTexts texts = AlignTexts(
      {"Budget passes\nMayor Tilda Brask said on Monday that the bridge over the Orne would open "
       "in June.",
       "Wages rise\nMayor Tilda Brask said on Monday that nurses in Corvale would earn more."});
  for (const Fact& fact : texts.alignment.facts) {
    for (const ClaimRef& mention : fact.mentions) {
      const analysis::Analysis& report = *texts.reports[mention.report];
      EXPECT_NE(report.document.text(report.claims.claims[mention.claim].predicate), "said");
    }
  }
}

TEST(AlignTest, ReversedRolesAreNoFact) {
  const AlignedTexts texts = AlignTexts({"Clash at club\nMarek Dolan punched Piotr Sand.",
                                         "Fight at club\nPiotr Sand punched Marek Dolan."});
  for (const Fact& fact : texts.alignment.facts) {
    for (const ClaimRef& mention : fact.mentions) {
      const analysis::Analysis& report = *texts.reports[mention.report];
      const claims::Claim& claim = report.claims.claims[mention.claim];
      EXPECT_NE(report.annotation.lemma(claim.head), "punch");
    }
  }
}

TEST(AlignTest, UnrelatedReportsShareNothing) {
  const AlignedTexts texts =
      AlignTexts({"Comet seen\nAstronomers photographed a bright comet above the southern desert.",
                  "Rates rise\nThe central bank raised interest rates by a quarter point."});
  ExpectSound(texts);
  EXPECT_TRUE(texts.alignment.facts.empty());
  EXPECT_TRUE(texts.alignment.shared_wordings.empty());
}

TEST(AlignTest, IdenticalReportsAlignFully) {
  const AlignedTexts texts = AlignTexts({kHarbourFirst, kHarbourFirst, kHarbourFirst});
  ExpectSound(texts);
  for (uint32_t sentence = 0; sentence < 5; ++sentence) {
    EXPECT_TRUE(texts.Together(0, sentence, 1, sentence)) << sentence;
    EXPECT_TRUE(texts.Together(1, sentence, 2, sentence)) << sentence;
  }
}

TEST(AlignTest, OrderOfReportsChangesNothing) {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  const std::vector<std::string> harbour = Harbour();
  for (size_t i = 0; i < harbour.size(); ++i) {
    reports.push_back(AnalyzeText(harbour[i], absl::StrCat("r", i)));
  }
  const auto expected = FactSets(AlignReports(reports));
  ASSERT_FALSE(expected.empty());
  std::vector<size_t> order = {0, 1, 2};
  while (std::next_permutation(order.begin(), order.end())) {
    const AlignedTexts texts =
        AlignReports({reports[order[0]], reports[order[1]], reports[order[2]]});
    ExpectSound(texts);
    EXPECT_EQ(FactSets(texts), expected);
  }
}

TEST(AlignTest, SameReportsGiveTheSameAnswer) {
  const AlignedTexts first = AlignTexts(Harbour());
  const AlignedTexts second = AlignTexts(Harbour());
  ASSERT_EQ(first.alignment.facts.size(), second.alignment.facts.size());
  for (size_t i = 0; i < first.alignment.facts.size(); ++i) {
    EXPECT_EQ(first.alignment.facts[i].mentions, second.alignment.facts[i].mentions);
    EXPECT_EQ(first.alignment.facts[i].statement, second.alignment.facts[i].statement);
    EXPECT_EQ(first.alignment.facts[i].confidence, second.alignment.facts[i].confidence);
  }
}

TEST(AlignTest, MostWidelyCarriedFactsComeFirst) {
  const AlignedTexts texts = AlignTexts(Harbour());
  size_t last = 3;
  for (const Fact& fact : texts.alignment.facts) {
    std::set<uint32_t> carried;
    for (const ClaimRef& mention : fact.mentions) carried.insert(mention.report);
    EXPECT_LE(carried.size(), last);
    last = carried.size();
  }
}

TEST(AlignTest, WireCopyIsSharedWording) {
  const std::string wire =
      "The regulator said on Monday that the bank had kept two sets of books since 2019, and that "
      "its auditors had been told.";
  const AlignedTexts texts =
      AlignTexts({absl::StrCat("False books at lender\n", wire, "\nShares fell."),
                  absl::StrCat("Trouble at the bank\nCustomers queued in the rain.\n", wire)});
  ExpectSound(texts);
  ASSERT_EQ(texts.alignment.shared_wordings.size(), 1);
  const SharedWording& shared = texts.alignment.shared_wordings[0];
  ASSERT_EQ(shared.places.size(), 2);
  for (const SharedWording::Place& place : shared.places) {
    EXPECT_EQ(texts.reports[place.report]->document.text(place.tokens),
              wire.substr(0, wire.size() - 1));
  }
  EXPECT_TRUE(texts.Together(0, 1, 1, 2));
}

TEST(AlignTest, EndsWhenTheCallHasEnded) {
  const AlignedTexts texts = AlignTexts(Harbour());
  const CallContext cancelled(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(Align(texts.reports, TestEncoder(), cancelled).status().code(),
            absl::StatusCode::kCancelled);
}

// Sentences put together at random from a few words: everything is like everything.
TEST(AlignTest, AlikeTextsStaySound) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  const std::vector<std::string> names = {"Ann Voss", "Bo Lind", "Police", "The bank"};
  const std::vector<std::string> verbs = {"sued", "praised", "arrested", "paid"};
  std::vector<std::string> texts;
  for (int report = 0; report < 4; ++report) {
    std::string text = "Round-up";
    for (int sentence = 0; sentence < 60; ++sentence) {
      absl::StrAppend(&text, "\n", names[random() % 4], " ", verbs[random() % 4], " ",
                      names[random() % 4], " on Monday.");
    }
    texts.push_back(text);
  }
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  ExpectSound(AlignTexts(texts));
}

}  // namespace
}  // namespace parallax::alignment
