#include "client/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::CompareReportsResponse WithKeys(const std::vector<std::string>& keys) {
  v1::CompareReportsResponse response;
  for (const std::string& key : keys) response.add_differences()->set_key(key);
  return response;
}

std::vector<std::string> KeysOf(const v1::CompareReportsResponse& response) {
  std::vector<std::string> keys;
  for (const v1::Difference& difference : response.differences()) keys.push_back(difference.key());
  return keys;
}

TEST(Baseline, LeavesWhatIsNewAndNamesWhatIsGone) {
  v1::CompareReportsResponse response = WithKeys({"a", "b", "c"});
  const Change change = KeepNew(WithKeys({"x", "b", "y"}), &response);
  EXPECT_THAT(KeysOf(response), ElementsAre("a", "c"));
  EXPECT_THAT(KeysOf(change.gone), ElementsAre("x", "y"));
  EXPECT_EQ(change.kept, 1);
}

TEST(Baseline, OfTheSameAnswerLeavesNothing) {
  v1::CompareReportsResponse response = WithKeys({"a", "a", "b"});
  const Change change = KeepNew(v1::CompareReportsResponse(response), &response);
  EXPECT_THAT(KeysOf(response), IsEmpty());
  EXPECT_THAT(KeysOf(change.gone), IsEmpty());
  EXPECT_EQ(change.kept, 3);
}

TEST(Baseline, CountsAKeyThatStandsSeveralTimes) {
  v1::CompareReportsResponse response = WithKeys({"a", "a", "a"});
  KeepNew(WithKeys({"a", "a"}), &response);
  EXPECT_THAT(KeysOf(response), ElementsAre("a"));
}

TEST(Baseline, TakesDifferencesWithoutAKeyForNew) {
  v1::CompareReportsResponse response = WithKeys({""});
  const Change change = KeepNew(WithKeys({""}), &response);
  EXPECT_THAT(KeysOf(response), ElementsAre(""));
  EXPECT_EQ(change.kept, 0);
}

}  // namespace
}  // namespace parallax::client
