#include "server/alignment/internal/statement.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "server/alignment/internal/claim_features.h"

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
// Mentions that a wording is held against.
constexpr size_t kMaxOthers = 16;

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

// How near the claim is to the claims of other reports, 0..1.
float Centrality(const Profiles& profiles, const std::vector<uint32_t>& members, uint32_t member) {
  const ClaimProfile& claim = profiles.claims[member];
  float sum = 0;
  size_t others = 0;
  for (const uint32_t other : members) {
    const ClaimProfile& second = profiles.claims[other];
    if (second.report == claim.report || others == kMaxOthers) continue;
    sum += SharedClaimWeight(profiles, claim, second) /
           std::max(std::max(claim.weight, second.weight), 1e-6f);
    ++others;
  }
  return others > 0 ? sum / others : 0;
}

// Lower reads better. A fragment is worse than any whole clause.
auto Cost(Reports reports, const Profiles& profiles, const std::vector<uint32_t>& members,
          uint32_t member) {
  const ClaimProfile& profile = profiles.claims[member];
  const analysis::Analysis& report = *reports[profiles.order[profile.report]];
  const claims::Claim& claim = report.claims.claims[profile.claim];
  const Subject subject = SubjectOf(report, claim);
  const auto loaded = std::count_if(
      report.loaded_terms.begin(), report.loaded_terms.end(),
      [&](const analysis::LoadedPassage& p) { return p.tokens.Overlaps(claim.span); });
  const bool headline = report.document.section_of(claim.head) == text::Section::kHeadline;
  float cost = std::min(2.0f, static_cast<float>(loaded));
  cost += profile.quoted ? 1 : 0;
  cost += subject == Subject::kPronoun ? 0.8f : 0;
  cost += profile.nominal ? 0.5f : 0;
  cost += headline ? 0.3f : 0;
  cost += std::abs(static_cast<float>(claim.span.size()) - kIdealWords) / kIdealWords;
  cost -= 2 * Centrality(profiles, members, member);
  return std::make_tuple(subject == Subject::kNone, profile.slight, cost);
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

ClaimRef ChooseStatement(Reports reports, const Profiles& profiles,
                         const std::vector<uint32_t>& members) {
  uint32_t best = members.front();
  auto least = Cost(reports, profiles, members, best);
  for (const uint32_t member : members) {
    const auto cost = Cost(reports, profiles, members, member);
    if (cost < least) std::tie(least, best) = std::make_tuple(cost, member);
  }
  const ClaimProfile& profile = profiles.claims[best];
  const uint32_t report = profiles.order[profile.report];
  return {report,
          std::get<0>(least) ? WholeClause(*reports[report], profile.claim) : profile.claim};
}

}  // namespace parallax::alignment
