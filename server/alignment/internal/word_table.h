// Statistics of English words, learnt from news: how rare a word is, and how alike two words are in
// the company they keep. Trained by training/train_words.cc; see data/MODEL_CARD.md.
//
// Follows: Levy, Goldberg & Dagan 2015 (positive pointwise mutual information, truncated SVD).
// Thread safety: immutable after Load; safe from many threads.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORD_TABLE_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORD_TABLE_H_

#include <cstdint>
#include <memory>

#include "absl/base/attributes.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace parallax::alignment {

inline constexpr uint32_t kNoWord = 0xffffffff;

// The file: this header, `count` 32-bit ends of words in the word store, `count` bytes of rarity,
// `count` rows of `dimensions` signed bytes, the word store. Little-endian.
struct WordTableHeader {
  char magic[8];  // "PXWORDS1"
  uint32_t count;
  uint32_t dimensions;
  uint32_t store_size;
  float rarity_unit;  // a rarity byte times this is the inverse document frequency
  uint64_t checksum;  // FNV-1a of what follows the header
};

uint64_t Fnv1a(absl::string_view bytes);

class WordTable {
 public:
  // `bytes` must outlive the table, and begin at a multiple of four.
  // Errors: DATA_LOSS where the bytes are no whole table.
  static absl::StatusOr<std::unique_ptr<const WordTable>> Load(absl::string_view bytes);
  // The table compiled into the program.
  static const WordTable& Default();

  uint32_t size() const { return header_.count; }
  // In lower case; in ascending order of bytes.
  absl::string_view word(uint32_t index) const ABSL_ATTRIBUTE_LIFETIME_BOUND;
  // kNoWord where the table has no such word. Takes log(size()) steps.
  uint32_t Find(absl::string_view lemma) const;
  // log(documents / documents with the word); that of an unknown word is `unknown_rarity`.
  float rarity(uint32_t index) const { return rarities_[index] * header_.rarity_unit; }
  float unknown_rarity() const { return unknown_rarity_; }
  // Cosine of two words, -1 ... 1.
  float Likeness(uint32_t first, uint32_t second) const;

 private:
  WordTable() = default;

  WordTableHeader header_ = {};
  const uint32_t* ends_ = nullptr;
  const uint8_t* rarities_ = nullptr;
  const int8_t* vectors_ = nullptr;
  const char* store_ = nullptr;
  float unknown_rarity_ = 0;
};

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORD_TABLE_H_
