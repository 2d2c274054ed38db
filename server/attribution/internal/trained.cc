#include "server/attribution/internal/trained.h"

#include <algorithm>

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using lexicon::ReportingCue;

// Takes in what a quotation that the part reaches into says in other sentences, paragraph by
// paragraph.
void AddWithQuotation(const Context& context, TokenRange part, TokenRange sentence,
                      uint32_t cue_head, std::vector<TokenRange>* out) {
  const auto spread = [&](uint32_t token) {
    const uint32_t q = context.quotation_of[token];
    if (q == kNoQuotation) return;
    const TokenRange quoted = context.quotations[q].tokens;
    if (quoted.Contains(cue_head)) return;
    if (quoted.begin < sentence.begin && part.begin <= sentence.begin + 1) {
      part.begin = quoted.begin;
    }
    if (quoted.end > sentence.end && part.end + 1 >= sentence.end) part.end = quoted.end;
  };
  spread(part.begin);
  spread(std::min(part.end, sentence.end) - 1);
  for (TokenRange piece : Paragraphs(context, part)) out->push_back(piece);
}

// The more a cue says of its content, the more it decides: "rejected suggestions" is a denial.
int Weight(const ReportingCue* entry) {
  if (entry == nullptr) return 0;
  switch (entry->connotation) {
    case lexicon::Connotation::kDenying:
      return 5;
    case lexicon::Connotation::kDistancing:
      return 4;
    case lexicon::Connotation::kEndorsing:
      return 3;
    case lexicon::Connotation::kCharged:
      return 2;
    default:
      return 1;
  }
}

const ReportingCue* EntryOf(const Context& context, TokenRange cue, uint32_t head) {
  const Syntax& syntax = context.syntax;
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.VerbLemma(head));
  if (entry == nullptr) entry = context.lexicon.reporting_cue(syntax.lemma(head));
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    const ReportingCue* other = context.lexicon.reporting_cue(syntax.lemma(i));
    if (other == nullptr ||
        !(syntax.IsVerb(i) ? other->verb : other->noun && syntax.IsNominal(i))) {
      continue;
    }
    if (Weight(other) > Weight(entry)) entry = other;
  }
  return entry;
}

// Sieves whose word counts for more than that of the trained sequences.
bool IsCertain(const Syntax& syntax, const Attribution& attribution) {
  const absl::string_view rule = attribution.rule;
  if (rule == "trailing-cue" || rule == "according-to" || rule == "in-the-words-of" ||
      rule == "for-source" || rule == "headline-colon" || rule == "headline-dash" ||
      rule == "colon" || rule == "adverb-of-hearsay" || rule == "verb-accusation") {
    return true;
  }
  // A denial or a claim changes what the report says of its content too much to be missed.
  const ReportingCue* entry = attribution.entry;
  return rule == "verb-clause" && entry != nullptr && !entry->mental &&
         (entry->connotation == lexicon::Connotation::kDenying ||
          entry->connotation == lexicon::Connotation::kDistancing) &&
         syntax.text(attribution.content.front().begin) == "that";
}

uint32_t TopOf(const Syntax& syntax, TokenRange range) {
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const uint32_t up = syntax.head(i);
    if (!syntax.IsPunctuation(i) && (up == kNoToken || !range.Contains(up)) &&
        syntax.IsNominal(i)) {
      return i;
    }
  }
  return range.end - 1;
}

}  // namespace

void FindTrained(const Context& context, const Features& features,
                 const std::vector<Attribution>& sieved, std::pair<uint32_t, uint32_t> sieved_here,
                 const AttributionModels& models, TokenRange sentence, Workspace* workspace,
                 std::vector<Attribution>* out) {
  const size_t first = out->size();
  std::vector<Candidate> candidates =
      FindCandidates(context, features, models, sentence, workspace);
  FeatureLists rank;
  OfCandidates(context, features, sieved, sentence, candidates, &rank);
  const std::vector<uint8_t> sure = models.ranker.Over(rank);
  size_t ranked = 0;
  for (const Candidate& candidate : candidates) {
    if (candidate.margin <= kCertainMargin && !sure[ranked++]) continue;
    const TokenRange cue = candidate.cue;
    const std::vector<uint8_t>& labels = candidate.labels;
    const std::vector<TokenRange> parts = RangesOf(labels, kContentBegin, sentence.begin);
    const uint32_t at = features.SievedAt(cue);
    if (parts.empty() && at == kNoAttribution) continue;
    Attribution attribution;
    attribution.cue = cue;
    attribution.cue_head = features.HeadOf(cue);
    attribution.entry = EntryOf(context, cue, attribution.cue_head);
    if (attribution.entry == nullptr && at != kNoAttribution) attribution.entry = sieved[at].entry;
    if (attribution.entry != nullptr) attribution.connotation = attribution.entry->connotation;
    attribution.rule = at != kNoAttribution ? sieved[at].rule : "trained-cue";
    for (TokenRange part : parts) {
      AddWithQuotation(context, part, sentence, attribution.cue_head, &attribution.content);
    }
    if (parts.empty()) attribution.content = sieved[at].content;
    const std::vector<TokenRange> sources = RangesOf(labels, kBegin, sentence.begin);
    const bool trailing = at != kNoAttribution && sieved[at].rule == "trailing-cue";
    // Who speaks stands behind the comma that the sieve found, never in what is said before it.
    const bool misplaced =
        trailing && sieved[at].source && !sources.empty() &&
        std::any_of(sieved[at].content.begin(), sieved[at].content.end(),
                    [&sources](TokenRange part) { return part.Contains(sources.front()); });
    if (!sources.empty() && !misplaced) {
      attribution.source = sources.front();
      attribution.source_head = TopOf(context.syntax, sources.front());
    } else if (trailing) {
      attribution.source = sieved[at].source;
      attribution.source_head = sieved[at].source_head;
      if (attribution.source) {
        std::erase_if(attribution.content, [&attribution](TokenRange part) {
          return part.Overlaps(*attribution.source);
        });
        if (attribution.content.empty()) attribution.content = sieved[at].content;
      }
    }
    if (!attribution.content.empty()) out->push_back(std::move(attribution));
  }
  // What the sequences missed though a sieve is certain of it.
  for (uint32_t a = sieved_here.first; a < sieved_here.second; ++a) {
    const Attribution& attribution = sieved[a];
    if (!attribution.cue || !IsCertain(context.syntax, attribution)) continue;
    bool taken = false;
    for (size_t i = first; i < out->size(); ++i) {
      taken |= (*out)[i].cue && (*out)[i].cue->Overlaps(*attribution.cue);
    }
    if (!taken) out->push_back(attribution);
  }
}

}  // namespace parallax::attribution::internal
