#include "tests/scoring/answer.h"

#include <array>
#include <utility>

#include "server/commitment/commitment.h"

namespace parallax::scoring {
namespace {

// The names of framing::Kind in the API, in its order.
constexpr std::array<const char*, framing::kKindCount> kKindNames = {
    "KIND_UNSPECIFIED", "COMMITMENT",   "POLARITY",  "ATTRIBUTION", "REPORTING_VERB",
    "QUANTITY",         "TIME",         "PLACE",     "CAUSE",       "LABEL",
    "WORDING",          "SCARE_QUOTES", "QUOTATION", "AGENCY",      "OMISSION",
    "PROMINENCE"};

// Code points before each byte of the sections of one report.
class Counter {
 public:
  explicit Counter(const text::Document& document) : document_(document) {
    Count(document.section(text::Section::kHeadline), &headline_);
    Count(document.section(text::Section::kBody), &body_);
  }

  Stretch operator()(TokenRange tokens) const {
    if (tokens.empty()) return Stretch();
    const text::Section section = document_.section_of(tokens.begin);
    const ByteRange bytes = document_.bytes(tokens);
    const std::vector<uint32_t>& before = section == text::Section::kHeadline ? headline_ : body_;
    return {section, before[bytes.begin], before[bytes.end]};
  }

 private:
  static void Count(absl::string_view text, std::vector<uint32_t>* before) {
    before->reserve(text.size() + 1);
    uint32_t characters = 0;
    for (const char byte : text) {
      const bool continues = (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
      before->push_back(characters);
      if (!continues) ++characters;
    }
    before->push_back(characters);
  }

  const text::Document& document_;
  std::vector<uint32_t> headline_;
  std::vector<uint32_t> body_;
};

AnsweredDifference ToAnswer(const framing::Difference& difference,
                            const std::vector<Counter>& counters) {
  AnsweredDifference out;
  out.kind = kKindNames[static_cast<size_t>(difference.kind)];
  out.explanation = difference.explanation;
  out.rule = std::string(difference.rule);
  out.confidence = difference.confidence;
  out.features = difference.features;
  for (const framing::Position& position : difference.positions) {
    AnsweredPosition& made = out.positions.emplace_back();
    made.value = position.value;
    made.reports.assign(position.reports.begin(), position.reports.end());
    for (const framing::Evidence& evidence : position.evidence) {
      made.evidence.push_back(
          {static_cast<int>(evidence.report), counters[evidence.report](evidence.tokens)});
    }
  }
  return out;
}

}  // namespace

Answer ToAnswer(const engine::Comparison& comparison) {
  std::vector<Counter> counters;
  Answer answer;
  for (const auto& report : comparison.reports) {
    const Counter& count = counters.emplace_back(report->document);
    std::vector<AnsweredClaim>& claims = answer.claims.emplace_back();
    for (size_t i = 0; i < report->claims.claims.size(); ++i) {
      const claims::Claim& claim = report->claims.claims[i];
      claims.push_back({count(claim.span), count(claim.predicate),
                        std::string(commitment::Name(report->commitments.claims[i].value))});
    }
  }
  for (const alignment::Fact& fact : comparison.alignment.facts) {
    std::vector<AnsweredEvidence>& mentions = answer.facts.emplace_back();
    for (const alignment::ClaimRef& mention : fact.mentions) {
      mentions.push_back(
          {static_cast<int>(mention.report), answer.claims[mention.report][mention.claim].span});
    }
  }
  for (const framing::Difference& difference : comparison.differences) {
    answer.differences.push_back(ToAnswer(difference, counters));
  }
  return answer;
}

}  // namespace parallax::scoring
