// Claims made from trees in short notation, for tests.
#ifndef PARALLAX_TESTS_CLAIMS_TREE_FIXTURE_H_
#define PARALLAX_TESTS_CLAIMS_TREE_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "server/claims/claims.h"
#include "server/lexicon/lexicon.h"
#include "server/values/values.h"
#include "tests/language/tree_notation.h"

namespace parallax::claims {

using language::Sentence;

struct ReadReport {
  language::AnnotatedReport report;
  values::ValueSet values;
  ClaimSet set;

  std::string Text(TokenRange range) const { return std::string(report.document.text(range)); }

  // The claim whose head has this form; one that heads no claim ends the test with a failure.
  const Claim& ClaimOf(absl::string_view form) const {
    static const Claim& none = *new Claim;
    for (const Claim& claim : set.claims) {
      if (report.document.text(claim.head) == form) return claim;
    }
    ADD_FAILURE() << "no claim headed by " << form;
    return none;
  }
  bool HasClaim(absl::string_view form) const {
    for (const Claim& claim : set.claims) {
      if (report.document.text(claim.head) == form) return true;
    }
    return false;
  }
  std::string Span(absl::string_view form) const { return Text(ClaimOf(form).span); }

  // The phrases of a role, in order, joined by " | ".
  std::string Arguments(absl::string_view form, Role role) const {
    std::vector<std::string> texts;
    for (const Argument& argument : ClaimOf(form).arguments) {
      if (argument.role == role) texts.push_back(Text(argument.tokens));
    }
    return absl::StrJoin(texts, " | ");
  }
};

// Claims of sentences in CoNLL-U; `publish_day` as FindValues has it.
inline ReadReport Read(const std::string& conllu,
                       absl::optional<int32_t> publish_day = absl::nullopt) {
  ReadReport read{language::ReportFromConllu(conllu), {}, {}};
  const language::AnnotatedReport& report = read.report;
  read.values =
      values::FindValues(report.document, report.annotation, publish_day, CallContext()).value();
  absl::StatusOr<ClaimSet> set = ExtractClaims(report.document, report.annotation, read.values,
                                               lexicon::Lexicon::Default(), CallContext());
  EXPECT_TRUE(set.ok()) << set.status();
  read.set = *std::move(set);
  return read;
}

inline ReadReport ReadBody(absl::string_view words,
                           absl::optional<int32_t> publish_day = absl::nullopt) {
  return Read(Sentence(words), publish_day);
}
inline ReadReport ReadHeadline(absl::string_view words,
                               absl::optional<int32_t> publish_day = absl::nullopt) {
  return Read("# section = headline\n" + Sentence(words), publish_day);
}

}  // namespace parallax::claims

#endif  // PARALLAX_TESTS_CLAIMS_TREE_FIXTURE_H_
