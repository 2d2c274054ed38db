// Attribution: which stretches of a report are given to a source, by which cue.
//
// Follows: PolNeAR (Newell et al. 2018) for source, cue and content; quotation marks as English
// news uses them (multi-paragraph quotes repeat the opening mark and close once).
// Ownership, thread safety: plain values of token indices.
#ifndef PARALLAX_SERVER_ATTRIBUTION_ATTRIBUTION_H_
#define PARALLAX_SERVER_ATTRIBUTION_ATTRIBUTION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/attribution/marker.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"

namespace parallax::attribution {

// One pair of quotation marks and what stands between.
struct Quotation {
  TokenRange tokens;    // with its marks; runs over paragraphs where the quote does
  bool closed = true;   // false: no closing mark was found, it ends with its paragraph
  bool single = false;  // single marks (UK)
  uint32_t depth = 0;   // 0 outermost
};

enum class Form : uint8_t { kDirect, kIndirect, kMixed };
enum class SourceKind : uint8_t { kNamed, kRole, kUnnamed, kDocument, kImplicit };

struct Attribution {
  absl::optional<TokenRange> source;  // as PolNeAR spans it: the noun phrase with its modifiers
  uint32_t source_head = language::kNoToken;
  SourceKind source_kind = SourceKind::kImplicit;
  absl::optional<TokenRange> cue;
  uint32_t cue_head = language::kNoToken;
  lexicon::Connotation connotation = lexicon::Connotation::kNeutral;
  const lexicon::ReportingCue* entry = nullptr;  // of the cue, where the lexicon has it
  std::vector<TokenRange> content;  // in order, not overlapping; with the marks of a quotation
  Form form = Form::kIndirect;
  uint32_t parent = 0xffffffff;  // attribution whose content holds this one, or none
  // Static name of the sieve that found it. Of the model: "trailing-cue" where whole clauses stand
  // before a verb of saying, else "trained-cue".
  absl::string_view rule;
};

inline constexpr uint32_t kNoAttribution = 0xffffffff;

struct AttributionSet {
  std::vector<Quotation> quotations;      // by first token; nested ones after the outer one
  std::vector<Attribution> attributions;  // by first token of cue (or content where there is none)
};

// `marks` are a Marker's of the same document. Errors: only those of `context`. Linear in the
// tokens and marks. REQUIRES: one entry of `marks` a sentence, or none at all: only what sieves
// find then.
absl::StatusOr<AttributionSet> FindAttributions(const text::Document& document,
                                                const language::Annotation& annotation,
                                                std::span<const SentenceMarks> marks,
                                                const lexicon::Lexicon& lexicon,
                                                const CallContext& context);

}  // namespace parallax::attribution

#endif  // PARALLAX_SERVER_ATTRIBUTION_ATTRIBUTION_H_
