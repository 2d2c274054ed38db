#include "server/attribution/internal/report_reading.h"

#include <algorithm>

#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {

ReportReading::ReportReading(const text::Document& document, const language::Annotation& annotation,
                             const lexicon::Lexicon& lexicon)
    : syntax_(document, annotation),
      matcher_(syntax_, lexicon),
      quotations_(FindQuotations(document, annotation)),
      quotation_of_(document.tokens().size(), kNoQuotation),
      context_{syntax_, matcher_, quotations_, is_speech_, quotation_of_} {
  for (uint32_t q = 0; q < quotations_.size(); ++q) {
    const Quotation& quotation = quotations_[q];
    is_speech_.push_back(IsSpeech(quotation, document, annotation));
    if (quotation.depth > 0 || !is_speech_.back()) continue;
    std::fill(quotation_of_.begin() + quotation.tokens.begin,
              quotation_of_.begin() + quotation.tokens.end, q);
  }
}

}  // namespace parallax::attribution::internal
