// What single words of a tree do to the clause they stand in or govern.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_TREE_READER_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_TREE_READER_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/commitment/commitment.h"
#include "server/language/annotation.h"
#include "server/language/syntax.h"
#include "server/lexicon/matcher.h"
#include "server/text/document.h"

namespace parallax::commitment::internal {

// One word or phrase and what it makes of the clause.
struct Reading {
  Class value = Class::kAsserted;  // kAsserted: leaves it as it is
  TokenRange tokens;
  Rule rule = Rule::kUnspecified;
};

class TreeReader {
 public:
  // Borrows all.
  TreeReader(const text::Document& document, const language::Annotation& annotation,
             const lexicon::Lexicon& lexicon)
      : syntax_(document, annotation), matcher_(syntax_, lexicon) {}

  const language::Syntax& syntax() const { return syntax_; }
  const lexicon::Matcher& matcher() const { return matcher_; }

  // Modals, negation, adverbs, adjectives and conjunctions that stand on a predicate itself.
  // `shared` leaves out what a later conjunct does not share: negation, subject, conjunctions.
  void OwnReadings(uint32_t predicate, bool shared, std::vector<Reading>* out) const;

  // What `governor` does to the complement or argument `dependent`, with the polarity of the
  // governor. Sets `undoes_negation` where the governor's negation is used up by the reading.
  Reading Government(uint32_t governor, uint32_t dependent, bool* undoes_negation) const;

  // What a predicate that only carries another makes of itself: "appears", "is thought",
  // "is scheduled", "is possible".
  Reading Carried(uint32_t predicate) const;

  // Say, report, understand: in the passive without a source they are hearsay.
  static bool IsHearsayVerb(absl::string_view lemma);
  // "claimed 20 lives": the verb kills and tells nothing.
  bool TakesLives(uint32_t verb) const;
  // "rumours of a sale are false", "false rumours of a sale": the adjective that takes the content
  // of the noun back, kNoToken for none.
  uint32_t UntrueAdjective(uint32_t noun) const;

  // The token that negates a predicate: not, never, no; kNoToken for none.
  uint32_t Negator(uint32_t predicate) const;
  bool HasModal(uint32_t predicate) const;
  // A subject, or "there" or "it" in its place.
  bool HasSubject(uint32_t predicate) const;

 private:
  // Entries of a verb, nullptr where the lexicon has none.
  struct VerbEntries {
    const lexicon::ReportingCue* cue;
    const lexicon::Signature* signature;
  };

  // In verb_government.cc.
  Reading GovernedByVerb(uint32_t governor, uint32_t dependent, bool negated,
                         bool* undoes_negation) const;
  Reading GovernedByPassive(uint32_t governor, uint32_t dependent, VerbEntries entries) const;
  Reading GovernedAsClause(uint32_t governor, uint32_t dependent, VerbEntries entries, bool negated,
                           bool* undoes_negation) const;
  Reading GovernedAsDeed(uint32_t governor, uint32_t dependent, VerbEntries entries,
                         bool negated) const;
  Reading GovernedAsObject(uint32_t governor, VerbEntries entries, bool negated,
                           bool* undoes_negation) const;
  bool IsGovernedAdjunct(TokenRange verb, uint32_t dependent) const;
  // In government.cc.
  Reading GovernedByNoun(uint32_t governor, uint32_t dependent) const;
  Reading GovernedByAdjective(uint32_t governor, uint32_t dependent, bool negated,
                              bool* undoes_negation) const;
  bool IsMarked(uint32_t token, lexicon::MarkerKind kind) const;
  bool IsNegative(uint32_t token) const;
  bool IsImpersonal(uint32_t verb) const;
  bool IsExpected(uint32_t verb) const;
  uint32_t InfinitiveMark(uint32_t predicate) const;
  bool TakesModal(uint32_t predicate, uint32_t modal) const;
  void ReadModals(uint32_t predicate, std::vector<Reading>* out) const;
  void ReadConjunctions(uint32_t predicate, std::vector<Reading>* out) const;
  bool EndsUntil(uint32_t predicate) const;
  bool IsNoDoubt(uint32_t noun) const;
  bool IsOwnWords(uint32_t predicate) const;
  void ReadMood(uint32_t predicate, std::vector<Reading>* out) const;

  const language::Syntax syntax_;
  const lexicon::Matcher matcher_;
};

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_TREE_READER_H_
