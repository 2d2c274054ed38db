#include "server/claims/internal/arguments.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "server/claims/internal/clause_span.h"
#include "server/claims/internal/event_nouns.h"
#include "server/claims/internal/verb_classes.h"
#include "server/claims/phrases.h"

namespace parallax::claims::internal {
namespace {

using language::Universal;

class Finder {
 public:
  Finder(const Source& source, const std::vector<Claim>& claims,
         const std::vector<uint32_t>& claim_of_head, Claim* claim)
      : source_(source), claims_(claims), claim_of_head_(claim_of_head), claim_(claim) {}

  void Run() {
    lemma_ = source_.lemma(claim_->head);
    if (claim_->kind == PredicateKind::kNominal) {
      Nominal();
    } else {
      Clause();
    }
    std::stable_sort(claim_->arguments.begin(), claim_->arguments.end(),
                     [](const Argument& a, const Argument& b) { return a.head < b.head; });
  }

 private:
  const language::Word& word(uint32_t token) const { return source_.word(token); }

  bool HasHead(uint32_t head) const {
    return std::any_of(claim_->arguments.begin(), claim_->arguments.end(),
                       [&](const Argument& argument) { return argument.head == head; });
  }

  uint32_t Preposition(uint32_t token) const {
    for (uint32_t child : source_.annotation.children(token)) {
      if (word(child).relation == Relation::kCase && word(child).xpos != Xpos::kPos) return child;
    }
    return kNoToken;
  }

  // "because of", "in front of": the words of a fixed preposition, joined by blanks.
  std::string PrepositionText(uint32_t preposition) const {
    if (preposition == kNoToken) return "";
    std::string text = source_.lower(preposition);
    for (uint32_t child : source_.annotation.children(preposition)) {
      if (word(child).relation != Relation::kFixed) continue;
      text += ' ';
      text += source_.lower(child);
    }
    return text;
  }

  TokenRange Phrase(uint32_t head) const {
    if (head < claim_of_head_.size() && claim_of_head_[head] != kNoClaim &&
        !IsNominal(word(head).upos)) {
      return ClauseSpan(source_, claims_[claim_of_head_[head]], claim_of_head_);
    }
    return NounPhrase(source_.annotation, head);
  }

  // Adds the phrase and its nominal conjuncts; a relative pronoun is read as what it stands for.
  void Add(Role role, uint32_t head, uint32_t preposition = kNoToken) {
    if (IsRelativePronoun(source_, head) && word(head).xpos != Xpos::kWpPoss) {
      const uint32_t antecedent = Antecedent(source_, head);
      if (antecedent != kNoToken) head = antecedent;
    }
    if (head == claim_->head || HasHead(head)) return;
    claim_->arguments.push_back({role, head, Phrase(head), preposition});
    if (!IsNominal(word(head).upos)) return;
    for (uint32_t child : source_.annotation.children(head)) {
      if (word(child).relation != Relation::kConj || !IsNominal(word(child).upos)) continue;
      if (child == claim_->head || HasHead(child)) continue;
      const uint32_t own = Preposition(child);
      claim_->arguments.push_back({role, child, NounPhrase(source_.annotation, child),
                                   own != kNoToken ? own : preposition});
    }
  }

  // ---- Clauses ----

  bool HasObject(uint32_t verb) const {
    return source_.annotation.child(verb, Relation::kObj) != kNoToken;
  }

  Role SubjectRole() const {
    if (claim_->kind == PredicateKind::kAttribute) return Role::kPatient;
    const bool object = HasObject(claim_->head);
    if (claim_->voice == Voice::kPassive) {
      return object && IsTransfer(lemma_) ? Role::kRecipient : Role::kPatient;
    }
    if (lemma_ == "be") return Role::kPatient;
    return !object && IsUnaccusative(lemma_) ? Role::kPatient : Role::kAgent;
  }

  // The object that an infinitive's missing subject stands for, else the subject.
  uint32_t Controller(uint32_t governor) const {
    if (!IsSubjectControl(source_.lemma(governor))) {
      for (Relation relation : {Relation::kObj, Relation::kIobj}) {
        const uint32_t object = source_.annotation.child(governor, relation);
        if (object != kNoToken && object < claim_->head) return object;
      }
    }
    return kNoToken;
  }

  // The subject that the clause lacks, found where English grammar shares it.
  uint32_t SharedSubject() const {
    uint32_t token = claim_->head;
    while (token != kNoToken) {
      const uint32_t own = SubjectOf(source_, token);
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
          if (IsFinite(source_, token)) return kNoToken;
          // "gave them 72 hours to leave"
          if (token == claim_->head && HasTo(token)) {
            const uint32_t receiver = source_.annotation.child(governor, Relation::kIobj);
            if (receiver != kNoToken) return receiver;
          }
          break;
        case Relation::kAcl: {
          if (word(token).relation == Relation::kAclRelcl) return kNoToken;
          const bool infinitive = HasTo(token);
          if (!infinitive && !IsFinite(source_, token)) return governor;
          if (!infinitive) return kNoToken;
          const uint32_t possessor = source_.annotation.child(governor, Relation::kNmodPoss);
          if (possessor != kNoToken) return possessor;
          if (!IsContentNoun(source_.lemma(governor))) return kNoToken;
          // "asked for permission to dock": who asked.
          token = governor;
          while (word(token).head != kNoToken && claim_of_head_[word(token).head] == kNoClaim) {
            token = word(token).head;
          }
          if (word(token).head == kNoToken) return kNoToken;
          token = word(token).head;
          const uint32_t subject = SubjectOf(source_, token);
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
      if (claim_of_head_[token] == kNoClaim && SubjectOf(source_, token) == kNoToken &&
          Universal(word(token).relation) != Relation::kAcl) {
        // A noun or function word as governor shares nothing but what hangs on it.
        if (word(token).upos != Upos::kVerb && word(token).upos != Upos::kAux) return kNoToken;
      }
    }
    return kNoToken;
  }

  bool HasTo(uint32_t token) const {
    for (uint32_t child : source_.annotation.children(token)) {
      if (word(child).relation == Relation::kMark &&
          (word(child).xpos == Xpos::kTo || source_.lower(child) == "to")) {
        return true;
      }
    }
    return false;
  }

  void Clause() {
    if (const TokenRange before = TelegraphicSubject(source_, *claim_); !before.empty()) {
      claim_->arguments.push_back({Role::kPatient, before.end - 1, before, kNoToken});
      return;
    }
    bool subject = false;
    for (uint32_t child : source_.annotation.children(claim_->head)) {
      switch (Universal(word(child).relation)) {
        case Relation::kNsubj:
        case Relation::kCsubj:
          if (word(child).relation == Relation::kNsubjOuter) break;
          if (child != SubjectOf(source_, claim_->head)) break;
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
    if (claim_->kind == PredicateKind::kAttribute && IsNominal(word(claim_->head).upos)) {
      claim_->arguments.push_back(
          {Role::kAttribute, claim_->head, NounPhrase(source_.annotation, claim_->head), kNoToken});
    }
  }

  // "the cables they cut": a relative clause without pronoun and object speaks of its noun.
  void RelativeGap(bool subject) {
    if (word(claim_->head).relation != Relation::kAclRelcl) return;
    const uint32_t noun = word(claim_->head).head;
    if (noun == kNoToken || HasHead(noun)) return;
    for (uint32_t child : source_.annotation.children(claim_->head)) {
      if (IsRelativePronoun(source_, child)) return;
      for (uint32_t grandchild : source_.annotation.children(child)) {
        if (IsRelativePronoun(source_, grandchild)) return;
      }
    }
    if (claim_->kind != PredicateKind::kVerb) return;
    if (!subject) {
      Add(SubjectRole(), noun);
    } else if (!HasObject(claim_->head) && claim_->voice == Voice::kActive) {
      Add(IsTimeNoun(source_.lemma(noun)) ? Role::kTime : Role::kPatient, noun);
    }
  }

  // "tracked and shot down the drone": the first verb has the object of the second.
  void SharedObject() {
    if (claim_->kind != PredicateKind::kVerb || claim_->voice == Voice::kPassive) return;
    if (HasObject(claim_->head) || IsUnaccusative(lemma_)) return;
    for (uint32_t child : source_.annotation.children(claim_->head)) {
      const Relation plain = Universal(word(child).relation);
      if (child > claim_->head &&
          (plain == Relation::kObl || plain == Relation::kXcomp || plain == Relation::kCcomp ||
           plain == Relation::kAdvmod || plain == Relation::kIobj)) {
        return;
      }
    }
    for (uint32_t child : source_.annotation.children(claim_->head)) {
      if (word(child).relation != Relation::kConj || word(child).upos != Upos::kVerb) continue;
      if (child > claim_->head + 3 || SubjectOf(source_, child) != kNoToken) return;
      const uint32_t object = source_.annotation.child(child, Relation::kObj);
      if (object != kNoToken && object > child) Add(Role::kPatient, object);
      return;
    }
  }

  Role ObjectRole(uint32_t object) const {
    const lexicon::ReportingCue* cue = source_.lexicon.reporting_cue(lemma_);
    if (cue != nullptr && cue->verb && !cue->takes_person && !IsLight(lemma_) &&
        !IsUnaccusative(lemma_) && claim_of_head_[object] != kNoClaim) {
      return Role::kContent;
    }
    return IsTimeNoun(source_.lemma(object)) && word(object).xpos != Xpos::kPrp &&
                   IsUnaccusative(lemma_)
               ? Role::kTime
               : Role::kPatient;
  }

  bool IsPersonLike(uint32_t token) const {
    const language::NamedEntity* entity = EntityAt(source_, token);
    if (entity != nullptr) {
      return entity->type == language::EntityType::kPerson ||
             entity->type == language::EntityType::kOrganization ||
             entity->type == language::EntityType::kGroup;
    }
    return word(token).upos == Upos::kPron;
  }

  bool IsTimeLike(uint32_t token) const {
    const language::NamedEntity* entity = EntityAt(source_, token);
    if (entity != nullptr && entity->type == language::EntityType::kDate) return true;
    const std::string lemma = source_.lemma(token);
    if (IsTimeNoun(lemma) || IsTimeAdverb(lemma)) return true;
    // "in 1998"
    const absl::string_view text = source_.document.text(token);
    return word(token).upos == Upos::kNum && text.size() == 4 &&
           (absl::StartsWith(text, "1") || absl::StartsWith(text, "20"));
  }

  bool IsPlaceLike(uint32_t token) const {
    const language::NamedEntity* entity = EntityAt(source_, token);
    if (entity != nullptr) return entity->type == language::EntityType::kLocation;
    return IsPlaceNoun(source_.lemma(token));
  }

  // "shot at him", "shouted at the crowd": whom it is aimed at.
  bool IsTarget(uint32_t token) const {
    const language::NamedEntity* entity = EntityAt(source_, token);
    return word(token).upos == Upos::kPron ||
           (entity != nullptr && entity->type == language::EntityType::kPerson);
  }

  Role RoleOfPhrase(const std::string& preposition, uint32_t token) const {
    if (IsTimeLike(token) && (preposition.empty() || IsTimePreposition(preposition))) {
      return Role::kTime;
    }
    if (preposition.empty()) return IsPlaceLike(token) ? Role::kPlace : Role::kOther;
    if (preposition == "because of" || preposition == "due to" || preposition == "owing to" ||
        preposition == "thanks to" || preposition == "because") {
      return Role::kCause;
    }
    if (preposition == "during" || preposition == "since" || preposition == "until" ||
        preposition == "till" || preposition == "after" || preposition == "following" ||
        preposition == "before") {
      return Role::kTime;
    }
    if (preposition == "about" || preposition == "regarding" || preposition == "concerning") {
      return Role::kTopic;
    }
    if (IsAccusation(lemma_) && (preposition == "of" || preposition == "with")) {
      return Role::kContent;
    }
    if (preposition == "as") return Role::kAttribute;
    if ((preposition == "from" || preposition == "of") &&
        (lemma_ == "die" || lemma_ == "suffer" || lemma_ == "result" || lemma_ == "stem")) {
      return Role::kCause;
    }
    if (IsReasonNoun(source_.lemma(token)) && (preposition == "in" || preposition == "on" ||
                                               preposition == "as" || preposition == "under")) {
      return Role::kCause;  // "in response to", "on suspicion of", "as a result of"
    }
    if (preposition == "amid" || preposition == "despite") return Role::kOther;
    if (IsPlaceLike(token) && IsPlacePreposition(preposition)) return Role::kPlace;
    // "outside her headquarters", "at the ministry"; not "at a meeting", "at 50 dollars".
    if ((preposition == "at" || preposition == "outside" || preposition == "inside" ||
         preposition == "near" || preposition == "off" || preposition == "opposite" ||
         preposition == "aboard") &&
        claim_of_head_[token] == kNoClaim && word(token).upos != Upos::kNum &&
        word(token).upos != Upos::kSym && !IsTarget(token)) {
      return Role::kPlace;
    }
    if (preposition == "over" || preposition == "for") {
      const bool eventive = claim_of_head_[token] != kNoClaim;
      if (IsJudgement(lemma_) || (preposition == "over" && eventive)) return Role::kCause;
      return preposition == "for" ? (eventive ? Role::kPurpose : Role::kOther) : Role::kTopic;
    }
    if (preposition == "to") {
      if (IsTransfer(lemma_) || IsPersonLike(token)) return Role::kRecipient;
      return IsMotion(lemma_) && claim_of_head_[token] == kNoClaim ? Role::kPlace : Role::kOther;
    }
    if (preposition == "on" && claim_of_head_[token] == kNoClaim && IsTransfer(lemma_)) {
      return Role::kTopic;
    }
    if (preposition == "with" || preposition == "without" || preposition == "by" ||
        preposition == "like" || preposition == "via" || preposition == "using") {
      return Role::kManner;
    }
    return Role::kOther;
  }

  void Oblique(uint32_t token) {
    const uint32_t preposition = Preposition(token);
    const std::string text = PrepositionText(preposition);
    if (word(token).relation == Relation::kOblAgent ||
        (claim_->voice == Voice::kPassive && text == "by" && !IsTimeLike(token) &&
         word(token).upos != Upos::kNum)) {
      Add(Role::kAgent, token, preposition);
      return;
    }
    Add(RoleOfPhrase(text, token), token, preposition);
  }

  void Adverb(uint32_t token) {
    const std::string text = source_.lower(token);
    if (IsTimeAdverb(text)) {
      Add(Role::kTime, token);
    } else if (IsPlaceAdverb(text)) {
      Add(Role::kPlace, token);
    } else if (word(token).xpos == Xpos::kRb && absl::EndsWith(text, "ly") &&
               source_.lexicon.marker(text) == nullptr &&
               source_.lexicon.reporting_cue(text) == nullptr && token + 1 != claim_->head) {
      Add(Role::kManner, token);
    }
  }

  Role AdverbialRole(uint32_t clause) const {
    for (uint32_t child : source_.annotation.children(clause)) {
      const Relation relation = word(child).relation;
      const bool when = relation == Relation::kAdvmod && word(child).xpos == Xpos::kWrb;
      if (relation != Relation::kMark && relation != Relation::kCase && !when) continue;
      const std::string text = source_.lower(child);
      if (text == "because") return Role::kCause;
      if (text == "for" && !HasTo(clause)) return Role::kCause;  // "fined for breaching"
      if (text == "after" || text == "before" || text == "when" || text == "while" ||
          text == "until" || text == "once" || text == "since" || text == "whenever") {
        return Role::kTime;
      }
      if (text == "by" || text == "without") return Role::kManner;
      if (text == "of" && IsAccusation(lemma_)) return Role::kContent;
      if (text == "so" || text == "in") return Role::kPurpose;
      if (text == "over") return Role::kCause;
      if (text == "if" || text == "unless" || text == "as" || text == "although" ||
          text == "though" || text == "whether" || text == "than" || text == "from" ||
          text == "that") {
        return Role::kOther;
      }
    }
    if (HasTo(clause)) return Role::kPurpose;
    if (word(clause).xpos == Xpos::kVbg) {
      const std::string lemma = source_.lemma(clause);
      if (lemma == "seek" || lemma == "try" || lemma == "hope" || lemma == "aim" ||
          lemma == "attempt") {
        return Role::kPurpose;  // "seeking to calm the market, the bank issued a statement"
      }
      // "expelled the envoys, accusing them of spying"
      if (IsJudgement(lemma_) && IsAccusation(lemma)) return Role::kCause;
    }
    return Role::kOther;
  }

  // ---- Nouns ----

  void Nominal() {
    const EventNoun kind = ClassifyEventNoun(lemma_);
    bool has_of = false;
    for (uint32_t child : source_.annotation.children(claim_->head)) {
      if (Universal(word(child).relation) == Relation::kNmod &&
          word(child).relation != Relation::kNmodPoss &&
          PrepositionText(Preposition(child)) == "of") {
        has_of = true;
      }
    }
    for (uint32_t child : source_.annotation.children(claim_->head)) {
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
          if (EntityAt(source_, child) != nullptr || word(child).upos == Upos::kPropn ||
              absl::ascii_isupper(source_.document.text(child)[0])) {
            if (!source_.in_headline(child) || EntityAt(source_, child) != nullptr) {
              Add(kind == EventNoun::kUndergone ? Role::kPatient : Role::kAgent, child);
            }
          }
          break;
        case Relation::kAcl:
          // "the claim that they spied", "the order to leave"; not "the fire seen from afar".
          if (IsFinite(source_, child) || HasTo(child) || word(child).xpos == Xpos::kVb) {
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

  void NounComplement(EventNoun kind, uint32_t token) {
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

  // "made a statement": the verb's subject does what the noun says.
  void LightVerbSubject() {
    const uint32_t verb = word(claim_->head).head;
    if (word(claim_->head).relation != Relation::kObj || verb == kNoToken) return;
    if (claim_of_head_[verb] == kNoClaim || !IsLight(source_.lemma(verb))) return;
    for (const Argument& argument : claim_->arguments) {
      if (argument.role == Role::kAgent) return;
    }
    const uint32_t subject = SubjectOf(source_, verb);
    if (subject == kNoToken) return;
    const std::string lemma = source_.lemma(verb);
    const bool suffers = lemma == "suffer" || lemma == "sustain" || lemma == "undergo" ||
                         lemma == "receive" || lemma == "face";
    Add(suffers ? Role::kPatient : Role::kAgent, subject);
  }

  const Source& source_;
  const std::vector<Claim>& claims_;
  const std::vector<uint32_t>& claim_of_head_;
  Claim* const claim_;
  std::string lemma_;
};

}  // namespace

void FindArguments(const Source& source, const std::vector<Claim>& claims,
                   const std::vector<uint32_t>& claim_of_head, Claim* claim) {
  Finder(source, claims, claim_of_head, claim).Run();
}

}  // namespace parallax::claims::internal
