// Vectors of sentences.
#include <algorithm>
#include <cmath>
#include <vector>

#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/model.h"

namespace parallax::encoder {
namespace {

using internal::Pieces;
using internal::Shape;
using internal::Workspace;

static_assert(kWidth == internal::kModelWidth);

// Pieces of one window without [CLS] and [SEP], and how many of them two neighbours share.
constexpr uint32_t kWindow = 128 - 2;
constexpr uint32_t kOverlap = 32;

// A stretch of a sentence's pieces that is read by itself.
struct Window {
  uint32_t sentence;
  uint32_t begin;  // in the pieces of the document
  uint32_t size;
};

// All pieces of a document and the windows over them, the longest first: those of one sentence stay
// in order, since all but its last are full.
struct Plan {
  Pieces pieces;
  std::vector<Window> windows;
};

absl::Status MakePlan(const internal::Vocabulary& vocabulary, const text::Document& document,
                      const CallContext& context, Plan* plan) {
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    const uint32_t first = plan->pieces.size();
    vocabulary.AppendPieces(document.text(document.sentences()[i].tokens), UINT32_MAX,
                            &plan->pieces);
    plan->pieces.words.clear();  // of pairs only
    const uint32_t size = plan->pieces.size() - first;
    for (uint32_t begin = 0;; begin += kWindow - kOverlap) {
      plan->windows.push_back({i, first + begin, std::min(kWindow, size - begin)});
      if (begin + kWindow >= size) break;
    }
  }
  std::stable_sort(plan->windows.begin(), plan->windows.end(),
                   [](const Window& a, const Window& b) { return a.size > b.size; });
  return absl::OkStatus();
}

void AddWindow(const internal::Vocabulary& vocabulary, const Pieces& pieces, const Window& window,
               internal::Batch* batch) {
  batch->Add(vocabulary.cls(), 0, Shape::kOther);
  for (uint32_t i = window.begin; i < window.begin + window.size; ++i) {
    batch->Add(pieces.ids[i], 0, pieces.shapes[i]);
  }
  batch->Add(vocabulary.sep(), 0, Shape::kOther);
  batch->sizes.push_back(window.size + 2);
}

// To length one. The mean points where the sum does.
void Normalize(const internal::Kernels& kernels, float* vector) {
  constexpr float kNoBias = 0.0f;
  float square = 0.0f;
  kernels.head(1, vector, &kNoBias, vector, &square);
  if (!(square > 0.0f)) return;
  const float factor = 1.0f / std::sqrt(square);
  for (uint32_t i = 0; i < kWidth; ++i) vector[i] *= factor;
}

}  // namespace

absl::StatusOr<std::vector<float>> Encoder::EncodeSentences(const text::Document& document,
                                                            const CallContext& context) const {
  Plan plan;
  PARALLAX_RETURN_IF_ERROR(MakePlan(model_->vocabulary(), document, context, &plan));
  const internal::Kernels& kernels = model_->transformer().kernels();
  const Model::Lease lease(model_.get());
  Workspace* work = lease.get();
  std::vector<float> vectors(document.sentences().size() * kWidth, 0.0f);
  for (size_t next = 0; next < plan.windows.size();) {
    const size_t first = next;
    work->batch.clear();
    do {
      AddWindow(model_->vocabulary(), plan.pieces, plan.windows[next], &work->batch);
      ++next;
    } while (next < plan.windows.size() && work->batch.HasRoomFor(plan.windows[next].size + 2));
    PARALLAX_RETURN_IF_ERROR(model_->transformer().Run(context, work));
    size_t row = 0;
    for (size_t i = first; i < next; ++i) {
      const uint32_t rows = work->batch.sizes[i - first];
      kernels.sum(rows, work->x.data() + row * kWidth,
                  vectors.data() + size_t{plan.windows[i].sentence} * kWidth);
      row += rows;
    }
  }
  for (size_t i = 0; i < vectors.size(); i += kWidth) Normalize(kernels, vectors.data() + i);
  return vectors;
}

}  // namespace parallax::encoder
