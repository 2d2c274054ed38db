// parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N] [--cue-bias=B]
//
// Trains the two sequence models of the attribution room on articles annotated as PolNeAR is:
// NAME.txt with NAME_ANNOTATOR.ann (brat standoff). The articles pass through the same text,
// language and sieve stages as in service. The mean of conditional random fields and of
// perceptrons; weights are cut to eight bits at the end. --hold-out=N keeps every N-th article out
// of training and prints F1 on it after each epoch; --cue-bias=B (0.9) favours finding cues over
// being sure of them. Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
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
#include "server/attribution/training/learners.h"
#include "server/claims/claims.h"
#include "server/language/annotator.h"
#include "server/text/offsets.h"
#include "server/text/reader.h"

namespace parallax::attribution::internal {
namespace {

struct GoldItem {
  std::vector<TokenRange> source, cue, content;
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

// The features of both, position by position.
Positions Joined(const Positions& one, const Positions& other) {
  Positions both;
  for (size_t i = 0; i < one.size(); ++i) {
    both.node.Append(one.node[i]);
    both.node.Append(other.node[i]);
    both.node.Close();
    both.edge.Append(one.edge[i]);
    both.edge.Append(other.edge[i]);
    both.edge.Close();
  }
  return both;
}

Positions AllOfCues(const Features& features, TokenRange sentence) {
  Positions some, rest;
  features.OfCues(sentence, &some);
  features.OfLikelyCues(sentence, std::vector<uint8_t>(sentence.size(), 1), &rest);
  return Joined(some, rest);
}

Positions AllOfArguments(const Features& features, TokenRange sentence, TokenRange cue) {
  Positions own, beside;
  features.OfArguments(cue, &own);
  features.BesideCue({sentence.begin, cue.end}, false, &beside);
  features.BesideCue({cue.end, sentence.end}, true, &beside);
  return Joined(own, beside);
}

std::string Quantise(const std::vector<float>& weights, float* limit) {
  *limit = 1e-6f;
  for (float w : weights) *limit = std::max(*limit, std::abs(w));
  std::string bytes(weights.size(), '\0');
  for (size_t i = 0; i < weights.size(); ++i) {
    bytes[i] = static_cast<char>(Pack(weights[i], *limit));
  }
  return bytes;
}

// Trains the filter of cues and lets it narrow the labels of the examples.
void AppendFilter(std::vector<Example>* cues, std::string* out) {
  CueFilter::Shape shape;
  const FilterOptions options;
  const std::vector<float> weights = TrainFilter(*cues, options, &shape.threshold);
  shape.rows = options.rows;
  const std::string bytes = Quantise(weights, &shape.limit);
  const CueFilter filter(shape, {reinterpret_cast<const int8_t*>(bytes.data()), bytes.size()});
  for (Example& example : *cues) {
    const std::vector<uint8_t> likely = filter.Likely(example.early);
    example.allowed = AllowedCues(likely);
    if (example.held_out) continue;
    for (size_t i = 0; i < likely.size(); ++i) {
      if (!likely[i]) example.labels[i] = kOutside;
    }
    Repair(&example.labels);
  }
  out->append(reinterpret_cast<const char*>(&shape), sizeof(shape));
  out->append(bytes);
}

// The mean of a conditional random field and of perceptrons, whose errors differ.
void AppendModel(const std::vector<Example>& examples, const Size& size, const FieldOptions& field,
                 PerceptronOptions perceptron, float begin_bias, std::string* out) {
  std::vector<Weights> members = {TrainField(examples, size, field)};
  std::vector<Weights> perceptrons;
  for (perceptron.seed = 1; perceptron.seed <= 3; ++perceptron.seed) {
    perceptrons.push_back(TrainPerceptron(examples, size, perceptron));
  }
  members.push_back(Mean(perceptrons));
  const Weights weights = Mean(members);
  Report(examples, weights, size);
  SequenceModel::Shape shape;
  shape.labels = size.labels;
  shape.node_rows = size.node_rows;
  shape.edge_rows = size.edge_rows;
  const std::string node = Quantise(weights.node, &shape.node_limit);
  const std::string edge = Quantise(weights.edge, &shape.edge_limit);
  shape.begin_bias = begin_bias;
  out->append(reinterpret_cast<const char*>(&shape), sizeof(shape));
  out->append(node);
  out->append(edge);
}

int Main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N] "
                 "[--cue-bias=B]\n";
    return 2;
  }
  uint32_t hold_out = 0;
  float cue_bias = 0.9f;
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
      Positions early;
      features.OfCues(sentence.tokens, &early);
      example.early = early.node;
      example.positions = AllOfCues(features, sentence.tokens);
      example.labels.assign(sentence.tokens.size(), kOutside);
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
      example.positions = AllOfArguments(features, sentence, cue);
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
  std::string model = "PLXATTR2";
  AppendFilter(&cues, &model);
  AppendModel(cues, {kCueLabels, 1 << 18, 1 << 13}, {.epochs = 7, .rate = 0.01f},
              {.epochs = 5, .miss_cost = 1.5f}, cue_bias, &model);
  AppendModel(arguments, {kArgumentLabels, 1 << 17, 1 << 13}, {.epochs = 8, .rate = 0.012f},
              {.epochs = 8}, 0, &model);
  const uint64_t checksum = Checksum(model);
  model.append(reinterpret_cast<const char*>(&checksum), sizeof(checksum));
  std::ofstream(argv[2], std::ios::binary) << model;
  std::fprintf(stderr, "%s: %zu bytes\n", argv[2], model.size());
  return 0;
}

}  // namespace
}  // namespace parallax::attribution::internal

int main(int argc, char** argv) { return parallax::attribution::internal::Main(argc, argv); }
