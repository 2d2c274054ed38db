// Words and patterns that the tokenizer knows.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_TOKEN_WORDS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_TOKEN_WORDS_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// First parts that stay with what follows their hyphen ("co-founder").
bool IsPrefix(absl::string_view lower);

// What follows an apostrophe and is a word of its own ("'s", "'ve").
bool IsClitic(absl::string_view lower);

// Words that begin with an apostrophe for what they leave out ("'em").
bool IsElided(absl::string_view lower);

// Bytes of the first part of a word written together that is two syntactic words ("cannot"); 0
// for others.
size_t FusedSplit(absl::string_view lower);

// What may follow a number without a space and is a word of its own ("5km"). In any case.
bool IsUnit(absl::string_view unit);

// Top-level domains that news texts name.
bool IsDomainEnding(absl::string_view lower);

// Bytes of the smiley that `chunk`, text between spaces, is, a stop or comma behind it left out; 0
// for none.
size_t EmoticonSize(absl::string_view chunk);

// Bytes of the e-mail or web address that `rest` begins with, the punctuation behind it left out;
// 0 for none. `rest` holds no space and begins with a letter or digit. Linear.
size_t AddressSize(absl::string_view rest);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_TOKEN_WORDS_H_
