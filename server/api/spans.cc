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
      body_(document.given(text::Section::kBody), encoding) {
  const std::vector<text::Furniture>& furniture = document.furniture();
  uint32_t before = 0;
  furniture_before_.reserve(document.sentences().size());
  for (const text::Sentence& sentence : document.sentences()) {
    while (sentence.section == text::Section::kBody && before < furniture.size() &&
           furniture[before].bytes.begin < sentence.bytes.begin) {
      ++before;
    }
    furniture_before_.push_back(before);
  }
}

void SpanWriter::Write(TokenRange tokens, v1::Span* span) const {
  if (tokens.empty()) return;
  const text::Section section = document_->section_of(tokens.begin);
  if (document_->section_of(tokens.end - 1) != section) {
    tokens.end = document_->sentence_of(tokens.begin).tokens.end;
  }
  Write(section, document_->bytes(tokens), span);
}

void SpanWriter::Write(text::Section section, ByteRange read, v1::Span* span) const {
  const ByteRange bytes = document_->given(section, read);
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
