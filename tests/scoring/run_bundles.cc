#include "tests/scoring/run_bundles.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/base/status_macros.h"
#include "server/framing/evidence.h"
#include "server/framing/selection.h"

namespace parallax::scoring {
namespace {

alignment::Alignment GoldAlignment(const Bundle& bundle, const Answer& answer) {
  alignment::Alignment alignment;
  for (const auto& claims : answer.claims) {
    alignment.fact_of.emplace_back(claims.size(), alignment::kNoFact);
  }
  for (const GoldFact& gold : bundle.facts) {
    std::set<alignment::ClaimRef> mentions;
    for (const GoldMention& mention : gold.mentions) {
      const int claim = BestClaim(bundle, mention, answer.claims[mention.report]);
      if (claim == kNoClaim) continue;
      // A claim goes with the first fact that it is a mention of.
      uint32_t& fact = alignment.fact_of[mention.report][claim];
      if (fact != alignment::kNoFact) continue;
      fact = static_cast<uint32_t>(alignment.facts.size());
      mentions.insert({static_cast<uint32_t>(mention.report), static_cast<uint32_t>(claim)});
    }
    if (mentions.empty()) continue;
    alignment::Fact fact;
    fact.mentions.assign(mentions.begin(), mentions.end());
    fact.statement = fact.mentions[0];
    fact.confidence = 1;
    alignment.facts.push_back(std::move(fact));
  }
  return alignment;
}

framing::Scene SceneOf(const engine::Comparison& comparison) {
  return {.reports = comparison.reports,
          .entities = &comparison.entities,
          .alignment = &comparison.alignment,
          .lexicon = &lexicon::Lexicon::Default()};
}

// Finds the differences again, on other facts or with all candidates.
absl::Status FindAgain(const Bundle& bundle, Facts facts, Flags flags,
                       engine::Comparison* comparison) {
  if (facts == Facts::kGold) comparison->alignment = GoldAlignment(bundle, ToAnswer(*comparison));
  const framing::Scene scene = SceneOf(*comparison);
  if (flags == Flags::kShown) {
    PARALLAX_ASSIGN_OR_RETURN(comparison->differences,
                              framing::FindDifferences(scene, 0, CallContext()));
    return absl::OkStatus();
  }
  const framing::Stage stage(scene);
  PARALLAX_ASSIGN_OR_RETURN(std::vector<framing::Candidate> candidates,
                            framing::FindCandidates(stage, 0, CallContext()));
  comparison->differences.clear();
  for (framing::Candidate& candidate : candidates) {
    comparison->differences.push_back(std::move(candidate.difference));
  }
  return absl::OkStatus();
}

}  // namespace

void WriteAccounts(const engine::Comparison& comparison, std::ostream& out) {
  const framing::Scene scene = SceneOf(comparison);
  const framing::Stage stage(scene);
  for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
    out << absl::StrFormat("FACT %d %.2f%s\n", fact, stage.fact(fact).confidence,
                           stage.only_acts(fact) ? " acts of saying" : "");
    for (const framing::FactAccount& account : stage.accounts(fact)) {
      for (const framing::Mention& mention : account.mentions) {
        const analysis::Analysis& report = stage.report(mention.report);
        const attribution::Attribution* layer = mention.attribution;
        out << absl::StrFormat(
            "    %s:%d %s [%s] %s | %s\n", report.id, mention.sentence,
            commitment::Name(mention.value),
            layer == nullptr ? "own voice"
            : layer->source  ? report.document.text(*layer->source)
                             : "no source",
            layer != nullptr && layer->cue ? report.document.text(*layer->cue) : "",
            report.document.text(framing::ClaimPassage(report, mention.claim)));
        for (const uint32_t index : stage.claim(mention).quantities) {
          const claims::Quantity& quantity = report.claims.quantities[index];
          out << absl::StrFormat("        figure \"%s\" %g to %g%s\n",
                                 report.document.text(quantity.tokens), quantity.low, quantity.high,
                                 quantity.approximate ? " or so" : "");
        }
        for (const uint32_t index : stage.claim(mention).times) {
          const claims::TimeExpression& time = report.claims.times[index];
          out << absl::StrFormat("        time \"%s\" %s\n", report.document.text(time.tokens),
                                 time.value);
        }
      }
    }
  }
}

absl::StatusOr<Score> ScoreBundles(const engine::Engine& engine, std::span<const std::string> paths,
                                   Facts facts, Flags flags, std::ostream* details, bool accounts) {
  Score score;
  for (const std::string& path : paths) {
    PARALLAX_ASSIGN_OR_RETURN(const Bundle bundle, ReadBundleFile(path));
    std::vector<analysis::Report> reports;
    for (const GoldReport& report : bundle.reports) reports.push_back(ToReport(report));
    absl::StatusOr<engine::Comparison> comparison =
        engine.Compare(reports, {}, engine::Sequentially, CallContext());
    if (!comparison.ok()) {
      return absl::Status(comparison.status().code(),
                          absl::StrCat(path, ": ", comparison.status().message()));
    }
    if (facts != Facts::kEngine || flags != Flags::kShown) {
      PARALLAX_RETURN_IF_ERROR(FindAgain(bundle, facts, flags, &*comparison));
    }
    if (accounts && details != nullptr) {
      *details << bundle.name << "\n";
      WriteAccounts(*comparison, *details);
    }
    score.Add(bundle, ToAnswer(*comparison), details);
  }
  return score;
}

}  // namespace parallax::scoring
