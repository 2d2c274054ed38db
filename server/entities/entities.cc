#include "server/entities/entities.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/entities/internal/mentions.h"
#include "server/entities/internal/names.h"
#include "server/entities/internal/resolver.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities {
namespace {

using internal::Gender;
using internal::MentionInfo;
using internal::Pronoun;
using language::kNoToken;
using language::Relation;

}  // namespace

Resolver::Resolver(const text::Document& document, const language::Annotation& annotation,
                   const values::ValueSet& values, const claims::ClaimSet& claims,
                   const attribution::AttributionSet& attributions)
    : document_(document),
      annotation_(annotation),
      attributions_(attributions),
      mentions_(internal::FindMentions(document, annotation, values, claims)),
      parent_(mentions_.size()),
      mention_of_(document.tokens().size(), kNoMention) {
  std::iota(parent_.begin(), parent_.end(), 0);
  for (uint32_t i = 0; i < mentions_.size(); ++i) mention_of_[mentions_[i].head] = i;
  state_.resize(mentions_.size());
  for (uint32_t i = 0; i < mentions_.size(); ++i) {
    state_[i] = {mentions_[i].type, mentions_[i].gender, mentions_[i].plural, 1};
  }
}

absl::StatusOr<EntitySet> Resolver::Run(const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  Names();
  Constructions();
  PARALLAX_RETURN_IF_ERROR(context.Check());
  uint32_t checked = 0;
  MarkSpeakers();
  for (uint32_t i = 0; i < mentions_.size(); ++i) {
    if (mentions_[i].sentence != checked) {
      checked = mentions_[i].sentence;
      PARALLAX_RETURN_IF_ERROR(context.Check());
    }
    switch (mentions_[i].form) {
      case MentionForm::kName:
        RememberName(i);
        break;
      case MentionForm::kNominal:
        Nominal(i);
        break;
      case MentionForm::kPronoun:
        ResolvePronoun(i);
        break;
    }
  }
  return Collect();
}

uint32_t Resolver::Find(uint32_t i) {
  while (parent_[i] != i) {
    parent_[i] = parent_[parent_[i]];
    i = parent_[i];
  }
  return i;
}

void Resolver::Join(uint32_t a, uint32_t b) {
  a = Find(a);
  b = Find(b);
  if (a == b) return;
  if (b < a) std::swap(a, b);
  parent_[b] = a;
  State& kept = state_[a];
  const State& other = state_[b];
  const bool vague = kept.type == Type::kUnspecified || kept.type == Type::kOther;
  if (vague && other.type != Type::kUnspecified) kept.type = other.type;
  if (kept.gender == Gender::kUnknown) kept.gender = other.gender;
  kept.size += other.size;
}

uint32_t Resolver::MentionOf(uint32_t token) const {
  return token == kNoToken ? kNoMention : mention_of_[token];
}

void Resolver::Names() {
  std::vector<internal::Name> names;
  std::vector<uint32_t> owners;
  for (uint32_t i = 0; i < mentions_.size(); ++i) {
    if (mentions_[i].form != MentionForm::kName) continue;
    names.push_back(mentions_[i].name);
    names.back().gender = mentions_[i].gender;
    owners.push_back(i);
  }
  const std::vector<uint32_t> groups = internal::GroupNames(names);
  for (uint32_t i = 0; i < groups.size(); ++i) Join(owners[groups[i]], owners[i]);
}

bool Resolver::TypesFit(Type a, Type b) {
  const auto people = [](Type type) { return type == Type::kPerson || type == Type::kGroup; };
  const auto open = [](Type type) {
    return type == Type::kUnspecified || type == Type::kOther || type == Type::kEvent;
  };
  if (a == b || open(a) || open(b)) return true;
  if (people(a) && people(b)) return true;
  return a != Type::kPerson && b != Type::kPerson;
}

bool Resolver::Agree(const MentionInfo& a, const MentionInfo& b) const {
  if (a.plural != b.plural && a.type != Type::kGroup && b.type != Type::kGroup) return false;
  if (a.gender != Gender::kUnknown && b.gender != Gender::kUnknown && a.gender != b.gender) {
    return false;
  }
  return TypesFit(a.type, b.type);
}

void Resolver::Constructions() {
  for (uint32_t i = 0; i < mentions_.size(); ++i) {
    const MentionInfo& mention = mentions_[i];
    const language::Word& word = annotation_.word(mention.head);
    const uint32_t governor = MentionOf(word.head);
    if (mention.pronoun == Pronoun::kRelative) {
      RelativePronoun(i);
      continue;
    }
    if (governor == kNoMention) {
      Copula(i);
      continue;
    }
    const MentionInfo& head = mentions_[governor];
    const bool both_names = mention.form == MentionForm::kName && head.form == MentionForm::kName;
    if (word.relation == Relation::kAppos && !both_names && mention.form != MentionForm::kPronoun &&
        Agree(mention, head)) {
      // "Paris, a city", "the minister, Signe Halvorsen"; a clause between makes it a list.
      Join(governor, i);
    }
    // "Minister Halvorsen" where the title heads the phrase, "spokesman Lee" where the name does.
    if ((word.relation == Relation::kFlat || word.relation == Relation::kNmodDesc) && !both_names &&
        Agree(mention, head)) {
      Join(governor, i);
    }
    Copula(i);
  }
}

void Resolver::Copula(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  if (mention.form != MentionForm::kNominal || !mention.definite) return;
  uint32_t subject = kNoToken;
  bool copula = false;
  for (uint32_t child : annotation_.children(mention.head)) {
    const Relation plain = language::Universal(annotation_.word(child).relation);
    if (plain == Relation::kNsubj) subject = child;
    if (plain == Relation::kCop) copula = true;
    if (plain == Relation::kAux || plain == Relation::kMark) return;
    if (plain == Relation::kAdvmod) {
      const std::string text = absl::AsciiStrToLower(document_.text(child));
      if (text == "not" || text == "n't" || text == "never") return;
    }
  }
  const uint32_t other = MentionOf(subject);
  if (!copula || other == kNoMention || mentions_[other].form != MentionForm::kName) return;
  if (Agree(mention, mentions_[other])) Join(other, i);
}

void Resolver::RelativePronoun(uint32_t i) {
  uint32_t token = mentions_[i].head;
  while (token != kNoToken && annotation_.word(token).relation != Relation::kAclRelcl) {
    token = annotation_.word(token).head;
  }
  if (token == kNoToken) return;
  const uint32_t noun = MentionOf(annotation_.word(token).head);
  if (noun != kNoMention && noun < i) Join(noun, i);
}

void Resolver::Remember(absl::flat_hash_map<std::string, std::vector<uint32_t>>* index,
                        const std::string& key, uint32_t mention) {
  std::vector<uint32_t>& list = (*index)[key];
  if (list.size() == kMaxRemembered) list.erase(list.begin());
  list.push_back(mention);
}

void Resolver::RememberName(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  // "Foreign Minister Signe Halvorsen" can be "the minister" later.
  for (const std::string& modifier : mention.modifiers) {
    if (internal::IsTitle(modifier)) Remember(&by_role_, modifier, i);
  }
  if (mention.type == Type::kPerson) return;
  for (const std::string& word : mention.name.words) {
    if (internal::IsOrganizationNoun(word) || internal::IsLocationNoun(word)) {
      Remember(&by_role_, word, i);
    }
  }
}

bool Resolver::Within(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

std::string Resolver::NameOf(const std::vector<uint32_t>& members) const {
  const auto text_of = [&](TokenRange range) { return std::string(document_.text(range)); };
  uint32_t best = kNoMention;
  TokenRange best_range;
  for (uint32_t i : members) {
    const MentionInfo& mention = mentions_[i];
    TokenRange range = mention.tokens;
    if (mention.form == MentionForm::kName) range = NameRange(mention);
    if (mention.form == MentionForm::kPronoun) continue;
    const bool better =
        best == kNoMention ||
        (mention.form == MentionForm::kName && mentions_[best].form != MentionForm::kName) ||
        (mention.form == mentions_[best].form && range.size() > best_range.size());
    if (better) {
      best = i;
      best_range = range;
    }
  }
  if (best == kNoMention) return text_of(mentions_[members.front()].tokens);
  return text_of(best_range);
}

TokenRange Resolver::NameRange(const MentionInfo& mention) const {
  const std::vector<language::NamedEntity>& entities = annotation_.entities();
  auto after = std::upper_bound(
      entities.begin(), entities.end(), mention.head,
      [](uint32_t at, const language::NamedEntity& entity) { return at < entity.tokens.begin; });
  if (after != entities.begin() && std::prev(after)->tokens.Contains(mention.head)) {
    TokenRange range = std::prev(after)->tokens;
    while (range.size() > 1 && annotation_.word(range.end - 1).xpos == language::Xpos::kPos) {
      --range.end;
    }
    return range;
  }
  return mention.tokens;
}

EntitySet Resolver::Collect() {
  EntitySet set;
  set.entity_of_token.assign(document_.tokens().size(), kNoEntity);
  std::vector<uint32_t> entity_of_root(mentions_.size(), kNoEntity);
  std::vector<std::vector<uint32_t>> members;  // of each entity, in indices of mentions_
  for (uint32_t i = 0; i < mentions_.size(); ++i) {
    const uint32_t root = Find(i);
    const MentionInfo& mention = mentions_[i];
    // A pronoun that stands for nothing found is no entity.
    if (mention.form == MentionForm::kPronoun && state_[root].size == 1) continue;
    if (entity_of_root[root] == kNoEntity) {
      entity_of_root[root] = static_cast<uint32_t>(set.entities.size());
      set.entities.emplace_back();
      members.emplace_back();
    }
    const uint32_t entity = entity_of_root[root];
    set.entities[entity].mentions.push_back(static_cast<uint32_t>(set.mentions.size()));
    members[entity].push_back(i);
    set.entity_of_token[mention.head] = entity;
    set.mentions.push_back({mention.head, mention.tokens, mention.form, entity});
  }
  for (uint32_t entity = 0; entity < set.entities.size(); ++entity) {
    set.entities[entity].name = NameOf(members[entity]);
    set.entities[entity].type = TypeOfGroup(members[entity]);
    set.entities[entity].plural =
        std::any_of(members[entity].begin(), members[entity].end(), [&](uint32_t i) {
          return mentions_[i].plural && mentions_[i].form != MentionForm::kPronoun;
        });
  }
  return set;
}

Type Resolver::TypeOfGroup(const std::vector<uint32_t>& members) {
  int votes[7] = {};
  for (uint32_t i : members) {
    if (mentions_[i].form == MentionForm::kName) ++votes[static_cast<int>(mentions_[i].type)];
  }
  votes[static_cast<int>(Type::kUnspecified)] = 0;
  const int* most = std::max_element(std::begin(votes), std::end(votes));
  if (*most > 0) return static_cast<Type>(most - votes);
  return state_[Find(members.front())].type;
}

absl::StatusOr<EntitySet> ResolveEntities(const text::Document& document,
                                          const language::Annotation& annotation,
                                          const values::ValueSet& values,
                                          const claims::ClaimSet& claims,
                                          const attribution::AttributionSet& attributions,
                                          const lexicon::Lexicon& /*lexicon*/,
                                          const CallContext& context) {
  return Resolver(document, annotation, values, claims, attributions).Run(context);
}

}  // namespace parallax::entities
