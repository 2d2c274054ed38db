#include "server/claims/claims.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/claims/internal/arguments.h"
#include "server/claims/internal/clause_span.h"
#include "server/claims/internal/predicates.h"
#include "server/claims/internal/quantities.h"
#include "server/claims/internal/times.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims {
namespace {

using internal::kNoToken;
using internal::Source;

// Token of `range` whose head lies outside it.
uint32_t TopOf(const Source& source, TokenRange range) {
  uint32_t token = range.begin;
  while (source.word(token).head != kNoToken && range.Contains(source.word(token).head)) {
    token = source.word(token).head;
  }
  return token;
}

// Gives `index` to the claim that holds the expression around `anchor`, and to every claim that
// has it in an argument, as far as no other claim stands between.
class Binder {
 public:
  Binder(const Source& source, ClaimSet* set, uint32_t first_claim)
      : source_(source), set_(set), first_claim_(first_claim) {}

  void Bind(uint32_t anchor, uint32_t index, std::vector<uint32_t> Claim::*list) {
    bool anchor_heads = false;
    if (set_->claim_of_head[anchor] != kNoClaim) {
      Add(set_->claim_of_head[anchor], index, list);
      anchor_heads = true;
    }
    path_.clear();
    uint32_t token = anchor;
    path_.push_back(token);
    while (source_.word(token).head != kNoToken) {
      token = source_.word(token).head;
      if (set_->claim_of_head[token] != kNoClaim) {
        Add(set_->claim_of_head[token], index, list);
        break;
      }
      path_.push_back(token);
    }
    if (anchor_heads) return;
    for (uint32_t claim = first_claim_; claim < set_->claims.size(); ++claim) {
      for (const Argument& argument : set_->claims[claim].arguments) {
        if (std::find(path_.begin(), path_.end(), argument.head) == path_.end()) continue;
        Add(claim, index, list);
        break;
      }
    }
  }

 private:
  void Add(uint32_t claim, uint32_t index, std::vector<uint32_t> Claim::*list) {
    std::vector<uint32_t>& indices = set_->claims[claim].*list;
    const auto place = std::lower_bound(indices.begin(), indices.end(), index);
    if (place == indices.end() || *place != index) indices.insert(place, index);
  }

  const Source& source_;
  ClaimSet* const set_;
  const uint32_t first_claim_;
  std::vector<uint32_t> path_;
};

void ReadSentence(const Source& source, uint32_t sentence, absl::optional<int32_t> publish_day,
                  std::vector<bool>* taken, ClaimSet* set) {
  const TokenRange tokens = source.document.sentences()[sentence].tokens;
  const uint32_t first_claim = static_cast<uint32_t>(set->claims.size());
  internal::FindPredicates(source, sentence, &set->claims);
  for (uint32_t claim = first_claim; claim < set->claims.size(); ++claim) {
    set->claim_of_head[set->claims[claim].head] = claim;
  }
  for (uint32_t index = first_claim; index < set->claims.size(); ++index) {
    Claim& claim = set->claims[index];
    for (uint32_t token = source.word(claim.head).head; token != kNoToken;
         token = source.word(token).head) {
      if (set->claim_of_head[token] == kNoClaim) continue;
      claim.parent = set->claim_of_head[token];
      break;
    }
    claim.span = internal::ClauseSpan(source, claim, set->claim_of_head);
    claim.span.begin = std::max(claim.span.begin, tokens.begin);
    claim.span.end = std::min(claim.span.end, tokens.end);
  }
  for (uint32_t index = first_claim; index < set->claims.size(); ++index) {
    internal::FindArguments(source, set->claims, set->claim_of_head, &set->claims[index]);
  }

  Binder binder(source, set, first_claim);
  const uint32_t first_time = static_cast<uint32_t>(set->times.size());
  const std::vector<internal::Atom> atoms = internal::AtomsOf(source, tokens);
  internal::FindTimes(source, atoms, publish_day, taken, &set->times);
  for (uint32_t index = first_time; index < set->times.size(); ++index) {
    binder.Bind(TopOf(source, set->times[index].tokens), index, &Claim::times);
  }
  const uint32_t first_quantity = static_cast<uint32_t>(set->quantities.size());
  internal::FindQuantities(source, sentence, atoms, *taken, &set->quantities);
  for (uint32_t index = first_quantity; index < set->quantities.size(); ++index) {
    const Quantity& quantity = set->quantities[index];
    const uint32_t anchor =
        quantity.counted != kNoToken ? quantity.counted : TopOf(source, quantity.tokens);
    binder.Bind(anchor, index, &Claim::quantities);
  }
  for (uint32_t index = first_claim; index < set->claims.size(); ++index) {
    Claim& claim = set->claims[index];
    if (internal::TelegraphicSubject(source, claim).empty()) continue;
    claim.quantities.clear();
    for (uint32_t quantity = first_quantity; quantity < set->quantities.size(); ++quantity) {
      if (claim.span.Contains(set->quantities[quantity].tokens)) {
        claim.quantities.push_back(quantity);
      }
    }
  }
}

}  // namespace

absl::StatusOr<ClaimSet> ExtractClaims(const text::Document& document,
                                       const language::Annotation& annotation,
                                       const lexicon::Lexicon& lexicon,
                                       absl::optional<int32_t> publish_day,
                                       const CallContext& context) {
  // Years 1 to 9999, as a Timestamp allows; other days anchor nothing.
  constexpr int32_t kFirstDay = -719162;
  constexpr int32_t kLastDay = 2932896;
  if (publish_day.has_value() && (*publish_day < kFirstDay || *publish_day > kLastDay)) {
    publish_day.reset();
  }
  const Source source{document, annotation, lexicon};
  ClaimSet set;
  set.claim_of_head.assign(document.tokens().size(), kNoClaim);
  std::vector<bool> taken(document.tokens().size(), false);
  for (uint32_t sentence = 0; sentence < document.sentences().size(); ++sentence) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    ReadSentence(source, sentence, publish_day, &taken, &set);
  }
  return set;
}

}  // namespace parallax::claims
