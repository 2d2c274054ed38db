// Direct quotations of all reports, and how two versions of one quotation differ.
//
// Follows: quotations are compared word by word by their longest common subsequence (Hirschberg
// 1975 names the problem); candidates share a run of three words (shingling, Broder 1997).
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_QUOTES_H_
#define PARALLAX_SERVER_FRAMING_QUOTES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

// What one pair of quotation marks holds of one sentence.
struct Quote {
  uint32_t report = 0;
  uint32_t sentence = 0;
  TokenRange tokens;                  // without the marks
  std::vector<std::string> words;     // lower case, contractions undone, without punctuation
  std::vector<uint32_t> word_tokens;  // parallel: the token each word comes from
  std::vector<bool> gap_before;  // parallel to words: an ellipsis or a bracket stands before it
  // Its words make a statement of their own: they begin with a capital and a stop or a comma closes
  // them. Else they are woven into a sentence of the report.
  bool whole = false;
  const attribution::Attribution* layer = nullptr;  // that gives it to its speaker, where known
};

// Quotes of at least three words, by report rank and place. Long ones are cut to a bounded length.
std::vector<Quote> QuotesOf(const Stage& stage);

// Groups of indices into `quotes`, from at least two reports, that repeat one utterance.
std::vector<std::vector<uint32_t>> SameUtterances(const Stage& stage,
                                                  const std::vector<Quote>& quotes);

enum class QuoteChange : uint8_t {
  kNone,  // punctuation, dropped interjections, [clarified] words, an ellipsis that keeps the sense
  kCut,   // a whole statement in one is cut short in the other
  kCutTurn,  // the part cut holds a condition, a contrast or a denial
  kAltered,  // other words in the middle
};

// How the shorter differs from the longer. Words that the shorter's report quotes elsewhere count
// as kept: `quotes` and `group` give the other pieces.
QuoteChange Change(const Quote& a, const Quote& b, const std::vector<Quote>& quotes);

// True where most of the words of the shorter stand in the longer, in order and near each other.
bool Alike(const Quote& a, const Quote& b);

// The words of `longer`, as a half-open range of its words, that `shorter` repeats some of.
std::pair<uint32_t, uint32_t> Covered(const Quote& longer, const Quote& shorter);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_QUOTES_H_
