#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "server/claims/internal/argument_finder.h"
#include "server/claims/internal/verb_classes.h"

namespace parallax::claims::internal {

Role ArgumentFinder::ObjectRole(uint32_t object) const {
  const lexicon::ReportingCue* cue = source_.matcher.cue_of_word(claim_->head);
  if (cue != nullptr && cue->parts.verb && !cue->takes_person && !IsLight(lemma_) &&
      !IsUnaccusative(lemma_) && claim_of_head_[object] != kNoClaim) {
    return Role::kContent;
  }
  return IsTimeNoun(syntax_.lemma(object)) && word(object).xpos != Xpos::kPrp &&
                 IsUnaccusative(lemma_)
             ? Role::kTime
             : Role::kPatient;
}

bool ArgumentFinder::IsPersonLike(uint32_t token) const {
  const language::NamedEntity* entity = syntax_.EntityAt(token);
  if (entity != nullptr) {
    return entity->type == language::EntityType::kPerson ||
           entity->type == language::EntityType::kOrganization ||
           entity->type == language::EntityType::kGroup;
  }
  return word(token).upos == Upos::kPron;
}

bool ArgumentFinder::IsTimeLike(uint32_t token) const {
  const language::NamedEntity* entity = syntax_.EntityAt(token);
  if (entity != nullptr && entity->type == language::EntityType::kDate) return true;
  const absl::string_view lemma = syntax_.lemma(token);
  if (IsTimeNoun(lemma) || IsTimeAdverb(lemma)) return true;
  // "in 1998"
  const absl::string_view text = syntax_.text(token);
  return word(token).upos == Upos::kNum && text.size() == 4 &&
         (absl::StartsWith(text, "1") || absl::StartsWith(text, "20"));
}

bool ArgumentFinder::IsPlaceLike(uint32_t token) const {
  const language::NamedEntity* entity = syntax_.EntityAt(token);
  if (entity != nullptr) return entity->type == language::EntityType::kLocation;
  return IsPlaceNoun(syntax_.lemma(token));
}

bool ArgumentFinder::IsTarget(uint32_t token) const {
  const language::NamedEntity* entity = syntax_.EntityAt(token);
  return word(token).upos == Upos::kPron ||
         (entity != nullptr && entity->type == language::EntityType::kPerson);
}

Role ArgumentFinder::RoleOfPhrase(const std::string& preposition, uint32_t token) const {
  if (IsTimeLike(token) && (preposition.empty() || IsTimePreposition(preposition))) {
    return Role::kTime;
  }
  if (preposition.empty()) return IsPlaceLike(token) ? Role::kPlace : Role::kOther;
  if (preposition == "because of" || preposition == "due to" || preposition == "owing to" ||
      preposition == "thanks to" || preposition == "because") {
    return Role::kCause;
  }
  if (preposition == "during" || preposition == "since" || preposition == "until" ||
      preposition == "till" || preposition == "after" || preposition == "following" ||
      preposition == "before") {
    return Role::kTime;
  }
  if (preposition == "about" || preposition == "regarding" || preposition == "concerning") {
    return Role::kTopic;
  }
  if (IsAccusation(lemma_) && (preposition == "of" || preposition == "with")) {
    return Role::kContent;
  }
  if (preposition == "as") return Role::kAttribute;
  if ((preposition == "from" || preposition == "of") &&
      (lemma_ == "die" || lemma_ == "suffer" || lemma_ == "result" || lemma_ == "stem")) {
    return Role::kCause;
  }
  if (IsReasonNoun(syntax_.lemma(token)) && (preposition == "in" || preposition == "on" ||
                                             preposition == "as" || preposition == "under")) {
    return Role::kCause;  // "in response to", "on suspicion of", "as a result of"
  }
  if (preposition == "amid" || preposition == "despite") return Role::kOther;
  if (IsPlaceLike(token) && IsPlacePreposition(preposition)) return Role::kPlace;
  // "outside her headquarters", "at the ministry"; not "at a meeting", "at 50 dollars".
  if ((preposition == "at" || preposition == "outside" || preposition == "inside" ||
       preposition == "near" || preposition == "off" || preposition == "opposite" ||
       preposition == "aboard") &&
      claim_of_head_[token] == kNoClaim && word(token).upos != Upos::kNum &&
      word(token).upos != Upos::kSym && !IsTarget(token)) {
    return Role::kPlace;
  }
  if (preposition == "over" || preposition == "for") {
    const bool eventive = claim_of_head_[token] != kNoClaim;
    if (IsJudgement(lemma_) || (preposition == "over" && eventive)) return Role::kCause;
    return preposition == "for" ? (eventive ? Role::kPurpose : Role::kOther) : Role::kTopic;
  }
  if (preposition == "to") {
    if (IsTransfer(lemma_) || IsPersonLike(token)) return Role::kRecipient;
    return IsMotion(lemma_) && claim_of_head_[token] == kNoClaim ? Role::kPlace : Role::kOther;
  }
  if (preposition == "on" && claim_of_head_[token] == kNoClaim && IsTransfer(lemma_)) {
    return Role::kTopic;
  }
  if (preposition == "with" || preposition == "without" || preposition == "by" ||
      preposition == "like" || preposition == "via" || preposition == "using") {
    return Role::kManner;
  }
  return Role::kOther;
}

void ArgumentFinder::Oblique(uint32_t token) {
  const uint32_t preposition = Preposition(token);
  const std::string text = PrepositionText(preposition);
  if (word(token).relation == Relation::kOblAgent ||
      (claim_->voice == Voice::kPassive && text == "by" && !IsTimeLike(token) &&
       word(token).upos != Upos::kNum)) {
    Add(Role::kAgent, token, preposition);
    return;
  }
  Add(RoleOfPhrase(text, token), token, preposition);
}

void ArgumentFinder::Adverb(uint32_t token) {
  const std::string text = syntax_.lower(token);
  if (IsTimeAdverb(text)) {
    Add(Role::kTime, token);
  } else if (IsPlaceAdverb(text)) {
    Add(Role::kPlace, token);
  } else if (word(token).xpos == Xpos::kRb && absl::EndsWith(text, "ly") &&
             source_.matcher.marker(token) == nullptr &&
             source_.matcher.cue_of_word(token) == nullptr && token + 1 != claim_->head) {
    Add(Role::kManner, token);
  }
}

Role ArgumentFinder::AdverbialRole(uint32_t clause) const {
  for (uint32_t child : syntax_.children(clause)) {
    const Relation relation = word(child).relation;
    const bool when = relation == Relation::kAdvmod && word(child).xpos == Xpos::kWrb;
    if (relation != Relation::kMark && relation != Relation::kCase && !when) continue;
    const std::string text = syntax_.lower(child);
    if (text == "because") return Role::kCause;
    if (text == "for" && !HasTo(clause)) return Role::kCause;  // "fined for breaching"
    if (text == "after" || text == "before" || text == "when" || text == "while" ||
        text == "until" || text == "once" || text == "since" || text == "whenever") {
      return Role::kTime;
    }
    if (text == "by" || text == "without") return Role::kManner;
    if (text == "of" && IsAccusation(lemma_)) return Role::kContent;
    if (text == "so" || text == "in") return Role::kPurpose;
    if (text == "over") return Role::kCause;
    if (text == "if" || text == "unless" || text == "as" || text == "although" ||
        text == "though" || text == "whether" || text == "than" || text == "from" ||
        text == "that") {
      return Role::kOther;
    }
  }
  if (HasTo(clause)) return Role::kPurpose;
  if (word(clause).xpos == Xpos::kVbg) {
    const absl::string_view lemma = syntax_.lemma(clause);
    if (lemma == "seek" || lemma == "try" || lemma == "hope" || lemma == "aim" ||
        lemma == "attempt") {
      return Role::kPurpose;  // "seeking to calm the market, the bank issued a statement"
    }
    // "expelled the envoys, accusing them of spying"
    if (IsJudgement(lemma_) && IsAccusation(lemma)) return Role::kCause;
  }
  return Role::kOther;
}

}  // namespace parallax::claims::internal
