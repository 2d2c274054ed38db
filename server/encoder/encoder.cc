#include "server/encoder/encoder.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/encoder/internal/model.h"
#include "server/encoder/internal/self_test.h"
#include "server/encoder/linear.h"

namespace parallax::encoder {

absl::StatusOr<std::unique_ptr<const internal::Model>> internal::Model::Read(const ModelFile& file,
                                                                             CpuPath path) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open("vocabulary"));
  internal::Vocabulary vocabulary = internal::Vocabulary::Read(&reader);
  PARALLAX_RETURN_IF_ERROR(reader.status());
  PARALLAX_ASSIGN_OR_RETURN(const internal::Embeddings embeddings,
                            internal::Embeddings::Read(file, vocabulary.size()));
  PARALLAX_ASSIGN_OR_RETURN(internal::Transformer sentences,
                            internal::Transformer::Read(file, "sentences", embeddings, path));
  PARALLAX_ASSIGN_OR_RETURN(internal::Transformer pairs,
                            internal::Transformer::Read(file, "pairs", embeddings, path));
  std::unique_ptr<Model> model(
      new Model(std::move(vocabulary), std::move(sentences), std::move(pairs)));
  PARALLAX_ASSIGN_OR_RETURN(model->split_, ReadFloatSection(file, "sentences/split", kWidth));
  PARALLAX_ASSIGN_OR_RETURN(model->pair_head_,
                            internal::Head::Read(file, "reader/pair", kPairOutputs));
  PARALLAX_ASSIGN_OR_RETURN(model->word_head_,
                            internal::Head::Read(file, "reader/words", kWordOutputs));
  return model;
}

Encoder::Encoder(std::unique_ptr<const internal::Model> model) : model_(std::move(model)) {}
Encoder::~Encoder() = default;

absl::StatusOr<std::unique_ptr<const Encoder>> Encoder::LoadUnsealed(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const internal::Model> read,
                            internal::Model::Read(model, BestCpuPath()));
  return std::unique_ptr<const Encoder>(new Encoder(std::move(read)));
}

absl::StatusOr<std::unique_ptr<const Encoder>> Encoder::Load(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const Encoder> encoder, LoadUnsealed(model));
  PARALLAX_RETURN_IF_ERROR(internal::ReplaySelfTest(*encoder, model));
  return encoder;
}

}  // namespace parallax::encoder
