// What is compared: every sentence and every claim of all reports as weighted terms, names, numbers
// and arguments.
//
// Ownership: plain values of indices; the reports are borrowed. Thread safety: values.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_PROFILE_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_PROFILE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "server/alignment/alignment.h"
#include "server/alignment/internal/word_table.h"
#include "server/base/call_context.h"

namespace parallax::alignment {

inline constexpr uint32_t kNoTerm = 0xffffffff;
inline constexpr uint32_t kNoLinked = 0xffffffff;

// A word family, number or name that sentences have in common.
struct Term {
  float weight = 0;         // rare in news, and in few sentences of these reports: heavy
  float rarity = 0;         // in news
  float leading = 0;        // share of the reports that have it in headline or first sentence
  uint32_t word = kNoWord;  // into the WordTable, for likeness; kNoWord for names and numbers
  uint32_t sentences = 0;   // of all reports that hold it
  bool name = false;        // stands for a name somewhere
  bool number = false;
};

struct ArgumentProfile {
  claims::Role role = claims::Role::kOther;
  uint32_t term = kNoTerm;      // of its head
  uint32_t linked = kNoLinked;  // entity across reports
  bool named = false;           // that entity has a name
};

struct ClaimProfile {
  uint32_t report = 0;  // in canonical order
  uint32_t claim = 0;
  uint32_t sentence = 0;         // into Profiles::sentences
  uint32_t predicate = kNoTerm;  // term of its head
  std::vector<uint32_t> terms;   // of its span, ascending, without repeats
  float weight = 0;              // of these together
  std::vector<uint32_t> own;     // those that stand in no smaller claim within, ascending
  float own_weight = 0;
  // Pairs of its predicate's term with one that depends on it or that it depends on, ascending.
  std::vector<uint64_t> joints;
  float coverage = 0;  // of the tokens of its sentence
  std::vector<ArgumentProfile> arguments;
  std::vector<uint32_t> quantities;   // into the report's ClaimSet
  absl::optional<int32_t> first_day;  // of its times together, where they could be resolved
  absl::optional<int32_t> last_day;
  uint32_t source = kNoLinked;  // linked entity it is given to (outermost)
  bool attributed = false;
  bool quoted = false;
  bool cue = false;        // is itself the cue of an attribution whose content holds claims
  bool slight = false;     // says too little to be a fact: one word, or who spoke and no more
  bool nominal = false;    // PredicateKind::kNominal
  bool attribute = false;  // PredicateKind::kAttribute
  bool nested = false;     // its clause stands directly inside another claim's
  bool root = false;       // its head is the root of the sentence
  uint32_t tokens = 0;     // of its span
};

struct SentenceProfile {
  uint32_t report = 0;    // in canonical order
  uint32_t sentence = 0;  // of that report
  float position = 0;     // 0 first ... 1 last of the report
  bool headline = false;
  uint32_t place = 0;            // 0 headline, 1 first body sentence, ...
  std::vector<uint32_t> terms;   // ascending, without repeats, weight > 0
  std::vector<uint32_t> words;   // all words in order as ids, for runs of shared words
  std::vector<uint32_t> tokens;  // of each of these words
  std::vector<uint32_t> quoted;  // ids of the words inside quotation marks, ascending
  std::vector<uint32_t> linked;  // linked entities mentioned by name, ascending
  // Pairs of terms of which one depends on the other, each in one number, ascending.
  std::vector<uint64_t> joints;
  std::vector<uint32_t> sources;  // linked entities that claims of it are given to, ascending
  float main = 0;                 // 0..1, likeness to what the reports lead with
  bool in_quote = false;          // more than half of its words
  float weight = 0;               // sum of term weights
  float norm = 0;                 // root of the sum of squared term weights
  uint32_t first_claim = 0;       // into Profiles::claims
  uint32_t last_claim = 0;        // one past
};

struct Profiles {
  std::vector<uint32_t> order;  // canonical position -> report as given
  std::vector<Term> terms;
  std::vector<SentenceProfile> sentences;  // by canonical report, then in order
  std::vector<uint32_t> first_sentence;    // by canonical report; one more at the end
  std::vector<ClaimProfile> claims;        // by sentence
};

// Reports in an order that depends on what they say alone, so that nothing after it depends on the
// order they were given in.
std::vector<uint32_t> CanonicalOrder(Reports reports);

// Linear in the tokens of all reports but for the logarithms of sorting.
// Errors: only those of `context`.
absl::StatusOr<Profiles> MakeProfiles(Reports reports, const entities::LinkedEntities& entities,
                                      const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_PROFILE_H_
