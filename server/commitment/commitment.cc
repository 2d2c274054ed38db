#include "server/commitment/commitment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/attribution/quotations.h"
#include "server/base/status_macros.h"
#include "server/commitment/internal/decision.h"
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

using attribution::kNoAttribution;
using internal::Layer;

// What the layers' class counts beside the reading, in log-odds.
constexpr float kLayersOdds = 1.0f;

// The likeliest class by the mean of the readings and by what the layers say.
Class Likeliest(std::span<const TokenReading> clause, Class of_layers) {
  if (clause.empty()) return of_layers;
  ClassLogits sums = {};
  for (const TokenReading& reading : clause) {
    for (size_t c = 0; c < sums.size(); ++c) sums[c] += reading.classes[c];
  }
  for (float& sum : sums) sum /= static_cast<float>(clause.size());
  sums[static_cast<size_t>(of_layers) - 1] += kLayersOdds;
  return static_cast<Class>(1 + (std::max_element(sums.begin(), sums.end()) - sums.begin()));
}

// The quotation that each token stands in, where it marks distance or is speech; kNoAttribution
// where it stands in none.
struct QuotedTokens {
  std::vector<uint32_t> scare;
  std::vector<uint32_t> speech;
};

QuotedTokens FindQuotedTokens(const text::Document& document,
                              const language::Annotation& annotation,
                              const attribution::AttributionSet& attributions,
                              const std::vector<ScareQuote>& scare_quotes) {
  const size_t size = document.tokens().size();
  QuotedTokens quoted = {std::vector<uint32_t>(size, kNoAttribution),
                         std::vector<uint32_t>(size, kNoAttribution)};
  const auto mark = [&](uint32_t quotation, std::vector<uint32_t>* of_token) {
    const TokenRange tokens = attributions.quotations[quotation].tokens;
    std::fill(of_token->begin() + tokens.begin, of_token->begin() + tokens.end, quotation);
  };
  for (const ScareQuote& scare : scare_quotes) mark(scare.quotation, &quoted.scare);
  for (uint32_t q = 0; q < attributions.quotations.size(); ++q) {
    const attribution::Quotation& quotation = attributions.quotations[q];
    if (quotation.depth == 0 && quoted.scare[quotation.tokens.begin] == kNoAttribution &&
        attribution::IsSpeech(quotation, document, annotation)) {
      mark(q, &quoted.speech);
    }
  }
  return quoted;
}

// True where the claim is the act of denying, not what is denied.
bool IsDenial(const claims::Claim& claim, const std::vector<Layer>& layers) {
  return std::any_of(layers.begin(), layers.end(), [&claim](const Layer& layer) {
    return layer.value == Class::kDenied && layer.tokens.Contains(claim.head);
  });
}

// "opens on 12 July": a plain present with a day is a timetable. The time expression, or nullptr.
const values::TimeExpression* Timetable(const language::Syntax& syntax,
                                        const values::ValueSet& values,
                                        const claims::Claim& claim) {
  const language::Word& word = syntax.word(claim.head);
  if (claim.kind != claims::PredicateKind::kVerb || word.upos != language::Upos::kVerb ||
      syntax.lemma(claim.head) == "have" ||
      (word.xpos != language::Xpos::kVbz && word.xpos != language::Xpos::kVbp) ||
      syntax.in_headline(claim.head)) {
    return nullptr;
  }
  constexpr size_t kDayLength = sizeof("2021-10-06") - 1;
  for (uint32_t index : claim.times) {
    const values::TimeExpression& time = values.times[index];
    if (time.kind == values::TimeKind::kDate && time.value.size() == kDayLength &&
        claim.span.Contains(time.tokens)) {
      return &time;
    }
  }
  return nullptr;
}

// Reads the claims of one report.
class ClaimReader {
 public:
  // All are borrowed.
  ClaimReader(const internal::TreeReader& tree, const values::ValueSet& values,
              const attribution::AttributionSet& attributions,
              std::span<const TokenReading> readings, const QuotedTokens& quoted)
      : tree_(tree),
        values_(values),
        attributions_(attributions),
        readings_(readings),
        quoted_(quoted),
        layers_(tree, attributions) {}

  Commitment Read(const claims::Claim& claim) const {
    std::vector<Layer> layers = Layers(claim);
    const Class of_layers = internal::ClassOfLayers(layers);
    Commitment commitment;
    commitment.value = Likeliest(readings_.subspan(claim.span.begin, claim.span.size()), of_layers);
    commitment.factuality = readings_[claim.head].happened;
    // Readers judged few denials, so that the heads hardly know them: what a source rejects is at
    // most what the layers make of it. The act of denying itself is sure.
    if (of_layers == Class::kDenied && !IsDenial(claim, layers)) {
      commitment.factuality = std::min(commitment.factuality, internal::NumberOfLayers(layers));
    }
    commitment.in_direct_quote = quoted_.speech[claim.head] != kNoAttribution;
    // The outermost decide; clauses nested by the hundred would fill the memory.
    constexpr size_t kMaxSignals = 32;
    if (layers.size() > kMaxSignals) layers.resize(kMaxSignals);
    for (const Layer& layer : layers) {
      commitment.signals.push_back({layer.tokens, layer.rule});
      if (layer.attribution != kNoAttribution) {
        commitment.attributions.push_back(layer.attribution);
      }
    }
    return commitment;
  }

 private:
  // Those of the tree and of quotation marks, outermost first.
  std::vector<Layer> Layers(const claims::Claim& claim) const {
    std::vector<Layer> layers = layers_.Read(claim);
    if (const uint32_t q = quoted_.scare[claim.head]; q != kNoAttribution) {
      layers.push_back({Class::kAlleged, attributions_.quotations[q].tokens, Rule::kScareQuote});
    }
    if (const uint32_t q = quoted_.speech[claim.head];
        q != kNoAttribution && layers_.Holders(claim.head).empty() &&
        (layers.empty() || layers.front().rule != Rule::kDistancingNoun)) {
      const uint32_t mark = attributions_.quotations[q].tokens.begin;
      layers.insert(layers.begin(),
                    {Class::kAttributed, {mark, mark + 1}, Rule::kUnattributedQuotation});
    }
    if (layers.empty()) {
      if (const values::TimeExpression* time = Timetable(tree_.syntax(), values_, claim)) {
        layers.push_back({Class::kProspective, time->tokens, Rule::kScheduledPresent});
      }
    }
    return layers;
  }

  const internal::TreeReader& tree_;
  const values::ValueSet& values_;
  const attribution::AttributionSet& attributions_;
  const std::span<const TokenReading> readings_;
  const QuotedTokens& quoted_;
  const internal::LayerReader layers_;
};

}  // namespace

absl::StatusOr<CommitmentSet> ReadCommitment(
    const text::Document& document, const language::Annotation& annotation,
    const values::ValueSet& values, const claims::ClaimSet& claims,
    const attribution::AttributionSet& attributions, std::span<const TokenReading> readings,
    const lexicon::Lexicon& lexicon, const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const internal::TreeReader tree(document, annotation, lexicon);
  CommitmentSet result;
  result.scare_quotes = internal::FindScareQuotes(document, annotation, attributions);
  const QuotedTokens quoted =
      FindQuotedTokens(document, annotation, attributions, result.scare_quotes);
  const ClaimReader reader(tree, values, attributions, readings, quoted);
  result.claims.reserve(claims.claims.size());
  for (size_t i = 0; i < claims.claims.size(); ++i) {
    const claims::Claim& claim = claims.claims[i];
    const bool new_sentence = i > 0 && claim.sentence != claims.claims[i - 1].sentence;
    if (new_sentence) PARALLAX_RETURN_IF_ERROR(context.Check());
    result.claims.push_back(reader.Read(claim));
  }
  return result;
}

}  // namespace parallax::commitment
