// Cards of differences as a person reads them at a terminal.
#ifndef PARALLAX_CLIENT_TEXT_CARDS_H_
#define PARALLAX_CLIENT_TEXT_CARDS_H_

#include <vector>

#include "client/answer_index.h"
#include "client/cards.h"
#include "client/terminal.h"
#include "client/word_diff.h"

namespace parallax::client {

struct TextCardOptions {
  bool color = false;    // marks the words that differ by colour, else by brackets
  bool context = false;  // shows the sentence around each passage, where the answer has it
  // Numbers the cards and says which fact each stands on by the number of AnswerIndex.
  bool numbered = false;
};

// Adds `text` in its style, with the marked words in theirs; without colour in brackets.
void AddMarked(absl::string_view text, const std::vector<TextRange>& marked, Style plain,
               Style strong, bool color, std::vector<StyledText>& parts);

// Adds each card behind an empty line: its severity and headline, its evidence, then a line for
// each aspect with who takes which side.
//
//   1.  HIGH The Post states it, the Times alleges it
//        The Post: “[closed] the bridge”
//        The Times: “allegedly [shut]”
//        commitment      asserted: The Post; alleged: The Times (confidence 0.91, ...)
//        fact 1
void WriteCards(const std::vector<Card>& cards, const AnswerIndex& index,
                const TextCardOptions& options, TextWriter& out);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TEXT_CARDS_H_
