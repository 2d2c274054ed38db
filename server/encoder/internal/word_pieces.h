// Word pieces of a text (Schuster & Nakajima 2012, as in BERT, Devlin et al. 2019), as
// server/training/tokenizer.py makes them, to the letter.
//
// Words are runs of letters and digits; every other visible character is a word of its own. Each
// word, without case and accents, is cut greedily into the longest pieces of the vocabulary.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_WORD_PIECES_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_WORD_PIECES_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"
#include "server/base/range.h"

namespace parallax::encoder::internal {

// How a word is written, which its pieces do not tell. In the order of the trained embeddings.
enum class Shape : uint8_t { kLower, kCapital, kUpper, kMixed, kDigits, kOther };
inline constexpr uint32_t kShapes = 6;

// Of each piece its id, the shape of its word, that word's bytes in the text, and its own: the
// word's where the word is not plain ASCII, cut into pieces that are as long as it.
struct Pieces {
  std::vector<uint32_t> ids;
  std::vector<Shape> shapes;
  std::vector<ByteRange> words;
  std::vector<ByteRange> places;

  uint32_t size() const { return static_cast<uint32_t>(ids.size()); }
  void clear() {
    ids.clear();
    shapes.clear();
    words.clear();
    places.clear();
  }
};

// Holds views of the section it was read from. Thread safety: const; safe for concurrent use.
class Vocabulary {
 public:
  // Lines, each a piece; its number is its id. Marks the reader as failed where a piece is there
  // twice or a special piece is missing.
  static Vocabulary Read(SectionReader* reader);

  uint32_t size() const { return size_; }
  uint32_t cls() const { return cls_; }
  uint32_t sep() const { return sep_; }

  // Appends the pieces of `text`, which is UTF-8, until there are `most`.
  void AppendPieces(absl::string_view text, uint32_t most, Pieces* pieces) const;

 private:
  friend class PieceWriter;

  struct Piece {
    uint32_t id;
    uint32_t size;  // bytes of the word that it stands for
  };
  // A word's pieces, or the unknown word alone.
  void Cut(absl::string_view word, std::vector<Piece>* pieces) const;

  uint32_t size_ = 0;
  uint32_t cls_ = 0;
  uint32_t sep_ = 0;
  uint32_t unknown_ = 0;
  size_t longest_ = 0;  // bytes of the longest piece
  // Pieces that begin a word, and those that go on with one (without their "##").
  absl::flat_hash_map<absl::string_view, uint32_t> first_;
  absl::flat_hash_map<absl::string_view, uint32_t> next_;
};

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_WORD_PIECES_H_
