// Cues that may be, each read with what it would govern, and the features by which the surest of
// them are told.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CANDIDATES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "server/attribution/internal/features.h"
#include "server/attribution/internal/sequence_model.h"

namespace parallax::attribution::internal {

// Over this margin a cue is taken as it is, without asking the ranker.
inline constexpr float kCertainMargin = 4;

struct Candidate {
  TokenRange cue;
  std::vector<uint8_t> labels;  // source and content of the sentence's tokens
  float margin = 0;             // of the best cue sequence with it over the best without
  float content_margin = 0;     // of its best arguments over the best without content
  float source_margin = 0;      // ... without source
};

// Room that is used again from sentence to sentence.
struct Workspace {
  Positions positions;
  SequenceModel::Sums sums, before, after;
};

// In the order of the cues, at most 12 of a sentence, the surest.
std::vector<Candidate> FindCandidates(const Context& context, const Features& features,
                                      const AttributionModels& models, TokenRange sentence,
                                      Workspace* workspace);

// Appends the features of each candidate of a sentence that is not certain.
void OfCandidates(const Context& context, const Features& features,
                  const std::vector<Attribution>& sieved, TokenRange sentence,
                  const std::vector<Candidate>& candidates, FeatureLists* out);

// Labels of the cue sequence that each token may carry.
std::vector<uint8_t> AllowedCues(const std::vector<uint8_t>& likely);

// Labels that each token of the cue's sentence may carry: none on the cue itself.
std::vector<uint8_t> AllowedBeside(TokenRange sentence, TokenRange cue);

// The ranges of a label sequence that begins at token `offset`.
std::vector<TokenRange> RangesOf(const std::vector<uint8_t>& labels, Label begin, uint32_t offset);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CANDIDATES_H_
