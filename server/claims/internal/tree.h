// Questions about dependency trees that several files of this room ask.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "server/claims/claims.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"

namespace parallax::claims::internal {

using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

// What one report's claims are made from; borrowed for the call.
struct Source {
  const text::Document& document;
  const language::Annotation& annotation;
  const lexicon::Lexicon& lexicon;

  const language::Word& word(uint32_t token) const { return annotation.word(token); }
  std::string lemma(uint32_t token) const { return absl::AsciiStrToLower(annotation.lemma(token)); }
  std::string lower(uint32_t token) const { return absl::AsciiStrToLower(document.text(token)); }
  bool in_headline(uint32_t token) const {
    return document.section_of(token) == text::Section::kHeadline;
  }
};

inline bool IsNominal(Upos tag) {
  return tag == Upos::kNoun || tag == Upos::kPropn || tag == Upos::kPron || tag == Upos::kNum ||
         tag == Upos::kSym;
}

// nsubj, csubj and their subtypes.
inline bool IsSubject(Relation relation) {
  const Relation plain = language::Universal(relation);
  return plain == Relation::kNsubj || plain == Relation::kCsubj;
}

inline bool IsClausal(Relation relation) {
  const Relation plain = language::Universal(relation);
  return plain == Relation::kRoot || plain == Relation::kAcl || plain == Relation::kAdvcl ||
         plain == Relation::kCcomp || plain == Relation::kXcomp || plain == Relation::kCsubj ||
         plain == Relation::kParataxis;
}

// First dependent whose relation without subtype is `plain`, kNoToken for none.
uint32_t ChildOf(const Source& source, uint32_t token, Relation plain);
// Subject dependent of any kind, the nearest before the token of several; kNoToken for none.
uint32_t SubjectOf(const Source& source, uint32_t token);
// True where the subtree of `token` follows a comma, dash, colon or bracket.
bool IsSetOff(const Source& source, uint32_t token);
// Which, who, that, whose at the head of a relative clause.
bool IsRelativePronoun(const Source& source, uint32_t token);
// The noun that the relative clause around `token` describes, kNoToken where there is none.
uint32_t Antecedent(const Source& source, uint32_t token);
// For an adjective or adverb that a headline puts right behind its subject and hangs elsewhere
// ("63 hurt"), the run of nouns and numbers before it; empty for every other claim.
TokenRange TelegraphicSubject(const Source& source, const Claim& claim);
// A verb form that shows tense or stands with a finite auxiliary.
bool IsFinite(const Source& source, uint32_t token);
// The named entity over `token`, nullptr for none. Logarithmic.
const language::NamedEntity* EntityAt(const Source& source, uint32_t token);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_
