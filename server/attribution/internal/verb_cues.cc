// Verbs as cues: said, told reporters, was accused of, wants to.
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

struct Found {
  std::vector<TokenRange> parts;
  absl::string_view rule;
  uint32_t preposition = kNoToken;  // that belongs to the cue: "called for"
  TokenRange source = {};           // where the words tell it, else empty
};

// Anything between a verb and its quotation that does not cut them apart.
bool Bridges(const Syntax& syntax, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; ++i) {
    if (syntax.IsVerb(i) && syntax.relation(i) != Relation::kAdvcl &&
        syntax.relation(i) != Relation::kAcl && syntax.relation(i) != Relation::kAclRelcl) {
      return false;
    }
  }
  return true;
}

// The speech nearest to the verb in its sentence, before or after.
uint32_t AdjacentQuotation(const Context& context, uint32_t verb) {
  const Syntax& syntax = context.syntax;
  const TokenRange sentence = syntax.sentence(verb);
  for (uint32_t i = verb + 1; i < sentence.end; ++i) {
    const uint32_t q = context.quotation_of[i];
    if (q != kNoQuotation) {
      if (Bridges(syntax, verb + 1, i)) return q;
      break;
    }
  }
  for (uint32_t i = verb; i-- > sentence.begin;) {
    const uint32_t q = context.quotation_of[i];
    if (q != kNoQuotation) return Bridges(syntax, i + 1, verb) ? q : kNoQuotation;
  }
  return kNoQuotation;
}

// The governing preposition of a phrase that hangs on a verb.
uint32_t CaseOf(const Syntax& syntax, uint32_t token) {
  const uint32_t marker = syntax.child(token, Relation::kCase);
  return marker != kNoToken ? marker : syntax.child(token, Relation::kMark);
}

const ReportingCue* VerbEntry(const Context& context, uint32_t verb, uint32_t* preposition) {
  const Syntax& syntax = context.syntax;
  *preposition = kNoToken;
  for (uint32_t c : syntax.annotation().children(verb)) {
    if (c < verb) continue;
    const Relation r = Universal(syntax.relation(c));
    if (r != Relation::kObl && r != Relation::kAdvcl) continue;
    const uint32_t marker = CaseOf(syntax, c);
    if (marker == kNoToken || marker < verb) continue;
    const ReportingCue* entry =
        context.lexicon.reporting_cue(absl::StrCat(syntax.lemma(verb), " ", syntax.lemma(marker)));
    if (entry != nullptr && entry->verb) {
      *preposition = marker;
      return entry;
    }
  }
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.VerbLemma(verb));
  if (entry == nullptr || !entry->verb) entry = context.lexicon.reporting_cue(syntax.lemma(verb));
  return entry != nullptr && entry->verb ? entry : nullptr;
}

bool IsRelative(const Syntax& syntax, uint32_t token) {
  const language::Xpos xpos = syntax.word(token).xpos;
  return xpos == language::Xpos::kWp || xpos == language::Xpos::kWdt ||
         xpos == language::Xpos::kWpPoss;
}

// True for words that can stand for who speaks: a noun phrase, with participles ("two people
// briefed on the talks") and whole relative clauses behind its noun, but no clause of its own.
bool IsSource(const Syntax& syntax, TokenRange range) {
  if (range.empty()) return false;
  const auto joins = [&](uint32_t i) {
    const Upos upos = syntax.word(i).upos;
    return upos == Upos::kAdp || upos == Upos::kCconj || upos == Upos::kSconj ||
           upos == Upos::kPart || IsRelative(syntax, i);
  };
  if (joins(range.begin) || joins(range.end - 1) || syntax.word(range.begin).upos == Upos::kAdv) {
    return false;
  }
  bool nominal = false, relative = false;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const language::Word& word = syntax.word(i);
    if (IsRelative(syntax, i)) {
      if (!nominal) return false;
      relative = true;
    } else if (word.upos == Upos::kVerb || word.upos == Upos::kAux) {
      // "people briefed on the talks": taggers take such a participle for a past tense.
      const bool participle = word.xpos == language::Xpos::kVbn ||
                              word.xpos == language::Xpos::kVbg ||
                              (word.xpos == language::Xpos::kVbd && i + 1 < range.end &&
                               syntax.word(i + 1).upos == Upos::kAdp);
      if (!nominal || !(relative || participle)) return false;
    } else if (word.upos == Upos::kSconj || syntax.lemma(i) == "that") {
      if (!relative) return false;
    } else {
      nominal |= syntax.IsNominal(i);
    }
  }
  return nominal;
}

// The last of the nominals that stand together before anything else follows: "[two people] briefed
// on the talks".
uint32_t FirstNoun(const Syntax& syntax, TokenRange range) {
  uint32_t noun = range.begin;
  bool found = false;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (syntax.IsNominal(i)) {
      noun = i;
      found = true;
    } else if (found) {
      break;
    }
  }
  return noun;
}

struct Trailing {
  uint32_t end = 0;        // of what stands before the comma, 0 where the sentence is not so built
  TokenRange source = {};  // empty where it stands behind the verb
};

// "..., the ministry said on Monday." Read off the words, since a comma splice misleads parsers.
Trailing BeforeTrailingCue(const Context& context, uint32_t verb) {
  const Syntax& syntax = context.syntax;
  const TokenRange sentence = syntax.sentence(verb);
  if (context.quotation_of[verb] != kNoQuotation) return {};
  if (verb == sentence.begin || verb + 1 >= sentence.end) return {};
  if (syntax.word(verb).xpos == language::Xpos::kVbg) return {};
  const auto cuts = [&](uint32_t i) {
    return syntax.text(i) == "," || IsQuotationMark(syntax.text(i));
  };
  // After the verb: hearer, place, time; no clause of its own.
  const bool inverted =
      cuts(verb - 1) && syntax.text(verb + 1) != "," && syntax.word(verb + 1).upos != Upos::kAdp;
  if (sentence.end - verb > 24) return {};
  for (uint32_t i = verb + 1; i < sentence.end; ++i) {
    const absl::string_view word = syntax.text(i);
    if (word == ":" || word == "that" || context.quotation_of[i] != kNoQuotation) return {};
    const bool clause = syntax.word(i).upos == Upos::kVerb || syntax.word(i).upos == Upos::kAux;
    if (!clause) continue;
    // A relative clause or a participle behind a comma may follow.
    bool modifier = false;
    for (uint32_t j = verb + 1; j < i; ++j) {
      modifier |= syntax.text(j) == "," || syntax.lemma(j) == "who" || syntax.lemma(j) == "which";
    }
    if (!modifier) return {};
  }
  uint32_t cut = verb;
  TokenRange source;
  bool nominal = inverted;
  if (inverted) {
    cut = verb - 1;
  } else {
    // Back over the source to the comma before it; over an apposition or a clause that a comma
    // closes before the verb, to the one before that.
    const int most = syntax.text(verb - 1) == "," ? 2 : 1;
    int commas = 0;
    for (uint32_t i = verb; i-- > sentence.begin && verb - i < 28;) {
      if (!cuts(i)) continue;
      cut = i;
      if (IsQuotationMark(syntax.text(i)) || ++commas == most) break;
    }
    if (commas < most && !(cut < verb && IsQuotationMark(syntax.text(cut)))) return {};
    source = {cut + 1, verb};
    while (!source.empty() &&
           (syntax.word(source.end - 1).upos == Upos::kAux ||
            syntax.word(source.end - 1).upos == Upos::kAdv || syntax.text(source.end - 1) == ",")) {
      --source.end;
    }
    nominal = IsSource(syntax, source) && !syntax.IsPassive(verb);
  }
  if (!nominal || cut == verb || cut <= sentence.begin + 1) return {};
  for (uint32_t i = sentence.begin; i < cut; ++i) {
    if (syntax.annotation().has(i, language::kVerbFin) || context.quotation_of[i] != kNoQuotation) {
      return {IsQuotationMark(syntax.text(cut)) ? cut + 1 : cut, source};
    }
  }
  return {};
}

// The clause or phrase that the verb gives to its source.
Found ContentOf(const Context& context, uint32_t verb, const ReportingCue& entry,
                uint32_t preposition) {
  const Syntax& syntax = context.syntax;
  const language::Annotation& annotation = syntax.annotation();
  const uint32_t own_quotation = context.quotation_of[verb];
  uint32_t clause = kNoToken, open_clause = kNoToken, aside = kNoToken;
  for (uint32_t c : annotation.children(verb)) {
    const Relation r = Universal(syntax.relation(c));
    if (r == Relation::kCcomp && clause == kNoToken) clause = c;
    if (r == Relation::kXcomp && open_clause == kNoToken) open_clause = c;
    if (r == Relation::kParataxis && aside == kNoToken) aside = c;
  }
  if (!entry.mental && !entry.weak && !entry.prospective) {
    const Trailing trailing = BeforeTrailingCue(context, verb);
    if (trailing.end > 0) {
      return {
          {{syntax.sentence(verb).begin, trailing.end}}, "trailing-cue", kNoToken, trailing.source};
    }
  }
  if (preposition != kNoToken) {
    const uint32_t phrase = syntax.head(preposition);
    return {syntax.Subtree(phrase, {preposition}), "verb-preposition", preposition};
  }
  if (entry.accusation) {
    for (uint32_t c : annotation.children(verb)) {
      const uint32_t marker = CaseOf(syntax, c);
      if (c > verb && marker != kNoToken &&
          (syntax.lemma(marker) == "of" || syntax.lemma(marker) == "for" ||
           syntax.lemma(marker) == "with" || syntax.lemma(marker) == "over")) {
        std::vector<TokenRange> parts = syntax.Subtree(c, {});
        const uint32_t object = syntax.child(verb, Relation::kObj);
        if (object != kNoToken && object < c) parts.push_back(annotation.subtree(object));
        return {std::move(parts), "verb-accusation"};
      }
    }
  }
  if (clause != kNoToken) return {syntax.Subtree(clause, {}), "verb-clause"};
  const uint32_t quotation = AdjacentQuotation(context, verb);
  if (quotation != kNoQuotation && quotation != own_quotation && !entry.mental) {
    return {{context.quotations[quotation].tokens}, "verb-quotation"};
  }
  if (aside != kNoToken && !entry.mental &&
      (context.quotation_of[aside] != own_quotation || !entry.weak)) {
    return {syntax.Subtree(aside, {}), "verb-aside"};
  }
  if (open_clause != kNoToken && !entry.weak) {
    return {syntax.Subtree(open_clause, {}), "verb-open-clause"};
  }
  // "X, he said, Y": the cue stands inside what is said.
  const uint32_t up = syntax.head(verb);
  if (syntax.relation(verb) == Relation::kParataxis && up != kNoToken && !entry.weak &&
      syntax.Subject(verb) != kNoToken) {
    return {syntax.Subtree(up, {verb}), "cue-inside-content"};
  }
  const uint32_t object = syntax.child(verb, Relation::kObj);
  if (object != kNoToken && !entry.weak && !syntax.IsPassive(verb)) {
    return {{syntax.NounPhrase(object)}, "verb-object"};
  }
  return {};
}

// The verb with its auxiliaries, negation, adverbs and particle.
TokenRange CueSpan(const Syntax& syntax, uint32_t verb, uint32_t preposition) {
  const auto belongs = [&](uint32_t i) {
    if (syntax.head(i) != verb) return false;
    const Relation r = Universal(syntax.relation(i));
    return r == Relation::kAux || r == Relation::kAdvmod || r == Relation::kCompound ||
           (r == Relation::kMark && syntax.text(i) == "to");
  };
  TokenRange span = {verb, verb + 1};
  const TokenRange sentence = syntax.sentence(verb);
  while (span.begin > sentence.begin && belongs(span.begin - 1)) --span.begin;
  while (span.end < sentence.end && belongs(span.end) &&
         syntax.relation(span.end) == Relation::kCompoundPrt) {
    ++span.end;
  }
  if (preposition != kNoToken && preposition == span.end) ++span.end;
  return span;
}

}  // namespace

void FindVerbCue(const Context& context, uint32_t token, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  if (!syntax.IsVerb(token)) return;
  uint32_t preposition = kNoToken;
  const ReportingCue* entry = VerbEntry(context, token, &preposition);
  if (entry == nullptr) return;
  Found found = ContentOf(context, token, *entry, preposition);
  if (found.parts.empty()) return;
  Attribution attribution;
  attribution.cue = CueSpan(syntax, token, found.preposition);
  attribution.cue_head = token;
  attribution.entry = entry;
  attribution.connotation = entry->connotation;
  attribution.rule = found.rule;
  uint32_t source = kNoToken;
  if (syntax.IsPassive(token)) {
    source = syntax.child(token, Relation::kOblAgent);
    if (source == kNoToken) {
      for (uint32_t c : syntax.annotation().children(token)) {
        const uint32_t marker = syntax.child(c, Relation::kCase);
        if (Universal(syntax.relation(c)) == Relation::kObl && marker != kNoToken &&
            syntax.lemma(marker) == "by") {
          source = c;
        }
      }
    }
  } else {
    source = syntax.UnderstoodSubject(token);
    // "..., says minister": what stands behind an inverted verb is who speaks.
    const uint32_t object = syntax.child(token, Relation::kObj);
    if (found.rule == "trailing-cue" && (source == kNoToken || source < token) &&
        object != kNoToken && token > 0 &&
        (syntax.text(token - 1) == "," || IsQuotationMark(syntax.text(token - 1)))) {
      source = object;
    }
  }
  if (source != kNoToken) {
    attribution.source_head = source;
    attribution.source = syntax.NounPhrase(source);
  }
  if (!found.source.empty() &&
      (source == kNoToken || !found.source.Contains(source) || IsRelative(syntax, source))) {
    attribution.source = found.source;
    attribution.source_head = FirstNoun(syntax, found.source);
  }
  // What is said is neither who says it nor that it is said.
  attribution.content = Completed(context, std::move(found.parts), token);
  if (!attribution.content.empty()) out->push_back(std::move(attribution));
}

}  // namespace parallax::attribution::internal
