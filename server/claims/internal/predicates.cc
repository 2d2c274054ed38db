#include "server/claims/internal/predicates.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "server/claims/internal/event_nouns.h"
#include "server/claims/internal/verb_classes.h"

namespace parallax::claims::internal {
namespace {

using language::Universal;

// Parts of another word or function words: never predicates of their own.
bool IsPartOfOther(Relation relation) {
  switch (Universal(relation)) {
    case Relation::kAux:
    case Relation::kCop:
    case Relation::kCase:
    case Relation::kMark:
    case Relation::kCc:
    case Relation::kPunct:
    case Relation::kFixed:
    case Relation::kFlat:
    case Relation::kGoeswith:
    case Relation::kCompound:
    case Relation::kDet:
    case Relation::kExpl:
    case Relation::kDiscourse:
    case Relation::kReparandum:
    case Relation::kVocative:
      return true;
    default:
      return false;
  }
}

bool HasArgumentOrModifier(const Syntax& syntax, uint32_t token) {
  for (uint32_t child : syntax.children(token)) {
    switch (Universal(syntax.relation(child))) {
      case Relation::kNmod:
      case Relation::kAcl:
      case Relation::kCcomp:
      case Relation::kAmod:
      case Relation::kCompound:
      case Relation::kNummod:
        return true;
      default:
        break;
    }
  }
  return false;
}

// True for the core roles in which a bare noun is itself what is told.
bool IsCore(Relation relation) {
  const Relation plain = Universal(relation);
  return plain == Relation::kNsubj || plain == Relation::kObj || plain == Relation::kRoot;
}

bool IsEventNominal(const Syntax& syntax, uint32_t token) {
  const language::Word& word = syntax.word(token);
  if (word.upos != Upos::kNoun && word.upos != Upos::kPropn) return false;
  // Title case makes nouns of headlines look like names.
  if (word.upos == Upos::kPropn && !syntax.in_headline(token)) return false;
  if (const language::NamedEntity* entity = syntax.EntityAt(token);
      entity != nullptr && entity->type != language::EntityType::kOther) {
    return false;
  }
  switch (ClassifyEventNoun(syntax.lemma(token))) {
    case EventNoun::kNone:
      return false;
    case EventNoun::kDerived:
      return word.upos == Upos::kNoun &&
             (HasArgumentOrModifier(syntax, token) || IsCore(word.relation));
    default:
      return true;
  }
}

bool HasCopula(const Syntax& syntax, uint32_t token) {
  return syntax.ChildOf(token, Relation::kCop) != kNoToken;
}

// "nine dead", "a law likely to pass": an adjective behind its noun is said of it.
bool StandsBehindNoun(const Syntax& syntax, uint32_t token) {
  const language::Word& word = syntax.word(token);
  return word.relation == Relation::kAmod && word.head != kNoToken && word.head < token &&
         syntax.HeadsNounPhrase(word.head);
}

// "the abandoned house", "a growing crowd": a participle before its noun tells of an event; not
// "the alleged attack", whose participle tells how sure the report is.
bool IsAttributiveParticiple(const Source& source, uint32_t token) {
  const Syntax& syntax = source.syntax;
  const language::Word& word = syntax.word(token);
  if (word.relation != Relation::kAmod || word.head == kNoToken || word.head < token) return false;
  if (word.xpos != Xpos::kVbn && word.xpos != Xpos::kVbg) return false;
  if (syntax.EntityAt(token) != nullptr) return false;
  return source.matcher.marker(token) == nullptr;
}

// "Nine dead, 17 hurt", "Shares down 14%": a word of state right behind a number or noun of a
// headline, whatever the tree makes of it.
bool IsTelegraphic(const Syntax& syntax, uint32_t token) {
  if (!syntax.in_headline(token) || !IsTelegraphicState(syntax.lower(token))) return false;
  const TokenRange sentence = syntax.sentence(token).tokens;
  if (token == sentence.begin) return false;
  const Upos before = syntax.word(token - 1).upos;
  if (before != Upos::kNum && before != Upos::kNoun && before != Upos::kPropn) return false;
  // "up to 20", "out of the race", "back pay": not said of the noun before.
  if (token + 1 == sentence.end) return true;
  const Upos after = syntax.word(token + 1).upos;
  const bool participle = absl::EndsWith(syntax.text(token), "ed");
  return after == Upos::kPunct || after == Upos::kNum || after == Upos::kSym ||
         after == Upos::kSconj || after == Upos::kCconj ||
         (after == Upos::kAdp &&
          (participle || syntax.lower(token) == "dead" || syntax.lower(token) == "die" ||
           syntax.lower(token) == "hurt" || syntax.lower(token) == "missing"));
}

// "Belyk, a spy": a common noun that describes; no name, no number, no time.
bool IsDescriptiveApposition(const Syntax& syntax, uint32_t token) {
  const language::Word& word = syntax.word(token);
  if (word.relation != Relation::kAppos || word.head == kNoToken) return false;
  if (word.upos != Upos::kNoun || IsTimeNoun(syntax.lemma(token))) return false;
  const language::NamedEntity* entity = syntax.EntityAt(token);
  if (entity != nullptr && entity->tokens.Contains(word.head)) return false;
  return syntax.HeadsNounPhrase(word.head);
}

absl::optional<PredicateKind> KindOf(const Source& source, uint32_t token) {
  const Syntax& syntax = source.syntax;
  const language::Word& word = syntax.word(token);
  if (word.upos != Upos::kVerb && IsTelegraphic(syntax, token)) return PredicateKind::kAttribute;
  if (IsPartOfOther(word.relation)) return absl::nullopt;
  const bool has_subject = syntax.SubjectOf(token) != kNoToken;
  if (HasCopula(syntax, token)) {
    // A participle with a wrongly read passive auxiliary stays a verb.
    return word.upos == Upos::kVerb ? PredicateKind::kVerb : PredicateKind::kAttribute;
  }
  if (word.upos == Upos::kVerb) {
    if (word.relation == Relation::kAmod && !StandsBehindNoun(syntax, token) &&
        !IsAttributiveParticiple(source, token)) {
      return absl::nullopt;
    }
    if (Universal(word.relation) == Relation::kAdvmod) return absl::nullopt;
    return PredicateKind::kVerb;
  }
  if (word.upos == Upos::kAux) {
    if (has_subject) return PredicateKind::kVerb;
    return absl::nullopt;
  }
  const bool content = word.upos == Upos::kAdj || word.upos == Upos::kNoun ||
                       word.upos == Upos::kPropn || word.upos == Upos::kNum ||
                       word.upos == Upos::kAdv || word.upos == Upos::kSym ||
                       word.upos == Upos::kPron;
  if (!content) return absl::nullopt;
  if (has_subject) return PredicateKind::kAttribute;
  const Relation plain = Universal(word.relation);
  if (plain == Relation::kXcomp && word.upos != Upos::kAdv && word.upos != Upos::kPron) {
    return PredicateKind::kAttribute;
  }
  if (word.upos == Upos::kAdj) {
    if (plain == Relation::kAcl || plain == Relation::kAdvcl || StandsBehindNoun(syntax, token)) {
      return PredicateKind::kAttribute;
    }
  }
  if (plain == Relation::kConj && word.head != kNoToken &&
      (word.upos == Upos::kAdj || word.upos == Upos::kNoun)) {
    uint32_t first = word.head;
    while (syntax.relation(first) == Relation::kConj && syntax.head(first) != kNoToken) {
      first = syntax.head(first);
    }
    const Upos first_tag = syntax.word(first).upos;
    if (HasCopula(syntax, first) && (first_tag == Upos::kAdj) == (word.upos == Upos::kAdj) &&
        first_tag != Upos::kVerb) {
      return PredicateKind::kAttribute;
    }
  }
  if (IsDescriptiveApposition(syntax, token)) return PredicateKind::kAttribute;
  if (IsEventNominal(syntax, token)) return PredicateKind::kNominal;
  return absl::nullopt;
}

// True where the first verb of the coordination is passive and this participle leans on it: "was
// called in and handed a list".
bool SharesPassive(const Syntax& syntax, uint32_t token) {
  while (syntax.relation(token) == Relation::kConj) {
    if (syntax.SubjectOf(token) != kNoToken) return false;
    if (syntax.ChildOf(token, Relation::kAux) != kNoToken) return false;
    if (syntax.word(token).xpos != Xpos::kVbn && syntax.word(token).xpos != Xpos::kVbd) {
      return false;
    }
    token = syntax.head(token);
    if (token == kNoToken) return false;
    if (syntax.child(token, Relation::kAuxPass) != kNoToken) return true;
  }
  return false;
}

Voice VoiceOf(const Source& source, uint32_t token) {
  const Syntax& syntax = source.syntax;
  const language::Word& word = syntax.word(token);
  bool has_auxiliary = false;
  bool has_object = false;
  for (uint32_t child : syntax.children(token)) {
    const Relation relation = syntax.relation(child);
    if (relation == Relation::kAuxPass || relation == Relation::kNsubjPass ||
        relation == Relation::kCsubjPass) {
      return Voice::kPassive;
    }
    if (relation == Relation::kAux) has_auxiliary = true;
    if (relation == Relation::kObj || relation == Relation::kCcomp) has_object = true;
  }
  if ((word.features & language::kVoicePass) != 0) return Voice::kPassive;
  if (has_auxiliary) return Voice::kActive;
  if (word.xpos == Xpos::kVbn) {
    const Relation plain = Universal(word.relation);
    if (plain == Relation::kAcl || plain == Relation::kAdvcl || plain == Relation::kAmod ||
        (syntax.in_headline(token) && !IsUnaccusative(syntax.lemma(token)))) {
      return Voice::kPassive;
    }
  }
  // Headlines tell what happened in the present tense; their past forms are participles.
  if (word.xpos == Xpos::kVbd && syntax.in_headline(token) && !has_object &&
      !IsUnaccusative(syntax.lemma(token)) && source.matcher.cue_of_word(token) == nullptr) {
    return Voice::kPassive;
  }
  return SharesPassive(syntax, token) ? Voice::kPassive : Voice::kActive;
}

// Verb with its particles; light verb with the event noun that is its object, where nothing but
// determiners and modifiers of that noun stands between.
TokenRange PredicateWords(const Syntax& syntax, uint32_t token, PredicateKind kind) {
  TokenRange range{token, token + 1};
  const auto grow = [&](uint32_t to) {
    if (to == range.end) range.end = to + 1;
    if (to + 1 == range.begin) range.begin = to;
  };
  for (uint32_t child : syntax.children(token)) {
    const language::Word& word = syntax.word(child);
    if (word.relation == Relation::kCompoundPrt || word.relation == Relation::kFixed) grow(child);
    if (word.relation == Relation::kGoeswith || word.relation == Relation::kFlat) grow(child);
  }
  if (kind != PredicateKind::kVerb || !IsLight(syntax.lemma(token))) return range;
  const uint32_t object = syntax.child(token, Relation::kObj);
  if (object == kNoToken || object < range.end || object > token + 4 ||
      !IsEventNominal(syntax, object) ||
      ClassifyEventNoun(syntax.lemma(object)) == EventNoun::kDerived) {
    return range;
  }
  for (uint32_t between = range.end; between < object; ++between) {
    if (!syntax.annotation().dominates(object, between)) return range;
  }
  range.end = object + 1;
  return range;
}

bool IsWordy(const Syntax& syntax, uint32_t token) {
  switch (syntax.word(token).upos) {
    case Upos::kNoun:
    case Upos::kPropn:
    case Upos::kAdj:
    case Upos::kVerb:
    case Upos::kAdv:
    case Upos::kNum:
    case Upos::kPron:
      return true;
    default:
      return false;
  }
}

}  // namespace

void FindPredicates(const Source& source, uint32_t sentence, std::vector<Claim>* claims) {
  const Syntax& syntax = source.syntax;
  const TokenRange tokens = syntax.document().sentences()[sentence].tokens;
  const size_t before = claims->size();
  const auto add = [&](uint32_t token, PredicateKind kind) {
    Claim claim;
    claim.sentence = sentence;
    claim.head = token;
    claim.kind = kind;
    claim.voice = kind == PredicateKind::kVerb ? VoiceOf(source, token) : Voice::kNone;
    claim.predicate = PredicateWords(syntax, token, kind);
    claims->push_back(std::move(claim));
  };
  for (uint32_t token = tokens.begin; token < tokens.end; ++token) {
    if (const absl::optional<PredicateKind> kind = KindOf(source, token)) add(token, *kind);
  }
  if (claims->size() > before) return;
  // A fragment ("No deal.", "Silence on the deck") puts its root forward.
  for (uint32_t token = tokens.begin; token < tokens.end; ++token) {
    if (syntax.head(token) != kNoToken) continue;
    if (IsWordy(syntax, token) && tokens.size() > 1 && !IsTimeNoun(syntax.lemma(token))) {
      const bool noun = syntax.HeadsNounPhrase(token);
      add(token, noun ? PredicateKind::kNominal : PredicateKind::kAttribute);
    }
    return;
  }
}

}  // namespace parallax::claims::internal
