// What of the reports' sentences cards quote, for the reports side by side.
#ifndef PARALLAX_CLIENT_PAGE_HIGHLIGHTS_H_
#define PARALLAX_CLIENT_PAGE_HIGHLIGHTS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/page/markup.h"
#include "client/page/page_index.h"
#include "client/word_diff.h"

namespace parallax::client::page {

// What of the passage differs, in order and apart, each by the gravest aspect that quotes it.
std::vector<MarkedWords> MarksOf(const Card& card, const CardEvidence& quoted);

// A stretch of a sentence that one card quotes, or several whose quotations overlap.
struct Passage {
  TextRange range;                 // in the sentence
  v1::Difference::Kind kind;       // of the gravest
  std::vector<size_t> cards;       // gravest first, each once
  std::vector<MarkedWords> marks;  // in order and apart; a word of two kinds is the graver's
};

// The passages of the sentences by report and number of the sentence, in order and apart.
using Highlights = std::map<std::pair<std::string, int>, std::vector<Passage>>;

Highlights FindHighlights(const PageIndex& index);

}  // namespace parallax::client::page

#endif  // PARALLAX_CLIENT_PAGE_HIGHLIGHTS_H_
