#include "client/batch_progress.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr auto kPause = std::chrono::milliseconds(200);
constexpr int kBar = 20;

// "45 s", "3 min", "2 h 05 min".
std::string TimeText(absl::Duration time) {
  const int64_t seconds = absl::ToInt64Seconds(time);
  if (seconds < 100) return absl::StrCat(seconds, " s");
  const int64_t minutes = (seconds + 30) / 60;
  if (minutes < 100) return absl::StrCat(minutes, " min");
  return absl::StrFormat("%d h %02d min", minutes / 60, minutes % 60);
}

}  // namespace

std::string BatchLine(int64_t done, double share, absl::Duration elapsed, int width) {
  const double seconds = std::max(absl::ToDoubleSeconds(elapsed), 1e-3);
  const std::string counts = absl::StrFormat("%s, %.*f/s", Count(done, "bundle"),
                                             static_cast<double>(done) / seconds < 10 ? 1 : 0,
                                             static_cast<double>(done) / seconds);
  if (share < 0) return counts.substr(0, static_cast<size_t>(std::max(width - 1, 0)));
  const std::string percent = absl::StrFormat("%3.0f%% ", 100 * share);
  std::string left;
  if (share > 0) {
    left = absl::StrCat(", ", TimeText(absl::Seconds(seconds * (1 - share) / share)), " left");
  }
  const auto full = static_cast<size_t>(share * kBar);
  const std::string bar =
      absl::StrCat("[", std::string(full, '#'), std::string(kBar - full, '.'), "] ");
  std::string line = absl::StrCat(bar, percent, counts, left);
  if (static_cast<int>(line.size()) >= width) line = absl::StrCat(percent, counts, left);
  return line.substr(0, static_cast<size_t>(std::max(width - 1, 0)));
}

BatchProgress::BatchProgress(std::ostream& out, bool enabled, int width)
    : out_(out), enabled_(enabled), width_(width), start_(std::chrono::steady_clock::now()) {}

BatchProgress::~BatchProgress() {
  if (any_) out_ << "\r\x1b[K" << std::flush;
}

void BatchProgress::Step(double share) {
  ++done_;
  if (!enabled_) return;
  const auto now = std::chrono::steady_clock::now();
  if (any_ && now - shown_ < kPause) return;
  any_ = true;
  shown_ = now;
  out_ << "\r\x1b[K" << BatchLine(done_, share, absl::FromChrono(now - start_), width_)
       << std::flush;
}

}  // namespace parallax::client
