// OMISSION: a fact that other reports carry is absent from a report.
//
// Rules (RULES.md): omission-of-headline, omission-of-lead, omission.

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/passages.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// A shorter report is a brief: it leaves out nearly everything.
constexpr size_t kBrief = 5;
constexpr size_t kAtLength = 4;
constexpr uint32_t kClause = 5;  // words; what is shorter is mostly a piece of one
// What others build little on, or few of them carry.
constexpr float kLight = 0.5f;
constexpr size_t kMaxSearched = 64;
// Mentions whose words are looked for in the report that seems to lack the fact.
constexpr size_t kMaxProbes = 12;
// A report with a passage this like the fact may well carry it unaligned.
constexpr float kMaybeTold = 0.5f;

class OmissionDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kOmission; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    const PassageIndex index(stage);
    std::vector<Candidate> candidates;
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
      // That somebody spoke is no news; what was said is.
      if (stage.only_acts(fact)) continue;
      if (absl::optional<Candidate> candidate = Weigh(stage, fact))
        candidates.push_back(*candidate);
    }
    std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
      return std::make_pair(-a.confidence, stage.place(a.fact)) <
             std::make_pair(-b.confidence, stage.place(b.fact));
    });
    // The search for a passage that tells the fact unaligned is kept to those that may be shown.
    if (candidates.size() > kMaxSearched) candidates.resize(kMaxSearched);
    for (const Candidate& candidate : candidates) Report(stage, index, candidate, found);
  }

 private:
  struct Candidate {
    uint32_t fact = 0;
    bool headline = false;
    bool lead = false;
    float confidence = 0;  // before the search for unaligned passages
  };

  static absl::optional<Candidate> Weigh(const Stage& stage, uint32_t fact) {
    const std::vector<FactAccount>& accounts = stage.full_accounts(fact);
    // Two others have to carry it.
    if (accounts.size() < 2 || accounts.size() >= stage.reports()) return absl::nullopt;
    Candidate candidate;
    candidate.fact = fact;
    size_t mentions = 0;
    float early = 0;  // how early it comes in the reports that tell it, 1 first ... 0 last
    for (const FactAccount& account : accounts) {
      for (const Mention& mention : account.mentions) {
        candidate.headline |= mention.headline;
        candidate.lead |= mention.lead;
      }
      mentions += account.mentions.size();
      early += 1 - static_cast<float>(account.mentions.front().sentence) /
                       static_cast<float>(stage.report(account.report).document.sentences().size());
    }
    early /= static_cast<float>(accounts.size());
    // Of what reports leave out, an editor wants what others build on: a headline's fact, a lead
    // that all others share, or what they tell at length.
    const bool weighs =
        candidate.headline || (accounts.size() + 1 == stage.reports() &&
                               ((candidate.lead && early > 0.75f) || mentions >= kAtLength));
    const bool few = stage.reports() - accounts.size() > accounts.size();
    const float share =
        static_cast<float>(accounts.size()) / static_cast<float>(stage.reports() - 1);
    candidate.confidence = stage.fact(fact).confidence * ((candidate.headline ? 0.45f
                                                           : candidate.lead   ? 0.32f
                                                                              : 0.28f) +
                                                          0.15f * share + 0.15f * early);
    if (!weighs || few) candidate.confidence *= kLight;
    return candidate;
  }

  // A clause tells more than a noun, and the body says in full what the headline says in short.
  static int Fullness(const Stage& stage, const Mention& mention) {
    const bool clause = stage.claim(mention).kind == claims::PredicateKind::kVerb &&
                        ClaimPassage(stage.report(mention.report), mention.claim).size() >= kClause;
    return (clause ? 2 : 0) + (mention.headline ? 0 : 1);
  }

  // The claim where it is a clause, else the sentence around it, cut to a readable length.
  static TokenRange Passage(const Stage& stage, const Mention& mention) {
    constexpr uint32_t kMaxWords = 40;
    const analysis::Analysis& report = stage.report(mention.report);
    const TokenRange passage = ClaimPassage(report, mention.claim);
    if (passage.size() >= kClause) return passage;
    TokenRange whole = report.document.sentence_of(passage.begin).tokens;
    if (whole.size() > kMaxWords) {
      whole.begin = std::max(whole.begin, passage.begin - std::min(passage.begin, kMaxWords / 2));
      whole.end = std::min(whole.end, whole.begin + kMaxWords);
    }
    return Tidy(report, whole);
  }

  static void Report(const Stage& stage, const PassageIndex& index, const Candidate& candidate,
                     std::vector<Difference>* found) {
    std::vector<bool> told(stage.reports(), false);
    std::vector<Evidence> evidence;
    std::vector<std::vector<std::string>> stems;
    bool all_quoted = true;
    for (const FactAccount& account : stage.full_accounts(candidate.fact)) {
      told[account.report] = true;
      const Mention* shown = &account.mentions.front();
      for (const Mention& mention : account.mentions) {
        if (Fullness(stage, mention) > Fullness(stage, *shown)) shown = &mention;
        if (stems.size() < kMaxProbes) {
          stems.push_back(ClaimStems(stage.report(mention.report), mention.claim));
        }
      }
      all_quoted &= stage.quotation_of(shown->report, stage.claim(*shown).head) != kNone;
      evidence.push_back({shown->report, Passage(stage, *shown)});
    }
    std::vector<uint32_t> absent;
    std::vector<uint32_t> maybe;  // that may tell it unaligned
    float likest = 0;
    float likest_maybe = 0;
    for (uint32_t report = 0; report < stage.reports(); ++report) {
      if (told[report] || stage.report(report).document.sentences().size() < kBrief) continue;
      float like = 0;
      for (const std::vector<std::string>& probe : stems) {
        like = std::max(like, index.Likest(report, probe));
      }
      (like > kMaybeTold ? maybe : absent).push_back(report);
      float& most = like > kMaybeTold ? likest_maybe : likest;
      most = std::max(most, like);
    }
    if (absent.empty()) {
      absent = std::move(maybe);
      likest = likest_maybe;
    }
    if (absent.empty()) return;

    Difference difference;
    difference.kind = Kind::kOmission;
    difference.severity = candidate.headline ? Severity::kMedium : Severity::kLow;
    difference.fact = candidate.fact;
    difference.rule = candidate.headline ? "omission-of-headline"
                      : candidate.lead   ? "omission-of-lead"
                                         : "omission";
    difference.positions.push_back(MakePosition("told", std::move(evidence)));
    Position missing;
    missing.value = "ABSENT";
    missing.reports = absent;
    difference.positions.push_back(std::move(missing));
    difference.confidence = candidate.confidence * (1 - likest);
    if (likest > kMaybeTold) difference.confidence *= kLight;
    // Of what somebody said at length every outlet quotes its own part.
    if (all_quoted) difference.confidence *= kLight;
    const Position& told_by = difference.positions[0];
    difference.explanation = absl::StrCat(
        Outlets(stage, absent), Verb(absent.size(), " does", " do"), " not mention what ",
        Outlets(stage, told_by.reports), Verb(told_by.reports.size(), " reports", " report"), ": ",
        Words(stage, told_by), ".");
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeOmissionDetector() {
  return std::make_unique<OmissionDetector>();
}

}  // namespace parallax::framing
