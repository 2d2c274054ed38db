#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "server/entities/internal/mentions.h"
#include "server/entities/internal/names.h"
#include "server/entities/internal/resolver.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities {
namespace {

using internal::MentionInfo;
using language::kNoToken;

}  // namespace

void Resolver::Nominal(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  uint32_t antecedent = kNoMention;
  if (mention.definite && !mention.lemma.empty()) {
    antecedent = SameHead(i);
    if (antecedent == kNoMention) antecedent = SameRole(i);
    if (antecedent == kNoMention) antecedent = Collective(i);
  } else if (!mention.indefinite && mention.modifiers.size() >= 1 && mention.plural) {
    antecedent = SameHead(i);  // "illegal migrants ... illegal migrants"
    if (antecedent != kNoMention && mentions_[antecedent].modifiers != mention.modifiers) {
      antecedent = kNoMention;
    }
  }
  if (antecedent == kNoMention) antecedent = InHeadline(i);
  if (antecedent == kNoMention && mention.definite) antecedent = OnlyBody(i);
  if (antecedent != kNoMention) Join(antecedent, i);
  Remember(&by_head_, mention.lemma, i);
}

bool Resolver::SamePossessor(const MentionInfo& a, const MentionInfo& b) {
  if (a.possessor == kNoToken || b.possessor == kNoToken) return true;
  const uint32_t x = MentionOf(a.possessor);
  const uint32_t y = MentionOf(b.possessor);
  if (x == kNoMention || y == kNoMention) return false;
  return Find(x) == Find(y);
}

uint32_t Resolver::SameHead(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  if (internal::IsGenericNoun(mention.lemma) && mention.modifiers.empty()) return kNoMention;
  const auto found = by_head_.find(mention.lemma);
  if (found == by_head_.end()) return kNoMention;
  for (size_t k = found->second.size(); k-- > 0;) {
    const MentionInfo& earlier = mentions_[found->second[k]];
    if (earlier.plural != mention.plural) continue;
    if (mention.count != 0 && earlier.count != 0 && mention.count != earlier.count) continue;
    if (!Within(mention.modifiers, earlier.modifiers)) continue;
    if (mention.complement != earlier.complement && !mention.complement.empty()) continue;
    if (!SamePossessor(mention, earlier)) continue;
    if (earlier.tokens.Contains(mention.head) || mention.tokens.Contains(earlier.head)) continue;
    return found->second[k];
  }
  return kNoMention;
}

uint32_t Resolver::InHeadline(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  const auto found = by_head_.find(mention.lemma);
  if (found == by_head_.end() || found->second.size() != 1) return kNoMention;
  const MentionInfo& earlier = mentions_[found->second[0]];
  if (document_.section_of(earlier.head) != text::Section::kHeadline ||
      document_.section_of(mention.head) == text::Section::kHeadline ||
      earlier.plural != mention.plural || internal::IsGenericNoun(mention.lemma)) {
    return kNoMention;
  }
  if (mention.count != 0 && earlier.count != 0 && mention.count != earlier.count) {
    return kNoMention;
  }
  const bool fits =
      Within(mention.modifiers, earlier.modifiers) || Within(earlier.modifiers, mention.modifiers);
  return fits && SamePossessor(mention, earlier) ? found->second[0] : kNoMention;
}

uint32_t Resolver::OnlyBody(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  static constexpr absl::string_view kNouns[] = {"company", "firm",  "group",   "club",
                                                 "team",    "party", "agency",  "charity",
                                                 "bank",    "union", "airline", "newspaper"};
  if (mention.plural || !mention.modifiers.empty() || mention.possessor != kNoToken ||
      !mention.complement.empty() ||
      std::find(std::begin(kNouns), std::end(kNouns), mention.lemma) == std::end(kNouns)) {
    return kNoMention;
  }
  uint32_t only = kNoMention;
  uint32_t looked = 0;
  for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
    const MentionInfo& candidate = mentions_[k];
    if (mention.sentence - candidate.sentence > 2) break;
    if (candidate.form != MentionForm::kName) continue;
    if (state_[Find(k)].type != Type::kOrganization) continue;
    if (only != kNoMention && Find(only) != Find(k)) return kNoMention;
    only = k;
  }
  return only;
}

uint32_t Resolver::SameRole(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  if (mention.plural || mention.possessor != kNoToken) return kNoMention;
  const auto found = by_role_.find(mention.lemma);
  if (found == by_role_.end()) return kNoMention;
  for (size_t k = found->second.size(); k-- > 0;) {
    const MentionInfo& earlier = mentions_[found->second[k]];
    if (!Agree(mention, earlier)) continue;
    const bool told =
        Within(mention.modifiers, earlier.modifiers) ||
        std::all_of(
            mention.modifiers.begin(), mention.modifiers.end(), [&](const std::string& modifier) {
              return std::find(earlier.name.words.begin(), earlier.name.words.end(), modifier) !=
                     earlier.name.words.end();
            });
    if (told) return found->second[k];
  }
  return kNoMention;
}

uint32_t Resolver::Collective(uint32_t i) {
  const MentionInfo& mention = mentions_[i];
  double count = annotation_.word(mention.head).upos == language::Upos::kNum ? mention.count : 0;
  if (mention.lemma == "pair" || mention.lemma == "duo" || mention.lemma == "couple") count = 2;
  if (mention.lemma == "trio") count = 3;
  if (mention.lemma == "quartet") count = 4;
  if (count == 0 || !mention.modifiers.empty()) return kNoMention;
  uint32_t looked = 0;
  for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
    if (mentions_[k].count == count && mentions_[k].form == MentionForm::kNominal) return k;
  }
  return kNoMention;
}

}  // namespace parallax::entities
