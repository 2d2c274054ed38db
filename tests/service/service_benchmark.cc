// The load generator: calls over loopback, a number of them under way at a time on one connection.
// Says calls a second and the time of the median and the 99th of a hundred. Client and server share
// the machine.
#include <benchmark/benchmark.h>
#include <grpcpp/create_channel.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/base/mutex.h"
#include "tests/service/bundles.h"
#include "tests/service/fixture.h"

namespace parallax::testing {
namespace {

// Calls one after another, so that `in_flight` are under way, until `calls` have been answered.
class Load {
 public:
  Load(v1::FramingService::Stub* stub, const v1::CompareReportsRequest* request, int calls)
      : stub_(stub), request_(request), to_start_(calls), to_end_(calls) {}

  void Run(int in_flight) {
    for (int i = 0; i < in_flight; ++i) Next();
    MutexLock lock(&mutex_);
    while (to_end_ > 0) done_.Wait(&mutex_);
  }
  std::vector<double> TakeSeconds() {
    MutexLock lock(&mutex_);
    return std::move(seconds_);
  }
  int failed() {
    MutexLock lock(&mutex_);
    return failed_;
  }

 private:
  struct Call {
    grpc::ClientContext context;
    v1::CompareReportsResponse response;
    absl::Time begin = absl::Now();
  };

  void Next() {
    {
      MutexLock lock(&mutex_);
      if (to_start_ == 0) return;
      --to_start_;
    }
    auto call = std::make_shared<Call>();
    SetDeadline(&call->context);
    stub_->async()->CompareReports(
        &call->context, request_, &call->response, [this, call](const grpc::Status& status) {
          Next();
          MutexLock lock(&mutex_);
          seconds_.push_back(absl::ToDoubleSeconds(absl::Now() - call->begin));
          failed_ += status.ok() ? 0 : 1;
          if (--to_end_ == 0) done_.SignalAll();
        });
  }

  v1::FramingService::Stub* const stub_;
  const v1::CompareReportsRequest* const request_;
  Mutex mutex_;
  CondVar done_;
  int to_start_ ABSL_GUARDED_BY(mutex_);
  int to_end_ ABSL_GUARDED_BY(mutex_);
  int failed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<double> seconds_ ABSL_GUARDED_BY(mutex_);
};

void RunLoad(benchmark::State& state, service::Server* server,
             const v1::CompareReportsRequest& request, int calls) {
  const auto stub = v1::FramingService::NewStub(
      grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials()));
  std::vector<double> seconds;
  int64_t answered = 0;
  for (auto _ : state) {
    Load load(stub.get(), &request, calls);
    load.Run(static_cast<int>(state.range(0)));
    if (load.failed() > 0) {
      state.SkipWithError("calls failed");
      break;
    }
    const std::vector<double> more = load.TakeSeconds();
    seconds.insert(seconds.end(), more.begin(), more.end());
    answered += calls;
  }
  if (seconds.empty()) return;
  std::sort(seconds.begin(), seconds.end());
  state.SetItemsProcessed(answered);
  state.SetBytesProcessed(answered * static_cast<int64_t>(request.ByteSizeLong()));
  state.counters["p50_ms"] = 1e3 * seconds[seconds.size() / 2];
  state.counters["p99_ms"] = 1e3 * seconds[seconds.size() * 99 / 100];
}

service::ListenOptions AnyPort() {
  service::ListenOptions listen;
  listen.port = 0;
  return listen;
}

// Four reports of one event, the whole engine.
void BM_Compare(benchmark::State& state) {
  const auto server = service::Server::Start(service::ServerOptions(), AnyPort());
  if (!server.ok()) return state.SkipWithError(std::string(server.status().message()).c_str());
  v1::CompareReportsRequest request;
  for (const Bundle& bundle : AllBundles()) {
    if (bundle.name == "made-diplomats") request = bundle.request;
  }
  RunLoad(state, server->get(), request, 64);
}
BENCHMARK(BM_Compare)
    ->RangeMultiplier(2)
    ->Range(1, 16)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// What the service itself costs: 5 reports of 6 KB, an engine that does next to nothing.
void BM_Shell(benchmark::State& state) {
  const auto server = service::Server::StartWith(std::make_shared<FakeBackend>(),
                                                 service::ServerOptions(), AnyPort());
  if (!server.ok()) return state.SkipWithError(std::string(server.status().message()).c_str());
  v1::CompareReportsRequest request;
  for (int i = 0; i < 5; ++i) request.add_reports()->set_text(std::string(6000, 'x'));
  RunLoad(state, server->get(), request, 500);
}
BENCHMARK(BM_Shell)->RangeMultiplier(2)->Range(1, 16)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::testing
