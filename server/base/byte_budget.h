// A number of bytes that many may take from together, each share given back when it goes.
#ifndef PARALLAX_SERVER_BASE_BYTE_BUDGET_H_
#define PARALLAX_SERVER_BASE_BYTE_BUDGET_H_

#include <atomic>
#include <cstddef>
#include <memory>

namespace parallax {

// Neither copyable nor movable. Must outlive the shares taken from it. Thread safety: safe for
// concurrent use by multiple threads without any external synchronization.
class ByteBudget {
 public:
  // Thread safety: not for use by several threads at once.
  class Share {
   public:
    Share(ByteBudget* budget, size_t bytes) : budget_(budget), bytes_(bytes) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { budget_->left_ += bytes_; }

    // Takes more, or gives some back. false, and nothing is changed, where less is left.
    bool Resize(size_t bytes) {
      if (bytes > bytes_ && !budget_->Reserve(bytes - bytes_)) return false;
      if (bytes < bytes_) budget_->left_ += bytes_ - bytes;
      bytes_ = bytes;
      return true;
    }
    size_t bytes() const { return bytes_; }

   private:
    ByteBudget* const budget_;
    size_t bytes_;
  };

  explicit ByteBudget(size_t bytes) : left_(bytes) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // nullptr where less than `bytes` is left.
  std::unique_ptr<Share> Take(size_t bytes) {
    return Reserve(bytes) ? std::make_unique<Share>(this, bytes) : nullptr;
  }
  size_t left() const { return left_; }

 private:
  bool Reserve(size_t bytes) {
    size_t left = left_;
    do {
      if (bytes > left) return false;
    } while (!left_.compare_exchange_weak(left, left - bytes));
    return true;
  }

  std::atomic<size_t> left_;
};

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_BYTE_BUDGET_H_
