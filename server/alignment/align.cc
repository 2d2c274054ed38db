#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "server/alignment/alignment.h"
#include "server/alignment/internal/align_with.h"
#include "server/alignment/internal/candidates.h"
#include "server/alignment/internal/clustering.h"
#include "server/alignment/internal/model.h"
#include "server/alignment/internal/profile.h"
#include "server/alignment/internal/sentence_features.h"
#include "server/alignment/internal/statement.h"
#include "server/alignment/internal/wording.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

// Links less likely than this are forgotten.
constexpr float kMinProbability = 0.02f;
// Of two sentences that are the same word for word.
constexpr float kSameProbability = 0.99f;

absl::StatusOr<std::vector<SentenceLink>> LinkSentences(const Profiles& profiles,
                                                        const Model& model,
                                                        const Wordings& wordings,
                                                        const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const Candidates candidates, FindCandidates(profiles, context));
  const SentenceComparer comparer(profiles, candidates);
  std::vector<SentenceLink> links;
  for (uint32_t s = 0; s < candidates.of.size(); ++s) {
    if (s % 16 == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    for (const Overlap& pair : candidates.of[s]) {
      if (pair.other < s) continue;
      const float score = model.Score(comparer.Compare(s, pair));
      const float probability = 1 / (1 + std::exp(-score));
      if (probability >= kMinProbability) links.push_back({s, pair.other, probability});
    }
  }
  // Links and wordings are both in ascending order of their pair.
  const auto key = [](const SentenceLink& link) { return std::make_pair(link.first, link.second); };
  for (const auto& same : wordings.same) {
    const auto found = std::lower_bound(
        links.begin(), links.end(), same,
        [&](const SentenceLink& link, const auto& pair) { return key(link) < pair; });
    if (found != links.end() && key(*found) == same) {
      found->probability = std::max(found->probability, kSameProbability);
    }
  }
  return links;
}

class FactBuilder {
 public:
  FactBuilder(Reports reports, const Profiles& profiles) : reports_(reports), profiles_(profiles) {}

  Fact Build(const Group& group) const {
    Fact fact;
    fact.confidence = group.confidence;
    for (const uint32_t member : group.claims) {
      const ClaimProfile& claim = profiles_.claims[member];
      fact.mentions.push_back({profiles_.order[claim.report], claim.claim});
    }
    std::sort(fact.mentions.begin(), fact.mentions.end());
    fact.statement = ChooseStatement(reports_, profiles_, group.claims);
    return fact;
  }

  // Ascending: most widely carried first, then most prominent, then first.
  auto SortKey(const Fact& fact) const {
    uint32_t carried = 0;
    float prominent = 1;
    for (size_t i = 0; i < fact.mentions.size(); ++i) {
      if (i == 0 || fact.mentions[i].report != fact.mentions[i - 1].report) ++carried;
      prominent = std::min(prominent, Position(fact.mentions[i]));
    }
    return std::make_tuple(-static_cast<int>(carried), prominent, fact.mentions[0]);
  }

 private:
  float Position(const ClaimRef& mention) const {
    const analysis::Analysis& report = *reports_[mention.report];
    return static_cast<float>(report.claims.claims[mention.claim].sentence) /
           report.document.sentences().size();
  }

  const Reports reports_;
  const Profiles& profiles_;
};

}  // namespace

absl::StatusOr<Alignment> AlignWith(const Model& model, Reports reports,
                                    const entities::LinkedEntities& entities,
                                    const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const Profiles profiles, MakeProfiles(reports, entities, context));
  Wordings wordings = FindSharedWording(profiles);
  PARALLAX_ASSIGN_OR_RETURN(std::vector<SentenceLink> links,
                            LinkSentences(profiles, model, wordings, context));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Group> groups,
                            GroupClaims(profiles, model, std::move(links), context));

  Alignment alignment;
  const FactBuilder builder(reports, profiles);
  for (const Group& group : groups) alignment.facts.push_back(builder.Build(group));
  std::sort(alignment.facts.begin(), alignment.facts.end(),
            [&](const Fact& a, const Fact& b) { return builder.SortKey(a) < builder.SortKey(b); });
  alignment.shared_wordings = std::move(wordings.shared);
  for (const auto& report : reports) {
    alignment.fact_of.emplace_back(report->claims.claims.size(), kNoFact);
  }
  for (uint32_t i = 0; i < alignment.facts.size(); ++i) {
    for (const ClaimRef& mention : alignment.facts[i].mentions) {
      alignment.fact_of[mention.report][mention.claim] = i;
    }
  }
  return alignment;
}

absl::StatusOr<Alignment> Align(Reports reports, const entities::LinkedEntities& entities,
                                const lexicon::Lexicon& /*lexicon*/, const CallContext& context) {
  return AlignWith(Model::Default(), reports, entities, context);
}

}  // namespace parallax::alignment
