// TIME: dates or times of one fact that cannot both hold.

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/types/optional.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

using values::TimeExpression;
using values::TimeKind;

// "Soon after nine" and "at 9.10" are the same to a reader.
constexpr int kSameMinutes = 30;
constexpr int kHalfDay = 12 * 60;
constexpr uint32_t kMaxValueWords = 12;

// The clock time in an ISO 8601 value, in minutes of the day: "T20:00", "2023-09-12T20:00", "T20".
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

bool IsWhen(const TimeExpression& time) {
  if (time.kind != TimeKind::kDate && time.kind != TimeKind::kTime) return false;
  return (time.first_day && time.last_day) || MinuteOf(time.value);
}

// "Saturday night" ends on Sunday morning.
int32_t LastDay(const TimeExpression& time) {
  return *time.last_day + (absl::EndsWith(time.value, "TNI") ? 1 : 0);
}

bool OtherDay(const TimeExpression& a, const TimeExpression& b) {
  if (!a.first_day || !b.first_day || !a.last_day || !b.last_day) return false;
  return *a.first_day > LastDay(b) || *b.first_day > LastDay(a);
}

bool OtherHour(const TimeExpression& a, const TimeExpression& b) {
  const absl::optional<int> x = MinuteOf(a.value);
  const absl::optional<int> y = MinuteOf(b.value);
  if (!x || !y) return false;
  // On a dial of twelve hours: "nine o'clock" may be 9 p.m.
  const int apart = std::abs(*x - *y) % kHalfDay;
  return std::min(apart, kHalfDay - apart) > kSameMinutes;
}

std::vector<const TimeExpression*> TimesOf(const analysis::Analysis& report, uint32_t sentence) {
  const TokenRange tokens = report.document.sentences()[sentence].tokens;
  std::vector<const TimeExpression*> times;
  for (const TimeExpression& time : report.values.times) {
    if (tokens.Contains(time.tokens) && IsWhen(time)) times.push_back(&time);
  }
  return times;
}

class TimeQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kTime; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const analysis::Analysis& report_a = scene.report(contrast->a.report);
    const analysis::Analysis& report_b = scene.report(contrast->b.report);
    const auto times_a = TimesOf(report_a, view.pair->a.sentence);
    const auto times_b = TimesOf(report_b, view.pair->b.sentence);
    const auto conflict = [&](const TimeExpression& a, const TimeExpression& b) {
      // "Monday" in two reports a day apart is one Monday, whichever each was resolved to.
      return !absl::EqualsIgnoreCase(report_a.document.text(a.tokens),
                                     report_b.document.text(b.tokens)) &&
             (OtherDay(a, b) || OtherHour(a, b));
    };
    const TimeExpression* found_a = nullptr;
    const TimeExpression* found_b = nullptr;
    bool agree = false;
    bool marked_agree = false;
    for (const TimeExpression* a : times_a) {
      for (const TimeExpression* b : times_b) {
        if (!conflict(*a, *b)) {
          agree = true;
          marked_agree = marked_agree || Marks(*contrast, *a, *b);
        } else if (found_a == nullptr || Marks(*contrast, *a, *b)) {
          found_a = a;
          found_b = b;
        }
      }
    }
    if (found_a == nullptr && marked_agree) return false;
    if (found_a != nullptr && !agree) {
      contrast->features.exact = 1;
      contrast->a.marked = found_a->tokens;
      contrast->b.marked = found_b->tokens;
    } else if (agree) {
      contrast->features.exact = found_a == nullptr ? -1 : -0.5f;
    }
    contrast->a.value = PassageText(report_a, contrast->a.marked, kMaxValueWords);
    contrast->b.value = PassageText(report_b, contrast->b.marked, kMaxValueWords);
    return true;
  }

 private:
  // The reader marked both.
  static bool Marks(const Contrast& contrast, const TimeExpression& a, const TimeExpression& b) {
    return contrast.a.marked.Overlaps(a.tokens) && contrast.b.marked.Overlaps(b.tokens);
  }
};

}  // namespace

std::unique_ptr<const Question> MakeTimeQuestion() { return std::make_unique<TimeQuestion>(); }

}  // namespace parallax::framing
