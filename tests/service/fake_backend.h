// An engine that does what a test wants: waits, fails, counts.
#ifndef PARALLAX_TESTS_SERVICE_FAKE_BACKEND_H_
#define PARALLAX_TESTS_SERVICE_FAKE_BACKEND_H_

#include <atomic>
#include <functional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/mutex.h"
#include "server/service/backend.h"
#include "tests/api/sample.h"
#include "tests/service/gate.h"

namespace parallax::testing {

// Analyses are those of sample.h; a comparison has one fact, told by the first claim of every
// report.
class FakeBackend : public service::Backend {
 public:
  // Called, where set, before each analysis; what it returns ends the analysis unless it is OK.
  std::function<absl::Status(const analysis::Report&, const CallContext&)> on_analyze;

  absl::StatusOr<service::AnalysisPtr> Analyze(const analysis::Report& report,
                                               const CallContext& context) const override {
    ++analyses_;
    if (on_analyze) {
      if (absl::Status status = on_analyze(report, context); !status.ok()) return status;
    }
    if (absl::Status status = context.Check(); !status.ok()) return status;
    return SampleAnalysis(report);
  }

  absl::StatusOr<engine::Comparison> Compare(std::vector<service::AnalysisPtr> reports,
                                             const engine::CompareOptions&,
                                             const CallContext& context) const override {
    if (absl::Status status = context.Check(); !status.ok()) return status;
    engine::Comparison comparison;
    alignment::Fact fact;
    comparison.accounts.emplace_back();
    for (uint32_t i = 0; i < reports.size(); ++i) {
      fact.mentions.push_back({i, 0});
      comparison.accounts[0].push_back({.report = i, .claims = {0}});
    }
    comparison.alignment.facts.push_back(fact);
    comparison.profiles.resize(reports.size());
    comparison.reports = std::move(reports);
    return comparison;
  }

  int analyses() const { return analyses_; }

 private:
  mutable std::atomic<int> analyses_{0};
};

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_FAKE_BACKEND_H_
