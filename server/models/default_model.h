// The model file that is part of the program.
//
// Thread safety: free function.
#ifndef PARALLAX_SERVER_MODELS_DEFAULT_MODEL_H_
#define PARALLAX_SERVER_MODELS_DEFAULT_MODEL_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"

namespace parallax {

// Its bytes live as long as the program. Errors: those of ModelFile::Read.
absl::StatusOr<ModelFile> DefaultModel();

// The id of that model; empty where it cannot be read. Thread safety: safe from many threads.
absl::string_view ModelId();

}  // namespace parallax

#endif  // PARALLAX_SERVER_MODELS_DEFAULT_MODEL_H_
