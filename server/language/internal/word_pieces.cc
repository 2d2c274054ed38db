#include "server/language/internal/word_pieces.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "server/language/internal/hash.h"

namespace parallax::language::internal {
namespace {

enum Kind : uint64_t { kPrefix = 1, kSuffix, kShape, kTrigram, kSpacing };

uint32_t PieceHash(Kind kind, size_t length, uint64_t value) {
  return static_cast<uint32_t>(Mix(Mix(kind << 8 | length, value), kind));
}

char ClassOf(char c) {
  if (absl::ascii_isupper(c)) return 'X';
  if (absl::ascii_islower(c)) return 'x';
  if (absl::ascii_isdigit(c)) return 'd';
  return static_cast<unsigned char>(c) >= 0x80 ? 'u' : c;
}

// Letters by class, runs shortened to two.
uint32_t ShapeHash(absl::string_view text) {
  uint64_t hash = kHashSeed;
  char last = 0;
  int run = 0;
  for (char c : text) {
    const char s = ClassOf(c);
    run = s == last ? run + 1 : 1;
    last = s;
    if (run <= 2) hash = HashByte(hash, s);
  }
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

WordPieces ComputeWordPieces(absl::string_view normalized, absl::string_view lower,
                             uint8_t spacing) {
  WordPieces word;
  word.lower = HashString(lower);
  const auto add = [&](uint32_t hash) {
    if (word.count < kMaxPieces) word.pieces[word.count++] = hash;
  };
  add(PieceHash(kShape, 0, ShapeHash(normalized)));
  add(PieceHash(kSpacing, 0, spacing));
  for (size_t n = 1; n <= 5 && n <= lower.size(); ++n) {
    add(PieceHash(kSuffix, n, HashString(lower.substr(lower.size() - n))));
  }
  for (size_t n = 1; n <= 4 && n <= lower.size(); ++n) {
    add(PieceHash(kPrefix, n, HashString(lower.substr(0, n))));
  }
  for (size_t i = 0; i + 3 <= lower.size(); ++i) {
    add(PieceHash(kTrigram, 3, HashString(lower.substr(i, 3))));
  }
  return word;
}

}  // namespace parallax::language::internal
