// TIME: dates or times of the same fact that cannot both hold.
//
// Rules (RULES.md): time-other-day, time-other-hour.

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/optional.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// "Soon after nine" and "at 9.10" are the same to a reader.
constexpr int kSameMinutes = 30;
constexpr size_t kMaxReadings = 256;
// "Resigned on Thursday", "will leave in January": a decision and what follows from it.
constexpr float kOtherStage = 0.4f;

struct When {
  const Mention* mention = nullptr;
  const claims::TimeExpression* time = nullptr;
  absl::optional<int> minute;  // of the day
  std::string noun;            // stem of the noun it dates inside the claim: "the sample of 4 May"
};

// The clock time in an ISO 8601 value: "T20:00", "2023-09-12T20:00", "T20".
absl::optional<int> MinuteOf(absl::string_view value) {
  const size_t at = value.find('T');
  if (at == absl::string_view::npos || value.size() < at + 3) return absl::nullopt;
  int hour = 0;
  int minute = 0;
  if (!absl::SimpleAtoi(value.substr(at + 1, 2), &hour)) return absl::nullopt;
  if (value.size() >= at + 6 && value[at + 3] == ':' &&
      !absl::SimpleAtoi(value.substr(at + 4, 2), &minute)) {
    return absl::nullopt;
  }
  return hour * 60 + minute;
}

// How exact the expression is. Expressions of one grain are held against each other first: a year
// and a day in one clause mostly speak of two things.
enum class Grain : uint8_t { kClock, kDay, kMonth, kYear, kLong };

Grain GrainOf(const When& when) {
  if (when.minute) return Grain::kClock;
  const int32_t days = *when.time->last_day - *when.time->first_day + 1;
  if (days <= 7) return Grain::kDay;
  if (days <= 31) return Grain::kMonth;
  return days <= 366 ? Grain::kYear : Grain::kLong;
}

// "Saturday night" ends on Sunday morning.
int32_t LastDay(const When& when) {
  return *when.time->last_day + (absl::EndsWith(when.time->value, "TNI") ? 1 : 0);
}

bool OtherDay(const When& a, const When& b) {
  if (!a.time->first_day || !b.time->first_day || !a.time->last_day || !b.time->last_day) {
    return false;
  }
  return *a.time->first_day > LastDay(b) || *b.time->first_day > LastDay(a);
}

bool OtherHour(const When& a, const When& b) {
  if (!a.minute || !b.minute) return false;
  // On a dial of twelve hours: "nine o'clock" may be 9 p.m.
  const int apart = std::abs(*a.minute - *b.minute) % (12 * 60);
  return std::min(apart, 12 * 60 - apart) > kSameMinutes;
}

// Whether the expression belongs to the claim itself: on the way up from it there is no other
// predicate. Sets `noun` to the stem of the noun on that way, or leaves it empty.
bool IsOfClaim(const analysis::Analysis& report, const claims::Claim& claim, TokenRange time,
               std::string* noun) {
  constexpr int kMaxSteps = 6;
  uint32_t up = time.begin;
  for (int step = 0; step < kMaxSteps && up != language::kNoToken; ++step) {
    if (up == claim.head) return true;
    if (!time.Contains(up)) {
      if (report.claims.claim_of_head[up] != claims::kNoClaim) return false;
      if (report.annotation.word(up).upos == language::Upos::kNoun) {
        *noun = Stem(report.annotation.lemma(up));
      }
    }
    up = report.annotation.word(up).head;
  }
  return false;
}

// Adds the dates and clock times of the claim, each with `noun` or the noun it dates.
void AddTimes(const Stage& stage, const Mention& mention, const claims::Claim& claim,
              const std::string& noun, std::vector<When>* all) {
  const analysis::Analysis& report = stage.report(mention.report);
  bool clock = false;
  for (uint32_t index : claim.times) {
    const claims::TimeExpression& time = report.claims.times[index];
    if (time.kind != claims::TimeKind::kDate && time.kind != claims::TimeKind::kTime) continue;
    When when = {&mention, &time, MinuteOf(time.value), noun};
    if (!when.minute && (!time.first_day || !time.last_day)) continue;
    if (!IsOfClaim(report, claim, time.tokens, &when.noun)) continue;
    // Of "from 8 p.m. to 5 a.m." the beginning.
    if (when.minute && std::exchange(clock, true)) continue;
    if (all->size() < kMaxReadings) all->push_back(std::move(when));
  }
}

// The times of the claim, and of the clauses on its nouns: "the sample that she gave on 4 May".
void AddAllTimes(const Stage& stage, const Mention& mention, std::vector<When>* all) {
  const analysis::Analysis& report = stage.report(mention.report);
  const claims::Claim& claim = stage.claim(mention);
  AddTimes(stage, mention, claim, "", all);
  for (const claims::Argument& argument : claim.arguments) {
    if (report.annotation.word(argument.head).upos != language::Upos::kNoun) continue;
    for (uint32_t child : report.annotation.children(argument.head)) {
      const language::Relation relation = report.annotation.word(child).relation;
      const uint32_t inner = report.claims.claim_of_head[child];
      if (inner == claims::kNoClaim ||
          (relation != language::Relation::kAcl && relation != language::Relation::kAclRelcl)) {
        continue;
      }
      AddTimes(stage, mention, report.claims.claims[inner],
               Stem(report.annotation.lemma(argument.head)), all);
    }
  }
}

// "Monday" in two reports a day apart is one Monday, whichever each was resolved to.
bool SameWords(const Stage& stage, const When& a, const When& b) {
  return absl::EqualsIgnoreCase(stage.report(a.mention->report).document.text(a.time->tokens),
                                stage.report(b.mention->report).document.text(b.time->tokens));
}

bool Conflict(const Stage& stage, const When& a, const When& b) {
  return !SameWords(stage, a, b) && (OtherDay(a, b) || OtherHour(a, b));
}

class TimeDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kTime; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<When> all;
    for (const FactAccount& account : stage.accounts(fact)) {
      for (const Mention& mention : account.mentions) AddAllTimes(stage, mention, &all);
    }
    // What dates the event is not held against what dates a thing in it.
    std::map<std::string, std::vector<When>> by_noun;
    for (When& when : all) by_noun[when.noun].push_back(std::move(when));
    for (auto& [noun, whens] : by_noun) {
      const size_t before = found->size();
      for (Grain grain : {Grain::kClock, Grain::kDay, Grain::kMonth, Grain::kYear, Grain::kLong}) {
        std::vector<When> same;
        std::copy_if(whens.begin(), whens.end(), std::back_inserter(same),
                     [grain](const When& when) { return GrainOf(when) == grain; });
        Compare(stage, fact, std::move(same), 0.6f, found);
      }
      if (found->size() == before) Compare(stage, fact, std::move(whens), 0.25f, found);
    }
  }

  static void Compare(const Stage& stage, uint32_t fact, std::vector<When> all, float reliability,
                      std::vector<Difference>* found) {
    // Groups whose members all fit each other; what fits several groups says nothing between them.
    std::vector<std::vector<When>> groups;
    std::stable_sort(all.begin(), all.end(),
                     [](const When& a, const When& b) { return Width(a) < Width(b); });
    for (const When& when : all) {
      std::vector<std::vector<When>*> fitting;
      for (std::vector<When>& group : groups) {
        if (std::none_of(group.begin(), group.end(),
                         [&](const When& other) { return Conflict(stage, when, other); })) {
          fitting.push_back(&group);
        }
      }
      if (fitting.empty()) {
        groups.push_back({when});
      } else if (fitting.size() == 1) {
        fitting[0]->push_back(when);
      }
    }
    DropTornReports(&groups);
    if (groups.size() < 2) return;

    Difference difference;
    difference.kind = Kind::kTime;
    difference.severity = Severity::kHigh;
    difference.fact = fact;
    difference.rule =
        OtherDay(groups[0].front(), groups[1].front()) ? "time-other-day" : "time-other-hour";
    std::vector<const Mention*> first;
    std::vector<const Mention*> others;
    std::vector<std::string> parts;
    for (const std::vector<When>& group : groups) {
      std::vector<Evidence> evidence;
      for (const When& when : group) {
        evidence.push_back({when.mention->report, Show(stage, when)});
        (&group == &groups.front() ? first : others).push_back(when.mention);
      }
      difference.positions.push_back(MakePosition(
          PassageText(stage.report(group.front().mention->report), group.front().time->tokens, 10),
          std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " has", " have"), " “",
                                   position.value, "”"));
    }
    if (ReportCount(difference.positions) < 2) return;
    difference.explanation =
        absl::StrCat("The times cannot both hold: ", absl::StrJoin(parts, ", "), ".");
    difference.confidence = reliability * Trust(stage, fact, first, others);
    if (!SharePredicate(stage, first, others) && AnyToCome(first) != AnyToCome(others)) {
      difference.confidence *= kOtherStage;
    }
    found->push_back(std::move(difference));
  }

  static bool AnyToCome(const std::vector<const Mention*>& mentions) {
    return std::any_of(mentions.begin(), mentions.end(), [](const Mention* mention) {
      return mention->value == commitment::Class::kProspective;
    });
  }

  static int32_t Width(const When& when) {
    if (!when.time->first_day || !when.time->last_day) return 0;
    return *when.time->last_day - *when.time->first_day;
  }

  // A report that itself gives two of the times contradicts nobody with either.
  static void DropTornReports(std::vector<std::vector<When>>* groups) {
    std::vector<uint32_t> torn;
    for (size_t i = 0; i < groups->size(); ++i) {
      for (const When& when : (*groups)[i]) {
        for (size_t j = i + 1; j < groups->size(); ++j) {
          for (const When& other : (*groups)[j]) {
            if (other.mention->report == when.mention->report) torn.push_back(when.mention->report);
          }
        }
      }
    }
    for (std::vector<When>& group : *groups) {
      std::erase_if(group, [&](const When& when) {
        return std::find(torn.begin(), torn.end(), when.mention->report) != torn.end();
      });
    }
    std::erase_if(*groups, [](const std::vector<When>& group) { return group.empty(); });
  }

  static TokenRange Show(const Stage& stage, const When& when) {
    const analysis::Analysis& report = stage.report(when.mention->report);
    const TokenRange claim = ClaimPassage(report, when.mention->claim);
    const TokenRange time = when.time->tokens;
    if (!report.document.sentence_of(time.begin).tokens.Contains(claim)) return Tidy(report, time);
    return Tidy(report, {std::min(claim.begin, time.begin), std::max(claim.end, time.end)});
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeTimeDetector() { return std::make_unique<TimeDetector>(); }

}  // namespace parallax::framing
