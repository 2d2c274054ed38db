#include "server/language/annotator.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/language/internal/annotation_writer.h"
#include "server/language/internal/sentence_heads.h"

namespace parallax::language {

Annotator::Annotator(std::unique_ptr<const internal::SentenceHeads> heads)
    : heads_(std::move(heads)) {}
Annotator::~Annotator() = default;

absl::StatusOr<std::unique_ptr<const Annotator>> Annotator::Load(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const internal::SentenceHeads> heads,
                            internal::SentenceHeads::Read(model));
  return std::unique_ptr<const Annotator>(new Annotator(std::move(heads)));
}

Annotator::Writer::Writer(const Annotator* annotator, const text::Document* document)
    : writer_(std::make_unique<internal::AnnotationWriter>(annotator->heads_.get(), document)) {}
Annotator::Writer::~Writer() = default;

void Annotator::Writer::Add(const encoder::SentenceVectors& sentence) { writer_->Add(sentence); }

Annotation Annotator::Writer::Finish() { return writer_->Finish(); }

absl::StatusOr<Annotation> Annotator::Annotate(const encoder::Encoder& encoder,
                                               const text::Document& document,
                                               const CallContext& context) const {
  Writer writer(this, &document);
  PARALLAX_RETURN_IF_ERROR(
      encoder
          .Encode(document, context,
                  [&](const encoder::SentenceVectors& sentence) { writer.Add(sentence); })
          .status());
  return writer.Finish();
}

}  // namespace parallax::language
