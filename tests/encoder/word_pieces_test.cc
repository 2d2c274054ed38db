// Word pieces as server/training/tokenizer.py makes them: of texts, and of every character that
// there is. The stored answers are written by server/training/parity.py.
#include "server/encoder/internal/word_pieces.h"

#include <zlib.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/encoder/internal/characters.h"
#include "server/models/default_model.h"

namespace parallax::encoder::internal {
namespace {

std::vector<std::vector<std::string>> ReadLines(absl::string_view kind) {
  std::ifstream file(PARALLAX_TEST_DATA "/encoder/word_pieces.txt");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields[0] == kind) lines.push_back(std::move(fields));
  }
  return lines;
}

std::string Unescape(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    constexpr absl::string_view kNames = "\\tnr0";
    constexpr absl::string_view kCharacters("\\\t\n\r\0", 5);
    out += kCharacters[kNames.find(text[++i])];
  }
  return out;
}

std::string Describe(int32_t c) {
  const Character character = Classify(c);
  if (character.kind == CharacterKind::kNothing) return "N";
  if (character.kind == CharacterKind::kGap) return "G";
  std::string out = character.kind == CharacterKind::kWord ? "W" : "O";
  out += static_cast<char>('0' + (character.digit ? 1 : 0) + (character.letter ? 2 : 0) +
                           (character.upper ? 4 : 0));
  AppendFolded(c, &out);
  out += '\0';
  return out;
}

std::string Describe(const Pieces& pieces) {
  std::vector<std::string> out;
  for (uint32_t i = 0; i < pieces.size(); ++i) {
    out.push_back(absl::StrCat(pieces.ids[i], ",", static_cast<int>(pieces.shapes[i]), ",",
                               pieces.words[i].begin, ",", pieces.words[i].end, ",",
                               pieces.places[i].begin, ",", pieces.places[i].end));
  }
  return absl::StrJoin(out, " ");
}

TEST(CharactersTest, AllAreReadAsTheTrainerReadsThem) {
  const auto lines = ReadLines("block");
  EXPECT_GE(lines.size(), 40u);
  for (const auto& line : lines) {
    const auto begin = static_cast<int32_t>(std::stoul(line[1], nullptr, 16));
    std::string all;
    for (int32_t c = begin; c < begin + 0x1000; ++c) {
      if (c < 0xD800 || c >= 0xE000) all += Describe(c);
    }
    EXPECT_EQ(crc32_z(0, reinterpret_cast<const unsigned char*>(all.data()), all.size()),
              std::stoul(line[2], nullptr, 16))
        << "characters from U+" << line[1];
  }
}

class WordPiecesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto model = DefaultModel();
    ASSERT_TRUE(model.ok()) << model.status();
    SectionReader reader = model->Open("vocabulary").value();
    vocabulary_ = Vocabulary::Read(&reader);
    ASSERT_TRUE(reader.status().ok());
  }

  std::string PiecesOf(absl::string_view text, uint32_t most = UINT32_MAX) const {
    Pieces pieces;
    vocabulary_.AppendPieces(text, most, &pieces);
    return Describe(pieces);
  }

  Vocabulary vocabulary_;
};

TEST_F(WordPiecesTest, AreThoseOfTheTrainer) {
  const auto lines = ReadLines("text");
  EXPECT_GE(lines.size(), 20u);
  for (const auto& line : lines) EXPECT_EQ(PiecesOf(Unescape(line[1])), line[2]) << line[1];
}

TEST_F(WordPiecesTest, StopWhereEnoughAreThere) {
  const std::string all = PiecesOf("unbelievably antidisestablishmentarianism");
  const std::vector<std::string> pieces = absl::StrSplit(all, ' ');
  for (uint32_t most = 0; most <= pieces.size(); ++most) {
    EXPECT_EQ(PiecesOf("unbelievably antidisestablishmentarianism", most),
              absl::StrJoin(pieces.begin(), pieces.begin() + most, " "));
  }
}

TEST_F(WordPiecesTest, AWordOfAMegabyteIsOneUnknownPiece) {
  EXPECT_EQ(PiecesOf(std::string(1 << 20, 'q')), "100,0,0,1048576,0,1048576");
}

}  // namespace
}  // namespace parallax::encoder::internal
