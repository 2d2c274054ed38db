#include "server/attribution/marker.h"

#include <utility>

#include "absl/memory/memory.h"
#include "server/attribution/internal/marker_heads.h"
#include "server/attribution/internal/quotation_marks.h"
#include "server/base/status_macros.h"

namespace parallax::attribution {
namespace internal {

// What was marked of a document so far, and whether a quotation is open there.
class MarksWriter {
 public:
  MarksWriter(const MarkerHeads& heads, const text::Document& document)
      : heads_(heads), document_(document) {}

  void Add(const encoder::SentenceVectors& sentence) {
    const text::Sentence& own = document_.sentences()[sentence.sentence];
    if (own.paragraph != paragraph_) quotation_.Forget();
    paragraph_ = own.paragraph;
    const bool begins_quoted = quotation_.open();
    quoted_.clear();
    for (uint32_t i = own.tokens.begin; i < own.tokens.end; ++i) {
      quoted_.push_back(quotation_.Pass(document_.text(i)));
    }
    marks_.push_back(heads_.Mark(sentence.rows, own.tokens.begin, quoted_, begins_quoted, &work_));
  }
  std::vector<SentenceMarks> Finish() { return std::move(marks_); }

 private:
  const MarkerHeads& heads_;
  const text::Document& document_;
  QuotedState quotation_;
  uint32_t paragraph_ = 0;
  std::vector<bool> quoted_;
  MarkerHeads::Workspace work_;
  std::vector<SentenceMarks> marks_;
};

}  // namespace internal

Marker::Marker(std::unique_ptr<const internal::MarkerHeads> heads) : heads_(std::move(heads)) {}
Marker::~Marker() = default;

absl::StatusOr<std::unique_ptr<const Marker>> Marker::Load(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(internal::MarkerHeads heads, internal::MarkerHeads::Read(model));
  return absl::WrapUnique<const Marker>(
      new Marker(std::make_unique<const internal::MarkerHeads>(std::move(heads))));
}

Marker::Writer::Writer(const Marker* marker, const text::Document* document)
    : writer_(std::make_unique<internal::MarksWriter>(*marker->heads_, *document)) {}
Marker::Writer::~Writer() = default;

void Marker::Writer::Add(const encoder::SentenceVectors& sentence) { writer_->Add(sentence); }

std::vector<SentenceMarks> Marker::Writer::Finish() { return writer_->Finish(); }

}  // namespace parallax::attribution
