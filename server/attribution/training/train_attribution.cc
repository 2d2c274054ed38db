// parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N] [--cue-bias=B] [--kept=K] [--odds=O]
//                            [--folds=N]
//
// Trains the models of the attribution room on articles annotated as PolNeAR is: NAME.txt with
// NAME_ANNOTATOR.ann (brat standoff). The articles pass through the same text, language and sieve
// stages as in service. The filter of cues keeps the share K (0.97) of the tokens in cues; the two
// sequence models are each the mean of a conditional random field and of perceptrons; the ranker
// learns from candidates that models trained on the other N (2) folds found, and takes those whose
// log odds are over O (-0.2). --hold-out=N keeps every N-th article out of training and prints F1
// on it; --cue-bias=B (1.7) makes more candidates. Weights are cut to eight bits at the end.
// Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "server/attribution/internal/candidates.h"
#include "server/attribution/internal/features.h"
#include "server/attribution/internal/report_reading.h"
#include "server/attribution/internal/sequence_model.h"
#include "server/attribution/training/corpus.h"
#include "server/attribution/training/learners.h"
#include "server/language/annotator.h"
#include "server/text/reader.h"

namespace parallax::attribution::internal {
namespace {

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

void AppendLogistic(const std::vector<float>& weights, float threshold, std::string* out) {
  LogisticModel::Shape shape;
  shape.rows = static_cast<uint32_t>(weights.size());
  shape.threshold = threshold;
  const std::string bytes = Quantise(weights, &shape.limit);
  out->append(reinterpret_cast<const char*>(&shape), sizeof(shape));
  out->append(bytes);
}

// Trains the filter of cues and lets it narrow the labels of the examples.
void AppendFilter(double kept, std::vector<Example>* cues, std::string* out) {
  for (Example& example : *cues) example.labels = example.gold;
  const LogisticOptions options;
  const float threshold = ThresholdThatKeeps(*cues, options, kept);
  const std::vector<float> weights = TrainLogistic(*cues, options);
  for (Example& example : *cues) {
    example.allowed.resize(example.gold.size());
    for (size_t i = 0; i < example.gold.size(); ++i) {
      float sum = 0;
      for (uint32_t feature : example.early[i]) sum += weights[feature & (options.rows - 1)];
      example.allowed[i] = sum > threshold ? 0x7 : 1 << kOutside;
      if (sum <= threshold && !example.held_out) example.labels[i] = kOutside;
    }
    Repair(&example.labels);
  }
  AppendLogistic(weights, threshold, out);
}

// The mean of a conditional random field and of perceptrons, whose errors differ.
void AppendModel(const std::vector<Example>& examples, const Size& size, const FieldOptions& field,
                 PerceptronOptions perceptron, uint32_t perceptron_count, float begin_bias,
                 std::string* out) {
  std::vector<Weights> members = {TrainField(examples, size, field)};
  std::vector<Weights> perceptrons;
  for (perceptron.seed = 1; perceptron.seed <= perceptron_count; ++perceptron.seed) {
    perceptrons.push_back(TrainPerceptron(examples, size, perceptron));
  }
  if (!perceptrons.empty()) members.push_back(Mean(perceptrons));
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

struct Article {
  text::Document document;
  language::Annotation annotation;
  std::unique_ptr<ReportReading> reading;
  std::vector<Attribution> sieved;
  std::unique_ptr<Features> features;
  std::vector<GoldItem> gold;
  bool held_out = false;
};

struct Settings {
  float cue_bias = 1.7f;  // of the candidates: how far recall goes before precision
  double kept = 0.97;     // of the tokens in cues by the filter
  float odds = -0.2f;     // of a candidate, over which it is taken; more than 0.36 asks for, as the
                          // encoder has read the articles and is surer here than elsewhere
  uint32_t folds = 2;
};

constexpr LogisticOptions kRanker = {.rows = 1 << 15, .epochs = 8, .rate = 0.03f, .dropout = 0.4f};

// Filter, cues and arguments.
std::string TrainSequences(const Settings& settings, uint32_t perceptrons,
                           std::vector<Example>* cues, const std::vector<Example>& arguments) {
  std::string model = "PLXATTR3";
  AppendFilter(settings.kept, cues, &model);
  std::string of_arguments;
  std::thread beside([&] {
    AppendModel(arguments, {kArgumentLabels, 1 << 16, 1 << 13}, {.epochs = 8, .rate = 0.012f},
                {.epochs = 8}, perceptrons, 0, &of_arguments);
  });
  AppendModel(*cues, {kCueLabels, 1 << 17, 1 << 13}, {.epochs = 7, .rate = 0.01f},
              {.epochs = 5, .miss_cost = 1.5f}, perceptrons, settings.cue_bias, &model);
  beside.join();
  return model + of_arguments;
}

std::string Sealed(std::string model) {
  const uint64_t checksum = Checksum(model);
  model.append(reinterpret_cast<const char*>(&checksum), sizeof(checksum));
  return model;
}

// For the folds, whose models only make candidates.
std::string WithoutRanker(std::string model) {
  AppendLogistic(std::vector<float>(1, 0), 0, &model);
  return model;
}

void AddExamples(const Article& article, uint32_t number, std::vector<Example>* cues,
                 std::vector<Example>* arguments) {
  const Features& features = *article.features;
  for (const text::Sentence& sentence : article.document.sentences()) {
    Example example;
    example.article = number;
    Positions early;
    features.OfCues(sentence.tokens, &early);
    example.early = early.node;
    example.positions = AllOfCues(features, sentence.tokens);
    example.gold.assign(sentence.tokens.size(), kOutside);
    for (const GoldItem& item : article.gold) {
      for (TokenRange range : item.cue) {
        if (sentence.tokens.Contains(range.begin)) {
          Paint(range, sentence.tokens, kBegin, &example.gold);
        }
      }
    }
    Repair(&example.gold);
    cues->push_back(std::move(example));
  }
  for (const GoldItem& item : article.gold) {
    TokenRange cue = item.cue.front();
    const TokenRange sentence = article.document.sentence_of(cue.begin).tokens;
    cue.end = std::min(cue.end, sentence.end);
    Example example;
    example.article = number;
    example.positions = AllOfArguments(features, sentence, cue);
    example.allowed = AllowedBeside(sentence, cue);
    example.labels.assign(sentence.size(), kOutside);
    for (TokenRange range : item.content) {
      Paint(range, sentence, kContentBegin, &example.labels);
    }
    for (TokenRange range : item.source) Paint(range, sentence, kBegin, &example.labels);
    for (uint32_t i = cue.begin; i < cue.end; ++i) example.labels[i - sentence.begin] = kOutside;
    Repair(&example.labels);
    arguments->push_back(std::move(example));
  }
}

// A candidate is right where gold has its cue, or one that overlaps it with the same content.
bool IsRight(const Candidate& candidate, TokenRange sentence, const std::vector<GoldItem>& gold) {
  const std::vector<TokenRange> parts = RangesOf(candidate.labels, kContentBegin, sentence.begin);
  for (const GoldItem& item : gold) {
    for (TokenRange cue : item.cue) {
      if (cue == candidate.cue) return true;
      if (cue.Overlaps(candidate.cue) && !parts.empty() && parts == item.content) return true;
    }
  }
  return false;
}

// Examples for the ranker: the candidates of articles that the models have not seen.
void AddRankings(const Article& article, uint32_t number, const AttributionModels& models,
                 std::vector<Example>* rankings) {
  Workspace workspace;
  for (const text::Sentence& sentence : article.document.sentences()) {
    const std::vector<Candidate> candidates = FindCandidates(
        article.reading->context(), *article.features, models, sentence.tokens, &workspace);
    if (candidates.empty()) continue;
    Example example;
    example.article = number;
    OfCandidates(article.reading->context(), *article.features, article.sieved, sentence.tokens,
                 candidates, &example.early);
    for (const Candidate& candidate : candidates) {
      if (candidate.margin > kCertainMargin) continue;
      example.labels.push_back(IsRight(candidate, sentence.tokens, article.gold) ? kBegin
                                                                                 : kOutside);
    }
    rankings->push_back(std::move(example));
  }
}

int Main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: parallax_train_attribution TRAIN_DIR OUTPUT [--hold-out=N] "
                 "[--cue-bias=B] [--kept=K] [--odds=O] [--folds=N]\n";
    return 2;
  }
  uint32_t hold_out = 0;
  Settings settings;
  for (int i = 3; i < argc; ++i) {
    absl::string_view flag = argv[i];
    const auto is = [&flag](absl::string_view name, auto read, auto* value) {
      return absl::StartsWith(flag, name) && read(flag.substr(name.size()), value);
    };
    const auto whole = [](absl::string_view text, uint32_t* v) {
      return absl::SimpleAtoi(text, v);
    };
    if (is("--hold-out=", whole, &hold_out) || is("--folds=", whole, &settings.folds) ||
        is("--cue-bias=", absl::SimpleAtof, &settings.cue_bias) ||
        is("--odds=", absl::SimpleAtof, &settings.odds) ||
        is("--kept=", absl::SimpleAtod, &settings.kept)) {
      continue;
    }
    std::cerr << "unknown flag " << flag << "\n";
    return 2;
  }
  std::map<std::string, std::filesystem::path> paths;  // the first annotator of each article
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    if (entry.path().extension() != ".ann") continue;
    const std::string stem = entry.path().stem().string();
    std::filesystem::path& path = paths[stem.substr(0, stem.rfind('_'))];
    if (path.empty() || entry.path() < path) path = entry.path();
  }
  auto annotator = language::Annotator::LoadDefault();
  if (!annotator.ok()) {
    std::cerr << annotator.status() << "\n";
    return 1;
  }
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  std::vector<std::unique_ptr<Article>> articles;
  std::vector<Example> cues, arguments, rankings;
  for (const auto& [name, path] : paths) {
    const auto number = static_cast<uint32_t>(articles.size());
    auto article = std::make_unique<Article>();
    article->held_out = hold_out > 0 && number % hold_out == hold_out - 1;
    const CallContext context;
    const std::string text = ReadFile(std::filesystem::path(argv[1]) / (name + ".txt"));
    auto document = text::ReadReport("", text, text::Format::kPlain, {}, context);
    if (!document.ok()) {
      std::cerr << name << ": " << document.status() << "\n";
      return 1;
    }
    article->document = *std::move(document);
    article->annotation = *(*annotator)->Annotate(article->document, context);
    article->reading =
        std::make_unique<ReportReading>(article->document, article->annotation, lexicon);
    for (uint32_t s = 0; s < article->document.sentences().size(); ++s) {
      article->reading->Sieve(s, &article->sieved);
    }
    article->features = std::make_unique<Features>(article->reading->context(), article->sieved);
    article->gold = ReadGold(ReadFile(path), article->document);
    AddExamples(*article, number, &cues, &arguments);
    articles.push_back(std::move(article));
  }
  std::fprintf(stderr, "%zu articles, %zu sentences, %zu attributions\n", articles.size(),
               cues.size(), arguments.size());
  const auto hold = [&](auto held_out) {
    for (Example& example : cues) example.held_out = held_out(example.article);
    for (Example& example : arguments) example.held_out = held_out(example.article);
  };
  for (uint32_t fold = 0; fold < settings.folds; ++fold) {
    const auto in_fold = [&](uint32_t a) { return a / 3 % settings.folds == fold; };
    hold([&](uint32_t a) { return articles[a]->held_out || in_fold(a); });
    const std::string bytes = Sealed(WithoutRanker(TrainSequences(settings, 0, &cues, arguments)));
    const auto models = ReadModels(bytes);
    for (uint32_t a = 0; a < articles.size(); ++a) {
      if (in_fold(a) && !articles[a]->held_out) {
        AddRankings(*articles[a], a, *models, &rankings);
      }
    }
  }
  hold([&](uint32_t a) { return articles[a]->held_out; });
  std::string model = TrainSequences(settings, 3, &cues, arguments);
  AppendLogistic(TrainLogistic(rankings, kRanker), settings.odds, &model);
  model = Sealed(std::move(model));
  std::ofstream(argv[2], std::ios::binary) << model;
  std::fprintf(stderr, "%s: %zu bytes\n", argv[2], model.size());
  return 0;
}

}  // namespace
}  // namespace parallax::attribution::internal

int main(int argc, char** argv) { return parallax::attribution::internal::Main(argc, argv); }
