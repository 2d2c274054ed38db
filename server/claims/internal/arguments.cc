#include "server/claims/internal/arguments.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "server/claims/internal/argument_finder.h"
#include "server/claims/internal/clause_span.h"
#include "server/claims/internal/verb_classes.h"
#include "server/claims/phrases.h"

namespace parallax::claims::internal {
namespace {

using language::Universal;

}  // namespace

void ArgumentFinder::Run() {
  lemma_ = syntax_.lemma(claim_->head);
  if (claim_->kind == PredicateKind::kNominal) {
    Nominal();
  } else {
    Clause();
  }
  std::stable_sort(claim_->arguments.begin(), claim_->arguments.end(),
                   [](const Argument& a, const Argument& b) { return a.head < b.head; });
}

bool ArgumentFinder::HasHead(uint32_t head) const {
  return std::any_of(claim_->arguments.begin(), claim_->arguments.end(),
                     [&](const Argument& argument) { return argument.head == head; });
}

uint32_t ArgumentFinder::Preposition(uint32_t token) const {
  for (uint32_t child : syntax_.children(token)) {
    if (word(child).relation == Relation::kCase && word(child).xpos != Xpos::kPos) return child;
  }
  return kNoToken;
}

std::string ArgumentFinder::PrepositionText(uint32_t preposition) const {
  if (preposition == kNoToken) return "";
  std::string text = syntax_.lower(preposition);
  for (uint32_t child : syntax_.children(preposition)) {
    if (word(child).relation != Relation::kFixed) continue;
    text += ' ';
    text += syntax_.lower(child);
  }
  return text;
}

TokenRange ArgumentFinder::Phrase(uint32_t head) const {
  if (head < claim_of_head_.size() && claim_of_head_[head] != kNoClaim &&
      !syntax_.HeadsNounPhrase(head)) {
    return ClauseSpan(source_, claims_[claim_of_head_[head]], claim_of_head_);
  }
  return NounPhrase(syntax_.annotation(), head);
}

void ArgumentFinder::Add(Role role, uint32_t head, uint32_t preposition) {
  if (IsRelativePronoun(syntax_, head) && word(head).xpos != Xpos::kWpPoss) {
    const uint32_t antecedent = Antecedent(syntax_, head);
    if (antecedent != kNoToken) head = antecedent;
  }
  if (head == claim_->head || HasHead(head)) return;
  claim_->arguments.push_back({role, head, Phrase(head), preposition});
  if (!syntax_.HeadsNounPhrase(head)) return;
  for (uint32_t child : syntax_.children(head)) {
    if (word(child).relation != Relation::kConj || !syntax_.HeadsNounPhrase(child)) continue;
    if (child == claim_->head || HasHead(child)) continue;
    const uint32_t own = Preposition(child);
    claim_->arguments.push_back({role, child, NounPhrase(syntax_.annotation(), child),
                                 own != kNoToken ? own : preposition});
  }
}

bool ArgumentFinder::HasObject(uint32_t verb) const {
  return syntax_.child(verb, Relation::kObj) != kNoToken;
}

Role ArgumentFinder::SubjectRole() const {
  if (claim_->kind == PredicateKind::kAttribute) return Role::kPatient;
  const bool object = HasObject(claim_->head);
  if (claim_->voice == Voice::kPassive) {
    return object && IsTransfer(lemma_) ? Role::kRecipient : Role::kPatient;
  }
  if (lemma_ == "be") return Role::kPatient;
  return !object && IsUnaccusative(lemma_) ? Role::kPatient : Role::kAgent;
}

uint32_t ArgumentFinder::Controller(uint32_t governor) const {
  if (!IsSubjectControl(syntax_.lemma(governor))) {
    for (Relation relation : {Relation::kObj, Relation::kIobj}) {
      const uint32_t object = syntax_.child(governor, relation);
      if (object != kNoToken && object < claim_->head) return object;
    }
  }
  return kNoToken;
}

uint32_t ArgumentFinder::SharedSubject() const {
  uint32_t token = claim_->head;
  while (token != kNoToken) {
    const uint32_t own = syntax_.SubjectOf(token);
    if (own != kNoToken && token != claim_->head) return own;
    const uint32_t governor = word(token).head;
    if (governor == kNoToken) return kNoToken;
    switch (Universal(word(token).relation)) {
      case Relation::kXcomp: {
        const uint32_t object = Controller(governor);
        if (object != kNoToken) return object;
        break;
      }
      case Relation::kConj:
        // A verb behind a coordinated noun is a wrong tree or a list.
        if (claim_of_head_[governor] == kNoClaim) return kNoToken;
        break;
      case Relation::kAdvcl:
        if (syntax_.IsFinite(token)) return kNoToken;
        // "gave them 72 hours to leave"
        if (token == claim_->head && HasTo(token)) {
          const uint32_t receiver = syntax_.child(governor, Relation::kIobj);
          if (receiver != kNoToken) return receiver;
        }
        break;
      case Relation::kAcl: {
        if (word(token).relation == Relation::kAclRelcl) return kNoToken;
        const bool infinitive = HasTo(token);
        if (!infinitive && !syntax_.IsFinite(token)) return governor;
        if (!infinitive) return kNoToken;
        const uint32_t possessor = syntax_.child(governor, Relation::kNmodPoss);
        if (possessor != kNoToken) return possessor;
        if (!IsContentNoun(syntax_.lemma(governor))) return kNoToken;
        // "asked for permission to dock": who asked.
        token = governor;
        while (word(token).head != kNoToken && claim_of_head_[word(token).head] == kNoClaim) {
          token = word(token).head;
        }
        if (word(token).head == kNoToken) return kNoToken;
        token = word(token).head;
        const uint32_t subject = syntax_.SubjectOf(token);
        if (subject != kNoToken) return subject == claim_->head ? kNoToken : subject;
        continue;
      }
      case Relation::kAmod:
      case Relation::kAppos:
        return governor;
      default:
        return kNoToken;
    }
    token = governor;
    if (claim_of_head_[token] == kNoClaim && syntax_.SubjectOf(token) == kNoToken &&
        Universal(word(token).relation) != Relation::kAcl) {
      // A noun or function word as governor shares nothing but what hangs on it.
      if (word(token).upos != Upos::kVerb && word(token).upos != Upos::kAux) return kNoToken;
    }
  }
  return kNoToken;
}

bool ArgumentFinder::HasTo(uint32_t token) const {
  for (uint32_t child : syntax_.children(token)) {
    if (word(child).relation == Relation::kMark &&
        (word(child).xpos == Xpos::kTo || syntax_.lower(child) == "to")) {
      return true;
    }
  }
  return false;
}

void ArgumentFinder::Clause() {
  if (const TokenRange before = TelegraphicSubject(syntax_, *claim_); !before.empty()) {
    claim_->arguments.push_back({Role::kPatient, before.end - 1, before, kNoToken});
    return;
  }
  bool subject = false;
  for (uint32_t child : syntax_.children(claim_->head)) {
    switch (Universal(word(child).relation)) {
      case Relation::kNsubj:
      case Relation::kCsubj:
        if (word(child).relation == Relation::kNsubjOuter) break;
        if (child != syntax_.SubjectOf(claim_->head)) break;
        Add(SubjectRole(), child);
        subject = true;
        break;
      case Relation::kObj:
        Add(ObjectRole(child), child);
        break;
      case Relation::kIobj:
        Add(Role::kRecipient, child);
        break;
      case Relation::kObl:
        Oblique(child);
        break;
      case Relation::kNmod:  // of a noun that is said of the subject
        if (claim_->kind == PredicateKind::kAttribute) Oblique(child);
        break;
      case Relation::kCcomp:
        Add(Role::kContent, child);
        break;
      case Relation::kXcomp:
        Add(word(child).upos == Upos::kVerb ? Role::kContent : Role::kAttribute, child);
        break;
      case Relation::kAdvcl:
        Add(AdverbialRole(child), child);
        break;
      case Relation::kAdvmod:
        Adverb(child);
        break;
      default:
        break;
    }
  }
  if (!subject) {
    const uint32_t shared = SharedSubject();
    if (shared != kNoToken) {
      Add(SubjectRole(), shared);
      subject = true;
    }
  }
  RelativeGap(subject);
  SharedObject();
  if (claim_->kind == PredicateKind::kAttribute && syntax_.HeadsNounPhrase(claim_->head)) {
    claim_->arguments.push_back(
        {Role::kAttribute, claim_->head, NounPhrase(syntax_.annotation(), claim_->head), kNoToken});
  }
}

void ArgumentFinder::RelativeGap(bool subject) {
  if (word(claim_->head).relation != Relation::kAclRelcl) return;
  const uint32_t noun = word(claim_->head).head;
  if (noun == kNoToken || HasHead(noun)) return;
  for (uint32_t child : syntax_.children(claim_->head)) {
    if (IsRelativePronoun(syntax_, child)) return;
    for (uint32_t grandchild : syntax_.children(child)) {
      if (IsRelativePronoun(syntax_, grandchild)) return;
    }
  }
  if (claim_->kind != PredicateKind::kVerb) return;
  if (!subject) {
    Add(SubjectRole(), noun);
  } else if (!HasObject(claim_->head) && claim_->voice == Voice::kActive) {
    Add(IsTimeNoun(syntax_.lemma(noun)) ? Role::kTime : Role::kPatient, noun);
  }
}

void ArgumentFinder::SharedObject() {
  if (claim_->kind != PredicateKind::kVerb || claim_->voice == Voice::kPassive) return;
  if (HasObject(claim_->head) || IsUnaccusative(lemma_)) return;
  for (uint32_t child : syntax_.children(claim_->head)) {
    const Relation plain = Universal(word(child).relation);
    if (child > claim_->head &&
        (plain == Relation::kObl || plain == Relation::kXcomp || plain == Relation::kCcomp ||
         plain == Relation::kAdvmod || plain == Relation::kIobj)) {
      return;
    }
  }
  for (uint32_t child : syntax_.children(claim_->head)) {
    if (word(child).relation != Relation::kConj || word(child).upos != Upos::kVerb) continue;
    if (child > claim_->head + 3 || syntax_.SubjectOf(child) != kNoToken) return;
    const uint32_t object = syntax_.child(child, Relation::kObj);
    if (object != kNoToken && object > child) Add(Role::kPatient, object);
    return;
  }
}

void ArgumentFinder::Nominal() {
  const EventNoun kind = ClassifyEventNoun(lemma_);
  bool has_of = false;
  for (uint32_t child : syntax_.children(claim_->head)) {
    if (Universal(word(child).relation) == Relation::kNmod &&
        word(child).relation != Relation::kNmodPoss &&
        PrepositionText(Preposition(child)) == "of") {
      has_of = true;
    }
  }
  for (uint32_t child : syntax_.children(claim_->head)) {
    switch (word(child).relation) {
      case Relation::kNmodPoss:
        if (!IsTimeLike(child)) {
          const bool undergoes =
              kind == EventNoun::kUndergone || (kind == EventNoun::kTransitive && !has_of);
          Add(undergoes && !has_of ? Role::kPatient : Role::kAgent, child);
        } else {
          Add(Role::kTime, child);
        }
        break;
      case Relation::kNmod:
      case Relation::kNmodDesc:
      case Relation::kNmodUnmarked:
      case Relation::kObl:
      case Relation::kOblAgent:
        NounComplement(kind, child);
        break;
      case Relation::kCompound:
        if (IsTimeLike(child)) {
          Add(Role::kTime, child);
        } else if (IsPlaceLike(child)) {
          Add(Role::kPlace, child);
        } else if (kind != EventNoun::kAgentive) {
          Add(Role::kPatient, child);
        } else {
          Add(IsPersonLike(child) ? Role::kAgent : Role::kTopic, child);
        }
        break;
      case Relation::kAmod:
        // "Danish claims", "Russian aggression"
        if (syntax_.EntityAt(child) != nullptr || word(child).upos == Upos::kPropn ||
            absl::ascii_isupper(syntax_.text(child)[0])) {
          if (!syntax_.in_headline(child) || syntax_.EntityAt(child) != nullptr) {
            Add(kind == EventNoun::kUndergone ? Role::kPatient : Role::kAgent, child);
          }
        }
        break;
      case Relation::kAcl:
        // "the claim that they spied", "the order to leave"; not "the fire seen from afar".
        if (syntax_.IsFinite(child) || HasTo(child) || word(child).xpos == Xpos::kVb) {
          Add(Role::kContent, child);
        }
        break;
      case Relation::kCcomp:
        Add(Role::kContent, child);
        break;
      default:
        break;
    }
  }
  LightVerbSubject();
}

void ArgumentFinder::NounComplement(EventNoun kind, uint32_t token) {
  const uint32_t preposition = Preposition(token);
  const std::string text = PrepositionText(preposition);
  Role role;
  if (text == "of") {
    role = IsTimeLike(token)              ? Role::kTime
           : kind == EventNoun::kAgentive ? Role::kTopic
                                          : Role::kPatient;
    if (kind == EventNoun::kAgentive && IsPersonLike(token)) role = Role::kAgent;
  } else if (text == "by" && !IsTimeLike(token)) {
    role = Role::kAgent;
  } else if (text == "between" && kind == EventNoun::kAgentive) {
    role = Role::kAgent;
  } else if ((text == "on" || text == "against") && !IsTimeLike(token)) {
    role = Role::kPatient;
  } else if (text == "from" && IsPersonLike(token)) {
    role = Role::kAgent;
  } else {
    role = RoleOfPhrase(text, token);
  }
  Add(role, token, preposition);
}

void ArgumentFinder::LightVerbSubject() {
  const uint32_t verb = word(claim_->head).head;
  if (word(claim_->head).relation != Relation::kObj || verb == kNoToken) return;
  if (claim_of_head_[verb] == kNoClaim || !IsLight(syntax_.lemma(verb))) return;
  for (const Argument& argument : claim_->arguments) {
    if (argument.role == Role::kAgent) return;
  }
  const uint32_t subject = syntax_.SubjectOf(verb);
  if (subject == kNoToken) return;
  const absl::string_view lemma = syntax_.lemma(verb);
  const bool suffers = lemma == "suffer" || lemma == "sustain" || lemma == "undergo" ||
                       lemma == "receive" || lemma == "face";
  Add(suffers ? Role::kPatient : Role::kAgent, subject);
}

void FindArguments(const Source& source, const std::vector<Claim>& claims,
                   const std::vector<uint32_t>& claim_of_head, Claim* claim) {
  ArgumentFinder(source, claims, claim_of_head, claim).Run();
}

}  // namespace parallax::claims::internal
