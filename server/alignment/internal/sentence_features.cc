#include "server/alignment/internal/sentence_features.h"

#include <algorithm>
#include <cmath>

#include "server/alignment/internal/claim_features.h"

namespace parallax::alignment {

const std::array<absl::string_view, kSentenceFeatureCount> kSentenceFeatureNames = {
    "bias",
    "cosine",
    "shared-weight",
    "shared-of-smaller",
    "shared-of-larger",
    "heaviest-shared",
    "heavy-shared-count",
    "name-weight",
    "name-count",
    "linked-weight",
    "number-shared",
    "number-differs",
    "quote-shared",
    "two-word-runs",
    "three-word-runs",
    "likeness-low",
    "likeness-high",
    "rank-first",
    "rank-second",
    "rank-product",
    "rank-cosine",
    "neighbours-parallel",
    "neighbours-near",
    "distance",
    "later-position",
    "headlines",
    "one-headline",
    "both-lead",
    "both-top",
    "length-product",
    "length-ratio",
    "likeness-rest",
    "predicate-same",
    "predicate-likeness",
    "arguments-shared",
    "claim-best",
    "claim-fit",
    "day-shared",
    "day-differs",
    "leading-weight",
    "main-product",
    "main-lower",
    "main-higher",
    "source-same",
    "source-differs",
    "both-in-quote",
    "one-in-quote",
    "third-report",
    "rarity-cosine",
    "joint-weight",
    "joint-share",
    "leading-predicate",
    "number-weight",
    "claim-own",
    "claim-joints",
    "claim-weighted",
};

namespace {

// Calls visit(value) for every value in both ascending lists.
template <typename Value, typename Visit>
void ForShared(const std::vector<Value>& a, const std::vector<Value>& b, const Visit& visit) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i < *j) {
      ++i;
    } else if (*j < *i) {
      ++j;
    } else {
      visit(*i);
      ++i;
      ++j;
    }
  }
}

// Words of a sentence past this many are not looked at for likeness and runs.
constexpr size_t kMaxWords = 80;

std::vector<uint64_t> Runs(const std::vector<uint32_t>& words, size_t length) {
  std::vector<uint64_t> runs;
  const size_t size = std::min(words.size(), kMaxWords);
  for (size_t i = 0; i + length <= size; ++i) {
    uint64_t key = 0;
    for (size_t k = 0; k < length; ++k) key = key * 0x1fffff + words[i + k] + 1;
    runs.push_back(key);
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

// Claims of a sentence past this many are not looked at.
constexpr uint32_t kMaxClaims = 12;

// What the claims of two sentences have in common, each at its best.
struct BestOfClaims {
  float same_predicate = 0;
  float leading_predicate = 0;
  float own = 0;
  float joints = 0;
  float weighted = 0;  // own words and joints together, heavier claims more
  float predicate_likeness = 0;
  float arguments = 0;
  float overlap = 0;
  float fit = 0;
  float day_shared = 0;
  float day_differs = 0;
};

BestOfClaims CompareBestClaims(const Profiles& profiles, const SentenceProfile& a,
                               const SentenceProfile& b) {
  BestOfClaims best;
  for (uint32_t i = a.first_claim; i < std::min(a.last_claim, a.first_claim + kMaxClaims); ++i) {
    for (uint32_t j = b.first_claim; j < std::min(b.last_claim, b.first_claim + kMaxClaims); ++j) {
      const ClaimProfile& first = profiles.claims[i];
      const ClaimProfile& second = profiles.claims[j];
      const ClaimMatch match = MatchClaims(profiles, first, second);
      const float predicate =
          match.same_predicate ? profiles.terms[first.predicate].weight / 5 : 0.0f;
      if (match.same_predicate) {
        const Term& term = profiles.terms[first.predicate];
        best.leading_predicate = std::max(best.leading_predicate, term.rarity * term.leading / 4);
      }
      best.own = std::max(best.own, match.own);
      best.joints = std::max(best.joints, match.joints);
      const float lighter = std::min(first.own_weight, second.own_weight);
      best.weighted = std::max(best.weighted, match.own * (1 + match.joints) * std::sqrt(lighter));
      best.same_predicate = std::max(best.same_predicate, predicate);
      best.predicate_likeness = std::max(best.predicate_likeness, match.predicate_likeness);
      best.arguments = std::max(best.arguments, match.arguments);
      best.overlap = std::max(best.overlap, match.overlap);
      best.fit = std::max(best.fit, (predicate + match.predicate_likeness) * match.arguments);
      best.day_shared = std::max(best.day_shared, match.day_shared ? 1.0f : 0.0f);
      best.day_differs = std::max(best.day_differs, match.day_differs ? 1.0f : 0.0f);
    }
  }
  return best;
}

struct Coverage {
  float all = 0;   // of all weight of a sentence, how much the other has or nearly has
  float rest = 0;  // of the weight that the other does not have itself
};

// `likest` holds, for each of the first terms of a sentence, its likeness to the likest term of the
// other; 1 where the other has it.
Coverage Cover(const Profiles& profiles, const SentenceProfile& sentence,
               const std::vector<float>& likest) {
  float all = 0;
  float rest = 0;
  float rest_weight = 0;
  for (size_t i = 0; i < likest.size(); ++i) {
    const float weight = profiles.terms[sentence.terms[i]].weight;
    all += weight * likest[i] * likest[i];
    if (likest[i] == 1) continue;
    rest += weight * likest[i] * likest[i];
    rest_weight += weight;
  }
  return {sentence.weight > 0 ? all / sentence.weight : 0,
          rest_weight > 0 ? rest / rest_weight : 0};
}

// Both sentences held against each other. A likeness of words never quite reaches 1.
std::pair<Coverage, Coverage> CoverEachOther(const Profiles& profiles, const WordTable& table,
                                             const SentenceProfile& a, const SentenceProfile& b) {
  constexpr float kMostAlike = 0.999f;
  std::vector<float> likest_a(std::min(a.terms.size(), kMaxWords), 0.0f);
  std::vector<float> likest_b(std::min(b.terms.size(), kMaxWords), 0.0f);
  for (size_t i = 0; i < likest_a.size(); ++i) {
    const uint32_t word = profiles.terms[a.terms[i]].word;
    for (size_t j = 0; j < likest_b.size(); ++j) {
      if (a.terms[i] == b.terms[j]) {
        likest_a[i] = likest_b[j] = 1;
        continue;
      }
      const uint32_t other = profiles.terms[b.terms[j]].word;
      if (word == kNoWord || other == kNoWord) continue;
      const float likeness = std::min(kMostAlike, table.Likeness(word, other));
      likest_a[i] = std::max(likest_a[i], likeness);
      likest_b[j] = std::max(likest_b[j], likeness);
    }
  }
  return {Cover(profiles, a, likest_a), Cover(profiles, b, likest_b)};
}

}  // namespace

SentenceComparer::SentenceComparer(const Profiles& profiles, const Candidates& candidates)
    : profiles_(profiles), candidates_(candidates), table_(WordTable::Default()) {
  best_.resize(candidates.of.size());
  for (size_t s = 0; s < candidates.of.size(); ++s) {
    for (const Overlap& pair : candidates.of[s]) {
      const uint32_t report = profiles.sentences[pair.other].report;
      // Candidates are by sentence, hence by report.
      if (best_[s].empty() || best_[s].back().first != report) best_[s].emplace_back(report, 0.0f);
      best_[s].back().second = std::max(best_[s].back().second, pair.weight);
    }
  }
  std::vector<uint32_t> mentions;
  for (const SentenceProfile& sentence : profiles.sentences) {
    two_word_runs_.push_back(Runs(sentence.words, 2));
    three_word_runs_.push_back(Runs(sentence.words, 3));
    float squares = 0;
    for (const uint32_t id : sentence.terms) {
      squares += profiles.terms[id].rarity * profiles.terms[id].rarity;
    }
    rarity_norm_.push_back(std::sqrt(squares));
    for (const uint32_t linked : sentence.linked) {
      if (linked >= mentions.size()) mentions.resize(linked + 1, 0);
      ++mentions[linked];
    }
  }
  const float all = std::log(static_cast<float>(profiles.sentences.size()) + 1);
  for (const uint32_t count : mentions) {
    linked_weight_.push_back(count == 0 ? 0 : 1 - std::log(static_cast<float>(count)) / all);
  }
}

float SentenceComparer::Best(uint32_t sentence, uint32_t report) const {
  const auto& row = best_[sentence];
  const auto found = std::lower_bound(row.begin(), row.end(), std::make_pair(report, -1.0f));
  return found != row.end() && found->first == report ? found->second : 0;
}

float SentenceComparer::Neighbour(uint32_t first, int step_first, uint32_t second,
                                  int step_second) const {
  const int64_t a = int64_t{first} + step_first;
  const int64_t b = int64_t{second} + step_second;
  const int64_t count = static_cast<int64_t>(profiles_.sentences.size());
  if (a < 0 || b < 0 || a >= count || b >= count) return 0;
  const auto& sentences = profiles_.sentences;
  if (sentences[a].report != sentences[first].report ||
      sentences[b].report != sentences[second].report) {
    return 0;
  }
  const Overlap* pair = candidates_.Find(static_cast<uint32_t>(a), static_cast<uint32_t>(b));
  return pair == nullptr ? 0 : pair->cosine;
}

float SentenceComparer::Third(uint32_t first, uint32_t second) const {
  float best = 0;
  const auto& a = candidates_.of[first];
  const auto& b = candidates_.of[second];
  auto j = b.begin();
  for (const Overlap& pair : a) {
    while (j != b.end() && j->other < pair.other) ++j;
    if (j == b.end()) break;
    if (j->other == pair.other) best = std::max(best, std::min(pair.cosine, j->cosine));
  }
  return best;
}

SentenceFeatures SentenceComparer::Compare(uint32_t first, const Overlap& pair) const {
  const SentenceProfile& a = profiles_.sentences[first];
  const SentenceProfile& b = profiles_.sentences[pair.other];

  float leading = 0;
  float rarity_squares = 0;
  float heaviest = 0;
  float heavy = 0;
  float name_weight = 0;
  float names = 0;
  bool number = false;
  float number_weight = 0;
  ForShared(a.terms, b.terms, [&](uint32_t id) {
    const Term& term = profiles_.terms[id];
    leading += term.rarity * term.leading;
    rarity_squares += term.rarity * term.rarity;
    heaviest = std::max(heaviest, term.weight);
    if (term.weight > 2) ++heavy;
    if (term.name) {
      name_weight += term.weight;
      ++names;
    }
    number |= term.number;
    if (term.number) number_weight += term.weight;
  });
  const auto has_number = [&](const SentenceProfile& sentence) {
    return std::any_of(sentence.terms.begin(), sentence.terms.end(),
                       [&](uint32_t id) { return profiles_.terms[id].number; });
  };
  float linked = 0;
  ForShared(a.linked, b.linked, [&](uint32_t id) { linked += linked_weight_[id]; });
  float joint = 0;
  float joints = 0;
  ForShared(a.joints, b.joints, [&](uint64_t pair) {
    ++joints;
    joint += profiles_.terms[pair >> 32].weight + profiles_.terms[pair & 0xffffffff].weight;
  });
  bool same_source = false;
  ForShared(a.sources, b.sources, [&](uint32_t) { same_source = true; });
  float quoted = 0;
  ForShared(a.quoted, b.quoted, [&](uint32_t) { ++quoted; });
  const float quote_size = static_cast<float>(std::min(a.quoted.size(), b.quoted.size()));

  const auto [of_a, of_b] = CoverEachOther(profiles_, table_, a, b);
  float two_word_runs = 0;
  ForShared(two_word_runs_[first], two_word_runs_[pair.other], [&](uint64_t) { ++two_word_runs; });
  float three_word_runs = 0;
  ForShared(three_word_runs_[first], three_word_runs_[pair.other],
            [&](uint64_t) { ++three_word_runs; });
  const BestOfClaims claims = CompareBestClaims(profiles_, a, b);
  const float rank_a = pair.weight / std::max(Best(first, b.report), 1e-6f);
  const float rank_b = pair.weight / std::max(Best(pair.other, a.report), 1e-6f);
  const float smaller = std::max(std::min(a.weight, b.weight), 1e-6f);
  const float larger = std::max(std::max(a.weight, b.weight), 1e-6f);
  const float parallel =
      std::max(Neighbour(first, -1, pair.other, -1), Neighbour(first, 1, pair.other, 1));
  const float near =
      std::max(std::max(Neighbour(first, -1, pair.other, 0), Neighbour(first, 1, pair.other, 0)),
               std::max(Neighbour(first, 0, pair.other, -1), Neighbour(first, 0, pair.other, 1)));

  return {1,
          pair.cosine,
          pair.weight / 10,
          pair.weight / smaller,
          pair.weight / larger,
          heaviest / 5,
          std::min(heavy, 6.0f) / 3,
          std::min(name_weight, 8.0f) / 4,
          std::min(names, 4.0f) / 2,
          std::min(linked, 3.0f),
          number ? 1.0f : 0.0f,
          !number && has_number(a) && has_number(b) ? 1.0f : 0.0f,
          quote_size > 0 ? quoted / quote_size : 0,
          std::log1p(two_word_runs),
          std::log1p(three_word_runs),
          std::min(of_a.all, of_b.all),
          std::max(of_a.all, of_b.all),
          std::min(rank_a, rank_b),
          std::max(rank_a, rank_b),
          rank_a * rank_b,
          rank_a * rank_b * pair.cosine,
          parallel,
          near,
          std::abs(a.position - b.position),
          std::max(a.position, b.position),
          a.headline && b.headline ? 1.0f : 0.0f,
          a.headline != b.headline ? 1.0f : 0.0f,
          a.place <= 1 && b.place <= 1 ? 1.0f : 0.0f,
          a.place <= 2 && b.place <= 2 ? 1.0f : 0.0f,
          std::log1p(a.weight) * std::log1p(b.weight) / 10,
          smaller / larger,
          std::max(of_a.rest, of_b.rest),
          claims.same_predicate,
          claims.predicate_likeness,
          claims.arguments,
          claims.overlap,
          claims.fit,
          claims.day_shared,
          claims.day_differs,
          leading / 10,
          a.main * b.main,
          std::min(a.main, b.main),
          std::max(a.main, b.main),
          same_source ? 1.0f : 0.0f,
          !same_source && !a.sources.empty() && !b.sources.empty() ? 1.0f : 0.0f,
          a.in_quote && b.in_quote ? 1.0f : 0.0f,
          a.in_quote != b.in_quote ? 1.0f : 0.0f,
          Third(first, pair.other),
          rarity_squares / std::max(rarity_norm_[first] * rarity_norm_[pair.other], 1e-6f),
          std::min(joint, 40.0f) / 20,
          joints / std::max<size_t>(1, std::min(a.joints.size(), b.joints.size())),
          claims.leading_predicate,
          std::min(number_weight, 9.0f) / 3,
          claims.own,
          std::min(claims.joints, 3.0f),
          claims.weighted};
}

}  // namespace parallax::alignment
