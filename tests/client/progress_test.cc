#include "client/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <thread>

namespace parallax::client {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

TEST(Progress, StaysSilentForShortWork) {
  std::ostringstream out;
  { const Progress progress(out, true, "working", std::chrono::minutes(1)); }
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, StaysSilentWhereItIsNotWanted) {
  std::ostringstream out;
  {
    const Progress progress(out, false, "working", std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, ShowsALineAndClearsItInTheEnd) {
  std::ostringstream out;
  {
    const Progress progress(out, true, "working", std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  EXPECT_THAT(out.str(), StartsWith("\rworking ... 0 s"));
  EXPECT_THAT(out.str(), EndsWith("\r\x1b[K"));
}

}  // namespace
}  // namespace parallax::client
