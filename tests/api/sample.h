// Small analyses made by hand, so that api/ and service/ are tested without the rooms before them:
// a line of text is a sentence, a stretch without blanks is a token, a sentence is a claim whose
// second token is the predicate.
#ifndef PARALLAX_TESTS_API_SAMPLE_H_
#define PARALLAX_TESTS_API_SAMPLE_H_

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "server/analysis/analyzer.h"

namespace parallax::testing {

inline void AddSentences(absl::string_view text, text::Section section,
                         std::vector<text::Sentence>* sentences, std::vector<text::Token>* tokens) {
  uint32_t at = 0;
  while (at < text.size()) {
    const size_t newline = text.find('\n', at);
    const uint32_t line_end = static_cast<uint32_t>(std::min(newline, text.size()));
    const auto first = static_cast<uint32_t>(tokens->size());
    while (at < line_end) {
      while (at < line_end && text[at] == ' ') ++at;
      const uint32_t begin = at;
      while (at < line_end && text[at] != ' ') ++at;
      if (at > begin) {
        tokens->push_back({.bytes = {begin, at},
                           .sentence = static_cast<uint32_t>(sentences->size()),
                           .space_before = tokens->size() > first});
      }
    }
    const auto last = static_cast<uint32_t>(tokens->size());
    if (last > first) {
      sentences->push_back({.section = section,
                            .bytes = {(*tokens)[first].bytes.begin, (*tokens)[last - 1].bytes.end},
                            .tokens = {first, last},
                            .paragraph = static_cast<uint32_t>(sentences->size())});
    }
    at = line_end + 1;
  }
}

inline text::Document SampleDocument(const std::string& headline, const std::string& body) {
  std::vector<text::Sentence> sentences;
  std::vector<text::Token> tokens;
  AddSentences(headline, text::Section::kHeadline, &sentences, &tokens);
  AddSentences(body, text::Section::kBody, &sentences, &tokens);
  return text::Document(headline, body, std::move(sentences), std::move(tokens), {});
}

inline std::shared_ptr<analysis::Analysis> SampleAnalysis(const analysis::Report& report) {
  auto result = std::make_shared<analysis::Analysis>();
  result->id = report.id;
  result->outlet = report.outlet;
  result->publish_seconds = report.publish_seconds;
  result->from_html = report.format == text::Format::kHtml;
  result->document = SampleDocument(report.headline, report.body);
  result->claims.claim_of_head.assign(result->document.tokens().size(), claims::kNoClaim);
  result->entities.entity_of_token.assign(result->document.tokens().size(), entities::kNoEntity);
  for (uint32_t i = 0; i < result->document.sentences().size(); ++i) {
    const TokenRange tokens = result->document.sentences()[i].tokens;
    const uint32_t head = std::min(tokens.begin + 1, tokens.end - 1);
    result->claims.claim_of_head[head] = i;
    result->claims.claims.push_back(
        {.sentence = i, .head = head, .predicate = {head, head + 1}, .span = tokens});
    result->commitments.claims.emplace_back();
  }
  return result;
}

inline std::shared_ptr<analysis::Analysis> SampleAnalysis(const std::string& id,
                                                          const std::string& headline,
                                                          const std::string& body) {
  analysis::Report report;
  report.id = id;
  report.outlet = id;
  report.headline = headline;
  report.body = body;
  return SampleAnalysis(report);
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_API_SAMPLE_H_
