// A small model of random weights, for tests that look at everything but the answers.
#ifndef PARALLAX_TESTS_ENCODER_MADE_MODEL_H_
#define PARALLAX_TESTS_ENCODER_MADE_MODEL_H_

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/model_file.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/kernels.h"
#include "tests/base/made_file.h"

namespace parallax::encoder {

// Sections by name, in order; tests damage them before they are put together.
class MadeModel : public MadeFile {
 public:
  explicit MadeModel(uint32_t layers = 2) {
    constexpr uint32_t kWidth32 = internal::kModelWidth;
    constexpr uint32_t kInner = 128;
    std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n";
    uint32_t pieces = 4;
    const auto add = [&](absl::string_view piece) {
      absl::StrAppend(&vocabulary, piece, "\n");
      ++pieces;
    };
    for (char c = 'a'; c <= 'z'; ++c) {
      add(std::string(1, c));
      add(absl::StrCat("##", std::string(1, c)));
    }
    for (absl::string_view word : {"the", "minister", "said", "troops", "##ing", ".", ",", "'"}) {
      add(word);
    }
    Add("vocabulary", vocabulary);
    SectionWriter config;
    for (uint32_t value :
         {kWidth32, internal::kHeads, layers, kInner, internal::kLongestSequence}) {
      config.WriteU32(value);
    }
    Add("encoder/config", config.Release());
    SectionWriter word;
    word.WriteArray(Floats(pieces, 0.001f, true));
    word.Align(kModelAlignment);
    word.WriteArray(Bytes(size_t{pieces} * kWidth32));
    Add("encoder/word", word.Release());
    AddFloats("encoder/position", internal::kLongestSequence * kWidth32, 0.05f);
    for (absl::string_view tower : {"sentences", "pairs"}) {
      AddFloats(absl::StrCat(tower, "/side"), 2 * kWidth32, 0.05f);
      AddFloats(absl::StrCat(tower, "/shape"), 6 * kWidth32, 0.05f);
      AddNorm(absl::StrCat(tower, "/norm"));
      for (uint32_t i = 0; i < layers; ++i) {
        const std::string name = absl::StrCat(tower, "/", i, "/");
        AddLinear(name + "qkv", kWidth32, 3 * kWidth32, true);
        AddLinear(name + "out", kWidth32, kWidth32, false);
        AddLinear(name + "up", kWidth32, kInner, true);
        AddLinear(name + "down", kInner, kWidth32, false);
        AddNorm(name + "norm1");
        AddNorm(name + "norm2");
      }
    }
    AddFloats("sentences/split", kWidth32, 0.05f);
    AddFloats("reader/pair", (1 + kReadKinds) * (kWidth32 + 1), 0.1f);
    AddFloats("reader/words", (1 + kReadKinds + kReadClasses) * (kWidth32 + 1), 0.1f);
    Add("selftest/encoder", std::string(4, '\0'));
  }

 private:
  std::vector<float> Floats(size_t size, float bound, bool positive = false) {
    std::vector<float> values(size);
    for (float& value : values) {
      const float unit = static_cast<float>(random_()) / 4294967296.0f;
      value = bound * (positive ? unit + 0.5f : 2 * unit - 1);
    }
    return values;
  }
  std::vector<int8_t> Bytes(size_t size) {
    std::vector<int8_t> values(size);
    for (int8_t& value : values) {
      value = static_cast<int8_t>(static_cast<int>(random_() % 255) - 127);
    }
    return values;
  }
  void AddFloats(absl::string_view name, size_t size, float bound) {
    SectionWriter writer;
    writer.WriteArray(Floats(size, bound));
    Add(name, writer.Release());
  }
  void AddNorm(absl::string_view name) {
    SectionWriter writer;
    writer.WriteArray(Floats(internal::kModelWidth, 1.0f, true));
    writer.WriteArray(Floats(internal::kModelWidth, 0.2f));
    Add(name, writer.Release());
  }
  void AddLinear(absl::string_view name, uint32_t depth, uint32_t columns, bool smoothed) {
    SectionWriter writer;
    writer.WriteArray(Floats(columns, 0.001f, true));
    writer.WriteArray(Bytes(size_t{depth} * columns));
    writer.WriteArray(Floats(columns, 0.1f));
    if (smoothed) writer.WriteArray(Floats(depth, 1.0f, true));
    Add(name, writer.Release());
  }

  std::mt19937 random_{5};
};

}  // namespace parallax::encoder

#endif  // PARALLAX_TESTS_ENCODER_MADE_MODEL_H_
