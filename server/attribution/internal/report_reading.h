// What is known of a report before any cue is looked for.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_

#include <cstdint>
#include <vector>

#include "server/attribution/attribution.h"
#include "server/language/syntax.h"
#include "server/lexicon/matcher.h"

namespace parallax::attribution::internal {

inline constexpr uint32_t kNoQuotation = 0xffffffff;

// What all parts read. Borrows everything.
struct Context {
  const language::Syntax& syntax;
  const lexicon::Matcher& matcher;
  const std::vector<Quotation>& quotations;
  const std::vector<bool>& is_speech;         // parallel to quotations
  const std::vector<uint32_t>& quotation_of;  // for each token the outermost speech that holds it
};

// Borrows document, annotation and lexicon.
class ReportReading {
 public:
  ReportReading(const text::Document& document, const language::Annotation& annotation,
                const lexicon::Lexicon& lexicon);
  ReportReading(const ReportReading&) = delete;
  ReportReading& operator=(const ReportReading&) = delete;

  const Context& context() const { return context_; }
  const std::vector<Quotation>& quotations() const { return quotations_; }

 private:
  const language::Syntax syntax_;
  const lexicon::Matcher matcher_;
  std::vector<Quotation> quotations_;
  std::vector<bool> is_speech_;
  std::vector<uint32_t> quotation_of_;
  const Context context_;
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_
