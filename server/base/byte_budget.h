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
  class Share {
   public:
    Share(ByteBudget* budget, size_t bytes) : budget_(budget), bytes_(bytes) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { budget_->left_ += bytes_; }

   private:
    ByteBudget* const budget_;
    const size_t bytes_;
  };

  explicit ByteBudget(size_t bytes) : left_(bytes) {}
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // nullptr where less than `bytes` is left.
  std::shared_ptr<const Share> Take(size_t bytes) {
    size_t left = left_;
    do {
      if (bytes > left) return nullptr;
    } while (!left_.compare_exchange_weak(left, left - bytes));
    return std::make_shared<const Share>(this, bytes);
  }
  size_t left() const { return left_; }

 private:
  std::atomic<size_t> left_;
};

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_BYTE_BUDGET_H_
