// Sentences read alone: their vectors, and the classes of their words.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/model.h"
#include "server/encoder/internal/tokens_of_pieces.h"

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

// Adds what the pieces of a window, the rows of `x`, say of the classes of their tokens.
void AddClasses(const internal::Kernels& kernels, const internal::Head& head,
                const text::Document& document, const Pieces& pieces, const Window& window,
                const float* x, Encoding* encoding, std::vector<uint32_t>* counts) {
  constexpr uint32_t kBefore =
      kWordOutputs - kReadClasses;  // outputs of the head that are not read
  std::vector<std::array<float, kReadClasses>> outputs(window.size);
  for (uint32_t i = 0; i < window.size; ++i) {
    kernels.head(kReadClasses, head.weights.data() + size_t{kBefore} * kWidth,
                 head.bias.data() + kBefore, x + size_t{i} * kWidth, outputs[i].data());
  }
  const TokenRange tokens = document.sentences()[window.sentence].tokens;
  const auto words = std::span(pieces.words).subspan(window.begin, window.size);
  internal::VisitTokens(document, tokens, words, [&](uint32_t piece, uint32_t token) {
    ++(*counts)[tokens.begin + token];
    for (uint32_t c = 0; c < kReadClasses; ++c) {
      encoding->classes[tokens.begin + token][c] += outputs[piece][c];
    }
  });
}

}  // namespace

absl::StatusOr<Encoding> Encoder::Encode(const text::Document& document,
                                         const CallContext& context) const {
  Plan plan;
  PARALLAX_RETURN_IF_ERROR(MakePlan(model_->vocabulary(), document, context, &plan));
  const internal::Kernels& kernels = model_->transformer().kernels();
  const Model::Lease lease(model_.get());
  Workspace* work = lease.get();
  Encoding encoding;
  encoding.sentences.assign(document.sentences().size() * kWidth, 0.0f);
  encoding.classes.assign(document.tokens().size(), {});
  std::vector<uint32_t> counts(document.tokens().size(), 0);
  for (size_t next = 0; next < plan.windows.size();) {
    const size_t first = next;
    work->batch.clear();
    do {
      AddWindow(model_->vocabulary(), plan.pieces, plan.windows[next], &work->batch);
      ++next;
    } while (next < plan.windows.size() && work->batch.HasRoomFor(plan.windows[next].size + 2));
    PARALLAX_RETURN_IF_ERROR(model_->transformer().Run(context, work));
    const float* x = work->x.data();
    for (size_t i = first; i < next; ++i) {
      const Window& window = plan.windows[i];
      const uint32_t rows = work->batch.sizes[i - first];
      kernels.sum(rows, x, encoding.sentences.data() + size_t{window.sentence} * kWidth);
      AddClasses(kernels, model_->word_head(), document, plan.pieces, window, x + kWidth, &encoding,
                 &counts);
      x += size_t{rows} * kWidth;
    }
  }
  for (size_t i = 0; i < encoding.sentences.size(); i += kWidth) {
    Normalize(kernels, encoding.sentences.data() + i);
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    for (float& value : encoding.classes[i]) value /= static_cast<float>(counts[i]);
  }
  return encoding;
}

}  // namespace parallax::encoder
