// What the engine answered, in the terms that are scored: character spans of the report's text.
#ifndef PARALLAX_TESTS_SCORING_ANSWER_H_
#define PARALLAX_TESTS_SCORING_ANSWER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/engine/engine.h"
#include "server/text/document.h"

namespace parallax::scoring {

// Half-open, in code points of its section.
struct Stretch {
  text::Section section = text::Section::kBody;
  int64_t begin = 0;
  int64_t end = 0;
};

struct AnsweredClaim {
  Stretch span;
  Stretch predicate;
  std::string commitment;  // name in the API
};

struct AnsweredEvidence {
  int report = 0;
  Stretch span;
};

struct AnsweredPosition {
  std::string value;
  std::vector<int> reports;
  std::vector<AnsweredEvidence> evidence;
};

struct AnsweredDifference {
  std::string kind;  // name in the API
  std::string explanation;
  std::string rule;
  float confidence = 0;
  framing::Features features;
  std::vector<AnsweredPosition> positions;
};

struct Answer {
  std::vector<std::vector<AnsweredClaim>> claims;    // by report
  std::vector<std::vector<AnsweredEvidence>> facts;  // the mentions of each
  std::vector<AnsweredDifference> differences;
};

Answer ToAnswer(const engine::Comparison& comparison);

}  // namespace parallax::scoring

#endif  // PARALLAX_TESTS_SCORING_ANSWER_H_
