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
#include "absl/types/optional.h"
#include "server/base/range.h"
#include "server/text/position_map.h"

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

// What whoever asked should know of how the report was read.
enum class Note : uint8_t {
  kNoArticle,        // a page without an article: a dialog, a message, a form
  kSeveralArticles,  // a front page, a list of stories, a bundle of them
  kMostlyFurniture,  // more lines were left out than read
  kNotProse,         // a table, a list, code
  kHeadlineDoubtful  // what stands as the headline reads like something else
};

// A section as it came, where it is read as another text.
struct GivenText {
  std::string text;
  PositionMap map;
};

// What Document holds beside its words.
struct DocumentNotes {
  std::vector<Note> notes;      // each once, in the order of the enum
  std::string language = "en";  // BCP 47; "en" where nothing speaks against it
  absl::optional<GivenText> given_headline;
  absl::optional<GivenText> given_body;
};

class Document {
 public:
  Document() = default;
  Document(std::string headline, std::string body, std::vector<Sentence> sentences,
           std::vector<Token> tokens, std::vector<Furniture> furniture, DocumentNotes notes = {})
      : headline_(std::move(headline)),
        body_(std::move(body)),
        sentences_(std::move(sentences)),
        tokens_(std::move(tokens)),
        furniture_(std::move(furniture)),
        notes_(std::move(notes)) {}

  // The section as it is read, which all offsets in this value count in: without soft hyphens, with
  // one form of each quotation mark, and so on.
  absl::string_view section(Section section) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    return section == Section::kHeadline ? headline_ : body_;
  }
  // The section as it was given, which whoever asked counts in. The body of an HTML report is the
  // text extracted from it.
  absl::string_view given(Section section) const ABSL_ATTRIBUTE_LIFETIME_BOUND {
    const absl::optional<GivenText>& given = GivenOf(section);
    return given.has_value() ? absl::string_view(given->text) : this->section(section);
  }
  // The bytes of given(section) that were read as `bytes`. REQUIRES: these are not empty and inside
  // section(section).
  ByteRange given(Section section, ByteRange bytes) const {
    const absl::optional<GivenText>& given = GivenOf(section);
    return given.has_value() ? given->map.ToGiven(bytes) : bytes;
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
  const std::vector<Note>& notes() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return notes_.notes; }
  // The language of its prose, quotations apart, as a BCP 47 tag. Told from two sentences on, and
  // only where it is plain; "en" for all else.
  absl::string_view language() const ABSL_ATTRIBUTE_LIFETIME_BOUND { return notes_.language; }
  // Whether it can be read at all: the rooms behind this one know English alone.
  bool english() const { return notes_.language == "en"; }
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
  const absl::optional<GivenText>& GivenOf(Section section) const {
    return section == Section::kHeadline ? notes_.given_headline : notes_.given_body;
  }

  std::string headline_;
  std::string body_;
  std::vector<Sentence> sentences_;
  std::vector<Token> tokens_;
  std::vector<Furniture> furniture_;
  DocumentNotes notes_;
};

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_DOCUMENT_H_
