#include "server/language/internal/entity_decoder.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"

namespace parallax::language::internal {
namespace {

// What a type gains at a word all of whose occurrences look like it.
constexpr float kBonus = 2.0f;

// 0 outside, 1 + type.
constexpr uint32_t ChoiceOf(uint32_t label) { return (label + 1) / 2; }

}  // namespace

void EntityDecoder::Add(absl::string_view form, const float* scores) {
  if (!form.empty() && absl::ascii_isupper(form[0])) {
    const auto label =
        static_cast<uint32_t>(std::max_element(scores, scores + kEntityLabels) - scores);
    votes_.push_back(
        {form, static_cast<uint32_t>(scores_.size() / kEntityLabels), ChoiceOf(label)});
  }
  scores_.insert(scores_.end(), scores, scores + kEntityLabels);
}

void EntityDecoder::Pool() {
  std::sort(votes_.begin(), votes_.end(), [](const Vote& a, const Vote& b) {
    return std::tie(a.form, a.token) < std::tie(b.form, b.token);
  });
  for (size_t begin = 0, end = 0; begin < votes_.size(); begin = end) {
    uint32_t counts[ChoiceOf(kEntityLabels - 1) + 1] = {};
    while (end < votes_.size() && votes_[end].form == votes_[begin].form) {
      ++counts[votes_[end++].choice];
    }
    if (end - begin == 1) continue;
    const float share = kBonus / static_cast<float>(end - begin);
    for (size_t i = begin; i < end; ++i) {
      float* scores = scores_.data() + size_t{votes_[i].token} * kEntityLabels;
      for (uint32_t label = 0; label < kEntityLabels; ++label) {
        scores[label] += share * static_cast<float>(counts[ChoiceOf(label)]);
      }
    }
  }
}

// The best sequence of labels that is allowed.
void EntityDecoder::DecodeSentence(uint32_t begin, uint32_t size,
                                   std::vector<NamedEntity>* entities) {
  back_.resize(std::max<size_t>(back_.size(), size_t{size} * kEntityLabels));
  labels_.resize(std::max<size_t>(labels_.size(), size));
  float best[kEntityLabels];
  for (uint32_t i = 0; i < size; ++i) {
    const float* scores = scores_.data() + (size_t{begin} + i) * kEntityLabels;
    float next[kEntityLabels];
    // Only "goes on" labels care what came before: two candidates each.
    const uint32_t top =
        i == 0 ? 0 : static_cast<uint32_t>(std::max_element(best, best + kEntityLabels) - best);
    for (uint32_t label = 0; label < kEntityLabels; ++label) {
      uint32_t from = top;
      float value = i == 0 ? 0.0f : best[top];
      if (label != 0 && label % 2 == 0) {
        if (i == 0) {
          value = -1e30f;
        } else {
          from = best[label] > best[label - 1] ? label : label - 1;
          value = best[from];
        }
      }
      next[label] = value + scores[label];
      back_[size_t{i} * kEntityLabels + label] = static_cast<uint8_t>(from);
    }
    std::copy_n(next, kEntityLabels, best);
  }
  uint32_t label = static_cast<uint32_t>(std::max_element(best, best + kEntityLabels) - best);
  for (uint32_t i = size; i-- > 0;) {
    labels_[i] = static_cast<uint8_t>(label);
    label = back_[size_t{i} * kEntityLabels + label];
  }
  for (uint32_t i = 0; i < size; ++i) {
    label = labels_[i];
    const uint32_t token = begin + i;
    if (label == 0) continue;
    if (label % 2 == 1 || i == 0 || !MayFollow(labels_[i - 1], label)) {
      entities->push_back({{token, token + 1}, static_cast<EntityType>((label - 1) / 2)});
    } else {
      entities->back().tokens.end = token + 1;
    }
  }
}

void EntityDecoder::Decode(std::span<const text::Sentence> sentences,
                           std::vector<NamedEntity>* entities) {
  Pool();
  for (const text::Sentence& sentence : sentences) {
    // Sentences too long to be parsed at once are cut here too.
    for (uint32_t begin = sentence.tokens.begin; begin < sentence.tokens.end;
         begin += kLongestDecode) {
      DecodeSentence(begin, std::min(sentence.tokens.end - begin, kLongestDecode), entities);
    }
  }
}

}  // namespace parallax::language::internal
