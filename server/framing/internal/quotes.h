// How two versions of one direct quotation differ.
//
// Follows: quotations are compared word by word by their longest common subsequence (Hirschberg
// 1975 names the problem). Thread safety: free functions on immutable input, safe from many
// threads.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_QUOTES_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_QUOTES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/analysis/analyzer.h"

namespace parallax::framing {

// What one pair of quotation marks holds of one sentence.
struct Quote {
  TokenRange tokens;                  // without the marks
  std::vector<std::string> words;     // lower case, contractions undone, without punctuation
  std::vector<uint32_t> word_tokens;  // parallel: the token each word comes from
  std::vector<bool> gap_before;  // parallel to words: an ellipsis or a bracket stands before it
  // Its words make a statement of their own: they begin with a capital and a stop or a comma closes
  // them. Else they are woven into a sentence of the report.
  bool whole = false;
};

// Quotes of at least three words in the sentence, in order. Long ones are cut to a bounded length.
std::vector<Quote> QuotesIn(const analysis::Analysis& report, uint32_t sentence);

// In rising order of harm.
enum class QuoteChange : uint8_t {
  kNone,  // punctuation, dropped interjections, [clarified] words, an ellipsis that keeps the sense
  kCut,   // a whole statement in one is cut short in the other
  kCutTurn,  // the part cut holds a condition, a contrast or a denial
  kAltered,  // other words in the middle
};

// How one version differs from the other. Words that the shorter's report quotes nearby, in
// `others`, count as kept.
QuoteChange Change(const Quote& a, const std::vector<Quote>& others_a, const Quote& b,
                   const std::vector<Quote>& others_b);

// True where most of the words of the shorter stand in the longer, in order and near each other.
bool Alike(const Quote& a, const Quote& b);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_QUOTES_H_
