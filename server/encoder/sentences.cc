// Sentences read alone: their vectors, and those of their tokens.
#include <algorithm>
#include <cmath>
#include <span>
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
  bool last;  // of its sentence
};

// All pieces of a document and the windows over them, in order.
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
      const bool last = begin + kWindow >= size;
      plan->windows.push_back({i, first + begin, std::min(kWindow, size - begin), last});
      if (last) break;
    }
  }
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

void Divide(float by, float* vector) {
  for (uint32_t i = 0; i < kWidth; ++i) vector[i] /= by;
}

// The vectors of the tokens of one sentence after the other, put together from those of the pieces
// of its windows.
class TokenVectors {
 public:
  TokenVectors(const internal::Model& model, const text::Document& document, const Pieces& pieces)
      : model_(model), document_(document), pieces_(pieces) {}

  // `x` are the rows of the window: [CLS], its pieces, [SEP].
  void Add(const Window& window, const float* x) {
    const internal::Kernels& kernels = model_.sentences().kernels();
    const TokenRange tokens = document_.sentences()[window.sentence].tokens;
    if (windows_ == 0) Begin(tokens.size());
    ++windows_;
    kernels.sum(1, x, rows_.data());
    const uint32_t origin = document_.tokens()[tokens.begin].bytes.begin;
    uint32_t first = window.begin;
    const uint32_t end = window.begin + window.size;
    uint32_t last_of_token_before = window.begin;
    for (uint32_t token = 0; token < tokens.size(); ++token) {
      const ByteRange bytes = document_.tokens()[tokens.begin + token].bytes;
      const ByteRange place = {bytes.begin - origin, bytes.end - origin};
      while (first < end && pieces_.places[first].end <= place.begin) ++first;
      uint32_t last = first;
      while (last < end && pieces_.places[last].begin < place.end) ++last;
      if (last == first) continue;
      kernels.sum(last - first, x + size_t{first - window.begin + 1} * kWidth, row(token));
      counts_[token] += last - first;
      if (first < last_of_token_before) split_[token] = true;
      last_of_token_before = last;
    }
  }

  // The vectors of the sentence whose windows were added, until the next is.
  SentenceVectors Finish(uint32_t sentence) {
    Divide(static_cast<float>(windows_), rows_.data());
    for (uint32_t token = 0; token < counts_.size(); ++token) {
      if (counts_[token] == 0) {
        std::copy_n(rows_.data(), kWidth, row(token));
        continue;
      }
      Divide(static_cast<float>(counts_[token]), row(token));
      if (!split_[token]) continue;
      for (uint32_t i = 0; i < kWidth; ++i) row(token)[i] += model_.split()[i];
    }
    windows_ = 0;
    return {sentence, {rows_.data(), (counts_.size() + 1) * kWidth}};
  }

 private:
  void Begin(uint32_t tokens) {
    rows_.assign((size_t{tokens} + 1) * kWidth, 0.0f);
    counts_.assign(tokens, 0);
    split_.assign(tokens, false);
  }
  float* row(uint32_t token) { return rows_.data() + (size_t{token} + 1) * kWidth; }

  const internal::Model& model_;
  const text::Document& document_;
  const Pieces& pieces_;
  uint32_t windows_ = 0;
  std::vector<float> rows_;
  std::vector<uint32_t> counts_;
  std::vector<bool> split_;  // shares its first piece with the token before
};

}  // namespace

absl::StatusOr<std::vector<float>> Encoder::Encode(const text::Document& document,
                                                   const CallContext& context,
                                                   SentenceVisit visit) const {
  Plan plan;
  PARALLAX_RETURN_IF_ERROR(MakePlan(model_->vocabulary(), document, context, &plan));
  const internal::Kernels& kernels = model_->sentences().kernels();
  const internal::Model::Lease lease(model_.get());
  Workspace* work = lease.get();
  std::vector<float> sentences(document.sentences().size() * kWidth, 0.0f);
  TokenVectors tokens(*model_, document, plan.pieces);
  for (size_t next = 0; next < plan.windows.size();) {
    const size_t first = next;
    work->batch.clear();
    do {
      AddWindow(model_->vocabulary(), plan.pieces, plan.windows[next], &work->batch);
      ++next;
    } while (next < plan.windows.size() && work->batch.HasRoomFor(plan.windows[next].size + 2));
    PARALLAX_RETURN_IF_ERROR(model_->sentences().Run(context, work));
    const float* x = work->x.data();
    for (size_t i = first; i < next; ++i) {
      const Window& window = plan.windows[i];
      float* const sentence = sentences.data() + size_t{window.sentence} * kWidth;
      kernels.sum(window.size + 2, x, sentence);
      tokens.Add(window, x);
      x += size_t{window.size + 2} * kWidth;
      if (!window.last) continue;
      Normalize(kernels, sentence);
      visit(tokens.Finish(window.sentence));
    }
  }
  return sentences;
}

absl::StatusOr<std::vector<float>> Encoder::Encode(const text::Document& document,
                                                   const CallContext& context) const {
  return Encode(document, context, [](const SentenceVectors&) {});
}

}  // namespace parallax::encoder
