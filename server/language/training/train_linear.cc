// Trains the linear model: parallax_train_language DATA OUT, where DATA holds treebank/ and
// silver/. Deterministic: fixed seeds, one thread a perceptron.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/form.h"
#include "server/language/internal/linear_model.h"
#include "server/language/internal/linear_parser.h"
#include "server/language/internal/linear_tagger.h"
#include "server/language/training/corpus.h"
#include "server/language/training/lemma_trainer.h"
#include "server/language/training/oracle.h"
#include "server/language/training/perceptron.h"

namespace parallax::language::training {
namespace {

using internal::FeatureList;
using internal::FormFeatures;
using internal::Move;
using internal::ParserState;
using internal::Tag;
using internal::TagInventory;

constexpr int kTaggerEpochs = 8;
constexpr int kParserEpochs = 12;
constexpr int kEntityEpochs = 6;
constexpr int kFolds = 4;
constexpr size_t kMaxTags = 250;
constexpr size_t kTaggerEntries = 600'000;
constexpr size_t kParserEntries = 1'100'000;
constexpr size_t kEntityEntries = 300'000;

// A sentence as the features see it.
struct Item {
  const Example* example;
  std::vector<FormFeatures> forms;
  std::vector<uint8_t> gold;  // tags
  std::vector<uint8_t> tags;  // as a tagger gives them that has not seen the sentence
};

std::vector<Item> MakeItems(const std::vector<Example>& examples, const TagInventory& inventory) {
  std::vector<Item> items;
  std::string normalized;
  std::string lower;
  for (const Example& example : examples) {
    Item item{&example, {}, {}, {}};
    for (const std::string& form : example.forms) {
      item.forms.push_back(internal::ComputeFormFeatures(form, &normalized, &lower));
    }
    for (const Tag& tag : example.tags) item.gold.push_back(inventory.Closest(tag));
    items.push_back(std::move(item));
  }
  return items;
}

TagInventory MakeInventory(const std::vector<Example>& examples) {
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
  return TagInventory(std::move(tags));
}

uint8_t Argmax(const std::vector<float>& scores, uint32_t size) {
  return static_cast<uint8_t>(std::max_element(scores.begin(), scores.begin() + size) -
                              scores.begin());
}

void ApplyTagger(const Perceptron& tagger, uint32_t classes, Item* item) {
  FeatureList features;
  std::vector<float> scores(internal::kMaxClasses);
  item->tags.resize(item->forms.size());
  for (uint32_t i = 0; i < item->forms.size(); ++i) {
    internal::TagFeatures(item->forms, std::span(item->tags).first(i), i, &features);
    tagger.Score(features, scores);
    item->tags[i] = Argmax(scores, classes);
  }
}

Perceptron TrainTagger(const std::vector<const Item*>& items, uint32_t classes) {
  Perceptron tagger(classes);
  std::mt19937 random(7);
  std::vector<const Item*> order = items;
  std::vector<float> scores(internal::kMaxClasses);
  std::vector<uint8_t> tags;
  FeatureList features;
  for (int epoch = 0; epoch < kTaggerEpochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    for (const Item* item : order) {
      tags.resize(item->forms.size());
      for (uint32_t i = 0; i < item->forms.size(); ++i) {
        internal::TagFeatures(item->forms, std::span(tags).first(i), i, &features);
        tagger.Score(features, scores);
        tags[i] = Argmax(scores, classes);
        if (tags[i] != item->gold[i]) tagger.Update(features, item->gold[i], tags[i]);
        tagger.Tick();
      }
    }
  }
  tagger.Average();
  return tagger;
}

// Every sentence is tagged by a tagger trained on the other folds.
void JackknifeTags(std::vector<Item>* items, uint32_t classes) {
  const auto work = [&](int first, int step) {
    for (int fold = first; fold < kFolds; fold += step) {
      std::vector<const Item*> rest;
      for (size_t i = 0; i < items->size(); ++i) {
        if (static_cast<int>(i % kFolds) != fold) rest.push_back(&(*items)[i]);
      }
      const Perceptron tagger = TrainTagger(rest, classes);
      for (size_t i = 0; i < items->size(); ++i) {
        if (static_cast<int>(i % kFolds) == fold) ApplyTagger(tagger, classes, &(*items)[i]);
      }
    }
  };
  std::thread other(work, 1, 2);
  work(0, 2);
  other.join();
}

uint32_t Best(const ParserState& state, const std::vector<float>& scores) {
  uint32_t best = internal::kActions;
  for (uint32_t action = 0; action < internal::kActions; ++action) {
    if ((best == internal::kActions || scores[action] > scores[best]) && state.May(action)) {
      best = action;
    }
  }
  return best;
}

// The best-scored action among those that lose the fewest gold arcs, and whether `chosen` is such.
uint32_t BestGold(const ParserState& state, const Oracle& oracle, const std::vector<float>& scores,
                  uint32_t chosen, bool* chosen_is_gold) {
  uint32_t least = ~0u;
  uint32_t best = internal::kActions;
  *chosen_is_gold = false;
  for (Move move : {Move::kShift, Move::kLeft, Move::kRight}) {
    if (!state.May(move)) continue;
    const uint32_t cost = oracle.Cost(state, move);
    const uint32_t action = oracle.ActionOf(state, move);
    if (cost > least) continue;
    if (cost < least) *chosen_is_gold = false;
    if (cost < least || scores[action] > scores[best]) best = action;
    least = cost;
    *chosen_is_gold |= action == chosen;
  }
  return best;
}

Perceptron TrainParser(const std::vector<Item>& items, const TagInventory& inventory) {
  Perceptron parser(internal::kActions);
  std::mt19937 random(11);
  std::vector<const Item*> order;
  for (const Item& item : items) order.push_back(&item);
  std::vector<float> scores(internal::kMaxClasses);
  FeatureList features;
  ParserState state;
  for (int epoch = 0; epoch < kParserEpochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    size_t decisions = 0;
    size_t errors = 0;
    for (const Item* item : order) {
      const Oracle oracle(*item->example);
      state.Reset(item->example->size());
      while (!state.Done()) {
        internal::ParserFeatures(state, item->forms, item->tags, inventory, &features);
        parser.Score(features, scores);
        const uint32_t chosen = Best(state, scores);
        bool is_gold = false;
        const uint32_t gold = BestGold(state, oracle, scores, chosen, &is_gold);
        if (!is_gold) parser.Update(features, gold, chosen);
        parser.Tick();
        ++decisions;
        errors += !is_gold;
        // Follow mistakes most of the time, to learn what to do after one.
        const bool explore = epoch > 0 && random() % 10 != 0;
        state.Apply(is_gold || explore ? chosen : gold);
      }
    }
    std::cerr << "parser epoch " << epoch << ": errors "
              << static_cast<double>(errors) / static_cast<double>(decisions) << std::endl;
  }
  parser.Average();
  return parser;
}

Perceptron TrainEntities(const std::vector<const Item*>& items) {
  Perceptron entities(internal::kEntityLabels);
  std::mt19937 random(13);
  std::vector<const Item*> order = items;
  std::vector<float> scores(internal::kMaxClasses);
  std::vector<uint8_t> labels;
  FeatureList features;
  for (int epoch = 0; epoch < kEntityEpochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    for (const Item* item : order) {
      labels.resize(item->forms.size());
      uint8_t before = 0;
      for (uint32_t i = 0; i < item->forms.size(); ++i) {
        internal::EntityFeatures(item->forms, item->tags, std::span(labels).first(i), i, &features);
        entities.Score(features, scores);
        uint8_t best = 0;
        for (uint8_t label = 1; label < internal::kEntityLabels; ++label) {
          if (scores[label] > scores[best] && internal::MayFollow(before, label)) best = label;
        }
        const uint8_t gold = item->example->labels[i];
        if (gold != kUnknownLabel && gold != best) entities.Update(features, gold, best);
        entities.Tick();
        // The gold history where it is known keeps long names together.
        labels[i] = before = gold != kUnknownLabel && epoch < 2 ? gold : best;
      }
    }
  }
  entities.Average();
  return entities;
}

// Accuracy of both on held-out sentences, with weights as they are before they are cut and packed.
void Report(const Perceptron& tagger, const Perceptron& parser, const TagInventory& inventory,
            const char* name, std::vector<Item> items) {
  size_t words = 0;
  size_t tags = 0;
  size_t arcs = 0;
  FeatureList features;
  ParserState state;
  std::vector<float> scores(internal::kMaxClasses);
  for (Item& item : items) {
    ApplyTagger(tagger, inventory.size(), &item);
    state.Reset(item.example->size());
    while (!state.Done()) {
      internal::ParserFeatures(state, item.forms, item.tags, inventory, &features);
      parser.Score(features, scores);
      state.Apply(Best(state, scores));
    }
    for (uint32_t i = 0; i < item.example->size(); ++i) {
      ++words;
      tags += inventory[item.tags[i]].upos == item.example->tags[i].upos;
      arcs += state.node(i).head == item.example->heads[i] &&
              Universal(state.node(i).relation) == Universal(item.example->relations[i]);
    }
  }
  std::cerr << name << " dev: UPOS " << static_cast<double>(tags) / static_cast<double>(words)
            << " LAS " << static_cast<double>(arcs) / static_cast<double>(words) << std::endl;
}

absl::Status WriteModel(const std::string& path, std::vector<internal::ModelSection> sections) {
  const std::string bytes = internal::WriteModelFile(sections);
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

// The answers of the new model to the self-test sentences.
absl::StatusOr<std::string> Answers(const std::vector<internal::ModelSection>& sections,
                                    const std::string& self_test) {
  const internal::AlignedBytes bytes(internal::WriteModelFile(sections));
  PARALLAX_ASSIGN_OR_RETURN(const std::unique_ptr<const Annotator> annotator,
                            Annotator::Load(bytes.view()));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<ConlluSentence> sentences, ReadConllu(self_test));
  const text::Document document = DocumentFromConllu(sentences);
  PARALLAX_ASSIGN_OR_RETURN(const Annotation annotation,
                            annotator->Annotate(document, CallContext()));
  std::string answers;
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &answers);
  }
  return answers;
}

absl::Status Train(const std::string& data, const std::string& self_test_path,
                   const std::string& out) {
  std::vector<Example> examples;
  for (const char* name : {"ewt", "gum"}) {
    PARALLAX_ASSIGN_OR_RETURN(
        std::vector<Example> treebank,
        ReadTreebank(absl::StrCat(data, "/treebank/", name, "-train.conllu")));
    std::move(treebank.begin(), treebank.end(), std::back_inserter(examples));
  }
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Example> silver,
                            ReadSilver(absl::StrCat(data, "/silver/polnear-train.conll")));
  PARALLAX_ASSIGN_OR_RETURN(const std::string self_test, ReadFile(self_test_path));
  const TagInventory inventory = MakeInventory(examples);
  std::vector<Item> items = MakeItems(examples, inventory);
  std::vector<Item> silver_items = MakeItems(silver, inventory);
  std::cerr << examples.size() << " sentences, " << inventory.size() << " tags, " << silver.size()
            << " silver sentences" << std::endl;

  std::vector<internal::ModelSection> sections;
  sections.push_back({internal::kInventorySection, inventory.Write()});
  sections.push_back({internal::kLemmaSection, TrainLemmas(examples)});
  JackknifeTags(&items, inventory.size());
  std::vector<const Item*> all;
  for (const Item& item : items) all.push_back(&item);
  std::string tagger_section;
  std::string entity_section;
  Perceptron tagger(inventory.size());
  std::thread other([&] {
    tagger = TrainTagger(all, inventory.size());
    tagger_section = tagger.Export(kTaggerEntries);
    std::vector<const Item*> news = all;
    for (Item& item : silver_items) {
      ApplyTagger(tagger, inventory.size(), &item);
      news.push_back(&item);
    }
    std::cerr << "tagger done" << std::endl;
    entity_section = TrainEntities(news).Export(kEntityEntries);
    std::cerr << "entities done" << std::endl;
  });
  const Perceptron parser = TrainParser(items, inventory);
  other.join();
  for (const char* name : {"ewt", "gum"}) {
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<Example> dev,
                              ReadTreebank(absl::StrCat(data, "/treebank/", name, "-dev.conllu")));
    Report(tagger, parser, inventory, name, MakeItems(dev, inventory));
  }
  sections.push_back({internal::kTaggerSection, std::move(tagger_section)});
  sections.push_back({internal::kParserSection, parser.Export(kParserEntries)});
  sections.push_back({internal::kEntitySection, std::move(entity_section)});
  sections.push_back({internal::kSelfTestSection, ""});
  PARALLAX_ASSIGN_OR_RETURN(sections.back().bytes, Answers(sections, self_test));
  for (const internal::ModelSection& section : sections) {
    std::cerr << "section " << section.id << ": " << section.bytes.size() << " bytes" << std::endl;
  }
  return WriteModel(out, std::move(sections));
}

}  // namespace
}  // namespace parallax::language::training

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: parallax_train_language DATA SELF_TEST.conllu OUT\n";
    return 2;
  }
  const absl::Status status = parallax::language::training::Train(argv[1], argv[2], argv[3]);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
