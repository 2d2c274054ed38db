// The word lists that the rules read: reporting cues with connotation, hedges, distancing words,
// predicate signatures and loaded terms. Entries live in protobuf text files
// under data/ (schema: lexicon.proto), compiled in and replaceable at start.
//
// Lemmas are lower case; an entry of several words has them separated by one space ("point out",
// "according to"). Where entries stand in a text is found by matcher.h alone.
// Ownership: views and pointers returned are into the Lexicon. Thread safety: immutable after
// Load; const access is safe from many threads.
#ifndef PARALLAX_SERVER_LEXICON_LEXICON_H_
#define PARALLAX_SERVER_LEXICON_LEXICON_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace parallax::lexicon {

// Parts of speech that an entry is one as.
struct Parts {
  bool verb = false;
  bool noun = false;
  bool adjective = false;
  bool adverb = false;
  bool function = false;  // auxiliary, preposition, conjunction, determiner, pronoun

  void Add(const Parts& other) {
    verb |= other.verb;
    noun |= other.noun;
    adjective |= other.adjective;
    adverb |= other.adverb;
    function |= other.function;
  }
  bool none() const { return !verb && !noun && !adjective && !adverb && !function; }
  bool Overlaps(const Parts& other) const {
    return (verb && other.verb) || (noun && other.noun) || (adjective && other.adjective) ||
           (adverb && other.adverb) || (function && other.function);
  }
};

// What a reporting cue says of its content (Appraisal's Engagement; API: Connotation).
enum class Connotation : uint8_t {
  kUnspecified,
  kNeutral,
  kEndorsing,
  kDistancing,
  kDenying,
  kCharged
};

// A word that gives content to a source: say, claim, accuse, announcement, according to.
struct ReportingCue {
  std::string lemma;
  Connotation connotation = Connotation::kNeutral;
  // An adverb ("reportedly") is a cue without a source, an adjective is predicated ("is adamant
  // that"), what is of function a preposition ("according to").
  Parts parts;
  bool takes_person = false;  // tell, accuse: the object is the person, not the content
  bool accusation = false;    // accuse of, charge with, blame for: the content is alleged
  bool mental = false;        // think, believe, fear: a state of mind, not an utterance
  bool prospective = false;   // promise, urge, plan, order: the content has not happened
  bool legal = false;         // charge, indict, convict: the act is a fact, the deed is not
  bool weak = false;          // a cue only beside a clause or a quotation: go on, smile, read
};

// A word that lowers or raises how far a claim is put forward, without naming a source.
enum class MarkerKind : uint8_t {
  kHedge,        // perhaps, likely, suspected, appear: possible or probable
  kDistance,     // alleged, purported, supposed
  kNegation,     // not, never, no, without
  kProspective,  // will, plan, if, whether
  kBooster,      // clearly, certainly, undoubtedly
};
struct Marker {
  std::string lemma;
  MarkerKind kind = MarkerKind::kHedge;
  Parts parts;
};

// Effect of a predicate on its complement clause, by the polarity of the predicate itself:
// Nairn, Condoravdi & Karttunen 2006. +1 the complement holds, -1 it does not, 0 open.
struct Signature {
  std::string lemma;
  int8_t positive = 0;  // "managed to": +1
  int8_t negative = 0;  // "did not manage to": -1
  bool factive = false;
  bool neg_raising = false;  // "does not think that p" is read as "thinks that not p"
};

// A predicate or modifier with connotation, and the neutral word a desk would use.
struct LoadedTerm {
  std::string lemma;
  std::string neutral;     // "criticise" for "blast"; empty where there is none
  int8_t connotation = 0;  // -2 strongly pejorative ... 0 neutral ... +2 strongly favourable
  Parts parts;
};

// An entry by the words that tokens are compared with; one with hyphens is there twice, as the
// reader of text leaves some words whole ("non-payment") and splits others ("war", "-", "torn").
template <typename Entry>
struct Phrase {
  std::vector<std::string> words;
  const Entry* entry;
};

class Lexicon {
 public:
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;
  ~Lexicon();

  // The lists compiled into the program. Never fails for a program that passes its tests.
  static const Lexicon& Default();

  // As Default, a new copy each time, with the error of a program that was built wrongly.
  static absl::StatusOr<std::unique_ptr<const Lexicon>> LoadDefault();

  // Reads text-format lexicon messages, later entries with the same key replacing earlier ones.
  // Errors: INVALID_ARGUMENT naming the file's position and the entry at fault: a key that stands
  // twice in one text, an entry without kind or connotation, a lemma with capitals.
  static absl::StatusOr<std::unique_ptr<const Lexicon>> Load(
      const std::vector<absl::string_view>& texts);

  // nullptr where there is no such entry. `lemma` in lower case.
  const ReportingCue* reporting_cue(absl::string_view lemma) const ABSL_ATTRIBUTE_LIFETIME_BOUND;
  const Marker* marker(absl::string_view lemma) const ABSL_ATTRIBUTE_LIFETIME_BOUND;
  const Signature* signature(absl::string_view lemma) const ABSL_ATTRIBUTE_LIFETIME_BOUND;
  const LoadedTerm* loaded_term(absl::string_view lemma) const ABSL_ATTRIBUTE_LIFETIME_BOUND;

  // The entries that begin with this word, those of more words first.
  std::span<const Phrase<ReportingCue>> cues_from(absl::string_view first) const
      ABSL_ATTRIBUTE_LIFETIME_BOUND;
  std::span<const Phrase<Marker>> markers_from(absl::string_view first) const
      ABSL_ATTRIBUTE_LIFETIME_BOUND;
  std::span<const Phrase<Signature>> signatures_from(absl::string_view first) const
      ABSL_ATTRIBUTE_LIFETIME_BOUND;
  std::span<const Phrase<LoadedTerm>> loaded_from(absl::string_view first) const
      ABSL_ATTRIBUTE_LIFETIME_BOUND;

 private:
  struct Tables;
  explicit Lexicon(std::unique_ptr<const Tables> tables);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace parallax::lexicon

#endif  // PARALLAX_SERVER_LEXICON_LEXICON_H_
