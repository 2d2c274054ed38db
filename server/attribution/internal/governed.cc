#include "server/attribution/internal/governed.h"

#include <algorithm>
#include <span>
#include <vector>

#include "server/attribution/internal/cue.h"
#include "server/attribution/internal/phrases.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Syntax;
using language::Universal;

// Adds what stands behind the cue of a subtree.
void AddBehind(const Syntax& syntax, TokenRange cue, uint32_t token,
               std::vector<TokenRange>* content) {
  const TokenRange subtree = syntax.annotation().subtree(token);
  const TokenRange part = Trim(syntax, {std::max(subtree.begin, cue.end), subtree.end});
  if (!part.empty()) content->push_back(part);
}

// The phrase that tells what somebody is accused of.
uint32_t DeedOf(const Syntax& syntax, uint32_t verb) {
  for (uint32_t c : syntax.children(verb)) {
    const uint32_t marker = MarkerOf(syntax, c);
    if (c < verb || marker == kNoToken) continue;
    const absl::string_view lemma = syntax.lemma(marker);
    if (lemma == "of" || lemma == "for" || lemma == "with") return c;
  }
  return kNoToken;
}

}  // namespace

uint32_t SpeakerOf(const Context& context, const Attribution& attribution) {
  const Syntax& syntax = context.syntax;
  const uint32_t verb = attribution.cue_head;
  if (attribution.entry == nullptr || !syntax.IsVerb(verb)) return kNoToken;
  if (IsOfAddressee(context, verb)) {
    for (uint32_t c : syntax.children(verb)) {
      const uint32_t marker = syntax.child(c, Relation::kCase);
      if (marker != kNoToken && syntax.lemma(marker) == "by") return c;
    }
    return kNoToken;
  }
  return IsPassiveCue(syntax, verb) ? kNoToken : syntax.ChildOf(verb, Relation::kNsubj);
}

void AddGoverned(const Context& context, Attribution* attribution) {
  const Syntax& syntax = context.syntax;
  const TokenRange cue = *attribution->cue;
  const uint32_t head = attribution->cue_head;
  std::vector<TokenRange>& content = attribution->content;
  if (attribution->entry == nullptr) return;
  if (attribution->entry->accusation && syntax.IsVerb(head)) {
    const uint32_t deed = DeedOf(syntax, head);
    const bool there = std::any_of(content.begin(), content.end(),
                                   [deed](TokenRange part) { return part.Contains(deed); });
    if (deed != kNoToken && deed >= cue.end && !there) AddBehind(syntax, cue, deed, &content);
  }
  if (!content.empty()) return;
  for (uint32_t c : syntax.children(head)) {
    const Relation r = Universal(syntax.relation(c));
    if (c < cue.end || (r != Relation::kCcomp && r != Relation::kXcomp)) continue;
    AddBehind(syntax, cue, c, &content);
    return;
  }
}

bool IsTaking(const Context& context, const Attribution& attribution) {
  const Syntax& syntax = context.syntax;
  const uint32_t verb = attribution.cue_head;
  if (syntax.lemma(verb) != "claim" || !syntax.IsVerb(verb)) return false;
  const uint32_t object = syntax.child(verb, Relation::kObj);
  if (object == kNoToken || !syntax.IsNominal(object)) return false;
  for (TokenRange part : attribution.content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      if (context.quotation_of[i] != kNoQuotation || syntax.IsVerb(i)) return false;
    }
  }
  const language::Annotation& annotation = syntax.annotation();
  const auto picks_out = [&](uint32_t c) {
    const Relation r = syntax.relation(c);
    return r == Relation::kDet || r == Relation::kNummod || r == Relation::kNmodPoss;
  };
  const std::span<const uint32_t> children = annotation.children(object);
  return annotation.has(object, language::kNumberPlur) ||
         std::any_of(children.begin(), children.end(), picks_out);
}

}  // namespace parallax::attribution::internal
