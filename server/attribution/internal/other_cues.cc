// Nouns, adjectives, prepositions, adverbs, colons and dashes as cues.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/attribution/internal/sieves.h"
#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using lexicon::ReportingCue;

void SetSource(const Syntax& syntax, uint32_t source, Attribution* attribution) {
  if (source == kNoToken) return;
  attribution->source_head = source;
  attribution->source = syntax.NounPhrase(source);
}

Attribution Start(const ReportingCue* entry, uint32_t head, TokenRange cue,
                  absl::string_view rule) {
  Attribution attribution;
  attribution.cue = cue;
  attribution.cue_head = head;
  attribution.entry = entry;
  if (entry != nullptr) attribution.connotation = entry->connotation;
  attribution.rule = rule;
  return attribution;
}

void Finish(const Context& context, std::vector<TokenRange> parts, Attribution attribution,
            std::vector<Attribution>* out) {
  attribution.content = Completed(context, std::move(parts), attribution.cue_head);
  if (!attribution.content.empty()) out->push_back(std::move(attribution));
}

// The head of the clause that a token stands in: up over nominals and modifiers to a predicate.
uint32_t ClauseOf(const Syntax& syntax, uint32_t token) {
  uint32_t at = token;
  for (int steps = 0; steps < 64; ++steps) {
    const Relation r = Universal(syntax.relation(at));
    if (syntax.head(at) == kNoToken || r == Relation::kCcomp || r == Relation::kAdvcl ||
        r == Relation::kAcl || r == Relation::kParataxis || r == Relation::kXcomp ||
        (r == Relation::kConj && (syntax.IsVerb(at) || syntax.Subject(at) != kNoToken))) {
      return at;
    }
    at = syntax.head(at);
  }
  return at;
}

}  // namespace

void FindNounCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  if (syntax.word(token).upos != Upos::kNoun) return;
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.lemma(token));
  if (entry == nullptr || !entry->noun) return;
  const language::Annotation& annotation = syntax.annotation();
  uint32_t content = kNoToken, marker = kNoToken, source = kNoToken;
  for (uint32_t c : annotation.children(token)) {
    const Relation r = syntax.relation(c);
    if (c > token && content == kNoToken) {
      const uint32_t complementiser = syntax.child(c, Relation::kMark);
      if ((Universal(r) == Relation::kAcl || r == Relation::kCcomp) && r != Relation::kAclRelcl &&
          complementiser != kNoToken) {
        content = c;
      } else if (r == Relation::kNmod) {
        marker = syntax.child(c, Relation::kCase);
        if (marker != kNoToken &&
            (syntax.lemma(marker) == "of" || syntax.lemma(marker) == "for" ||
             syntax.lemma(marker) == "against") &&
            (entry->accusation || entry->prospective ||
             entry->connotation != lexicon::Connotation::kNeutral)) {
          content = c;
        } else {
          marker = kNoToken;
        }
      }
    }
    if (r == Relation::kNmodPoss) source = c;
    if (r == Relation::kNmod && source == kNoToken) {
      const uint32_t by = syntax.child(c, Relation::kCase);
      if (by != kNoToken && (syntax.lemma(by) == "by" || syntax.lemma(by) == "from")) source = c;
    }
  }
  if (content == kNoToken) {
    // "The claim is that ...": the clause is the predicate.
    const uint32_t up = syntax.head(token);
    if (up != kNoToken && Universal(syntax.relation(token)) == Relation::kNsubj &&
        syntax.child(up, Relation::kCop) != kNoToken &&
        syntax.child(up, Relation::kMark) != kNoToken) {
      Attribution attribution = Start(entry, token, {token, token + 1}, "noun-copula");
      SetSource(syntax, source, &attribution);
      Finish(context, syntax.Subtree(up, {token, syntax.child(up, Relation::kCop)}),
             std::move(attribution), out);
    }
    return;
  }
  TokenRange cue = {token, token + 1};
  if (marker != kNoToken && marker == cue.end) ++cue.end;
  Attribution attribution = Start(entry, token, cue, "noun-complement");
  SetSource(syntax, source, &attribution);
  std::vector<uint32_t> without;
  if (marker != kNoToken) without.push_back(marker);
  Finish(context, syntax.Subtree(content, without), std::move(attribution), out);
}

void FindAdjectiveCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  if (syntax.word(token).upos != Upos::kAdj) return;
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.lemma(token));
  if (entry == nullptr || !entry->adjective) return;
  const uint32_t subject = syntax.Subject(token);
  if (subject == kNoToken || syntax.relation(subject) == Relation::kExpl) return;
  uint32_t content = kNoToken, marker = kNoToken;
  for (uint32_t c : syntax.annotation().children(token)) {
    const Relation r = Universal(syntax.relation(c));
    if (c < token || content != kNoToken) continue;
    if (r == Relation::kCcomp || r == Relation::kXcomp ||
        (r == Relation::kAdvcl && syntax.child(c, Relation::kMark) != kNoToken &&
         syntax.lemma(syntax.child(c, Relation::kMark)) == "that")) {
      content = c;
    } else if (r == Relation::kObl) {
      const uint32_t preposition = syntax.child(c, Relation::kCase);
      if (preposition != kNoToken && preposition == token + 1) {
        content = c;
        marker = preposition;
      }
    }
  }
  if (content == kNoToken) return;
  TokenRange cue = {token, token + 1};
  const TokenRange sentence = syntax.sentence(token);
  while (cue.begin > sentence.begin && syntax.head(cue.begin - 1) == token &&
         (syntax.relation(cue.begin - 1) == Relation::kCop ||
          Universal(syntax.relation(cue.begin - 1)) == Relation::kAux ||
          syntax.relation(cue.begin - 1) == Relation::kAdvmod)) {
    --cue.begin;
  }
  std::vector<uint32_t> without;
  if (marker != kNoToken) {
    ++cue.end;
    without.push_back(marker);
  }
  Attribution attribution = Start(entry, token, cue, "adjective-complement");
  SetSource(syntax, subject, &attribution);
  Finish(context, syntax.Subtree(content, without), std::move(attribution), out);
}

void FindPrepositionCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  const TokenRange sentence = syntax.sentence(token);
  const std::string& lemma = syntax.lemma(token);
  const auto next = [&](uint32_t offset) -> absl::string_view {
    return token + offset < sentence.end ? absl::string_view(syntax.lemma(token + offset)) : "";
  };
  TokenRange cue = {token, token + 1};
  uint32_t source = kNoToken;
  absl::string_view rule = "according-to";
  const bool according = lemma.rfind("accord", 0) == 0 && next(1) == "to";
  const bool in_words =
      lemma == "in" && next(1) == "the" &&
      (next(2) == "word" || next(2) == "view" || next(2) == "opinion" || next(2) == "eye") &&
      next(3) == "of";
  if (according) {
    cue.end = token + 2;
    // The phrase that "according" marks, wherever the tree hangs the marker.
    for (uint32_t i = cue.end; i < sentence.end && source == kNoToken; ++i) {
      if (syntax.head(i) == token && syntax.IsNominal(i)) source = i;
      if (syntax.head(token) == i || syntax.head(token + 1) == i) source = i;
    }
  } else if (in_words) {
    cue.end = token + 4;
    source = syntax.head(token + 3);
    if (source != kNoToken && source < cue.end) source = kNoToken;
    rule = "in-the-words-of";
  } else if (lemma == "per" && syntax.word(token).upos == Upos::kAdp) {
    source = syntax.head(token);
    if (source == kNoToken || source < token ||
        (syntax.word(source).upos != Upos::kPropn &&
         !syntax.annotation().dominates(source, token))) {
      return;
    }
    if (syntax.word(source).upos != Upos::kPropn) return;  // "per cent", "per day"
    rule = "per-source";
  } else if (lemma == "for" && token + 1 < sentence.end &&
             (token == sentence.begin || syntax.text(token - 1) == ",")) {
    source = syntax.head(token);
    if (source == kNoToken || source < token || syntax.head(source) == kNoToken ||
        syntax.head(source) < source || Universal(syntax.relation(source)) != Relation::kObl) {
      return;
    }
    // "For the minister, the deal is dead": a judgement, so a predicate without action.
    const uint32_t up = syntax.head(source);
    const bool person = syntax.word(source).upos == Upos::kPropn;
    const uint32_t end = syntax.annotation().subtree(source).end;
    if (!person || syntax.child(up, Relation::kCop) == kNoToken || end >= sentence.end ||
        (syntax.text(end) != "," && syntax.text(end - 1) != ",")) {
      return;
    }
    rule = "for-source";
  } else {
    return;
  }
  if (source == kNoToken || !syntax.sentence(token).Contains(source)) return;
  const ReportingCue* entry = context.lexicon.reporting_cue(according  ? "according to"
                                                            : in_words ? "in the words of"
                                                                       : absl::string_view(lemma));
  Attribution attribution = Start(entry, token, cue, rule);
  SetSource(syntax, source, &attribution);
  attribution.source->begin = std::max(attribution.source->begin, cue.end);
  // The phrase with its cue is no part of what it frames.
  uint32_t phrase = in_words ? token + 2 : source;
  const uint32_t up_of_cue = syntax.head(token);
  if (syntax.head(source) == token || (up_of_cue != kNoToken && up_of_cue != source &&
                                       syntax.annotation().dominates(token, source))) {
    phrase = token;
  }
  const uint32_t up = syntax.head(phrase);
  if (up == kNoToken) return;
  const uint32_t clause = ClauseOf(syntax, up);
  Finish(context, syntax.Subtree(clause, {phrase, token}), std::move(attribution), out);
}

void FindAdverbCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  if (syntax.word(token).upos != Upos::kAdv) return;
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.lemma(token));
  const uint32_t up = syntax.head(token);
  if (entry == nullptr || !entry->adverb || up == kNoToken) return;
  Finish(context, syntax.Subtree(up, {token}),
         Start(entry, token, {token, token + 1}, "adverb-of-hearsay"), out);
}

void FindColonOrDash(const Context& context, uint32_t sentence, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  const text::Sentence& s = syntax.document().sentences()[sentence];
  // A body may open with its headline: words without a stop.
  const bool headline = s.section == text::Section::kHeadline ||
                        (sentence == 0 && !syntax.IsPunctuation(s.tokens.end - 1));
  // Who speaks stands in a few words before the colon, without a predicate.
  for (uint32_t i = s.tokens.begin + 1; i + 1 < s.tokens.end && i < s.tokens.begin + 9; ++i) {
    if (syntax.text(i) != ":") continue;
    const TokenRange before = {s.tokens.begin, i};
    bool named = false, predicate = false;
    for (uint32_t j = before.begin; j < before.end; ++j) {
      const Upos upos = syntax.word(j).upos;
      named |= upos == Upos::kPropn || (headline && upos == Upos::kNoun);
      predicate |= upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kNum ||
                   context.quotation_of[j] != kNoQuotation;
    }
    const bool quoted = context.quotation_of[i + 1] != kNoQuotation;
    if (!named || predicate || (!headline && !quoted)) return;
    Attribution attribution = Start(nullptr, i, {i, i + 1}, headline ? "headline-colon" : "colon");
    attribution.source = before;
    attribution.source_head = i - 1;
    for (uint32_t j = before.begin; j < before.end; ++j) {
      const uint32_t up = syntax.head(j);
      if ((up == kNoToken || !before.Contains(up)) && syntax.IsNominal(j)) {
        attribution.source_head = j;
      }
    }
    Finish(context, {{i + 1, s.tokens.end}}, std::move(attribution), out);
    return;
  }
  // "No deal - minister" in a headline, "words" - Name under a quotation.
  for (uint32_t i = s.tokens.end; i-- > s.tokens.begin + 1;) {
    const absl::string_view mark = syntax.text(i);
    if (mark != "-" && mark != "--" && mark != "\u2013" && mark != "\u2014") continue;
    const TokenRange after = syntax.Trim({i + 1, s.tokens.end});
    if (after.empty() || after.size() > 6) return;
    bool names = false, other = false;
    for (uint32_t j = after.begin; j < after.end; ++j) {
      const Upos upos = syntax.word(j).upos;
      names |= upos == Upos::kPropn || upos == Upos::kNoun;
      other |= upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kNum ||
               upos == Upos::kPron || upos == Upos::kSconj;
    }
    const bool quoted = context.quotation_of[i - 1] != kNoQuotation;
    bool predicate = false;
    for (uint32_t j = s.tokens.begin; j < i; ++j) predicate |= syntax.IsVerb(j);
    if (!names || other || !(quoted || (headline && predicate && after.size() <= 3))) return;
    Attribution attribution = Start(nullptr, i, {i, i + 1}, headline ? "headline-dash" : "dash");
    attribution.source = after;
    attribution.source_head = after.end - 1;
    Finish(context, {{s.tokens.begin, i}}, std::move(attribution), out);
    return;
  }
}

}  // namespace parallax::attribution::internal
