// What speaks for and against a flag, read alike for every kind from its evidence: whether both
// sides speak of the same thing, how much they share, where they stand. confidence.h weighs it.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_CLUES_H_
#define PARALLAX_SERVER_FRAMING_CLUES_H_

#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "server/framing/account.h"

namespace parallax::framing {

inline constexpr std::array<absl::string_view, 20> kClueNames = {
    "bias",
    "detector",          // log-odds that the detector itself gives
    "detector-low",      // how far it is under even odds
    "on-fact",           // rests on a fact of the alignment
    "alignment",         // confidence of the alignment in it
    "passages-alike",    // part of the content words of the shorter passage, the likest pair
    "passages-shared",   // content words in common, of up to four
    "sentences-alike",   // the same of the whole sentences
    "sentences-shared",  // of up to eight
    "entities-shared",   // linked entities in both sentences, of up to three
    "head-shared",       // the passages share a verb or an event noun
    "figures-shared",    // the sentences share a number
    "coverage",          // part of the reports that take a position
    "crowded",           // log of mentions of the fact beyond one a report
    "headline",          // some passage stands in a headline
    "early",             // how early the earliest passage stands, 1 first ... 0 last
    "apart",             // how far apart in their reports the likest pair stands
    "fragment",          // the shortest passage has under four words
    "quoted",            // some passage stands in quotation marks
    "rank",              // log of its place among those of its kind, by the detector
};
using Clues = std::array<float, kClueNames.size()>;

// The clues of a difference that is the `rank`-th (from 0) of its kind. `difference.confidence` is
// still the detector's own. Looks at a bounded number of passages.
Clues CluesOf(const Stage& stage, const Difference& difference, size_t rank);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_CLUES_H_
