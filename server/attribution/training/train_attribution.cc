// parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N]
//
// Trains the two sequence models of the attribution room on articles annotated as PolNeAR is:
// NAME.txt with NAME_ANNOTATOR.ann (brat standoff). The articles pass through the same text,
// language and sieve stages as in service. Conditional random fields; weights are cut to eight bits
// at the end. --hold-out=N keeps every N-th article out of
// training and prints F1 on it after each epoch. Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/attribution/internal/features.h"
#include "server/attribution/internal/report_reading.h"
#include "server/attribution/internal/sequence_model.h"
#include "server/attribution/internal/trained.h"
#include "server/claims/claims.h"
#include "server/language/annotator.h"
#include "server/text/offsets.h"
#include "server/text/reader.h"

namespace parallax::attribution::internal {
namespace {

struct GoldItem {
  std::vector<TokenRange> source, cue, content;
};

struct Example {
  std::vector<Position> positions;
  std::vector<uint8_t> labels;
  std::vector<uint8_t> allowed;
  bool held_out = false;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// Begin and end of each token in code points of the body.
std::vector<std::pair<uint32_t, uint32_t>> TokenPlaces(const text::Document& document) {
  const text::OffsetMap map(document.section(text::Section::kBody), text::Encoding::kUtf32);
  std::vector<std::pair<uint32_t, uint32_t>> places;
  for (const text::Token& token : document.tokens()) {
    places.emplace_back(map.FromByte(token.bytes.begin), map.FromByte(token.bytes.end));
  }
  return places;
}

TokenRange Cover(const std::vector<std::pair<uint32_t, uint32_t>>& places, uint32_t begin,
                 uint32_t end) {
  const auto first = std::upper_bound(
      places.begin(), places.end(), begin,
      [](uint32_t value, const std::pair<uint32_t, uint32_t>& p) { return value < p.second; });
  const auto last = std::lower_bound(
      places.begin(), places.end(), end,
      [](const std::pair<uint32_t, uint32_t>& p, uint32_t value) { return p.first < value; });
  const auto b = static_cast<uint32_t>(first - places.begin());
  const auto e = static_cast<uint32_t>(last - places.begin());
  return b < e ? TokenRange{b, e} : TokenRange{};
}

std::vector<GoldItem> ReadGold(const std::string& text,
                               const std::vector<std::pair<uint32_t, uint32_t>>& places) {
  std::map<std::string, std::pair<std::string, std::vector<TokenRange>>> bounds;
  std::vector<GoldItem> items;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 2) continue;
    if (line[0] == 'T') {
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(columns[1], absl::MaxSplits(' ', 1));
      auto& entry = bounds[columns[0]];
      entry.first = absl::AsciiStrToLower(parts.first);
      for (absl::string_view place : absl::StrSplit(parts.second, ';')) {
        const std::vector<std::string> ends = absl::StrSplit(place, ' ', absl::SkipEmpty());
        uint32_t begin = 0, end = 0;
        if (ends.size() == 2 && absl::SimpleAtoi(ends[0], &begin) &&
            absl::SimpleAtoi(ends[1], &end)) {
          const TokenRange range = Cover(places, begin, end);
          if (!range.empty()) entry.second.push_back(range);
        }
      }
    } else if (line[0] == 'E') {
      GoldItem item;
      for (absl::string_view target : absl::StrSplit(columns[1], ' ', absl::SkipEmpty())) {
        const std::vector<std::string> sides = absl::StrSplit(target, ':');
        const auto it = sides.size() == 2 ? bounds.find(sides[1]) : bounds.end();
        if (it == bounds.end() || absl::StartsWith(sides[0], "Attribution")) continue;
        auto& ranges = it->second.first == "source" ? item.source
                       : it->second.first == "cue"  ? item.cue
                                                    : item.content;
        ranges.insert(ranges.end(), it->second.second.begin(), it->second.second.end());
      }
      if (!item.cue.empty()) items.push_back(std::move(item));
    }
  }
  return items;
}

void Paint(TokenRange range, TokenRange sentence, Label begin, std::vector<uint8_t>* labels) {
  const uint32_t from = std::max(range.begin, sentence.begin);
  const uint32_t to = std::min(range.end, sentence.end);
  for (uint32_t i = from; i < to; ++i) {
    (*labels)[i - sentence.begin] = i == from ? begin : begin + 1;
  }
}

// Inside labels whose begin was painted over become begins.
void Repair(std::vector<uint8_t>* labels) {
  uint8_t previous = kOutside;
  for (uint8_t& label : *labels) {
    if (!MayFollow(previous, label)) label = label - 1;
    previous = label;
  }
}

// A conditional random field, trained by stochastic gradient descent with a step size of its own
// for each weight (AdaGrad), with features dropped at random, and averaged over the later epochs.
class Learner {
 public:
  struct Options {
    int epochs = 8;
    int averaged_from = 3;  // the first epoch whose steps enter the average
    float rate = 0.1f;
    float dropout = 0.3f;
  };

  Learner(int labels, uint32_t node_rows, uint32_t edge_rows)
      : labels_(labels),
        node_rows_(node_rows),
        edge_rows_(edge_rows),
        node_(size_t{node_rows} * labels),
        edge_(size_t{edge_rows} * labels * labels) {}

  void Train(const std::vector<Example>& examples, const Options& options, const char* name) {
    std::mt19937 random(1);
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < examples.size(); ++i) {
      if (!examples[i].held_out) order.push_back(i);
    }
    for (int epoch = 1; epoch <= options.epochs; ++epoch) {
      for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
      averaging_ = epoch >= options.averaged_from;
      loss_ = 0;
      for (uint32_t index : order) {
        if (averaging_) ++steps_;
        Learn(examples[index], options, &random);
      }
      std::fprintf(stderr, "%s epoch %d: loss %.4f", name, epoch, loss_ / order.size());
      Report(examples);
    }
    node_.Average(steps_);
    edge_.Average(steps_);
  }

  void AppendTo(float begin_bias, std::string* out) const {
    SequenceModel::Shape shape;
    shape.labels = labels_;
    shape.node_rows = node_rows_;
    shape.edge_rows = edge_rows_;
    std::string node = Quantise(node_.value, &shape.node_limit);
    std::string edge = Quantise(edge_.value, &shape.edge_limit);
    shape.begin_bias = begin_bias;
    out->append(reinterpret_cast<const char*>(&shape), sizeof(shape));
    out->append(node);
    out->append(edge);
  }

 private:
  // Weights with the sums of their squared slopes and, for the average, of steps times time.
  struct Weights {
    explicit Weights(size_t size) : value(size, 0), squares(size, 1e-4f), late(size, 0) {}
    void Step(size_t i, float slope, float rate, double time) {
      squares[i] += slope * slope;
      const float by = rate * slope / std::sqrt(squares[i]);
      value[i] -= by;
      late[i] -= by * time;
    }
    void Average(double steps) { value = Averaged(steps); }
    std::vector<float> Averaged(double steps) const {
      std::vector<float> average = value;
      if (steps > 0) {
        for (size_t i = 0; i < value.size(); ++i) {
          average[i] -= static_cast<float>(late[i] / steps);
        }
      }
      return average;
    }
    std::vector<float> value, squares;
    std::vector<double> late;
  };

  struct Scores {
    std::vector<float> node, edge;
  };
  Scores ScoresOf(const std::vector<Position>& positions, const std::vector<float>& node_weights,
                  const std::vector<float>& edge_weights, float scale) const {
    const size_t size = positions.size();
    Scores scores;
    scores.node.assign(size * labels_, 0);
    scores.edge.assign(size * labels_ * labels_, 0);
    for (size_t i = 0; i < size; ++i) {
      for (uint32_t feature : positions[i].node) {
        const float* row = &node_weights[size_t{feature & (node_rows_ - 1)} * labels_];
        for (int label = 0; label < labels_; ++label)
          scores.node[i * labels_ + label] += row[label];
      }
      for (uint32_t feature : positions[i].edge) {
        const float* row = &edge_weights[size_t{feature & (edge_rows_ - 1)} * labels_ * labels_];
        for (int pair = 0; pair < labels_ * labels_; ++pair) {
          scores.edge[i * labels_ * labels_ + pair] += row[pair];
        }
      }
    }
    for (float& score : scores.node) score *= scale;
    for (float& score : scores.edge) score *= scale;
    return scores;
  }

  void Learn(const Example& example, const Options& options, std::mt19937* random) {
    const size_t size = example.positions.size();
    const int labels = labels_;
    const auto keep = static_cast<uint32_t>((1 - options.dropout) * 4294967295.0);
    kept_.resize(size);
    for (size_t i = 0; i < size; ++i) {
      const auto thin = [&](const std::vector<uint32_t>& from, std::vector<uint32_t>* to) {
        to->clear();
        for (uint32_t feature : from) {
          if ((*random)() <= keep) to->push_back(feature);
        }
      };
      thin(example.positions[i].node, &kept_[i].node);
      thin(example.positions[i].edge, &kept_[i].edge);
    }
    Scores scores = ScoresOf(kept_, node_.value, edge_.value, 1 / (1 - options.dropout));
    // Forward and backward sums, in logarithms.
    constexpr float kNever = -1e30f;
    std::vector<float> forward(size * labels, kNever), backward(size * labels, kNever);
    const auto allowed = [&](size_t i, int label) { return example.allowed[i] >> label & 1; };
    const auto sum = [](const float* terms, int count) {
      const float most = *std::max_element(terms, terms + count);
      if (most <= kNever) return kNever;
      float total = 0;
      for (int t = 0; t < count; ++t) total += std::exp(terms[t] - most);
      return most + std::log(total);
    };
    float terms[8];
    for (size_t i = 0; i < size; ++i) {
      for (int label = 0; label < labels; ++label) {
        if (!allowed(i, label)) continue;
        const float node = scores.node[i * labels + label];
        if (i == 0) {
          if (MayFollow(kOutside, label)) forward[label] = node;
          continue;
        }
        for (int before = 0; before < labels; ++before) {
          const float so_far = forward[(i - 1) * labels + before];
          terms[before] = so_far <= kNever || !MayFollow(before, label)
                              ? kNever
                              : so_far + scores.edge[(i * labels + before) * labels + label];
        }
        const float reached = sum(terms, labels);
        if (reached > kNever) forward[i * labels + label] = reached + node;
      }
    }
    for (size_t i = size; i-- > 0;) {
      for (int label = 0; label < labels; ++label) {
        if (i + 1 == size) {
          backward[i * labels + label] = 0;
          continue;
        }
        for (int after = 0; after < labels; ++after) {
          const float rest = backward[(i + 1) * labels + after];
          terms[after] = rest <= kNever || !MayFollow(label, after) || !allowed(i + 1, after)
                             ? kNever
                             : rest + scores.edge[((i + 1) * labels + label) * labels + after] +
                                   scores.node[(i + 1) * labels + after];
        }
        backward[i * labels + label] = sum(terms, labels);
      }
    }
    const float all = sum(&forward[(size - 1) * labels], labels);
    const double time = averaging_ ? static_cast<double>(steps_ - 1) : 0;
    std::vector<float> slopes(labels * labels);
    for (size_t i = 0; i < size; ++i) {
      bool any = false;
      for (int label = 0; label < labels; ++label) {
        const float at = forward[i * labels + label] + backward[i * labels + label] - all;
        const float p = at < -30 ? 0 : std::exp(at);
        slopes[label] = p - (label == example.labels[i] ? 1 : 0);
        if (label == example.labels[i]) loss_ -= std::log(std::max(p, 1e-9f));
        any = any || std::abs(slopes[label]) > 1e-3f;
      }
      if (any) {
        for (uint32_t feature : kept_[i].node) {
          const size_t row = size_t{feature & (node_rows_ - 1)} * labels;
          for (int label = 0; label < labels; ++label) {
            if (std::abs(slopes[label]) > 1e-4f) {
              node_.Step(row + label, slopes[label], options.rate, time);
            }
          }
        }
      }
      if (i == 0) continue;
      any = false;
      for (int before = 0; before < labels; ++before) {
        for (int label = 0; label < labels; ++label) {
          const int pair = before * labels + label;
          float at = forward[(i - 1) * labels + before] + backward[i * labels + label] - all +
                     scores.node[i * labels + label] + scores.edge[i * labels * labels + pair];
          if (!MayFollow(before, label) || !allowed(i, label)) at = kNever;
          const float p = at < -30 ? 0 : std::exp(std::min(at, 0.0f));
          const bool right = before == example.labels[i - 1] && label == example.labels[i];
          slopes[pair] = p - (right ? 1 : 0);
          any = any || std::abs(slopes[pair]) > 1e-3f;
        }
      }
      if (!any) continue;
      for (uint32_t feature : kept_[i].edge) {
        const size_t row = size_t{feature & (edge_rows_ - 1)} * labels * labels;
        for (int pair = 0; pair < labels * labels; ++pair) {
          if (std::abs(slopes[pair]) > 1e-4f) {
            edge_.Step(row + pair, slopes[pair], options.rate, time);
          }
        }
      }
    }
  }

  // Held-out F1 of begin..end spans with averaged weights.
  void Report(const std::vector<Example>& examples) const {
    const std::vector<float> node = node_.Averaged(steps_), edge = edge_.Averaged(steps_);
    double hit[2] = {}, predicted[2] = {}, gold[2] = {};
    for (const Example& example : examples) {
      if (!example.held_out) continue;
      const Scores scores = ScoresOf(example.positions, node, edge, 1);
      const std::vector<uint8_t> guess =
          Viterbi(labels_, scores.node, scores.edge, example.allowed);
      for (int kind = 0; kind < 2; ++kind) {
        const Label begin = kind == 0 ? kBegin : kContentBegin;
        const std::vector<TokenRange> g = RangesOf(example.labels, begin, 0);
        const std::vector<TokenRange> s = RangesOf(guess, begin, 0);
        for (TokenRange range : s) hit[kind] += std::find(g.begin(), g.end(), range) != g.end();
        predicted[kind] += s.size();
        gold[kind] += g.size();
      }
    }
    for (int kind = 0; kind < 2 && gold[kind] > 0; ++kind) {
      const double p = hit[kind] / std::max(1.0, predicted[kind]), r = hit[kind] / gold[kind];
      std::fprintf(stderr, "  P %.3f R %.3f F1 %.3f", p, r, 2 * p * r / std::max(1e-9, p + r));
    }
    std::fprintf(stderr, "\n");
  }

  static std::string Quantise(const std::vector<float>& weights, float* limit) {
    *limit = 1e-6f;
    for (float w : weights) *limit = std::max(*limit, std::abs(w));
    std::string bytes(weights.size(), '\0');
    for (size_t i = 0; i < weights.size(); ++i) {
      bytes[i] = static_cast<char>(Pack(weights[i], *limit));
    }
    return bytes;
  }

  const int labels_;
  const uint32_t node_rows_, edge_rows_;
  Weights node_, edge_;
  std::vector<Position> kept_;
  bool averaging_ = false;
  uint64_t steps_ = 0;
  double loss_ = 0;
};

int Main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N] "
                 "[--cue-bias=B]\n";
    return 2;
  }
  uint32_t hold_out = 0;
  float cue_bias = 0.75f;
  for (int i = 3; i < argc; ++i) {
    absl::string_view flag = argv[i];
    if (absl::StartsWith(flag, "--hold-out=") && absl::SimpleAtoi(flag.substr(11), &hold_out)) {
      continue;
    }
    if (absl::StartsWith(flag, "--cue-bias=") && absl::SimpleAtof(flag.substr(11), &cue_bias)) {
      continue;
    }
    std::cerr << "unknown flag " << flag << "\n";
    return 2;
  }
  std::map<std::string, std::filesystem::path> articles;  // the first annotator of each
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    if (entry.path().extension() != ".ann") continue;
    const std::string stem = entry.path().stem().string();
    std::filesystem::path& path = articles[stem.substr(0, stem.rfind('_'))];
    if (path.empty() || entry.path() < path) path = entry.path();
  }
  auto annotator = language::Annotator::LoadDefault();
  if (!annotator.ok()) {
    std::cerr << annotator.status() << "\n";
    return 1;
  }
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  std::vector<Example> cues, arguments;
  uint32_t number = 0;
  for (const auto& [name, path] : articles) {
    const bool held_out = hold_out > 0 && number++ % hold_out == hold_out - 1;
    const CallContext context;
    const std::string text = ReadFile(std::filesystem::path(argv[1]) / (name + ".txt"));
    auto document = text::ReadReport("", text, text::Format::kPlain, {}, context);
    if (!document.ok()) {
      std::cerr << name << ": " << document.status() << "\n";
      return 1;
    }
    auto annotation = (*annotator)->Annotate(*document, context);
    const ReportReading reading(*document, *annotation, lexicon);
    std::vector<Attribution> sieved;
    for (uint32_t s = 0; s < document->sentences().size(); ++s) reading.Sieve(s, &sieved);
    const Features features(reading.context(), sieved);
    const std::vector<GoldItem> gold = ReadGold(ReadFile(path), TokenPlaces(*document));
    for (const text::Sentence& sentence : document->sentences()) {
      Example example;
      example.held_out = held_out;
      example.positions = features.OfCues(sentence.tokens);
      example.labels.assign(sentence.tokens.size(), kOutside);
      example.allowed.assign(sentence.tokens.size(), 0x7);
      for (const GoldItem& item : gold) {
        for (TokenRange range : item.cue) {
          if (sentence.tokens.Contains(range.begin)) {
            Paint(range, sentence.tokens, kBegin, &example.labels);
          }
        }
      }
      Repair(&example.labels);
      cues.push_back(std::move(example));
    }
    for (const GoldItem& item : gold) {
      TokenRange cue = item.cue.front();
      const TokenRange sentence = document->sentence_of(cue.begin).tokens;
      cue.end = std::min(cue.end, sentence.end);
      Example example;
      example.held_out = held_out;
      example.positions = features.OfArguments(cue);
      example.allowed = AllowedBeside(sentence, cue);
      example.labels.assign(sentence.size(), kOutside);
      for (TokenRange range : item.content) {
        Paint(range, sentence, kContentBegin, &example.labels);
      }
      for (TokenRange range : item.source) Paint(range, sentence, kBegin, &example.labels);
      Paint(cue, sentence, kOutside, &example.labels);
      for (uint32_t i = cue.begin; i < cue.end; ++i) example.labels[i - sentence.begin] = kOutside;
      Repair(&example.labels);
      arguments.push_back(std::move(example));
    }
  }
  std::fprintf(stderr, "%zu articles, %zu sentences, %zu attributions\n", articles.size(),
               cues.size(), arguments.size());
  std::string model = "PLXATTR1";
  Learner cue_learner(kCueLabels, 1 << 18, 1 << 13);
  cue_learner.Train(cues, {.epochs = 7, .rate = 0.01f, .dropout = 0.5f}, "cues");
  cue_learner.AppendTo(cue_bias, &model);
  Learner argument_learner(kArgumentLabels, 1 << 17, 1 << 13);
  argument_learner.Train(arguments, {.epochs = 8, .rate = 0.012f, .dropout = 0.5f}, "arguments");
  argument_learner.AppendTo(0, &model);
  const uint64_t checksum = Checksum(model);
  model.append(reinterpret_cast<const char*>(&checksum), sizeof(checksum));
  std::ofstream(argv[2], std::ios::binary) << model;
  std::fprintf(stderr, "%s: %zu bytes\n", argv[2], model.size());
  return 0;
}

}  // namespace
}  // namespace parallax::attribution::internal

int main(int argc, char** argv) { return parallax::attribution::internal::Main(argc, argv); }
