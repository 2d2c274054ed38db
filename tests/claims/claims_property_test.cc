// What holds of the claims of any report, on random trees.
#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "server/claims/claims.h"
#include "tests/language/random_report.h"

namespace parallax::claims {
namespace {

void CheckInvariants(const language::AnnotatedReport& report, const values::ValueSet& values,
                     const ClaimSet& set) {
  const uint32_t size = static_cast<uint32_t>(report.document.tokens().size());
  const auto inside = [&](TokenRange range, uint32_t sentence) {
    return !range.empty() && report.document.sentences()[sentence].tokens.Contains(range);
  };
  ASSERT_EQ(set.claim_of_head.size(), size);
  uint32_t last_head = 0;
  for (uint32_t index = 0; index < set.claims.size(); ++index) {
    const Claim& claim = set.claims[index];
    ASSERT_TRUE(index == 0 || claim.head > last_head);
    last_head = claim.head;
    ASSERT_EQ(set.claim_of_head[claim.head], index);
    ASSERT_TRUE(inside(claim.span, claim.sentence));
    ASSERT_TRUE(claim.span.Contains(claim.predicate));
    ASSERT_TRUE(claim.predicate.Contains(claim.head));
    ASSERT_TRUE(claim.parent == kNoClaim ||
                (claim.parent < set.claims.size() && claim.parent != index &&
                 set.claims[claim.parent].sentence == claim.sentence));
    ASSERT_EQ(claim.voice == Voice::kNone, claim.kind != PredicateKind::kVerb);
    for (size_t i = 0; i < claim.arguments.size(); ++i) {
      const Argument& argument = claim.arguments[i];
      ASSERT_TRUE(inside(argument.tokens, claim.sentence));
      ASSERT_TRUE(argument.tokens.Contains(argument.head));
      ASSERT_TRUE(argument.preposition == language::kNoToken || argument.preposition < size);
      ASSERT_TRUE(i == 0 || claim.arguments[i - 1].head <= argument.head);
    }
    for (uint32_t quantity : claim.quantities) ASSERT_LT(quantity, values.quantities.size());
    for (uint32_t time : claim.times) ASSERT_LT(time, values.times.size());
    ASSERT_TRUE(std::is_sorted(claim.quantities.begin(), claim.quantities.end()));
    ASSERT_TRUE(std::is_sorted(claim.times.begin(), claim.times.end()));
  }
  ASSERT_EQ(std::count_if(set.claim_of_head.begin(), set.claim_of_head.end(),
                          [](uint32_t claim) { return claim != kNoClaim; }),
            static_cast<ptrdiff_t>(set.claims.size()));
}

bool Same(const ClaimSet& a, const ClaimSet& b) {
  if (a.claims.size() != b.claims.size() || a.claim_of_head != b.claim_of_head) return false;
  for (size_t i = 0; i < a.claims.size(); ++i) {
    if (a.claims[i].span != b.claims[i].span || a.claims[i].voice != b.claims[i].voice ||
        a.claims[i].arguments.size() != b.claims[i].arguments.size() ||
        a.claims[i].quantities != b.claims[i].quantities ||
        a.claims[i].times != b.claims[i].times) {
      return false;
    }
  }
  return true;
}

TEST(ClaimsPropertyTest, ClaimsOfAnyTreeAreWellFormedAndTheSameEveryTime) {
  const uint64_t first = language::TestSeed();
  RecordProperty("seed", std::to_string(first));
  for (uint64_t seed = first; seed < first + 2000; ++seed) {
    SCOPED_TRACE("PARALLAX_TEST_SEED=" + std::to_string(seed));
    const language::AnnotatedReport report = language::RandomReport(seed);
    const values::ValueSet values =
        values::FindValues(report.document, report.annotation, 18906, CallContext()).value();
    absl::StatusOr<ClaimSet> once = ExtractClaims(report.document, report.annotation, values,
                                                  lexicon::Lexicon::Default(), CallContext());
    ASSERT_TRUE(once.ok()) << once.status();
    CheckInvariants(report, values, *once);
    if (HasFatalFailure()) return;
    absl::StatusOr<ClaimSet> again = ExtractClaims(report.document, report.annotation, values,
                                                   lexicon::Lexicon::Default(), CallContext());
    ASSERT_TRUE(Same(*once, *again));
  }
}

}  // namespace
}  // namespace parallax::claims
