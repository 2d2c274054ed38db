// Everything the engine knows of one report, and the pipeline that finds it.
#ifndef PARALLAX_SERVER_ANALYSIS_ANALYZER_H_
#define PARALLAX_SERVER_ANALYSIS_ANALYZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "server/analysis/loaded_terms.h"
#include "server/attribution/attribution.h"
#include "server/attribution/marker.h"
#include "server/base/call_context.h"
#include "server/base/model_file.h"
#include "server/claims/claims.h"
#include "server/commitment/clause_reader.h"
#include "server/commitment/commitment.h"
#include "server/encoder/encoder.h"
#include "server/entities/entities.h"
#include "server/language/annotation.h"
#include "server/language/annotator.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"
#include "server/text/reader.h"
#include "server/values/values.h"

namespace parallax::analysis {

// One report as it comes in. The strings need not outlive the call that takes it.
struct Report {
  std::string id;
  std::string outlet;
  std::string headline;
  std::string body;
  text::Format format = text::Format::kPlain;
  absl::optional<int64_t> publish_seconds;  // since 1970-01-01T00:00:00Z
};

// Of a report that is not English (`!document.english()`) there are sentences, and no claims: it
// takes no part in what reports are compared for, and has told nothing and left out nothing.
//
// Immutable once made; may be cached and shared between comparisons and threads.
struct Analysis {
  std::string id;
  std::string outlet;
  absl::optional<int64_t> publish_seconds;
  bool from_html = false;
  text::Document document;
  language::Annotation annotation;
  values::ValueSet values;
  claims::ClaimSet claims;
  attribution::AttributionSet attributions;
  commitment::CommitmentSet commitments;
  entities::EntitySet entities;
  std::vector<LoadedPassage> loaded_terms;
  std::vector<float> sentence_vectors;  // encoder::kWidth floats a sentence, of unit length
};

// Runs the rooms from text/ to entities/ over one report. Thread safety: const; safe for
// concurrent use by multiple threads without any external synchronization.
class Analyzer {
 public:
  // Both are borrowed and must outlive the Analyzer, the bytes under `model` too.
  // Errors: DATA_LOSS, naming section and offset, for a model that is damaged.
  static absl::StatusOr<std::unique_ptr<const Analyzer>> Create(const ModelFile& model,
                                                                const encoder::Encoder* encoder,
                                                                const lexicon::Lexicon* lexicon);

  // Errors: those of text::ReadReport and of `context`; INVALID_ARGUMENT for a report without
  // words.
  absl::StatusOr<std::shared_ptr<const Analysis>> Analyze(const Report& report,
                                                          const CallContext& context) const;

 private:
  // What the heads on the encoder read, sentence by sentence.
  struct Readings {
    std::vector<attribution::SentenceMarks> marks;
    std::vector<commitment::TokenReading> clauses;  // by token
  };

  Analyzer(const encoder::Encoder* encoder, const lexicon::Lexicon* lexicon)
      : encoder_(encoder), lexicon_(lexicon) {}

  // Trees, names and vectors of the sentences.
  absl::StatusOr<Readings> ReadSentences(const CallContext& context, Analysis* analysis) const;
  // Values, claims, who they are given to, and how far the report stands behind them.
  absl::Status ReadClaims(absl::optional<int32_t> publish_day, const Readings& readings,
                          const CallContext& context, Analysis* analysis) const;

  const encoder::Encoder* const encoder_;
  const lexicon::Lexicon* const lexicon_;
  std::unique_ptr<const language::Annotator> annotator_;
  std::unique_ptr<const attribution::Marker> marker_;
  std::unique_ptr<const commitment::ClauseReader> clause_reader_;
};

}  // namespace parallax::analysis

#endif  // PARALLAX_SERVER_ANALYSIS_ANALYZER_H_
