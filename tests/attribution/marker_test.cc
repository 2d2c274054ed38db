#include "server/attribution/marker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "server/attribution/internal/links.h"
#include "server/attribution/internal/mark_decoder.h"
#include "server/attribution/internal/quotation_marks.h"
#include "server/base/model_file.h"
#include "server/text/reader.h"
#include "tests/base/made_file.h"

namespace parallax::attribution {
namespace {

using internal::kLinkWidth;
using internal::kMarks;
using internal::MarkField;
using internal::SpanMark;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr SpanMark O = SpanMark::kOutside, B = SpanMark::kBegin, I = SpanMark::kInside,
                   E = SpanMark::kEnd, S = SpanMark::kSingle;

class Random {
 public:
  explicit Random(uint32_t seed) : random_(seed) {}
  float Float(float bound) {
    return bound * (static_cast<float>(random_()) / 2147483648.0f - 1.0f);
  }
  std::vector<float> Floats(size_t size, float bound) {
    std::vector<float> values(size);
    for (float& value : values) value = Float(bound);
    return values;
  }

 private:
  std::mt19937 random_;
};

// The best of all sequences, one by one.
std::vector<SpanMark> BestOfAll(const MarkField& field, const std::vector<float>& scores,
                                uint32_t tokens) {
  std::vector<SpanMark> best;
  double most = 0;
  uint32_t count = 1;
  for (uint32_t i = 0; i < tokens; ++i) count *= kMarks;
  for (uint32_t number = 0; number < count; ++number) {
    std::vector<uint32_t> marks;
    for (uint32_t rest = number, i = 0; i < tokens; ++i, rest /= kMarks) {
      marks.push_back(rest % kMarks);
    }
    double sum = double{field.start[marks.front()]} + double{field.end[marks.back()]};
    for (uint32_t i = 0; i < tokens; ++i) {
      sum += double{scores[i * kMarks + marks[i]]};
      if (i > 0) sum += double{field.next[marks[i - 1] * kMarks + marks[i]]};
    }
    if (!best.empty() && sum <= most) continue;
    most = sum;
    best.clear();
    for (uint32_t mark : marks) best.push_back(static_cast<SpanMark>(mark));
  }
  return best;
}

TEST(MarkDecoderTest, FindsTheBestOfAllSequences) {
  Random random(3);
  internal::MarkDecoder decoder;
  for (int round = 0; round < 40; ++round) {
    const uint32_t tokens = 1 + round % 5;
    const std::vector<float> start = random.Floats(kMarks, 2), end = random.Floats(kMarks, 2),
                             next = random.Floats(kMarks * kMarks, 2),
                             scores = random.Floats(tokens * kMarks, 2);
    const MarkField field = {start, end, next};
    const std::span<const SpanMark> marks = decoder.Decode(field, scores.data(), kMarks, tokens);
    EXPECT_EQ(std::vector<SpanMark>(marks.begin(), marks.end()), BestOfAll(field, scores, tokens))
        << round;
  }
}

TEST(MarkDecoderTest, ReadsScoresThatStandApart) {
  const std::vector<float> none(kMarks * kMarks, 0.0f);
  const MarkField field = {std::span(none).first(kMarks), std::span(none).first(kMarks), none};
  std::vector<float> scores(3 * 15, 0.0f);
  scores[5 + 4] = scores[15 + 5 + 1] = scores[30 + 5 + 3] = 1;
  internal::MarkDecoder decoder;
  EXPECT_THAT(decoder.Decode(field, scores.data() + 5, 15, 3), ElementsAre(S, B, E));
}

bool operator==(const MarkedSpan& a, const MarkedSpan& b) {
  return a.tokens == b.tokens && a.from_before == b.from_before && a.goes_on == b.goes_on;
}

TEST(SpansOfTest, SpansBeginAndEnd) {
  const std::vector<SpanMark> marks = {O, B, I, E, S, O, B, E};
  const std::vector<MarkedSpan> spans = internal::SpansOf(marks, 10);
  ASSERT_THAT(spans, SizeIs(3));
  EXPECT_TRUE(spans[0] == (MarkedSpan{{11, 14}}));
  EXPECT_TRUE(spans[1] == (MarkedSpan{{14, 15}}));
  EXPECT_TRUE(spans[2] == (MarkedSpan{{16, 18}}));
}

TEST(SpansOfTest, SpansComeFromBeforeAndGoOn) {
  const std::vector<SpanMark> whole = {I, I};
  ASSERT_THAT(internal::SpansOf(whole, 0), SizeIs(1));
  EXPECT_TRUE(internal::SpansOf(whole, 0)[0] == (MarkedSpan{{0, 2}, true, true}));
  const std::vector<SpanMark> both = {I, E, O, B, I};
  ASSERT_THAT(internal::SpansOf(both, 0), SizeIs(2));
  EXPECT_TRUE(internal::SpansOf(both, 0)[0] == (MarkedSpan{{0, 2}, true, false}));
  EXPECT_TRUE(internal::SpansOf(both, 0)[1] == (MarkedSpan{{3, 5}, false, true}));
  const std::vector<SpanMark> one = {E};
  EXPECT_TRUE(internal::SpansOf(one, 0)[0] == (MarkedSpan{{0, 1}, true, false}));
}

TEST(SpansOfTest, ABeginningThatNothingEndsIsNoSpan) {
  const std::vector<SpanMark> marks = {B, O, S};
  ASSERT_THAT(internal::SpansOf(marks, 0), SizeIs(1));
  EXPECT_TRUE(internal::SpansOf(marks, 0)[0] == (MarkedSpan{{2, 3}}));
}

TEST(LinksTest, AreTheBiaffineScore) {
  Random random(4);
  const std::vector<float> weights = random.Floats(kLinkWidth * kLinkWidth, 0.2f),
                           bias = random.Floats(kLinkWidth, 0.5f);
  const internal::LinkWeights link = {weights, bias, 0.25f};
  std::vector<float> ends[4];
  for (std::vector<float>& end : ends) end = random.Floats(kLinkWidth, 2);
  const auto lrelu = [](double x) { return x > 0 ? x : 0.1 * x; };
  double expected = 0.25;
  for (uint32_t j = 0; j < kLinkWidth; ++j) {
    double turned = double{bias[j]};
    for (uint32_t i = 0; i < kLinkWidth; ++i) {
      turned += lrelu((double{ends[0][i]} + double{ends[1][i]}) / 2) *
                double{weights[i * kLinkWidth + j]};
    }
    expected += turned * lrelu((double{ends[2][j]} + double{ends[3][j]}) / 2);
  }
  const internal::LinkVector cue = internal::SpanVector(ends[0].data(), ends[1].data());
  const internal::LinkVector span = internal::SpanVector(ends[2].data(), ends[3].data());
  EXPECT_NEAR(internal::LinkScore(link, internal::Turned(link, cue), span), expected,
              1e-4 * std::abs(expected) + 1e-4);
}

// "x" for each token inside a quotation, "." for each other.
std::string Quoted(const std::vector<std::string>& tokens) {
  internal::QuotedState state;
  std::string quoted;
  for (const std::string& token : tokens) quoted += state.Pass(token) ? 'x' : '.';
  return quoted + (state.open() ? " open" : "");
}

TEST(QuotedStateTest, BothMarksStandInside) {
  EXPECT_EQ(Quoted({"He", "\u201c", "no", "\u201d", "."}), ".xxx.");
  EXPECT_EQ(Quoted({"\"", "no", "\"", "he", "\"", "yes"}), "xxx.xx open");
  EXPECT_EQ(Quoted({"``", "no", "''", "he"}), "xxx.");
}

TEST(QuotedStateTest, MarksThatStandWrongChangeLittle) {
  EXPECT_EQ(Quoted({"no", "\u201d", "he"}), "...");
  EXPECT_EQ(Quoted({"\u201c", "no", "\u201c", "yes", "\u201d", "he"}), "xxxxx.");
  EXPECT_EQ(Quoted({"\u2018", "no", "\u2019"}), "...");
}

// The sections of a marker whose heads say the same of every token: its biases.
struct MadeMarker {
  static constexpr uint32_t kOutputs = 15 + 3 * kLinkWidth;
  static constexpr uint32_t kPadded = 304;

  std::vector<float> bias = std::vector<float>(kPadded, 0.0f);
  std::vector<float> quoted = std::vector<float>(30, 0.0f);
  std::vector<float> fields = std::vector<float>(3 * 35, 0.0f);
  std::vector<float> links =
      std::vector<float>(2 * (kLinkWidth * kLinkWidth + kLinkWidth + 1), 0.f);

  MadeFile File() const {
    SectionWriter heads, marks, link;
    heads.WriteArray(std::vector<float>(kPadded, 0.001f));
    heads.WriteArray(std::vector<int8_t>(size_t{kPadded} * encoder::kWidth, 0));
    heads.WriteArray(bias);
    heads.WriteArray(std::vector<float>(encoder::kWidth, 1.0f));
    marks.WriteArray(quoted);
    marks.WriteArray(fields);
    link.WriteArray(links);
    MadeFile file;
    file["attribution/heads"] = heads.Release();
    file["attribution/marks"] = marks.Release();
    file["attribution/links"] = link.Release();
    return file;
  }
};

std::vector<SentenceMarks> MarksOf(const MadeMarker& made, const std::string& text) {
  const AlignedBytes bytes = made.File().Build();
  const auto model = ModelFile::Read(bytes.view());
  const auto marker = Marker::Load(*model);
  EXPECT_TRUE(marker.ok()) << marker.status();
  const auto document = text::ReadReport("", text, text::Format::kPlain, {}, CallContext());
  Marker::Writer writer(marker->get(), &*document);
  for (uint32_t s = 0; s < document->sentences().size(); ++s) {
    const std::vector<float> rows(
        (document->sentences()[s].tokens.size() + 1) * size_t{encoder::kWidth}, 1.0f);
    writer.Add({s, rows});
  }
  return writer.Finish();
}

TEST(MarkerTest, EachRoleHasItsMarks) {
  MadeMarker made;
  made.bias[0 * 5 + 4] = 1;  // every token is a source
  made.bias[1 * 5 + 0] = 1;  // and no cue
  made.bias[2 * 5 + 4] = 1;
  const std::vector<SentenceMarks> marks = MarksOf(made, "Holm agreed. He left.");
  ASSERT_THAT(marks, SizeIs(2));
  EXPECT_THAT(marks[0].sources, SizeIs(3));
  EXPECT_THAT(marks[0].cues, SizeIs(0));
  EXPECT_THAT(marks[1].contents, SizeIs(3));
  EXPECT_TRUE(marks[1].contents[0] == (MarkedSpan{{3, 4}}));
  EXPECT_TRUE(marks[0].source_links.empty());
}

TEST(MarkerTest, QuotationsRaiseMarksInsideThem) {
  MadeMarker made;
  made.quoted[2 * 5 + 4] = 1;       // content inside a quotation
  made.quoted[15 + 1 * 5 + 4] = 1;  // cues in a sentence that begins inside one
  const std::vector<SentenceMarks> marks =
      MarksOf(made, "Holm: \"I left. I ran.\" He ran.\n\nShe left.");
  ASSERT_THAT(marks, SizeIs(4));
  EXPECT_THAT(marks[0].contents, SizeIs(4));
  EXPECT_THAT(marks[0].cues, SizeIs(0));
  EXPECT_THAT(marks[1].contents, SizeIs(4));
  EXPECT_THAT(marks[1].cues, SizeIs(4));
  EXPECT_THAT(marks[2].contents, SizeIs(0));
  EXPECT_THAT(marks[3].cues, SizeIs(0));
}

TEST(MarkerTest, AQuotationIsForgottenAtANewParagraph) {
  MadeMarker made;
  made.quoted[2 * 5 + 4] = 1;
  const std::vector<SentenceMarks> marks = MarksOf(made, "Holm: \"I left.\n\nHe ran away.");
  ASSERT_THAT(marks, SizeIs(2));
  EXPECT_THAT(marks[1].contents, SizeIs(0));
}

TEST(MarkerTest, LinksEachCueWithEachSpan) {
  MadeMarker made;
  made.bias[0 * 5 + 4] = made.bias[1 * 5 + 4] = made.bias[2 * 5 + 4] = 1;
  made.links[made.links.size() - 2] = 0.5f;
  made.links[made.links.size() - 1] = -0.5f;
  const std::vector<SentenceMarks> marks = MarksOf(made, "Holm left.");
  ASSERT_THAT(marks, SizeIs(1));
  EXPECT_EQ(marks[0].source_links, std::vector<float>(9, 0.5f));
  EXPECT_EQ(marks[0].content_links, std::vector<float>(9, -0.5f));
}

TEST(MarkerTest, RefusesDamagedSections) {
  const MadeFile whole = MadeMarker().File();
  for (const auto& [name, unused] : whole.sections()) {
    for (const bool longer : {false, true}) {
      MadeFile made = whole;
      std::string& bytes = made[name];
      bytes.resize(longer ? bytes.size() + 4 : bytes.size() - 4);
      const AlignedBytes file = made.Build();
      const auto loaded = Marker::Load(*ModelFile::Read(file.view()));
      EXPECT_EQ(loaded.status().code(), absl::StatusCode::kDataLoss);
      EXPECT_THAT(std::string(loaded.status().message()), HasSubstr(name));
    }
  }
}

}  // namespace
}  // namespace parallax::attribution
