// Which tokens a piece speaks for: every one that its word overlaps. The words of the pieces are
// not those of the tokens ("don't" is two of either).
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_TOKENS_OF_PIECES_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_TOKENS_OF_PIECES_H_

#include <cstdint>
#include <span>

#include "server/base/range.h"
#include "server/text/document.h"

namespace parallax::encoder::internal {

// Calls visit(piece, token) for each piece and each token of the range that it speaks for, counted
// from the first. `words` are those of the pieces of the range's text, in order.
template <typename Visit>
void VisitTokens(const text::Document& document, TokenRange range, std::span<const ByteRange> words,
                 const Visit& visit) {
  const auto& tokens = document.tokens();
  const uint32_t origin = tokens[range.begin].bytes.begin;
  const auto bytes_of = [&](uint32_t token) {
    const ByteRange bytes = tokens[range.begin + token].bytes;
    return ByteRange{bytes.begin - origin, bytes.end - origin};
  };
  uint32_t first = 0;
  for (uint32_t piece = 0; piece < words.size(); ++piece) {
    while (first < range.size() && bytes_of(first).end <= words[piece].begin) ++first;
    for (uint32_t at = first; at < range.size() && bytes_of(at).begin < words[piece].end; ++at) {
      visit(piece, at);
    }
  }
}

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_TOKENS_OF_PIECES_H_
