// The arguments of one claim: who and what (arguments.cc), in which role (argument_roles.cc).
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENT_FINDER_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENT_FINDER_H_

#include <string>
#include <vector>

#include "server/claims/claims.h"
#include "server/claims/internal/event_nouns.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims::internal {

// Finds the arguments of one claim.
class ArgumentFinder {
 public:
  ArgumentFinder(const Source& source, const std::vector<Claim>& claims,
                 const std::vector<uint32_t>& claim_of_head, Claim* claim)
      : source_(source),
        syntax_(source.syntax),
        claims_(claims),
        claim_of_head_(claim_of_head),
        claim_(claim) {}

  void Run();

 private:
  const language::Word& word(uint32_t token) const { return syntax_.word(token); }

  bool HasHead(uint32_t head) const;

  uint32_t Preposition(uint32_t token) const;

  // "because of", "in front of": the words of a fixed preposition, joined by blanks.
  std::string PrepositionText(uint32_t preposition) const;

  TokenRange Phrase(uint32_t head) const;

  // Adds the phrase and its nominal conjuncts; a relative pronoun is read as what it stands for.
  void Add(Role role, uint32_t head, uint32_t preposition = kNoToken);

  // ---- Clauses ----

  bool HasObject(uint32_t verb) const;

  Role SubjectRole() const;

  // The object that an infinitive's missing subject stands for, else the subject.
  uint32_t Controller(uint32_t governor) const;

  // The subject that the clause lacks, found where English grammar shares it.
  uint32_t SharedSubject() const;

  bool HasTo(uint32_t token) const;

  void Clause();

  // "the cables they cut": a relative clause without pronoun and object speaks of its noun.
  void RelativeGap(bool subject);

  // "tracked and shot down the drone": the first verb has the object of the second.
  void SharedObject();

  Role ObjectRole(uint32_t object) const;

  bool IsPersonLike(uint32_t token) const;

  bool IsTimeLike(uint32_t token) const;

  bool IsPlaceLike(uint32_t token) const;

  // "shot at him", "shouted at the crowd": whom it is aimed at.
  bool IsTarget(uint32_t token) const;

  Role RoleOfPhrase(const std::string& preposition, uint32_t token) const;

  void Oblique(uint32_t token);

  void Adverb(uint32_t token);

  Role AdverbialRole(uint32_t clause) const;

  // ---- Nouns ----

  void Nominal();

  void NounComplement(EventNoun kind, uint32_t token);

  // "made a statement": the verb's subject does what the noun says.
  void LightVerbSubject();

  const Source& source_;
  const Syntax& syntax_;
  const std::vector<Claim>& claims_;
  const std::vector<uint32_t>& claim_of_head_;
  Claim* const claim_;
  absl::string_view lemma_;
};

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENT_FINDER_H_
