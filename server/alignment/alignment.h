// Alignment: which claims of which reports speak of the same fact, and which passages are shared
// word for word.
//
// Follows: a sieve by vectors of sentences and rare shared words, then a reader of both sentences
// together, as in retrieval with re-ranking (Nogueira & Cho 2019); average-link clustering, as in
// event coreference across documents (ECB+; Cybulska & Vossen 2014); shingling (Broder 1997) for
// shared wording.
// Ownership, thread safety: plain values; input is borrowed for the call.
#ifndef PARALLAX_SERVER_ALIGNMENT_ALIGNMENT_H_
#define PARALLAX_SERVER_ALIGNMENT_ALIGNMENT_H_

#include <compare>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/analysis/analyzer.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/encoder/encoder.h"

namespace parallax::alignment {

struct ClaimRef {
  uint32_t report = 0;  // index into the reports compared
  uint32_t claim = 0;   // into the ClaimSet of that report
  friend auto operator<=>(const ClaimRef&, const ClaimRef&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const ClaimRef& ref) {
    return H::combine(std::move(state), ref.report, ref.claim);
  }
};

struct SentenceRef {
  uint32_t report = 0;    // index into the reports compared
  uint32_t sentence = 0;  // into its Document::sentences()
  friend auto operator<=>(const SentenceRef&, const SentenceRef&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const SentenceRef& ref) {
    return H::combine(std::move(state), ref.report, ref.sentence);
  }
};

// Claims, of at least two reports, that speak of the same event, state or utterance.
struct Fact {
  std::vector<ClaimRef> mentions;  // by report, then by claim; no two facts share a claim
  // The plainest whole clause among them, or the clause around one where all are fragments.
  ClaimRef statement;
  // Its words, inside one sentence: the clause, with the whole of a quotation that it cuts.
  TokenRange statement_tokens;
  // 0..1: how likely two of its mentions, of two reports, are of one fact, on average.
  float confidence = 0;
  // Independent origins among the reports that tell it: copies of one agency story are one.
  uint32_t origins = 0;
  // The reports that do not tell it, in order: those without a mention and without a sentence that
  // the reader thinks may tell it.
  std::vector<uint32_t> absent;
};

// Two sentences that were read together.
struct SentencePair {
  SentenceRef a;
  SentenceRef b;  // of another report
  encoder::PairReading reading;
};

// A passage that reports share nearly word for word.
struct SharedWording {
  struct Place {
    uint32_t report = 0;
    TokenRange tokens;  // inside one sentence
  };
  std::vector<Place> places;  // by report; at least two reports
};

struct Alignment {
  std::vector<Fact> facts;                     // most widely carried first, then most prominent
  std::vector<SharedWording> shared_wordings;  // by first place
  // [report][claim] -> index into facts, or kNoFact.
  std::vector<std::vector<uint32_t>> fact_of;
  // What was read and may tell one fact, by (a, b). `a` is of the report that comes first in an
  // order of the reports' texts, whatever order they were given in.
  std::vector<SentencePair> pairs;
};
inline constexpr uint32_t kNoFact = 0xffffffff;

using Reports = std::span<const std::shared_ptr<const analysis::Analysis>>;

// Reports in an order that depends on what they say alone, so that nothing after it depends on the
// order they were given in.
std::vector<uint32_t> CanonicalOrder(Reports reports);

// Commitment never keeps claims apart; participants and times that clash do. The order of the
// reports does not change which claims are joined. A sentence is read together with a bounded
// number of others, so that the time grows with the sentences; finding these is quadratic in them
// only while they are few.
// Errors: only those of `context`.
absl::StatusOr<Alignment> Align(Reports reports, const encoder::Encoder& encoder,
                                const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_ALIGNMENT_H_
