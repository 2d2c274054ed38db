#include "server/service/analysis_cache.h"

#include <atomic>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/service/fake_backend.h"

namespace parallax::service {
namespace {

using ::parallax::testing::FakeBackend;
using ::parallax::testing::Gate;

constexpr size_t kMiB = size_t{1} << 20;

analysis::Report Report(const std::string& id, const std::string& body) {
  analysis::Report report;
  report.id = id;
  report.outlet = "outlet of " + id;
  report.body = body;
  return report;
}

class AnalysisCacheTest : public ::testing::Test {
 protected:
  AnalysisPtr Analyze(const AnalysisCache& cache, const analysis::Report& report) {
    const auto analysis = cache.Analyze(report, CallContext());
    EXPECT_TRUE(analysis.ok()) << analysis.status();
    return analysis.ok() ? *analysis : nullptr;
  }
  FakeBackend engine_;
};

TEST_F(AnalysisCacheTest, AnalysesAReportOnceWhateverItIsCalled) {
  const AnalysisCache cache(&engine_, kMiB);
  EXPECT_FALSE(cache.Knows(Report("a", "It shut .")));
  const AnalysisPtr first = Analyze(cache, Report("a", "It shut ."));
  EXPECT_TRUE(cache.Knows(Report("b", "It shut .")));
  EXPECT_EQ(Analyze(cache, Report("a", "It shut .")), first);
  const AnalysisPtr other = Analyze(cache, Report("b", "It shut ."));
  EXPECT_EQ(engine_.analyses(), 1);
  EXPECT_EQ(other->id, "b");
  EXPECT_EQ(other->outlet, "outlet of b");
  EXPECT_EQ(first->id, "a");
  EXPECT_EQ(other->document.tokens().size(), first->document.tokens().size());
  EXPECT_EQ(cache.counts().hits, 2u);
  EXPECT_EQ(cache.counts().misses, 1u);
}

TEST_F(AnalysisCacheTest, WhateverTheEngineReadsTellsReportsApart) {
  const AnalysisCache cache(&engine_, kMiB);
  analysis::Report report = Report("a", "It shut .");
  Analyze(cache, report);
  report.headline = "Shut";
  Analyze(cache, report);
  report.publish_seconds = 0;
  Analyze(cache, report);
  report.publish_seconds = 86400;
  Analyze(cache, report);
  report.format = text::Format::kHtml;
  Analyze(cache, report);
  // Where one text ends and the next begins is no matter of chance.
  report.headline = "ShutIt";
  report.body = " shut .";
  Analyze(cache, report);
  EXPECT_EQ(engine_.analyses(), 6);
}

TEST_F(AnalysisCacheTest, LetsGoOfWhatWasNotUsedLongest) {
  analysis::Report a = Report("a", "It shut ."), b = Report("b", "It burned ."),
                   c = Report("c", "It fell .");
  size_t one = 0;
  {
    const AnalysisCache cache(&engine_, kMiB);
    Analyze(cache, a);
    one = cache.counts().bytes;
  }
  const AnalysisCache cache(&engine_, 2 * one + one / 2);
  Analyze(cache, a);
  Analyze(cache, b);
  Analyze(cache, a);
  Analyze(cache, c);
  EXPECT_TRUE(cache.Knows(a));
  EXPECT_FALSE(cache.Knows(b));
  EXPECT_TRUE(cache.Knows(c));
  EXPECT_EQ(cache.counts().entries, 2u);
  EXPECT_EQ(cache.counts().dropped, 1u);
  EXPECT_LE(cache.counts().bytes, 2 * one + one / 2);
  cache.Clear();
  EXPECT_EQ(cache.counts().bytes, 0u);
  EXPECT_FALSE(cache.Knows(a));
}

TEST_F(AnalysisCacheTest, KeepsNothingWhereItIsOff) {
  const AnalysisCache cache(&engine_, 0);
  Analyze(cache, Report("a", "It shut ."));
  Analyze(cache, Report("a", "It shut ."));
  EXPECT_EQ(engine_.analyses(), 2);
  EXPECT_FALSE(cache.Knows(Report("a", "It shut .")));
}

TEST_F(AnalysisCacheTest, EqualReportsAtATimeAreAnalysedOnce) {
  Gate release;
  engine_.on_analyze = [&](const analysis::Report&, const CallContext&) {
    release.Wait();
    return absl::OkStatus();
  };
  const AnalysisCache cache(&engine_, kMiB);
  std::vector<std::thread> callers;
  std::atomic<int> answered{0};
  for (const char* id : {"a", "b", "c"}) {
    callers.emplace_back([&, id] {
      const AnalysisPtr analysis = Analyze(cache, Report(id, "It shut ."));
      if (analysis != nullptr && analysis->id == id) ++answered;
    });
  }
  while (cache.counts().joined < 2) std::this_thread::yield();
  release.Open();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, 3);
  EXPECT_EQ(engine_.analyses(), 1);
}

TEST_F(AnalysisCacheTest, WhereOneFailsTheNextTriesForItself) {
  Gate release;
  std::atomic<int> tries{0};
  engine_.on_analyze = [&](const analysis::Report&, const CallContext&) {
    if (tries++ > 0) return absl::OkStatus();
    release.Wait();
    return absl::CancelledError("gone");
  };
  const AnalysisCache cache(&engine_, kMiB);
  std::thread first([&] {
    EXPECT_EQ(cache.Analyze(Report("a", "It shut ."), CallContext()).status().code(),
              absl::StatusCode::kCancelled);
  });
  while (cache.counts().misses < 1) std::this_thread::yield();
  std::thread second([&] { EXPECT_NE(Analyze(cache, Report("b", "It shut .")), nullptr); });
  while (cache.counts().joined < 1) std::this_thread::yield();
  release.Open();
  first.join();
  second.join();
  EXPECT_EQ(tries, 2);
}

TEST_F(AnalysisCacheTest, WhoWaitsForAnotherEndsByItsOwnDeadline) {
  Gate release;
  engine_.on_analyze = [&](const analysis::Report&, const CallContext&) {
    release.Wait();
    return absl::OkStatus();
  };
  const AnalysisCache cache(&engine_, kMiB);
  std::thread first([&] { Analyze(cache, Report("a", "It shut .")); });
  while (cache.counts().misses < 1) std::this_thread::yield();
  const CallContext soon(absl::Now() + absl::Milliseconds(50));
  EXPECT_EQ(cache.Analyze(Report("b", "It shut ."), soon).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  release.Open();
  first.join();
}

TEST_F(AnalysisCacheTest, AThrowLeavesNobodyWaiting) {
  std::atomic<int> tries{0};
  engine_.on_analyze = [&](const analysis::Report&, const CallContext&) -> absl::Status {
    if (tries++ == 0) throw std::bad_alloc();
    return absl::OkStatus();
  };
  const AnalysisCache cache(&engine_, kMiB);
  EXPECT_THROW((void)cache.Analyze(Report("a", "It shut ."), CallContext()), std::bad_alloc);
  EXPECT_NE(Analyze(cache, Report("a", "It shut .")), nullptr);
}

}  // namespace
}  // namespace parallax::service
