#include "server/alignment/internal/word_table.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

extern "C" const char parallax_alignment_words[];
extern "C" const char parallax_alignment_words_end[];

namespace parallax::alignment {
namespace {

std::string File() { return std::string(parallax_alignment_words, parallax_alignment_words_end); }

// Keeps the bytes where the format wants them.
class Aligned {
 public:
  explicit Aligned(const std::string& bytes) : words_(bytes.size() / 4 + 1), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(words_.data()));
  }
  absl::string_view view() const {
    return absl::string_view(reinterpret_cast<const char*>(words_.data()), size_);
  }

 private:
  std::vector<uint32_t> words_;
  size_t size_;
};

TEST(WordTableTest, FindsEveryWordItHolds) {
  const WordTable& table = WordTable::Default();
  ASSERT_GT(table.size(), 10000);
  for (uint32_t i = 0; i < table.size(); ++i) ASSERT_EQ(table.Find(table.word(i)), i);
  EXPECT_EQ(table.Find("zzzyx"), kNoWord);
  EXPECT_EQ(table.Find(""), kNoWord);
}

TEST(WordTableTest, RareWordsAreRarerThanCommonOnes) {
  const WordTable& table = WordTable::Default();
  EXPECT_LT(table.rarity(table.Find("say")), table.rarity(table.Find("minister")));
  EXPECT_LT(table.rarity(table.Find("minister")), table.rarity(table.Find("embassy")));
  EXPECT_GE(table.unknown_rarity(), table.rarity(table.Find("embassy")));
}

TEST(WordTableTest, WordsOfOneFieldAreAlike) {
  const WordTable& table = WordTable::Default();
  const auto likeness = [&](const char* a, const char* b) {
    return table.Likeness(table.Find(a), table.Find(b));
  };
  EXPECT_GT(likeness("kill", "shooting"), likeness("kill", "budget"));
  EXPECT_GT(likeness("resign", "quit"), likeness("resign", "vaccine"));
  EXPECT_NEAR(likeness("court", "court"), 1, 0.03);
}

TEST(WordTableTest, DamageIsFound) {
  const std::string whole = File();
  EXPECT_TRUE(WordTable::Load(Aligned(whole).view()).ok());
  for (size_t size : {size_t{0}, size_t{8}, sizeof(WordTableHeader), whole.size() - 1}) {
    EXPECT_FALSE(WordTable::Load(Aligned(whole.substr(0, size)).view()).ok()) << size;
  }
  for (size_t at : {size_t{0}, size_t{9}, size_t{13}, sizeof(WordTableHeader) + 5, whole.size() / 2,
                    whole.size() - 1}) {
    std::string damaged = whole;
    damaged[at] ^= 0x40;
    EXPECT_FALSE(WordTable::Load(Aligned(damaged).view()).ok()) << at;
  }
}

}  // namespace
}  // namespace parallax::alignment
