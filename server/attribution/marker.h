// The trained heads that mark sources, cues and contents in the encoder's vectors of a sentence,
// and say which belong together.
//
// Follows: PolNeAR (Newell et al. 2018) for what is marked; marks of each role by a linear-chain
// field (Lafferty et al. 2001); links by a biaffine score (Dozat & Manning 2017).
#ifndef PARALLAX_SERVER_ATTRIBUTION_MARKER_H_
#define PARALLAX_SERVER_ATTRIBUTION_MARKER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/model_file.h"
#include "server/base/range.h"
#include "server/encoder/encoder.h"
#include "server/text/document.h"

namespace parallax::attribution {

namespace internal {
class MarkerHeads;
class MarksWriter;
}  // namespace internal

// A span of one role inside one sentence.
struct MarkedSpan {
  TokenRange tokens;
  bool from_before = false;  // a content that begins in a sentence before
  bool goes_on = false;      // a content that goes on in the sentence after
};

// What is marked in one sentence. Spans of one role are in order and do not overlap.
struct SentenceMarks {
  std::vector<MarkedSpan> sources;
  std::vector<MarkedSpan> cues;
  std::vector<MarkedSpan> contents;
  // Log-odds that source s belongs to cue c, at [c * sources.size() + s]; contents alike.
  std::vector<float> source_links;
  std::vector<float> content_links;
};

// A handle. Neither copyable nor movable. Thread safety: const; safe for concurrent use by multiple
// threads without any external synchronization.
class Marker {
 public:
  Marker(const Marker&) = delete;
  Marker& operator=(const Marker&) = delete;
  ~Marker();

  // Reads the sections "attribution/*". The bytes under `model` are borrowed.
  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<std::unique_ptr<const Marker>> Load(const ModelFile& model);

  // Marks the sentences of one document. Thread safety: none.
  class Writer {
   public:
    // Both are borrowed.
    Writer(const Marker* marker, const text::Document* document);
    ~Writer();
    // The next sentence. Linear in its tokens but for the links, of which there are as many as
    // there are pairs of spans.
    void Add(const encoder::SentenceVectors& sentence);
    // One a sentence that was added. Nothing may be called afterwards.
    std::vector<SentenceMarks> Finish();

   private:
    const std::unique_ptr<internal::MarksWriter> writer_;
  };

 private:
  explicit Marker(std::unique_ptr<const internal::MarkerHeads> heads);
  const std::unique_ptr<const internal::MarkerHeads> heads_;
};

}  // namespace parallax::attribution

#endif  // PARALLAX_SERVER_ATTRIBUTION_MARKER_H_
