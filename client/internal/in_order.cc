#include "client/internal/in_order.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace parallax::client {
namespace {

// Every thread takes, works and writes what has become next, under one lock but for the work.
class Line {
 public:
  Line(size_t window, const std::function<Task()>& next,
       const std::function<bool(const std::string&)>& write)
      : window_(window), next_(next), write_(write) {}

  void Serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      room_.wait(lock, [this] { return ended_ || taken_ - written_ < window_; });
      if (ended_) return;
      const Task task = next_();
      if (!task) {
        End();
        return;
      }
      const size_t place = taken_++;
      lock.unlock();
      std::string result = task();
      lock.lock();
      done_.emplace(place, std::move(result));
      WriteDone();
    }
  }

 private:
  void WriteDone() {
    for (auto first = done_.find(written_); first != done_.end(); first = done_.find(written_)) {
      if (!failed_ && !write_(first->second)) {
        failed_ = true;
        End();
      }
      done_.erase(first);
      ++written_;
    }
    room_.notify_all();
  }

  void End() {
    ended_ = true;
    room_.notify_all();
  }

  const size_t window_;
  const std::function<Task()>& next_;
  const std::function<bool(const std::string&)>& write_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::map<size_t, std::string> done_;  // not yet written, by place; this and below under mutex_
  size_t taken_ = 0;
  size_t written_ = 0;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace

void RunInOrder(int threads, size_t window, const std::function<Task()>& next,
                const std::function<bool(const std::string&)>& write) {
  Line line(window, next, write);
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back([&line] { line.Serve(); });
  line.Serve();
  for (std::thread& other : others) other.join();
}

}  // namespace parallax::client
