// parallax_train_factuality UDS.tsv TREEBANK.conllu OUTPUT [--hold-out=N]
//
// Trains the regression behind Commitment::factuality on the judgements of UDS-IH2 (columns
// sent_id, token, factual) over the raw text of the treebank's sentences, read by the project's own
// stages. Loss: absolute error, smoothed near zero. --hold-out=N keeps every N-th document out and
// prints error and correlation on it after each epoch. Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "server/attribution/attribution.h"
#include "server/claims/claims.h"
#include "server/commitment/internal/factuality.h"
#include "server/commitment/internal/layers.h"
#include "server/commitment/internal/tree_reader.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/text/reader.h"

namespace parallax::commitment::internal {
namespace {

// Judgements lie within about -1.6 .. 1.6 in the corpus.
constexpr double kScale = 3.0 / 1.6;
constexpr uint32_t kRows = 1 << 15;
// The model is the mean of networks that differ in what they start from and in what was dropped.
constexpr uint32_t kMembers = 3;
constexpr uint32_t kUnits = FactualityModel::kUnits / kMembers;
constexpr uint32_t kWidth = 1 + kUnits;
static_assert(kUnits * kMembers == FactualityModel::kUnits);

struct Example {
  std::vector<uint32_t> features;
  float value = 0;
  bool held_out = false;
};

std::string ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

struct Judgement {
  uint32_t begin = 0;  // bytes of the text given to the reader
  uint32_t end = 0;
  float value = 0;
  bool held_out = false;
};

// The mean of all networks, as it is written down.
struct Mean {
  std::vector<float> rows = std::vector<float>(size_t{kRows} * (1 + FactualityModel::kUnits), 0);
  float bias[FactualityModel::kUnits] = {};
  float output[FactualityModel::kUnits] = {};
  float output_bias = 0;

  std::string File() const {
    float largest = 1e-6f;
    for (float w : rows) largest = std::max(largest, std::abs(w));
    const float scale = largest / 32767;
    std::string out = "PLXFACT1";
    const auto put = [&out](const void* from, size_t size) {
      out.append(static_cast<const char*>(from), size);
    };
    put(&kRows, 4);
    put(&scale, 4);
    put(bias, sizeof(bias));
    put(output, sizeof(output));
    put(&output_bias, 4);
    for (float w : rows) {
      const auto value = static_cast<int16_t>(std::lround(w / scale));
      put(&value, 2);
    }
    const uint64_t checksum = Checksum(out);
    put(&checksum, 8);
    return out;
  }
};

class Network {
 public:
  explicit Network(uint32_t seed)
      : rows_(size_t{kRows} * kWidth), row_squares_(rows_.size(), 1e-6f), random_(seed) {
    std::normal_distribution<float> normal(0, 0.02f);
    for (size_t i = 0; i < rows_.size(); ++i) rows_[i] = i % kWidth == 0 ? 0 : normal(random_);
    for (uint32_t u = 0; u < kUnits; ++u) {
      bias_[u] = 0.1f;
      output_[u] = u % 2 == 0 ? 0.3f : -0.3f;
    }
  }

  float Forward(const std::vector<uint32_t>& features, float scale, float* hidden) const {
    float sums[kWidth] = {};
    for (uint32_t feature : features) {
      const float* row = &rows_[size_t{feature & (kRows - 1)} * kWidth];
      for (uint32_t i = 0; i < kWidth; ++i) sums[i] += row[i];
    }
    float value = sums[0] * scale + output_bias_;
    for (uint32_t u = 0; u < kUnits; ++u) {
      hidden[u] = std::max(0.0f, sums[u + 1] * scale + bias_[u]);
      value += output_[u] * hidden[u];
    }
    return value;
  }

  void Learn(const Example& example, float rate, float dropout) {
    kept_.clear();
    std::uniform_real_distribution<float> uniform(0, 1);
    for (uint32_t feature : example.features) {
      if (uniform(random_) >= dropout) kept_.push_back(feature);
    }
    float hidden[kUnits];
    // What is left stands for what was dropped.
    const float value = Forward(kept_, 1 / (1 - dropout), hidden);
    // Smooth absolute error; values that the clamp cuts off are right already.
    float error = value - example.value;
    if ((example.value >= 2.99f && value > 3) || (example.value <= -2.99f && value < -3)) error = 0;
    const float slope = std::clamp(error / 0.5f, -1.0f, 1.0f);
    if (slope == 0) return;
    float unit_slope[kUnits];
    for (uint32_t u = 0; u < kUnits; ++u) {
      unit_slope[u] = hidden[u] > 0 ? slope * output_[u] : 0;
      Step(&output_[u], &output_squares_[u], slope * hidden[u], rate);
      Step(&bias_[u], &bias_squares_[u], unit_slope[u], rate);
    }
    Step(&output_bias_, &output_bias_square_, slope, rate);
    for (uint32_t feature : kept_) {
      const size_t row = size_t{feature & (kRows - 1)} * kWidth;
      Step(&rows_[row], &row_squares_[row], slope, rate);
      for (uint32_t u = 0; u < kUnits; ++u) {
        if (unit_slope[u] != 0) {
          Step(&rows_[row + u + 1], &row_squares_[row + u + 1], unit_slope[u], rate);
        }
      }
    }
  }

  // Writes this network as the `number`-th part of the mean.
  void AddTo(uint32_t number, Mean* mean) const {
    for (uint32_t row = 0; row < kRows; ++row) {
      float* const to = &mean->rows[size_t{row} * (1 + FactualityModel::kUnits)];
      const float* const from = &rows_[size_t{row} * kWidth];
      to[0] += from[0] / kMembers;
      std::copy(from + 1, from + kWidth, to + 1 + number * kUnits);
    }
    for (uint32_t u = 0; u < kUnits; ++u) {
      mean->bias[number * kUnits + u] = bias_[u];
      mean->output[number * kUnits + u] = output_[u] / kMembers;
    }
    mean->output_bias += output_bias_ / kMembers;
  }

 private:
  static void Step(float* weight, float* squares, float gradient, float rate) {
    if (gradient == 0) return;
    *squares += gradient * gradient;
    *weight -= rate * gradient / std::sqrt(*squares);
  }

  std::vector<float> rows_, row_squares_;
  float bias_[kUnits] = {}, output_[kUnits] = {}, output_bias_ = 0;
  float bias_squares_[kUnits] = {}, output_squares_[kUnits] = {}, output_bias_square_ = 1;
  std::vector<uint32_t> kept_;
  std::mt19937 random_;
};

void Report(const std::vector<Network>& networks, const std::vector<Example>& examples, int epoch) {
  double n = 0, absolute = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  float hidden[kUnits];
  for (const Example& example : examples) {
    if (!example.held_out) continue;
    double x = 0;
    for (const Network& network : networks) {
      x += network.Forward(example.features, 1, hidden) / networks.size();
    }
    x = std::clamp(x, -3.0, 3.0);
    const double y = example.value;
    ++n;
    absolute += std::abs(x - y);
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  if (n == 0) return;
  const double r = (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  std::fprintf(stderr, "epoch %d: held out %.0f, MAE %.3f, r %.3f\n", epoch, n, absolute / n, r);
}

// Appends the examples of a text of paragraphs.
void AddExamples(const language::Annotator& annotator, const std::string& text,
                 const std::vector<Judgement>& judgements, std::vector<Example>* out) {
  const CallContext context;
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  auto document = text::ReadReport("", text, text::Format::kPlain, {}, context);
  if (!document.ok()) return;
  auto annotation = annotator.Annotate(*document, context);
  auto claims = claims::ExtractClaims(*document, *annotation, lexicon, absl::nullopt, context);
  auto attributions =
      attribution::FindAttributions(*document, *annotation, *claims, lexicon, context);
  const TreeReader tree(*document, *annotation, lexicon);
  const LayerReader reader(tree, *attributions);
  std::vector<std::pair<ByteRange, uint32_t>> predicates;
  for (uint32_t c = 0; c < claims->claims.size(); ++c) {
    predicates.emplace_back(document->bytes(claims->claims[c].predicate), c);
  }
  std::sort(predicates.begin(), predicates.end());
  for (const Judgement& judgement : judgements) {
    const ByteRange place = {judgement.begin, judgement.end};
    auto it = std::lower_bound(
        predicates.begin(), predicates.end(), place,
        [](const auto& predicate, ByteRange range) { return predicate.first.begin < range.begin; });
    while (it != predicates.begin() && std::prev(it)->first.end > place.begin) --it;
    if (it == predicates.end() || !it->first.Overlaps(place)) continue;
    const claims::Claim& claim = claims->claims[it->second];
    Example example;
    example.features = FactualityFeatures(tree, claim, reader.Read(claim));
    example.value = judgement.value;
    example.held_out = judgement.held_out;
    out->push_back(std::move(example));
  }
}

int Main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: parallax_train_factuality UDS.tsv TREEBANK.conllu OUTPUT [--hold-out=N]\n";
    return 2;
  }
  uint32_t hold_out = 0;
  for (int i = 4; i < argc; ++i) {
    const absl::string_view flag = argv[i];
    if (!absl::StartsWith(flag, "--hold-out=") || !absl::SimpleAtoi(flag.substr(11), &hold_out)) {
      std::cerr << "unknown flag " << flag << "\n";
      return 2;
    }
  }
  auto annotator = language::Annotator::LoadDefault();
  auto sentences = language::ReadConllu(ReadFile(argv[2]));
  if (!annotator.ok() || !sentences.ok()) {
    std::cerr << annotator.status() << " " << sentences.status() << "\n";
    return 1;
  }
  std::map<std::string, std::map<uint32_t, float>> judged;  // sentence, token from 0
  size_t name_column = 0, token_column = 0, value_column = 0;
  bool header = true;
  for (absl::string_view line : absl::StrSplit(ReadFile(argv[1]), '\n')) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    if (header) {
      for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == "sent_id") name_column = i;
        if (columns[i] == "token") token_column = i;
        if (columns[i] == "factual") value_column = i;
      }
      header = false;
      continue;
    }
    uint32_t token = 0;
    double value = 0;
    if (columns.size() <= std::max({name_column, token_column, value_column}) ||
        !absl::SimpleAtoi(columns[token_column], &token) || token == 0 ||
        !absl::SimpleAtod(columns[value_column], &value)) {
      continue;
    }
    judged[columns[name_column]][token - 1] =
        static_cast<float>(std::clamp(value * kScale, -3.0, 3.0));
  }
  std::vector<Example> examples;
  std::string text;
  std::vector<Judgement> judgements;
  uint32_t number = 0, in_text = 0;
  std::string last_document;
  for (const language::ConlluSentence& sentence : *sentences) {
    const auto id = language::Comment(sentence, "sent_id");
    const auto it = id ? judged.find(std::string(*id)) : judged.end();
    if (it == judged.end()) continue;
    // Sentences of one document stay together.
    const absl::string_view document = absl::string_view(*id).substr(0, id->rfind('-'));
    if (document != last_document) ++number;
    last_document = std::string(document);
    const bool held_out = hold_out > 0 && number % hold_out == hold_out - 1;
    for (uint32_t i = 0; i < sentence.words.size(); ++i) {
      const uint32_t begin = static_cast<uint32_t>(text.size());
      text += sentence.words[i].form;
      const auto value = it->second.find(i);
      if (value != it->second.end()) {
        judgements.push_back({begin, static_cast<uint32_t>(text.size()), value->second, held_out});
      }
      if (sentence.words[i].space_after) text += " ";
    }
    text += "\n\n";
    if (++in_text == 200) {
      AddExamples(**annotator, text, judgements, &examples);
      text.clear();
      judgements.clear();
      in_text = 0;
    }
  }
  AddExamples(**annotator, text, judgements, &examples);
  std::fprintf(stderr, "%zu examples\n", examples.size());
  std::vector<Network> networks;
  for (uint32_t seed = 1; seed <= kMembers; ++seed) networks.emplace_back(seed);
  std::mt19937 random(1);
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].held_out) order.push_back(i);
  }
  for (int epoch = 1; epoch <= 5; ++epoch) {
    for (Network& network : networks) {
      for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
      for (uint32_t index : order) network.Learn(examples[index], 0.005f, 0.2f);
    }
    Report(networks, examples, epoch);
  }
  Mean mean;
  for (uint32_t i = 0; i < kMembers; ++i) networks[i].AddTo(i, &mean);
  const std::string file = mean.File();
  std::ofstream(argv[3], std::ios::binary) << file;
  std::fprintf(stderr, "%s: %zu bytes\n", argv[3], file.size());
  return 0;
}

}  // namespace
}  // namespace parallax::commitment::internal

int main(int argc, char** argv) { return parallax::commitment::internal::Main(argc, argv); }
