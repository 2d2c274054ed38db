#include "server/api/spans.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/api/errors.h"

namespace parallax::api {

absl::Status AnswerBudget::Check() const {
  if (!exhausted_) return absl::OkStatus();
  return MakeError(absl::StatusCode::kResourceExhausted, reason::kAnswerTooLarge,
                   absl::StrCat("answer longer than ", limit_, " bytes; ask for less at a time"));
}

SpanWriter::SpanWriter(const text::Document& document, text::Encoding encoding,
                       AnswerBudget* budget)
    : document_(&document),
      budget_(budget),
      headline_(document.given(text::Section::kHeadline), encoding),
      body_(document.given(text::Section::kBody), encoding) {}

void SpanWriter::Write(TokenRange tokens, v1::Span* span) const {
  if (tokens.empty()) return;
  const text::Section section = document_->section_of(tokens.begin);
  if (document_->section_of(tokens.end - 1) != section) {
    tokens.end = document_->sentence_of(tokens.begin).tokens.end;
  }
  const ByteRange bytes = document_->given(section, document_->bytes(tokens));
  const absl::string_view text = document_->given(section).substr(bytes.begin, bytes.size());
  if (!budget_->Charge(text.size())) return;
  const bool in_headline = section == text::Section::kHeadline;
  const text::OffsetMap& offsets = in_headline ? headline_ : body_;
  span->set_section(in_headline ? v1::Span::HEADLINE : v1::Span::BODY);
  span->set_begin(static_cast<int32_t>(offsets.FromByte(bytes.begin)));
  span->set_end(static_cast<int32_t>(offsets.FromByte(bytes.end)));
  span->set_text(text.data(), text.size());
}

}  // namespace parallax::api
