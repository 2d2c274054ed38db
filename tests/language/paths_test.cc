// Every processor path gives the same answer: of the kernels to the bit, of the model to the byte.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "server/base/cpu_path.h"
#include "server/language/internal/encoder_kernels.h"
#include "server/language/internal/encoder_shape.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/neural_model.h"
#include "server/language/internal/sigmoid.h"
#include "server/language/internal/word_pieces.h"

extern "C" const char parallax_language_model[];
extern "C" const char parallax_language_model_end[];

namespace parallax::language::internal {
namespace {

// The paths that this processor can run.
std::vector<CpuPath> Paths() {
  std::vector<CpuPath> paths = {CpuPath::kPortable};
  if (BestCpuPath() != CpuPath::kPortable) paths.push_back(CpuPath::kAvx2);
  if (BestCpuPath() == CpuPath::kVnni) paths.push_back(CpuPath::kVnni);
  return paths;
}

std::vector<float> Draw(size_t size, float bound, std::mt19937* random) {
  std::vector<float> values(size);
  for (float& v : values) {
    v = bound * (static_cast<float>((*random)()) / 2147483648.0f - 1.0f);
  }
  return values;
}

TEST(SigmoidTest, IsCloseToTheLogisticFunctionEverywhere) {
  for (float x = -40.0f; x < 40.0f; x += 0.037f) {
    EXPECT_NEAR(Sigmoid(x), 1.0 / (1.0 + std::exp(-static_cast<double>(x))), 2e-6) << x;
  }
  EXPECT_EQ(Sigmoid(0.0f), 0.5f);
}

TEST(KernelTest, PathsAgreeToTheBit) {
  std::mt19937 random(4);
  constexpr uint32_t kWords = 13;
  const std::vector<float> in = Draw(kWords * kWidth, 2.0f, &random);
  const std::vector<float> u = Draw(kWords * 2 * kGateColumns, 4.0f, &random);
  const std::vector<float> gates = Draw(4 * kWidth, 1.0f, &random);
  std::vector<std::vector<float>> answers;
  for (CpuPath path : Paths()) {
    std::vector<float>& answer = answers.emplace_back(kWords * kWidth);
    RecurrentLayer(path, kWords, in.data(), u.data(), gates.data(), answer.data());
    Swish(path, kWords * kWidth, answer.data());
    std::vector<float> scores(64);
    ArcScores(path, in.data(), u.data(), 64, 64, scores.data());
    answer.insert(answer.end(), scores.begin(), scores.end());
    std::vector<float> sum(kEmbedding, 0.25f);
    std::vector<int8_t> row(kEmbedding);
    for (uint32_t i = 0; i < kEmbedding; ++i) row[i] = static_cast<int8_t>(i * 7 % 127);
    AddRow(path, row.data(), 0.37f, sum.data());
    answer.insert(answer.end(), sum.begin(), sum.end());
  }
  for (const std::vector<float>& answer : answers) EXPECT_EQ(answer, answers[0]);
}

TEST(NeuralModelTest, PathsGiveTheSameAnnotation) {
  const absl::string_view bytes(parallax_language_model,
                                parallax_language_model_end - parallax_language_model);
  const ModelFile file = ModelFile::Read(bytes).value();
  const std::vector<absl::string_view> vocabulary = {
      "The",  "court", "said",  "on",      "Friday",  ",",         "that", "he",  "had", "not",
      "paid", "\"",    "Lagos", "-based",  "traders", "$",         "4.5",  "bn",  "in",  "tax",
      ".",    "who",   "shot",  "zorblat", "(",       "caf\u00e9", ")",    "was", "by"};
  std::mt19937 random(6);
  std::vector<uint32_t> sizes = {1, 2, 40, 25, 90, 7};
  std::vector<absl::string_view> forms;
  for (uint32_t size : sizes) {
    for (uint32_t i = 0; i < size; ++i) forms.push_back(vocabulary[random() % vocabulary.size()]);
  }
  std::vector<uint8_t> spacing;
  for (size_t i = 0; i < forms.size(); ++i) spacing.push_back(random() % 4);
  std::vector<std::string> answers;
  for (CpuPath path : Paths()) {
    const NeuralModel model = NeuralModel::Read(file, path).value();
    Workspace work;
    std::vector<Word> words;
    std::string& answer = answers.emplace_back();
    std::vector<NamedEntity> entities;
    std::vector<Reading> readings;
    model.Annotate(forms, spacing, sizes, 0, &work, &words, &answer, &readings);
    work.entity_decoder.Decode(sizes, &entities);
    for (const Word& word : words) {
      absl::StrAppend(&answer, " ", word.head, Name(word.relation), Name(word.xpos), word.features);
    }
    for (const Reading& reading : readings) {
      absl::StrAppend(&answer, " ", reading.happened, ",", absl::StrJoin(reading.marks, ","));
    }
    for (const NamedEntity& entity : entities) {
      absl::StrAppend(&answer, " ", entity.tokens.begin, "-", entity.tokens.end, ":",
                      static_cast<int>(entity.type));
    }
  }
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
}

TEST(NeuralModelTest, VeryLongSentencesArePiecedTogetherIntoOneTree) {
  const absl::string_view bytes(parallax_language_model,
                                parallax_language_model_end - parallax_language_model);
  const NeuralModel model =
      NeuralModel::Read(ModelFile::Read(bytes).value(), BestCpuPath()).value();
  const std::vector<absl::string_view> forms(3 * kLongestParse + 5, "police");
  const std::vector<uint8_t> spacing(forms.size(), kSpaced);
  const std::vector<uint32_t> sizes = {static_cast<uint32_t>(forms.size())};
  Workspace work;
  std::vector<Word> words;
  std::string lemmas;
  std::vector<NamedEntity> entities;
  std::vector<Reading> readings;
  model.Annotate(forms, spacing, sizes, 0, &work, &words, &lemmas, &readings);
  work.entity_decoder.Decode(sizes, &entities);
  uint32_t roots = 0;
  for (const Word& word : words) roots += word.head == kNoToken;
  EXPECT_EQ(roots, 1u);
}

}  // namespace
}  // namespace parallax::language::internal
