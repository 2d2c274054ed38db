// Questions that are asked of one report's trees, answered in one place.
//
// Borrows document and annotation. Thread safety: const.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SYNTAX_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SYNTAX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::attribution::internal {

class Syntax {
 public:
  Syntax(const text::Document& document, const language::Annotation& annotation);

  const text::Document& document() const { return document_; }
  const language::Annotation& annotation() const { return annotation_; }
  uint32_t size() const { return annotation_.words().size(); }

  const language::Word& word(uint32_t token) const { return annotation_.word(token); }
  language::Relation relation(uint32_t token) const { return annotation_.word(token).relation; }
  uint32_t head(uint32_t token) const { return annotation_.word(token).head; }
  // Lower case, for proper nouns too.
  const std::string& lemma(uint32_t token) const { return lemmas_[token]; }
  absl::string_view text(uint32_t token) const { return document_.text(token); }
  TokenRange sentence(uint32_t token) const { return document_.sentence_of(token).tokens; }
  uint32_t sentence_index(uint32_t token) const { return document_.tokens()[token].sentence; }
  uint32_t paragraph(uint32_t token) const { return document_.sentence_of(token).paragraph; }
  uint32_t child(uint32_t token, language::Relation relation) const {
    return annotation_.child(token, relation);
  }

  bool IsPunctuation(uint32_t token) const { return word(token).upos == language::Upos::kPunct; }
  bool IsVerb(uint32_t token) const { return word(token).upos == language::Upos::kVerb; }
  bool IsNominal(uint32_t token) const;
  bool IsPassive(uint32_t verb) const;

  // The lemma of a verb with its particle: "point out".
  std::string VerbLemma(uint32_t verb) const;

  // Subject of any kind of a predicate itself, kNoToken for none.
  uint32_t Subject(uint32_t predicate) const;

  // Tokens of the subtree, as ranges in order, without the subtrees of `without`.
  std::vector<TokenRange> Subtree(uint32_t token, const std::vector<uint32_t>& without) const;
  // The noun phrase a token heads, with modifiers, appositions and relative clauses and the comma
  // that closes them, without its preposition, conjunction and punctuation at the edges.
  TokenRange NounPhrase(uint32_t token) const;

  // The range without blanks of content at its edges: commas, colons, dashes, stops; marks of
  // quotations stay. May be empty.
  TokenRange Trim(TokenRange range) const;

 private:
  const text::Document& document_;
  const language::Annotation& annotation_;
  std::vector<std::string> lemmas_;
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SYNTAX_H_
