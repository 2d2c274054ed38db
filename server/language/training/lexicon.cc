#include "server/language/training/lexicon.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "server/language/internal/encoder_shape.h"
#include "server/language/internal/form.h"
#include "server/language/internal/word_pieces.h"

namespace parallax::language::training {
namespace {

using internal::Tag;

constexpr size_t kMaxTags = 250;
constexpr float kRareWords = 1.0f;  // a word seen so often is hidden half of the time
constexpr size_t kPulledApart = 7;  // one sentence in so many
constexpr size_t kMaxSilverLabels = 200;
constexpr uint32_t kMinSilverCount = 3;

std::map<std::string, uint8_t> Number(const std::vector<Example>& examples,
                                      std::vector<std::string> Example::*column) {
  std::map<std::string, size_t> counts;
  for (const Example& example : examples) {
    for (const std::string& label : example.*column) ++counts[label];
  }
  std::map<std::string, uint8_t> numbers;
  for (const auto& [label, count] : counts) {
    if (count >= 10 && numbers.size() < kMaxSilverLabels) {
      numbers.emplace(label, static_cast<uint8_t>(numbers.size()));
    }
  }
  return numbers;
}

uint32_t LowerHash(const std::string& form, std::string* normalized, std::string* lower) {
  internal::NormalizeForm(form, normalized);
  internal::LowerAscii(*normalized, lower);
  return internal::ComputeWordPieces(*normalized, *lower, internal::kSpaced).lower;
}

}  // namespace

internal::TagInventory MakeInventory(const std::vector<Example>& examples) {
  std::map<std::tuple<Upos, Xpos, Features>, size_t> counts;
  for (const Example& example : examples) {
    for (const Tag& tag : example.tags) ++counts[{tag.upos, tag.xpos, tag.features}];
  }
  std::vector<std::pair<size_t, Tag>> order;
  for (const auto& [key, count] : counts) {
    order.push_back({count, {std::get<0>(key), std::get<1>(key), std::get<2>(key)}});
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Tag> tags;
  for (const auto& [count, tag] : order) {
    if (tags.size() < kMaxTags && count >= 3) tags.push_back(tag);
  }
  return internal::TagInventory(std::move(tags));
}

Lexicon Lexicon::Build(const std::vector<Example>& gold, const std::vector<Example>& silver,
                       const std::vector<std::vector<std::string>>& plain) {
  Lexicon lexicon;
  lexicon.inventory_ = MakeInventory(gold);
  lexicon.silver_tags_ = Number(silver, &Example::silver_tags);
  lexicon.silver_relations_ = Number(silver, &Example::silver_relations);
  std::map<uint32_t, std::pair<uint32_t, uint32_t>> counts;  // gold, silver
  std::string normalized;
  std::string lower;
  for (const Example& example : gold) {
    for (const std::string& form : example.forms)
      ++counts[LowerHash(form, &normalized, &lower)].first;
  }
  for (const Example& example : silver) {
    for (const std::string& form : example.forms) {
      ++counts[LowerHash(form, &normalized, &lower)].second;
    }
  }
  for (const std::vector<std::string>& sentence : plain) {
    for (const std::string& form : sentence) ++counts[LowerHash(form, &normalized, &lower)].second;
  }
  std::vector<std::pair<uint32_t, uint32_t>> order;  // count, hash
  for (const auto& [hash, count] : counts) {
    if (count.first < 2 && count.first + count.second < kMinSilverCount) continue;
    order.push_back({count.first * 2 + count.second, hash});
    lexicon.counts_[hash] = count.first + count.second;
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > internal::kWordRows - 1) order.resize(internal::kWordRows - 1);
  for (const auto& [count, hash] : order) {
    lexicon.row_hashes_.push_back(hash);
    lexicon.rows_[hash] = static_cast<uint32_t>(lexicon.row_hashes_.size());
  }
  return lexicon;
}

std::vector<uint32_t> Lexicon::Rows(const std::vector<std::string>& forms) const {
  std::vector<uint32_t> rows;
  std::string normalized;
  std::string lower;
  for (const std::string& form : forms) {
    const auto row = rows_.find(LowerHash(form, &normalized, &lower));
    rows.push_back(row == rows_.end() ? 0 : row->second);
  }
  return rows;
}

Sizes Lexicon::sizes() const {
  return {inventory_.size(), static_cast<uint32_t>(silver_tags_.size()), kRelationCount,
          static_cast<uint32_t>(silver_relations_.size())};
}

std::vector<Sample> Lexicon::MakeSamples(const std::vector<Example>& examples, bool silver,
                                         bool pull_apart) const {
  std::vector<Sample> samples;
  size_t number = 0;
  std::string normalized;
  std::string lower;
  for (const Example& example : examples) {
    Sample sample;
    sample.silver = silver;
    // Some text comes with its tokens already pulled apart.
    const bool spaced = pull_apart && ++number % kPulledApart == 0;
    for (uint32_t i = 0; i < example.size(); ++i) {
      internal::NormalizeForm(example.forms[i], &normalized);
      internal::LowerAscii(normalized, &lower);
      const internal::WordPieces word = internal::ComputeWordPieces(
          normalized, lower, spaced ? uint8_t{internal::kSpaced} : example.spacing[i]);
      const auto row = rows_.find(word.lower);
      sample.words.push_back(row == rows_.end() ? 0 : row->second);
      const auto count = counts_.find(word.lower);
      const float c = count == counts_.end() ? 0.0f : static_cast<float>(count->second);
      sample.keep.push_back(c / (c + kRareWords));
      std::vector<uint32_t>& pieces = sample.pieces.emplace_back();
      for (uint32_t p = 0; p < word.count; ++p) {
        pieces.push_back(word.pieces[p] & (internal::kPieceRows - 1));
      }
      if (silver) {
        const auto tag = silver_tags_.find(example.silver_tags[i]);
        sample.tags.push_back(tag == silver_tags_.end() ? kNoLabel : tag->second);
        const auto relation = silver_relations_.find(example.silver_relations[i]);
        sample.relations.push_back(relation == silver_relations_.end() ? kNoLabel
                                                                       : relation->second);
        sample.heads.push_back(example.heads[i]);
      } else {
        sample.tags.push_back(inventory_.Closest(example.tags[i]));
        sample.relations.push_back(static_cast<uint8_t>(example.relations[i]));
        sample.heads.push_back(example.heads[i] == example.size() ? 0 : example.heads[i] + 1);
      }
      static_assert(kUnknownLabel == kNoLabel && kNoNameLabel == kAnyButName);
      sample.entities.push_back(example.labels[i]);
    }
    sample.happened = example.happened;
    sample.happened_weight = example.happened_weight;
    sample.attribution = example.attribution;
    bool sound = true;
    for (uint32_t head : sample.heads) sound &= head <= sample.size();
    if (sound) samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace parallax::language::training
