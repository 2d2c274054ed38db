#include "server/text/offsets.h"

#include <random>
#include <string>

#include "gtest/gtest.h"
#include "server/text/internal/characters.h"

namespace parallax::text {
namespace {

using internal::CharacterAt;

// The slow way: counts the units before every character border.
void ExpectExact(absl::string_view text) {
  const OffsetMap utf8(text, Encoding::kUtf8), utf16(text, Encoding::kUtf16),
      utf32(text, Encoding::kUtf32);
  uint32_t units16 = 0, units32 = 0;
  for (size_t at = 0;;) {
    const auto byte = static_cast<uint32_t>(at);
    ASSERT_EQ(utf8.FromByte(byte), byte);
    ASSERT_EQ(utf16.FromByte(byte), units16) << "byte " << at;
    ASSERT_EQ(utf32.FromByte(byte), units32) << "byte " << at;
    if (at == text.size()) break;
    const internal::Character c = CharacterAt(text, at);
    units16 += c.value >= 0x10000 ? 2 : 1;
    ++units32;
    at += c.size;
  }
}

TEST(OffsetMapTest, CountsAscii) { ExpectExact("The mine shut.\r\nNobody knew.\n"); }

TEST(OffsetMapTest, CountsTheEmptyText) { ExpectExact(""); }

TEST(OffsetMapTest, CountsEmojiAsTwoUtf16Units) {
  const std::string text = "a\xF0\x9F\x94\xA5z";
  EXPECT_EQ(OffsetMap(text, Encoding::kUtf16).FromByte(5), 3u);
  EXPECT_EQ(OffsetMap(text, Encoding::kUtf32).FromByte(5), 2u);
  ExpectExact(text);
}

TEST(OffsetMapTest, CountsCombiningMarksApart) {
  ExpectExact(
      "cafe\xCC\x81 \xE2\x80\x9Cna\xC3\xAFve\xE2\x80\x9D \xF0\x9F\x87\xA9\xF0\x9F\x87\xB0\r\n");
}

TEST(OffsetMapTest, CountsAcrossBlockBorders) {
  for (size_t before = 0; before < 70; ++before) {
    ExpectExact(std::string(before, 'x') + "\xF0\x9F\x94\xA5\xE2\x82\xAC\xC3\xA9" +
                std::string(130, 'y') + "\xF0\x9F\x94\xA5");
  }
}

TEST(OffsetMapTest, AgreesWithCountingOnAnyText) {
  const auto seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  static const char* const kPieces[] = {"a",
                                        " ",
                                        "\r\n",
                                        "\xC3\xA9",
                                        "\xCC\x81",
                                        "\xE2\x80\x99",
                                        "\xF0\x9F\x98\x80",
                                        "\xE2\x80\x8D",
                                        "\xF0\x90\x8D\x88"};
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (size_t i = random() % 300; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    ExpectExact(text);
  }
}

}  // namespace
}  // namespace parallax::text
