#include "server/claims/claims.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/claims/internal/arguments.h"
#include "server/claims/internal/clause_span.h"
#include "server/claims/internal/predicates.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims {
namespace {

using internal::kNoToken;
using internal::Source;
using internal::Syntax;

// Token of `range` whose head lies outside it.
uint32_t TopOf(const Syntax& syntax, TokenRange range) {
  uint32_t token = range.begin;
  while (syntax.head(token) != kNoToken && range.Contains(syntax.head(token))) {
    token = syntax.head(token);
  }
  return token;
}

// Gives `index` to the claim that holds the expression around `anchor`, and to every claim that
// has it in an argument, as far as no other claim stands between.
class Binder {
 public:
  Binder(const Syntax& syntax, ClaimSet* set, uint32_t first_claim)
      : syntax_(syntax), set_(set), first_claim_(first_claim) {}

  void Bind(uint32_t anchor, uint32_t index, std::vector<uint32_t> Claim::*list) {
    bool anchor_heads = false;
    if (set_->claim_of_head[anchor] != kNoClaim) {
      Add(set_->claim_of_head[anchor], index, list);
      anchor_heads = true;
    }
    path_.clear();
    uint32_t token = anchor;
    path_.push_back(token);
    while (syntax_.head(token) != kNoToken) {
      token = syntax_.head(token);
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

  const Syntax& syntax_;
  ClaimSet* const set_;
  const uint32_t first_claim_;
  std::vector<uint32_t> path_;
};

// Indices of the values that begin inside `tokens`: the first, and one behind the last.
template <typename Value>
std::pair<uint32_t, uint32_t> IndicesIn(TokenRange tokens, const std::vector<Value>& values) {
  const auto first_from = [&values](uint32_t token) {
    const auto place =
        std::lower_bound(values.begin(), values.end(), token,
                         [](const Value& value, uint32_t at) { return value.tokens.begin < at; });
    return static_cast<uint32_t>(place - values.begin());
  };
  return {first_from(tokens.begin), first_from(tokens.end)};
}

// Gives the values of a sentence to its claims.
void BindValues(const Syntax& syntax, const values::ValueSet& values, TokenRange sentence,
                uint32_t first_claim, ClaimSet* set) {
  Binder binder(syntax, set, first_claim);
  const auto [first_time, end_time] = IndicesIn(sentence, values.times);
  for (uint32_t index = first_time; index < end_time; ++index) {
    binder.Bind(TopOf(syntax, values.times[index].tokens), index, &Claim::times);
  }
  const auto [first_quantity, end_quantity] = IndicesIn(sentence, values.quantities);
  for (uint32_t index = first_quantity; index < end_quantity; ++index) {
    const values::Quantity& quantity = values.quantities[index];
    const uint32_t anchor =
        quantity.counted != kNoToken ? quantity.counted : TopOf(syntax, quantity.tokens);
    binder.Bind(anchor, index, &Claim::quantities);
  }
  for (uint32_t index = first_claim; index < set->claims.size(); ++index) {
    Claim& claim = set->claims[index];
    if (internal::TelegraphicSubject(syntax, claim).empty()) continue;
    claim.quantities.clear();
    for (uint32_t quantity = first_quantity; quantity < end_quantity; ++quantity) {
      if (claim.span.Contains(values.quantities[quantity].tokens)) {
        claim.quantities.push_back(quantity);
      }
    }
  }
}

void ReadSentence(const Source& source, const values::ValueSet& values, uint32_t sentence,
                  ClaimSet* set) {
  const Syntax& syntax = source.syntax;
  const TokenRange tokens = syntax.document().sentences()[sentence].tokens;
  const uint32_t first_claim = static_cast<uint32_t>(set->claims.size());
  internal::FindPredicates(source, sentence, &set->claims);
  for (uint32_t claim = first_claim; claim < set->claims.size(); ++claim) {
    set->claim_of_head[set->claims[claim].head] = claim;
  }
  for (uint32_t index = first_claim; index < set->claims.size(); ++index) {
    Claim& claim = set->claims[index];
    for (uint32_t token = syntax.head(claim.head); token != kNoToken; token = syntax.head(token)) {
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

  BindValues(syntax, values, tokens, first_claim, set);
}

}  // namespace

absl::StatusOr<ClaimSet> ExtractClaims(const text::Document& document,
                                       const language::Annotation& annotation,
                                       const values::ValueSet& values,
                                       const lexicon::Lexicon& lexicon,
                                       const CallContext& context) {
  const Syntax syntax(document, annotation);
  const Source source{syntax, lexicon::Matcher(syntax, lexicon)};
  ClaimSet set;
  set.claim_of_head.assign(document.tokens().size(), kNoClaim);
  for (uint32_t sentence = 0; sentence < document.sentences().size(); ++sentence) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    ReadSentence(source, values, sentence, &set);
  }
  return set;
}

}  // namespace parallax::claims
