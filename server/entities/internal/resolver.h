// The sieves that join the mentions of one report: names and constructions (entities.cc), nominals
// (nominal_sieves.cc), pronouns (pronoun_sieves.cc).
#ifndef PARALLAX_SERVER_ENTITIES_INTERNAL_RESOLVER_H_
#define PARALLAX_SERVER_ENTITIES_INTERNAL_RESOLVER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/entities/entities.h"
#include "server/entities/internal/mentions.h"
#include "server/entities/internal/names.h"

namespace parallax::entities {

inline constexpr uint32_t kNoMention = 0xffffffff;
// How far a sieve looks back, so that its work stays bounded in any text.
inline constexpr size_t kMaxRemembered = 8;
inline constexpr uint32_t kMaxCandidates = 60;
inline constexpr uint32_t kPronounSentences = 3;

// Joins the mentions of one report into entities.
class Resolver {
 public:
  Resolver(const text::Document& document, const language::Annotation& annotation,
           const values::ValueSet& values, const claims::ClaimSet& claims,
           const attribution::AttributionSet& attributions);

  absl::StatusOr<EntitySet> Run(const CallContext& context);

 private:
  // What is known of all mentions joined so far; kept at the group's root.
  struct State {
    Type type = Type::kUnspecified;
    internal::Gender gender = internal::Gender::kUnknown;
    bool plural = false;
    uint32_t size = 1;
  };

  uint32_t Find(uint32_t i);

  void Join(uint32_t a, uint32_t b);

  uint32_t MentionOf(uint32_t token) const;

  // ---- Names ----

  void Names();

  // ---- Apposition, title, copula, relative pronoun ----

  static bool TypesFit(Type a, Type b);

  bool Agree(const internal::MentionInfo& a, const internal::MentionInfo& b) const;

  void Constructions();

  // "Halvorsen is the minister": a definite noun said flatly of its subject is the subject.
  void Copula(uint32_t i);

  void RelativePronoun(uint32_t i);

  // ---- Nouns ----

  void Remember(absl::flat_hash_map<std::string, std::vector<uint32_t>>* index,
                const std::string& key, uint32_t mention);

  void RememberName(uint32_t i);

  static bool Within(const std::vector<std::string>& part, const std::vector<std::string>& whole);

  void Nominal(uint32_t i);

  bool SamePossessor(const internal::MentionInfo& a, const internal::MentionInfo& b);

  // The last mention with the same head noun that the definite phrase adds nothing to.
  uint32_t SameHead(uint32_t i);

  // Headlines drop articles, so the text may bring in anew what the headline named: "Ferry sinks",
  // "A ferry sank". Only the first such mention, and only one thing of that name in the headline.
  uint32_t InHeadline(uint32_t i);

  // "the company" where just one body was named in this and the last two sentences.
  uint32_t OnlyBody(uint32_t i);

  // "the minister" after "Foreign Minister Halvorsen", "the ministry" after "Defence Ministry".
  uint32_t SameRole(uint32_t i);

  // "the six", "the pair": the last group of that many.
  uint32_t Collective(uint32_t i);

  // ---- Pronouns ----

  // For each token the direct quotation's source it is spoken by, and who spoke last before it.
  void MarkSpeakers();

  bool PronounFits(const internal::MentionInfo& pronoun, uint32_t candidate);

  int Salience(const internal::MentionInfo& pronoun, uint32_t candidate);

  // A pronoun that is no possessive and no reflexive is not the other argument of its verb.
  bool SameClause(const internal::MentionInfo& pronoun,
                  const internal::MentionInfo& candidate) const;

  // "himself" is the subject of the clause around it.
  void Reflexive(uint32_t i);

  void ResolvePronoun(uint32_t i);

  // ---- Result ----

  std::string NameOf(const std::vector<uint32_t>& members) const;

  // The name itself, without title and modifiers where the tagger marked it.
  TokenRange NameRange(const internal::MentionInfo& mention) const;

  EntitySet Collect();

  // What most of the names say, else what the first noun that says something does.
  Type TypeOfGroup(const std::vector<uint32_t>& members);

  const text::Document& document_;
  const language::Annotation& annotation_;
  const attribution::AttributionSet& attributions_;
  std::vector<internal::MentionInfo> mentions_;
  std::vector<uint32_t> parent_;
  std::vector<State> state_;
  std::vector<uint32_t> mention_of_;  // by token
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_head_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_role_;
  std::vector<uint32_t> speaker_of_;  // by token
  std::vector<bool> quoted_;          // by token
  std::vector<bool> is_source_;       // by mention
};

}  // namespace parallax::entities

#endif  // PARALLAX_SERVER_ENTITIES_INTERNAL_RESOLVER_H_
