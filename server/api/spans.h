// Token ranges -> Span messages of the API.
#ifndef PARALLAX_SERVER_API_SPANS_H_
#define PARALLAX_SERVER_API_SPANS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "parallax/v1/report.pb.h"
#include "server/base/range.h"
#include "server/text/document.h"
#include "server/text/offsets.h"

namespace parallax::api {

// How much an answer may still hold. Clauses lie in clauses and quotations in quotations, each with
// its text, so an answer can be many times as long as the reports; whatever is written is charged
// here first. Not for use by several threads at once.
class AnswerBudget {
 public:
  explicit AnswerBudget(size_t bytes) : limit_(bytes), left_(bytes) {}

  // False, from then on always, where the answer would become too large. Fixed-size fields are
  // covered by a flat charge.
  bool Charge(size_t text_bytes) {
    const size_t bytes = text_bytes + kFlat;
    exhausted_ = exhausted_ || bytes > left_;
    if (!exhausted_) left_ -= bytes;
    return !exhausted_;
  }
  // RESOURCE_EXHAUSTED, with the reason ANSWER_TOO_LARGE, once a charge was refused.
  absl::Status Check() const;

 private:
  static constexpr size_t kFlat = 24;
  const size_t limit_;
  size_t left_;
  bool exhausted_ = false;
};

// Writes spans of one report. Borrows the document and the budget. Not for use by several threads
// at once, because of the budget.
class SpanWriter {
 public:
  SpanWriter(const text::Document& document, text::Encoding encoding, AnswerBudget* budget);

  // Fills `span`; leaves it empty where the range is empty or the budget is spent. Of a range that
  // runs over the end of the headline, the part in the headline. Constant time but for the copy.
  void Write(TokenRange tokens, v1::Span* span) const;

  // The same for bytes of a section as it is read. REQUIRES: `bytes` is not empty.
  void Write(text::Section section, ByteRange bytes, v1::Span* span) const;

  const text::Document& document() const { return *document_; }
  AnswerBudget* budget() const { return budget_; }
  // The place of a sentence among those of an answer, where furniture stands between them.
  int32_t IndexOf(uint32_t sentence) const {
    return static_cast<int32_t>(sentence + furniture_before_[sentence]);
  }
  // That of the sentence of the range's first token. REQUIRES: the range is not empty.
  int32_t SentenceOf(TokenRange tokens) const {
    return IndexOf(document_->tokens()[tokens.begin].sentence);
  }

 private:
  const text::Document* document_;
  AnswerBudget* budget_;
  text::OffsetMap headline_;
  text::OffsetMap body_;
  std::vector<uint32_t> furniture_before_;  // by sentence
};

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_SPANS_H_
