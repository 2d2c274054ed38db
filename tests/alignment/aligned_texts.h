// Reads texts through the whole pipeline and aligns them, for tests and benchmarks.
#ifndef PARALLAX_TESTS_ALIGNMENT_ALIGNED_TEXTS_H_
#define PARALLAX_TESTS_ALIGNMENT_ALIGNED_TEXTS_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/alignment/alignment.h"
#include "server/analysis/analyzer.h"
#include "server/encoder/encoder.h"
#include "server/models/default_model.h"

namespace parallax::alignment {

struct AlignedTexts {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  Alignment alignment;

  uint32_t sentence(const ClaimRef& ref) const {
    return reports[ref.report]->claims.claims[ref.claim].sentence;
  }
  // True where some fact has mentions in both sentences.
  bool Together(uint32_t report, uint32_t sentence_index, uint32_t other_report,
                uint32_t other_sentence) const {
    for (const Fact& fact : alignment.facts) {
      bool first = false;
      bool second = false;
      for (const ClaimRef& mention : fact.mentions) {
        first |= mention.report == report && sentence(mention) == sentence_index;
        second |= mention.report == other_report && sentence(mention) == other_sentence;
      }
      if (first && second) return true;
    }
    return false;
  }
};

template <typename Value>
Value OrDie(absl::StatusOr<Value> value) {
  if (!value.ok()) {
    std::cerr << value.status() << "\n";
    std::abort();
  }
  return *std::move(value);
}

inline const ModelFile& TestModel() {
  static const ModelFile* const model = new ModelFile(OrDie(DefaultModel()));
  return *model;
}

inline const encoder::Encoder& TestEncoder() {
  static const encoder::Encoder* const encoder =
      OrDie(encoder::Encoder::Load(TestModel())).release();
  return *encoder;
}

inline const analysis::Analyzer& TestAnalyzer() {
  static const analysis::Analyzer* const analyzer =
      OrDie(analysis::Analyzer::Create(TestModel(), &TestEncoder(), &lexicon::Lexicon::Default()))
          .release();
  return *analyzer;
}

// The first line of a text is its headline, each further one a paragraph.
inline std::shared_ptr<const analysis::Analysis> AnalyzeText(const std::string& text,
                                                             const std::string& id) {
  const size_t line = text.find('\n');
  analysis::Report report;
  report.id = id;
  report.outlet = id;
  report.headline = text.substr(0, line);
  report.body = line == std::string::npos ? "" : text.substr(line + 1);
  report.publish_seconds = 1710504000;  // 2024-03-15, noon
  return OrDie(TestAnalyzer().Analyze(report, CallContext()));
}

inline AlignedTexts AlignReports(std::vector<std::shared_ptr<const analysis::Analysis>> reports) {
  AlignedTexts result;
  result.alignment = OrDie(Align(reports, TestEncoder(), CallContext()));
  result.reports = std::move(reports);
  return result;
}

inline AlignedTexts AlignTexts(const std::vector<std::string>& texts) {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  for (size_t i = 0; i < texts.size(); ++i) {
    reports.push_back(AnalyzeText(texts[i], absl::StrCat("r", i + 1)));
  }
  return AlignReports(std::move(reports));
}

}  // namespace parallax::alignment

#endif  // PARALLAX_TESTS_ALIGNMENT_ALIGNED_TEXTS_H_
