// Where entries of the lexicon stand in a report: the one place that compares them with its words.
//
// An entry's first word is a token of its part of speech, by its form or its lemma, or, where the
// model guessed no lemma that an entry has, by what the form is a regular form of; the others
// follow it. What stands between is what English puts there: the object before a particle ("called
// the strike off") or before what the verb governs ("asked the rebels to leave"), time and place
// before a preposition ("called on Friday for"), what belongs to a noun ("poured further scorn").
// A verb with a particle is another verb: "set off" is no "set".
//
// Ownership: borrows document, annotation and lexicon. Thread safety: const access is safe from
// many threads.
#ifndef PARALLAX_SERVER_LEXICON_MATCHER_H_
#define PARALLAX_SERVER_LEXICON_MATCHER_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"
#include "server/base/range.h"
#include "server/language/syntax.h"
#include "server/lexicon/lexicon.h"

namespace parallax::lexicon {

template <typename Entry>
struct Match {
  const Entry* entry = nullptr;  // nullptr where there is none
  TokenRange tokens;             // from the entry's first word to its last
};

// REQUIRES: tokens are below the syntax's size().
class Matcher {
 public:
  Matcher(const language::Syntax& syntax, const Lexicon& lexicon ABSL_ATTRIBUTE_LIFETIME_BOUND)
      : syntax_(syntax), lexicon_(&lexicon) {}

  const Lexicon& lexicon() const { return *lexicon_; }

  // The longest entry that begins with the token.
  Match<ReportingCue> cue(uint32_t token) const;
  Match<LoadedTerm> loaded_term(uint32_t token) const;
  Match<Signature> signature(uint32_t token) const;
  // As above; nullptr for none.
  const Marker* marker(uint32_t token) const;
  // The entry of the token alone, whatever particle it has; nullptr for none.
  const ReportingCue* cue_of_word(uint32_t token) const;

 private:
  enum class Extent { kWord, kPhrase };
  template <typename Entry>
  using From = std::span<const Phrase<Entry>> (Lexicon::*)(absl::string_view) const;

  template <typename Entry>
  Match<Entry> At(From<Entry> from, uint32_t token, Extent extent) const;
  template <typename Entry>
  Match<Entry> Longest(From<Entry> from, absl::string_view word, uint32_t token, Extent extent,
                       bool by_form) const;
  bool Is(uint32_t token, absl::string_view word) const;
  Parts PartsOf(uint32_t token, bool by_form) const;
  bool IsStateOfMind(uint32_t participle) const;
  uint32_t Follow(uint32_t first, uint32_t last, std::span<const std::string> words) const;
  uint32_t FollowWord(uint32_t first, uint32_t last, absl::string_view word) const;
  uint32_t ObjectBehind(uint32_t first, uint32_t last) const;

  const language::Syntax syntax_;
  const Lexicon* lexicon_;
};

}  // namespace parallax::lexicon

#endif  // PARALLAX_SERVER_LEXICON_MATCHER_H_
