#include "server/base/json_shape.h"

#include <string>

#include "gtest/gtest.h"

namespace parallax {
namespace {

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonShapeTest, CountsWhatSeparatesValuesOutsideOfStrings) {
  const std::string json = R"({"a": [1, 2], "b,:[{": "\"[,"})";
  EXPECT_TRUE(CheckJsonShape(json, 6).ok());
  EXPECT_EQ(CheckJsonShape(json, 5).message(), "JSON of over 5 values");
}

TEST(JsonShapeTest, RefusesDepthHoweverManyValuesMayBe) {
  EXPECT_TRUE(CheckJsonShape(Nested(kMaxJsonDepth), 1000).ok());
  EXPECT_EQ(CheckJsonShape(Nested(kMaxJsonDepth + 1), 1000).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(CheckJsonShape(std::string(1 << 20, '['), size_t{1} << 30).ok());
}

TEST(JsonShapeTest, TakesAnyBytes) {
  for (const char* bytes : {"", "\"", "\"\\", "]]]]", "}\xff", "\\"}) {
    EXPECT_TRUE(CheckJsonShape(bytes, 10).ok()) << bytes;
  }
}

}  // namespace
}  // namespace parallax
