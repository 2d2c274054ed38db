// QUOTATION: one direct quotation in different words, or cut so that its sense changes.

#include <algorithm>
#include <vector>

#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"
#include "server/framing/internal/quotes.h"

namespace parallax::framing {
namespace {

constexpr uint32_t kMaxValueWords = 30;

// The other quotes of the sentence and of those beside it.
std::vector<Quote> QuotesAround(const analysis::Analysis& report, uint32_t sentence,
                                const Quote& except) {
  std::vector<Quote> quotes;
  const uint32_t last = static_cast<uint32_t>(report.document.sentences().size()) - 1;
  for (uint32_t s = sentence - std::min(sentence, 1u); s <= std::min(last, sentence + 1); ++s) {
    for (Quote& quote : QuotesIn(report, s)) {
      if (quote.tokens != except.tokens) quotes.push_back(std::move(quote));
    }
  }
  return quotes;
}

class QuotationQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kQuotation; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const analysis::Analysis& report_a = scene.report(contrast->a.report);
    const analysis::Analysis& report_b = scene.report(contrast->b.report);
    const auto quotes_a = QuotesIn(report_a, view.pair->a.sentence);
    const auto quotes_b = QuotesIn(report_b, view.pair->b.sentence);
    bool alike = false;
    QuoteChange gravest = QuoteChange::kNone;
    for (const Quote& a : quotes_a) {
      for (const Quote& b : quotes_b) {
        if (!Alike(a, b)) continue;
        alike = true;
        const QuoteChange change = Change(a, QuotesAround(report_a, view.pair->a.sentence, a), b,
                                          QuotesAround(report_b, view.pair->b.sentence, b));
        if (change <= gravest) continue;
        gravest = change;
        contrast->a.marked = a.tokens;
        contrast->b.marked = b.tokens;
      }
    }
    if (alike) contrast->features.exact = gravest == QuoteChange::kNone ? -1 : 1;
    contrast->rule = gravest == QuoteChange::kCut || gravest == QuoteChange::kCutTurn
                         ? "quotation-cut"
                         : "quotation-altered";
    contrast->a.value = PassageText(report_a, contrast->a.marked, kMaxValueWords);
    contrast->b.value = PassageText(report_b, contrast->b.marked, kMaxValueWords);
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeQuotationQuestion() {
  return std::make_unique<QuotationQuestion>();
}

}  // namespace parallax::framing
