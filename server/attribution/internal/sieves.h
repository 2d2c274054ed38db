// The sieves: each finds the attributions of one kind of cue, from trees, quotations and lexicon.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_

#include <cstdint>
#include <vector>

#include "server/attribution/attribution.h"
#include "server/attribution/internal/syntax.h"
#include "server/lexicon/lexicon.h"

namespace parallax::attribution::internal {

inline constexpr uint32_t kNoQuotation = 0xffffffff;

// What all sieves read. Borrows everything.
struct Context {
  const Syntax& syntax;
  const lexicon::Lexicon& lexicon;
  const std::vector<Quotation>& quotations;
  const std::vector<bool>& is_speech;         // parallel to quotations
  const std::vector<uint32_t>& quotation_of;  // for each token the outermost speech that holds it
};

// Each appends what `token` is the cue of, if it is one.
void FindVerbCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
void FindNounCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
void FindAdjectiveCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
void FindPrepositionCue(const Context& context, uint32_t token, std::vector<Attribution>* out);
void FindAdverbCue(const Context& context, uint32_t token, std::vector<Attribution>* out);

// "Minister: no deal", "'No deal', says minister", "No deal - minister", for a sentence.
void FindColonOrDash(const Context& context, uint32_t sentence, std::vector<Attribution>* out);

// Content made of these tokens: quotations that overlap it are taken whole where the cue stands
// outside them, edges are trimmed, gaps of mere punctuation closed, paragraphs kept apart.
std::vector<TokenRange> Completed(const Context& context, std::vector<TokenRange> parts,
                                  uint32_t cue_head);

// A content runs over sentences, but each paragraph is a part of its own, trimmed.
std::vector<TokenRange> Paragraphs(const Context& context, TokenRange content);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SIEVES_H_
