// Work on many threads whose results come out in the order in which it was given.
#ifndef PARALLAX_CLIENT_INTERNAL_IN_ORDER_H_
#define PARALLAX_CLIENT_INTERNAL_IN_ORDER_H_

#include <cstddef>
#include <functional>
#include <string>

namespace parallax::client {

// One piece of work, done on any thread, possibly at the same time as others.
using Task = std::function<std::string()>;

// Takes tasks from `next` until it returns an empty one, does them on `threads` threads, and hands
// their results to `write` in the order of the tasks; returns when all are written. No more than
// `window` tasks are taken and not yet written at any time. `next` and `write` are called by one
// thread at a time, and may share what they use. Where `write` returns false no further task is
// taken and nothing more is written. REQUIRES: threads and window at least 1.
void RunInOrder(int threads, size_t window, const std::function<Task()>& next,
                const std::function<bool(const std::string&)>& write);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_IN_ORDER_H_
