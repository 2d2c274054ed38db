// How the tokens of a content become its parts.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CONTENT_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CONTENT_H_

#include <vector>

#include "server/attribution/internal/report_reading.h"

namespace parallax::attribution::internal {

// In order; what touches or overlaps is one.
std::vector<TokenRange> Union(std::vector<TokenRange> parts);

// Content made of these tokens: quotations that overlap it are taken whole where the cue stands
// outside them, edges are trimmed, gaps of mere punctuation closed, paragraphs kept apart.
std::vector<TokenRange> Completed(const Context& context, std::vector<TokenRange> parts,
                                  uint32_t cue_head);

// Appends the attribution with its content, made of `parts` as above; nothing where that is empty.
void AppendWithContent(const Context& context, std::vector<TokenRange> parts,
                       Attribution attribution, std::vector<Attribution>* out);

// The part with what a quotation that it reaches into says in other sentences, where the cue stands
// outside it.
TokenRange WithQuotation(const Context& context, TokenRange part, uint32_t cue_head);

// A content runs over sentences, but each paragraph is a part of its own, trimmed.
std::vector<TokenRange> Paragraphs(const Context& context, TokenRange content);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CONTENT_H_
