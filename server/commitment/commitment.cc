#include "server/commitment/commitment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/attribution/quotations.h"
#include "server/base/status_macros.h"
#include "server/commitment/internal/factuality.h"
#include "server/commitment/internal/factuality_features.h"
#include "server/commitment/internal/layers.h"
#include "server/commitment/internal/scare_quotes.h"
#include "server/commitment/internal/tree_reader.h"

namespace parallax::commitment {

absl::string_view Name(Class value) {
  static constexpr std::array<absl::string_view, kClassCount> kNames = {"COMMITMENT_UNSPECIFIED",
                                                                        "ASSERTED",
                                                                        "ENDORSED",
                                                                        "ATTRIBUTED",
                                                                        "HEDGED",
                                                                        "ALLEGED",
                                                                        "DENIED",
                                                                        "NEGATED",
                                                                        "PROSPECTIVE"};
  return kNames[static_cast<size_t>(value)];
}

namespace {

// "opens on 12 July": a plain present with a day is a timetable. The time expression, or nullptr.
const claims::TimeExpression* Timetable(const text::Document& document,
                                        const language::Annotation& annotation,
                                        const claims::ClaimSet& claims,
                                        const claims::Claim& claim) {
  const language::Word& word = annotation.word(claim.head);
  if (claim.kind != claims::PredicateKind::kVerb || word.upos != language::Upos::kVerb ||
      annotation.lemma(claim.head) == "have" ||
      (word.xpos != language::Xpos::kVbz && word.xpos != language::Xpos::kVbp) ||
      document.section_of(claim.head) == text::Section::kHeadline) {
    return nullptr;
  }
  constexpr size_t kDayLength = sizeof("2021-10-06") - 1;
  for (uint32_t index : claim.times) {
    const claims::TimeExpression& time = claims.times[index];
    if (time.kind == claims::TimeKind::kDate && time.value.size() == kDayLength &&
        claim.span.Contains(time.tokens)) {
      return &time;
    }
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<CommitmentSet> ReadCommitment(const text::Document& document,
                                             const language::Annotation& annotation,
                                             const claims::ClaimSet& claims,
                                             const attribution::AttributionSet& attributions,
                                             const lexicon::Lexicon& lexicon,
                                             const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const internal::TreeReader tree(document, annotation, lexicon);
  const internal::LayerReader reader(tree, attributions);
  const internal::FactualityModel& model = internal::DefaultFactualityModel();
  CommitmentSet result;
  result.scare_quotes = internal::FindScareQuotes(document, annotation, attributions);
  std::vector<uint32_t> scare_quote_of(document.tokens().size(), attribution::kNoAttribution);
  for (const ScareQuote& scare : result.scare_quotes) {
    const TokenRange tokens = attributions.quotations[scare.quotation].tokens;
    for (uint32_t i = tokens.begin; i < tokens.end; ++i) scare_quote_of[i] = scare.quotation;
  }
  constexpr uint32_t kNone = attribution::kNoAttribution;
  std::vector<uint32_t> quotation_of(document.tokens().size(), kNone);
  for (uint32_t q = 0; q < attributions.quotations.size(); ++q) {
    const attribution::Quotation& quotation = attributions.quotations[q];
    if (!attribution::IsSpeech(quotation, document, annotation)) continue;
    if (quotation.depth > 0 ||
        scare_quote_of[quotation.tokens.begin] != attribution::kNoAttribution) {
      continue;
    }
    for (uint32_t i = quotation.tokens.begin; i < quotation.tokens.end; ++i) quotation_of[i] = q;
  }
  internal::FactualityFeatures features(tree, claims, internal::HappenedReadings(annotation));
  std::vector<uint32_t> seen;                      // features of one claim
  std::vector<std::vector<internal::Layer>> over;  // layers of the claims of one sentence
  uint32_t first = 0;                              // of those claims
  for (uint32_t index = 0; index < claims.claims.size(); ++index) {
    const claims::Claim& claim = claims.claims[index];
    if (index == first + over.size()) {
      PARALLAX_RETURN_IF_ERROR(context.Check());
      first = index;
      over.clear();
      for (uint32_t c = index; c < claims.claims.size(); ++c) {
        if (claims.claims[c].sentence != claim.sentence) break;
        over.push_back(reader.Read(claims.claims[c]));
      }
    }
    std::vector<internal::Layer> layers = over[index - first];
    if (const uint32_t q = scare_quote_of[claim.head]; q != attribution::kNoAttribution) {
      layers.push_back({Class::kAlleged, attributions.quotations[q].tokens, "scare-quote"});
    }
    if (const uint32_t q = quotation_of[claim.head];
        q != kNone && reader.Holders(claim.head).empty() &&
        (layers.empty() || layers.front().rule != "distancing-noun")) {
      const TokenRange tokens = attributions.quotations[q].tokens;
      layers.insert(
          layers.begin(),
          {Class::kAttributed, {tokens.begin, tokens.begin + 1}, "unattributed-quotation"});
    }
    if (layers.empty()) {
      if (const claims::TimeExpression* time = Timetable(document, annotation, claims, claim)) {
        layers.push_back({Class::kProspective, time->tokens, "scheduled-present"});
      }
    }
    Commitment commitment;
    commitment.value = internal::Decide(layers).value;
    if (model.empty()) {
      commitment.factuality = internal::LayeredFactuality(layers);
    } else {
      features.Read(index, first, over, &seen);
      commitment.factuality = model.Predict(seen);
    }
    // Readers judged few denials, so that the regression does not know them: what a source rejects
    // is at most what the layers make of it. The act of denying itself is sure.
    if (commitment.value == Class::kDenied && !reader.IsCue(claim.head)) {
      commitment.factuality = std::min(commitment.factuality, internal::LayeredFactuality(layers));
    }
    commitment.in_direct_quote = quotation_of[claim.head] != kNone;
    // The outermost decide; clauses nested by the hundred would fill the memory.
    constexpr size_t kMaxSignals = 32;
    if (layers.size() > kMaxSignals) layers.resize(kMaxSignals);
    for (const internal::Layer& layer : layers) {
      commitment.signals.push_back({layer.tokens, layer.rule});
      if (layer.attribution != attribution::kNoAttribution) {
        commitment.attributions.push_back(layer.attribution);
      }
    }
    result.claims.push_back(std::move(commitment));
  }
  return result;
}

}  // namespace parallax::commitment
