// Shorthands of the text tests.
#ifndef PARALLAX_TESTS_TEXT_READ_TESTING_H_
#define PARALLAX_TESTS_TEXT_READ_TESTING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "server/base/call_context.h"
#include "server/text/reader.h"

namespace parallax::text {

inline Document ReadOrDie(absl::string_view headline, absl::string_view body,
                          Format format = Format::kPlain, const ReadOptions& options = {}) {
  absl::StatusOr<Document> document = ReadReport(headline, body, format, options, CallContext());
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *std::move(document) : Document();
}

// The sentences of the body, as they stand in the text given.
inline std::vector<std::string> BodySentences(const Document& document) {
  std::vector<std::string> sentences;
  for (const Sentence& sentence : document.sentences()) {
    if (sentence.section != Section::kBody) continue;
    const ByteRange bytes = document.given(Section::kBody, sentence.bytes);
    sentences.emplace_back(document.given(Section::kBody).substr(bytes.begin, bytes.size()));
  }
  return sentences;
}
inline std::vector<std::string> BodySentences(absl::string_view body) {
  return BodySentences(ReadOrDie("", body));
}

// The tokens of all sentences with a space between them.
inline std::string TokensOf(const Document& document) {
  std::string tokens;
  for (uint32_t i = 0; i < document.tokens().size(); ++i) {
    if (i > 0) tokens += ' ';
    tokens += std::string(document.text(i));
  }
  return tokens;
}
inline std::string TokensOf(absl::string_view body) { return TokensOf(ReadOrDie("", body)); }

// "rule: text" of each stretch of furniture.
inline std::vector<std::string> FurnitureOf(const Document& document) {
  std::vector<std::string> furniture;
  for (const Furniture& piece : document.furniture()) {
    furniture.push_back(
        std::string(piece.rule) + ": " +
        std::string(
            document.section(Section::kBody).substr(piece.bytes.begin, piece.bytes.size())));
  }
  return furniture;
}

}  // namespace parallax::text

#endif  // PARALLAX_TESTS_TEXT_READ_TESTING_H_
