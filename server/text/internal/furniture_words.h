// Word and phrase lists of the furniture rules.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_WORDS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_WORDS_H_

#include <span>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// Phrases are given as NormalizeLine writes a line: lower-case letters and digits, apostrophes
// dropped, one space for everything else.

struct LinePhrase {
  absl::string_view phrase;
  absl::string_view rule;
};

// The rule of a line that is nothing but `line`, empty for none.
absl::string_view WholeLineRule(absl::string_view line);

// Whether the line is a heading over a list of links ("related stories").
bool IsRelatedHeading(absl::string_view line);

// Whether what stands before a colon says that a link, a picture or a list of tags follows.
absl::string_view LabelRule(absl::string_view label);

// Phrases with which a line of a rule begins; those of EnticementStarts only where the line holds
// one of the words that IsEnticementWord knows, too.
std::span<const LinePhrase> LineStarts();
std::span<const LinePhrase> NoteStarts();  // hold in a line that reports speech as well
std::span<const LinePhrase> EnticementStarts();
bool IsEnticementWord(absl::string_view word);

// Phrases that mark a line wherever they stand in it.
std::span<const LinePhrase> LineParts();

bool IsShareWord(absl::string_view word);     // "tweet": a line of nothing else is a share bar
bool IsShareFiller(absl::string_view word);   // "this", "on": may stand between them
bool IsAgency(absl::string_view word);        // picture and news agencies, one word
bool IsTimeWord(absl::string_view word);      // what a line of date and time is made of
bool IsCalendarWord(absl::string_view word);  // months and days of the week
bool IsTimeLead(absl::string_view word);      // "updated", "ago": says that it is one
bool IsWriterNoun(absl::string_view word);    // "reporter", "columnist"

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_WORDS_H_
