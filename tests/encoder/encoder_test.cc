#include "server/encoder/encoder.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/base/cpu_path.h"
#include "server/encoder/internal/self_test.h"
#include "tests/encoder/made_model.h"

namespace parallax::encoder {
namespace {

using ::testing::HasSubstr;
using text::Document;

// One sentence a line, one token a word.
Document DocumentOf(absl::string_view text) {
  std::vector<text::Sentence> sentences;
  std::vector<text::Token> tokens;
  uint32_t at = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    text::Sentence& sentence = sentences.emplace_back();
    sentence.bytes = {at, at + static_cast<uint32_t>(line.size())};
    sentence.tokens.begin = static_cast<uint32_t>(tokens.size());
    for (absl::string_view word : absl::StrSplit(line, ' ')) {
      const auto end = at + static_cast<uint32_t>(word.size());
      tokens.push_back({{at, end}, static_cast<uint32_t>(sentences.size() - 1), true});
      at = end + 1;
    }
    sentence.tokens.end = static_cast<uint32_t>(tokens.size());
  }
  return Document("", std::string(text), std::move(sentences), std::move(tokens), {});
}

PassagePair PairOf(const Document& document, uint32_t a, uint32_t b) {
  return {{&document, document.sentences()[a].tokens}, {&document, document.sentences()[b].tokens}};
}

std::string Repeat(absl::string_view word, size_t count) {
  return absl::StrJoin(std::vector<std::string>(count, std::string(word)), " ");
}

std::vector<float> Flat(const PairReading& reading) {
  std::vector<float> values = {reading.same};
  values.insert(values.end(), reading.kinds.begin(), reading.kinds.end());
  for (const auto* words : {&reading.a, &reading.b}) {
    for (const WordReading& word : *words) {
      values.push_back(word.fact);
      values.insert(values.end(), word.kinds.begin(), word.kinds.end());
      values.insert(values.end(), word.classes.begin(), word.classes.end());
    }
  }
  return values;
}

// The model, loaded for a path.
class Loaded {
 public:
  explicit Loaded(absl::string_view path = "") : bytes_(MadeModel().Build()) {
    if (!path.empty()) setenv("PARALLAX_ISA", std::string(path).c_str(), 1);
    encoder_ = Encoder::Load(ModelFile::Read(bytes_.view()).value()).value();
    unsetenv("PARALLAX_ISA");
  }
  const Encoder* operator->() const { return encoder_.get(); }
  const Encoder& operator*() const { return *encoder_; }

 private:
  const AlignedBytes bytes_;
  std::unique_ptr<const Encoder> encoder_;
};

const Document& Mixed() {
  static const Document* const document = new Document(DocumentOf(absl::StrCat(
      "the minister said troops , zebra\nno\nTHE Minister 's ing thing\n", Repeat("troops", 60),
      "\n\u4e2d\u56fd \u00ad\n", Repeat("abc", 150), "\nthe end .")));
  return *document;
}

// The rows shown of each sentence, in the order of the visits.
std::vector<std::vector<float>> Rows(const Encoder& encoder, const Document& document) {
  std::vector<std::vector<float>> rows;
  const auto visit = [&rows](const SentenceVectors& sentence) {
    EXPECT_EQ(sentence.sentence, rows.size());
    rows.emplace_back(sentence.rows.begin(), sentence.rows.end());
  };
  EXPECT_TRUE(encoder.Encode(document, CallContext(), visit).ok());
  return rows;
}

std::vector<float> Row(const std::vector<float>& rows, size_t index) {
  const auto begin = rows.begin() + static_cast<ptrdiff_t>(index * kWidth);
  return {begin, begin + kWidth};
}

TEST(EncoderTest, PathsGiveTheSameBits) {
  const std::vector<PassagePair> pairs = {PairOf(Mixed(), 0, 2), PairOf(Mixed(), 1, 3),
                                          PairOf(Mixed(), 4, 6), PairOf(Mixed(), 5, 5)};
  const Loaded portable("portable");
  const auto vectors = portable->Encode(Mixed(), CallContext()).value();
  const auto rows = Rows(*portable, Mixed());
  const auto readings = portable->ReadPairs(pairs, CallContext()).value();
  for (absl::string_view path : {"avx2", "vnni", "amx"}) {
    const Loaded encoder(path);
    EXPECT_EQ(encoder->Encode(Mixed(), CallContext()).value(), vectors) << path;
    EXPECT_EQ(Rows(*encoder, Mixed()), rows) << path;
    const auto other = encoder->ReadPairs(pairs, CallContext()).value();
    for (size_t i = 0; i < pairs.size(); ++i) EXPECT_EQ(Flat(other[i]), Flat(readings[i])) << path;
  }
}

TEST(EncoderTest, TheEnvironmentForcesAPathDownward) {
  setenv("PARALLAX_ISA", "portable", 1);
  EXPECT_EQ(BestCpuPath(), CpuPath::kPortable);
  setenv("PARALLAX_ISA", "avx2", 1);
  EXPECT_LE(BestCpuPath(), CpuPath::kAvx2);
  setenv("PARALLAX_ISA", "vnni", 1);
  EXPECT_LE(BestCpuPath(), CpuPath::kVnni);
  unsetenv("PARALLAX_ISA");
}

TEST(EncoderTest, VectorsHaveUnitLength) {
  const Loaded encoder;
  const auto vectors = encoder->Encode(Mixed(), CallContext()).value();
  ASSERT_EQ(vectors.size(), Mixed().sentences().size() * kWidth);
  for (size_t i = 0; i < vectors.size(); i += kWidth) {
    double square = 0;
    for (size_t k = 0; k < kWidth; ++k) square += double{vectors[i + k]} * vectors[i + k];
    EXPECT_NEAR(square, 1.0, 1e-5);
  }
}

TEST(EncoderTest, WhatElseIsInTheBatchChangesNothing) {
  const Loaded encoder;
  const auto together = encoder->Encode(Mixed(), CallContext()).value();
  const std::vector<std::string> lines =
      absl::StrSplit(Mixed().section(text::Section::kBody), '\n');
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto alone = encoder->Encode(DocumentOf(lines[i]), CallContext()).value();
    EXPECT_EQ(alone,
              std::vector<float>(together.begin() + static_cast<ptrdiff_t>(i * kWidth),
                                 together.begin() + static_cast<ptrdiff_t>((i + 1) * kWidth)))
        << lines[i];
  }
  std::vector<PassagePair> pairs;
  for (uint32_t a = 0; a < lines.size(); ++a) {
    for (uint32_t b = 0; b < lines.size(); ++b) pairs.push_back(PairOf(Mixed(), a, b));
  }
  const auto all = encoder->ReadPairs(pairs, CallContext()).value();
  for (size_t i = 0; i < pairs.size(); i += 5) {
    EXPECT_EQ(Flat(encoder->ReadPairs({&pairs[i], 1}, CallContext()).value()[0]), Flat(all[i]));
  }
}

TEST(EncoderTest, EveryWindowOfALongSentenceCounts) {
  const Loaded encoder;
  const std::string before = Repeat("said", 126);
  const auto vector_of = [&](const std::string& text) {
    return encoder->Encode(DocumentOf(text), CallContext()).value();
  };
  // One window holds 126 pieces; what stands behind them is read in a second one.
  EXPECT_NE(vector_of(before), vector_of(before + " the"));
  EXPECT_NE(vector_of(before + " the"), vector_of(before + " troops"));
  EXPECT_NE(vector_of(Repeat("said", 5000) + " the"), vector_of(Repeat("said", 5000) + " troops"));
}

TEST(EncoderTest, WordsBeyondThePassageSayNothing) {
  const Loaded encoder;
  const Document document = DocumentOf(Repeat("the", 300) + "\nsaid \u00ad \u4e2d don't");
  const PassagePair pair = PairOf(document, 0, 1);
  const PairReading reading = encoder->ReadPairs({&pair, 1}, CallContext()).value()[0];
  ASSERT_EQ(reading.a.size(), 300u);
  ASSERT_EQ(reading.b.size(), 4u);
  EXPECT_NE(reading.a[253].fact, kSaysNothing);
  EXPECT_EQ(reading.a[254].fact, kSaysNothing);
  EXPECT_EQ(reading.a[299].kinds[3], kSaysNothing);
  EXPECT_EQ(reading.a[299].classes[0], 0.0f);
  EXPECT_EQ(reading.b[1].fact, kSaysNothing);  // a soft hyphen has no piece
  EXPECT_NE(reading.b[2].fact, kSaysNothing);
}

TEST(EncoderTest, APieceSpeaksForEveryTokenOfItsWord) {
  const Loaded encoder;
  // Two tokens without a space between them are one word of the vocabulary.
  std::vector<text::Token> tokens = {{{0, 4}, 0, false}, {{4, 8}, 0, false}, {{9, 12}, 0, true}};
  text::Sentence sentence;
  sentence.bytes = {0, 12};
  sentence.tokens = {0, 3};
  const Document document("", "minister the", {sentence}, std::move(tokens), {});
  const PassagePair pair = PairOf(document, 0, 0);
  const PairReading reading = encoder->ReadPairs({&pair, 1}, CallContext()).value()[0];
  EXPECT_EQ(reading.a[0].kinds, reading.a[1].kinds);
  EXPECT_EQ(reading.a[0].classes, reading.a[1].classes);
  EXPECT_NE(reading.a[0].kinds, reading.a[2].kinds);
}

TEST(EncoderTest, ShowsARowOfEachSentenceAndOfEachOfItsTokens) {
  const Loaded encoder;
  const auto rows = Rows(*encoder, Mixed());
  ASSERT_EQ(rows.size(), Mixed().sentences().size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint32_t tokens = Mixed().sentences()[i].tokens.size();
    ASSERT_EQ(rows[i].size(), (size_t{tokens} + 1) * kWidth);
    if (tokens > 1) {
      EXPECT_NE(Row(rows[i], 1), Row(rows[i], 2));
    }
  }
}

TEST(EncoderTest, ATokenWithoutPiecesHasTheVectorOfTheSentence) {
  const Loaded encoder;
  const auto rows = Rows(*encoder, DocumentOf("said \u00ad troops"));
  EXPECT_EQ(Row(rows[0], 2), Row(rows[0], 0));
  EXPECT_NE(Row(rows[0], 1), Row(rows[0], 0));
}

// Of a token's vector the mean of its pieces; more where a piece is shared with the token before.
TEST(EncoderTest, TokensOfOneWordShareItsPieces) {
  MadeModel made;
  const auto rows_of = [&made](std::vector<text::Token> tokens) {
    const AlignedBytes bytes = made.Build();
    const auto encoder = Encoder::LoadUnsealed(ModelFile::Read(bytes.view()).value()).value();
    text::Sentence sentence;
    sentence.bytes = {0, 12};
    sentence.tokens = {0, static_cast<uint32_t>(tokens.size())};
    return Rows(*encoder, Document("", "minister the", {sentence}, std::move(tokens), {}))[0];
  };
  const auto whole = rows_of({{{0, 8}, 0, false}, {{9, 12}, 0, true}});
  const auto parts = rows_of({{{0, 4}, 0, false}, {{4, 8}, 0, false}, {{9, 12}, 0, true}});
  EXPECT_EQ(Row(parts, 1), Row(whole, 1));
  EXPECT_EQ(Row(parts, 3), Row(whole, 2));
  EXPECT_NE(Row(parts, 2), Row(parts, 1));
  SectionWriter nothing;
  nothing.WriteArray(std::vector<float>(kWidth, 0.0f));
  made["sentences/split"] = nothing.Release();
  const auto alike = rows_of({{{0, 4}, 0, false}, {{4, 8}, 0, false}, {{9, 12}, 0, true}});
  EXPECT_EQ(Row(alike, 2), Row(alike, 1));
}

TEST(EncoderTest, NothingGivesNothing) {
  const Loaded encoder;
  EXPECT_TRUE(encoder->Encode(Document(), CallContext()).value().empty());
  EXPECT_TRUE(encoder->ReadPairs({}, CallContext()).value().empty());
}

TEST(EncoderTest, ATokenOfAMegabyteIsRead) {
  const Loaded encoder;
  const Document letters = DocumentOf(std::string(1 << 20, 'q'));
  EXPECT_TRUE(encoder->Encode(letters, CallContext()).ok());
  const Document marks = DocumentOf(std::string(1 << 20, '.'));
  const PassagePair pair = PairOf(marks, 0, 0);
  EXPECT_TRUE(encoder->ReadPairs({&pair, 1}, CallContext()).ok());
  // A million pieces in windows: more than a minute's work, which a deadline ends.
  const absl::Time begin = absl::Now();
  const auto vectors = encoder->Encode(marks, CallContext(begin + absl::Milliseconds(200)));
  EXPECT_EQ(vectors.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
}

TEST(EncoderTest, CancellationStopsAHundredThousandSentences) {
  const Loaded encoder;
  std::string text = "a";
  for (uint32_t i = 1; i < 100000; ++i) text += "\na";
  const Document document = DocumentOf(text);
  uint32_t asked = 0;
  const CallContext context(absl::InfiniteFuture(), [&asked] { return ++asked > 100020; });
  EXPECT_EQ(encoder->Encode(document, context).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(asked, 100021u);
  std::vector<PassagePair> pairs(100000, PairOf(document, 0, 1));
  asked = 0;
  EXPECT_EQ(encoder->ReadPairs(pairs, context).status().code(), absl::StatusCode::kCancelled);
}

TEST(EncoderLoadTest, NamesTheDamagedSection) {
  const MadeModel whole;
  for (const auto& [name, bytes] : whole.sections()) {
    for (const bool longer : {false, true}) {
      MadeModel model = whole;
      model[name] = longer ? bytes + "abcd" : bytes.substr(0, bytes.size() - 1);
      const AlignedBytes file = model.Build();
      const auto encoder = Encoder::Load(ModelFile::Read(file.view()).value());
      ASSERT_FALSE(encoder.ok()) << name;
      EXPECT_EQ(encoder.status().code(), absl::StatusCode::kDataLoss) << name;
      EXPECT_THAT(encoder.status().message(), HasSubstr(absl::StrCat("\"", name, "\"")));
      EXPECT_THAT(encoder.status().message(), HasSubstr("offset"));
    }
  }
}

TEST(EncoderLoadTest, FailsWhereTheSelfTestComesOutOtherwise) {
  MadeModel model;
  SectionWriter writer;
  writer.WriteU32(1);
  for (absl::string_view text : {"the minister", "troops said ."}) {
    writer.WriteU32(static_cast<uint32_t>(text.size()));
    writer.WriteBytes(text);
  }
  writer.WriteU32(0);
  model["selftest/encoder"] = writer.Release();
  AlignedBytes bytes = model.Build();
  const ModelFile file = ModelFile::Read(bytes.view()).value();
  EXPECT_EQ(Encoder::Load(file).status().code(), absl::StatusCode::kFailedPrecondition);
  const auto unsealed = Encoder::LoadUnsealed(file).value();
  model["selftest/encoder"] = internal::SealSelfTest(*unsealed, file).value();
  const AlignedBytes sealed = model.Build();
  EXPECT_TRUE(Encoder::Load(ModelFile::Read(sealed.view()).value()).ok());
}

}  // namespace
}  // namespace parallax::encoder
