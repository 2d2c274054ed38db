// QUOTATION: one direct quotation in different words, or cut so that its sense changes.
//
// Rules (RULES.md): quotation-altered, quotation-cut.

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/quotes.h"

namespace parallax::framing {
namespace {

// Versions of one utterance: the quotes that do not differ from its first in substance.
struct Version {
  std::vector<uint32_t> quotes;
  QuoteChange change = QuoteChange::kNone;  // against the fullest version
  std::pair<uint32_t, uint32_t> covered;    // words of the fullest quote
};

class QuotationDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kQuotation; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    const std::vector<Quote> quotes = QuotesOf(stage);
    for (const std::vector<uint32_t>& group : SameUtterances(stage, quotes)) {
      DetectOn(stage, quotes, group, found);
    }
  }

 private:
  static void DetectOn(const Stage& stage, const std::vector<Quote>& quotes,
                       const std::vector<uint32_t>& group, std::vector<Difference>* found) {
    // The fullest piece of each report speaks for it; longest first, so that cuts follow.
    std::vector<uint32_t> chosen;
    for (uint32_t q : group) {
      auto same = std::find_if(chosen.begin(), chosen.end(), [&](uint32_t other) {
        return quotes[other].report == quotes[q].report;
      });
      if (same == chosen.end()) {
        chosen.push_back(q);
      } else if (quotes[q].words.size() > quotes[*same].words.size()) {
        *same = q;
      }
    }
    if (chosen.size() < 2) return;
    std::stable_sort(chosen.begin(), chosen.end(), [&](uint32_t a, uint32_t b) {
      return quotes[a].words.size() > quotes[b].words.size();
    });
    // What joined the group by way of a third quote may be another part of the statement.
    const uint32_t fullest = chosen.front();
    std::erase_if(chosen,
                  [&](uint32_t q) { return q != fullest && !Alike(quotes[fullest], quotes[q]); });
    std::vector<Version> versions;
    for (uint32_t q : chosen) {
      Version* same = nullptr;
      QuoteChange least = QuoteChange::kAltered;
      for (Version& version : versions) {
        const QuoteChange change = Change(quotes[version.quotes.front()], quotes[q], quotes);
        least = std::min(least, change);
        if (same == nullptr && change == QuoteChange::kNone) same = &version;
      }
      if (same != nullptr) {
        same->quotes.push_back(q);
      } else {
        versions.push_back({{q}, versions.empty() ? QuoteChange::kNone : least, {}});
        versions.back().covered = Covered(quotes[chosen.front()], quotes[q]);
      }
    }
    // Versions that keep different parts of the fullest one are different changes.
    std::vector<bool> reported(versions.size(), false);
    for (size_t i = 1; i < versions.size(); ++i) {
      if (reported[i]) continue;
      std::vector<const Version*> together = {&versions[0]};
      for (size_t j = i; j < versions.size(); ++j) {
        if (reported[j] || !Overlaps(versions[i], versions[j])) continue;
        reported[j] = true;
        together.push_back(&versions[j]);
      }
      Report(stage, quotes, together, found);
    }
  }

  static bool Overlaps(const Version& a, const Version& b) {
    return a.covered.first < b.covered.second && b.covered.first < a.covered.second;
  }

  static void Report(const Stage& stage, const std::vector<Quote>& quotes,
                     const std::vector<const Version*>& versions, std::vector<Difference>* found) {
    QuoteChange gravest = QuoteChange::kNone;
    std::vector<uint32_t> all;
    Difference difference;
    difference.kind = Kind::kQuotation;
    difference.severity = Severity::kHigh;
    std::vector<std::string> parts;
    for (const Version* version : versions) {
      gravest = std::max(gravest, version->change);
      std::vector<Evidence> evidence;
      for (uint32_t q : version->quotes) {
        all.push_back(q);
        evidence.push_back(
            {quotes[q].report, Tidy(stage.report(quotes[q].report), quotes[q].tokens)});
      }
      const Quote& first = quotes[version->quotes.front()];
      difference.positions.push_back(MakePosition(
          PassageText(stage.report(first.report), first.tokens, 30), std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " has ", " have "),
                                   Words(stage, position)));
    }
    difference.rule = gravest == QuoteChange::kAltered ? "quotation-altered" : "quotation-cut";
    difference.fact = FactOf(stage, quotes, all);
    difference.explanation = absl::StrCat(
        gravest == QuoteChange::kAltered ? "One quotation is given in different words: "
                                         : "One quotation is cut so that its sense may change: ",
        absl::StrJoin(parts, ", "), ".");
    difference.confidence = gravest == QuoteChange::kAltered   ? 0.75f
                            : gravest == QuoteChange::kCutTurn ? 0.65f
                                                               : 0.5f;
    found->push_back(std::move(difference));
  }

  // The fact that most of the quotes tell; the first of these where several do.
  static uint32_t FactOf(const Stage& stage, const std::vector<Quote>& quotes,
                         const std::vector<uint32_t>& chosen) {
    std::vector<std::pair<uint32_t, uint32_t>> counts;  // fact, quotes that tell it
    for (uint32_t q : chosen) {
      const analysis::Analysis& report = stage.report(quotes[q].report);
      const std::vector<uint32_t>& fact_of = stage.scene().alignment->fact_of[quotes[q].report];
      std::vector<uint32_t> own;
      for (uint32_t token = quotes[q].tokens.begin; token < quotes[q].tokens.end; ++token) {
        const uint32_t claim = report.claims.claim_of_head[token];
        if (claim == claims::kNoClaim || fact_of[claim] == alignment::kNoFact) continue;
        if (std::find(own.begin(), own.end(), fact_of[claim]) == own.end()) {
          own.push_back(fact_of[claim]);
        }
      }
      for (uint32_t fact : own) {
        auto at = std::find_if(counts.begin(), counts.end(),
                               [fact](const auto& entry) { return entry.first == fact; });
        if (at == counts.end()) {
          counts.push_back({fact, 1});
        } else {
          ++at->second;
        }
      }
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() || most->second < 2 ? kNone : most->first;
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeQuotationDetector() {
  return std::make_unique<QuotationDetector>();
}

}  // namespace parallax::framing
