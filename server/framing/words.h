// What words two passages share, and small closed word lists that several detectors need.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_WORDS_H_
#define PARALLAX_SERVER_FRAMING_WORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/analysis/analyzer.h"
#include "server/base/range.h"

namespace parallax::framing {

// Lemma of a token in lower case.
std::string Lemma(const analysis::Analysis& report, uint32_t token);

// Key under which inflected and derived forms of a word mostly fall together: the first six bytes
// of the lower-case lemma, an English ending taken off first.
std::string Stem(absl::string_view lemma);

// True for words that name or tell something: nouns, names, full verbs, adjectives, numbers.
bool IsContentWord(const analysis::Analysis& report, uint32_t token);

// Stems of the content words of the range, sorted, each once.
std::vector<std::string> ContentStems(const analysis::Analysis& report, TokenRange range);

// Both sorted. Shared members as a part of the smaller set, 0..1; 0 where one is empty.
float Overlap(const std::vector<std::string>& a, const std::vector<std::string>& b);
uint32_t SharedCount(const std::vector<std::string>& a, const std::vector<std::string>& b);

// The stems of a claim: its predicate and its arguments, each cut to a bounded length.
std::vector<std::string> ClaimStems(const analysis::Analysis& report, uint32_t claim);

// True where the word names persons or a body of them, by a name or by its form: these act, and are
// acted on; a storm, a law or a shooting is neither.
bool NamesActors(const analysis::Analysis& report, uint32_t head);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_WORDS_H_
