#include "server/attribution/attribution.h"

#include <algorithm>
#include <utility>

#include "server/attribution/internal/report_reading.h"
#include "server/attribution/internal/sieves.h"
#include "server/attribution/internal/source_kind.h"
#include "server/base/status_macros.h"

namespace parallax::attribution {
namespace {

using internal::Context;
using internal::kNoQuotation;

uint32_t FirstToken(const Attribution& attribution) {
  return attribution.cue ? attribution.cue->begin : attribution.content.front().begin;
}

// Adds what sieves have found to what the heads have. A cue that both have found is the heads'
// where they gave it content; but nothing is surer than a speaker's label.
void AddSieved(uint32_t token_count, std::vector<Attribution> sieved,
               std::vector<Attribution>* found) {
  std::vector<uint32_t> at(token_count, kNoAttribution);
  const auto own = [&](uint32_t a) {
    const TokenRange cue = *(*found)[a].cue;
    std::fill(at.begin() + cue.begin, at.begin() + cue.end, a);
  };
  for (uint32_t a = 0; a < found->size(); ++a) own(a);
  for (Attribution& attribution : sieved) {
    uint32_t a = kNoAttribution;
    for (uint32_t i = attribution.cue->begin; i < attribution.cue->end; ++i) a = std::min(a, at[i]);
    if (a == kNoAttribution) {
      found->push_back(std::move(attribution));
      own(found->size() - 1);
    } else if ((*found)[a].content.empty() || attribution.rule == internal::kSpeakerLabel) {
      (*found)[a] = std::move(attribution);
    }
  }
}

Form FormOf(const Context& context, const Attribution& attribution) {
  if (attribution.rule == internal::kSpeakerLabel) return Form::kDirect;
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
                                                std::span<const SentenceMarks> marks,
                                                const lexicon::Lexicon& lexicon,
                                                const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const internal::ReportReading reading(document, annotation, lexicon);
  const Context& shared = reading.context();
  AttributionSet result;
  result.quotations = reading.quotations();
  std::vector<Attribution> sieved;
  internal::FindSpeakerLabels(shared, &sieved);
  for (uint32_t s = 0; s < document.sentences().size(); ++s) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    const TokenRange tokens = document.sentences()[s].tokens;
    for (uint32_t i = tokens.begin; i < tokens.end; ++i) {
      internal::FindPrepositionCue(shared, i, &sieved);
      internal::FindAdverbCue(shared, i, &sieved);
    }
    internal::FindColonOrDash(shared, s, &sieved);
  }
  std::vector<Attribution>& found = result.attributions;
  found = internal::FindMarked(shared, marks);
  PARALLAX_RETURN_IF_ERROR(context.Check());
  AddSieved(document.tokens().size(), std::move(sieved), &found);
  std::erase_if(found, [](const Attribution& a) { return a.content.empty(); });
  internal::ContinueSpeech(shared, &found);
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
