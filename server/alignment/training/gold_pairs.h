// Turns gold bundles into training rows for the pair scorers.
#ifndef PARALLAX_SERVER_ALIGNMENT_TRAINING_GOLD_PAIRS_H_
#define PARALLAX_SERVER_ALIGNMENT_TRAINING_GOLD_PAIRS_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/alignment/internal/claim_features.h"
#include "server/alignment/internal/sentence_features.h"
#include "server/analysis/analyzer.h"
#include "server/entities/linking.h"
#include "tests/scoring/bundle.h"

namespace parallax::alignment {

template <typename Features>
struct Row {
  Features features;
  bool positive = false;
};

struct BundleRows {
  // Candidate pairs of sentences; positive where they carry a mention of one fact.
  std::vector<Row<SentenceFeatures>> sentences;
  // Pairs of claims of two such sentences; positive where each is the claim that best covers the
  // quote of its mention.
  std::vector<Row<ClaimFeatures>> claims;
  // Those of two such sentences that both speak of gold facts; positive where of the same.
  std::vector<Row<ClaimFeatures>> same;
  // Positive sentence pairs in the gold, candidates or not.
  int positives = 0;
};

// [report][claim] -> the gold facts with a mention whose quote holds its head and is half in its
// span.
using GoldOfClaims = std::vector<std::vector<std::set<uint32_t>>>;

// True where the two have a value in common.
bool Intersect(const std::set<uint32_t>& a, const std::set<uint32_t>& b);

// A gold bundle with its analyses.
struct Prepared {
  scoring::Bundle bundle;
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  entities::LinkedEntities entities;
  GoldOfClaims gold_of;
  BundleRows rows;
};

// Errors: those of scoring::ReadBundleFile and of the analyzer, with the path before them.
absl::StatusOr<Prepared> Prepare(const std::string& path, const analysis::Analyzer& analyzer);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_TRAINING_GOLD_PAIRS_H_
