// REPORTING_VERB: the same utterance of the same source carries cues of different connotation.
//
// Rules (RULES.md): reporting-verb-connotation, reporting-verb-open-source.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/quotes.h"
#include "server/framing/sources.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using lexicon::Connotation;

// A statement is made by few; a bound for all other input.
constexpr size_t kMaxSources = 16;
constexpr float kSureByQuotation = 0.7f;
// Part of the content words that what is said under two cues has in common, where it is one thing.
constexpr float kSameContent = 0.35f;
constexpr float kOtherContent = 0.5f;

// One report's telling of a statement.
struct Told {
  uint32_t report = 0;
  const attribution::Attribution* layer = nullptr;
  Connotation connotation = Connotation::kNeutral;
  const Mention* mention = nullptr;  // nullptr where the statement is found by its quotation
};

absl::string_view Describe(Connotation connotation) {
  switch (connotation) {
    case Connotation::kEndorsing:
      return "presents it as true";
    case Connotation::kDistancing:
      return "keeps its distance";
    case Connotation::kCharged:
      return "adds a tone";
    default:
      return "is neutral";
  }
}

// Connotations that can stand against each other: a denial is no way to tell the same utterance.
bool Tells(Connotation connotation) {
  return connotation == Connotation::kNeutral || connotation == Connotation::kEndorsing ||
         connotation == Connotation::kDistancing || connotation == Connotation::kCharged;
}

std::vector<std::string> ContentOf(const Stage& stage, const Told& told) {
  constexpr uint32_t kMaxTokens = 40;
  std::vector<std::string> stems;
  for (TokenRange range : told.layer->content) {
    range.end = std::min(range.end, range.begin + kMaxTokens);
    const std::vector<std::string> more = ContentStems(stage.report(told.report), range);
    stems.insert(stems.end(), more.begin(), more.end());
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

// What is said under some two cues of different connotation shares more than a word.
bool SameContent(const Stage& stage,
                 const std::array<std::vector<const Told*>, 6>& by_connotation) {
  std::vector<std::vector<std::string>> before;
  for (const std::vector<const Told*>& slot : by_connotation) {
    std::vector<std::vector<std::string>> own;
    for (const Told* told : slot) {
      own.push_back(ContentOf(stage, *told));
      for (const std::vector<std::string>& other : before) {
        if (SharedCount(own.back(), other) >= 2 && Overlap(own.back(), other) >= kSameContent) {
          return true;
        }
      }
    }
    before.insert(before.end(), own.begin(), own.end());
  }
  return false;
}

class ReportingVerbDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kReportingVerb; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    DetectOnQuotations(stage, found);
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  // One quotation in several reports is one statement for certain, aligned or not.
  static void DetectOnQuotations(const Stage& stage, std::vector<Difference>* found) {
    const std::vector<Quote> quotes = QuotesOf(stage);
    for (const std::vector<uint32_t>& group : SameUtterances(stage, quotes)) {
      std::vector<Told> all;
      for (uint32_t q : group) {
        const attribution::Attribution* layer = quotes[q].layer;
        if (layer == nullptr || !layer->cue || layer->cue->empty()) continue;
        const Connotation connotation = ConnotationOf(stage, quotes[q].report, *layer);
        if (Tells(connotation)) all.push_back({quotes[q].report, layer, connotation, nullptr});
      }
      if (!all.empty() && Differs(all)) Report(stage, kNone, all, kSureByQuotation, found);
    }
  }

  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    // By source first, as one fact may be told by several people. Where no source carries cues that
    // differ, sources that may be one for all that is known are held to be one.
    if (!DetectBySource(stage, fact, SourceRelation::kSame, 0.75f, found) &&
        DetectBySource(stage, fact, SourceRelation::kLikelyDifferent, 0.3f, found)) {
      found->back().rule = "reporting-verb-open-source";
    }
  }

  // Takes two sources for one where they are the same or related as `farthest`. True where a
  // difference was found.
  static bool DetectBySource(const Stage& stage, uint32_t fact, SourceRelation farthest,
                             float reliability, std::vector<Difference>* found) {
    std::vector<std::pair<Source, std::vector<Told>>> utterances;
    std::vector<Told> open;  // by a pronoun that leads nowhere, or nobody
    for (const FactAccount& account : stage.full_accounts(fact)) {
      for (const Mention& mention : account.mentions) {
        const analysis::Analysis& report = stage.report(mention.report);
        const commitment::Commitment& commitment = report.commitments.claims[mention.claim];
        const attribution::Attribution* layer = mention.cue_of;
        if (layer == nullptr && !commitment.attributions.empty()) {
          layer = &report.attributions.attributions[commitment.attributions.back()];
        }
        if (layer == nullptr || !layer->cue || layer->cue->empty()) continue;
        // What is expected or feared is not said.
        if (layer->entry != nullptr && layer->entry->mental) continue;
        const Connotation connotation = ConnotationOf(stage, mention.report, *layer);
        if (!Tells(connotation)) continue;
        const Told told = {mention.report, layer, connotation, &mention};
        Source source = ReadSource(stage, mention.report, *layer);
        if (source.pronoun || !layer->source) {
          open.push_back(told);
        } else {
          Add(stage, std::move(source), told, farthest, &utterances);
        }
      }
    }
    // Where one source is named, it is whoever is not.
    if (utterances.size() == 1) {
      std::vector<Told>& all = utterances[0].second;
      all.insert(all.end(), open.begin(), open.end());
    }
    const std::pair<Source, std::vector<Told>>* best = nullptr;
    for (const auto& utterance : utterances) {
      if (Differs(utterance.second) &&
          (best == nullptr || utterance.second.size() > best->second.size())) {
        best = &utterance;
      }
    }
    if (best == nullptr) return false;
    const size_t before = found->size();
    Report(stage, fact, best->second, reliability, found);
    return found->size() > before;
  }

  static void Add(const Stage& stage, Source source, Told told, SourceRelation farthest,
                  std::vector<std::pair<Source, std::vector<Told>>>* utterances) {
    for (auto& [known, all] : *utterances) {
      const SourceRelation relation = Compare(stage, known, source);
      if (relation == SourceRelation::kSame || relation == farthest) {
        all.push_back(told);
        return;
      }
    }
    if (utterances->size() < kMaxSources) utterances->push_back({std::move(source), {told}});
  }

  // True where two reports use cues of different connotation: there are two reports and two
  // connotations, as each report has at least one.
  static bool Differs(const std::vector<Told>& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Told& told) { return told.report != all.front().report; }) &&
           std::any_of(all.begin(), all.end(), [&](const Told& told) {
             return told.connotation != all.front().connotation;
           });
  }

  static void Report(const Stage& stage, uint32_t fact, const std::vector<Told>& all,
                     float reliability, std::vector<Difference>* found) {
    // The marked cue of a report counts; a neutral one beside it does not take it back.
    std::vector<const Told*> chosen;
    for (const Told& told : all) {
      const Told** same = nullptr;
      for (const Told*& other : chosen) {
        if (other->report == told.report) same = &other;
      }
      if (same == nullptr) {
        chosen.push_back(&told);
      } else if ((*same)->connotation == Connotation::kNeutral) {
        *same = &told;
      }
    }
    std::array<std::vector<const Told*>, 6> by_connotation;
    for (const Told* told : chosen) {
      by_connotation[static_cast<size_t>(told->connotation)].push_back(told);
    }
    Difference difference;
    difference.kind = Kind::kReportingVerb;
    difference.severity = Severity::kMedium;
    difference.fact = fact;
    difference.rule = "reporting-verb-connotation";
    std::vector<const Mention*> neutral;
    std::vector<const Mention*> marked;
    std::vector<std::string> parts;
    for (size_t slot = 0; slot < by_connotation.size(); ++slot) {
      if (by_connotation[slot].empty()) continue;
      std::vector<Evidence> evidence;
      std::vector<std::string> cues;
      for (const Told* told : by_connotation[slot]) {
        const analysis::Analysis& report = stage.report(told->report);
        evidence.push_back({told->report, CuePassage(report, *told->layer)});
        std::string cue = absl::AsciiStrToLower(PassageText(report, *told->layer->cue, 6));
        if (std::find(cues.begin(), cues.end(), cue) == cues.end()) cues.push_back(std::move(cue));
        if (told->mention == nullptr) continue;
        (slot == static_cast<size_t>(Connotation::kNeutral) ? neutral : marked)
            .push_back(told->mention);
      }
      difference.positions.push_back(MakePosition(absl::StrJoin(cues, ", "), std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports), " “", position.value,
                                   "”, which ", Describe(static_cast<Connotation>(slot))));
    }
    if (difference.positions.size() < 2 || ReportCount(difference.positions) < 2) return;
    difference.explanation = absl::StrCat(
        "One and the same statement is told with different verbs: ", absl::StrJoin(parts, "; "),
        ".");
    if (fact == kNone) {
      difference.confidence = reliability;
    } else {
      if (neutral.empty()) std::swap(neutral, marked);
      difference.confidence =
          reliability * Trust(stage, fact, neutral, marked.empty() ? neutral : marked);
      if (!SameContent(stage, by_connotation)) difference.confidence *= kOtherContent;
    }
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeReportingVerbDetector() {
  return std::make_unique<ReportingVerbDetector>();
}

}  // namespace parallax::framing
