#include "server/claims/internal/tree.h"

#include <algorithm>
#include <vector>

namespace parallax::claims::internal {
namespace {

// Smallest range over `top` and all descendants that are reached without entering a dependent for
// which `leave_out(child)` holds.
template <typename LeaveOut>
TokenRange Reach(const Source& source, uint32_t top, LeaveOut leave_out) {
  TokenRange range{top, top + 1};
  std::vector<uint32_t> stack = {top};
  while (!stack.empty()) {
    const uint32_t token = stack.back();
    stack.pop_back();
    range.begin = std::min(range.begin, token);
    range.end = std::max(range.end, token + 1);
    for (uint32_t child : source.annotation.children(token)) {
      if (!leave_out(child)) stack.push_back(child);
    }
  }
  return range;
}

bool IsFringe(const Source& source, uint32_t token) {
  const language::Word& word = source.word(token);
  if (word.upos == Upos::kPunct) return true;
  switch (language::Universal(word.relation)) {
    case Relation::kCc:
      return true;
    case Relation::kMark:
      return word.xpos != Xpos::kTo && word.upos != Upos::kPart;
    case Relation::kAdvmod:  // "when the boat sank"
      return word.xpos == Xpos::kWrb;
    default:
      return false;
  }
}

// Takes conjunctions, complementizers and punctuation off the ends, but never enters `keep`.
TokenRange TrimFringe(const Source& source, TokenRange range, TokenRange keep) {
  while (range.begin < keep.begin && IsFringe(source, range.begin)) ++range.begin;
  while (range.end > keep.end && source.word(range.end - 1).upos == Upos::kPunct) --range.end;
  return range;
}

bool HasMark(const Source& source, uint32_t token) {
  return source.annotation.child(token, Relation::kMark) != kNoToken;
}

// "after testing positive": another event that only dates this one.
bool IsTemporal(const Source& source, uint32_t clause) {
  for (uint32_t child : source.annotation.children(clause)) {
    const Relation plain = language::Universal(source.word(child).relation);
    if (plain != Relation::kMark && plain != Relation::kCase && plain != Relation::kAdvmod)
      continue;
    const std::string text = source.lower(child);
    if (text == "after" || text == "before" || text == "while" || text == "when" ||
        text == "since" || text == "until") {
      return true;
    }
  }
  return false;
}

bool IsAccordingTo(const Source& source, uint32_t phrase) {
  for (uint32_t child : source.annotation.children(phrase)) {
    if (source.word(child).relation == Relation::kCase && source.lower(child) == "according") {
      return true;
    }
  }
  return false;
}

bool IsReportingCue(const Source& source, uint32_t token) {
  const lexicon::ReportingCue* cue = source.lexicon.reporting_cue(source.lemma(token));
  if (cue == nullptr) return false;
  return source.word(token).upos == Upos::kVerb ? cue->verb : cue->noun;
}

}  // namespace

uint32_t ChildOf(const Source& source, uint32_t token, Relation plain) {
  for (uint32_t child : source.annotation.children(token)) {
    if (language::Universal(source.word(child).relation) == plain) return child;
  }
  return kNoToken;
}

uint32_t SubjectOf(const Source& source, uint32_t token) {
  for (uint32_t child : source.annotation.children(token)) {
    if (IsSubject(source.word(child).relation)) return child;
  }
  return kNoToken;
}

bool IsSetOff(const Source& source, uint32_t token) {
  const uint32_t begin = source.annotation.subtree(token).begin;
  const auto breaks = [&](uint32_t at) {
    const language::Word& word = source.word(at);
    if (word.upos != Upos::kPunct) return false;
    const absl::string_view text = source.document.text(at);
    return text == "," || text == "-" || text == "--" || text == "\u2013" || text == "\u2014" ||
           text == ":" || text == ";" || text == "(" || text == "[";
  };
  const uint32_t first = source.document.sentence_of(token).tokens.begin;
  return breaks(begin) || (begin > first && breaks(begin - 1));
}

bool IsRelativePronoun(const Source& source, uint32_t token) {
  const language::Word& word = source.word(token);
  return (word.features & language::kPronRel) != 0 || word.xpos == Xpos::kWdt ||
         ((word.xpos == Xpos::kWp || word.xpos == Xpos::kWpPoss) &&
          Antecedent(source, token) != kNoToken);
}

uint32_t Antecedent(const Source& source, uint32_t token) {
  while (token != kNoToken) {
    const language::Word& word = source.word(token);
    if (word.relation == Relation::kAclRelcl) return word.head;
    if (word.relation == Relation::kCcomp || word.relation == Relation::kAdvcl ||
        word.relation == Relation::kParataxis) {
      return kNoToken;
    }
    token = word.head;
  }
  return kNoToken;
}

bool IsFinite(const Source& source, uint32_t token) {
  const language::Word& word = source.word(token);
  if (word.xpos == Xpos::kVbd || word.xpos == Xpos::kVbz || word.xpos == Xpos::kVbp ||
      word.xpos == Xpos::kMd) {
    return true;
  }
  for (uint32_t child : source.annotation.children(token)) {
    const Relation plain = language::Universal(source.word(child).relation);
    if (plain != Relation::kAux && plain != Relation::kCop) continue;
    const Xpos xpos = source.word(child).xpos;
    if (xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp || xpos == Xpos::kMd) {
      return true;
    }
  }
  return false;
}

const language::NamedEntity* EntityAt(const Source& source, uint32_t token) {
  const std::vector<language::NamedEntity>& entities = source.annotation.entities();
  auto after = std::upper_bound(
      entities.begin(), entities.end(), token,
      [](uint32_t at, const language::NamedEntity& entity) { return at < entity.tokens.begin; });
  if (after == entities.begin()) return nullptr;
  --after;
  return after->tokens.Contains(token) ? &*after : nullptr;
}

TokenRange NounPhrase(const Source& source, uint32_t head) {
  const auto leave_out = [&](uint32_t child) {
    const language::Word& word = source.word(child);
    if (word.relation == Relation::kAclRelcl) return true;
    // "a boat carrying migrants": a reduced relative clause is a claim, not part of a name.
    if (word.relation == Relation::kAcl &&
        (word.xpos == Xpos::kVbg || word.xpos == Xpos::kVbn || word.xpos == Xpos::kVbd)) {
      return !HasMark(source, child);
    }
    if (word.head == head && word.upos == Upos::kPunct) {
      // Marks inside the phrase are covered by its range anyway; those at its ends are no part.
      return true;
    }
    switch (language::Universal(word.relation)) {
      case Relation::kCase:
      case Relation::kCc:
      case Relation::kConj:
      case Relation::kAppos:
      case Relation::kParataxis:
      case Relation::kMark:
        // "the ministry 's statement": the case marker of a possessor inside stays.
        return word.head == head;
      case Relation::kNsubj:
      case Relation::kCsubj:
      case Relation::kCop:
      case Relation::kAux:
      case Relation::kAdvcl:
      case Relation::kList:
      case Relation::kDiscourse:
      case Relation::kVocative:
      case Relation::kDislocated:
      case Relation::kExpl:
      case Relation::kOrphan:
        return word.head == head;
      default:
        return false;
    }
  };
  TokenRange range = Reach(source, head, leave_out);
  // "where homeopathy is in common use": modifiers of the clause stand before what was left out.
  for (uint32_t child : source.annotation.children(head)) {
    if (child >= head) break;
    const uint32_t end = source.annotation.subtree(child).end;
    if (leave_out(child) && end <= head) range.begin = std::max(range.begin, end);
  }
  return TrimFringe(source, range, {head, head + 1});
}

TokenRange ClauseSpan(const Source& source, const Claim& claim,
                      const std::vector<uint32_t>& claim_of_head) {
  const uint32_t head = claim.head;
  const bool nominal =
      claim.kind == PredicateKind::kNominal || source.word(head).relation == Relation::kAppos;
  const auto leave_out = [&](uint32_t child) {
    const language::Word& word = source.word(child);
    const Relation plain = language::Universal(word.relation);
    if (word.relation == Relation::kAclRelcl) return IsSetOff(source, child);
    if (plain == Relation::kCcomp) return IsReportingCue(source, word.head);
    if (plain == Relation::kAdvcl) {
      return IsFinite(source, child) || IsSetOff(source, child) || IsTemporal(source, child);
    }
    if (plain == Relation::kParataxis || plain == Relation::kList) return true;
    if (word.head != head) return false;
    if (plain == Relation::kObl) {
      // "according to X" is the attribution around the clause; what a comma sets off behind the
      // predicate adds something else to it.
      if (IsAccordingTo(source, child)) return true;
      if (child > head && IsSetOff(source, child)) return true;
    }
    // The clause may begin with words of another one behind its complementizer.
    if (IsFringe(source, child)) return true;
    if (plain == Relation::kConj) return nominal || claim_of_head[child] != kNoClaim;
    if (plain == Relation::kAcl && nominal) {
      return IsFinite(source, child) && IsReportingCue(source, head);
    }
    if (nominal) return plain == Relation::kCase || plain == Relation::kAppos;
    if (plain == Relation::kAppos) return IsSetOff(source, child);
    return false;
  };
  TokenRange range = Reach(source, head, leave_out);
  range.begin = std::min(range.begin, claim.predicate.begin);
  range.end = std::max(range.end, claim.predicate.end);
  // Headlines leave the copula out: "six diplomats told to leave", "nine dead".
  const language::Word& word = source.word(head);
  const Relation plain = language::Universal(word.relation);
  if (source.in_headline(head) && word.head != kNoToken && word.head < head &&
      claim_of_head[word.head] == kNoClaim &&
      ((plain == Relation::kAcl && word.relation != Relation::kAclRelcl) ||
       plain == Relation::kAmod)) {
    const TokenRange subject = NounPhrase(source, word.head);
    range.begin = std::min(range.begin, subject.begin);
  }
  return TrimFringe(source, range, claim.predicate);
}

}  // namespace parallax::claims::internal
