#include "server/service/backend.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"
#include "server/base/status_macros.h"

namespace parallax::service {
namespace {

absl::Status FileFault(absl::string_view flag, absl::string_view path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, ": ", path, ": ", what));
}

absl::StatusOr<std::string> ReadFile(absl::string_view flag, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) return FileFault(flag, path, "not readable");
  return bytes;
}

// Finds the file for which the engine could not be made, by trying each alone.
absl::Status WithFile(const absl::Status& status, const engine::Engine::Options& options,
                      const std::string& model_file,
                      const std::vector<std::string>& lexicon_files) {
  for (size_t i = 0; i < lexicon_files.size(); ++i) {
    const auto alone = engine::Engine::Create({.model = {}, .lexicons = {options.lexicons[i]}});
    if (!alone.ok()) return FileFault("lexicon", lexicon_files[i], alone.status().message());
  }
  if (!model_file.empty() && !engine::Engine::Create({.model = options.model}).ok()) {
    return FileFault("model", model_file, status.message());
  }
  return status;
}

class EngineBackend : public Backend {
 public:
  EngineBackend(AlignedBytes model, std::unique_ptr<const engine::Engine> engine)
      : model_(std::move(model)), engine_(std::move(engine)) {}

  absl::StatusOr<AnalysisPtr> Analyze(const analysis::Report& report,
                                      const CallContext& context) const override {
    return engine_->Analyze(report, context);
  }
  absl::StatusOr<engine::Comparison> Compare(std::vector<AnalysisPtr> reports,
                                             const engine::CompareOptions& options,
                                             const CallContext& context) const override {
    return engine_->Compare(std::move(reports), options, context);
  }

 private:
  const AlignedBytes model_;  // the engine uses the bytes where they lie
  const std::unique_ptr<const engine::Engine> engine_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Backend>> LoadEngine(
    const std::string& model_file, const std::vector<std::string>& lexicon_files,
    const std::string& style_file) {
  engine::Engine::Options options;
  if (!style_file.empty()) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile("style", style_file));
    absl::StatusOr<framing::Style> style = framing::Style::Parse(text);
    if (!style.ok()) return FileFault("style", style_file, style.status().message());
    options.style = *std::move(style);
  }
  AlignedBytes model;
  if (!model_file.empty()) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string bytes, ReadFile("model", model_file));
    model = AlignedBytes(bytes);
    options.model = model.view();
  }
  std::vector<std::string> lexicons;
  for (const std::string& file : lexicon_files) {
    PARALLAX_ASSIGN_OR_RETURN(lexicons.emplace_back(), ReadFile("lexicon", file));
  }
  options.lexicons.assign(lexicons.begin(), lexicons.end());
  absl::StatusOr<std::unique_ptr<const engine::Engine>> engine = engine::Engine::Create(options);
  if (!engine.ok()) return WithFile(engine.status(), options, model_file, lexicon_files);
  return std::make_shared<const EngineBackend>(std::move(model), *std::move(engine));
}

}  // namespace parallax::service
