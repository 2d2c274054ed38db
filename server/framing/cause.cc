// CAUSE: different causes, reasons or purposes are given for the same fact.
//
// Rules (RULES.md): cause-other, cause-other-purpose, cause-given-by-one, purpose-given-by-one.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using claims::Role;

constexpr size_t kMaxReasons = 64;

struct Reason {
  const Mention* mention = nullptr;
  TokenRange tokens;
  std::vector<std::string> stems;
};

// "After a fall in the price": what came before is given as the reason where it is an event and no
// date or clock time.
bool FollowsFrom(const analysis::Analysis& report, const claims::Argument& argument) {
  if (argument.role != Role::kTime || argument.preposition == language::kNoToken) return false;
  const std::string preposition = Lemma(report, argument.preposition);
  if (preposition != "after" && preposition != "amid" && preposition != "following") return false;
  // "Soon after ten" is an hour, however it was read.
  if (report.annotation.word(argument.head).upos == language::Upos::kNum) return false;
  const std::vector<claims::TimeExpression>& times = report.claims.times;
  const auto at = std::lower_bound(
      times.begin(), times.end(), argument.tokens.begin,
      [](const claims::TimeExpression& time, uint32_t token) { return time.tokens.end <= token; });
  return at == times.end() || !at->tokens.Overlaps(argument.tokens);
}

bool Gives(const analysis::Analysis& report, const claims::Argument& argument, Role role) {
  if (argument.tokens.empty()) return false;
  return argument.role == role || (role == Role::kCause && FollowsFrom(report, argument));
}

class CauseDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kCause; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
      DetectOn(stage, fact, Role::kCause, found);
      DetectOn(stage, fact, Role::kPurpose, found);
    }
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, Role role,
                       std::vector<Difference>* found) {
    std::vector<std::vector<Reason>> groups;
    size_t count = 0;
    for (const FactAccount& account : stage.accounts(fact)) {
      for (const Mention& mention : account.mentions) {
        const analysis::Analysis& report = stage.report(mention.report);
        for (const claims::Argument& argument : stage.claim(mention).arguments) {
          if (!Gives(report, argument, role) || ++count > kMaxReasons) continue;
          Reason reason = {&mention, argument.tokens, ContentStems(report, argument.tokens)};
          if (reason.stems.empty()) continue;
          Place(std::move(reason), &groups);
        }
      }
    }
    // A report that gives several reasons contradicts nobody who gives one of them.
    std::vector<uint32_t> torn;
    for (size_t i = 0; i < groups.size(); ++i) {
      for (size_t j = i + 1; j < groups.size(); ++j) {
        for (const Reason& a : groups[i]) {
          for (const Reason& b : groups[j]) {
            if (a.mention->report == b.mention->report) torn.push_back(a.mention->report);
          }
        }
      }
    }
    for (std::vector<Reason>& group : groups) {
      std::erase_if(group, [&](const Reason& reason) {
        return std::find(torn.begin(), torn.end(), reason.mention->report) != torn.end();
      });
    }
    std::erase_if(groups, [](const std::vector<Reason>& group) { return group.empty(); });
    if (groups.size() == 1) ReportGiven(stage, fact, role, groups[0], found);
    if (groups.size() < 2) return;

    Difference difference;
    difference.kind = Kind::kCause;
    difference.severity = Severity::kMedium;
    difference.fact = fact;
    difference.rule = role == Role::kCause ? "cause-other" : "cause-other-purpose";
    std::vector<const Mention*> first;
    std::vector<const Mention*> others;
    std::vector<std::string> parts;
    for (const std::vector<Reason>& group : groups) {
      std::vector<Evidence> evidence;
      for (const Reason& reason : group) {
        const analysis::Analysis& report = stage.report(reason.mention->report);
        evidence.push_back({reason.mention->report, Show(report, reason)});
        (&group == &groups.front() ? first : others).push_back(reason.mention);
      }
      const Reason& shown = group.front();
      difference.positions.push_back(MakePosition(
          PassageText(stage.report(shown.mention->report), shown.tokens, 14), std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " gives", " give"), " “",
                                   position.value, "”"));
    }
    if (ReportCount(difference.positions) < 2) return;
    difference.explanation =
        absl::StrCat(role == Role::kCause ? "The same event has different causes: "
                                          : "The same act has different purposes: ",
                     absl::StrJoin(parts, ", "), ".");
    difference.confidence = 0.6f * Trust(stage, fact, first, others);
    found->push_back(std::move(difference));
  }

  // Some reports give the reason, others tell the fact in passing without one.
  static void ReportGiven(const Stage& stage, uint32_t fact, Role role,
                          const std::vector<Reason>& given, std::vector<Difference>* found) {
    std::vector<Evidence> evidence;
    std::vector<const Mention*> giving;
    for (const Reason& reason : given) {
      const analysis::Analysis& report = stage.report(reason.mention->report);
      evidence.push_back({reason.mention->report, Show(report, reason)});
      giving.push_back(reason.mention);
    }
    std::vector<Evidence> bare;
    std::vector<const Mention*> passing;
    for (const FactAccount& account : stage.accounts(fact)) {
      if (std::any_of(giving.begin(), giving.end(),
                      [&](const Mention* mention) { return mention->report == account.report; })) {
        continue;
      }
      std::vector<const Mention*> own;
      for (const Mention& mention : account.mentions) own.push_back(&mention);
      passing.push_back(Likest(stage, own, giving));
      bare.push_back(
          {account.report, ClaimPassage(stage.report(account.report), passing.back()->claim)});
    }
    if (bare.empty()) return;
    Difference difference;
    difference.kind = Kind::kCause;
    difference.severity = Severity::kLow;
    difference.fact = fact;
    difference.rule = role == Role::kCause ? "cause-given-by-one" : "purpose-given-by-one";
    const Reason& shown = given.front();
    difference.positions.push_back(MakePosition(
        PassageText(stage.report(shown.mention->report), shown.tokens, 14), std::move(evidence)));
    difference.positions.push_back(MakePosition(
        role == Role::kCause ? "no cause given" : "no purpose given", std::move(bare)));
    const Position& with = difference.positions[0];
    const Position& without = difference.positions[1];
    difference.explanation = absl::StrCat(
        Outlets(stage, with.reports), Verb(with.reports.size(), " gives", " give"),
        role == Role::kCause ? " a cause (“" : " a purpose (“", with.value, "”), ",
        Outlets(stage, without.reports), Verb(without.reports.size(), " gives", " give"),
        " none: ", Against(stage, difference.positions), ".");
    difference.confidence = 0.3f * Trust(stage, fact, giving, passing);
    found->push_back(std::move(difference));
  }

  static void Place(Reason reason, std::vector<std::vector<Reason>>* groups) {
    for (std::vector<Reason>& group : *groups) {
      for (const Reason& other : group) {
        if (SharedCount(other.stems, reason.stems) > 0) {
          group.push_back(std::move(reason));
          return;
        }
      }
    }
    groups->push_back({std::move(reason)});
  }

  static TokenRange Show(const analysis::Analysis& report, const Reason& reason) {
    constexpr uint32_t kMaxTokens = 40;
    const TokenRange claim = report.claims.claims[reason.mention->claim].predicate;
    const TokenRange wide = {std::min(claim.begin, reason.tokens.begin),
                             std::max(claim.end, reason.tokens.end)};
    return Tidy(report, wide.size() <= kMaxTokens ? wide : reason.tokens);
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeCauseDetector() { return std::make_unique<CauseDetector>(); }

}  // namespace parallax::framing
