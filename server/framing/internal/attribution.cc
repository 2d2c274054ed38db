// ATTRIBUTION: one claim given to different sources.

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"
#include "server/framing/internal/quotes.h"

namespace parallax::framing {
namespace {

constexpr uint32_t kMaxValueWords = 12;
// What the reader is taken to say where one long quotation is given to two people by name.
constexpr float kCertain = 5;
// Shorter ones come to more than one mind.
constexpr size_t kLongQuote = 4;

struct Source {
  TokenRange tokens;            // empty: none found
  std::set<std::string> words;  // lower-case names and nouns that it is known by
  bool named = false;
};

void AddWords(const analysis::Analysis& report, TokenRange tokens, Source* source) {
  for (uint32_t t = tokens.begin; t < tokens.end; ++t) {
    const language::Upos upos = report.annotation.word(t).upos;
    if (upos != language::Upos::kPropn && upos != language::Upos::kNoun) continue;
    source->named |= upos == language::Upos::kPropn;
    source->words.insert(absl::AsciiStrToLower(report.annotation.lemma(t)));
  }
}

// Of the attribution around the claim, else of the one whose words the reader marked. A pronoun
// goes by the name of what it stands for.
Source SourceOf(const analysis::Analysis& report, const Side& side) {
  const attribution::Attribution* found = nullptr;
  for (const attribution::Attribution& layer : report.attributions.attributions) {
    if (layer.source && layer.source->Overlaps(side.marked)) found = &layer;
  }
  if (found == nullptr && side.claim != claims::kNoClaim) {
    const auto& layers = report.commitments.claims[side.claim].attributions;
    if (!layers.empty()) found = &report.attributions.attributions[layers.front()];
  }
  Source source;
  if (found == nullptr || !found->source) return source;
  source.tokens = *found->source;
  AddWords(report, source.tokens, &source);
  if (found->source_head < report.entities.entity_of_token.size()) {
    const uint32_t entity = report.entities.entity_of_token[found->source_head];
    if (entity != entities::kNoEntity) {
      for (const uint32_t mention : report.entities.entities[entity].mentions) {
        AddWords(report, report.entities.mentions[mention].tokens, &source);
      }
    }
  }
  return source;
}

bool SameQuotation(const analysis::Analysis& report_a, uint32_t sentence_a,
                   const analysis::Analysis& report_b, uint32_t sentence_b) {
  for (const Quote& a : QuotesIn(report_a, sentence_a)) {
    for (const Quote& b : QuotesIn(report_b, sentence_b)) {
      if (std::min(a.words.size(), b.words.size()) >= kLongQuote && Alike(a, b)) return true;
    }
  }
  return false;
}

class AttributionQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kAttribution; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const analysis::Analysis& report_a = scene.report(contrast->a.report);
    const analysis::Analysis& report_b = scene.report(contrast->b.report);
    const Source a = SourceOf(report_a, contrast->a);
    const Source b = SourceOf(report_b, contrast->b);
    if (!a.words.empty() && !b.words.empty()) {
      const bool one = std::any_of(a.words.begin(), a.words.end(),
                                   [&](const std::string& word) { return b.words.contains(word); });
      contrast->features.exact = one ? -1 : 1;
      if (!one && a.named && b.named &&
          SameQuotation(report_a, view.pair->a.sentence, report_b, view.pair->b.sentence)) {
        contrast->features.kind = std::max(contrast->features.kind, kCertain);
        contrast->severity = Severity::kHigh;
        contrast->a.marked = a.tokens;
        contrast->b.marked = b.tokens;
      }
    }
    contrast->a.value = PassageText(report_a, contrast->a.marked, kMaxValueWords);
    contrast->b.value = PassageText(report_b, contrast->b.marked, kMaxValueWords);
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeAttributionQuestion() {
  return std::make_unique<AttributionQuestion>();
}

}  // namespace parallax::framing
