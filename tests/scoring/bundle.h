// Gold bundles: reports of one event with their shared facts and framing differences, as annotators
// wrote them down (JSON). Plain values; free functions, safe from many threads.
#ifndef PARALLAX_TESTS_SCORING_BUNDLE_H_
#define PARALLAX_TESTS_SCORING_BUNDLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/analysis/analyzer.h"

namespace parallax::scoring {

inline constexpr int kNoSentence = -1;

struct GoldReport {
  std::string id;
  std::string source;                  // outlet; may be empty
  std::string published;               // "2021-10-06"; may be empty
  std::vector<std::string> sentences;  // 0 is the headline
};

struct GoldMention {
  int report = 0;  // into Bundle::reports, here and below
  int sentence = 0;
  std::string quote;
  std::string commitment;
};

struct GoldFact {
  std::string id;
  std::string statement;
  std::vector<GoldMention> mentions;
};

struct GoldEvidence {
  int report = 0;
  int sentence = kNoSentence;
  std::string quote;
};

struct GoldPosition {
  std::string value;
  std::vector<GoldEvidence> evidence;
};

struct GoldDifference {
  std::string kind;
  std::string fact;  // id; empty for none
  std::string note;
  std::vector<GoldPosition> positions;
};

struct Bundle {
  std::string name;
  std::vector<GoldReport> reports;
  std::vector<GoldFact> facts;
  std::vector<GoldDifference> differences;
};

// Errors: INVALID_ARGUMENT for text that is no JSON, a member of the wrong type, or a report or
// sentence that does not exist.
absl::StatusOr<Bundle> ReadBundle(absl::string_view json);

// Errors: NOT_FOUND where the file cannot be read; those of ReadBundle, with the path before them.
absl::StatusOr<Bundle> ReadBundleFile(const std::string& path);

// The report as it is sent to the engine: body sentences a line each, published at noon UTC.
analysis::Report ToReport(const GoldReport& report);

}  // namespace parallax::scoring

#endif  // PARALLAX_TESTS_SCORING_BUNDLE_H_
