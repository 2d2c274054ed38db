// "according to", "in the words of", "reportedly".
#include <algorithm>
#include <utility>

#include "server/attribution/internal/content.h"
#include "server/attribution/internal/cue.h"
#include "server/attribution/internal/phrases.h"
#include "server/attribution/internal/sieves.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Syntax;
using language::Universal;
using language::Upos;
using lexicon::ReportingCue;

// The head of the clause that a token stands in: up over nominals and modifiers to a predicate.
uint32_t ClauseOf(const Syntax& syntax, uint32_t token) {
  uint32_t at = token;
  for (int steps = 0; steps < 64; ++steps) {
    const Relation r = Universal(syntax.relation(at));
    if (syntax.head(at) == kNoToken || r == Relation::kCcomp || r == Relation::kAdvcl ||
        r == Relation::kAcl || r == Relation::kParataxis || r == Relation::kXcomp ||
        (r == Relation::kConj &&
         (syntax.IsVerb(at) || syntax.ChildOf(at, Relation::kNsubj) != kNoToken))) {
      return at;
    }
    at = syntax.head(at);
  }
  return at;
}

}  // namespace

void FindPrepositionCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  const TokenRange sentence = syntax.sentence(token).tokens;
  const lexicon::Match<ReportingCue> match = context.matcher.cue(token);
  const ReportingCue* const entry = match.entry;
  const TokenRange cue = match.tokens;
  if (entry == nullptr || !entry->parts.function || cue.size() == 1) return;
  uint32_t source = kNoToken;
  const bool in_words = cue.size() > 2;
  if (in_words) {
    source = syntax.head(cue.end - 1);
    if (source != kNoToken && source < cue.end) source = kNoToken;
  } else {
    // The phrase that "according" marks, wherever the tree hangs the marker.
    for (uint32_t i = cue.end; i < sentence.end && source == kNoToken; ++i) {
      if (syntax.head(i) == token && syntax.IsNominal(i)) source = i;
      if (syntax.head(token) == i || syntax.head(token + 1) == i) source = i;
    }
  }
  if (source == kNoToken || !syntax.sentence(token).tokens.Contains(source)) return;
  Attribution attribution =
      StartAt(cue, token, entry, in_words ? "in-the-words-of" : "according-to");
  attribution.source_head = source;
  attribution.source = NounPhrase(syntax, source);
  attribution.source->begin = std::max(attribution.source->begin, cue.end);
  // The phrase with its cue is no part of what it frames.
  uint32_t phrase = in_words ? cue.end - 2 : source;
  const uint32_t up_of_cue = syntax.head(token);
  if (syntax.head(source) == token || (up_of_cue != kNoToken && up_of_cue != source &&
                                       syntax.annotation().dominates(token, source))) {
    phrase = token;
  }
  const uint32_t up = syntax.head(phrase);
  if (up == kNoToken) return;
  const uint32_t clause = ClauseOf(syntax, up);
  AppendWithContent(context, Subtree(syntax, clause, {phrase, token}), std::move(attribution), out);
}

void FindAdverbCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  if (syntax.word(token).upos != Upos::kAdv) return;
  const ReportingCue* entry = context.matcher.cue(token).entry;
  const uint32_t up = syntax.head(token);
  if (entry == nullptr || !entry->parts.adverb || up == kNoToken) return;
  AppendWithContent(context, Subtree(syntax, up, {token}),
                    StartAt({token, token + 1}, token, entry, "adverb-of-hearsay"), out);
}

}  // namespace parallax::attribution::internal
