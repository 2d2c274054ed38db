// Calls as many callers make them, and what became of them.
#ifndef PARALLAX_TESTS_LOAD_LOAD_H_
#define PARALLAX_TESTS_LOAD_LOAD_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/base/mutex.h"

namespace parallax::load {

// Times of calls, by what became of them.
struct Outcome {
  std::vector<absl::Duration> answered;  // in time
  std::vector<absl::Duration> refused;   // RESOURCE_EXHAUSTED
  std::map<std::string, int> failed;     // anything else, by the name of its code

  size_t total() const;
  std::string Summary() const;
};

// 0 where there are none.
absl::Duration Percentile(std::vector<absl::Duration> times, double percent);

// Makes a request; `number` differs in each call.
using MakeRequest = std::function<v1::CompareReportsRequest(int number)>;

// Two to 64 reports of `sentences` sentences each, of one event; no two requests are alike in any
// report, so that no analysis serves twice.
v1::CompareReportsRequest SomeRequest(int reports, int sentences, int number);

// Thread safety: Run and End belong to one thread.
class Caller {
 public:
  // `token`: a bearer token, empty for none.
  Caller(const std::string& address, std::string token, MakeRequest make, absl::Duration deadline);
  ~Caller();  // End()

  // Keeps `in_flight` calls under way for `time`, then waits until they have ended.
  Outcome Closed(int in_flight, absl::Duration time);
  // Makes calls as many independent people would, so many a second, whatever becomes of them.
  Outcome Open(double calls_a_second, absl::Duration time);
  // One call that goes on until it is ended, or ends; then another.
  void Begin();
  void End();

 private:
  struct Call;
  void Start(std::function<void()> then);
  void Await();

  std::unique_ptr<v1::FramingService::Stub> stub_;
  const std::string token_;
  const MakeRequest make_;
  const absl::Duration deadline_;
  Mutex mutex_;
  CondVar changed_;
  int number_ ABSL_GUARDED_BY(mutex_) = 0;
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  Outcome outcome_ ABSL_GUARDED_BY(mutex_);
  std::map<Call*, std::shared_ptr<Call>> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::load

#endif  // PARALLAX_TESTS_LOAD_LOAD_H_
