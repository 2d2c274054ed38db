#include "server/service/observer.h"

#include <utility>
#include <vector>

#include "absl/time/clock.h"

namespace parallax::service {
namespace {

class ObservedBackend final : public Backend {
 public:
  ObservedBackend(std::shared_ptr<const Backend> backend, Observer* observer)
      : backend_(std::move(backend)), observer_(observer) {}

  absl::StatusOr<AnalysisPtr> Analyze(const analysis::Report& report,
                                      const CallContext& context) const override {
    const absl::Time begin = absl::Now();
    absl::StatusOr<AnalysisPtr> analysis = backend_->Analyze(report, context);
    if (analysis.ok()) observer_->OnAnalysis(absl::Now() - begin, **analysis);
    return analysis;
  }

  absl::StatusOr<engine::Comparison> Compare(std::vector<AnalysisPtr> reports,
                                             const engine::CompareOptions& options,
                                             const CallContext& context) const override {
    const absl::Time begin = absl::Now();
    absl::StatusOr<engine::Comparison> comparison =
        backend_->Compare(std::move(reports), options, context);
    if (comparison.ok()) observer_->OnComparison(absl::Now() - begin, *comparison);
    return comparison;
  }

 private:
  const std::shared_ptr<const Backend> backend_;
  Observer* const observer_;
};

}  // namespace

std::shared_ptr<const Backend> Observed(std::shared_ptr<const Backend> backend,
                                        Observer* observer) {
  return std::make_shared<ObservedBackend>(std::move(backend), observer);
}

}  // namespace parallax::service
