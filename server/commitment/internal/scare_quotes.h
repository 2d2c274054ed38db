// Scare quotes told from quotations.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_SCARE_QUOTES_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_SCARE_QUOTES_H_

#include <vector>

#include "server/attribution/attribution.h"
#include "server/commitment/commitment.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::commitment::internal {

// Quotations of a few words without a predicate that no attribution holds and no longer quotation
// of the report repeats. In text order; linear in the tokens.
std::vector<ScareQuote> FindScareQuotes(const text::Document& document,
                                        const language::Annotation& annotation,
                                        const attribution::AttributionSet& attributions);

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_SCARE_QUOTES_H_
