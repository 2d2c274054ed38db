#include "server/encoder/internal/word_pieces.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <string>

#include "server/encoder/internal/characters.h"

namespace parallax::encoder::internal {

// Takes the characters of a text one by one and writes the pieces of its words.
class PieceWriter {
 public:
  PieceWriter(const Vocabulary& vocabulary, uint32_t most, Pieces* pieces)
      : vocabulary_(vocabulary), most_(most), pieces_(pieces) {}

  void Add(int32_t code_point, ByteRange bytes) {
    const Character character = Classify(code_point);
    switch (character.kind) {
      case CharacterKind::kNothing:
        return;
      case CharacterKind::kGap:
        return Close();
      case CharacterKind::kWord:
        return Grow(code_point, character, bytes);
      case CharacterKind::kOther:
        Close();
        bytes_ = bytes;
        AppendFolded(code_point, &word_);
        return Write(Shape::kOther);
    }
  }
  // Ends the word at hand, if there is one.
  void Close() {
    if (!word_.empty()) Write(ShapeOfWord());
    characters_ = letters_ = uppers_ = 0;
    open_ = digit_ = first_upper_ = false;
    plain_ = true;
  }
  bool full() const { return pieces_->size() >= most_; }

 private:
  // A longer word is unknown; no more of it is kept than tells so.
  static constexpr uint32_t kLongestWord = 100;

  void Grow(int32_t code_point, const Character& character, ByteRange bytes) {
    if (!open_) bytes_.begin = bytes.begin;
    open_ = true;
    bytes_.end = bytes.end;
    if (characters_ <= kLongestWord) characters_ += AppendFolded(code_point, &word_);
    digit_ |= character.digit;
    plain_ &= code_point < 0x80;
    if (!character.letter) return;
    if (letters_ == 0) first_upper_ = character.upper;
    ++letters_;
    uppers_ += character.upper ? 1 : 0;
  }
  Shape ShapeOfWord() const {
    if (digit_) return Shape::kDigits;
    if (letters_ == 0) return Shape::kOther;
    if (uppers_ == 0) return Shape::kLower;
    if (uppers_ == letters_ && uppers_ > 1) return Shape::kUpper;
    return uppers_ == 1 && first_upper_ ? Shape::kCapital : Shape::kMixed;
  }
  void Write(Shape shape) {
    cut_.clear();
    if (characters_ > kLongestWord) {
      cut_.push_back({vocabulary_.unknown_, 0});
    } else {
      vocabulary_.Cut(word_, &cut_);
    }
    // Folding leaves ASCII as long as it was.
    const bool apart = cut_.size() > 1 && plain_ && word_.size() == bytes_.size();
    uint32_t begin = bytes_.begin;
    for (const Vocabulary::Piece& piece : cut_) {
      if (full()) break;
      pieces_->ids.push_back(piece.id);
      pieces_->shapes.push_back(shape);
      pieces_->words.push_back(bytes_);
      pieces_->places.push_back(apart ? ByteRange{begin, begin + piece.size} : bytes_);
      begin += piece.size;
    }
    word_.clear();
  }

  const Vocabulary& vocabulary_;
  const uint32_t most_;
  Pieces* const pieces_;
  std::string word_;  // folded
  ByteRange bytes_;
  uint32_t characters_ = 0;  // of word_
  uint32_t letters_ = 0;
  uint32_t uppers_ = 0;
  bool open_ = false;  // inside a run of letters and digits
  bool digit_ = false;
  bool first_upper_ = false;
  bool plain_ = true;  // ASCII alone
  std::vector<Vocabulary::Piece> cut_;
};

Vocabulary Vocabulary::Read(SectionReader* reader) {
  Vocabulary vocabulary;
  absl::string_view rest = reader->ReadRest();
  bool doubled = rest.empty() || rest.back() != '\n';
  while (!rest.empty() && !doubled) {
    const absl::string_view piece = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(piece.size() + 1);
    const bool goes_on = piece.size() > 2 && piece.substr(0, 2) == "##";
    const absl::string_view letters = goes_on ? piece.substr(2) : piece;
    doubled = !(goes_on ? vocabulary.next_ : vocabulary.first_)
                   .emplace(letters, vocabulary.size_++)
                   .second;
    vocabulary.longest_ = std::max(vocabulary.longest_, letters.size());
  }
  const auto special = [&](absl::string_view piece) {
    const auto found = vocabulary.first_.find(piece);
    if (found == vocabulary.first_.end()) reader->Fail();
    return found == vocabulary.first_.end() ? 0 : found->second;
  };
  if (doubled) reader->Fail();
  vocabulary.cls_ = special("[CLS]");
  vocabulary.sep_ = special("[SEP]");
  vocabulary.unknown_ = special("[UNK]");
  return vocabulary;
}

void Vocabulary::AppendPieces(absl::string_view text, uint32_t most, Pieces* pieces) const {
  PieceWriter writer(*this, most, pieces);
  const auto size = static_cast<uint32_t>(text.size());
  for (uint32_t at = 0; at < size && !writer.full();) {
    const uint32_t begin = at;
    UChar32 code_point;
    U8_NEXT(text.data(), at, size, code_point);
    writer.Add(code_point, {begin, at});
  }
  writer.Close();
}

void Vocabulary::Cut(absl::string_view word, std::vector<Piece>* pieces) const {
  for (size_t begin = 0; begin < word.size();) {
    const auto& known = begin == 0 ? first_ : next_;
    size_t size = std::min(longest_, word.size() - begin);
    auto found = known.end();
    // A length that ends inside a character is that of no piece.
    for (; size > 0 && found == known.end(); --size) found = known.find(word.substr(begin, size));
    if (found == known.end()) {
      pieces->assign(1, {unknown_, 0});
      return;
    }
    pieces->push_back({found->second, static_cast<uint32_t>(found->first.size())});
    begin += found->first.size();
  }
}

}  // namespace parallax::encoder::internal
