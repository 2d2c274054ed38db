#include "server/base/weights.h"

#include <array>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr std::array<absl::string_view, 2> kNames = {"wide", "deep"};

struct Tables {
  std::array<float, 2> first = {};
  std::array<float, 2> second = {};
  std::map<std::string, float, std::less<>> open;
};

absl::Status Read(absl::string_view text, Tables* tables) {
  const std::array<WeightTable, 2> known = {
      {{"first", kNames, tables->first}, {"second", kNames, tables->second}}};
  const std::array<OpenWeightTable, 1> open = {{{"any", &tables->open}}};
  return ReadWeights(text, "test weights", known, open);
}

constexpr absl::string_view kSound =
    "# comment\n"
    "first wide 1.5\nfirst deep -2\n\n"
    "second deep 4\n  second   wide  3\n";

TEST(Weights, FillsEachSectionByNameInAnyOrder) {
  Tables tables;
  ASSERT_TRUE(Read(kSound, &tables).ok());
  EXPECT_THAT(tables.first, ElementsAre(1.5f, -2));
  EXPECT_THAT(tables.second, ElementsAre(3, 4));
  EXPECT_TRUE(tables.open.empty());
}

TEST(Weights, OpenSectionTakesAnyNameOnce) {
  Tables tables;
  ASSERT_TRUE(Read(std::string(kSound) + "any b 2\nany a 1\n", &tables).ok());
  EXPECT_THAT(tables.open, ElementsAre(Pair("a", 1), Pair("b", 2)));
  EXPECT_FALSE(Read(std::string(kSound) + "any a 1\nany a 1\n", &tables).ok());
}

TEST(Weights, UnsoundLinesAreDataLossAndNamed) {
  for (const std::string bad :
       {"first high 1", "third wide 1", "first wide 1", "first wide", "first wide 1 2", "any a inf",
        "any a nan", "any a 1x", "any", " "}) {
    Tables tables;
    const absl::Status status = Read(std::string(kSound) + bad, &tables);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("test weights: line 7")) << bad;
  }
}

TEST(Weights, KnownNameWithoutWeightIsDataLossAndNamed) {
  Tables tables;
  const absl::Status status = Read("first wide 1\nfirst deep 1\nsecond wide 1\n", &tables);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(status.message(), "test weights: no weight for second deep");
  EXPECT_FALSE(Read("", &tables).ok());
}

}  // namespace
}  // namespace parallax
