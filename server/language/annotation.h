// What language/ knows of every token of a report: tags, lemma, dependency tree, named entities.
//
// Ownership: an Annotation owns its lemmas. Thread safety: immutable once it is shared; const
// access is safe from many threads.
#ifndef PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_
#define PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
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

// What a token is in attributions (PolNeAR's source, cue and content).
enum class Mark : uint8_t {
  kCueBegin,
  kCue,
  kSourceBegin,
  kSource,
  kSourceEnd,
  kContentBegin,
  kContent,
  kContentEnd
};
inline constexpr uint32_t kMarkCount = 8;

// What the encoder makes of a token by itself, before any rule: for later rooms to weigh.
struct Reading {
  float happened = 0;  // of an event named by the token: -3 certainly not, 3 certainly so
  std::array<float, kMarkCount> marks = {};  // log-odds, within +-kSurestMark

  float mark(Mark which) const { return marks[static_cast<uint32_t>(which)]; }
};
inline constexpr float kSurestMark = 8;

// Words stand parallel to Document::tokens(): words()[i] describes token i. In each sentence the
// heads form one tree with one root.
class Annotation {
 public:
  Annotation() = default;
  // REQUIRES: `words` as above, entities in order and not overlapping, every lemma range inside
  // `lemmas`, a reading for each word or none at all. Builds the lists of children; linear.
  Annotation(std::vector<Word> words, std::string lemmas, std::vector<NamedEntity> entities,
             std::vector<Reading> readings = {});

  const std::vector<Word>& words() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return words_; }
  const Word& word(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND { return words_[token]; }
  const std::vector<NamedEntity>& entities() const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return entities_;
  }
  // Lower case but for proper nouns.
  absl::string_view lemma(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return absl::string_view(lemmas_).substr(words_[token].lemma.begin, words_[token].lemma.size());
  }
  // Before the annotation is shared: lemmas handed out earlier become invalid.
  void SetLemma(uint32_t token, absl::string_view lemma);
  bool has(uint32_t token, Feature feature) const { return words_[token].features & feature; }

  // Before the annotation is shared. REQUIRES: a reading for each word.
  void SetReadings(std::vector<Reading> readings) { readings_ = std::move(readings); }
  // False for trees that came from elsewhere.
  bool has_readings() const { return !readings_.empty(); }
  const std::vector<Reading>& readings() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return readings_; }
  // REQUIRES: has_readings().
  const Reading& reading(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return readings_[token];
  }

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
  std::vector<NamedEntity> entities_;
  std::vector<Reading> readings_;
  std::vector<uint32_t> children_;
  std::vector<uint32_t> child_begin_;
  std::vector<TokenRange> subtrees_;
};

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_ANNOTATION_H_
