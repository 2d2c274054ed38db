#include "server/attribution/attribution.h"

#include <algorithm>
#include <utility>

#include "server/attribution/internal/features.h"
#include "server/attribution/internal/report_reading.h"
#include "server/attribution/internal/sequence_model.h"
#include "server/attribution/internal/source_kind.h"
#include "server/attribution/internal/trained.h"
#include "server/attribution/quotations.h"
#include "server/base/status_macros.h"

namespace parallax::attribution {
namespace {

using internal::Context;
using internal::kNoQuotation;

uint32_t FirstToken(const Attribution& attribution) {
  return attribution.cue ? attribution.cue->begin : attribution.content.front().begin;
}

// How surely an attribution is somebody speaking: 2 with words in quotation marks, 1 by a verb of
// saying, else 0.
int Speaks(const Context& context, const Attribution& attribution) {
  for (TokenRange part : attribution.content) {
    if (context.quotation_of[part.begin] != kNoQuotation) return 2;
  }
  const lexicon::ReportingCue* entry = attribution.entry;
  return entry != nullptr && entry->verb && !entry->mental && !entry->prospective;
}

// Speech that no cue has taken belongs to who spoke last in the paragraph.
void ContinueSpeech(const Context& context, std::vector<Attribution>* attributions) {
  std::vector<bool> taken(context.quotations.size(), false);
  std::vector<uint32_t> holder_of_sentence(context.syntax.document().sentences().size(),
                                           kNoAttribution);
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
    uint32_t& holder = holder_of_sentence[context.syntax.sentence_index(attribution.cue_head)];
    if (holder == kNoAttribution ||
        Speaks(context, attribution) >= Speaks(context, (*attributions)[holder])) {
      holder = a;
    }
  }
  for (uint32_t q = 0; q < context.quotations.size(); ++q) {
    const Quotation& quotation = context.quotations[q];
    if (taken[q] || quotation.depth > 0 || !context.is_speech[q]) continue;
    const uint32_t first = quotation.tokens.begin;
    const uint32_t sentence = context.syntax.sentence_index(first);
    // Only speech that opens its sentence goes on with the last speaker.
    if (first != context.syntax.sentence(first).begin || sentence == 0) continue;
    const uint32_t holder = holder_of_sentence[sentence - 1];
    if (holder == kNoAttribution ||
        context.syntax.paragraph(first) !=
            context.syntax.paragraph((*attributions)[holder].cue_head)) {
      continue;
    }
    for (TokenRange part : internal::Paragraphs(context, quotation.tokens)) {
      (*attributions)[holder].content.push_back(part);
    }
    const uint32_t last = context.syntax.sentence_index(quotation.tokens.end - 1);
    for (uint32_t s = sentence; s <= last; ++s) {
      if (holder_of_sentence[s] == kNoAttribution) holder_of_sentence[s] = holder;
    }
  }
}

Form FormOf(const Context& context, const Attribution& attribution) {
  uint32_t quoted = 0, words = 0;
  for (TokenRange part : attribution.content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      if (context.syntax.IsPunctuation(i)) continue;
      ++words;
      const uint32_t q = context.quotation_of[i];
      quoted += q != kNoQuotation && !context.quotations[q].tokens.Contains(attribution.cue_head);
    }
  }
  if (quoted == 0) return Form::kIndirect;
  return quoted == words ? Form::kDirect : Form::kMixed;
}

// The smallest other content that holds the cue, among those no smaller than its own, so that
// parents never form a ring. Contents are laid over the tokens from the largest to the smallest.
void SetParents(uint32_t token_count, std::vector<Attribution>* attributions) {
  std::vector<std::pair<uint32_t, uint32_t>> by_size;  // negated size, index
  for (uint32_t a = 0; a < attributions->size(); ++a) {
    uint32_t size = 0;
    for (TokenRange part : (*attributions)[a].content) size += part.size();
    by_size.emplace_back(~size, a);
  }
  std::sort(by_size.begin(), by_size.end());
  std::vector<uint32_t> holder(token_count, kNoAttribution);
  for (const auto& [size, a] : by_size) {
    Attribution& attribution = (*attributions)[a];
    attribution.parent = holder[FirstToken(attribution)];
    for (TokenRange part : attribution.content) {
      std::fill(holder.begin() + part.begin, holder.begin() + part.end, a);
    }
  }
}

}  // namespace

absl::StatusOr<AttributionSet> FindAttributions(const text::Document& document,
                                                const language::Annotation& annotation,
                                                const claims::ClaimSet& /*claims*/,
                                                const lexicon::Lexicon& lexicon,
                                                const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const internal::ReportReading reading(document, annotation, lexicon);
  const Context& shared = reading.context();
  AttributionSet result;
  result.quotations = reading.quotations();
  const uint32_t sentences = document.sentences().size();
  std::vector<Attribution> sieved;
  std::vector<uint32_t> sieved_up_to = {0};  // by sentence
  for (uint32_t s = 0; s < sentences; ++s) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    reading.Sieve(s, &sieved);
    sieved_up_to.push_back(static_cast<uint32_t>(sieved.size()));
  }
  std::vector<Attribution>& found = result.attributions;
  const internal::AttributionModels& models = internal::DefaultModels();
  if (models.cues.empty()) {
    found = std::move(sieved);
  } else {
    const internal::Features features(shared, sieved);
    internal::Workspace workspace;
    for (uint32_t s = 0; s < sentences; ++s) {
      PARALLAX_RETURN_IF_ERROR(context.Check());
      internal::FindTrained(shared, features, sieved, {sieved_up_to[s], sieved_up_to[s + 1]},
                            models, document.sentences()[s].tokens, &workspace, &found);
    }
  }
  ContinueSpeech(shared, &found);
  std::stable_sort(found.begin(), found.end(), [](const Attribution& a, const Attribution& b) {
    return FirstToken(a) < FirstToken(b);
  });
  internal::SourceKinds kinds(shared.syntax);
  for (Attribution& attribution : found) {
    attribution.form = FormOf(shared, attribution);
    attribution.source_kind = kinds.Of(attribution);
  }
  SetParents(shared.syntax.size(), &found);
  return result;
}

}  // namespace parallax::attribution
