#include "server/models/default_model.h"

#include "absl/strings/string_view.h"

extern "C" const char parallax_default_model[];
extern "C" const char parallax_default_model_end[];

namespace parallax {

absl::StatusOr<ModelFile> DefaultModel() {
  return ModelFile::Read(absl::string_view(parallax_default_model,
                                           parallax_default_model_end - parallax_default_model));
}

absl::string_view ModelId() {
  static const absl::string_view id = [] {
    const absl::StatusOr<ModelFile> model = DefaultModel();
    return model.ok() ? model->id() : absl::string_view();
  }();
  return id;
}

}  // namespace parallax
