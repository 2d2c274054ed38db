#include "client/progress.h"

#include <utility>

namespace parallax::client {

Progress::Progress(std::ostream& out, bool enabled, std::string label,
                   std::chrono::milliseconds interval)
    : out_(out), label_(std::move(label)), interval_(interval) {
  if (enabled) thread_ = std::thread([this] { Show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Progress::Show() {
  const auto start = std::chrono::steady_clock::now();
  bool shown = false;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, interval_, [this] { return done_; })) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
    out_ << '\r' << label_ << " ... " << seconds.count() << " s" << std::flush;
    shown = true;
  }
  if (shown) out_ << "\r\x1b[K" << std::flush;
}

}  // namespace parallax::client
