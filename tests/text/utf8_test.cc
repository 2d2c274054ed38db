#include "server/text/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace parallax::text {
namespace {

TEST(Utf8Test, AcceptsWellFormedText) {
  EXPECT_EQ(FindInvalidUtf8(""), std::string::npos);
  EXPECT_EQ(FindInvalidUtf8("plain ascii, longer than eight bytes"), std::string::npos);
  EXPECT_EQ(
      FindInvalidUtf8("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
      std::string::npos);
  EXPECT_EQ(FindInvalidUtf8(absl::string_view("a\0b", 3)), std::string::npos);
}

TEST(Utf8Test, NamesTheLeadByteOfWhatIsIllFormed) {
  EXPECT_EQ(FindInvalidUtf8("abcdefgh\x80"), 8u);        // a tail byte alone
  EXPECT_EQ(FindInvalidUtf8("abc\xC0\x80"), 3u);         // overlong
  EXPECT_EQ(FindInvalidUtf8("\xE0\x80\x80"), 0u);        // overlong
  EXPECT_EQ(FindInvalidUtf8("a\xED\xA0\x80"), 1u);       // a surrogate
  EXPECT_EQ(FindInvalidUtf8("ab\xF4\x90\x80\x80"), 2u);  // above U+10FFFF
  EXPECT_EQ(FindInvalidUtf8("\xF0\x8F\xBF\xBF"), 0u);    // overlong
  EXPECT_EQ(FindInvalidUtf8("\xF5\x80\x80\x80"), 0u);    // no lead byte
  EXPECT_EQ(FindInvalidUtf8("0123456\xE2\x82"), 7u);     // cut short
  EXPECT_EQ(FindInvalidUtf8("\xC3("), 0u);
}

TEST(Utf8Test, SaysWhichTextAndWhichByte) {
  EXPECT_TRUE(CheckUtf8("fine", "headline").ok());
  const absl::Status status = CheckUtf8("ab\xFF", "reports[2].text");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "reports[2].text: byte 2 (0xff) is not valid UTF-8");
}

}  // namespace
}  // namespace parallax::text
