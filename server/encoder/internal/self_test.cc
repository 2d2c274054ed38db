#include "server/encoder/internal/self_test.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/encoder/linear.h"

namespace parallax::encoder::internal {
namespace {

constexpr uint32_t kMostPairs = 64;
constexpr uint32_t kLongestText = 4096;

struct Case {
  std::string a;
  std::string b;
  uint32_t checksum = 0;
};

absl::StatusOr<std::vector<Case>> ReadCases(const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(kSelfTestSection));
  const auto read_text = [&reader] {
    const uint32_t size = reader.ReadU32();
    if (size == 0 || size > kLongestText) reader.Fail();
    return std::string(reader.ReadBytes(size));
  };
  std::vector<Case> cases(std::min(reader.ReadU32(), kMostPairs));
  for (Case& test : cases) {
    test.a = read_text();
    test.b = read_text();
    test.checksum = reader.ReadU32();
    if (DocumentOfWords(test.a).tokens().empty() || DocumentOfWords(test.b).tokens().empty()) {
      reader.Fail();
    }
  }
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return cases;
}

// What the rooms read off one sentence: the sections "*/heads", of as many outputs as they are
// long.
absl::StatusOr<std::vector<Heads>> ReadHeads(const ModelFile& file) {
  constexpr size_t kBytesAnOutput = kWidth + 2 * sizeof(float);  // its weights, scale and bias
  constexpr size_t kBytesOfFactors = kWidth * sizeof(float);
  std::vector<Heads> all;
  for (const ModelFile::Section& section : file.sections()) {
    if (!absl::EndsWith(section.name, "/heads")) continue;
    const size_t outputs =
        (section.bytes.size() - std::min(section.bytes.size(), kBytesOfFactors)) / kBytesAnOutput;
    PARALLAX_ASSIGN_OR_RETURN(
        Heads heads,
        Heads::Read(file, section.name, static_cast<uint32_t>(std::max<size_t>(outputs, 1))));
    all.push_back(std::move(heads));
  }
  return all;
}

// FNV-1a, its high bits folded in.
uint32_t HashOf(absl::string_view bits) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bits) hash = (hash ^ c) * 0x100000001b3ull;
  return static_cast<uint32_t>(hash ^ (hash >> 29));
}

void Append(float value, std::string* bits) {
  bits->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void Append(const WordReading& word, std::string* bits) {
  Append(word.fact, bits);
  for (float value : word.kinds) Append(value, bits);
  for (float value : word.classes) Append(value, bits);
}

absl::StatusOr<uint32_t> ChecksumOf(const Encoder& encoder, const std::vector<Heads>& heads,
                                    const Case& test) {
  const std::array<text::Document, 2> documents = {DocumentOfWords(test.a),
                                                   DocumentOfWords(test.b)};
  std::string bits;
  HeadOutputs outputs;
  for (const text::Document& document : documents) {
    const auto append_rows = [&](const SentenceVectors& sentence) {
      for (float value : sentence.rows) Append(value, &bits);
      for (const Heads& room : heads) {
        room.Apply(sentence.rows, &outputs);
        const size_t size = sentence.rows.size() / kWidth * outputs.stride;
        for (size_t i = 0; i < size; ++i) Append(outputs.values[i], &bits);
      }
    };
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<float> sentences,
                              encoder.Encode(document, CallContext(), append_rows));
    for (float value : sentences) Append(value, &bits);
  }
  const PassagePair pair = {{&documents[0], documents[0].sentences()[0].tokens},
                            {&documents[1], documents[1].sentences()[0].tokens}};
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<PairReading> readings,
                            encoder.ReadPairs({&pair, 1}, CallContext()));
  Append(readings[0].same, &bits);
  for (float value : readings[0].kinds) Append(value, &bits);
  for (const WordReading& word : readings[0].a) Append(word, &bits);
  for (const WordReading& word : readings[0].b) Append(word, &bits);
  return HashOf(bits);
}

}  // namespace

text::Document DocumentOfWords(absl::string_view text) {
  std::vector<text::Token> tokens;
  for (uint32_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ') continue;
    const bool begins = at == 0 || text[at - 1] == ' ';
    if (begins) tokens.push_back({{at, at}, 0, at > 0});
    tokens.back().bytes.end = at + 1;
  }
  if (tokens.empty()) return text::Document();
  text::Sentence sentence;
  sentence.bytes = {tokens.front().bytes.begin, tokens.back().bytes.end};
  sentence.tokens = {0, static_cast<uint32_t>(tokens.size())};
  return text::Document("", std::string(text), {sentence}, std::move(tokens), {});
}

absl::Status ReplaySelfTest(const Encoder& encoder, const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Case> cases, ReadCases(file));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Heads> heads, ReadHeads(file));
  for (size_t i = 0; i < cases.size(); ++i) {
    PARALLAX_ASSIGN_OR_RETURN(const uint32_t checksum, ChecksumOf(encoder, heads, cases[i]));
    if (checksum != cases[i].checksum) {
      return absl::FailedPreconditionError(absl::StrCat("model \"", file.id(), "\" fails pair ",
                                                        i + 1, " of its self-test (section \"",
                                                        kSelfTestSection, "\")"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> SealSelfTest(const Encoder& encoder, const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Case> cases, ReadCases(file));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Heads> heads, ReadHeads(file));
  SectionWriter writer;
  writer.WriteU32(static_cast<uint32_t>(cases.size()));
  for (const Case& test : cases) {
    for (const std::string& text : {test.a, test.b}) {
      writer.WriteU32(static_cast<uint32_t>(text.size()));
      writer.WriteBytes(text);
    }
    PARALLAX_ASSIGN_OR_RETURN(const uint32_t checksum, ChecksumOf(encoder, heads, test));
    writer.WriteU32(checksum);
  }
  return writer.Release();
}

}  // namespace parallax::encoder::internal
