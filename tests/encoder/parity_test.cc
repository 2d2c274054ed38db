// What PyTorch gives: of the model file's own integers, within what a step of an activation makes
// that is rounded the other way now and then (each layer makes more of it, so that single words
// differ more than means do); of the float32 weights that they were made of, within what 8 bits for
// weights and 7 for activations lose, and the same decisions. The stored answers are written by
// server/training/parity.py.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/self_test.h"
#include "server/models/default_model.h"

namespace parallax::encoder {
namespace {

// Largest distances between lists of numbers, against the length of the expected one.
constexpr float kErrorOfVector = 0.06f;
constexpr float kErrorOfOutputs = 0.12f;
constexpr float kErrorOfFloats = 0.16f;
// Log-odds nearer to zero than this decide nothing.
constexpr float kUndecided = 0.3f;

std::vector<std::vector<std::string>> ReadLines() {
  std::ifstream file(PARALLAX_TEST_DATA "/encoder/parity.txt");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(absl::StrSplit(line, '\t'));
  return lines;
}

std::vector<float> Numbers(absl::string_view text) {
  std::vector<float> values;
  for (absl::string_view field : absl::StrSplit(text, ' ')) {
    EXPECT_TRUE(absl::SimpleAtof(field, &values.emplace_back())) << field;
  }
  return values;
}

// The distance of two lists, against the length of the first.
float Error(const std::vector<float>& expected, const std::vector<float>& actual) {
  EXPECT_EQ(expected.size(), actual.size());
  double square = 0;
  double off = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    square += double{expected[i]} * expected[i];
    off += (double{expected[i]} - actual[i]) * (double{expected[i]} - actual[i]);
  }
  return static_cast<float>(std::sqrt(off / square));
}

void ExpectClose(const std::vector<float>& floats, const std::vector<float>& integers,
                 const std::vector<float>& actual, float limit, absl::string_view what) {
  EXPECT_LT(Error(integers, actual), limit) << what;
  EXPECT_LT(Error(floats, actual), kErrorOfFloats) << what;
}

void ExpectSameDecisions(const std::vector<float>& expected, const std::vector<float>& actual,
                         size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (std::fabs(expected[i]) < kUndecided) continue;
    EXPECT_EQ(expected[i] > 0, actual[i] > 0)
        << "output " << i << ": " << expected[i] << " " << actual[i];
  }
}

std::vector<float> Flat(float first, const std::array<float, kReadKinds>& kinds) {
  std::vector<float> values = {first};
  values.insert(values.end(), kinds.begin(), kinds.end());
  return values;
}

std::vector<float> Flat(const WordReading& word) {
  std::vector<float> values = Flat(word.fact, word.kinds);
  values.insert(values.end(), word.classes.begin(), word.classes.end());
  return values;
}

class ParityTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto model = DefaultModel();
    ASSERT_TRUE(model.ok()) << model.status();
    lines_ = ReadLines();
    ASSERT_FALSE(lines_.empty());
    ASSERT_EQ(lines_[0][1], std::string(model->id()))
        << "stored answers of another model: run server/training/parity.py";
    auto encoder = Encoder::Load(*model);
    ASSERT_TRUE(encoder.ok()) << encoder.status();
    encoder_ = *std::move(encoder);
  }

  std::unique_ptr<const Encoder> encoder_;
  std::vector<std::vector<std::string>> lines_;
};

TEST_F(ParityTest, VectorsOfSentencesAgree) {
  uint32_t count = 0;
  for (const auto& line : lines_) {
    if (line[0] != "sentence") continue;
    const text::Document document = internal::DocumentOfWords(line[1]);
    const auto encoding = encoder_->Encode(document, CallContext());
    ASSERT_TRUE(encoding.ok());
    ExpectClose(Numbers(line[2]), Numbers(line[3]), *encoding, kErrorOfVector, line[1]);
    ++count;
  }
  EXPECT_GE(count, 5u);
}

TEST_F(ParityTest, ReadingsOfPairsAgree) {
  uint32_t words = 0;
  PairReading reading;
  for (const auto& line : lines_) {
    if (line[0] == "pair") {
      const text::Document a = internal::DocumentOfWords(line[1]);
      const text::Document b = internal::DocumentOfWords(line[2]);
      const PassagePair pair = {{&a, a.sentences()[0].tokens}, {&b, b.sentences()[0].tokens}};
      reading = encoder_->ReadPairs({&pair, 1}, CallContext()).value()[0];
      const std::vector<float> expected = Numbers(line[3]);
      const std::vector<float> actual = Flat(reading.same, reading.kinds);
      ExpectClose(expected, Numbers(line[4]), actual, kErrorOfOutputs, line[1]);
      ExpectSameDecisions(expected, actual, expected.size());
    } else if (line[0] == "word") {
      const std::vector<float> expected = Numbers(line[3]);
      const auto& side = line[1] == "a" ? reading.a : reading.b;
      const std::vector<float> actual = Flat(side.at(std::stoul(line[2])));
      ExpectClose(expected, Numbers(line[4]), actual, kErrorOfOutputs, line[1] + line[2]);
      ExpectSameDecisions(expected, actual, 1 + kReadKinds);
      ++words;
    }
  }
  EXPECT_GE(words, 50u);
}

}  // namespace
}  // namespace parallax::encoder
