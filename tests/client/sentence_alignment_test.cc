#include "client/internal/sentence_alignment.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace parallax::client {
namespace {

using Texts = std::vector<std::string>;

// "0=0 1>1 2+3>2 >3 4>": "=" where nothing was changed.
std::string Align(const Texts& older, const Texts& newer,
                  const std::vector<std::pair<size_t, size_t>>& told = {}) {
  std::vector<std::string> groups;
  for (const SentenceGroup& group : AlignSentences(older, newer, told)) {
    groups.push_back(absl::StrCat(absl::StrJoin(group.older, "+"), group.same ? "=" : ">",
                                  absl::StrJoin(group.newer, "+")));
  }
  return absl::StrJoin(groups, " ");
}

const std::string kFire = "A fire broke out at the old mill on Monday night.";
const std::string kHurt = "Five people were hurt in the fire, police said.";
const std::string kRain = "Rain is expected over the whole weekend.";

TEST(SentenceAlignment, OfNothingIsNothing) {
  EXPECT_EQ(Align({}, {}), "");
  EXPECT_EQ(Align({kFire}, {}), "0>");
  EXPECT_EQ(Align({}, {kFire}), ">0");
}

TEST(SentenceAlignment, AlikeOnesAreFoundWhereverTheyStand) {
  EXPECT_EQ(Align({kFire, kHurt, kRain}, {kFire, kHurt, kRain}), "0=0 1=1 2=2");
  EXPECT_EQ(Align({kFire, kHurt, kRain}, {kRain, kFire, kHurt}), "2=0 0=1 1=2");
  EXPECT_EQ(Align({kFire, kFire}, {kFire}), "0=0 1>") << "each stands for one";
}

TEST(SentenceAlignment, RewrittenOnesGoByTheirWords) {
  EXPECT_EQ(Align({kFire, kHurt}, {"A blaze broke out at the mill on Monday night.",
                                   "Seven people were injured in the fire, officials said."}),
            "0>0 1>1");
  EXPECT_EQ(Align({kFire}, {kRain}), ">0 0>");
}

TEST(SentenceAlignment, TheNearestWins) {
  EXPECT_EQ(Align({"Five people were hurt in the fire.", "Two people were hurt in the flood."},
                  {"Three people were hurt in the flood.", "Six people were hurt in the fire."}),
            "1>0 0>1");
}

TEST(SentenceAlignment, MarksAloneMakeNoOtherSentence) {
  EXPECT_EQ(Align({"Shares fell 5% on Monday."}, {"Shares fell 5 on Monday."}), "0>0");
}

TEST(SentenceAlignment, ASentenceMayBeSplitOrJoined) {
  const std::string whole =
      "A fire broke out at the old mill on Monday night and five people were hurt, police said.";
  const Texts parts = {"A fire broke out at the old mill on Monday night.",
                       "Five people were hurt, police said."};
  EXPECT_EQ(Align({whole}, parts), "0>0+1");
  EXPECT_EQ(Align(parts, {whole}), "0+1>0");
}

TEST(SentenceAlignment, AFactTiesWhatTheWordsDoNot) {
  const Texts older = {"Nobody knows why."};
  const Texts newer = {"The cause is unclear."};
  EXPECT_EQ(Align(older, newer), ">0 0>");
  EXPECT_EQ(Align(older, newer, {{0, 0}}), "0>0");
  EXPECT_EQ(Align({kFire, "Nobody knows why."}, {kFire}, {{1, 0}}), "0=0 1>")
      << "one that has its like takes no other";
}

// Every sentence stands in one group, and "same" means the same.
TEST(SentenceAlignment, AccountsForEverySentenceOnce) {
  const unsigned seed = 7;
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const auto texts = [&random] {
      Texts made(random() % 7);
      for (std::string& text : made) {
        for (unsigned words = random() % 9; words > 0; --words) {
          absl::StrAppend(&text, text.empty() ? "" : " ",
                          std::string(1, static_cast<char>('a' + random() % 5)));
        }
      }
      return made;
    };
    const Texts older = texts();
    const Texts newer = texts();
    std::multiset<size_t> o, n;
    for (const SentenceGroup& group : AlignSentences(older, newer, {})) {
      o.insert(group.older.begin(), group.older.end());
      n.insert(group.newer.begin(), group.newer.end());
      const bool alike = group.older.size() == 1 && group.newer.size() == 1 &&
                         older[group.older[0]] == newer[group.newer[0]];
      EXPECT_EQ(group.same, alike) << "seed " << seed << ", round " << round;
    }
    EXPECT_EQ(o.size(), older.size());
    EXPECT_EQ(n.size(), newer.size());
    EXPECT_EQ(std::set(o.begin(), o.end()).size(), older.size());
    EXPECT_EQ(std::set(n.begin(), n.end()).size(), newer.size());
  }
}

}  // namespace
}  // namespace parallax::client
