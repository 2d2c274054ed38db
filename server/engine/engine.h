// The engine: reports in, a comparison out. No network, no clock (but the caller's deadline), no
// randomness: the same reports give the same answer with any number of threads.
#ifndef PARALLAX_SERVER_ENGINE_ENGINE_H_
#define PARALLAX_SERVER_ENGINE_ENGINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/alignment/alignment.h"
#include "server/analysis/analyzer.h"
#include "server/base/call_context.h"
#include "server/encoder/encoder.h"
#include "server/entities/linking.h"
#include "server/framing/calibration.h"
#include "server/framing/difference.h"
#include "server/framing/style.h"

namespace parallax::engine {

// Runs body(0) ... body(count - 1), possibly at the same time, and returns when all have ended.
using ParallelFor = std::function<void(size_t count, const std::function<void(size_t)>& body)>;

// One after the other, on the calling thread.
void Sequentially(size_t count, const std::function<void(size_t)>& body);

struct CompareOptions {
  uint32_t kinds = 0;  // bit 1 << framing::Kind of each kind wanted; 0: all
  framing::Severity min_severity = framing::Severity::kUnspecified;
  absl::optional<float> min_confidence;  // none: that of a style, else the calibrated cut
  // Ids of reports: only differences that divide the two of a pair are wanted. Empty: all.
  std::vector<std::pair<std::string, std::string>> between;
  framing::Style style;  // behind that of the engine
};

// What one report does over the whole comparison.
struct Profile {
  struct Source {
    std::string name;
    attribution::SourceKind kind = attribution::SourceKind::kImplicit;
    uint32_t attributions = 0;
    float share = 0;  // of the report's tokens that are given to a source, 0..1
  };
  std::vector<uint32_t> claims_by_commitment;  // indexed by commitment::Class
  std::vector<Source> sources;                 // most words first
  uint32_t facts = 0;                          // facts of the comparison that it carries
};

// Two reports held against each other.
struct Agreement {
  uint32_t first = 0;
  uint32_t second = 0;
  uint32_t shared_facts = 0;
  float told_alike = 0;  // share of these on which no difference divides the two, 0..1
};

// Where a report stands on a fact.
struct Account {
  uint32_t report = 0;
  std::vector<uint32_t> claims;                                    // in text order
  commitment::Class commitment = commitment::Class::kUnspecified;  // strongest among them
  float prominence = 0;  // 1 headline ... 0 last sentence, of the most prominent
};

struct Comparison {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  entities::LinkedEntities entities;
  alignment::Alignment alignment;
  std::vector<std::vector<Account>> accounts;  // parallel to alignment.facts, by report
  std::vector<framing::Difference> differences;
  std::vector<Profile> profiles;      // parallel to reports
  std::vector<Agreement> agreements;  // each pair once, in order
};

// A handle. Neither copyable nor movable. Thread safety: const; safe for concurrent use by multiple
// threads without any external synchronization.
class Engine {
 public:
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  struct Options {
    // A model file to use instead of the one compiled in. Borrowed: its bytes, which begin at a
    // multiple of 64, must outlive the engine.
    absl::string_view model;
    std::vector<absl::string_view> lexicons;  // read after the built-in ones
    framing::Style style;                     // of all comparisons
  };
  // Errors: those of ModelFile::Read, of what reads its sections, and of lexicon::Lexicon::Load.
  static absl::StatusOr<std::unique_ptr<const Engine>> Create(const Options& options);

  // Errors: those of analysis::Analyzer::Analyze.
  absl::StatusOr<std::shared_ptr<const analysis::Analysis>> Analyze(
      const analysis::Report& report, const CallContext& context) const;

  // Analyses the reports by way of `parallel` and compares them. On an error nothing is returned;
  // the error is that of the first report, by position, that has one, prefixed "reports[i]: ".
  // REQUIRES: reports.size() >= 2, with distinct ids.
  absl::StatusOr<Comparison> Compare(std::span<const analysis::Report> reports,
                                     const CompareOptions& options, const ParallelFor& parallel,
                                     const CallContext& context) const;

  // Compares reports analysed before (of which some may be shared with other comparisons).
  // REQUIRES: as above.
  absl::StatusOr<Comparison> Compare(std::vector<std::shared_ptr<const analysis::Analysis>> reports,
                                     const CompareOptions& options,
                                     const CallContext& context) const;

 private:
  Engine();
  std::unique_ptr<const lexicon::Lexicon> own_lexicon_;  // where options name lexicon files
  const lexicon::Lexicon* lexicon_ = nullptr;
  std::unique_ptr<const encoder::Encoder> encoder_;
  framing::Calibration calibration_;
  framing::Style style_;
  std::unique_ptr<const analysis::Analyzer> analyzer_;
};

}  // namespace parallax::engine

#endif  // PARALLAX_SERVER_ENGINE_ENGINE_H_
