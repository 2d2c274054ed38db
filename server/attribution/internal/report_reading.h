// The stages of FindAttributions, apart, for it and for the trainer of its models.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_

#include <cstdint>
#include <vector>

#include "server/attribution/internal/sieves.h"

namespace parallax::attribution::internal {

// What is known of a report before any cue is looked for. Borrows document, annotation, lexicon.
class ReportReading {
 public:
  ReportReading(const text::Document& document, const language::Annotation& annotation,
                const lexicon::Lexicon& lexicon);
  ReportReading(const ReportReading&) = delete;
  ReportReading& operator=(const ReportReading&) = delete;

  const Context& context() const { return context_; }
  const std::vector<Quotation>& quotations() const { return quotations_; }

  // Appends what the sieves find in a sentence, in the order of the cues.
  void Sieve(uint32_t sentence, std::vector<Attribution>* out) const;

 private:
  const Syntax syntax_;
  std::vector<Quotation> quotations_;
  std::vector<bool> is_speech_;
  std::vector<uint32_t> quotation_of_;
  const Context context_;
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_REPORT_READING_H_
