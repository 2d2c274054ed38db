// SCARE_QUOTES: a term in quotation marks that mark distance on one side, plain on the other.

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/types/optional.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

// Longer ones are quotations.
constexpr uint32_t kMaxTermWords = 4;

// The term alone, of a short closed quotation in the sentence; empty for others.
TokenRange TermOf(const attribution::Quotation& quotation, TokenRange sentence) {
  if (!quotation.closed || quotation.tokens.size() < 3) return {};
  if (!sentence.Contains(quotation.tokens)) return {};
  const TokenRange inner = {quotation.tokens.begin + 1, quotation.tokens.end - 1};
  return inner.size() <= kMaxTermWords ? inner : TokenRange{};
}

std::vector<std::string> Lemmas(const analysis::Analysis& report, TokenRange tokens) {
  std::vector<std::string> lemmas;
  for (uint32_t t = tokens.begin; t < tokens.end; ++t) {
    if (report.annotation.word(t).upos == language::Upos::kPunct) continue;
    lemmas.push_back(absl::AsciiStrToLower(report.annotation.lemma(t)));
  }
  return lemmas;
}

// Where the sentence has the words outside quotation marks; empty for nowhere.
TokenRange PlainPlace(const analysis::Analysis& report, TokenRange sentence,
                      const std::vector<std::string>& lemmas) {
  const uint32_t size = static_cast<uint32_t>(lemmas.size());
  for (uint32_t t = sentence.begin; size > 0 && t + size <= sentence.end; ++t) {
    const TokenRange place = {t, t + size};
    if (Lemmas(report, place) != lemmas) continue;
    bool quoted = false;
    for (const attribution::Quotation& quotation : report.attributions.quotations) {
      quoted |= quotation.tokens.Overlaps(place);
    }
    if (!quoted) return place;
  }
  return {};
}

// "New Moon" with its quotation marks and New Moon without: the title of a work. Headlines may
// write every word so, and tell nothing.
bool IsTitle(const analysis::Analysis& with, TokenRange term, const analysis::Analysis& without,
             TokenRange plain) {
  const auto capitals = [](const analysis::Analysis& report, TokenRange words) {
    if (report.document.section_of(words.begin) == text::Section::kHeadline) return false;
    for (uint32_t t = words.begin; t < words.end; ++t) {
      const language::Upos upos = report.annotation.word(t).upos;
      const bool small = upos == language::Upos::kDet || upos == language::Upos::kAdp ||
                         upos == language::Upos::kCconj || upos == language::Upos::kPunct;
      if (!small && absl::ascii_islower(static_cast<unsigned char>(report.document.text(t)[0]))) {
        return false;
      }
    }
    return true;
  };
  return capitals(with, term) && capitals(without, plain);
}

struct Found {
  TokenRange quoted;
  TokenRange plain;
};

absl::optional<Found> Find(const analysis::Analysis& with, uint32_t with_sentence,
                           const analysis::Analysis& without, uint32_t without_sentence) {
  const TokenRange here = with.document.sentences()[with_sentence].tokens;
  const TokenRange there = without.document.sentences()[without_sentence].tokens;
  for (const attribution::Quotation& quotation : with.attributions.quotations) {
    const TokenRange term = TermOf(quotation, here);
    if (term.empty()) continue;
    const TokenRange plain = PlainPlace(without, there, Lemmas(with, term));
    if (plain.empty() || IsTitle(with, term, without, plain)) continue;
    return Found{quotation.tokens, plain};
  }
  return absl::nullopt;
}

class ScareQuotesQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kScareQuotes; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const analysis::Analysis& report_a = scene.report(contrast->a.report);
    const analysis::Analysis& report_b = scene.report(contrast->b.report);
    const uint32_t sentence_a = view.pair->a.sentence;
    const uint32_t sentence_b = view.pair->b.sentence;
    if (const auto first = Find(report_a, sentence_a, report_b, sentence_b)) {
      contrast->features.exact = 1;
      contrast->a.marked = first->quoted;
      contrast->b.marked = first->plain;
    } else if (const auto second = Find(report_b, sentence_b, report_a, sentence_a)) {
      contrast->features.exact = 1;
      contrast->a.marked = second->plain;
      contrast->b.marked = second->quoted;
    } else {
      contrast->features.exact = -1;
    }
    for (Side* side : {&contrast->a, &contrast->b}) {
      side->value = PassageText(scene.report(side->report), side->marked, kMaxTermWords + 2);
    }
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeScareQuotesQuestion() {
  return std::make_unique<ScareQuotesQuestion>();
}

}  // namespace parallax::framing
