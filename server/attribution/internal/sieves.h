// The parts of FindAttributions: what the marks give, and sieves for what is exact.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/attribution/attribution.h"
#include "server/attribution/internal/report_reading.h"
#include "server/attribution/marker.h"

namespace parallax::attribution::internal {

// Attribution::rule of FindSpeakerLabels.
inline constexpr absl::string_view kSpeakerLabel = "speaker-label";

// An attribution for each cue that is marked, in order; some have no content. `marks` has one entry
// a sentence.
std::vector<Attribution> FindMarked(const Context& context, std::span<const SentenceMarks> marks);

// "according to", "in the words of": appends what `token` is the cue of, if it begins one.
void FindPrepositionCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
// "reportedly".
void FindAdverbCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
// "Minister: no deal", "'No deal', says minister", "No deal - minister", for a sentence.
void FindColonOrDash(const Context& context, uint32_t sentence, std::vector<Attribution>* out);
// "NAME: words" at the beginnings of the paragraphs of a transcript.
void FindSpeakerLabels(const Context& context, std::vector<Attribution>* out);

// Speech that no cue has taken belongs to who spoke last in the paragraph.
void ContinueSpeech(const Context& context, std::vector<Attribution>* attributions);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_
