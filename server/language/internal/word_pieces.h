// What the encoder reads of one word: its entry in the vocabulary, where it has one, and the hashed
// pieces of its spelling.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_WORD_PIECES_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_WORD_PIECES_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::language::internal {

inline constexpr uint32_t kMaxPieces = 28;

// White space around a word, as a set: it tells an opening quotation mark from a closing one, and a
// hyphen inside a word from a dash.
enum Spacing : uint8_t { kGlued = 0, kSpaceBefore = 1, kSpaceAfter = 2, kSpaced = 3 };

// Hashes of the pieces of a word, not yet reduced to rows of a table.
struct WordPieces {
  uint32_t lower = 0;  // of the whole word in lower case
  uint32_t count = 0;
  uint32_t pieces[kMaxPieces] = {};
};

// `normalized` is what NormalizeForm gives, `lower` the same in lower case. Pieces: prefixes of 1
// to 4 bytes, suffixes of 1 to 5, shape, spacing, and the first trigrams of the word.
WordPieces ComputeWordPieces(absl::string_view normalized, absl::string_view lower,
                             uint8_t spacing);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_WORD_PIECES_H_
