#include "server/analysis/analyzer.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "server/base/status_macros.h"

namespace parallax::analysis {
namespace {

constexpr int64_t kSecondsPerDay = 24 * 60 * 60;
// Years 1000 to 8999: what is dated from there, up to 900 years away, has a year of four digits.
constexpr int64_t kFirstSecond = -30610224000;
constexpr int64_t kLastSecond = 221845391999;

// The UTC day, counted from 1970-01-01; rounds down before it.
absl::optional<int32_t> PublishDay(const absl::optional<int64_t>& seconds) {
  if (!seconds || *seconds < kFirstSecond || *seconds > kLastSecond) return absl::nullopt;
  int64_t day = *seconds / kSecondsPerDay;
  if (*seconds % kSecondsPerDay < 0) --day;
  return static_cast<int32_t>(day);
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Analyzer>> Analyzer::Create(const ModelFile& model,
                                                                 const encoder::Encoder* encoder,
                                                                 const lexicon::Lexicon* lexicon) {
  std::unique_ptr<Analyzer> analyzer(new Analyzer(encoder, lexicon));
  PARALLAX_ASSIGN_OR_RETURN(analyzer->annotator_, language::Annotator::Load(model));
  PARALLAX_ASSIGN_OR_RETURN(analyzer->marker_, attribution::Marker::Load(model));
  PARALLAX_ASSIGN_OR_RETURN(analyzer->clause_reader_, commitment::ClauseReader::Load(model));
  return analyzer;
}

absl::StatusOr<std::shared_ptr<const Analysis>> Analyzer::Analyze(
    const Report& report, const CallContext& context) const {
  auto analysis = std::make_shared<Analysis>();
  Analysis& a = *analysis;
  a.id = report.id;
  a.outlet = report.outlet;
  a.publish_seconds = report.publish_seconds;
  a.from_html = report.format == text::Format::kHtml;

  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(
      a.document, text::ReadReport(report.headline, report.body, report.format, {}, context));
  if (a.document.tokens().empty()) return absl::InvalidArgumentError("no words of an article");

  PARALLAX_ASSIGN_OR_RETURN(const Readings readings, ReadSentences(context, &a));

  if (a.document.english()) {
    PARALLAX_RETURN_IF_ERROR(ReadClaims(PublishDay(report.publish_seconds), readings, context, &a));
  } else {
    // What an English parser finds in another language is no claim of the report's.
    a.claims.claim_of_head.assign(a.document.tokens().size(), claims::kNoClaim);
  }

  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(a.entities,
                            entities::ResolveEntities(a.document, a.annotation, a.values, a.claims,
                                                      a.attributions, *lexicon_, context));

  PARALLAX_RETURN_IF_ERROR(context.Check());
  if (a.document.english()) a.loaded_terms = FindLoadedTerms(a.document, a.annotation, *lexicon_);
  return analysis;
}

absl::StatusOr<Analyzer::Readings> Analyzer::ReadSentences(const CallContext& context,
                                                           Analysis* analysis) const {
  language::Annotator::Writer annotation(annotator_.get(), &analysis->document);
  attribution::Marker::Writer marks(marker_.get(), &analysis->document);
  commitment::ClauseReader::Writer clauses(clause_reader_.get());
  const auto visit = [&](const encoder::SentenceVectors& sentence) {
    annotation.Add(sentence);
    if (!analysis->document.english()) return;  // nothing is claimed
    marks.Add(sentence);
    clauses.Add(sentence);
  };
  PARALLAX_ASSIGN_OR_RETURN(analysis->sentence_vectors,
                            encoder_->Encode(analysis->document, context, visit));
  analysis->annotation = annotation.Finish();
  return Readings{marks.Finish(), clauses.Finish()};
}

absl::Status Analyzer::ReadClaims(absl::optional<int32_t> publish_day, const Readings& readings,
                                  const CallContext& context, Analysis* analysis) const {
  Analysis& a = *analysis;
  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(a.values,
                            values::FindValues(a.document, a.annotation, publish_day, context));

  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(
      a.claims, claims::ExtractClaims(a.document, a.annotation, a.values, *lexicon_, context));

  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(
      a.attributions,
      attribution::FindAttributions(a.document, a.annotation, readings.marks, *lexicon_, context));

  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(
      a.commitments,
      commitment::ReadCommitment(a.document, a.annotation, a.values, a.claims, a.attributions,
                                 readings.clauses, *lexicon_, context));
  return absl::OkStatus();
}

}  // namespace parallax::analysis
