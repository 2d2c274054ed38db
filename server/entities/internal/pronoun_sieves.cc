#include <algorithm>

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

void Resolver::MarkSpeakers() {
  speaker_of_.assign(document_.tokens().size(), kNoMention);
  is_source_.assign(mentions_.size(), false);
  for (const attribution::Attribution& attribution : attributions_.attributions) {
    const uint32_t source = MentionOf(attribution.source_head);
    if (source == kNoMention) continue;
    is_source_[source] = true;
    if (attribution.form == attribution::Form::kIndirect) continue;
    for (const TokenRange& part : attribution.content) {
      for (uint32_t token = part.begin; token < part.end; ++token) {
        speaker_of_[token] = source;
      }
    }
  }
  quoted_.assign(document_.tokens().size(), false);
  for (const attribution::Quotation& quotation : attributions_.quotations) {
    if (quotation.depth != 0) continue;
    for (uint32_t token = quotation.tokens.begin; token < quotation.tokens.end; ++token) {
      quoted_[token] = true;
    }
  }
}

bool Resolver::PronounFits(const MentionInfo& pronoun, uint32_t candidate) {
  const State& state = state_[Find(candidate)];
  const MentionInfo& mention = mentions_[candidate];
  const bool plural =
      mention.form == MentionForm::kPronoun ? mention.pronoun == Pronoun::kThey : mention.plural;
  switch (pronoun.pronoun) {
    case Pronoun::kHe:
    case Pronoun::kShe: {
      if (plural) return false;
      if (state.gender != Gender::kUnknown && state.gender != pronoun.gender) return false;
      if (state.type == Type::kPerson) return true;
      return state.gender == pronoun.gender ||
             (state.type == Type::kUnspecified && mention.form == MentionForm::kName);
    }
    case Pronoun::kThey:
      return plural || state.type == Type::kGroup || mention.pronoun == Pronoun::kThey ||
             state.type == Type::kOrganization;
    case Pronoun::kIt:
      return !plural && state.type != Type::kPerson && state.gender == Gender::kUnknown &&
             state.type != Type::kGroup;
    default:
      return false;
  }
}

int Resolver::Salience(const MentionInfo& pronoun, uint32_t candidate) {
  const MentionInfo& mention = mentions_[candidate];
  int score = 0;
  score -= 3 * static_cast<int>(pronoun.sentence - mention.sentence);
  if (mention.subject) score += 4;
  if (mention.form == MentionForm::kName) score += 1;
  if (is_source_[candidate] && mention.sentence < pronoun.sentence) score += 2;
  score += static_cast<int>(std::min<uint32_t>(state_[Find(candidate)].size, 4)) - 1;
  // The number of "they" is told by words, not only by what bodies do.
  if (pronoun.pronoun == Pronoun::kThey && !mention.plural) score -= 3;
  const Relation plain = language::Universal(annotation_.word(mention.head).relation);
  if (plain == Relation::kObj) score += 1;
  if (plain == Relation::kNmod || plain == Relation::kCompound) score -= 2;
  return score;
}

bool Resolver::SameClause(const MentionInfo& pronoun, const MentionInfo& candidate) const {
  if (pronoun.possessive || pronoun.reflexive) return false;
  return annotation_.word(pronoun.head).head == annotation_.word(candidate.head).head &&
         annotation_.word(pronoun.head).head != kNoToken;
}

void Resolver::Reflexive(uint32_t i) {
  uint32_t token = annotation_.word(mentions_[i].head).head;
  while (token != kNoToken) {
    for (uint32_t child : annotation_.children(token)) {
      if (language::Universal(annotation_.word(child).relation) != Relation::kNsubj) continue;
      const uint32_t subject = MentionOf(child);
      if (subject != kNoMention && subject < i && PronounFits(mentions_[i], subject) &&
          !(mentions_[subject].form == MentionForm::kPronoun && Find(subject) == subject &&
            state_[subject].size == 1)) {
        Join(subject, i);
      }
      return;
    }
    token = annotation_.word(token).head;
  }
}

void Resolver::ResolvePronoun(uint32_t i) {
  const MentionInfo& pronoun = mentions_[i];
  if (pronoun.pronoun == Pronoun::kRelative || pronoun.pronoun == Pronoun::kNone) return;
  const uint32_t speaker = speaker_of_[pronoun.head];
  if (pronoun.pronoun == Pronoun::kFirst) {
    if (speaker != kNoMention && quoted_[pronoun.head]) Join(speaker, i);
    return;
  }
  if (pronoun.reflexive) {
    Reflexive(i);
    return;
  }
  uint32_t best = kNoMention;
  int best_score = 0;
  uint32_t looked = 0;
  for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
    const MentionInfo& candidate = mentions_[k];
    if (pronoun.sentence - candidate.sentence > kPronounSentences) break;
    // The headline stands apart: its words do not lead into the text.
    if (document_.section_of(candidate.head) != document_.section_of(pronoun.head)) break;
    if (candidate.pronoun == Pronoun::kRelative || candidate.pronoun == Pronoun::kFirst) continue;
    if (candidate.form == MentionForm::kPronoun && state_[Find(k)].size == 1) continue;
    if (candidate.tokens.Contains(pronoun.head) || SameClause(pronoun, candidate)) continue;
    if (!PronounFits(pronoun, k)) continue;
    // Speakers do not name themselves in the third person.
    if (quoted_[pronoun.head] && speaker != kNoMention && Find(speaker) == Find(k)) continue;
    const int score = Salience(pronoun, k);
    if (best == kNoMention || score > best_score) {
      best = k;
      best_score = score;
    }
  }
  if (best == kNoMention) return;
  // "it" points at clauses and at nothing as often as at a thing.
  if (pronoun.pronoun == Pronoun::kIt && !pronoun.possessive && best_score < 2) return;
  if (state_[Find(best)].gender == Gender::kUnknown && pronoun.gender != Gender::kUnknown) {
    state_[Find(best)].gender = pronoun.gender;
  }
  if (pronoun.gender != Gender::kUnknown && state_[Find(best)].type == Type::kUnspecified) {
    state_[Find(best)].type = Type::kPerson;
  }
  Join(best, i);
}

}  // namespace parallax::entities
