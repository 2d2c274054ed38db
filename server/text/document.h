// A report as text: its bytes, sentences and tokens. The first value of the pipeline; every later
// room speaks of the report in indices into `tokens()` and `sentences()`.
//
// Ownership: a Document owns the bytes of its report, and is the only owner. Tokens and sentences
// hold offsets; functions that return views return views into the Document, which must outlive
// them. Thread safety: immutable after ReadReport; const access is safe from many threads.
#ifndef PARALLAX_SERVER_TEXT_DOCUMENT_H_
#define PARALLAX_SERVER_TEXT_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"
#include "server/base/range.h"

namespace parallax::text {

enum class Section : uint8_t { kHeadline, kBody };

// One syntactic word of Universal Dependencies English ("do" and "n't" are two).
struct Token {
  ByteRange bytes;            // in the section of its sentence
  uint32_t sentence = 0;      // index into Document::sentences()
  bool space_before = false;  // white space stands before it in the text
};

struct Sentence {
  Section section = Section::kBody;
  ByteRange bytes;         // first byte of its first token to last byte of its last
  TokenRange tokens;       // never empty
  uint32_t paragraph = 0;  // counts from 0 over the report; the headline is a paragraph
};

// A stretch of the body that is no part of the article: share bar, caption, byline, related link.
struct Furniture {
  ByteRange bytes;
  absl::string_view rule;  // static name of the rule that found it
};

class Document {
 public:
  Document() = default;
  Document(std::string headline, std::string body, std::vector<Sentence> sentences,
           std::vector<Token> tokens, std::vector<Furniture> furniture)
      : headline_(std::move(headline)),
        body_(std::move(body)),
        sentences_(std::move(sentences)),
        tokens_(std::move(tokens)),
        furniture_(std::move(furniture)) {}

  // The bytes that spans of the section count in. The body of an HTML report is the text
  // extracted from it.
  absl::string_view section(Section section) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return section == Section::kHeadline ? headline_ : body_;
  }
  // Sentence 0 is the headline where there is one (without an outlet's name behind " | "); body
  // sentences follow in order. Furniture is in no sentence.
  const std::vector<Sentence>& sentences() const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return sentences_;
  }
  // Tokens of all sentences in order, not overlapping.
  const std::vector<Token>& tokens() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return tokens_; }
  const std::vector<Furniture>& furniture() const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return furniture_;
  }
  bool has_headline() const {
    return !sentences_.empty() && sentences_[0].section == Section::kHeadline;
  }

  // REQUIRES: token < tokens().size().
  absl::string_view text(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    const Token& t = tokens_[token];
    return section(sentences_[t.sentence].section).substr(t.bytes.begin, t.bytes.size());
  }
  // The text from the first to the last token of the range, with what stands between them; for a
  // range over both sections, that of the first token's section. Empty for an empty range.
  absl::string_view text(TokenRange range) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    if (range.empty()) return absl::string_view();
    const Section part = section_of(range.begin);
    const ByteRange bytes = this->bytes(range);
    return section(part).substr(bytes.begin, bytes.size());
  }
  // Bytes from the first to the last token of a range that lies in one section.
  // REQUIRES: the range is not empty and inside tokens().
  ByteRange bytes(TokenRange range) const {
    return {tokens_[range.begin].bytes.begin, tokens_[range.end - 1].bytes.end};
  }
  Section section_of(uint32_t token) const { return sentences_[tokens_[token].sentence].section; }
  const Sentence& sentence_of(uint32_t token) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return sentences_[tokens_[token].sentence];
  }

 private:
  std::string headline_;
  std::string body_;
  std::vector<Sentence> sentences_;
  std::vector<Token> tokens_;
  std::vector<Furniture> furniture_;
};

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_DOCUMENT_H_
