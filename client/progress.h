// One line on standard error that says what is going on where it takes more than a second.
#ifndef PARALLAX_CLIENT_PROGRESS_H_
#define PARALLAX_CLIENT_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>

namespace parallax::client {

// Shows `label` and the seconds gone by on `out` from one `interval` after it was made until it is
// destroyed, which clears the line. Silent, without a thread, where `enabled` is false.
// Thread safety: none; nothing else may write to `out` meanwhile.
class Progress {
 public:
  Progress(std::ostream& out, bool enabled, std::string label,
           std::chrono::milliseconds interval = std::chrono::seconds(1));
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

 private:
  void Show();

  std::ostream& out_;
  const std::string label_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_PROGRESS_H_
