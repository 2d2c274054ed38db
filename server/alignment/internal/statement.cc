#include "server/alignment/internal/statement.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace parallax::alignment {
namespace {

using language::Relation;
using language::Upos;

// Words of the statement that reads best.
constexpr int kIdealWords = 12;
// Words past which a clause around a fragment says too much besides.
constexpr size_t kMaxWords = 30;
// Clauses within clauses that are looked at.
constexpr int kMaxSteps = 6;

enum class Subject { kNone, kPronoun, kNamed };

bool IsSubject(Relation relation) {
  return relation == Relation::kNsubj || relation == Relation::kNsubjPass ||
         relation == Relation::kNsubjOuter || relation == Relation::kCsubj ||
         relation == Relation::kCsubjPass || relation == Relation::kExpl;
}

// The subject inside the clause; none for infinitives, relative clauses and clauses that share the
// subject of another.
Subject SubjectOf(const analysis::Analysis& report, const claims::Claim& claim) {
  Subject subject = Subject::kNone;
  for (uint32_t t = claim.span.begin; t < claim.span.end; ++t) {
    const language::Word& word = report.annotation.word(t);
    if (word.head != claim.head) continue;
    if (word.relation == Relation::kMark && word.upos == Upos::kPart) return Subject::kNone;
    if (!IsSubject(word.relation)) continue;
    const bool relative = word.xpos == language::Xpos::kWp || word.xpos == language::Xpos::kWdt;
    if (relative) return Subject::kNone;
    subject = word.upos == Upos::kPron ? std::max(subject, Subject::kPronoun) : Subject::kNamed;
  }
  return subject;
}

// Who says something and no more: the head of a cue around other claims.
bool OnlySays(const analysis::Analysis& report, const claims::Claim& claim) {
  return std::any_of(report.attributions.attributions.begin(),
                     report.attributions.attributions.end(),
                     [&](const attribution::Attribution& a) { return a.cue_head == claim.head; });
}

// A quotation that begins or ends inside the clause.
bool CutsQuotation(const analysis::Analysis& report, TokenRange span) {
  return std::any_of(report.attributions.quotations.begin(), report.attributions.quotations.end(),
                     [&](const attribution::Quotation& q) {
                       return q.tokens.Overlaps(span) && !span.Contains(q.tokens) &&
                              !q.tokens.Contains(span);
                     });
}

// Lower reads better. A fragment is worse than any whole clause.
auto Cost(const analysis::Analysis& report, uint32_t index) {
  const claims::Claim& claim = report.claims.claims[index];
  const Subject subject = SubjectOf(report, claim);
  const auto loaded = std::count_if(
      report.loaded_terms.begin(), report.loaded_terms.end(),
      [&](const analysis::LoadedPassage& p) { return p.tokens.Overlaps(claim.span); });
  const bool headline = report.document.section_of(claim.head) == text::Section::kHeadline;
  float cost = std::min(2.0f, static_cast<float>(loaded));
  cost += report.commitments.claims[index].in_direct_quote ? 1 : 0;
  cost += subject == Subject::kPronoun ? 0.8f : 0;
  cost += claim.kind == claims::PredicateKind::kNominal ? 0.5f : 0;
  cost += headline ? 0.3f : 0;
  cost += std::abs(static_cast<float>(claim.span.size()) - kIdealWords) / kIdealWords;
  return std::make_tuple(subject == Subject::kNone || CutsQuotation(report, claim.span),
                         OnlySays(report, claim), cost);
}

// The nearest claim around `claim` that is a whole clause and holds it; `claim` where there is
// none.
uint32_t WholeClause(const analysis::Analysis& report, uint32_t claim) {
  const std::vector<claims::Claim>& claims = report.claims.claims;
  uint32_t around = claims[claim].parent;
  for (int step = 0; step < kMaxSteps && around != claims::kNoClaim; ++step) {
    const claims::Claim& whole = claims[around];
    if (whole.span.size() > kMaxWords) break;
    if (whole.span.Contains(claims[claim].span) && SubjectOf(report, whole) != Subject::kNone) {
      return around;
    }
    around = whole.parent;
  }
  return claim;
}

}  // namespace

ClaimRef ChooseStatement(Reports reports, const std::vector<ClaimRef>& members) {
  const auto cost_of = [&](const ClaimRef& ref) { return Cost(*reports[ref.report], ref.claim); };
  ClaimRef best = members.front();
  auto least = cost_of(best);
  for (const ClaimRef& member : members) {
    const auto cost = cost_of(member);
    if (cost < least) std::tie(least, best) = std::make_tuple(cost, member);
  }
  if (std::get<0>(least)) best.claim = WholeClause(*reports[best.report], best.claim);
  return best;
}

TokenRange StatementTokens(const analysis::Analysis& report, uint32_t claim) {
  // Tokens of a quotation beyond the clause that are taken in.
  constexpr uint32_t kMaxMore = 12;
  TokenRange tokens = report.claims.claims[claim].span;
  const TokenRange sentence = report.document.sentence_of(tokens.begin).tokens;
  for (const attribution::Quotation& quotation : report.attributions.quotations) {
    if (!quotation.tokens.Overlaps(tokens) || quotation.tokens.Contains(tokens)) continue;
    const TokenRange whole = {std::min(tokens.begin, quotation.tokens.begin),
                              std::max(tokens.end, quotation.tokens.end)};
    if (sentence.Contains(whole) && whole.size() <= tokens.size() + kMaxMore) tokens = whole;
  }
  return tokens;
}

}  // namespace parallax::alignment
