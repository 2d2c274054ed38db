#include "client/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <ostream>
#include <sstream>
#include <thread>

namespace parallax::client {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

// Says when something has been written.
class WatchedBuffer : public std::stringbuf {
 public:
  void WaitForText() {
    std::unique_lock<std::mutex> lock(mutex_);
    written_.wait(lock, [this] { return has_text_; });
  }

 protected:
  int sync() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    has_text_ = true;
    written_.notify_all();
    return std::stringbuf::sync();
  }

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  bool has_text_ = false;
};

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
  WatchedBuffer buffer;
  std::ostream out(&buffer);
  {
    const Progress progress(out, true, "working", std::chrono::milliseconds(1));
    buffer.WaitForText();
  }
  EXPECT_THAT(buffer.str(), StartsWith("\rworking ... "));
  EXPECT_THAT(buffer.str(), EndsWith(" s\r\x1b[K"));
}

}  // namespace
}  // namespace parallax::client
