#include "server/attribution/internal/cue.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Syntax;
using language::Upos;
using lexicon::ReportingCue;

// The more a cue says of its content, the more it decides.
int Weight(const ReportingCue* entry) {
  if (entry == nullptr) return 0;
  switch (entry->connotation) {
    case lexicon::Connotation::kDenying:
      return 5;
    case lexicon::Connotation::kDistancing:
      return 4;
    case lexicon::Connotation::kEndorsing:
      return 3;
    case lexicon::Connotation::kCharged:
      return 2;
    default:
      return 1;
  }
}

// The highest in the tree, no punctuation where there is anything else.
uint32_t TopOf(const Syntax& syntax, TokenRange range) {
  uint32_t top = range.begin;
  uint32_t least = UINT32_MAX;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    uint32_t depth = syntax.IsPunctuation(i) ? range.size() : 0;
    for (uint32_t up = syntax.head(i); up != kNoToken && range.Contains(up) && depth < least;
         up = syntax.head(up)) {
      ++depth;
    }
    if (depth < least) {
      least = depth;
      top = i;
    }
  }
  return top;
}

}  // namespace

uint32_t HeadOfCue(const Context& context, TokenRange cue) {
  const Syntax& syntax = context.syntax;
  const uint32_t top = TopOf(syntax, cue);
  if (context.matcher.cue_of_word(top) != nullptr) return top;
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    const ReportingCue* entry = context.matcher.cue_of_word(i);
    if (entry != nullptr && entry->parts.verb && syntax.IsVerb(i)) return i;
  }
  return top;
}

uint32_t HeadOfSource(const Syntax& syntax, TokenRange source) {
  for (uint32_t i = source.begin; i < source.end; ++i) {
    const uint32_t up = syntax.head(i);
    if (!syntax.IsPunctuation(i) && (up == kNoToken || !source.Contains(up)) &&
        syntax.IsNominal(i)) {
      return i;
    }
  }
  return source.end - 1;
}

const ReportingCue* EntryOf(const Context& context, TokenRange cue, uint32_t head) {
  const Syntax& syntax = context.syntax;
  // "according to", "in the words of": the head may stand inside.
  const lexicon::Match<ReportingCue> phrase = context.matcher.cue(cue.begin);
  const ReportingCue* entry = phrase.tokens.size() > 1 ? phrase.entry : nullptr;
  if (entry == nullptr) entry = context.matcher.cue(head).entry;
  if (entry == nullptr) entry = context.matcher.cue_of_word(head);
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    const ReportingCue* other = context.matcher.cue_of_word(i);
    if (other == nullptr ||
        !(syntax.IsVerb(i) ? other->parts.verb : other->parts.noun && syntax.IsNominal(i))) {
      continue;
    }
    if (Weight(other) > Weight(entry)) entry = other;
  }
  return entry;
}

Attribution StartAt(TokenRange cue, uint32_t head, const ReportingCue* entry,
                    absl::string_view rule) {
  Attribution attribution;
  attribution.cue = cue;
  attribution.cue_head = head;
  attribution.entry = entry;
  if (entry != nullptr) attribution.connotation = entry->connotation;
  attribution.rule = rule;
  return attribution;
}

bool IsPassiveCue(const Syntax& syntax, uint32_t cue_head) {
  return syntax.IsPassive(cue_head) || syntax.child(cue_head, Relation::kOblAgent) != kNoToken;
}

bool IsOfAddressee(const Context& context, uint32_t cue_head) {
  const Syntax& syntax = context.syntax;
  const ReportingCue* entry = context.matcher.cue_of_word(cue_head);
  // "was convinced that": of whose mind it is told.
  if (entry == nullptr || !entry->takes_person || entry->mental || !syntax.IsVerb(cue_head)) {
    return false;
  }
  if (IsPassiveCue(syntax, cue_head)) return true;
  if (!entry->accusation) return false;
  // An accuser's verb has the accused as its object.
  return syntax.word(cue_head).xpos != language::Xpos::kVbg &&
         syntax.child(cue_head, Relation::kObj) == kNoToken &&
         syntax.child(cue_head, Relation::kIobj) == kNoToken &&
         syntax.relation(cue_head) != Relation::kAclRelcl &&
         cue_head + 1 < syntax.sentence(cue_head).tokens.end &&
         syntax.word(cue_head + 1).upos == Upos::kAdp;
}

}  // namespace parallax::attribution::internal
