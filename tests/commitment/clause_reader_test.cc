#include "server/commitment/clause_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "server/base/model_file.h"
#include "server/commitment/internal/clause_heads.h"
#include "server/encoder/encoder.h"

namespace parallax::commitment {
namespace {

using encoder::kWidth;
using internal::kHiddenUnits;

constexpr uint32_t kOutputs = 80;  // hidden units and classes, padded to a multiple of 16

// A model of these two sections. Every weight of the heads is one step of `scale`, so that each
// output is its bias and `scale` times the sum of the vector.
class Sections {
 public:
  std::vector<float> biases = std::vector<float>(kOutputs, 0.0f);
  std::vector<float> factuality = std::vector<float>(kHiddenUnits + 1, 0.0f);
  float scale = 1.0f;

  AlignedBytes Build() const {
    SectionWriter heads;
    heads.WriteArray(std::vector<float>(kOutputs, scale));
    heads.WriteArray(std::vector<int8_t>(size_t{kOutputs} * kWidth, 1));
    heads.WriteArray(biases);
    heads.WriteArray(std::vector<float>(kWidth, 1.0f));
    SectionWriter numbers;
    numbers.WriteArray(factuality);
    const std::string first = heads.Release();
    const std::string second = numbers.Release();
    return AlignedBytes(
        WriteModelFile("made", {{"commitment/heads", first}, {"commitment/factuality", second}}));
  }
};

// Of sentences whose tokens' vectors hold one number each, all over.
std::vector<TokenReading> Read(const Sections& sections,
                               const std::vector<std::vector<float>>& sentences) {
  const AlignedBytes bytes = sections.Build();
  const auto reader = ClauseReader::Load(ModelFile::Read(bytes.view()).value()).value();
  ClauseReader::Writer writer(reader.get());
  for (size_t s = 0; s < sentences.size(); ++s) {
    std::vector<float> rows(kWidth, 100.0f);  // of the sentence as a whole
    for (float value : sentences[s]) rows.insert(rows.end(), kWidth, value);
    writer.Add({static_cast<uint32_t>(s), rows});
  }
  return writer.Finish();
}

TEST(ClauseReaderTest, GivesAReadingForEachTokenOfEachSentence) {
  EXPECT_EQ(Read(Sections(), {{1, 2}, {}, {3}}).size(), 3u);
  EXPECT_TRUE(Read(Sections(), {}).empty());
}

TEST(ClauseReaderTest, TheOutputsBehindTheHiddenUnitsAreTheClasses) {
  Sections sections;
  for (uint32_t i = 0; i < kOutputs; ++i) sections.biases[i] = static_cast<float>(i);
  const TokenReading reading = Read(sections, {{0}})[0];
  for (size_t c = 0; c < reading.classes.size(); ++c) {
    EXPECT_EQ(reading.classes[c], static_cast<float>(kHiddenUnits + c));
  }
}

TEST(ClauseReaderTest, TokensAreReadByTheirOwnVectors) {
  Sections sections;
  sections.scale = 1.0f / kWidth;
  const std::vector<TokenReading> readings = Read(sections, {{1, -2}, {3}});
  EXPECT_NEAR(readings[0].classes[0], 1, 0.02);
  EXPECT_NEAR(readings[1].classes[0], -2, 0.04);
  EXPECT_NEAR(readings[2].classes[7], 3, 0.06);
}

TEST(ClauseReaderTest, TheNumberIsTheWeightedSumOfUnitsWithATenthBelowZero) {
  Sections sections;
  sections.biases[3] = 2.0f;
  sections.biases[5] = -10.0f;
  sections.factuality[3] = 0.5f;
  sections.factuality[5] = 0.25f;
  sections.factuality[kHiddenUnits] = 0.125f;
  EXPECT_FLOAT_EQ(Read(sections, {{0}})[0].happened, 2.0f * 0.5f - 1.0f * 0.25f + 0.125f);
}

TEST(ClauseReaderTest, TheNumberStaysOnItsScale) {
  Sections sections;
  sections.factuality[kHiddenUnits] = 40.0f;
  EXPECT_EQ(Read(sections, {{0}})[0].happened, 3);
  sections.factuality[kHiddenUnits] = -40.0f;
  EXPECT_EQ(Read(sections, {{0}})[0].happened, -3);
}

TEST(ClauseReaderTest, RefusesDamagedSectionsAndNamesThem) {
  const auto status_of = [](const std::string& heads, const std::string& numbers) {
    const AlignedBytes bytes(
        WriteModelFile("made", {{"commitment/heads", heads}, {"commitment/factuality", numbers}}));
    return ClauseReader::Load(ModelFile::Read(bytes.view()).value()).status();
  };
  const AlignedBytes bytes = Sections().Build();
  const ModelFile whole = ModelFile::Read(bytes.view()).value();
  const std::string heads(whole.sections()[0].bytes);
  const std::string numbers(whole.sections()[1].bytes);
  EXPECT_TRUE(status_of(heads, numbers).ok());
  for (const auto& [damaged, name] :
       {std::pair(status_of(heads.substr(0, heads.size() - 4), numbers), "commitment/heads"),
        std::pair(status_of(heads + "more", numbers), "commitment/heads"),
        std::pair(status_of(heads, numbers.substr(4)), "commitment/factuality"),
        std::pair(status_of(heads, numbers + "more"), "commitment/factuality")}) {
    EXPECT_EQ(damaged.code(), absl::StatusCode::kDataLoss);
    EXPECT_TRUE(absl::StrContains(damaged.message(), name)) << damaged;
  }
}

TEST(ClauseReaderTest, RefusesAModelWithoutItsSections) {
  const AlignedBytes bytes(WriteModelFile("made", {}));
  EXPECT_EQ(ClauseReader::Load(ModelFile::Read(bytes.view()).value()).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace parallax::commitment
