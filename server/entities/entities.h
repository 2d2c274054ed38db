// Entities of one report: names, nominals and pronouns that stand for the same thing.
//
// Follows: precision-first sieves (Raghunathan et al. 2010; Lee et al. 2013).
// Ownership, thread safety: plain values of token indices, as claims::ClaimSet.
#ifndef PARALLAX_SERVER_ENTITIES_ENTITIES_H_
#define PARALLAX_SERVER_ENTITIES_ENTITIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/attribution/attribution.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/claims/claims.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"
#include "server/values/values.h"

namespace parallax::entities {

inline constexpr uint32_t kNoEntity = 0xffffffff;

enum class Type : uint8_t {
  kUnspecified,
  kPerson,
  kOrganization,
  kLocation,
  kGroup,
  kEvent,
  kOther
};
enum class MentionForm : uint8_t { kName, kNominal, kPronoun };

struct Mention {
  uint32_t head = 0;
  TokenRange tokens;  // the whole noun phrase, without its relative clauses
  MentionForm form = MentionForm::kNominal;
  uint32_t entity = 0;  // into EntitySet::entities
};

struct Entity {
  std::string name;  // longest name among its mentions, else its fullest nominal
  Type type = Type::kUnspecified;
  std::vector<uint32_t> mentions;  // into EntitySet::mentions, in text order
  bool plural = false;
};

struct EntitySet {
  std::vector<Mention> mentions;  // by head token
  std::vector<Entity> entities;   // by first mention
  std::vector<uint32_t>
      entity_of_token;  // for each token the entity whose mention it heads, or kNoEntity
};

// Errors: only those of `context`.
absl::StatusOr<EntitySet> ResolveEntities(const text::Document& document,
                                          const language::Annotation& annotation,
                                          const values::ValueSet& values,
                                          const claims::ClaimSet& claims,
                                          const attribution::AttributionSet& attributions,
                                          const lexicon::Lexicon& lexicon,
                                          const CallContext& context);

}  // namespace parallax::entities

#endif  // PARALLAX_SERVER_ENTITIES_ENTITIES_H_
