// Abbreviations that end in a stop, as English newsrooms write them.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_ABBREVIATIONS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_ABBREVIATIONS_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// What an abbreviation says about the words around it, hence about a sentence end at its stop.
enum class Abbreviation : uint8_t {
  kNone,
  kTitle,         // a name follows: Mr. Gov. Lt.; never ends a sentence
  kInside,        // what it stands for goes on: vs. e.g. i.e.; never ends a sentence
  kMonth,         // Sept. Oct.; ends none where a number follows
  kBeforeNumber,  // an abbreviation only where a number follows: No. Fig. Sat.
  kAfterComma,    // an abbreviation only after a comma: Wash. Ill. Pa.
  kInitial,       // one letter: J.
  kAcronym,       // letters with stops: U.S. Ph.D.
  kClock,         // a.m. p.m.
  kCompany,       // Inc. Corp.
  kOther,         // may end a sentence: Jr. Calif.
  kEnding,        // ends one where a capital follows: etc.
};

// Reads `word`, with or without its last stop. Linear in a word of at most a few letters.
Abbreviation ClassifyAbbreviation(absl::string_view word);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_ABBREVIATIONS_H_
