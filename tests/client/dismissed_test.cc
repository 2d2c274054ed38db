#include "client/dismissed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Dismissed, ReadsAKeyALineAndPassesOverComments) {
  const auto keys = ReadDismissed(
      "\xEF\xBB\xBF# seen by the desk\r\n\r\n  00112233445566ff  # a quotation\r\n"
      "0123456789abcdef\n00112233445566ff",
      "desk.keys");
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_THAT(*keys, ElementsAre("00112233445566ff", "0123456789abcdef"));
  EXPECT_THAT(*ReadDismissed("", "desk.keys"), IsEmpty());
}

TEST(Dismissed, NamesTheFileAndTheLineOfWhatIsNoKey) {
  for (const char* bad : {"d1", "00112233445566f", "00112233445566FF", "00112233445566ff0",
                          "00112233445566fg", "00112233445566ff 0123456789abcdef"}) {
    const auto keys = ReadDismissed(std::string("\n0123456789abcdef\n") + bad, "desk.keys");
    EXPECT_EQ(keys.status().code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_EQ(keys.status().message(),
              "desk.keys: line 3: expected the key of a difference, 16 hexadecimal digits as in "
              "--format=json")
        << bad;
  }
}

TEST(Dismissed, LeavesOutEveryDifferenceOfAKeyAndKeepsTheOrder) {
  v1::CompareReportsResponse response;
  for (const char* key : {"a", "b", "a", "", "c"}) response.add_differences()->set_key(key);
  EXPECT_EQ(LeaveOutDismissed({"a", "c", "x"}, &response), 3);
  ASSERT_EQ(response.differences_size(), 2);
  EXPECT_EQ(response.differences(0).key(), "b");
  EXPECT_EQ(response.differences(1).key(), "");
}

}  // namespace
}  // namespace parallax::client
