// parallax_train_factuality UDS.tsv TREEBANK.conllu OUTPUT [--hold-out=N]
//
// Trains the regression behind Commitment::factuality on the judgements of UDS-IH2 (columns
// sent_id, token, factual) over the raw text of the treebank's sentences, read by the project's own
// stages. Loss: cross-entropy over the parts of the scale. --hold-out=N keeps every N-th document
// out and prints error and correlation on it after each epoch. Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "server/attribution/attribution.h"
#include "server/claims/claims.h"
#include "server/commitment/internal/factuality.h"
#include "server/commitment/internal/factuality_features.h"
#include "server/commitment/internal/layers.h"
#include "server/commitment/internal/tree_reader.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/text/reader.h"

namespace parallax::commitment::internal {
namespace {

// Judgements lie within about -1.6 .. 1.6 in the corpus.
constexpr double kScale = 3.0 / 1.6;
// Of a thousand readings of the encoder, so many are taken from other words in training.
constexpr uint32_t kStrangeReadings = 90;
constexpr uint32_t kRows = 1 << 16;
// The model is the mean of networks that differ in what they start from and in what was dropped.
constexpr uint32_t kMembers = 3;
constexpr uint32_t kUnits = FactualityModel::kUnits / kMembers;
constexpr uint32_t kParts = FactualityModel::kParts;
static_assert(kUnits * kMembers == FactualityModel::kUnits);

// Upper ends of the parts of the scale but the last: narrow where judgements crowd.
constexpr float kEnds[kParts - 1] = {-2.6f, -2.2f, -2.05f, -1.7f, -0.9f, -0.3f,
                                     0.1f,  0.6f,  1.6f,   1.95f, 2.15f};

uint32_t PartOf(float value) {
  return static_cast<uint32_t>(std::lower_bound(std::begin(kEnds), std::end(kEnds), value) -
                               std::begin(kEnds));
}

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
  FactualityModel::Head head;
  std::vector<float> rows = std::vector<float>(size_t{kRows} * FactualityModel::kUnits, 0);

  std::string File() {
    head.rows = kRows;
    for (uint32_t u = 0; u < FactualityModel::kUnits; ++u) {
      float largest = 1e-6f;
      for (size_t i = u; i < rows.size(); i += FactualityModel::kUnits) {
        largest = std::max(largest, std::abs(rows[i]));
      }
      head.scales[u] = largest / 127;
    }
    std::string out(FactualityModel::kMagic);
    out.append(reinterpret_cast<const char*>(&head), sizeof(head));
    for (size_t i = 0; i < rows.size(); ++i) {
      const float scale = head.scales[i % FactualityModel::kUnits];
      out.push_back(static_cast<char>(static_cast<int8_t>(std::lround(rows[i] / scale))));
    }
    const uint64_t checksum = Checksum(out);
    out.append(reinterpret_cast<const char*>(&checksum), sizeof(checksum));
    return out;
  }
};

class Network {
 public:
  explicit Network(uint32_t seed)
      : rows_(size_t{kRows} * kUnits), row_squares_(rows_.size(), 1e-6f), random_(seed) {
    std::normal_distribution<float> small(0, 0.02f);
    for (float& weight : rows_) weight = small(random_);
    std::normal_distribution<float> normal(0, 0.3f);
    for (auto& part : output_) {
      for (float& weight : part) weight = normal(random_);
    }
    std::fill(std::begin(bias_), std::end(bias_), 0.1f);
    std::fill(&output_squares_[0][0], &output_squares_[0][0] + kParts * kUnits, 1e-6f);
    std::fill(std::begin(part_squares_), std::end(part_squares_), 1.0f);
  }

  void Learn(const Example& example, float rate, float dropout) {
    kept_.clear();
    std::uniform_real_distribution<float> uniform(0, 1);
    for (uint32_t feature : example.features) {
      if (uniform(random_) >= dropout) kept_.push_back(feature);
    }
    float units[kUnits] = {};
    for (uint32_t feature : kept_) {
      const float* const row = &rows_[size_t{feature & (kRows - 1)} * kUnits];
      for (uint32_t u = 0; u < kUnits; ++u) units[u] += row[u];
    }
    // What is left stands for what was dropped.
    for (uint32_t u = 0; u < kUnits; ++u) {
      units[u] = std::max(0.0f, units[u] / (1 - dropout) + bias_[u]);
    }
    float parts[kParts];
    float largest = -1e9f, sum = 0;
    for (uint32_t k = 0; k < kParts; ++k) {
      parts[k] = part_bias_[k];
      for (uint32_t u = 0; u < kUnits; ++u) parts[k] += output_[k][u] * units[u];
      largest = std::max(largest, parts[k]);
    }
    for (float& part : parts) sum += part = std::exp(part - largest);
    const uint32_t truth = PartOf(example.value);
    float slopes[kUnits] = {};
    for (uint32_t k = 0; k < kParts; ++k) {
      const float slope = parts[k] / sum - (k == truth ? 1.0f : 0.0f);
      for (uint32_t u = 0; u < kUnits; ++u) {
        if (units[u] > 0) slopes[u] += slope * output_[k][u];
        Step(&output_[k][u], &output_squares_[k][u], slope * units[u], rate);
      }
      Step(&part_bias_[k], &part_squares_[k], slope, rate);
    }
    for (uint32_t u = 0; u < kUnits; ++u) Step(&bias_[u], &bias_squares_[u], slopes[u], rate);
    for (uint32_t feature : kept_) {
      const size_t row = size_t{feature & (kRows - 1)} * kUnits;
      for (uint32_t u = 0; u < kUnits; ++u) {
        Step(&rows_[row + u], &row_squares_[row + u], slopes[u], rate);
      }
    }
  }

  // Writes this network as the `number`-th part of the mean.
  void AddTo(uint32_t number, Mean* mean) const {
    const uint32_t first = number * kUnits;
    for (uint32_t row = 0; row < kRows; ++row) {
      std::copy_n(&rows_[size_t{row} * kUnits], kUnits,
                  &mean->rows[size_t{row} * FactualityModel::kUnits + first]);
    }
    for (uint32_t u = 0; u < kUnits; ++u) {
      mean->head.bias[first + u] = bias_[u];
      for (uint32_t k = 0; k < kParts; ++k) {
        mean->head.output[first + u][k] = output_[k][u] / kMembers;
      }
    }
    for (uint32_t k = 0; k < kParts; ++k) mean->head.output_bias[k] += part_bias_[k] / kMembers;
  }

 private:
  static void Step(float* weight, float* squares, float gradient, float rate) {
    if (gradient == 0) return;
    *squares += gradient * gradient;
    *weight -= rate * gradient / std::sqrt(*squares);
  }

  std::vector<float> rows_, row_squares_;
  float bias_[kUnits], bias_squares_[kUnits] = {};
  float output_[kParts][kUnits], output_squares_[kParts][kUnits];
  float part_bias_[kParts] = {}, part_squares_[kParts];
  std::vector<uint32_t> kept_;
  std::mt19937 random_;
};

// The model file of the networks, with the median judgement of each part of the scale.
std::string FileOf(const std::vector<Network>& networks, const std::vector<Example>& examples) {
  Mean mean;
  for (uint32_t i = 0; i < networks.size(); ++i) networks[i].AddTo(i, &mean);
  std::vector<std::vector<float>> values(kParts);
  for (const Example& example : examples) {
    if (!example.held_out) values[PartOf(example.value)].push_back(example.value);
  }
  for (uint32_t k = 0; k < kParts; ++k) {
    if (values[k].empty()) values[k].push_back(kEnds[std::min(k, kParts - 2)]);
    std::sort(values[k].begin(), values[k].end());
    mean.head.middles[k] = values[k][values[k].size() / 2];
  }
  return mean.File();
}

// Error and correlation of the file as it is written, on what was held out.
void Report(const std::string& file, const std::vector<Example>& examples, int epoch) {
  const auto model = FactualityModel::Read(file);
  if (!model.ok()) {
    std::cerr << model.status() << "\n";
    return;
  }
  double n = 0, absolute = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (const Example& example : examples) {
    if (!example.held_out) continue;
    const double x = model->Predict(example.features);
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
  // The encoder has read these judgements itself, and is surer here than it is elsewhere: some of
  // its readings are taken from other words, so many that their error is that on unread text.
  std::vector<float> readings = HappenedReadings(*annotation);
  if (!readings.empty() && !claims->claims.empty()) {
    const std::vector<float> read = readings;
    std::mt19937 random(static_cast<uint32_t>(text.size()));
    for (float& reading : readings) {
      if (random() % 1000 >= kStrangeReadings) continue;
      reading = read[claims->claims[random() % claims->claims.size()].head];
    }
  }
  FactualityFeatures features(tree, *claims, std::move(readings));
  std::vector<std::vector<Layer>> layers;
  for (const claims::Claim& claim : claims->claims) layers.push_back(reader.Read(claim));
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
    Example example;
    features.Read(it->second, 0, layers, &example.features);
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
  for (int epoch = 1; epoch <= 3; ++epoch) {
    for (Network& network : networks) {
      for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
      for (uint32_t index : order) network.Learn(examples[index], 0.02f, 0.5f);
    }
    Report(FileOf(networks, examples), examples, epoch);
  }
  const std::string file = FileOf(networks, examples);
  std::ofstream(argv[3], std::ios::binary) << file;
  std::fprintf(stderr, "%s: %zu bytes\n", argv[3], file.size());
  return 0;
}

}  // namespace
}  // namespace parallax::commitment::internal

int main(int argc, char** argv) { return parallax::commitment::internal::Main(argc, argv); }
