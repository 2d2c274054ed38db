// Quotation marks paired into quotations.
//
// Follows the usage of English news: double or single (UK) marks, straight or curly, nested in
// turn; a quote of several paragraphs repeats its opening mark on each and closes once.
// Thread safety: free functions, safe from many threads.
#ifndef PARALLAX_SERVER_ATTRIBUTION_QUOTATIONS_H_
#define PARALLAX_SERVER_ATTRIBUTION_QUOTATIONS_H_

#include <vector>

#include "server/attribution/attribution.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::attribution {

// All quotations, by first token, outer before inner. Apostrophes, elisions ('em, '90s), inch marks
// and closing marks without an opening one are none. Linear in the tokens.
std::vector<Quotation> FindQuotations(const text::Document& document,
                                      const language::Annotation& annotation);

// True where the quotation puts words into somebody's mouth: not a nickname between names, not the
// title of a work.
bool IsSpeech(const Quotation& quotation, const text::Document& document,
              const language::Annotation& annotation);

// The tokens between the marks; empty where nothing stands between them.
TokenRange Inside(const Quotation& quotation);

// True for a token that is a quotation mark of any kind.
bool IsQuotationMark(absl::string_view token);

}  // namespace parallax::attribution

#endif  // PARALLAX_SERVER_ATTRIBUTION_QUOTATIONS_H_
