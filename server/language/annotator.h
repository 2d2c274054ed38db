// The trained heads that turn the encoder's vectors of a report into an Annotation.
//
// Follows: Dozat & Manning 2017 for arcs and relations; lemma rules as Straka 2018 has them.
#ifndef PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_
#define PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_

#include <memory>

#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/base/model_file.h"
#include "server/encoder/encoder.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::language {

namespace internal {
class SentenceHeads;
class AnnotationWriter;
}  // namespace internal

// A handle. Neither copyable nor movable. Thread safety: const; safe for concurrent use by multiple
// threads without any external synchronization.
class Annotator {
 public:
  Annotator(const Annotator&) = delete;
  Annotator& operator=(const Annotator&) = delete;
  ~Annotator();

  // Reads the sections "language/*". The bytes under `model` are borrowed: weights are used where
  // they lie. Errors: DATA_LOSS, naming section and offset, for damage.
  static absl::StatusOr<std::unique_ptr<const Annotator>> Load(const ModelFile& model);

  // Puts together the annotation of one document. Thread safety: none.
  class Writer {
   public:
    // Both are borrowed.
    Writer(const Annotator* annotator, const text::Document* document);
    ~Writer();
    // The next sentence of the document. Time and memory are quadratic in its tokens, whose number
    // is bounded by text::ReadOptions.
    void Add(const encoder::SentenceVectors& sentence);
    // REQUIRES: every sentence of the document was added. Nothing may be called afterwards.
    Annotation Finish();

   private:
    const std::unique_ptr<internal::AnnotationWriter> writer_;
  };

  // A document by itself, for tools and tests. Errors: only those of `context`.
  absl::StatusOr<Annotation> Annotate(const encoder::Encoder& encoder,
                                      const text::Document& document,
                                      const CallContext& context) const;

 private:
  explicit Annotator(std::unique_ptr<const internal::SentenceHeads> heads);
  const std::unique_ptr<const internal::SentenceHeads> heads_;
};

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_
