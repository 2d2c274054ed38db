#include "server/language/training/readings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/base/status_macros.h"
#include "server/language/internal/encoder_shape.h"

namespace parallax::language::training {
namespace {

// Judgements lie within about -1.6 .. 1.6 in the corpus.
constexpr float kScale = 3.0f / 1.6f;
constexpr float kSurest = 3.0f;

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t first = 0;  // bits
  uint32_t inside = 0;
  uint32_t last = 0;
};

// The spans of one file of standoff annotation.
std::vector<Span> ReadSpans(absl::string_view text) {
  std::vector<Span> spans;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 2 || line[0] != 'T') continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(columns[1], absl::MaxSplits(' ', 1));
    Span marks;
    if (parts.first == "Cue") {
      marks.first = BitOf(Mark::kCueBegin);
      marks.inside = BitOf(Mark::kCue);
    } else if (parts.first == "Source") {
      marks.first = BitOf(Mark::kSourceBegin);
      marks.inside = BitOf(Mark::kSource);
      marks.last = BitOf(Mark::kSourceEnd);
    } else if (parts.first == "Content") {
      marks.first = BitOf(Mark::kContentBegin);
      marks.inside = BitOf(Mark::kContent);
      marks.last = BitOf(Mark::kContentEnd);
    } else {
      continue;
    }
    for (absl::string_view place : absl::StrSplit(parts.second, ';')) {
      const std::vector<absl::string_view> ends = absl::StrSplit(place, ' ', absl::SkipEmpty());
      if (ends.size() == 2 && absl::SimpleAtoi(ends[0], &marks.begin) &&
          absl::SimpleAtoi(ends[1], &marks.end)) {
        spans.push_back(marks);
      }
    }
  }
  return spans;
}

}  // namespace

absl::Status AddJudgements(const std::string& path, std::vector<Example>* treebank) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::map<absl::string_view, Example*> places;
  for (Example& example : *treebank) {
    if (!example.name.empty()) places.emplace(example.name, &example);
  }
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    uint32_t token = 0;
    float value = 0;
    if (columns.size() < 4 || !absl::SimpleAtoi(columns[1], &token) ||
        !absl::SimpleAtof(columns[3], &value)) {
      continue;
    }
    const auto place = places.find(columns[0]);
    if (place == places.end() || token == 0 || token > place->second->size()) continue;
    Example& example = *place->second;
    example.happened.resize(example.size(), 0.0f);
    example.happened_weight.resize(example.size(), 0.0f);
    example.happened[token - 1] = std::clamp(value * kScale, -kSurest, kSurest);
    example.happened_weight[token - 1] = 1.0f;
  }
  return absl::OkStatus();
}

absl::Status AddAttributions(const std::string& folder, std::vector<Example>* silver) {
  std::map<std::string, std::string> files;  // the first annotator of each article
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".ann") continue;
    const std::string stem = entry.path().stem().string();
    const std::string article = stem.substr(0, stem.rfind('_'));
    std::string& file = files[article];
    if (file.empty() || entry.path().string() < file) file = entry.path().string();
  }
  if (error) return absl::NotFoundError(absl::StrCat("cannot read ", folder));
  std::map<std::string, std::vector<Example*>> articles;
  for (Example& example : *silver) articles[example.name].push_back(&example);
  for (const auto& [article, sentences] : articles) {
    const auto file = files.find(article);
    if (file == files.end()) continue;
    PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(file->second));
    std::vector<std::pair<uint32_t, uint8_t*>> words;
    for (Example* example : sentences) {
      example->attribution.assign(example->size(), 0);
      for (uint32_t i = 0; i < example->size(); ++i) {
        words.push_back({example->offsets[i], &example->attribution[i]});
      }
    }
    std::sort(words.begin(), words.end());
    for (const Span& span : ReadSpans(text)) {
      auto word = std::lower_bound(words.begin(), words.end(),
                                   std::pair(span.begin, static_cast<uint8_t*>(nullptr)));
      const auto first = word;
      for (; word != words.end() && word->first < span.end; ++word) {
        *word->second |= static_cast<uint8_t>(span.inside | (word == first ? span.first : 0));
      }
      if (word != first) *(word - 1)->second |= static_cast<uint8_t>(span.last);
    }
  }
  return absl::OkStatus();
}

ReadingScores EvaluateReadings(const Network& network, const std::vector<Sample>& samples,
                               Worker* worker) {
  ReadingScores scores;
  double gold_sum = 0, sum = 0, gold_squares = 0, squares = 0, products = 0;
  double right[kMarkCount] = {}, marked[kMarkCount] = {}, found[kMarkCount] = {};
  for (const Sample& sample : samples) {
    if (sample.happened.empty() && sample.attribution.empty()) continue;
    const Sample* one = &sample;
    const Matrix outputs = worker->Readings(network, std::span(&one, 1));
    for (uint32_t i = 0; i < sample.size(); ++i) {
      if (!sample.happened.empty() && sample.happened_weight[i] > 0) {
        const double gold = sample.happened[i];
        const double value = std::clamp(outputs(i, internal::kHappened), -kSurest, kSurest);
        ++scores.judged;
        scores.error += std::abs(gold - value);
        gold_sum += gold;
        sum += value;
        gold_squares += gold * gold;
        squares += value * value;
        products += gold * value;
      }
      if (sample.attribution.empty()) continue;
      for (uint32_t k = 0; k < kMarkCount; ++k) {
        const bool gold = (sample.attribution[i] >> k & 1) != 0;
        const bool guess = outputs(i, internal::kFirstMark + k) > 0;
        marked[k] += gold;
        found[k] += guess;
        right[k] += gold && guess;
      }
    }
  }
  if (const double n = scores.judged; n > 0) {
    scores.error /= n;
    scores.correlation =
        (n * products - gold_sum * sum) /
        std::sqrt((n * gold_squares - gold_sum * gold_sum) * (n * squares - sum * sum));
  }
  const auto f1 = [&](Mark mark) {
    const auto k = static_cast<uint32_t>(mark);
    return 2 * right[k] / std::max(1.0, marked[k] + found[k]);
  };
  scores.source = f1(Mark::kSource);
  scores.cue = f1(Mark::kCue);
  scores.content = f1(Mark::kContent);
  return scores;
}

}  // namespace parallax::language::training
