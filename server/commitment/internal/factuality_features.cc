#include "server/commitment/internal/factuality_features.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "server/base/feature_hash.h"
#include "server/commitment/internal/factuality.h"

namespace parallax::commitment::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Xpos;

constexpr uint64_t kNoWord = 77;

}  // namespace

std::vector<float> HappenedReadings(const language::Annotation& annotation) {
  std::vector<float> readings;
  if (!annotation.has_readings()) return readings;
  const size_t size = annotation.words().size();
  readings.reserve(size);
  for (uint32_t i = 0; i < size; ++i) readings.push_back(annotation.reading(i).happened);
  return readings;
}

FactualityFeatures::FactualityFeatures(const TreeReader& tree, const claims::ClaimSet& claims,
                                       std::vector<float> readings)
    : tree_(tree), claims_(claims), readings_(std::move(readings)) {
  const size_t size = tree.annotation().words().size();
  words_.reserve(size);
  for (uint32_t i = 0; i < size; ++i) words_.push_back(HashText(tree.lemma(i)));
}

void FactualityFeatures::Add(uint64_t kind, std::initializer_list<uint64_t> values) {
  uint64_t hash = kind * 7919 + 1;
  for (uint64_t value : values) hash = Mix(hash, value + 1);
  out_->push_back(static_cast<uint32_t>(hash ^ (hash >> 32)));
}

uint64_t FactualityFeatures::WordOfChild(uint32_t token, Relation plain) const {
  for (uint32_t child : tree_.annotation().children(token)) {
    if (Universal(tree_.word(child).relation) == plain) return word(child);
  }
  return kNoWord;
}

uint64_t FactualityFeatures::Auxiliaries(uint32_t token) const {
  uint64_t hash = 0;
  for (uint32_t child : tree_.annotation().children(token)) {
    if (Universal(tree_.word(child).relation) == Relation::kAux) hash = Mix(hash, word(child));
  }
  return hash;
}

void FactualityFeatures::ReadProfile(uint32_t sentence) {
  if (profile_.sentence == sentence) return;
  profile_ = {};
  profile_.sentence = sentence;
  const TokenRange tokens = tree_.document().sentences()[sentence].tokens;
  profile_.root = tokens.begin;
  for (uint32_t i = tokens.begin; i < tokens.end; ++i) {
    const language::Word& word = tree_.word(i);
    const std::string& lemma = tree_.lemma(i);
    if (word.head == kNoToken) profile_.root = i;
    profile_.past |= word.xpos == Xpos::kVbd;
    profile_.modal |= word.xpos == Xpos::kMd;
    profile_.present |= word.xpos == Xpos::kVbp || word.xpos == Xpos::kVbz;
    profile_.question |= lemma == "?";
    profile_.exclamation |= lemma == "!";
    profile_.condition |= lemma == "if" || lemma == "would" || lemma == "unless";
    profile_.second_person |= lemma == "you";
    profile_.first_person |= lemma == "i" || lemma == "we";
  }
}

void FactualityFeatures::AddPredicate(const claims::Claim& claim) {
  const uint32_t me = claim.head;
  const uint64_t w = word(me), p = tag(me), r = relation(me);
  Add(0, {0});
  Add(1, {w});
  Add(2, {p});
  Add(3, {w, p});
  Add(4, {r, p});
  Add(5, {static_cast<uint64_t>(claim.kind) * 4 + static_cast<uint64_t>(claim.voice), p});
  Add(6, {tree_.word(me).features & 0x1ff, p});
  Add(7, {w, r});
  uint64_t subject = 0;
  modal_ = mark_ = 0;
  for (uint32_t c : tree_.annotation().children(me)) {
    const Relation cr = Universal(tree_.word(c).relation);
    const uint64_t cw = word(c);
    Add(8, {static_cast<uint64_t>(cr), cw});
    Add(9, {static_cast<uint64_t>(cr), p});
    if (cr == Relation::kAux || cr == Relation::kCop) {
      Add(10, {HashText(tree_.text(c)), p});
      Add(11, {cw, w});
      if (tree_.word(c).xpos == Xpos::kMd || modal_ == 0) modal_ = cw;
    }
    if (cr == Relation::kMark || cr == Relation::kCase) mark_ = Mix(mark_, cw);
    if (cr == Relation::kNsubj) subject = cw;
  }
  const uint32_t negator = tree_.Negator(me);
  negated_ = negator != kNoToken;
  const uint64_t negation = negated_ ? word(negator) : 0;
  Add(12, {modal_, negation, p});
  Add(13, {modal_, negation, r, mark_});
  Add(14, {mark_, r, p});
  Add(15, {subject, modal_, p});
  Add(16, {subject, p, negated_});
  Add(17, {w, negated_});
}

// Lemma, tag, modal and negation of the heads above, by the relations between.
void FactualityFeatures::AddGovernors(const claims::Claim& claim) {
  const uint32_t me = claim.head;
  const uint64_t w = word(me), p = tag(me);
  uint32_t at = me;
  uint64_t path = 0;
  for (int step = 0; step < 2; ++step) {
    path = Mix(path, relation(at));
    at = tree_.word(at).head;
    if (at == kNoToken) break;
    uint64_t modal = 0;
    for (uint32_t c : tree_.annotation().children(at)) {
      if (Universal(tree_.word(c).relation) == Relation::kAux) modal = word(c);
    }
    const uint64_t negated = tree_.Negator(at) != kNoToken;
    const uint64_t level = 20 + step * 10;
    Add(level, {path});
    Add(level + 1, {path, word(at)});
    Add(level + 2, {path, tag(at), p});
    Add(level + 3, {path, modal, negated});
    Add(level + 4, {path, word(at), negated, mark_});
    Add(level + 5, {path, tag(at), mark_, modal});
    if (step == 0) Add(level + 6, {path, word(at), w});
  }
  Add(50, {path, at == kNoToken});
}

// What holds of the claims whose clauses hold this one passes on to it: "if you find a shop that
// sells it".
void FactualityFeatures::AddParents(const claims::Claim& claim, uint32_t first_claim,
                                    std::span<const std::vector<Layer>> layers) {
  const uint64_t p = tag(claim.head), r = relation(claim.head);
  uint32_t parent = claim.parent;
  uint64_t chain = Mix(1, r);
  for (int step = 0; step < 2; ++step) {
    const uint64_t level = 100 + step * 10;
    if (parent == claims::kNoClaim) {
      Add(level, {step == 0 ? p : 0, r});
      break;
    }
    const claims::Claim& above = claims_.claims[parent];
    const std::vector<Layer>& over = layers[parent - first_claim];
    const uint32_t head = above.head;
    const auto value = static_cast<uint64_t>(Decide(over).value);
    const uint64_t negated = tree_.Negator(head) != kNoToken;
    const uint64_t auxiliaries = Auxiliaries(head);
    chain = Mix(chain, value * 2 + negated);
    Add(level, {r, p, value, negated});
    Add(level + 2, {r, p, tag(head), auxiliaries, relation(head)});
    Add(level + 3, {r, word(head), auxiliaries});
    Add(level + 4, {chain, p});
    uint64_t rules = 5;
    for (const Layer& layer : over) {
      const uint64_t rule = HashText(layer.rule);
      rules = Mix(rules, rule);
      Add(level + 5, {rule, p, r});
    }
    Add(level + 1, {r, p, rules});
    Add(level + 6,
        {tag(head), p, r, WordOfChild(head, Relation::kMark), WordOfChild(head, Relation::kNsubj)});
    parent = above.parent;
  }
}

void FactualityFeatures::AddNeighbours(const claims::Claim& claim) {
  const TokenRange sentence = tree_.document().sentences()[claim.sentence].tokens;
  const uint64_t p = tag(claim.head);
  for (int offset = -2; offset <= 2; ++offset) {
    const int64_t place = static_cast<int64_t>(claim.head) + offset;
    if (offset == 0 || place < sentence.begin || place >= sentence.end) continue;
    Add(55 + offset, {word(static_cast<uint32_t>(place))});
    Add(60 + offset, {tag(static_cast<uint32_t>(place)), p});
  }
}

void FactualityFeatures::AddSentence(const claims::Claim& claim) {
  ReadProfile(claim.sentence);
  const Profile& s = profile_;
  const TokenRange tokens = tree_.document().sentences()[claim.sentence].tokens;
  const uint32_t root = s.root;
  const uint64_t p = tag(claim.head), r = relation(claim.head);
  const uint64_t auxiliaries = Auxiliaries(claim.head);
  Add(70, {s.question, p, r});
  Add(71, {s.condition, p});
  Add(72, {s.second_person, s.first_person, p});
  Add(73, {s.question, s.condition, modal_, negated_});
  Add(74, {word(tokens.begin)});
  Add(160, {s.past, s.modal, s.present, p});
  Add(161, {s.past, s.modal, s.present, s.question, p, auxiliaries});
  Add(162, {tag(root), Auxiliaries(root), p, r});
  Add(163, {word(root), tag(root)});
  Add(164, {word(root), p});
  Add(165, {std::min<uint64_t>(tokens.size() / 5, 8), p});
  Add(166, {s.second_person, s.first_person, s.past, p, r});
  Add(167, {s.exclamation, p});
  Add(168, {tag(root), WordOfChild(root, Relation::kNsubj), p});
  Add(169, {tree_.word(root).features & 0x1ff, s.question, p, claim.head == root});
}

// What the encoder makes of the word by itself, in steps, beside what was read of it.
void FactualityFeatures::AddReading(const claims::Claim& claim, const std::vector<Layer>& layers) {
  if (readings_.empty()) return;
  const auto level = [&](uint32_t token, float steps) {
    return static_cast<uint64_t>(std::lround((readings_[token] + 4) * steps));
  };
  const uint32_t me = claim.head, up = tree_.word(me).head;
  const uint64_t p = tag(me), r = relation(me);
  Add(200, {level(me, 4)});
  Add(201, {level(me, 1)});
  Add(202, {level(me, 2), p});
  if (up != kNoToken) Add(203, {level(me, 1), level(up, 1), r});
  Add(204, {level(me, 2), static_cast<uint64_t>(Decide(layers).value)});
  Add(205, {level(me, 1), p, r});
  Add(206, {level(me, 1), modal_, negated_});
  Add(207, {level(me, 1), word(me)});
}

void FactualityFeatures::AddLayers(const claims::Claim& claim, const std::vector<Layer>& layers) {
  const uint64_t w = word(claim.head), p = tag(claim.head);
  uint64_t chain = 0;
  for (const Layer& layer : layers) {
    const uint64_t rule = HashText(layer.rule);
    chain = Mix(chain, rule);
    Add(80, {rule});
    Add(81, {rule, p});
    Add(82, {rule, word(layer.tokens.begin)});
    Add(83, {rule, w});
  }
  Add(84, {chain});
  Add(85, {chain, p});
  Add(86, {static_cast<uint64_t>(Decide(layers).value), layers.size()});
  Add(87, {static_cast<uint64_t>(LayeredFactuality(layers) * 4 + 20), p});
}

void FactualityFeatures::Read(uint32_t claim, uint32_t first_claim,
                              std::span<const std::vector<Layer>> layers,
                              std::vector<uint32_t>* out) {
  out->clear();
  out_ = out;
  const claims::Claim& read = claims_.claims[claim];
  AddPredicate(read);
  AddGovernors(read);
  AddParents(read, first_claim, layers);
  AddNeighbours(read);
  AddSentence(read);
  AddLayers(read, layers[claim - first_claim]);
  AddReading(read, layers[claim - first_claim]);
}

}  // namespace parallax::commitment::internal
