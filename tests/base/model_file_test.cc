#include "server/base/model_file.h"

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax {
namespace {

using ::testing::HasSubstr;

std::string Sample() {
  return WriteModelFile("sample-1",
                        {{"first", "abcdefgh"}, {"second/part", std::string(100, 'x')}});
}

absl::Status ReadStatus(const std::string& bytes) {
  const AlignedBytes aligned(bytes);
  return ModelFile::Read(aligned.view()).status();
}

// The status of a file with `value` written at `at` and the checksum mended.
template <typename T>
absl::Status StatusWith(size_t at, T value, std::string bytes = Sample()) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
  const uint32_t checksum = ModelChecksum(bytes);
  std::memcpy(bytes.data() + 24, &checksum, sizeof(checksum));
  return ReadStatus(bytes);
}

// Offsets of the fields of the second entry of the directory.
constexpr size_t kSecondName = 64 + 64;
constexpr size_t kSecondOffset = kSecondName + 48;
constexpr size_t kSecondSize = kSecondOffset + 8;

TEST(ModelFileTest, GivesSectionsByName) {
  const AlignedBytes bytes(Sample());
  const auto file = ModelFile::Read(bytes.view());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->id(), "sample-1");
  EXPECT_EQ(file->sections().size(), 2u);
  auto reader = file->Open("first");
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->ReadRest(), "abcdefgh");
  EXPECT_EQ(reinterpret_cast<uintptr_t>(file->sections()[1].bytes.data()) % kModelAlignment, 0u);
  EXPECT_FALSE(file->Has("third"));
  EXPECT_THAT(file->Open("third").status().message(), HasSubstr("no section \"third\""));
}

TEST(ModelFileTest, RefusesEveryCutAndEveryFlippedByteOfHeaderAndDirectory) {
  const std::string whole = Sample();
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ReadStatus(whole.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ReadStatus(whole + "x").ok());
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    EXPECT_FALSE(ReadStatus(damaged).ok()) << at;
  }
}

TEST(ModelFileTest, SaysWhichVersionAndByteOrderItHas) {
  const absl::Status version = StatusWith<uint32_t>(12, kModelFileVersion + 1);
  EXPECT_EQ(version.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(version.message(), HasSubstr("version 2"));
  const absl::Status order = StatusWith<uint32_t>(8, 0x04030201);
  EXPECT_EQ(order.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(order.message(), HasSubstr("byte order"));
}

TEST(ModelFileTest, RefusesSectionsThatOverlapOrLieOutside) {
  for (uint64_t offset : {uint64_t{0}, uint64_t{64}, uint64_t{192}, uint64_t{257},
                          uint64_t{1} << 40, UINT64_MAX - 63}) {
    const absl::Status status = StatusWith(kSecondOffset, offset);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << offset;
    EXPECT_THAT(status.message(), HasSubstr("second/part")) << offset;
  }
  for (uint64_t size : {uint64_t{101}, uint64_t{1} << 40, UINT64_MAX}) {
    EXPECT_EQ(StatusWith(kSecondSize, size).code(), absl::StatusCode::kDataLoss) << size;
  }
  EXPECT_FALSE(StatusWith<uint32_t>(28, 1000000).ok());
  EXPECT_FALSE(StatusWith<uint32_t>(28, UINT32_MAX).ok());
}

TEST(ModelFileTest, RefusesBadNames) {
  EXPECT_FALSE(StatusWith<char>(kSecondName, '\0').ok());
  EXPECT_FALSE(StatusWith<char>(kSecondName + 47, 'x').ok());
  EXPECT_FALSE(StatusWith<char>(32, '\0').ok());  // of the model
  char first[48] = "first";
  std::string twice = Sample();
  std::memcpy(twice.data() + kSecondName, first, sizeof(first));
  EXPECT_THAT(StatusWith<char>(kSecondName, 'f', twice).message(), HasSubstr("twice"));
}

TEST(SectionReaderTest, ReadsInOrderAndSkipsToAlignedArrays) {
  SectionWriter writer;
  writer.WriteU32(7);
  writer.WriteBytes("a");
  writer.WriteArray(std::vector<float>{1.5f, -2.0f});
  writer.Align(64);
  writer.WriteU32(9);
  const AlignedBytes bytes(writer.Release());
  SectionReader reader(bytes.view(), "part", 64);
  EXPECT_EQ(reader.ReadU32(), 7u);
  EXPECT_EQ(reader.ReadBytes(1), "a");
  const std::span<const float> floats = reader.ReadFloats(2, 2.0f);
  ASSERT_EQ(floats.size(), 2u);
  EXPECT_EQ(floats[1], -2.0f);
  reader.Align(64);
  EXPECT_EQ(reader.ReadU32(), 9u);
  reader.ExpectEnd();
  EXPECT_TRUE(reader.status().ok());
}

TEST(SectionReaderTest, NamesSectionAndOffsetOfTheFirstFailure) {
  const std::string bytes(20, '\0');
  SectionReader reader(bytes, "encoder/0/up", 640);
  reader.ReadBytes(8);
  EXPECT_TRUE(reader.ReadArray<float>(4).empty());
  EXPECT_EQ(reader.ReadU32(), 0u);
  reader.Fail();
  EXPECT_EQ(reader.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(reader.status().message(), HasSubstr("\"encoder/0/up\""));
  EXPECT_THAT(reader.status().message(), HasSubstr("offset 648"));
}

TEST(SectionReaderTest, RefusesWhatIsNoNumberOrTooLarge) {
  for (float value : {3.0f, -3.0f, std::numeric_limits<float>::quiet_NaN(),
                      std::numeric_limits<float>::infinity()}) {
    SectionWriter writer;
    writer.WriteArray(std::vector<float>{value});
    const AlignedBytes bytes(writer.Release());
    SectionReader reader(bytes.view(), "part");
    EXPECT_TRUE(reader.ReadFloats(1, 2.0f).empty());
    EXPECT_FALSE(reader.status().ok()) << value;
  }
}

TEST(SectionReaderTest, RefusesCountsWhoseSizeWouldOverflow) {
  const std::string bytes(64, '\0');
  SectionReader reader(bytes, "part");
  EXPECT_TRUE(reader.ReadArray<float>(UINT64_MAX / 4 + 2).empty());
  EXPECT_FALSE(reader.status().ok());
}

}  // namespace
}  // namespace parallax
