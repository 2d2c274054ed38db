#include "server/encoder/encoder.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/encoder/internal/model.h"
#include "server/encoder/internal/self_test.h"

namespace parallax::encoder {

absl::StatusOr<std::unique_ptr<const Encoder::Model>> Encoder::Model::Read(const ModelFile& file,
                                                                           CpuPath path) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open("vocabulary"));
  internal::Vocabulary vocabulary = internal::Vocabulary::Read(&reader);
  PARALLAX_RETURN_IF_ERROR(reader.status());
  PARALLAX_ASSIGN_OR_RETURN(internal::Transformer transformer,
                            internal::Transformer::Read(file, vocabulary.size(), path));
  std::unique_ptr<Model> model(new Model(std::move(vocabulary), std::move(transformer)));
  PARALLAX_ASSIGN_OR_RETURN(model->pair_head_,
                            internal::Head::Read(file, "reader/pair", kPairOutputs));
  PARALLAX_ASSIGN_OR_RETURN(model->word_head_,
                            internal::Head::Read(file, "reader/words", kWordOutputs));
  return model;
}

Encoder::Encoder(std::unique_ptr<const Model> model) : model_(std::move(model)) {}
Encoder::~Encoder() = default;

absl::StatusOr<std::unique_ptr<const Encoder>> Encoder::LoadUnsealed(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const Model> read, Model::Read(model, BestCpuPath()));
  return std::unique_ptr<const Encoder>(new Encoder(std::move(read)));
}

absl::StatusOr<std::unique_ptr<const Encoder>> Encoder::Load(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const Encoder> encoder, LoadUnsealed(model));
  PARALLAX_RETURN_IF_ERROR(internal::ReplaySelfTest(*encoder, model));
  return encoder;
}

}  // namespace parallax::encoder
