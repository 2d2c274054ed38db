// Properties that hold for every scene, on scenes drawn at random from a printed seed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "server/framing/account.h"
#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using commitment::Class;
using lexicon::Connotation;

constexpr uint32_t kSeed = 20231105;
constexpr int kScenes = 60;

const char* const kPeople[] = {"Maren Holt", "Joris Veld", "Tove Brandt", "a person close to it"};
const char* const kActs[] = {"stole", "burned", "sold", "hid"};
const char* const kThings[] = {"ledger", "harbour fund", "spies/spy", "diplomats/diplomat"};
const char* const kCues[] = {"said", "claimed", "admitted", "boasted"};
const Connotation kColours[] = {Connotation::kNeutral, Connotation::kDistancing,
                                Connotation::kEndorsing, Connotation::kCharged};

std::string Plain(std::string marked) {
  const size_t mark = marked.find('/');
  return mark == std::string::npos ? marked : marked.substr(0, mark);
}

// One report of two to eight random claims on a small stock of facts, with figures and quotations.
void AddRandomReport(SceneBuilder* scene, const std::string& id, std::mt19937* random) {
  auto draw = [&](uint32_t below) { return static_cast<uint32_t>((*random)() % below); };
  ReportBuilder& report = scene->AddReport(id, "Outlet " + id);
  report.SetPublished(draw(3) * 86400);
  report.AddHeadline("News of the harbour " + std::to_string(draw(3)));
  const uint32_t sentences = 2 + draw(7);
  for (uint32_t i = 0; i < sentences; ++i) {
    const uint32_t act = draw(4);
    const std::string agent = kPeople[draw(3)];
    const std::string thing = kThings[draw(4)];
    const std::string number = std::to_string(2 + draw(4));
    const uint32_t cue = draw(4);
    const std::string source = kPeople[draw(4)];
    const std::string clause =
        agent + " " + kActs[act] + " the " + thing + " of " + number + " men";
    if (draw(4) == 0) {
      report.AddSentence("\" We never wanted to keep the old ledger " +
                         std::string(draw(2) == 0 ? "" : ", but they asked us to ") + ", \" " +
                         source + " " + kCues[cue] + " .");
      report.AddClaim({.predicate = "wanted",
                       .span = "We never wanted to keep the old ledger",
                       .value = Class::kAttributed,
                       .source = source,
                       .cue = kCues[cue],
                       .connotation = kColours[cue],
                       .fact = "wish"});
      continue;
    }
    report.AddSentence(clause + " , " + source + " " + kCues[cue] + " .");
    ClaimSpec spec;
    spec.predicate = kActs[act];
    spec.span = clause;
    spec.agent = agent;
    spec.patient = "the " + Plain(thing);
    spec.value = static_cast<Class>(1 + draw(8));
    if (draw(3) != 0) {
      spec.source = source;
      spec.cue = kCues[cue];
      spec.connotation = kColours[cue];
    }
    spec.fact = kActs[act];
    report.AddClaim(spec);
    const double value = number[0] - '0';
    report.AddQuantity({.words = number, .low = value, .high = value, .counted = "men"});
    report.AddEntity(agent, agent);
  }
}

// What a difference says, without the numbering of reports: for each position its value, and of
// each evidence the outlet's id and the text.
using Said = std::tuple<Kind, Severity, std::string, float, std::vector<std::vector<std::string>>>;

std::vector<Said> Normal(const std::vector<Difference>& found,
                         const std::vector<std::string>& ids) {
  std::vector<Said> all;
  for (const Difference& difference : found) {
    std::vector<std::vector<std::string>> positions;
    for (const Position& position : difference.positions) {
      std::vector<std::string> parts;
      for (uint32_t report : position.reports) parts.push_back(ids[report]);
      for (const Evidence& evidence : position.evidence) {
        parts.push_back(ids[evidence.report] + ":" + std::to_string(evidence.tokens.begin) + "-" +
                        std::to_string(evidence.tokens.end));
      }
      std::sort(parts.begin(), parts.end());
      positions.push_back(std::move(parts));
    }
    std::sort(positions.begin(), positions.end());
    all.emplace_back(difference.kind, difference.severity, std::string(difference.rule),
                     difference.confidence, std::move(positions));
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(FramingPropertyTest, TheOrderOfTheReportsDecidesNothing) {
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  size_t flags = 0;
  for (int i = 0; i < kScenes; ++i) {
    SceneBuilder scene;
    const uint32_t reports = 2 + random() % 4;
    std::vector<std::string> ids;
    for (uint32_t r = 0; r < reports; ++r) ids.push_back(std::string("r") + std::to_string(r));
    for (const std::string& id : ids) AddRandomReport(&scene, id, &random);
    std::vector<std::string> reversed(ids.rbegin(), ids.rend());
    for (int kind = 1; kind < kKindCount; ++kind) {
      const std::vector<Difference> forward = scene.Find(static_cast<Kind>(kind));
      const std::vector<Difference> backward = scene.FindReversed(static_cast<Kind>(kind));
      flags += forward.size();
      EXPECT_EQ(Normal(forward, ids), Normal(backward, reversed))
          << "scene " << i << " kind " << kind;
    }
  }
  EXPECT_GT(flags, 100u);  // the scenes are not empty
}

TEST(FramingPropertyTest, IdenticalReportsGiveNoDifference) {
  SCOPED_TRACE(kSeed);
  for (int i = 0; i < kScenes; ++i) {
    SceneBuilder scene;
    for (const char* id : {"a", "b", "c"}) {
      std::mt19937 random(kSeed + i);
      AddRandomReport(&scene, id, &random);
    }
    const std::vector<Difference> found = scene.FindAll();
    EXPECT_TRUE(found.empty()) << "scene " << i << ": " << found[0].rule << ": "
                               << found[0].explanation;
  }
}

TEST(FramingPropertyTest, EveryDifferenceKeepsItsContract) {
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < kScenes; ++i) {
    SceneBuilder scene;
    const uint32_t reports = 2 + random() % 4;
    for (uint32_t r = 0; r < reports; ++r) {
      AddRandomReport(&scene, std::string("r") + std::to_string(r), &random);
    }
    for (const Difference& difference : scene.FindAll()) {
      EXPECT_GE(difference.positions.size(), 2);
      EXPECT_GE(difference.confidence, kLikely);
      EXPECT_LE(difference.confidence, 1);
      EXPECT_FALSE(difference.rule.empty());
      EXPECT_EQ(difference.explanation.back(), '.');
      EXPECT_THAT(difference.explanation, ::testing::HasSubstr("Outlet "));
      std::vector<uint32_t> in;
      for (const Position& position : difference.positions) {
        EXPECT_FALSE(position.reports.empty());
        EXPECT_TRUE(std::is_sorted(position.reports.begin(), position.reports.end()));
        in.insert(in.end(), position.reports.begin(), position.reports.end());
        EXPECT_EQ(position.evidence.empty(), position.value == "ABSENT");
        for (const Evidence& evidence : position.evidence) {
          EXPECT_LT(evidence.report, reports);
          EXPECT_FALSE(evidence.tokens.empty());
          EXPECT_FALSE(scene.Text(evidence).empty());
        }
      }
      std::sort(in.begin(), in.end());
      EXPECT_NE(in.front(), in.back()) << "one report alone: " << difference.explanation;
    }
  }
}

TEST(FramingPropertyTest, KindsAreFoundOnRequestOnly) {
  std::mt19937 random(kSeed);
  SceneBuilder scene;
  for (const char* id : {"a", "b", "c"}) AddRandomReport(&scene, id, &random);
  for (int kind = 1; kind < kKindCount; ++kind) {
    for (const Difference& difference : scene.Find(static_cast<Kind>(kind))) {
      EXPECT_EQ(difference.kind, static_cast<Kind>(kind));
    }
  }
}

TEST(FramingPropertyTest, EveryKindHasOneDetector) {
  std::vector<Kind> kinds;
  for (const auto& detector : Detectors()) kinds.push_back(detector->kind());
  EXPECT_EQ(kinds.size(), kKindCount - 1);
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end()));
  EXPECT_EQ(std::adjacent_find(kinds.begin(), kinds.end()), kinds.end());
}

TEST(FramingPropertyTest, GravestComesFirst) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < kScenes; ++i) {
    SceneBuilder scene;
    for (const char* id : {"a", "b", "c"}) AddRandomReport(&scene, id, &random);
    const std::vector<Difference> found = scene.FindAll();
    EXPECT_TRUE(
        std::is_sorted(found.begin(), found.end(), [](const Difference& a, const Difference& b) {
          return std::make_tuple(b.severity, b.confidence) <
                 std::make_tuple(a.severity, a.confidence);
        }));
  }
}

}  // namespace
}  // namespace parallax::framing
