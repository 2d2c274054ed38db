// QUANTITY: figures of one slot that cannot both hold.

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/figures.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

using values::Quantity;
using values::QuantityKind;

// Amounts that differ by less are a small slip (guidelines, question 17).
constexpr double kSmallSlip = 0.2;
constexpr uint32_t kMaxValueWords = 12;
// How surely two figures of one measure fill one slot: counting the same by one word, where one
// does not say what it counts, and by other words.
constexpr float kOneSlot = 1;
constexpr float kOpenSlot = 0.3f;
constexpr float kOtherSlot = -0.3f;

// What the reader is taken to say of a sentence in which only figures were changed.
constexpr float kCertain = 6;
// Fewer words are alike by chance.
constexpr size_t kFewWords = 4;

struct Figure {
  const Quantity* quantity;
  float odds;  // the surest of its words for QUANTITY
};

bool IsPartOfTime(const analysis::Analysis& report, TokenRange tokens) {
  return std::any_of(
      report.values.times.begin(), report.values.times.end(),
      [&](const values::TimeExpression& time) { return time.tokens.Overlaps(tokens); });
}

std::vector<Figure> FiguresOf(const analysis::Analysis& report, uint32_t sentence,
                              const std::vector<encoder::WordReading>& words) {
  const TokenRange tokens = report.document.sentences()[sentence].tokens;
  std::vector<Figure> figures;
  for (const Quantity& quantity : report.values.quantities) {
    if (!tokens.Contains(quantity.tokens) || IsPartOfTime(report, quantity.tokens)) continue;
    float odds = -8;
    for (uint32_t t = quantity.tokens.begin; t < quantity.tokens.end; ++t) {
      if (t - tokens.begin >= words.size()) break;
      odds = std::max(
          odds, words[t - tokens.begin].kinds[static_cast<size_t>(encoder::ReadKind::kQuantity)]);
    }
    figures.push_back({&quantity, odds});
  }
  return figures;
}

std::string Counted(const analysis::Analysis& report, const Quantity& quantity) {
  if (quantity.counted == language::kNoToken) return "";
  return absl::AsciiStrToLower(report.annotation.lemma(quantity.counted));
}

bool SameMeasure(const Quantity& a, const Quantity& b) {
  return a.kind == b.kind && a.unit == b.unit;
}

// "Aged 5 and 6": of figures in a row the later ones may be read as bare numbers.
bool MayBeOneMeasure(const Quantity& a, const Quantity& b) {
  const auto bare = [](const Quantity& q) {
    return q.kind == QuantityKind::kCount || q.kind == QuantityKind::kAge ||
           q.kind == QuantityKind::kOther;
  };
  return SameMeasure(a, b) || (bare(a) && bare(b));
}

// A figure that the other side states as well conflicts with nothing there.
bool StatedToo(const Figure& figure, const std::vector<Figure>& others) {
  return std::any_of(others.begin(), others.end(), [&](const Figure& other) {
    return MayBeOneMeasure(*figure.quantity, *other.quantity) &&
           Compatible(*figure.quantity, *other.quantity);
  });
}

// One of them is what the reader marked.
bool Shows(const std::vector<Figure>& figures, TokenRange marked) {
  return std::any_of(figures.begin(), figures.end(), [&](const Figure& figure) {
    return figure.quantity->tokens.Overlaps(marked);
  });
}

// A later report's higher count of what is still being counted (guidelines, question 11).
bool IsUpdate(const Scene& scene, const Contrast& contrast, const Quantity& a, const Quantity& b) {
  const auto& first = scene.report(contrast.a.report).publish_seconds;
  const auto& second = scene.report(contrast.b.report).publish_seconds;
  if (a.kind != QuantityKind::kCount || !first || !second || *first == *second) return false;
  return (*first < *second) == (a.low < b.low);
}

Severity SeverityOf(const Quantity& a, const Quantity& b) {
  const bool rounded = a.kind == QuantityKind::kMoney || a.kind == QuantityKind::kPercent ||
                       a.approximate || b.approximate || a.low >= 100;
  return rounded && Apart(a, b) <= kSmallSlip ? Severity::kLow : Severity::kHigh;
}

// The words of a sentence, figures left out, in lower case.
std::vector<std::string> OtherWords(const analysis::Analysis& report, uint32_t sentence) {
  const TokenRange tokens = report.document.sentences()[sentence].tokens;
  std::vector<std::string> words;
  for (uint32_t t = tokens.begin; t < tokens.end; ++t) {
    const language::Upos upos = report.annotation.word(t).upos;
    if (upos == language::Upos::kNum || upos == language::Upos::kPunct) continue;
    words.push_back(absl::AsciiStrToLower(report.document.text(t)));
  }
  std::sort(words.begin(), words.end());
  return words;
}

// Nearly the same sentence but for its figures: what a checker looks for first.
bool IsEdited(const analysis::Analysis& report_a, uint32_t a, const analysis::Analysis& report_b,
              uint32_t b) {
  const std::vector<std::string> words_a = OtherWords(report_a, a);
  const std::vector<std::string> words_b = OtherWords(report_b, b);
  std::vector<std::string> both;
  std::set_intersection(words_a.begin(), words_a.end(), words_b.begin(), words_b.end(),
                        std::back_inserter(both));
  return both.size() >= kFewWords &&
         both.size() * 10 >= 9 * std::max(words_a.size(), words_b.size());
}

class QuantityQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kQuantity; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const analysis::Analysis& report_a = scene.report(contrast->a.report);
    const analysis::Analysis& report_b = scene.report(contrast->b.report);
    const auto figures_a = FiguresOf(report_a, view.pair->a.sentence, view.pair->reading.a);
    const auto figures_b = FiguresOf(report_b, view.pair->b.sentence, view.pair->reading.b);
    const Figure* best_a = nullptr;
    const Figure* best_b = nullptr;
    float best = 0;
    for (const Figure& a : figures_a) {
      if (StatedToo(a, figures_b)) continue;
      for (const Figure& b : figures_b) {
        if (!SameMeasure(*a.quantity, *b.quantity) || StatedToo(b, figures_a)) continue;
        const std::string counted_a = Counted(report_a, *a.quantity);
        const std::string counted_b = Counted(report_b, *b.quantity);
        // What counts one thing by one word fills one slot; of other words the reader knows.
        const float slot = counted_a == counted_b                   ? kOneSlot
                           : counted_a.empty() || counted_b.empty() ? kOpenSlot
                                                                    : kOtherSlot;
        const float odds = a.odds + b.odds + 4 * slot;
        if (best_a == nullptr || odds > best) {
          best_a = &a;
          best_b = &b;
          best = odds;
          contrast->features.exact = slot;
        }
      }
    }
    if (best_a == nullptr) {
      // All figures agree, or there are none to hold against each other.
      if (Shows(figures_a, contrast->a.marked) && Shows(figures_b, contrast->b.marked))
        return false;
      contrast->features.exact = -1;
    } else {
      if (IsEdited(report_a, view.pair->a.sentence, report_b, view.pair->b.sentence)) {
        contrast->features.kind = std::max(contrast->features.kind, kCertain);
      }
      contrast->a.marked = best_a->quantity->tokens;
      contrast->b.marked = best_b->quantity->tokens;
      contrast->features.words = std::min(best_a->odds, best_b->odds);
      contrast->severity = SeverityOf(*best_a->quantity, *best_b->quantity);
      if (IsUpdate(scene, *contrast, *best_a->quantity, *best_b->quantity)) {
        contrast->severity = Severity::kLow;
        contrast->rule = "quantity-update";
      }
    }
    contrast->a.value = PassageText(report_a, contrast->a.marked, kMaxValueWords);
    contrast->b.value = PassageText(report_b, contrast->b.marked, kMaxValueWords);
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeQuantityQuestion() {
  return std::make_unique<QuantityQuestion>();
}

}  // namespace parallax::framing
