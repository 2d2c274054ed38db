// What the default model marks and parses, for tests on running text.
#ifndef PARALLAX_TESTS_ATTRIBUTION_DEFAULT_READERS_H_
#define PARALLAX_TESTS_ATTRIBUTION_DEFAULT_READERS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/attribution/attribution.h"
#include "server/attribution/marker.h"
#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/language/annotator.h"
#include "server/models/default_model.h"
#include "server/text/document.h"

namespace parallax::attribution {

class DefaultReaders {
 public:
  static absl::StatusOr<DefaultReaders> Load() {
    PARALLAX_ASSIGN_OR_RETURN(const ModelFile model, DefaultModel());
    DefaultReaders readers;
    PARALLAX_ASSIGN_OR_RETURN(readers.encoder_, encoder::Encoder::Load(model));
    PARALLAX_ASSIGN_OR_RETURN(readers.annotator_, language::Annotator::Load(model));
    PARALLAX_ASSIGN_OR_RETURN(readers.marker_, Marker::Load(model));
    return readers;
  }

  absl::StatusOr<std::vector<SentenceMarks>> Mark(const text::Document& document) const {
    Marker::Writer marks(marker_.get(), &document);
    PARALLAX_RETURN_IF_ERROR(
        encoder_->Encode(document, CallContext(), [&](const auto& s) { marks.Add(s); }).status());
    return marks.Finish();
  }

  absl::StatusOr<language::Annotation> Annotate(const text::Document& document) const {
    return annotator_->Annotate(*encoder_, document, CallContext());
  }

  absl::StatusOr<AttributionSet> Read(const text::Document& document) const {
    language::Annotator::Writer annotation(annotator_.get(), &document);
    Marker::Writer marks(marker_.get(), &document);
    const auto visit = [&](const encoder::SentenceVectors& sentence) {
      annotation.Add(sentence);
      marks.Add(sentence);
    };
    PARALLAX_RETURN_IF_ERROR(encoder_->Encode(document, CallContext(), visit).status());
    return FindAttributions(document, annotation.Finish(), marks.Finish(),
                            lexicon::Lexicon::Default(), CallContext());
  }

 private:
  std::unique_ptr<const encoder::Encoder> encoder_;
  std::unique_ptr<const language::Annotator> annotator_;
  std::unique_ptr<const Marker> marker_;
};

// The marks of the default model, for tests whose trees are given. Ends the program where the model
// cannot be read.
inline std::vector<SentenceMarks> MarksOf(const text::Document& document) {
  static const DefaultReaders* const readers = new DefaultReaders(DefaultReaders::Load().value());
  return readers->Mark(document).value();
}

}  // namespace parallax::attribution

#endif  // PARALLAX_TESTS_ATTRIBUTION_DEFAULT_READERS_H_
