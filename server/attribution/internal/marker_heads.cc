#include "server/attribution/internal/marker_heads.h"

#include "server/base/status_macros.h"

namespace parallax::attribution::internal {
namespace {

constexpr uint32_t kScores = kRoles * kMarks;
constexpr uint32_t kLinkRoles = 2;
// Where the outputs of a token stand in its row.
constexpr uint32_t kCueOutputs = kScores;
constexpr uint32_t kSpanOutputs = kCueOutputs + kLinkWidth;  // of the first role that is linked
constexpr uint32_t kOutputs = kSpanOutputs + kLinkRoles * kLinkWidth;

// Cuts arrays off the front of a section of floats.
class Cutter {
 public:
  explicit Cutter(std::span<const float> values) : values_(values) {}
  std::span<const float> Next(size_t size) {
    const std::span<const float> part = values_.first(size);
    values_ = values_.subspan(size);
    return part;
  }

 private:
  std::span<const float> values_;
};

}  // namespace

absl::StatusOr<MarkerHeads> MarkerHeads::Read(const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(encoder::Heads heads,
                            encoder::Heads::Read(file, "attribution/heads", kOutputs));
  MarkerHeads read(std::move(heads));
  PARALLAX_ASSIGN_OR_RETURN(
      const std::span<const float> marks,
      encoder::ReadFloatSection(file, "attribution/marks",
                                2 * kScores + kRoles * (2 * kMarks + kMarks * kMarks)));
  Cutter cutter(marks);
  read.in_quotation_ = cutter.Next(kScores);
  read.begins_in_quotation_ = cutter.Next(kScores);
  for (MarkField& field : read.fields_) field.start = cutter.Next(kMarks);
  for (MarkField& field : read.fields_) field.end = cutter.Next(kMarks);
  for (MarkField& field : read.fields_) field.next = cutter.Next(kMarks * kMarks);
  PARALLAX_ASSIGN_OR_RETURN(
      const std::span<const float> links,
      encoder::ReadFloatSection(file, "attribution/links",
                                kLinkRoles * (kLinkWidth * kLinkWidth + kLinkWidth + 1)));
  cutter = Cutter(links);
  for (LinkWeights& link : read.links_) link.weights = cutter.Next(kLinkWidth * kLinkWidth);
  for (LinkWeights& link : read.links_) link.bias = cutter.Next(kLinkWidth);
  for (LinkWeights& link : read.links_) link.base = cutter.Next(1).front();
  return read;
}

void MarkerHeads::ScoreMarks(const std::vector<bool>& quoted, bool begins_quoted,
                             Workspace* work) const {
  work->scores.resize(quoted.size() * kScores);
  for (uint32_t token = 0; token < quoted.size(); ++token) {
    const float* const outputs = work->outputs.row(1 + token);
    float* const scores = work->scores.data() + size_t{token} * kScores;
    for (uint32_t i = 0; i < kScores; ++i) {
      scores[i] = outputs[i];
      if (quoted[token]) scores[i] += in_quotation_[i];
      if (begins_quoted) scores[i] += begins_in_quotation_[i];
    }
  }
}

std::vector<float> MarkerHeads::Link(uint32_t role, uint32_t first,
                                     const std::vector<MarkedSpan>& cues,
                                     const std::vector<MarkedSpan>& spans,
                                     const encoder::HeadOutputs& outputs) const {
  const auto vector = [&](const MarkedSpan& span, uint32_t at) {
    return SpanVector(outputs.row(1 + span.tokens.begin - first) + at,
                      outputs.row(span.tokens.end - first) + at);
  };
  const LinkWeights& weights = links_[role];
  std::vector<LinkVector> vectors;
  for (const MarkedSpan& span : spans) {
    vectors.push_back(vector(span, kSpanOutputs + role * kLinkWidth));
  }
  std::vector<float> scores;
  scores.reserve(cues.size() * spans.size());
  for (const MarkedSpan& cue : cues) {
    const LinkVector turned = Turned(weights, vector(cue, kCueOutputs));
    for (const LinkVector& span : vectors) scores.push_back(LinkScore(weights, turned, span));
  }
  return scores;
}

SentenceMarks MarkerHeads::Mark(std::span<const float> rows, uint32_t first,
                                const std::vector<bool>& quoted, bool begins_quoted,
                                Workspace* work) const {
  heads_.Apply(rows, &work->outputs);
  ScoreMarks(quoted, begins_quoted, work);
  const auto size = static_cast<uint32_t>(quoted.size());
  const auto spans = [&](uint32_t role) {
    return SpansOf(
        work->decoder.Decode(fields_[role], work->scores.data() + role * kMarks, kScores, size),
        first);
  };
  SentenceMarks marks;
  marks.sources = spans(0);
  marks.cues = spans(1);
  marks.contents = spans(2);
  marks.source_links = Link(0, first, marks.cues, marks.sources, work->outputs);
  marks.content_links = Link(1, first, marks.cues, marks.contents, work->outputs);
  return marks;
}

}  // namespace parallax::attribution::internal
