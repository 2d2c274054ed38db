#include "client/batch_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace parallax::client {
namespace {

using ::testing::HasSubstr;

TEST(BatchProgress, ShowsABarTheRateAndTheTimeLeft) {
  EXPECT_EQ(BatchLine(50, 0.25, absl::Seconds(20), 80),
            "[#####...............]  25% 50 bundles, 2.5/s, 60 s left");
  EXPECT_EQ(BatchLine(1, 0, absl::Seconds(2), 80), "[....................]   0% 1 bundle, 0.5/s");
  EXPECT_EQ(BatchLine(3000, 1, absl::Seconds(100), 80),
            "[####################] 100% 3000 bundles, 30/s, 0 s left");
  EXPECT_THAT(BatchLine(100, 0.5, absl::Minutes(30), 80), HasSubstr(", 30 min left"));
  EXPECT_THAT(BatchLine(100, 0.5, absl::Minutes(125), 80), HasSubstr(", 2 h 05 min left"));
}

TEST(BatchProgress, OfAnUnknownWholeIsTheRateAlone) {
  EXPECT_EQ(BatchLine(50, -1, absl::Seconds(20), 80), "50 bundles, 2.5/s");
}

TEST(BatchProgress, FitsTheLine) {
  EXPECT_EQ(BatchLine(50, 0.25, absl::Seconds(20), 50), " 25% 50 bundles, 2.5/s, 60 s left");
  for (const int width : {1, 10, 30, 60}) {
    EXPECT_LT(BatchLine(50, 0.25, absl::Seconds(20), width).size(), width);
    EXPECT_LT(BatchLine(50, -1, absl::Seconds(20), width).size(), width);
  }
}

TEST(BatchProgress, IsSilentUnlessWantedAndClearsItsLine) {
  std::ostringstream quiet, shown;
  {
    BatchProgress off(quiet, false, 80);
    off.Step(0.5);
    BatchProgress on(shown, true, 80);
    on.Step(0.5);
  }
  EXPECT_EQ(quiet.str(), "");
  EXPECT_THAT(shown.str(), HasSubstr(" 50% 1 bundle"));
  EXPECT_EQ(shown.str().substr(shown.str().size() - 4), "\r\x1b[K");
}

}  // namespace
}  // namespace parallax::client
