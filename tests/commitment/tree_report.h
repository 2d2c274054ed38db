// Reports whose trees and attributions are given by hand, for tests that look at one room alone.
#ifndef PARALLAX_TESTS_COMMITMENT_TREE_REPORT_H_
#define PARALLAX_TESTS_COMMITMENT_TREE_REPORT_H_

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/attribution/attribution.h"
#include "server/attribution/quotations.h"
#include "server/claims/claims.h"
#include "server/commitment/commitment.h"
#include "server/lexicon/lexicon.h"
#include "server/values/values.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::commitment {

struct TreeReport {
  text::Document document;
  language::Annotation annotation;
  values::ValueSet values;
  claims::ClaimSet claims;
  attribution::AttributionSet attributions;

  // The commitment of the claim whose predicate holds this word; nullptr for none.
  const Commitment* Of(absl::string_view word, const CommitmentSet& set) const {
    for (size_t c = 0; c < claims.claims.size(); ++c) {
      const TokenRange predicate = claims.claims[c].predicate;
      for (uint32_t i = predicate.begin; i < predicate.end; ++i) {
        if (document.text(i) == word) return &set.claims[c];
      }
    }
    return nullptr;
  }

  CommitmentSet Read(std::span<const TokenReading> readings) const {
    return ReadCommitment(document, annotation, values, claims, attributions, readings,
                          lexicon::Lexicon::Default(), CallContext())
        .value();
  }
  // By the layers alone: heads that say nothing.
  CommitmentSet Read() const { return Read(std::vector<TokenReading>(document.tokens().size())); }
};

// An attribution in words, tokens counted from 1:
//   source 1-2 cue 3-3 head 3 content 4-7 kind role [form direct|mixed] [parent 0] [rule NAME]
// Entry and connotation are the lexicon's for the head of the cue. Ends the program with a message
// where the words are wrong.
inline attribution::Attribution AttributionOf(absl::string_view words,
                                              const language::Annotation& annotation) {
  static constexpr absl::string_view kKinds[] = {"named", "role", "unnamed", "document",
                                                 "implicit"};
  const std::vector<std::string> parts = absl::StrSplit(words, ' ', absl::SkipEmpty());
  const auto number = [&](absl::string_view text) {
    uint32_t value = 0;
    if (!absl::SimpleAtoi(text, &value)) {
      std::cerr << "AttributionOf: " << words << "\n";
      std::abort();
    }
    return value;
  };
  const auto range = [&](absl::string_view text) {
    const std::vector<std::string> ends = absl::StrSplit(text, '-');
    return TokenRange{number(ends.front()) - 1, number(ends.back())};
  };
  attribution::Attribution attribution;
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    const std::string& value = parts[i + 1];
    if (parts[i] == "source") {
      attribution.source = range(value);
      attribution.source_head = attribution.source->end - 1;
    } else if (parts[i] == "cue") {
      attribution.cue = range(value);
    } else if (parts[i] == "head") {
      attribution.cue_head = number(value) - 1;
    } else if (parts[i] == "content") {
      attribution.content.push_back(range(value));
    } else if (parts[i] == "kind") {
      const auto kind = std::find(std::begin(kKinds), std::end(kKinds), value);
      attribution.source_kind = static_cast<attribution::SourceKind>(kind - std::begin(kKinds));
    } else if (parts[i] == "form") {
      attribution.form = value == "direct" ? attribution::Form::kDirect : attribution::Form::kMixed;
    } else if (parts[i] == "parent") {
      attribution.parent = number(value);
    } else {
      attribution.rule = "trailing-cue";
    }
  }
  attribution.entry =
      lexicon::Lexicon::Default().reporting_cue(annotation.lemma(attribution.cue_head));
  if (attribution.entry != nullptr) attribution.connotation = attribution.entry->connotation;
  return attribution;
}

// As language::ReportFromConllu, with lines "# attribution = ..." as above.
inline TreeReport TreeReportOf(const std::string& lines) {
  language::AnnotatedReport read = language::ReportFromConllu(lines);
  TreeReport report = {std::move(read.document), std::move(read.annotation), {}, {}, {}};
  report.values =
      values::FindValues(report.document, report.annotation, absl::nullopt, CallContext()).value();
  report.claims = claims::ExtractClaims(report.document, report.annotation, report.values,
                                        lexicon::Lexicon::Default(), CallContext())
                      .value();
  report.attributions.quotations = attribution::FindQuotations(report.document, report.annotation);
  for (absl::string_view line : absl::StrSplit(lines, '\n')) {
    if (!absl::ConsumePrefix(&line, "# attribution = ")) continue;
    report.attributions.attributions.push_back(AttributionOf(line, report.annotation));
  }
  return report;
}

struct Construction {
  std::string name;
  std::string lines;
  std::string word;   // of a predicate
  std::string value;  // the class of its claim
};

// Those of constructions.conllu.
inline std::vector<Construction> ReadConstructions() {
  std::ifstream file(PARALLAX_TEST_DATA "/commitment/constructions.conllu");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  std::vector<Construction> cases;
  for (absl::string_view line : absl::StrSplit(all, '\n')) {
    if (absl::ConsumePrefix(&line, "# case = ")) {
      cases.push_back({std::string(line), "", "", ""});
    } else if (absl::ConsumePrefix(&line, "# expect = ")) {
      const std::vector<std::string> parts = absl::StrSplit(line, ' ');
      cases.back().word = parts[0];
      cases.back().value = parts[1];
    } else if (!cases.empty()) {
      absl::StrAppend(&cases.back().lines, line, "\n");
    }
  }
  return cases;
}

}  // namespace parallax::commitment

#endif  // PARALLAX_TESTS_COMMITMENT_TREE_REPORT_H_
