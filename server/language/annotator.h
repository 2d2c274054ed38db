// The trained model that turns the tokens of a report into an Annotation.
#ifndef PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_
#define PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::language {

// A handle on one loaded model. Neither copyable nor movable; hold it by std::unique_ptr or
// std::shared_ptr. Thread safety: const; safe for concurrent use by multiple threads without any
// external synchronization (each call leases a workspace of its own).
class Annotator {
 public:
  Annotator(const Annotator&) = delete;
  Annotator& operator=(const Annotator&) = delete;
  ~Annotator();

  // Reads a model file. `bytes` must outlive the Annotator: weights are used where they lie. Checks
  // magic, version, checksum and every length, then replays the model's self-test sentences.
  // Errors: DATA_LOSS for a file that is damaged or not a model, FAILED_PRECONDITION for another
  // version or a failed self-test.
  static absl::StatusOr<std::unique_ptr<const Annotator>> Load(absl::string_view bytes);

  // The model compiled into the program.
  static absl::StatusOr<std::unique_ptr<const Annotator>> LoadDefault();

  // Errors: only those of `context`, which is asked at least once a sentence. Time and memory are
  // linear in the tokens; the tokens of a sentence are bounded by text::ReadOptions.
  absl::StatusOr<Annotation> Annotate(const text::Document& document,
                                      const CallContext& context) const;

 private:
  class Model;
  explicit Annotator(std::unique_ptr<const Model> model);
  const std::unique_ptr<const Model> model_;
};

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_ANNOTATOR_H_
