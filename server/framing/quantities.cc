#include "server/framing/quantities.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "server/framing/evidence.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using claims::QuantityKind;

// How far a value said to be approximate may be off, as a part of it.
constexpr double kAbout = 0.15;

// More figures than that are no one fact.
constexpr size_t kMaxReadings = 256;

// Words under which people are counted. Any two of them may count the same people.
constexpr std::array<absl::string_view, 31> kPeople = {
    "people",    "person",  "man",       "woman",        "child",    "victim",   "worker",
    "employee",  "staff",   "resident",  "villager",     "civilian", "soldier",  "officer",
    "policeman", "member",  "protester", "demonstrator", "marcher",  "rioter",   "supporter",
    "follower",  "student", "passenger", "migrant",      "refugee",  "prisoner", "diplomat",
    "agent",     "spy",     "casualty"};

bool CountsPeople(absl::string_view lemma) {
  return std::find(kPeople.begin(), kPeople.end(), lemma) != kPeople.end();
}

// The thing counted, where the words say it.
std::string Counted(const Stage& stage, const Reading& reading) {
  const uint32_t head = reading.quantity->counted;
  const analysis::Analysis& report = stage.report(reading.mention->report);
  if (head == language::kNoToken || head >= report.document.tokens().size()) return "";
  const std::string lemma = Lemma(report, head);
  return CountsPeople(lemma) ? "people" : Stem(lemma);
}

bool IsPartOfTime(const analysis::Analysis& report, TokenRange tokens) {
  const std::vector<claims::TimeExpression>& times = report.claims.times;
  const auto at = std::lower_bound(
      times.begin(), times.end(), tokens.begin,
      [](const claims::TimeExpression& time, uint32_t token) { return time.tokens.end <= token; });
  return at != times.end() && at->tokens.Overlaps(tokens);
}

// "412" of "412m": a multiplier or unit written to the figure that was not read with it.
bool IsCutFigure(const analysis::Analysis& report, TokenRange tokens) {
  if (tokens.end >= report.document.tokens().size()) return false;
  const absl::string_view next = report.document.text(tokens.end);
  return !report.document.tokens()[tokens.end].space_before && next.size() <= 2 &&
         absl::ascii_isalpha(next[0]);
}

// "A crowd of a few hundred": the figure says how many the noun before it is made of.
bool IsSizeOf(const analysis::Analysis& report, const claims::Quantity& quantity, uint32_t head) {
  constexpr std::array<absl::string_view, 10> kMadeOf = {"crowd", "group",  "gathering", "total",
                                                         "toll",  "throng", "party",     "force",
                                                         "team",  "minimum"};
  const std::string lemma = Lemma(report, head);
  if (std::find(kMadeOf.begin(), kMadeOf.end(), lemma) == kMadeOf.end()) return false;
  for (uint32_t token = quantity.tokens.begin; token < quantity.tokens.end; ++token) {
    if (report.annotation.word(token).head == head) return true;
  }
  return false;
}

// The figure stands in the predicate, or counts or is what one of its arguments is: a figure deeper
// inside an argument is one of something else.
bool IsOfClaim(const analysis::Analysis& report, const claims::Claim& claim,
               const claims::Quantity& quantity) {
  if (claim.predicate.Overlaps(quantity.tokens) || quantity.counted == claim.head) return true;
  // "A lobbyist, an aide and two officers": one item of a list is not the count of the whole.
  if (quantity.counted != language::kNoToken &&
      report.annotation.word(quantity.counted).relation == language::Relation::kConj) {
    return false;
  }
  for (const claims::Argument& argument : claim.arguments) {
    if (argument.head == quantity.counted || quantity.tokens.Contains(argument.head) ||
        IsSizeOf(report, quantity, argument.head)) {
      return true;
    }
  }
  // An adverbial figure hangs on the predicate itself: "fell 38%".
  for (uint32_t token = quantity.tokens.begin; token < quantity.tokens.end; ++token) {
    if (report.annotation.word(token).head == claim.head) return true;
  }
  return false;
}

bool SameSlot(const Stage& stage, const Reading& a, const Reading& b) {
  if (a.quantity->kind != b.quantity->kind || a.quantity->unit != b.quantity->unit) return false;
  if (a.quantity->kind == QuantityKind::kOther) return false;
  const std::string counted_a = Counted(stage, a);
  const std::string counted_b = Counted(stage, b);
  if (counted_a.empty() || counted_b.empty()) {
    // "Nine" of what is not said: of people, where the other counts people; else unknown.
    return a.quantity->kind != QuantityKind::kCount || (counted_a.empty() && counted_b.empty()) ||
           counted_a == "people" || counted_b == "people";
  }
  return counted_a == counted_b;
}

// The place of the last digit that is not zero, as a power of ten: 43,000,000 -> 1,000,000.
double Precision(double value) {
  if (value == 0) return 1;
  double place = 1;
  // Down to thousandths, up to what a double counts exactly.
  while (place > 1e-3 && std::abs(value / place - std::round(value / place)) > 1e-9) place /= 10;
  while (place < 1e15 && std::abs(std::remainder(value, place * 10)) < place * 1e-6) place *= 10;
  return place;
}

// 43,000,000 stands for 43,885,310: cut or rounded to two digits or more.
bool Rounds(double rounded, double exact) {
  const double place = Precision(rounded);
  if (std::abs(rounded) < 10 * place || place <= Precision(exact)) return false;
  return std::abs(exact - rounded) < place;
}

struct Bounds {
  double low;
  double high;
};

Bounds BoundsOf(const claims::Quantity& quantity) {
  Bounds bounds = {quantity.low, quantity.high};
  if (quantity.approximate) {
    bounds.low -= kAbout * std::abs(bounds.low);
    bounds.high += kAbout * std::abs(bounds.high);
  }
  return bounds;
}

// "From 31 to 12": the second of two values, not a part of the first.
bool IsSecondValue(const analysis::Analysis& report, const claims::Quantity& quantity) {
  return quantity.tokens.begin > 0 && Lemma(report, quantity.tokens.begin - 1) == "to";
}

// "31 were hurt, among them 12 officers, and 1,400 driven out": of the counts of one claim that may
// fill one slot the first is the claim's own, later ones are parts of it or of something else.
void DropLaterCounts(const Stage& stage, std::vector<Reading>* slot) {
  const std::vector<Reading> all = *slot;
  std::erase_if(*slot, [&](const Reading& later) {
    return std::any_of(all.begin(), all.end(), [&](const Reading& first) {
      return first.mention == later.mention && first.quantity->kind == QuantityKind::kCount &&
             first.quantity->tokens.begin < later.quantity->tokens.begin &&
             !IsSecondValue(stage.report(later.mention->report), *later.quantity);
    });
  });
}

}  // namespace

bool Compatible(const claims::Quantity& a, const claims::Quantity& b) {
  const Bounds x = BoundsOf(a);
  const Bounds y = BoundsOf(b);
  if (x.low <= y.high && y.low <= x.high) return true;
  return a.low == a.high && b.low == b.high && (Rounds(a.low, b.low) || Rounds(b.low, a.low));
}

std::vector<std::vector<Reading>> SlotsOf(const Stage& stage, uint32_t fact) {
  std::vector<Reading> all;
  for (const FactAccount& account : stage.accounts(fact)) {
    for (const Mention& mention : account.mentions) {
      const analysis::Analysis& report = stage.report(mention.report);
      const claims::Claim& claim = stage.claim(mention);
      // A clause with many figures is a table in prose: which fills which slot is a guess.
      constexpr size_t kMaxFigures = 4;
      if (claim.quantities.size() > kMaxFigures) continue;
      for (uint32_t index : claim.quantities) {
        const claims::Quantity& quantity = report.claims.quantities[index];
        if (quantity.kind == QuantityKind::kOrdinal || quantity.kind == QuantityKind::kAge) {
          continue;
        }
        if (IsPartOfTime(report, quantity.tokens) || IsCutFigure(report, quantity.tokens) ||
            !IsOfClaim(report, claim, quantity)) {
          continue;
        }
        if (all.size() < kMaxReadings) all.push_back({&mention, &quantity});
      }
    }
  }
  std::vector<std::vector<Reading>> slots;
  for (const Reading& reading : all) {
    auto at = std::find_if(slots.begin(), slots.end(), [&](const std::vector<Reading>& slot) {
      return SameSlot(stage, slot.front(), reading);
    });
    if (at == slots.end()) {
      slots.push_back({reading});
    } else {
      at->push_back(reading);
    }
  }
  for (std::vector<Reading>& slot : slots) DropLaterCounts(stage, &slot);
  std::erase_if(slots, [](const std::vector<Reading>& slot) {
    return std::all_of(slot.begin(), slot.end(), [&](const Reading& reading) {
      return reading.mention->report == slot.front().mention->report;
    });
  });
  for (std::vector<Reading>& slot : slots) {
    std::stable_sort(slot.begin(), slot.end(), [](const Reading& a, const Reading& b) {
      return a.quantity->low + std::min(a.quantity->high, 1e300) <
             b.quantity->low + std::min(b.quantity->high, 1e300);
    });
  }
  return slots;
}

TokenRange QuantityPassage(const Stage& stage, const Reading& reading) {
  const analysis::Analysis& report = stage.report(reading.mention->report);
  const TokenRange claim = ClaimPassage(report, reading.mention->claim);
  const TokenRange figure = reading.quantity->tokens;
  const TokenRange sentence = report.document.sentence_of(figure.begin).tokens;
  if (!sentence.Contains(claim)) return Tidy(report, figure);
  return Tidy(report, {std::min(claim.begin, figure.begin), std::max(claim.end, figure.end)});
}

}  // namespace parallax::framing
