// The annotator and the encoder of the model that is part of the program, loaded once.
#ifndef PARALLAX_TESTS_LANGUAGE_DEFAULT_ANNOTATOR_H_
#define PARALLAX_TESTS_LANGUAGE_DEFAULT_ANNOTATOR_H_

#include <memory>

#include "server/base/call_context.h"
#include "server/encoder/encoder.h"
#include "server/language/annotation.h"
#include "server/language/annotator.h"
#include "server/models/default_model.h"
#include "server/text/document.h"

namespace parallax::language {

// Thread safety: safe for concurrent use.
class DefaultAnnotator {
 public:
  static const DefaultAnnotator& Get() {
    static const DefaultAnnotator& instance = *new DefaultAnnotator();
    return instance;
  }

  const encoder::Encoder& encoder() const { return *encoder_; }
  const Annotator& annotator() const { return *annotator_; }
  Annotation Annotate(const text::Document& document) const {
    return annotator_->Annotate(*encoder_, document, CallContext()).value();
  }

 private:
  DefaultAnnotator() {
    const ModelFile model = DefaultModel().value();
    encoder_ = encoder::Encoder::Load(model).value();
    annotator_ = Annotator::Load(model).value();
  }

  std::unique_ptr<const encoder::Encoder> encoder_;
  std::unique_ptr<const Annotator> annotator_;
};

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_DEFAULT_ANNOTATOR_H_
