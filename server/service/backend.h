// What the service asks of the engine: the seam at which tests put one that waits or fails.
#ifndef PARALLAX_SERVER_SERVICE_BACKEND_H_
#define PARALLAX_SERVER_SERVICE_BACKEND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/analysis/analyzer.h"
#include "server/base/call_context.h"
#include "server/engine/engine.h"

namespace parallax::service {

using AnalysisPtr = std::shared_ptr<const analysis::Analysis>;

// Thread safety: const; safe for concurrent use by multiple threads without any external
// synchronization.
class Backend {
 public:
  virtual ~Backend() = default;
  // Errors: INVALID_ARGUMENT, with a message for callers, for a report that cannot be read; those
  // of `context`.
  virtual absl::StatusOr<AnalysisPtr> Analyze(const analysis::Report& report,
                                              const CallContext& context) const = 0;
  // REQUIRES: at least one report; distinct ids.
  virtual absl::StatusOr<engine::Comparison> Compare(std::vector<AnalysisPtr> reports,
                                                     const engine::CompareOptions& options,
                                                     const CallContext& context) const = 0;
  // Whether Analyze has the report's analysis at hand, so that it costs next to nothing.
  virtual bool Knows(const analysis::Report&) const { return false; }
};

// The engine itself, with the files given in place of, or after, what is compiled in, and a house
// style for all comparisons; empty names: none.
// Errors: INVALID_ARGUMENT with flag and name of a file that cannot be read or used.
absl::StatusOr<std::shared_ptr<const Backend>> LoadEngine(
    const std::string& model_file, const std::vector<std::string>& lexicon_files,
    const std::string& style_file = "");

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_BACKEND_H_
