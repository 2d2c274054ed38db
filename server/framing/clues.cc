#include "server/framing/clues.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "server/framing/evidence.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxPassages = 12;
constexpr uint32_t kMaxSentenceTokens = 120;

struct Passage {
  uint32_t report = 0;
  size_t position = 0;
  size_t words = 0;
  float place = 0;  // in its report, 0 first ... 1 last
  bool headline = false;
  bool quoted = false;
  std::vector<std::string> stems;
  std::vector<std::string> heads;     // stems of verbs and of predicates of claims, sorted
  std::vector<std::string> sentence;  // stems of the whole sentence
  std::vector<std::string> figures;
  std::vector<uint32_t> entities;  // linked, sorted
};

template <typename T>
void SortUnique(std::vector<T>* items) {
  std::sort(items->begin(), items->end());
  items->erase(std::unique(items->begin(), items->end()), items->end());
}

// Both sorted.
size_t SharedEntities(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  return std::count_if(a.begin(), a.end(), [&b](uint32_t entity) {
    return std::binary_search(b.begin(), b.end(), entity);
  });
}

Passage Read(const Stage& stage, const Evidence& evidence, size_t position) {
  const analysis::Analysis& report = stage.report(evidence.report);
  const text::Document& document = report.document;
  Passage passage;
  passage.report = evidence.report;
  passage.position = position;
  passage.words = evidence.tokens.size();
  const uint32_t number = document.tokens()[evidence.tokens.begin].sentence;
  const text::Sentence& sentence = document.sentences()[number];
  passage.headline = sentence.section == text::Section::kHeadline;
  passage.place = static_cast<float>(number) /
                  static_cast<float>(std::max<size_t>(1, document.sentences().size()));
  passage.stems = ContentStems(report, evidence.tokens);
  TokenRange whole = sentence.tokens;
  whole.end = std::min(whole.end, whole.begin + kMaxSentenceTokens);
  passage.sentence = ContentStems(report, whole);
  for (uint32_t token = evidence.tokens.begin; token < evidence.tokens.end; ++token) {
    passage.quoted |= stage.quotation_of(evidence.report, token) != kNone;
    if (report.annotation.word(token).upos == language::Upos::kVerb ||
        report.claims.claim_of_head[token] != claims::kNoClaim) {
      if (IsContentWord(report, token)) passage.heads.push_back(Stem(Lemma(report, token)));
    }
  }
  for (uint32_t token = whole.begin; token < whole.end; ++token) {
    const uint32_t entity = stage.entity_of(evidence.report, token);
    if (entity != kNone) passage.entities.push_back(entity);
    if (report.annotation.word(token).upos == language::Upos::kNum) {
      passage.figures.push_back(Lemma(report, token));
    }
  }
  SortUnique(&passage.heads);
  SortUnique(&passage.entities);
  SortUnique(&passage.figures);
  return passage;
}

// The evidence of each position, in an order that depends on the reports alone, not on theirs.
std::vector<std::vector<Evidence>> InOrder(const Stage& stage, const Difference& difference) {
  const auto key = [&stage](const Evidence& evidence) {
    return std::make_tuple(stage.rank(evidence.report), evidence.tokens.begin, evidence.tokens.end);
  };
  const auto before = [&key](const Evidence& a, const Evidence& b) { return key(a) < key(b); };
  std::vector<std::vector<Evidence>> positions;
  for (const Position& position : difference.positions) {
    positions.push_back(position.evidence);
    std::sort(positions.back().begin(), positions.back().end(), before);
  }
  std::stable_sort(positions.begin(), positions.end(), [&before](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
  });
  return positions;
}

float LogOdds(float p) {
  const float clipped = std::clamp(p, 0.02f, 0.98f);
  return std::log(clipped / (1 - clipped));
}

}  // namespace

Clues CluesOf(const Stage& stage, const Difference& difference, size_t rank) {
  std::vector<Passage> passages;
  const std::vector<std::vector<Evidence>> positions = InOrder(stage, difference);
  for (size_t p = 0; p < positions.size(); ++p) {
    size_t taken = 0;
    for (const Evidence& evidence : positions[p]) {
      if (taken++ == kMaxPassages / 2 || passages.size() == kMaxPassages) break;
      passages.push_back(Read(stage, evidence, p));
    }
  }
  const Passage* one = nullptr;  // the likest pair
  const Passage* other = nullptr;
  float most = -1;
  // What is absent has no passage: those who tell it are held against each other.
  const bool absent = std::any_of(difference.positions.begin(), difference.positions.end(),
                                  [](const Position& p) { return p.evidence.empty(); });
  for (const Passage& a : passages) {
    for (const Passage& b : passages) {
      if (stage.rank(a.report) >= stage.rank(b.report) || (a.position == b.position && !absent)) {
        continue;
      }
      const float like = Overlap(a.stems, b.stems) + 0.5f * Overlap(a.sentence, b.sentence);
      if (like > most) {
        most = like;
        one = &a;
        other = &b;
      }
    }
  }
  float headline = 0;
  float quoted = 0;
  float early = 0;
  size_t shortest = 100;
  for (const Passage& passage : passages) {
    if (passage.headline) headline = 1;
    if (passage.quoted) quoted = 1;
    early = std::max(early, 1 - passage.place);
    shortest = std::min(shortest, passage.words);
  }
  Clues clues = {};
  size_t at = 0;
  auto add = [&](float value) { clues[at++] = value; };
  const float detector = LogOdds(difference.confidence);
  add(1);
  add(detector);
  add(std::max(0.0f, -detector));
  const bool on_fact = difference.fact != kNone;
  add(on_fact ? 1 : 0);
  add(on_fact ? stage.fact(difference.fact).confidence : 0);
  if (one != nullptr) {
    auto shared = [](size_t count, size_t most_counted) {
      return static_cast<float>(std::min(count, most_counted)) / static_cast<float>(most_counted);
    };
    add(Overlap(one->stems, other->stems));
    add(shared(SharedCount(one->stems, other->stems), 4));
    add(Overlap(one->sentence, other->sentence));
    add(shared(SharedCount(one->sentence, other->sentence), 8));
    add(shared(SharedEntities(one->entities, other->entities), 3));
    add(SharedCount(one->heads, other->heads) > 0 ? 1 : 0);
    add(SharedCount(one->figures, other->figures) > 0 ? 1 : 0);
  } else {
    at += 7;
  }
  add(static_cast<float>(ReportCount(difference.positions)) / static_cast<float>(stage.reports()));
  float crowded = 0;
  if (on_fact) {
    const std::vector<FactAccount>& accounts = stage.full_accounts(difference.fact);
    size_t mentions = 0;
    for (const FactAccount& account : accounts) mentions += account.mentions.size();
    crowded = std::log1p(static_cast<float>(mentions - accounts.size()));
  }
  add(crowded);
  add(headline);
  add(early);
  add(one != nullptr ? std::abs(one->place - other->place) : 0);
  add(shortest < 4 ? 1 : 0);
  add(quoted);
  add(std::log1p(static_cast<float>(rank)));
  return clues;
}

}  // namespace parallax::framing
