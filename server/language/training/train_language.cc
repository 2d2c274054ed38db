// Trains the neural model and writes its file. See --help.
// Deterministic: fixed seeds, two workers whose gradients are summed in order.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/language/annotator.h"
#include "server/language/internal/model_file.h"
#include "server/language/training/corpus.h"
#include "server/language/training/evaluate.h"
#include "server/language/training/export.h"
#include "server/language/training/lexicon.h"
#include "server/language/training/network.h"
#include "server/language/training/readings.h"
#include "server/language/training/vectors.h"

ABSL_FLAG(std::string, data, "", "folder with treebank/, silver/ and plain/");
ABSL_FLAG(std::string, self_test, "", "CoNLL-U file whose sentences the model replays on load");
ABSL_FLAG(std::string, out, "", "model file to write");
ABSL_FLAG(std::string, checkpoint, "",
          "path whose names with .0, .1, ... keep the parameters of the best epoch of each round");
ABSL_FLAG(std::string, report, "",
          "trains nothing, only prints the dev figures of this model file");
ABSL_FLAG(uint32_t, first_round, 0, "round to begin with, from the checkpoint of the one before");
ABSL_FLAG(
    uint32_t, rounds, 4,
    "rounds of training, each with the learning rate raised anew; the model is the average of "
    "the last two");
ABSL_FLAG(uint32_t, epochs, 14, "passes over the treebanks in round 0");
ABSL_FLAG(uint32_t, later_epochs, 10, "passes over the treebanks in every later round");
ABSL_FLAG(uint32_t, seed, 3, "of the first parameters and of all that is drawn");

namespace parallax::language::training {
namespace {

constexpr uint32_t kBatchWords = 900;
constexpr float kFirstRate = 2e-3f;
constexpr float kLaterRate = 1e-3f;
constexpr float kLastRate = 5e-5f;
constexpr uint32_t kWarmup = 200;
// Words of silver text for every word of gold text.
constexpr double kSilverShare = 0.8;
constexpr uint32_t kLongestSentence = 90;
// The network that is kept follows the one that is trained: one part in so many, every so often.
constexpr uint64_t kFollowEvery = 20;
constexpr float kFollowShare = 0.025f;
// One sentence of so many in capitals throughout.
constexpr size_t kCapitalsEvery = 50;
// Root mean square of the word vectors that training begins with.
constexpr float kVectorSize = 0.12f;

// Of a point of the readings beside a point of LAS, where the best epoch is chosen.
constexpr double kReadingShare = 0.2;

using Batch = std::vector<const Sample*>;

std::vector<const Sample*> Shuffled(const std::vector<Sample>& samples, std::mt19937* random) {
  std::vector<const Sample*> order;
  for (const Sample& sample : samples) {
    if (sample.size() <= kLongestSentence) order.push_back(&sample);
  }
  std::shuffle(order.begin(), order.end(), *random);
  return order;
}

void Cut(const std::vector<const Sample*>& order, size_t* next, uint64_t words,
         std::vector<Batch>* batches) {
  uint64_t taken = 0;
  Batch batch;
  uint32_t size = 0;
  while (taken < words && *next < order.size()) {
    const Sample* sample = order[(*next)++];
    batch.push_back(sample);
    size += sample->size();
    taken += sample->size();
    if (size >= kBatchWords) {
      batches->push_back(std::move(batch));
      batch.clear();
      size = 0;
    }
  }
  if (!batch.empty()) batches->push_back(std::move(batch));
}

Losses TrainBatch(const Batch& batch, float rate, std::vector<std::mt19937>* randoms,
                  std::vector<Worker>* workers, Adam* adam, Network* network) {
  uint32_t words = 0;
  for (const Sample* sample : batch) words += sample->size();
  size_t middle = 0;
  for (uint32_t half = 0; half * 2 < words && middle + 1 < batch.size();) {
    half += batch[middle++]->size();
  }
  const std::span<const Sample* const> all(batch);
  Losses second;
  std::thread other(
      [&] { second = (*workers)[1].Train(*network, all.subspan(middle), words, &(*randoms)[1]); });
  Losses losses;
  if (middle > 0) {
    losses = (*workers)[0].Train(*network, all.first(middle), words, &(*randoms)[0]);
  }
  other.join();
  adam->Step(rate, *workers, network);
  losses.tags += second.tags;
  losses.arcs += second.arcs;
  losses.labels += second.labels;
  losses.entities += second.entities;
  losses.readings += second.readings;
  losses.words += second.words;
  return losses;
}

Scores Evaluate(const Network& network, const std::vector<Sample>& samples, Worker* worker) {
  Scores total;
  std::vector<const Sample*> batch;
  uint32_t words = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    batch.push_back(&samples[i]);
    words += samples[i].size();
    if (words < 2000 && i + 1 < samples.size()) continue;
    const Scores scores = worker->Evaluate(network, batch);
    total.words += scores.words;
    total.tags += scores.tags;
    total.heads += scores.heads;
    total.labelled += scores.labelled;
    batch.clear();
    words = 0;
  }
  return total;
}

struct Corpora {
  std::vector<Example> gold;  // EWT, then GUM
  size_t web = 0;             // sentences of EWT
  std::vector<Example> silver;
  std::vector<std::vector<std::string>> plain;
};

absl::StatusOr<Corpora> ReadCorpora(const std::string& data) {
  Corpora corpora;
  for (const char* name : {"ewt", "gum"}) {
    PARALLAX_ASSIGN_OR_RETURN(
        std::vector<Example> treebank,
        ReadTreebank(absl::StrCat(data, "/treebank/", name, "-train.conllu")));
    if (corpora.gold.empty()) corpora.web = treebank.size();
    std::move(treebank.begin(), treebank.end(), std::back_inserter(corpora.gold));
  }
  PARALLAX_ASSIGN_OR_RETURN(corpora.silver,
                            ReadSilver(absl::StrCat(data, "/silver/polnear-train.conll")));
  PARALLAX_RETURN_IF_ERROR(
      AddJudgements(absl::StrCat(data, "/factuality/uds-train.tsv"), &corpora.gold));
  PARALLAX_RETURN_IF_ERROR(
      AddAttributions(absl::StrCat(data, "/attribution/train"), &corpora.silver));
  PARALLAX_ASSIGN_OR_RETURN(corpora.plain,
                            ReadPlain(absl::StrCat(data, "/plain/bbc-news-2004.txt")));
  return corpora;
}

// Word vectors over all the text there is.
Matrix Vectors(const Corpora& corpora, const Lexicon& lexicon, uint32_t seed) {
  std::vector<std::vector<uint32_t>> sentences;
  for (const Example& example : corpora.gold) sentences.push_back(lexicon.Rows(example.forms));
  for (const Example& example : corpora.silver) sentences.push_back(lexicon.Rows(example.forms));
  for (const auto& sentence : corpora.plain) sentences.push_back(lexicon.Rows(sentence));
  return LearnVectors(sentences, static_cast<uint32_t>(lexicon.words()) + 1, kVectorSize, seed);
}

// All sentences, every second one of EWT twice, whose texts are the most varied, and some in the
// manner of headlines or in capitals.
std::vector<Sample> GoldSamples(const Corpora& corpora, const Lexicon& lexicon) {
  std::vector<Example> again;
  for (size_t i = 0; i < corpora.web; i += 2) again.push_back(corpora.gold[i]);
  std::vector<Sample> samples;
  for (const std::vector<Example>& examples : {corpora.gold, again, MakeHeadlines(corpora.gold),
                                               MakeCapitals(corpora.gold, kCapitalsEvery)}) {
    std::vector<Sample> more = lexicon.MakeSamples(examples, false, true);
    std::move(more.begin(), more.end(), std::back_inserter(samples));
  }
  return samples;
}

std::vector<Sample> SilverSamples(const Corpora& corpora, const Lexicon& lexicon) {
  std::vector<Sample> samples = lexicon.MakeSamples(corpora.silver, true, true);
  std::vector<Sample> capitals =
      lexicon.MakeSamples(MakeCapitals(corpora.silver, kCapitalsEvery), true, true);
  std::move(capitals.begin(), capitals.end(), std::back_inserter(samples));
  return samples;
}

absl::Status Train(const std::string& data, const Corpora& corpora, const Lexicon& lexicon,
                   const std::string& checkpoint, const std::string& from, float first_rate,
                   uint32_t epochs, uint32_t seed) {
  const std::vector<Sample> gold_samples = GoldSamples(corpora, lexicon);
  const std::vector<Sample> silver_samples = SilverSamples(corpora, lexicon);
  std::vector<std::vector<Sample>> dev;
  for (const char* name : {"ewt", "gum"}) {
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<Example> examples,
                              ReadTreebank(absl::StrCat(data, "/treebank/", name, "-dev.conllu")));
    dev.push_back(lexicon.MakeSamples(examples, false, false));
  }
  PARALLAX_ASSIGN_OR_RETURN(std::vector<Example> judged,
                            ReadTreebank(absl::StrCat(data, "/treebank/ewt-dev.conllu")));
  PARALLAX_RETURN_IF_ERROR(AddJudgements(absl::StrCat(data, "/factuality/uds-dev.tsv"), &judged));
  const std::vector<Sample> judged_samples = lexicon.MakeSamples(judged, false, false);
  PARALLAX_ASSIGN_OR_RETURN(std::vector<Example> attributed,
                            ReadSilver(absl::StrCat(data, "/silver/polnear-dev.conll")));
  PARALLAX_RETURN_IF_ERROR(AddAttributions(absl::StrCat(data, "/attribution/dev"), &attributed));
  const std::vector<Sample> attributed_samples = lexicon.MakeSamples(attributed, true, false);
  Network network(lexicon.sizes(), seed);
  if (from.empty()) {
    network.SetWords(Vectors(corpora, lexicon, seed));
    std::cerr << "vectors done" << std::endl;
  } else {
    std::ifstream file(from, std::ios::binary);
    if (!network.Load(lexicon.row_hashes(), &file))
      return absl::DataLossError(absl::StrCat("cannot read ", from));
  }
  Network kept = network;
  std::vector<Worker> workers;
  for (int i = 0; i < 2; ++i) workers.emplace_back(network);
  Adam adam(network);
  std::mt19937 random(seed + 14);
  std::vector<std::mt19937> randoms = {std::mt19937(seed + 16), std::mt19937(seed + 20)};

  uint64_t gold_words = 0;
  for (const Sample& sample : gold_samples) gold_words += sample.size();
  const uint64_t silver_words =
      static_cast<uint64_t>(kSilverShare * static_cast<double>(gold_words));
  const double total_steps =
      static_cast<double>(epochs) * static_cast<double>(gold_words + silver_words) / kBatchWords;
  std::cerr << gold_samples.size() << " gold, " << silver_samples.size() << " silver sentences, "
            << lexicon.words() << " words, " << total_steps << " steps" << std::endl;
  std::vector<const Sample*> silver_order;
  size_t silver_next = 0;
  uint64_t step = 0;
  double best = 0;
  const auto start = std::chrono::steady_clock::now();
  for (uint32_t epoch = 0; epoch < epochs; ++epoch) {
    std::vector<Batch> batches;
    const std::vector<const Sample*> gold_order = Shuffled(gold_samples, &random);
    size_t next = 0;
    Cut(gold_order, &next, gold_words, &batches);
    if (silver_next >= silver_order.size()) {
      silver_order = Shuffled(silver_samples, &random);
      silver_next = 0;
    }
    Cut(silver_order, &silver_next, silver_words, &batches);
    std::shuffle(batches.begin(), batches.end(), random);
    Losses total;
    for (const Batch& batch : batches) {
      ++step;
      const double done = std::min(1.0, static_cast<double>(step) / total_steps);
      const float warm = std::min(1.0f, static_cast<float>(step) / kWarmup);
      const float rate =
          warm * (kLastRate + (first_rate - kLastRate) * static_cast<float>(1.0 - done));
      const Losses losses = TrainBatch(batch, rate, &randoms, &workers, &adam, &network);
      total.tags += losses.tags;
      total.arcs += losses.arcs;
      total.labels += losses.labels;
      total.entities += losses.entities;
      total.readings += losses.readings;
      total.words += losses.words;
      if (step % kFollowEvery == 0) {
        const float even = 2.0f * static_cast<float>(kFollowEvery) / static_cast<float>(step);
        kept.MoveTo(network, std::clamp(even, kFollowShare, 1.0f));
      }
      if (step % 100 == 0) {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::cerr << "step " << step << " " << seconds << " s, loss: tags "
                  << total.tags / total.words << " arcs " << total.arcs / total.words << " labels "
                  << total.labels / total.words << " entities " << total.entities / total.words
                  << " readings " << total.readings / total.words << std::endl;
        total = Losses();
      }
    }
    double sum = 0;
    std::cerr << "epoch " << epoch;
    for (const std::vector<Sample>& samples : dev) {
      const Scores scores = Evaluate(kept, samples, &workers[0]);
      const double words = scores.words;
      std::cerr << "  dev tags " << scores.tags / words << " UAS " << scores.heads / words
                << " LAS " << scores.labelled / words;
      sum += scores.labelled / words;
    }
    const ReadingScores judged_scores = EvaluateReadings(kept, judged_samples, &workers[0]);
    const ReadingScores attributed_scores = EvaluateReadings(kept, attributed_samples, &workers[0]);
    std::cerr << "  happened MAE " << judged_scores.error << " r " << judged_scores.correlation
              << "  source " << attributed_scores.source << " cue " << attributed_scores.cue
              << " content " << attributed_scores.content << std::endl;
    sum += kReadingShare *
           (judged_scores.correlation + attributed_scores.cue + attributed_scores.content);
    if (sum > best) {
      best = sum;
      std::ofstream file(checkpoint, std::ios::binary);
      kept.Save(lexicon.row_hashes(), &file);
    }
  }
  return absl::OkStatus();
}

// What the model card quotes.
absl::Status Report(const std::string& data, const std::string& model) {
  const internal::AlignedBytes bytes(model);
  PARALLAX_ASSIGN_OR_RETURN(const std::unique_ptr<const Annotator> annotator,
                            Annotator::Load(bytes.view()));
  for (const char* name : {"ewt", "gum"}) {
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<Example> examples,
                              ReadTreebank(absl::StrCat(data, "/treebank/", name, "-dev.conllu")));
    std::cout << name << " dev: " << Evaluate(*annotator, examples).Print() << std::endl;
  }
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Example> silver,
                            ReadSilver(absl::StrCat(data, "/silver/polnear-dev.conll")));
  std::cout << "silver dev: " << Evaluate(*annotator, silver).Print() << std::endl;
  return absl::OkStatus();
}

absl::Status Run() {
  const std::string data = absl::GetFlag(FLAGS_data);
  if (!absl::GetFlag(FLAGS_report).empty()) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string model, ReadFile(absl::GetFlag(FLAGS_report)));
    return Report(data, model);
  }
  PARALLAX_ASSIGN_OR_RETURN(const Corpora corpora, ReadCorpora(data));
  const Lexicon lexicon = Lexicon::Build(corpora.gold, corpora.silver, corpora.plain);
  const uint32_t seed = absl::GetFlag(FLAGS_seed);
  const uint32_t rounds = absl::GetFlag(FLAGS_rounds);
  const auto checkpoint = [](uint32_t round) {
    return absl::StrCat(absl::GetFlag(FLAGS_checkpoint), ".", round);
  };
  for (uint32_t round = absl::GetFlag(FLAGS_first_round); round < rounds; ++round) {
    PARALLAX_RETURN_IF_ERROR(
        round == 0 ? Train(data, corpora, lexicon, checkpoint(0), "", kFirstRate,
                           absl::GetFlag(FLAGS_epochs), seed)
                   : Train(data, corpora, lexicon, checkpoint(round), checkpoint(round - 1),
                           kLaterRate, absl::GetFlag(FLAGS_later_epochs), seed + 2 * round));
  }
  Network network(lexicon.sizes(), seed);
  for (uint32_t round = rounds > 1 ? rounds - 2 : 0; round < rounds; ++round) {
    Network last(lexicon.sizes(), seed);
    std::ifstream in(checkpoint(round), std::ios::binary);
    if (!last.Load(lexicon.row_hashes(), &in)) {
      return absl::DataLossError(absl::StrCat("cannot read ", checkpoint(round)));
    }
    if (round + 2 == rounds || rounds == 1) {
      network = last;
    } else {
      network.MoveTo(last, 0.5f);
    }
  }
  PARALLAX_ASSIGN_OR_RETURN(const std::string self_test, ReadFile(absl::GetFlag(FLAGS_self_test)));
  PARALLAX_ASSIGN_OR_RETURN(const std::string model,
                            ExportModel(network, lexicon, corpora.gold, self_test));
  std::ofstream file(absl::GetFlag(FLAGS_out), std::ios::binary);
  file << model;
  file.close();
  if (!file) return absl::UnavailableError("cannot write the model");
  return Report(data, model);
}

}  // namespace
}  // namespace parallax::language::training

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Trains the neural model of server/language.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = parallax::language::training::Run();
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
