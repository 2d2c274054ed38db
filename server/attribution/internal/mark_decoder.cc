#include "server/attribution/internal/mark_decoder.h"

namespace parallax::attribution::internal {
namespace {

uint8_t Best(const std::array<float, kMarks>& sums) {
  uint8_t best = 0;
  for (uint8_t mark = 1; mark < kMarks; ++mark) {
    if (sums[mark] > sums[best]) best = mark;
  }
  return best;
}

}  // namespace

std::span<const SpanMark> MarkDecoder::Decode(const MarkField& field, const float* scores,
                                              uint32_t stride, uint32_t tokens) {
  origins_.resize(tokens);
  marks_.resize(tokens);
  std::array<float, kMarks> sums, from;
  for (uint32_t mark = 0; mark < kMarks; ++mark) sums[mark] = scores[mark] + field.start[mark];
  for (uint32_t token = 1; token < tokens; ++token) {
    const float* const own = scores + size_t{token} * stride;
    std::array<float, kMarks> after;
    for (uint32_t mark = 0; mark < kMarks; ++mark) {
      for (uint32_t before = 0; before < kMarks; ++before) {
        from[before] = sums[before] + field.next[before * kMarks + mark];
      }
      const uint8_t origin = Best(from);
      origins_[token][mark] = origin;
      after[mark] = from[origin] + own[mark];
    }
    sums = after;
  }
  for (uint32_t mark = 0; mark < kMarks; ++mark) sums[mark] += field.end[mark];
  uint8_t mark = Best(sums);
  for (uint32_t token = tokens; token-- > 0;) {
    marks_[token] = static_cast<SpanMark>(mark);
    mark = origins_[token][mark];
  }
  return {marks_.data(), tokens};
}

std::vector<MarkedSpan> SpansOf(std::span<const SpanMark> marks, uint32_t first) {
  std::vector<MarkedSpan> spans;
  bool open = false;
  MarkedSpan span;
  for (uint32_t i = 0; i < marks.size(); ++i) {
    const SpanMark mark = marks[i];
    if (mark == SpanMark::kOutside) {
      open = false;
      continue;
    }
    const bool begins = mark == SpanMark::kBegin || mark == SpanMark::kSingle;
    if (begins || !open) span = {{first + i, first + i}, !begins, false};
    open = mark == SpanMark::kBegin || mark == SpanMark::kInside;
    span.tokens.end = first + i + 1;
    if (!open) spans.push_back(span);
  }
  if (open) {
    span.goes_on = true;
    spans.push_back(span);
  }
  return spans;
}

}  // namespace parallax::attribution::internal
