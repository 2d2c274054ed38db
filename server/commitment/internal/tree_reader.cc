#include "server/commitment/internal/tree_reader.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
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

constexpr std::array<absl::string_view, 6> kFutureModals = {"will", "'ll",      "shall",
                                                            "wo",   "\u2019ll", "would"};
constexpr std::array<absl::string_view, 3> kPossibilityModals = {"may", "might", "could"};
constexpr std::array<absl::string_view, 4> kDutyModals = {"should", "ought", "must", "need"};
constexpr std::array<absl::string_view, 7> kOpenConjunctions = {
    "if", "unless", "whether", "lest", "provided", "providing", "supposing"};
constexpr std::array<absl::string_view, 8> kNegatives = {"none",    "nobody",  "nothing", "no-one",
                                                         "neither", "nowhere", "noone",   "no"};

constexpr std::array<absl::string_view, 7> kHearsayVerbs = {"say",   "report", "allege", "claim",
                                                            "rumor", "rumour", "repute"};

constexpr std::array<absl::string_view, 5> kSpeakers = {"i", "we", "he", "she", "they"};

// "There is no question that ...": their absence affirms.
constexpr std::array<absl::string_view, 5> kDoubts = {"question", "doubt", "mistake", "secret",
                                                      "denying"};

absl::string_view AdverbRule(Class value) {
  switch (value) {
    case Class::kHedged:
      return "hedge-adverb";
    case Class::kAlleged:
      return "distancing-adverb";
    default:
      return "negation";
  }
}

absl::string_view AdjectiveRule(Class value) {
  switch (value) {
    case Class::kHedged:
      return "hedge-adjective";
    case Class::kAlleged:
      return "distancing-adjective";
    case Class::kProspective:
      return "prospective-adjective";
    default:
      return "negating-adjective";
  }
}

}  // namespace

bool TreeReader::IsHearsayVerb(absl::string_view lemma) { return OneOf(lemma, kHearsayVerbs); }

TreeReader::TreeReader(const text::Document& document, const language::Annotation& annotation,
                       const lexicon::Lexicon& lexicon)
    : document_(document), annotation_(annotation), lexicon_(lexicon) {
  lemmas_.reserve(annotation.words().size());
  for (uint32_t i = 0; i < annotation.words().size(); ++i) {
    lemmas_.push_back(absl::AsciiStrToLower(annotation.lemma(i)));
  }
}

std::string TreeReader::VerbLemma(uint32_t verb) const {
  const uint32_t particle = annotation_.child(verb, Relation::kCompoundPrt);
  return particle == kNoToken ? lemma(verb) : absl::StrCat(lemma(verb), " ", lemma(particle));
}

bool TreeReader::IsNominal(uint32_t token) const {
  const Upos upos = word(token).upos;
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron;
}

bool TreeReader::IsPassive(uint32_t verb) const {
  for (uint32_t c : annotation_.children(verb)) {
    const Relation r = word(c).relation;
    if (r == Relation::kAuxPass || r == Relation::kNsubjPass || r == Relation::kCsubjPass) {
      return true;
    }
  }
  return false;
}

bool TreeReader::HasSubject(uint32_t predicate) const {
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r == Relation::kNsubj || r == Relation::kCsubj || r == Relation::kExpl) return true;
  }
  return false;
}

bool TreeReader::HasModal(uint32_t predicate) const {
  for (uint32_t c : annotation_.children(predicate)) {
    if (word(c).relation == Relation::kAux && word(c).xpos == Xpos::kMd) return true;
  }
  return false;
}

// "I was not suggesting", "he did not say": somebody's own words, by a pronoun for who speaks.
bool TreeReader::IsOwnWords(uint32_t predicate) const {
  const lexicon::ReportingCue* cue = lexicon_.reporting_cue(VerbLemma(predicate));
  if (cue == nullptr || !cue->verb || cue->mental || cue->prospective || cue->legal || cue->weak ||
      cue->connotation == Connotation::kEndorsing) {
    return false;
  }
  const uint32_t subject = annotation_.child(predicate, Relation::kNsubj);
  return subject != kNoToken && OneOf(lemma(subject), kSpeakers);
}

bool TreeReader::IsNoDoubt(uint32_t noun) const {
  if (!OneOf(lemma(noun), kDoubts)) return false;
  for (uint32_t c : annotation_.children(noun)) {
    if (word(c).relation == Relation::kDet && lemma(c) == "no") return true;
  }
  return false;
}

uint32_t TreeReader::Negator(uint32_t predicate) const {
  if (IsNoDoubt(predicate)) return kNoToken;
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r == Relation::kAdvmod || r == Relation::kDet || r == Relation::kCc) {
      if (annotation_.has(c, language::kPolarityNeg) || lemma(c) == "not" || lemma(c) == "n't" ||
          lemma(c) == "never" || (r == Relation::kDet && OneOf(lemma(c), kNegatives))) {
        // "not only" affirms.
        if (c + 1 < lemmas_.size() && lemma(c + 1) == "only") continue;
        return c;
      }
      const lexicon::Marker* marker = lexicon_.marker(lemma(c));
      if (r == Relation::kAdvmod && marker != nullptr && marker->kind == MarkerKind::kNegation &&
          word(c).upos == Upos::kAdv) {
        return c;
      }
      // "no longer"
      if (r == Relation::kAdvmod) {
        for (uint32_t d : annotation_.children(c)) {
          if (lemma(d) == "no") return d;
        }
      }
    }
    if (r == Relation::kNsubj || r == Relation::kObj) {
      // "None of the eleven", "nobody"
      if (OneOf(lemma(c), kNegatives)) return c;
      if (IsNoDoubt(c)) continue;
      for (uint32_t d : annotation_.children(c)) {
        if (word(d).relation == Relation::kDet && lemma(d) == "no") return d;
      }
    }
  }
  // "No siren sounded" read as a noun with a participle.
  const uint32_t up = word(predicate).head;
  if (word(predicate).relation == Relation::kAcl && up != kNoToken && up < predicate &&
      !IsNoDoubt(up)) {
    for (uint32_t c : annotation_.children(up)) {
      if (word(c).relation == Relation::kDet && lemma(c) == "no") return c;
    }
  }
  return kNoToken;
}

void TreeReader::ReadModals(uint32_t predicate, std::vector<Reading>* out) const {
  bool perfect = false;
  uint32_t be = kNoToken, to = kNoToken;
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r == Relation::kAux && lemma(c) == "have") perfect = true;
    if ((r == Relation::kAux || r == Relation::kCop) && lemma(c) == "be" && be == kNoToken) be = c;
    if (r == Relation::kMark && text(c) == "to") to = c;
  }
  for (uint32_t c : annotation_.children(predicate)) {
    if (Universal(word(c).relation) != Relation::kAux) continue;
    const std::string modal = absl::AsciiStrToLower(text(c));
    const TokenRange at = {c, c + 1};
    if (OneOf(modal, kFutureModals) || OneOf(lemma(c), kFutureModals)) {
      out->push_back({Class::kProspective, at,
                      lemma(c) == "would" && perfect ? "modal-unreal" : "modal-future"});
    } else if (OneOf(modal, kPossibilityModals)) {
      if (modal == "could" && Negator(predicate) != kNoToken) continue;
      out->push_back({Class::kHedged, at, "modal-possibility"});
    } else if (modal == "can" && Negator(predicate) == kNoToken) {
      out->push_back({Class::kHedged, at, "modal-ability"});
    } else if (OneOf(modal, kDutyModals)) {
      out->push_back({perfect && modal == "must" ? Class::kHedged : Class::kProspective, at,
                      perfect && modal == "must" ? "modal-inference" : "modal-duty"});
    }
  }
  // "is to be sworn in"
  if (be != kNoToken && to != kNoToken && be < to) {
    out->push_back({Class::kProspective, Between(be, to), "be-to"});
  }
}

void TreeReader::ReadConjunctions(uint32_t predicate, std::vector<Reading>* out) const {
  const Relation relation = Universal(word(predicate).relation);
  const bool adverbial = relation == Relation::kAdvcl || relation == Relation::kObl ||
                         relation == Relation::kNmod || relation == Relation::kAcl;
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r != Relation::kMark && r != Relation::kCase) continue;
    const TokenRange at = {c, c + 1};
    if (OneOf(lemma(c), kOpenConjunctions)) {
      out->push_back({Class::kProspective, at, "condition"});
    } else if (lemma(c) == "to" && word(c).upos == Upos::kPart && adverbial &&
               relation != Relation::kAcl) {
      out->push_back({Class::kProspective, at, "purpose"});
    } else if (lemma(c) == "due" && word(predicate).xpos == Xpos::kVb) {
      out->push_back({Class::kProspective, at, "due-to"});
    } else if (lemma(c) == "without") {
      out->push_back({Class::kNegated, at, "without"});
    } else if ((lemma(c) == "instead" || lemma(c) == "rather") && adverbial) {
      out->push_back({Class::kNegated, at, "instead-of"});
    } else if (lemma(c) == "so" && adverbial && c + 1 < lemmas_.size() && lemma(c + 1) == "that") {
      out->push_back({Class::kProspective, {c, c + 2}, "purpose"});
    } else if (lemma(c) == "as" && c + 1 < lemmas_.size() &&
               (lemma(c + 1) == "if" || lemma(c + 1) == "though")) {
      out->push_back({Class::kHedged, {c, c + 2}, "as-if"});
    }
  }
}

void TreeReader::ReadMood(uint32_t predicate, std::vector<Reading>* out) const {
  const text::Sentence& sentence = document_.sentence_of(predicate);
  const bool headline = sentence.section == text::Section::kHeadline;
  const bool root = word(predicate).head == kNoToken;
  bool to = false, aux = false;
  uint32_t to_token = kNoToken;
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r == Relation::kMark && text(c) == "to") {
      to = true;
      to_token = c;
    }
    aux |= r == Relation::kAux || r == Relation::kCop;
  }
  if (!root) return;
  // "Minister to resign"
  if (headline && to && !aux) {
    out->push_back({Class::kProspective, {to_token, to_token + 1}, "headline-to"});
  }
  uint32_t last = sentence.tokens.end;
  while (last > sentence.tokens.begin && (text(last - 1) == "\"" || text(last - 1) == "\u201d" ||
                                          text(last - 1) == "\u2019" || text(last - 1) == "'")) {
    --last;
  }
  if (last > sentence.tokens.begin && text(last - 1) == "?") {
    out->push_back({Class::kProspective, {last - 1, last}, "question"});
  }
  if (!headline && annotation_.has(predicate, language::kMoodImp) && !HasSubject(predicate)) {
    out->push_back({Class::kProspective, {predicate, predicate + 1}, "command"});
  }
}

// "did not open until ten": it did open.
bool TreeReader::EndsUntil(uint32_t predicate) const {
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r != Relation::kObl && r != Relation::kAdvcl) continue;
    for (uint32_t d : annotation_.children(c)) {
      if (lemma(d) == "until" || lemma(d) == "till") return true;
    }
  }
  return false;
}

void TreeReader::OwnReadings(uint32_t predicate, bool shared, std::vector<Reading>* out) const {
  if (!shared) {
    ReadMood(predicate, out);
    ReadConjunctions(predicate, out);
  }
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    const bool headline_participle = r == Relation::kAcl && c > predicate &&
                                     word(c).xpos == Xpos::kVbn && IsNominal(predicate) &&
                                     document_.section_of(c) == text::Section::kHeadline;
    if (r != Relation::kAdvmod && r != Relation::kAmod && !headline_participle) continue;
    const lexicon::Marker* marker = lexicon_.marker(lemma(c));
    // "alleged" may be read as a participle of "allege".
    if (marker == nullptr) marker = lexicon_.marker(absl::AsciiStrToLower(text(c)));
    if (marker == nullptr || marker->kind == MarkerKind::kNegation) continue;
    const Class value = ClassOf(marker->kind);
    if (value == Class::kAsserted) continue;
    if (r == Relation::kAdvmod && word(c).upos == Upos::kAdv && value != Class::kProspective) {
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
      const bool outright = lemma(negator) == "never" || lemma(negator) == "no";
      out->push_back({Class::kNegated,
                      {negator, negator + 1},
                      outright                ? "outright-negation"
                      : IsOwnWords(predicate) ? "disclaimed-words"
                                              : "negation"});
    }
  }
}

}  // namespace parallax::commitment::internal
