// The mentions of a report with what the sieves ask of them.
#ifndef PARALLAX_SERVER_ENTITIES_INTERNAL_MENTIONS_H_
#define PARALLAX_SERVER_ENTITIES_INTERNAL_MENTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/claims/claims.h"
#include "server/entities/entities.h"
#include "server/entities/internal/names.h"
#include "server/language/annotation.h"
#include "server/text/document.h"
#include "server/values/values.h"

namespace parallax::entities::internal {

enum class Pronoun : uint8_t {
  kNone,
  kHe,
  kShe,
  kIt,
  kThey,
  kFirst,     // I, me, my
  kRelative,  // who, which, that
};

struct MentionInfo {
  uint32_t head = 0;
  TokenRange tokens;
  uint32_t sentence = 0;
  MentionForm form = MentionForm::kNominal;
  Pronoun pronoun = Pronoun::kNone;
  Type type = Type::kUnspecified;
  Gender gender = Gender::kUnknown;
  bool plural = false;
  bool definite = false;    // the, this, that, or a possessor
  bool indefinite = false;  // a, an, another, no
  bool subject = false;
  bool possessive = false;             // his, its
  bool reflexive = false;              // himself
  std::string number;                  // word of the number before the head, lower case
  double count = 0;                    // of "six diplomats"; 0 where no number stands
  Name name;                           // words empty unless form is kName
  std::string lemma;                   // of the head, lower case
  std::vector<std::string> modifiers;  // lemmas of adjectives and nouns before the head, sorted
  std::string complement;              // head lemma of "of X", empty for none
  uint32_t possessor = language::kNoToken;  // head of "the ministry's"
};

// What a noun names, by its lemma in lower case.
Type TypeOfNoun(absl::string_view lemma, bool plural);
// The entity's type as this room has it.
Type TypeOf(language::EntityType type);

// Describes the mention headed by `head` (a noun, name, number or pronoun that can be one).
// `entity` is the named entity that it is the name of, or nullptr.
MentionInfo DescribeMention(const text::Document& document, const language::Annotation& annotation,
                            uint32_t head, const language::NamedEntity* entity);

// All mentions by head token. Times, parts of names and words without reference are none.
std::vector<MentionInfo> FindMentions(const text::Document& document,
                                      const language::Annotation& annotation,
                                      const values::ValueSet& values,
                                      const claims::ClaimSet& claims);

// The same for mentions that were found before, as LinkEntities has them.
std::vector<MentionInfo> DescribeMentions(const text::Document& document,
                                          const language::Annotation& annotation,
                                          const std::vector<Mention>& mentions);

}  // namespace parallax::entities::internal

#endif  // PARALLAX_SERVER_ENTITIES_INTERNAL_MENTIONS_H_
