// The annotator with made-up weights: the same on every processor path, sound for sentences of any
// length, and no use of a damaged section.
#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/annotator.h"
#include "server/language/internal/annotation_writer.h"
#include "tests/language/made_sections.h"
#include "tests/language/soundness.h"

namespace parallax::language {
namespace {

using ::testing::HasSubstr;

// REQUIRES: the bytes outlive it.
absl::StatusOr<std::unique_ptr<const Annotator>> Load(const AlignedBytes& bytes) {
  return Annotator::Load(ModelFile::Read(bytes.view()).value());
}

TEST(MadeAnnotatorTest, PathsGiveTheSameAnnotation) {
  const AlignedBytes bytes = MadeSections().Build();
  const text::Document document = DocumentOfSizes({1, 2, 40, 25, 90, 7});
  std::vector<std::string> answers;
  for (const char* path : {"portable", "avx2", "vnni", "amx"}) {
    setenv("PARALLAX_ISA", path, 1);
    const auto annotator = Load(bytes).value();
    unsetenv("PARALLAX_ISA");
    answers.push_back(Print(document, AnnotateDrawn(*annotator, document, 3)));
  }
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
}

TEST(MadeAnnotatorTest, SentencesOfAnyLengthGetOneTree) {
  const AlignedBytes bytes = MadeSections().Build();
  const auto annotator = Load(bytes).value();
  const text::Document document =
      DocumentOfSizes({3 * internal::kLongestParse + 5, 1, internal::kLongestParse});
  ExpectSound(document, AnnotateDrawn(*annotator, document, 4));
}

TEST(MadeAnnotatorTest, NamesTheDamagedSection) {
  MadeSections whole;
  for (const auto& [name, bytes] : whole.sections()) {
    for (const bool longer : {false, true}) {
      MadeSections made;
      made[name] = longer ? bytes + "abcd" : bytes.substr(0, bytes.size() - 1);
      const AlignedBytes file = made.Build();
      const absl::Status status = Load(file).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << name;
      EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("\"", name, "\"")));
      EXPECT_THAT(std::string(status.message()), HasSubstr("offset"));
    }
  }
}

TEST(MadeAnnotatorTest, AMissingSectionIsNamed) {
  const MadeSections whole;
  MadeSections made;
  made.sections().pop_back();
  const AlignedBytes file = made.Build();
  const absl::Status status = Load(file).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("language/labels"));
}

// What the checksum would hide: damage in any section is refused or does no harm.
TEST(MadeAnnotatorTest, ForgedSectionsAreRefusedOrUsable) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const text::Document document = DocumentOfSizes({9, 3});
  for (int round = 0; round < 40; ++round) {
    MadeSections made;
    std::string& bytes = made.sections()[random() % made.sections().size()].second;
    // The head of a section holds its sizes; everything behind is data.
    const size_t reach = round % 2 == 0 ? std::min<size_t>(bytes.size(), 64) : bytes.size();
    for (int flips = 0; flips < 8; ++flips) bytes[random() % reach] = static_cast<char>(random());
    const AlignedBytes file = made.Build();
    const auto annotator = Load(file);
    if (annotator.ok()) ExpectSound(document, AnnotateDrawn(**annotator, document, 5));
  }
}

}  // namespace
}  // namespace parallax::language
