#include "server/commitment/internal/tree_reader.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "server/commitment/internal/words.h"

namespace parallax::commitment::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using language::Xpos;
using lexicon::Connotation;
using lexicon::MarkerKind;

constexpr std::array<absl::string_view, 8> kHearsayVerbs = {
    "say", "report", "allege", "claim", "rumor", "rumour", "repute", "understand"};

constexpr std::array<absl::string_view, 5> kSpeakers = {"i", "we", "he", "she", "they"};

// "There is no question that ...": their absence affirms.
constexpr std::array<absl::string_view, 5> kDoubts = {"question", "doubt", "mistake", "secret",
                                                      "denying"};

Rule AdverbRule(Class value) {
  switch (value) {
    case Class::kHedged:
      return Rule::kHedgeAdverb;
    case Class::kAlleged:
      return Rule::kDistancingAdverb;
    default:
      return Rule::kNegation;
  }
}

Rule AdjectiveRule(Class value) {
  switch (value) {
    case Class::kHedged:
      return Rule::kHedgeAdjective;
    case Class::kAlleged:
      return Rule::kDistancingAdjective;
    case Class::kProspective:
      return Rule::kProspectiveAdjective;
    default:
      return Rule::kNegatingAdjective;
  }
}

}  // namespace

bool TreeReader::IsHearsayVerb(absl::string_view lemma) { return OneOf(lemma, kHearsayVerbs); }

bool TreeReader::HasSubject(uint32_t predicate) const {
  return syntax_.SubjectOf(predicate) != kNoToken ||
         syntax_.ChildOf(predicate, Relation::kExpl) != kNoToken;
}

bool TreeReader::HasModal(uint32_t predicate) const {
  for (uint32_t c : syntax_.children(predicate)) {
    if (syntax_.relation(c) == Relation::kAux && syntax_.word(c).xpos == Xpos::kMd) return true;
  }
  return false;
}

// "I was not suggesting", "he did not say": somebody's own words, by a pronoun for who speaks.
bool TreeReader::IsOwnWords(uint32_t predicate) const {
  const lexicon::ReportingCue* cue = matcher_.cue(predicate).entry;
  if (cue == nullptr || !cue->parts.verb || cue->mental || cue->prospective || cue->legal ||
      cue->weak || cue->connotation == Connotation::kEndorsing) {
    return false;
  }
  const uint32_t subject = syntax_.child(predicate, Relation::kNsubj);
  return subject != kNoToken && OneOf(syntax_.lemma(subject), kSpeakers);
}

bool TreeReader::IsNoDoubt(uint32_t noun) const {
  if (!OneOf(syntax_.lemma(noun), kDoubts)) return false;
  for (uint32_t c : syntax_.children(noun)) {
    if (syntax_.relation(c) == Relation::kDet && syntax_.lemma(c) == "no") return true;
  }
  return false;
}

// nobody, none, neither, few
bool TreeReader::IsNegative(uint32_t token) const {
  const Upos upos = syntax_.word(token).upos;
  return (upos == Upos::kPron || upos == Upos::kDet || upos == Upos::kAdj) &&
         IsMarked(token, MarkerKind::kNegation);
}

uint32_t TreeReader::Negator(uint32_t predicate) const {
  if (IsNoDoubt(predicate)) return kNoToken;
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r == Relation::kAdvmod || r == Relation::kDet || r == Relation::kCc) {
      if (r == Relation::kDet ? IsNegative(c) : IsMarked(c, MarkerKind::kNegation)) {
        // "not only" affirms.
        if (c + 1 < syntax_.size() && syntax_.lemma(c + 1) == "only") continue;
        return c;
      }
      // "no longer"
      if (r == Relation::kAdvmod) {
        for (uint32_t d : syntax_.children(c)) {
          if (syntax_.lemma(d) == "no") return d;
        }
      }
    }
    if (r == Relation::kNsubj || r == Relation::kObj) {
      // "None of the eleven", "nobody"
      if (IsNegative(c)) return c;
      if (IsNoDoubt(c)) continue;
      for (uint32_t d : syntax_.children(c)) {
        if (syntax_.relation(d) == Relation::kDet && IsNegative(d)) return d;
      }
    }
  }
  // "No siren sounded" read as a noun with a participle.
  const uint32_t up = syntax_.head(predicate);
  if (syntax_.relation(predicate) == Relation::kAcl && up != kNoToken && up < predicate &&
      !IsNoDoubt(up)) {
    for (uint32_t c : syntax_.children(up)) {
      if (syntax_.relation(c) == Relation::kDet && syntax_.lemma(c) == "no") return c;
    }
  }
  return kNoToken;
}

// A modal wants a bare verb: that "May denied" the minister of this name did, even where a reader
// that took the name for a modal takes the verb for a bare one.
bool TreeReader::TakesModal(uint32_t predicate, uint32_t modal) const {
  const std::string form = syntax_.lower(predicate);
  constexpr size_t kLongestBareInEd = sizeof("embed") - 1;
  const bool past =
      form.size() > kLongestBareInEd && absl::EndsWith(form, "ed") && !absl::EndsWith(form, "eed");
  const Xpos tag = syntax_.word(predicate).xpos;
  const bool tagged = tag == Xpos::kVbd || tag == Xpos::kVbn || tag == Xpos::kVbz;
  if (!past && (!tagged || syntax_.lemma(predicate) == form)) return true;
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if ((r == Relation::kAux || r == Relation::kCop) && c != modal) return true;
  }
  return false;
}

void TreeReader::ReadModals(uint32_t predicate, std::vector<Reading>* out) const {
  bool perfect = false;
  uint32_t be = kNoToken;
  const uint32_t to = InfinitiveMark(predicate);
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r == Relation::kAux && syntax_.lemma(c) == "have") perfect = true;
    if ((r == Relation::kAux || r == Relation::kCop) && syntax_.lemma(c) == "be" &&
        be == kNoToken) {
      be = c;
    }
  }
  const bool negated = Negator(predicate) != kNoToken;
  for (uint32_t c : syntax_.children(predicate)) {
    if (Universal(syntax_.relation(c)) != Relation::kAux || !TakesModal(predicate, c)) continue;
    const TokenRange at = {c, c + 1};
    const std::string modal = syntax_.lower(c);
    const bool can = modal == "can" || modal == "could";
    if (can && negated) continue;
    const lexicon::Marker* marker = matcher_.marker(c);
    if (modal == "can") {
      out->push_back({Class::kHedged, at, Rule::kModalAbility});
    } else if (marker == nullptr) {
      continue;
    } else if (marker->kind == MarkerKind::kHedge) {
      out->push_back({Class::kHedged, at, Rule::kModalPossibility});
    } else if (marker->kind == MarkerKind::kProspective && perfect && syntax_.lemma(c) == "must") {
      out->push_back({Class::kHedged, at, Rule::kModalInference});
    } else if (marker->kind == MarkerKind::kProspective) {
      // What one should do has a signature, what one will do has none.
      const bool duty = matcher_.lexicon().signature(marker->lemma) != nullptr;
      const bool unreal = perfect && syntax_.lemma(c) == "would";
      out->push_back({Class::kProspective, at,
                      duty     ? Rule::kModalDuty
                      : unreal ? Rule::kModalUnreal
                               : Rule::kModalFuture});
    }
  }
  // "is to be sworn in"
  if (be != kNoToken && to != kNoToken && be < to) {
    out->push_back({Class::kProspective, Between(be, to), Rule::kBeTo});
  }
}

void TreeReader::ReadConjunctions(uint32_t predicate, std::vector<Reading>* out) const {
  const Relation relation = Universal(syntax_.relation(predicate));
  const bool adverbial = relation == Relation::kAdvcl || relation == Relation::kObl ||
                         relation == Relation::kNmod || relation == Relation::kAcl;
  // "bothered to answer" has no purpose.
  const uint32_t governor = syntax_.head(predicate);
  const bool governed = governor != kNoToken && syntax_.IsVerb(governor) &&
                        IsGovernedAdjunct(matcher_.signature(governor).tokens, predicate);
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r != Relation::kMark && r != Relation::kCase) continue;
    const TokenRange at = {c, c + 1};
    if (syntax_.lemma(c) == "to" && syntax_.word(c).upos == Upos::kPart && adverbial &&
        relation != Relation::kAcl && !governed) {
      out->push_back({Class::kProspective, at, Rule::kPurpose});
    } else if (syntax_.lemma(c) == "due") {
      if (syntax_.word(predicate).xpos != Xpos::kVb) continue;
      out->push_back({Class::kProspective, at, Rule::kDueTo});
    } else if (IsMarked(c, MarkerKind::kProspective)) {
      out->push_back({Class::kProspective, at, Rule::kCondition});
    } else if (IsMarked(c, MarkerKind::kNegation)) {
      out->push_back({Class::kNegated, at, Rule::kWithout});
    } else if ((syntax_.lemma(c) == "instead" || syntax_.lemma(c) == "rather") && adverbial) {
      out->push_back({Class::kNegated, at, Rule::kInsteadOf});
    } else if (syntax_.lemma(c) == "so" && adverbial && c + 1 < syntax_.size() &&
               syntax_.lemma(c + 1) == "that") {
      out->push_back({Class::kProspective, {c, c + 2}, Rule::kPurpose});
    } else if (syntax_.lemma(c) == "as" && c + 1 < syntax_.size() &&
               (syntax_.lemma(c + 1) == "if" || syntax_.lemma(c + 1) == "though")) {
      out->push_back({Class::kHedged, {c, c + 2}, Rule::kAsIf});
    }
  }
}

void TreeReader::ReadMood(uint32_t predicate, std::vector<Reading>* out) const {
  const text::Sentence& sentence = syntax_.sentence(predicate);
  const bool headline = sentence.section == text::Section::kHeadline;
  const bool root = syntax_.head(predicate) == kNoToken;
  if (!root) return;
  const uint32_t to = InfinitiveMark(predicate);
  bool aux = false;
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    aux |= r == Relation::kAux || r == Relation::kCop;
  }
  // "Minister to resign"
  if (headline && to != kNoToken && !aux) {
    out->push_back({Class::kProspective, {to, to + 1}, Rule::kHeadlineTo});
  }
  uint32_t last = sentence.tokens.end;
  while (last > sentence.tokens.begin &&
         (syntax_.text(last - 1) == "\"" || syntax_.text(last - 1) == "\u201d" ||
          syntax_.text(last - 1) == "\u2019" || syntax_.text(last - 1) == "'")) {
    --last;
  }
  if (last > sentence.tokens.begin && syntax_.text(last - 1) == "?") {
    out->push_back({Class::kProspective, {last - 1, last}, Rule::kQuestion});
  }
  if (!headline && syntax_.annotation().has(predicate, language::kMoodImp) &&
      !HasSubject(predicate)) {
    out->push_back({Class::kProspective, {predicate, predicate + 1}, Rule::kCommand});
  }
}

// "did not open until ten": it did open.
bool TreeReader::EndsUntil(uint32_t predicate) const {
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r != Relation::kObl && r != Relation::kAdvcl) continue;
    for (uint32_t d : syntax_.children(c)) {
      if (syntax_.lemma(d) == "until" || syntax_.lemma(d) == "till") return true;
    }
  }
  return false;
}

void TreeReader::OwnReadings(uint32_t predicate, bool shared, std::vector<Reading>* out) const {
  if (!shared) {
    ReadMood(predicate, out);
    ReadConjunctions(predicate, out);
  }
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    const bool headline_participle = r == Relation::kAcl && c > predicate &&
                                     syntax_.word(c).xpos == Xpos::kVbn &&
                                     syntax_.IsNominal(predicate) && syntax_.in_headline(c);
    if (r != Relation::kAdvmod && r != Relation::kAmod && !headline_participle) continue;
    // "Strike planned": an adjective by its form.
    const lexicon::Marker* const marker =
        headline_participle ? matcher_.lexicon().marker(syntax_.lower(c)) : matcher_.marker(c);
    if (marker == nullptr || marker->kind == MarkerKind::kNegation) continue;
    const Class value = ClassOf(marker->kind);
    if (value == Class::kAsserted) continue;
    if (r == Relation::kAdvmod && syntax_.word(c).upos == Upos::kAdv &&
        value != Class::kProspective) {
      out->push_back({value, {c, c + 1}, AdverbRule(value)});
    } else if (r != Relation::kAdvmod && !HasSubject(predicate)) {
      out->push_back({value, {c, c + 1}, AdjectiveRule(value)});
    } else if (r == Relation::kAmod && value == Class::kAlleged) {
      out->push_back({value, {c, c + 1}, AdjectiveRule(value)});
    }
  }
  ReadModals(predicate, out);
  if (!shared) {
    const uint32_t negator = Negator(predicate);
    if (negator != kNoToken && !EndsUntil(predicate)) {
      const bool outright = syntax_.lemma(negator) == "never" || syntax_.lemma(negator) == "no";
      out->push_back({Class::kNegated,
                      {negator, negator + 1},
                      outright                ? Rule::kOutrightNegation
                      : IsOwnWords(predicate) ? Rule::kDisclaimedWords
                                              : Rule::kNegation});
    }
  }
}

}  // namespace parallax::commitment::internal
