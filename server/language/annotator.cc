#include "server/language/annotator.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "server/base/mutex.h"
#include "server/base/status_macros.h"
#include "server/language/conllu.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/neural_model.h"
#include "server/language/internal/word_pieces.h"

extern "C" const char parallax_language_model[];
extern "C" const char parallax_language_model_end[];

namespace parallax::language {

class Annotator::Model {
 public:
  explicit Model(internal::NeuralModel model) : model_(std::move(model)) {}

  const internal::NeuralModel& model() const { return model_; }

  // Lends a workspace for as long as it lives.
  class Lease {
   public:
    explicit Lease(const Model* owner) : owner_(owner) {
      MutexLock lock(&owner_->mutex_);
      if (!owner_->free_.empty()) {
        workspace_ = std::move(owner_->free_.back());
        owner_->free_.pop_back();
      }
      if (workspace_ == nullptr) workspace_ = std::make_unique<internal::Workspace>();
    }
    ~Lease() {
      MutexLock lock(&owner_->mutex_);
      owner_->free_.push_back(std::move(workspace_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    internal::Workspace* get() const { return workspace_.get(); }

   private:
    const Model* const owner_;
    std::unique_ptr<internal::Workspace> workspace_;
  };

 private:
  const internal::NeuralModel model_;
  mutable Mutex mutex_;
  mutable std::vector<std::unique_ptr<internal::Workspace>> free_ ABSL_GUARDED_BY(mutex_);
};

namespace {

// Sentences are put through the matrix products together, as many as keep the workspace in cache.
constexpr size_t kBatchTokens = 192;

// Parses the sentences of the self-test anew; the answer must be the same to the byte.
absl::Status ReplaySelfTest(const Annotator& annotator, absl::string_view expected) {
  absl::StatusOr<std::vector<ConlluSentence>> sentences = ReadConllu(expected);
  if (!sentences.ok()) return absl::DataLossError("the self-test of the language model is damaged");
  for (const ConlluSentence& sentence : *sentences) {
    if (sentence.words.empty()) {
      return absl::DataLossError("the self-test of the language model is damaged");
    }
  }
  const text::Document document = DocumentFromConllu(*sentences);
  PARALLAX_ASSIGN_OR_RETURN(const Annotation annotation,
                            annotator.Annotate(document, CallContext()));
  std::string actual;
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &actual);
  }
  if (actual != expected) {
    return absl::FailedPreconditionError("the language model fails its self-test");
  }
  return absl::OkStatus();
}

}  // namespace

Annotator::Annotator(std::unique_ptr<const Model> model) : model_(std::move(model)) {}
Annotator::~Annotator() = default;

absl::StatusOr<std::unique_ptr<const Annotator>> Annotator::Load(absl::string_view bytes) {
  PARALLAX_ASSIGN_OR_RETURN(const internal::ModelFile file, internal::ModelFile::Read(bytes));
  PARALLAX_ASSIGN_OR_RETURN(internal::NeuralModel model,
                            internal::NeuralModel::Read(file, BestCpuPath()));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view self_test,
                            file.Section(internal::kSelfTestSection));
  std::unique_ptr<const Annotator> annotator(
      new Annotator(std::make_unique<const Model>(std::move(model))));
  PARALLAX_RETURN_IF_ERROR(ReplaySelfTest(*annotator, self_test));
  return annotator;
}

absl::StatusOr<std::unique_ptr<const Annotator>> Annotator::LoadDefault() {
  return Load(absl::string_view(parallax_language_model,
                                parallax_language_model_end - parallax_language_model));
}

absl::StatusOr<Annotation> Annotator::Annotate(const text::Document& document,
                                               const CallContext& context) const {
  const Model::Lease lease(model_.get());
  std::vector<Word> words;
  words.reserve(document.tokens().size());
  std::string lemmas;
  lemmas.reserve(document.tokens().size() * 6);
  std::vector<NamedEntity> entities;
  std::vector<Reading> readings;
  readings.reserve(document.tokens().size());
  std::vector<absl::string_view> forms;
  std::vector<uint8_t> spacing;
  std::vector<uint32_t> sizes;      // of the sentences of a batch
  std::vector<uint32_t> all_sizes;  // of all sentences
  all_sizes.reserve(document.sentences().size());
  const auto flush = [&] {
    model_->model().Annotate(forms, spacing, sizes, static_cast<uint32_t>(words.size()),
                             lease.get(), &words, &lemmas, &readings);
    forms.clear();
    spacing.clear();
    sizes.clear();
  };
  for (const text::Sentence& sentence : document.sentences()) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    if (!forms.empty() && forms.size() + sentence.tokens.size() > kBatchTokens) flush();
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      const bool before = i == sentence.tokens.begin || document.tokens()[i].space_before;
      const bool after = i + 1 == sentence.tokens.end || document.tokens()[i + 1].space_before;
      forms.push_back(document.text(i));
      spacing.push_back(static_cast<uint8_t>((before ? internal::kSpaceBefore : 0) |
                                             (after ? internal::kSpaceAfter : 0)));
    }
    sizes.push_back(sentence.tokens.size());
    all_sizes.push_back(sentence.tokens.size());
  }
  if (!forms.empty()) flush();
  if (!words.empty()) lease.get()->entity_decoder.Decode(all_sizes, &entities);
  return Annotation(std::move(words), std::move(lemmas), std::move(entities), std::move(readings));
}

}  // namespace parallax::language
