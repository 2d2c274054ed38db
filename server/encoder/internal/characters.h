// How one character is read: what kind it is of, and which characters it becomes. The tables are
// ICU's, held to Unicode 14, which server/training/tokenizer.py has as well.
//
// Thread safety: free functions.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_CHARACTERS_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_CHARACTERS_H_

#include <cstdint>
#include <string>

namespace parallax::encoder::internal {

enum class CharacterKind : uint8_t {
  kNothing,  // an accent, or without width: part of no word, and no gap
  kWord,     // letter or digit
  kOther,    // visible: a word of its own
  kGap       // white space, controls, what Unicode has not assigned
};

struct Character {
  CharacterKind kind = CharacterKind::kGap;
  bool digit = false;
  bool letter = false;
  bool upper = false;
};

Character Classify(int32_t code_point);

// Appends the characters, in UTF-8, that `code_point` is read as: without case and accents,
// quotation marks of all styles as ' and ". Gives their number.
uint32_t AppendFolded(int32_t code_point, std::string* out);

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_CHARACTERS_H_
