// The weights under a Marker and what they say of one sentence.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARKER_HEADS_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARKER_HEADS_H_

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/attribution/internal/links.h"
#include "server/attribution/internal/mark_decoder.h"
#include "server/attribution/marker.h"
#include "server/base/model_file.h"
#include "server/encoder/encoder.h"
#include "server/encoder/linear.h"

namespace parallax::attribution::internal {

inline constexpr uint32_t kRoles = 3;  // source, cue, content

// Views the model file. Thread safety: const; safe for concurrent use with a workspace each.
class MarkerHeads {
 public:
  // What a sentence is worked out in; grows to the largest and is used again.
  struct Workspace {
    encoder::HeadOutputs outputs;
    std::vector<float> scores;  // kRoles * kMarks a token
    MarkDecoder decoder;
  };

  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<MarkerHeads> Read(const ModelFile& file);

  // `rows` are those of encoder::SentenceVectors, `first` is the document's token of the first;
  // `quoted` tells of each token whether it stands inside a quotation, `begins_quoted` whether one
  // was open before it. REQUIRES: the sentence has a token.
  SentenceMarks Mark(std::span<const float> rows, uint32_t first, const std::vector<bool>& quoted,
                     bool begins_quoted, Workspace* work) const;

 private:
  explicit MarkerHeads(encoder::Heads heads) : heads_(std::move(heads)) {}

  void ScoreMarks(const std::vector<bool>& quoted, bool begins_quoted, Workspace* work) const;
  std::vector<float> Link(uint32_t role, uint32_t first, const std::vector<MarkedSpan>& cues,
                          const std::vector<MarkedSpan>& spans,
                          const encoder::HeadOutputs& outputs) const;

  encoder::Heads heads_;
  std::span<const float> in_quotation_;         // added to the scores of a token inside a quotation
  std::span<const float> begins_in_quotation_;  // of all tokens of a sentence that begins in one
  std::array<MarkField, kRoles> fields_;
  std::array<LinkWeights, 2> links_;  // of sources, of contents
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARKER_HEADS_H_
