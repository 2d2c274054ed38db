#include "server/text/reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/base/call_context.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Sentences(const Document& document) {
  std::vector<std::string> sentences;
  for (const Sentence& sentence : document.sentences()) {
    sentences.emplace_back(document.text(sentence.tokens));
  }
  return sentences;
}

TEST(ReaderTest, KeepsHeadlineApartFromBody) {
  const absl::StatusOr<Document> document =
      ReadReport("Mayor quits. What now?", "The mayor quit. She gave no reason.\nA vote follows.",
                 Format::kPlain, {}, CallContext());
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document->has_headline());
  EXPECT_THAT(Sentences(*document), ElementsAre("Mayor quits. What now?", "The mayor quit.",
                                                "She gave no reason.", "A vote follows."));
}

TEST(ReaderTest, NamesTheByteThatIsNotUtf8) {
  const absl::StatusOr<Document> document =
      ReadReport("", "Caf\xC3", Format::kPlain, {}, CallContext());
  EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(document.status().message(), "body: byte 3 (0xc3) is not valid UTF-8");
}

}  // namespace
}  // namespace parallax::text
