// What a loaded model consists of, and the workspaces that calls lease from it.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_MODEL_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_MODEL_H_

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/model_file.h"
#include "server/base/mutex.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/transformer.h"
#include "server/encoder/internal/word_pieces.h"

namespace parallax::encoder::internal {

// Outputs of the heads.
inline constexpr uint32_t kPairOutputs = 1 + kReadKinds;
inline constexpr uint32_t kWordOutputs = 1 + kReadKinds + kReadClasses;

// Thread safety: const; safe for concurrent use with a lease each.
class Model {
 public:
  static absl::StatusOr<std::unique_ptr<const Model>> Read(const ModelFile& file, CpuPath path);

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Transformer& sentences() const { return sentences_; }
  const Transformer& pairs() const { return pairs_; }
  // Added to a token's vector where it shares its first piece with the token before it.
  std::span<const float> split() const { return split_; }
  const Head& pair_head() const { return pair_head_; }
  const Head& word_head() const { return word_head_; }

  // Lends a workspace for as long as it lives.
  class Lease {
   public:
    explicit Lease(const Model* owner) : owner_(owner) {
      MutexLock lock(&owner_->mutex_);
      if (!owner_->free_.empty()) {
        workspace_ = std::move(owner_->free_.back());
        owner_->free_.pop_back();
      }
      if (workspace_ == nullptr) workspace_ = std::make_unique<Workspace>();
    }
    ~Lease() {
      MutexLock lock(&owner_->mutex_);
      owner_->free_.push_back(std::move(workspace_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Workspace* get() const { return workspace_.get(); }

   private:
    const Model* const owner_;
    std::unique_ptr<Workspace> workspace_;
  };

 private:
  Model(Vocabulary vocabulary, Transformer sentences, Transformer pairs)
      : vocabulary_(std::move(vocabulary)),
        sentences_(std::move(sentences)),
        pairs_(std::move(pairs)) {}

  const Vocabulary vocabulary_;
  const Transformer sentences_;
  const Transformer pairs_;
  std::span<const float> split_;
  Head pair_head_;
  Head word_head_;
  mutable Mutex mutex_;
  mutable std::vector<std::unique_ptr<Workspace>> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_MODEL_H_
