// What language/ knows of every token of a report: tags, lemma, dependency tree, named entities.
//
// Ownership: an Annotation owns its lemmas. Thread safety: immutable; const access is safe
// from many threads.
#ifndef PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_
#define PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"
#include "server/base/range.h"
#include "server/language/tags.h"
#include "server/text/document.h"

namespace parallax::language {

inline constexpr uint32_t kNoToken = 0xffffffff;

struct Word {
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kFw;
  Relation relation = Relation::kDep;
  Features features = 0;
  uint32_t head = kNoToken;  // token of the same sentence; kNoToken for the sentence's root
  ByteRange lemma;           // in Annotation's lemma store
};

enum class EntityType : uint8_t {
  kPerson,
  kOrganization,
  kLocation,
  kGroup,
  kDate,
  kNumber,
  kMoney,
  kOther
};

struct NamedEntity {
  TokenRange tokens;  // inside one sentence
  EntityType type = EntityType::kOther;
};

// Words stand parallel to Document::tokens(): words()[i] describes token i. In each sentence the
// heads form one tree with one root.
class Annotation {
 public:
  Annotation() = default;
  // REQUIRES: `words` as above, entities in order and not overlapping, every lemma range inside
  // `lemmas`. Builds the lists of children; linear.
  Annotation(std::vector<Word> words, std::string lemmas, std::vector<NamedEntity> entities);

  const std::vector<Word>& words() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return words_; }
  const Word& word(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND { return words_[token]; }
  const std::vector<NamedEntity>& entities() const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return entities_;
  }
  // Lower case but for proper nouns.
  absl::string_view lemma(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return absl::string_view(lemmas_).substr(words_[token].lemma.begin, words_[token].lemma.size());
  }
  // Lower case for proper nouns too.
  absl::string_view lower_lemma(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return absl::string_view(lower_lemmas_)
        .substr(words_[token].lemma.begin, words_[token].lemma.size());
  }
  bool has(uint32_t token, Feature feature) const { return words_[token].features & feature; }

  // Dependents of a token, from left to right.
  std::span<const uint32_t> children(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return std::span(children_).subspan(child_begin_[token],
                                        child_begin_[token + 1] - child_begin_[token]);
  }
  // First dependent with exactly this relation, kNoToken where there is none.
  uint32_t child(uint32_t token, Relation relation) const;
  // The smallest range that holds the token and all its descendants (for a projective tree, just
  // these).
  TokenRange subtree(uint32_t token) const { return subtrees_[token]; }
  // True where `ancestor` lies on the path from `token` (itself included) to its root.
  bool dominates(uint32_t ancestor, uint32_t token) const;

 private:
  std::vector<Word> words_;
  std::string lemmas_;
  std::string lower_lemmas_;  // stands parallel to lemmas_
  std::vector<NamedEntity> entities_;
  std::vector<uint32_t> children_;
  std::vector<uint32_t> child_begin_;
  std::vector<TokenRange> subtrees_;
};

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_
