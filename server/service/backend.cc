#include "server/service/backend.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::service {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) return absl::NotFoundError(absl::StrCat(path, ": not readable"));
  return bytes;
}

class EngineBackend : public Backend {
 public:
  EngineBackend(std::unique_ptr<const std::string> model,
                std::unique_ptr<const engine::Engine> engine)
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
  const std::unique_ptr<const std::string> model_;  // the engine uses the bytes where they lie
  const std::unique_ptr<const engine::Engine> engine_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Backend>> LoadEngine(
    const std::string& model_file, const std::vector<std::string>& lexicon_files) {
  engine::Engine::Options options;
  std::unique_ptr<const std::string> model;
  if (!model_file.empty()) {
    PARALLAX_ASSIGN_OR_RETURN(std::string bytes, ReadFile(model_file));
    model = std::make_unique<const std::string>(std::move(bytes));
    options.model = *model;
  }
  std::vector<std::string> lexicons;
  for (const std::string& file : lexicon_files) {
    PARALLAX_ASSIGN_OR_RETURN(lexicons.emplace_back(), ReadFile(file));
  }
  options.lexicons.assign(lexicons.begin(), lexicons.end());
  PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<const engine::Engine> engine,
                            engine::Engine::Create(options));
  return std::make_shared<const EngineBackend>(std::move(model), std::move(engine));
}

}  // namespace parallax::service
