// Speech that goes on without a cue of its own.
#include <algorithm>

#include "server/attribution/internal/content.h"
#include "server/attribution/internal/sieves.h"

namespace parallax::attribution::internal {
namespace {

// How surely an attribution is somebody speaking: 2 with words in quotation marks, 1 by a verb of
// saying, else 0.
int Speaks(const Context& context, const Attribution& attribution) {
  for (TokenRange part : attribution.content) {
    if (context.quotation_of[part.begin] != kNoQuotation) return 2;
  }
  const lexicon::ReportingCue* entry = attribution.entry;
  return entry != nullptr && entry->parts.verb && !entry->mental && !entry->prospective;
}

}  // namespace

void ContinueSpeech(const Context& context, std::vector<Attribution>* attributions) {
  const text::Document& document = context.syntax.document();
  std::vector<bool> taken(context.quotations.size(), false);
  std::vector<uint32_t> holder_of_sentence(document.sentences().size(), kNoAttribution);
  for (uint32_t a = 0; a < attributions->size(); ++a) {
    const Attribution& attribution = (*attributions)[a];
    for (TokenRange part : attribution.content) {
      for (uint32_t i = part.begin; i < part.end; ++i) {
        const uint32_t q = context.quotation_of[i];
        if (q == kNoQuotation) continue;
        taken[q] = true;
        i = std::max(i, std::min(context.quotations[q].tokens.end, part.end) - 1);
      }
    }
    if (!attribution.cue || !attribution.source ||
        context.quotation_of[attribution.cue_head] != kNoQuotation) {
      continue;
    }
    uint32_t& holder = holder_of_sentence[document.tokens()[attribution.cue_head].sentence];
    if (holder == kNoAttribution ||
        Speaks(context, attribution) >= Speaks(context, (*attributions)[holder])) {
      holder = a;
    }
  }
  for (uint32_t q = 0; q < context.quotations.size(); ++q) {
    const Quotation& quotation = context.quotations[q];
    if (taken[q] || quotation.depth > 0 || !context.is_speech[q]) continue;
    const uint32_t first = quotation.tokens.begin;
    const uint32_t sentence = document.tokens()[first].sentence;
    // Only speech that opens its sentence goes on with the last speaker.
    if (first != document.sentence_of(first).tokens.begin || sentence == 0) continue;
    const uint32_t holder = holder_of_sentence[sentence - 1];
    if (holder == kNoAttribution ||
        document.sentence_of(first).paragraph !=
            document.sentence_of((*attributions)[holder].cue_head).paragraph) {
      continue;
    }
    for (TokenRange part : Paragraphs(context, quotation.tokens)) {
      (*attributions)[holder].content.push_back(part);
    }
    const uint32_t last = document.tokens()[quotation.tokens.end - 1].sentence;
    for (uint32_t s = sentence; s <= last; ++s) {
      if (holder_of_sentence[s] == kNoAttribution) holder_of_sentence[s] = holder;
    }
  }
}

}  // namespace parallax::attribution::internal
