// What an attribution holds of the words in its content, and what a predicate's own words hold.
#include <algorithm>

#include "server/commitment/internal/layers.h"

namespace parallax::commitment::internal {
namespace {

using attribution::Attribution;
using attribution::kNoAttribution;
using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using language::Xpos;
using lexicon::Connotation;

// Verbs of praise and blame, which take for granted what they judge.
bool Judges(const Attribution& attribution) {
  const lexicon::ReportingCue* entry = attribution.entry;
  if (entry == nullptr || !entry->parts.verb || entry->accusation || entry->prospective ||
      entry->legal) {
    return false;
  }
  return entry->takes_person || entry->connotation == Connotation::kCharged;
}

// Verbs that give a thing a name of the speaker's choice.
bool IsNaming(absl::string_view lemma) {
  return lemma == "call" || lemma == "label" || lemma == "brand" || lemma == "dub" ||
         lemma == "term" || lemma == "describe" || lemma == "characterize" ||
         lemma == "characterise" || lemma == "portray" || lemma == "depict";
}

// Prepositions that place one event by another.
bool OrdersTime(absl::string_view lemma) {
  return lemma == "after" || lemma == "before" || lemma == "since" || lemma == "during" ||
         lemma == "amid" || lemma == "following";
}

}  // namespace

bool IsComplement(Relation relation) {
  const Relation r = Universal(relation);
  return r == Relation::kCcomp || r == Relation::kXcomp || r == Relation::kCsubj;
}

bool InContent(const Attribution& attribution, uint32_t token) {
  return std::any_of(attribution.content.begin(), attribution.content.end(),
                     [token](TokenRange part) { return part.Contains(token); });
}

// "the inquiry announced by the minister": the cue tells which, it does not put the noun forward.
bool LayerReader::Modifies(uint32_t cue_head, uint32_t token) const {
  uint32_t at = cue_head;
  for (int steps = 0; steps < 8 && at != kNoToken && at != token; ++steps) {
    const language::Word& word = syntax_.word(at);
    if (Universal(word.relation) == Relation::kAcl) return word.head == token;
    if (word.relation != Relation::kConj) return false;
    at = word.head;
  }
  return false;
}

// "put the crowd at 5,000", "put the failure down to the rain".
bool LayerReader::PutsFigure(uint32_t verb) const {
  if (syntax_.lemma(verb) != "put" || syntax_.word(verb).upos != Upos::kVerb) return false;
  const bool down = syntax_.VerbLemma(verb) == "put down";
  bool object = false, said = false;
  for (uint32_t c : syntax_.children(verb)) {
    const Relation r = Universal(syntax_.relation(c));
    object |= r == Relation::kObj;
    if (r != Relation::kObl) continue;
    bool figure = syntax_.word(c).upos == Upos::kNum || syntax_.word(c).upos == Upos::kSym;
    bool at = false, to = false;
    for (uint32_t d : syntax_.children(c)) {
      figure |= Universal(syntax_.relation(d)) == Relation::kNummod;
      at |= syntax_.lemma(d) == "at";
      to |= syntax_.lemma(d) == "to";
    }
    said |= (at && figure) || (down && to);
  }
  return object && said;
}

// "called the attack cowardly", "described it as a farce": the name is the speaker's word. What a
// thing is called by everybody ("a village called Lund", "called the boat Ida") is none.
bool LayerReader::GivesName(uint32_t verb) const {
  if (syntax_.word(verb).upos != Upos::kVerb || !IsNaming(syntax_.lemma(verb)) ||
      syntax_.IsPassive(verb)) {
    return false;
  }
  bool object = false, name = false;
  for (uint32_t c : syntax_.children(verb)) {
    const Relation r = Universal(syntax_.relation(c));
    object |= r == Relation::kObj;
    name |= r == Relation::kXcomp && syntax_.word(c).upos != Upos::kPropn;
    if (r == Relation::kObl || r == Relation::kAdvcl) {
      for (uint32_t d : syntax_.children(c)) name |= syntax_.lemma(d) == "as";
    }
  }
  return object && name;
}

// "ordered them out, accusing them of spying": no participle holds the clause it is an adjunct of.
bool LayerReader::HangsOn(uint32_t cue_head, uint32_t token) const {
  if (syntax_.word(cue_head).xpos != Xpos::kVbg ||
      Universal(syntax_.relation(cue_head)) != Relation::kAdvcl) {
    return false;
  }
  uint32_t at = syntax_.head(cue_head);
  for (int steps = 0; steps < 8 && at != kNoToken; ++steps) {
    if (at == token) return true;
    at = syntax_.head(at);
  }
  return false;
}

// "criticised her for 'giving up'": a deed done to somebody, whose reason is quoted; what the
// source says is not put forward.
bool LayerReader::JudgesObject(const Attribution& attribution) const {
  const lexicon::ReportingCue* entry = attribution.entry;
  const bool judges =
      entry != nullptr && (entry->takes_person || entry->connotation == Connotation::kCharged);
  if (!judges || attribution.content.empty()) return false;
  const uint32_t last = attribution.content.back().end - 1;
  for (uint32_t c : syntax_.children(attribution.cue_head)) {
    if (Universal(syntax_.relation(c)) == Relation::kObj &&
        !syntax_.annotation().subtree(c).Contains(last)) {
      return true;
    }
  }
  return false;
}

// "repeated her claim that the bank was sound": the noun says how far the report stands behind it,
// the verb only what was done with the noun.
bool LayerReader::ActsOnNoun(const Layer& outer, const Layer& inner) const {
  if (outer.value != Class::kAttributed || outer.attribution == kNoAttribution ||
      inner.rule != Rule::kDistancingNoun) {
    return false;
  }
  const uint32_t verb = attributions_.attributions[outer.attribution].cue_head;
  const uint32_t noun = inner.tokens.begin;
  return verb != kNoToken && syntax_.head(noun) == verb &&
         Universal(syntax_.relation(noun)) == Relation::kObj;
}

// What a reported clause takes for granted: modifiers of its subject ("The sample, taken in May,
// was clean") and events that only say when ("after a long inquiry").
bool LayerReader::IsBackground(const Attribution& attribution, uint32_t token) const {
  bool modifies = false;
  uint32_t at = token;
  for (int steps = 0; steps < 64 && at != kNoToken && InContent(attribution, at); ++steps) {
    const Relation relation = syntax_.relation(at);
    const Relation r = Universal(relation);
    if (r == Relation::kNsubj && modifies) return true;
    if (r == Relation::kAppos || (r == Relation::kAcl && syntax_.head(at) < at)) {
      // "said rumours that it closed were false" takes nothing for granted.
      if (tree_.UntrueAdjective(syntax_.head(at)) != kNoToken) return false;
      modifies = true;
    }
    if (at == token && r == Relation::kObl && syntax_.IsNominal(token)) {
      const uint32_t preposition = syntax_.child(token, Relation::kCase);
      if (preposition != kNoToken && OrdersTime(syntax_.lemma(preposition))) return true;
    }
    at = syntax_.head(at);
  }
  return false;
}

// True where the cue puts the token's proposition forward, false where it merely speaks of a thing:
// "criticised the closure of the mine" takes the closure for granted.
bool LayerReader::GivesContent(const Attribution& attribution, uint32_t token) const {
  const language::Annotation& annotation = syntax_.annotation();
  if (attribution.form == attribution::Form::kDirect) return true;
  if (attribution.cue_head == kNoToken) return true;
  if (HangsOn(attribution.cue_head, token)) return false;
  if (IsBackground(attribution, token)) return false;
  if (attribution.form == attribution::Form::kMixed && !Judges(attribution)) return true;
  if (attribution.connotation == Connotation::kNeutral && Modifies(attribution.cue_head, token)) {
    return false;
  }
  const bool judges = Judges(attribution);
  bool clause_between = false;
  // From the token up to the cue: a clause on the way is a proposition.
  uint32_t at = token;
  for (int steps = 0; steps < 64 && at != kNoToken; ++steps) {
    const uint32_t up = annotation.word(at).head;
    if (up == kNoToken || !InContent(attribution, up)) {
      const bool known = attribution.entry != nullptr;
      // "drew criticism and a call to resign": a noun beside the cue, not under it.
      if (up != kNoToken && attribution.cue && attribution.cue->Contains(up) &&
          Universal(annotation.word(at).relation) == Relation::kConj && syntax_.IsNominal(at)) {
        return false;
      }
      if (up != attribution.cue_head) return known || clause_between;
      const Relation r = Universal(annotation.word(at).relation);
      if (judges && r == Relation::kAdvcl) return false;
      if (!known) return r == Relation::kCcomp || r == Relation::kParataxis;
      return r != Relation::kObj && r != Relation::kObl && r != Relation::kNmod &&
             r != Relation::kNsubj && r != Relation::kIobj;
    }
    clause_between |= IsComplement(annotation.word(at).relation);
    at = up;
  }
  return true;
}

}  // namespace parallax::commitment::internal
