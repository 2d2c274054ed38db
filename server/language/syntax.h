// The one view of a report's words and trees: what the rooms ask of a token, its dependents and the
// clause it heads.
//
// Ownership: borrows document and annotation, which must outlive it; two pointers, cheap to make
// and to copy. Thread safety: const access is safe from many threads.
#ifndef PARALLAX_SERVER_LANGUAGE_SYNTAX_H_
#define PARALLAX_SERVER_LANGUAGE_SYNTAX_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/base/attributes.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::language {

// Tokens that are returned are kNoToken where there is none. REQUIRES: tokens are below size().
class Syntax {
 public:
  Syntax(const text::Document& document ABSL_ATTRIBUTE_LIFETIME_BOUND,
         const Annotation& annotation ABSL_ATTRIBUTE_LIFETIME_BOUND)
      : document_(&document), annotation_(&annotation) {}

  const text::Document& document() const { return *document_; }
  const Annotation& annotation() const { return *annotation_; }
  uint32_t size() const { return static_cast<uint32_t>(annotation_->words().size()); }

  // ---- Words ----

  const Word& word(uint32_t token) const { return annotation_->word(token); }
  Relation relation(uint32_t token) const { return word(token).relation; }
  uint32_t head(uint32_t token) const { return word(token).head; }
  absl::string_view text(uint32_t token) const { return document_->text(token); }
  std::string lower(uint32_t token) const { return absl::AsciiStrToLower(text(token)); }
  // Lower case, for proper nouns too.
  absl::string_view lemma(uint32_t token) const { return annotation_->lower_lemma(token); }
  const text::Sentence& sentence(uint32_t token) const { return document_->sentence_of(token); }
  bool in_headline(uint32_t token) const {
    return document_->section_of(token) == text::Section::kHeadline;
  }
  // The named entity over the token, nullptr for none. Logarithmic.
  const NamedEntity* EntityAt(uint32_t token) const;

  bool IsPunctuation(uint32_t token) const { return word(token).upos == Upos::kPunct; }
  bool IsVerb(uint32_t token) const { return word(token).upos == Upos::kVerb; }
  // Noun, name or pronoun.
  bool IsNominal(uint32_t token) const;
  // A nominal, or a number or sign that may stand for one: "eight were killed", "$".
  bool HeadsNounPhrase(uint32_t token) const;

  // ---- Dependents ----

  // From left to right.
  std::span<const uint32_t> children(uint32_t token) const { return annotation_->children(token); }
  // The first with exactly this relation.
  uint32_t child(uint32_t token, Relation relation) const {
    return annotation_->child(token, relation);
  }
  // The first with this relation or a subtype of it.
  uint32_t ChildOf(uint32_t token, Relation universal) const;
  // Subject of any kind, a clause too; of several that a wrong tree gives, the nearest before the
  // predicate.
  uint32_t SubjectOf(uint32_t predicate) const;

  // ---- Clauses ----

  // A verb form that shows tense, or any predicate with a finite auxiliary or copula.
  bool IsFinite(uint32_t predicate) const;
  // A passive auxiliary or subject says so: a bare participle is not.
  bool IsPassive(uint32_t verb) const;
  // The lemma of a verb with its particle: "point out".
  std::string VerbLemma(uint32_t verb) const;

 private:
  const text::Document* document_;
  const Annotation* annotation_;
};

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_SYNTAX_H_
