#include "server/engine/engine.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/engine/accounts.h"
#include "server/framing/framing.h"
#include "server/models/default_model.h"

namespace parallax::engine {
namespace {

entities::ReportView ViewOf(const analysis::Analysis& report) {
  return {
      .document = &report.document, .annotation = &report.annotation, .entities = &report.entities};
}

// Whether the two reports of some pair stand on different sides.
bool DividesAPair(const Comparison& comparison, const framing::Difference& difference,
                  const std::vector<std::pair<std::string, std::string>>& pairs) {
  const auto side_of = [&](absl::string_view id) {
    for (size_t p = 0; p < difference.positions.size(); ++p) {
      for (const uint32_t report : difference.positions[p].reports) {
        if (comparison.reports[report]->id == id) return static_cast<int>(p);
      }
    }
    return -1;
  };
  return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
    const int first = side_of(pair.first);
    const int second = side_of(pair.second);
    return first >= 0 && second >= 0 && first != second;
  });
}

}  // namespace

void Sequentially(size_t count, const std::function<void(size_t)>& body) {
  for (size_t i = 0; i < count; ++i) body(i);
}

Engine::Engine() = default;
Engine::~Engine() = default;

absl::StatusOr<std::unique_ptr<const Engine>> Engine::Create(const Options& options) {
  std::unique_ptr<Engine> engine(new Engine());
  if (options.lexicons.empty()) {
    engine->lexicon_ = &lexicon::Lexicon::Default();
  } else {
    PARALLAX_ASSIGN_OR_RETURN(engine->own_lexicon_, lexicon::Lexicon::Load(options.lexicons));
    engine->lexicon_ = engine->own_lexicon_.get();
  }
  engine->style_ = options.style;
  PARALLAX_ASSIGN_OR_RETURN(const ModelFile model, options.model.empty()
                                                       ? DefaultModel()
                                                       : ModelFile::Read(options.model));
  PARALLAX_ASSIGN_OR_RETURN(engine->encoder_, encoder::Encoder::Load(model));
  PARALLAX_ASSIGN_OR_RETURN(SectionReader weights, model.Open("framing/calibration"));
  PARALLAX_ASSIGN_OR_RETURN(engine->calibration_, framing::Calibration::Parse(weights.ReadRest()));
  PARALLAX_ASSIGN_OR_RETURN(
      engine->analyzer_,
      analysis::Analyzer::Create(model, engine->encoder_.get(), engine->lexicon_));
  return engine;
}

absl::StatusOr<std::shared_ptr<const analysis::Analysis>> Engine::Analyze(
    const analysis::Report& report, const CallContext& context) const {
  return analyzer_->Analyze(report, context);
}

absl::StatusOr<Comparison> Engine::Compare(std::span<const analysis::Report> reports,
                                           const CompareOptions& options,
                                           const ParallelFor& parallel,
                                           const CallContext& context) const {
  std::vector<absl::StatusOr<std::shared_ptr<const analysis::Analysis>>> results(
      reports.size(), absl::UnknownError("not analysed"));
  parallel(reports.size(), [&](size_t i) { results[i] = analyzer_->Analyze(reports[i], context); });
  std::vector<std::shared_ptr<const analysis::Analysis>> analyses;
  analyses.reserve(reports.size());
  for (size_t i = 0; i < results.size(); ++i) {
    if (!results[i].ok()) {
      const absl::Status& status = results[i].status();
      return absl::Status(status.code(), absl::StrCat("reports[", i, "]: ", status.message()));
    }
    analyses.push_back(*std::move(results[i]));
  }
  return Compare(std::move(analyses), options, context);
}

absl::StatusOr<Comparison> Engine::Compare(
    std::vector<std::shared_ptr<const analysis::Analysis>> reports, const CompareOptions& options,
    const CallContext& context) const {
  Comparison result;
  result.reports = std::move(reports);

  std::vector<entities::ReportView> views;
  views.reserve(result.reports.size());
  for (const auto& report : result.reports) views.push_back(ViewOf(*report));
  PARALLAX_ASSIGN_OR_RETURN(result.entities, entities::LinkEntities(views, context));
  PARALLAX_ASSIGN_OR_RETURN(result.alignment, alignment::Align(result.reports, *encoder_, context));
  result.accounts = TakeAccounts(result.reports, result.alignment);

  const framing::Scene scene = {
      .reports = result.reports, .entities = &result.entities, .alignment = &result.alignment};
  // All kinds are found, whichever are wanted: agreements are about the whole telling.
  PARALLAX_ASSIGN_OR_RETURN(result.differences,
                            framing::FindDifferences(scene, calibration_, context));
  const float shown = calibration_.cut();
  std::vector<framing::Difference> sure;
  std::copy_if(result.differences.begin(), result.differences.end(), std::back_inserter(sure),
               [&](const framing::Difference& d) { return d.confidence >= shown; });
  result.profiles = MakeProfiles(result.reports, result.accounts);
  result.agreements = MakeAgreements(result.reports.size(), result.accounts, sure);
  for (const framing::Style* style : {&style_, &options.style}) {
    framing::ApplyStyle(*style, scene, &result.differences);
  }
  const auto least = [&](const framing::Difference& difference) {
    if (options.min_confidence.has_value()) return *options.min_confidence;
    const float house = style_.min_confidence(difference).value_or(shown);
    return options.style.min_confidence(difference).value_or(house);
  };
  std::erase_if(result.differences, [&](const framing::Difference& difference) {
    const bool wanted =
        options.kinds == 0 || (options.kinds >> static_cast<uint32_t>(difference.kind) & 1) != 0;
    if (!options.between.empty() && !DividesAPair(result, difference, options.between)) return true;
    return !wanted || difference.severity < options.min_severity ||
           difference.confidence < least(difference);
  });
  framing::GroupDifferences(scene, &result.differences);
  return result;
}

}  // namespace parallax::engine
