#include "server/alignment/internal/word_table.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"

extern "C" const char parallax_alignment_words[];
extern "C" const char parallax_alignment_words_end[];

namespace parallax::alignment {
namespace {

constexpr char kMagic[8] = {'P', 'X', 'W', 'O', 'R', 'D', 'S', '1'};
constexpr uint32_t kMaxWords = 1u << 20;
constexpr uint32_t kMaxDimensions = 512;
constexpr float kVectorScale = 127.0f;

}  // namespace

uint64_t Fnv1a(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

absl::StatusOr<std::unique_ptr<const WordTable>> WordTable::Load(absl::string_view bytes) {
  std::unique_ptr<WordTable> table(new WordTable());
  WordTableHeader& header = table->header_;
  if (bytes.size() < sizeof(header)) return absl::DataLossError("word table: no header");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) {
    return absl::DataLossError("word table: wrong magic");
  }
  if (header.count == 0 || header.count > kMaxWords || header.dimensions > kMaxDimensions) {
    return absl::DataLossError("word table: sizes out of range");
  }
  const absl::string_view body = bytes.substr(sizeof(header));
  const uint64_t vector_bytes = uint64_t{header.count} * header.dimensions;
  if (body.size() != uint64_t{header.count} * 5 + vector_bytes + header.store_size) {
    return absl::DataLossError("word table: wrong length");
  }
  if (Fnv1a(body) != header.checksum) return absl::DataLossError("word table: wrong checksum");
  table->ends_ = reinterpret_cast<const uint32_t*>(body.data());
  table->rarities_ = reinterpret_cast<const uint8_t*>(table->ends_ + header.count);
  table->vectors_ = reinterpret_cast<const int8_t*>(table->rarities_ + header.count);
  table->store_ = reinterpret_cast<const char*>(table->vectors_ + vector_bytes);
  uint32_t last = 0;
  for (uint32_t i = 0; i < header.count; ++i) {
    if (table->ends_[i] < last || table->ends_[i] > header.store_size) {
      return absl::DataLossError("word table: words out of order");
    }
    last = table->ends_[i];
  }
  const uint8_t most = *std::max_element(table->rarities_, table->rarities_ + header.count);
  table->unknown_rarity_ = most * header.rarity_unit;
  return table;
}

const WordTable& WordTable::Default() {
  static const WordTable* const table = [] {
    auto loaded = Load(absl::string_view(parallax_alignment_words,
                                         parallax_alignment_words_end - parallax_alignment_words));
    if (!loaded.ok()) std::abort();  // the program was linked with a damaged file
    return loaded->release();
  }();
  return *table;
}

absl::string_view WordTable::word(uint32_t index) const {
  const uint32_t begin = index == 0 ? 0 : ends_[index - 1];
  return absl::string_view(store_ + begin, ends_[index] - begin);
}

uint32_t WordTable::Find(absl::string_view lemma) const {
  uint32_t low = 0;
  uint32_t high = header_.count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (word(middle) < lemma) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < header_.count && word(low) == lemma ? low : kNoWord;
}

float WordTable::Likeness(uint32_t first, uint32_t second) const {
  const int8_t* a = vectors_ + uint64_t{first} * header_.dimensions;
  const int8_t* b = vectors_ + uint64_t{second} * header_.dimensions;
  int32_t sum = 0;
  for (uint32_t i = 0; i < header_.dimensions; ++i) sum += int32_t{a[i]} * b[i];
  return sum / (kVectorScale * kVectorScale);
}

}  // namespace parallax::alignment
