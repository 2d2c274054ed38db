#include "server/framing/calibration.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax::framing {
namespace {

using ::testing::HasSubstr;

// Weights for all kinds, each "NAME bias kind same words exact fact early carried".
std::string Weights(absl::string_view weights = "-1 1 0.5 0.25 2 3 0 0") {
  std::string text = "# a comment\n";
  for (int kind = 1; kind < kKindCount; ++kind) {
    absl::StrAppend(&text, Name(static_cast<Kind>(kind)), " ", weights, "\n");
  }
  return text;
}

TEST(CalibrationTest, WeighsEachFeature) {
  const auto calibration = Calibration::Parse(absl::StrCat(Weights(), "cut 0.4\n"));
  ASSERT_TRUE(calibration.ok()) << calibration.status();
  EXPECT_FLOAT_EQ(calibration->cut(), 0.4f);
  // -1 + 1 - 0.5 + 0.5 + 2 * 0.5 + 3 * 0 = 1
  EXPECT_NEAR(
      calibration->Confidence(Kind::kLabel, {.kind = 1, .same = -1, .words = 2, .exact = 0.5f}),
      0.731059f, 1e-5);
  const float less = calibration->Confidence(Kind::kLabel, {.kind = 1});
  EXPECT_GT(calibration->Confidence(Kind::kLabel, {.kind = 2}), less);
  EXPECT_GT(calibration->Confidence(Kind::kLabel, {.kind = 1, .fact = 1}), less);
}

TEST(CalibrationTest, ASurerReaderThanSureCountsNoMore) {
  const auto calibration = Calibration::Parse(Weights());
  ASSERT_TRUE(calibration.ok()) << calibration.status();
  EXPECT_EQ(calibration->Confidence(Kind::kTime, {.kind = 8}),
            calibration->Confidence(Kind::kTime, {.kind = 80}));
}

TEST(CalibrationTest, NamesTheLineAtFault) {
  EXPECT_THAT(Calibration::Parse("LABEL 1 2 x 4 5 6 7 8\n").status().message(),
              HasSubstr("line 1: not a number"));
  EXPECT_THAT(Calibration::Parse("\nLABELS 1 2 3 4 5 6 7 8\n").status().message(),
              HasSubstr("line 2: not a kind"));
  EXPECT_THAT(Calibration::Parse("LABEL 1 2 3 4 5\n").status().message(),
              HasSubstr("not as many weights"));
  EXPECT_THAT(Calibration::Parse("LABEL 1 2 3 4 5 6 7 nan\n").status().message(),
              HasSubstr("not a number"));
  EXPECT_EQ(Calibration::Parse("LABEL 1 2 3 4 5 6 7 8\n").status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace parallax::framing
