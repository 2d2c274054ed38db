#include "tests/scoring/score.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <vector>

#include "absl/strings/str_format.h"

namespace parallax::scoring {
namespace {

constexpr std::array<const char*, 8> kClasses = {
    "ASSERTED", "ENDORSED", "ATTRIBUTED", "HEDGED", "ALLEGED", "DENIED", "NEGATED", "PROSPECTIVE"};

using Place = std::pair<int, int>;  // report, sentence
using Pairs = std::set<std::pair<Place, Place>>;

int64_t Characters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; });
}

// Where each sentence of a report stands in the text sent to the engine.
std::vector<Stretch> SentenceStretches(const GoldReport& report) {
  std::vector<Stretch> places;
  int64_t at = 0;
  for (const std::string& sentence : report.sentences) {
    const int64_t size = Characters(sentence);
    if (places.empty()) {
      places.push_back({text::Section::kHeadline, 0, size});
    } else {
      places.push_back({text::Section::kBody, at, at + size});
      at += size + 1;
    }
  }
  return places;
}

std::vector<std::vector<Stretch>> SentenceStretches(const Bundle& bundle) {
  std::vector<std::vector<Stretch>> places;
  for (const GoldReport& report : bundle.reports) places.push_back(SentenceStretches(report));
  return places;
}

int64_t Overlap(const Stretch& a, const Stretch& b) {
  if (a.section != b.section) return 0;
  return std::max<int64_t>(0, std::min(a.end, b.end) - std::max(a.begin, b.begin));
}

// The gold sentence that holds most of the span, kNoSentence where none holds any.
int MainSentence(const Stretch& span, const std::vector<Stretch>& places) {
  int best = kNoSentence;
  int64_t most = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    const int64_t overlap = Overlap(span, places[i]);
    if (overlap > most) {
      most = overlap;
      best = static_cast<int>(i);
    }
  }
  return best;
}

std::set<int> SentencesTouched(const Stretch& span, const std::vector<Stretch>& places) {
  std::set<int> touched;
  for (size_t i = 0; i < places.size(); ++i) {
    if (Overlap(span, places[i]) > 0) touched.insert(static_cast<int>(i));
  }
  return touched;
}

// The fact each pair of sentences of two reports shares; for details only the first is named.
void AddPairs(const std::set<Place>& places, Pairs* pairs) {
  for (auto a = places.begin(); a != places.end(); ++a) {
    for (auto b = std::next(a); b != places.end(); ++b) {
      if (a->first != b->first) pairs->insert({*a, *b});
    }
  }
}

void WritePair(const Bundle& bundle, absl::string_view what, absl::string_view of,
               const std::pair<Place, Place>& pair, std::ostream& out) {
  const GoldReport& first = bundle.reports[pair.first.first];
  const GoldReport& second = bundle.reports[pair.second.first];
  out << absl::StrFormat("%s %s %s\n    %s:%d %s\n    %s:%d %s\n", bundle.name, what, of, first.id,
                         pair.first.second, first.sentences[pair.first.second], second.id,
                         pair.second.second, second.sentences[pair.second.second]);
}

// One report's stand in one position.
struct Row {
  int position = 0;
  std::string value;
  int report = 0;
  std::set<int> sentences;
  std::vector<Stretch> words;  // of the gold: what it quotes; of an answer: the passage shown
};

// Where the quote stands in the text sent to the engine; empty where its sentence lacks it.
Stretch QuoteStretch(const GoldReport& report, int sentence, const std::string& quote) {
  const std::string& text = report.sentences[sentence];
  const size_t found = text.find(quote);
  if (found == std::string::npos) return Stretch();
  Stretch place = SentenceStretches(report)[sentence];
  place.begin += Characters(absl::string_view(text).substr(0, found));
  place.end = place.begin + Characters(quote);
  return place;
}

std::vector<Row> GoldRows(const GoldDifference& difference, const Bundle& bundle) {
  std::map<int, std::set<int>> of_fact;
  std::map<int, std::vector<Stretch>> words_of_fact;
  for (const GoldFact& fact : bundle.facts) {
    if (fact.id != difference.fact) continue;
    for (const GoldMention& mention : fact.mentions) {
      of_fact[mention.report].insert(mention.sentence);
      words_of_fact[mention.report].push_back(
          QuoteStretch(bundle.reports[mention.report], mention.sentence, mention.quote));
    }
  }
  std::vector<Row> rows;
  for (size_t number = 0; number < difference.positions.size(); ++number) {
    for (const GoldEvidence& item : difference.positions[number].evidence) {
      std::set<int> sentences = of_fact[item.report];
      std::vector<Stretch> words = words_of_fact[item.report];
      if (item.sentence != kNoSentence) {
        sentences.insert(item.sentence);
        words.push_back(QuoteStretch(bundle.reports[item.report], item.sentence, item.quote));
      }
      rows.push_back({static_cast<int>(number), difference.positions[number].value, item.report,
                      std::move(sentences), std::move(words)});
    }
  }
  return rows;
}

std::vector<Row> AnsweredRows(const AnsweredDifference& difference,
                              const std::vector<std::vector<Stretch>>& places) {
  std::vector<Row> rows;
  for (size_t number = 0; number < difference.positions.size(); ++number) {
    const AnsweredPosition& position = difference.positions[number];
    std::set<int> seen;
    for (const AnsweredEvidence& item : position.evidence) {
      seen.insert(item.report);
      rows.push_back({static_cast<int>(number),
                      position.value,
                      item.report,
                      SentencesTouched(item.span, places[item.report]),
                      {item.span}});
    }
    for (const int report : position.reports) {
      if (seen.count(report) == 0) {
        rows.push_back({static_cast<int>(number), position.value, report, {}, {}});
      }
    }
  }
  return rows;
}

void WriteGold(const Bundle& bundle, const GoldDifference& difference, bool found, bool aligned,
               std::ostream& out) {
  out << absl::StrFormat("%s %s %s %s%s | %s\n", bundle.name, found ? "FOUND" : "MISSED",
                         difference.kind, difference.fact, aligned ? " aligned" : "",
                         difference.note);
  for (const GoldPosition& position : difference.positions) {
    for (const GoldEvidence& evidence : position.evidence) {
      const GoldReport& report = bundle.reports[evidence.report];
      const bool absent = evidence.sentence == kNoSentence;
      out << absl::StrFormat("    %s | %s:%d %s\n", position.value, report.id, evidence.sentence,
                             absent ? "" : report.sentences[evidence.sentence]);
    }
  }
}

// True where one answered fact has mentions on two sides of the difference.
bool IsAligned(const std::vector<Row>& gold, const Answer& answer,
               const std::vector<std::vector<Stretch>>& places) {
  for (const std::vector<AnsweredEvidence>& mentions : answer.facts) {
    std::set<std::pair<int, int>> sides;  // position, report
    for (const AnsweredEvidence& mention : mentions) {
      const int sentence = MainSentence(mention.span, places[mention.report]);
      for (const Row& row : gold) {
        if (row.report == mention.report && row.sentences.count(sentence) != 0) {
          sides.emplace(row.position, row.report);
        }
      }
    }
    for (const auto& a : sides) {
      for (const auto& b : sides) {
        if (a.first != b.first && a.second != b.second) return true;
      }
    }
  }
  return false;
}

void WriteAnswered(const Bundle& bundle, const AnsweredDifference& difference,
                   const std::vector<Row>& rows, bool right, std::ostream& out) {
  out << absl::StrFormat("%s %s %s %.2f %s | %s\n", bundle.name, right ? "RIGHT" : "UNMATCHED",
                         difference.kind, difference.confidence, difference.rule,
                         difference.explanation);
  for (const Row& row : rows) {
    const GoldReport& report = bundle.reports[row.report];
    for (int sentence : row.sentences) {
      out << absl::StrFormat("    %s | %s:%d %s\n", row.value, report.id, sentence,
                             report.sentences[sentence]);
    }
  }
}

bool Share(const Row& a, const Row& b) {
  return a.report == b.report &&
         std::any_of(a.sentences.begin(), a.sentences.end(),
                     [&](int sentence) { return b.sentences.count(sentence) != 0; });
}

bool ShareWords(const Row& a, const Row& b) {
  return std::any_of(a.words.begin(), a.words.end(), [&](const Stretch& one) {
    return std::any_of(b.words.begin(), b.words.end(),
                       [&](const Stretch& other) { return Overlap(one, other) > 0; });
  });
}

bool OmissionMatches(const std::vector<Row>& gold, const std::vector<Row>& answered) {
  bool absent = false;
  bool present = false;
  for (const Row& g : gold) {
    for (const Row& a : answered) {
      const bool g_absent = g.value == "ABSENT";
      const bool a_absent = a.value == "ABSENT";
      if (g_absent && a_absent && g.report == a.report) absent = true;
      if (!g_absent && !a_absent && Share(g, a)) present = true;
    }
  }
  return absent && present;
}

bool Matches(const std::vector<Row>& gold, const std::vector<Row>& answered,
             const std::string& kind, bool by_words) {
  if (kind == "OMISSION") return OmissionMatches(gold, answered);
  std::vector<std::pair<const Row*, const Row*>> hits;
  for (const Row& g : gold) {
    for (const Row& a : answered) {
      if (!Share(g, a) || (by_words && !ShareWords(g, a))) continue;
      if (kind != "COMMITMENT" || g.value == a.value) hits.emplace_back(&g, &a);
    }
  }
  for (size_t i = 0; i < hits.size(); ++i) {
    for (size_t j = i + 1; j < hits.size(); ++j) {
      if (hits[i].first->position != hits[j].first->position &&
          hits[i].second->position != hits[j].second->position &&
          hits[i].first->report != hits[j].first->report) {
        return true;
      }
    }
  }
  return false;
}

std::string ClassAt(const Bundle& bundle, const GoldMention& mention,
                    const std::vector<AnsweredClaim>& claims) {
  const int claim = BestClaim(bundle, mention, claims);
  return claim == kNoClaim ? std::string() : claims[claim].commitment;
}

// Question 30 of the guidelines: a phrase may be read either way.
std::string SiblingOf(const std::string& kind) {
  return kind == "LABEL" ? "WORDING" : kind == "WORDING" ? "LABEL" : "";
}

}  // namespace

int BestClaim(const Bundle& bundle, const GoldMention& mention,
              const std::vector<AnsweredClaim>& claims) {
  const Stretch quote =
      QuoteStretch(bundle.reports[mention.report], mention.sentence, mention.quote);
  double best = 0;
  int best_claim = kNoClaim;
  for (size_t i = 0; i < claims.size(); ++i) {
    const AnsweredClaim& claim = claims[i];
    if (claim.span.section != quote.section) continue;
    const int64_t overlap =
        std::min(quote.end, claim.span.end) - std::max(quote.begin, claim.span.begin);
    if (overlap <= 0) continue;
    const int64_t united =
        std::max(quote.end, claim.span.end) - std::min(quote.begin, claim.span.begin);
    const bool holds = quote.begin <= claim.predicate.begin && claim.predicate.end <= quote.end;
    const double score = static_cast<double>(overlap) / united + (holds ? 0.5 : 0);
    if (score > best) {
      best = score;
      best_claim = static_cast<int>(i);
    }
  }
  return best_claim;
}

double Counts::precision() const { return predicted != 0 ? double(hits) / predicted : 0; }
double Counts::recall() const { return gold != 0 ? double(hits) / gold : 0; }
double Counts::f1() const {
  const double p = precision();
  const double r = recall();
  return p + r != 0 ? 2 * p * r / (p + r) : 0;
}

std::vector<size_t> MatchGold(const Bundle& bundle, const Answer& answer, bool by_words) {
  const std::vector<std::vector<Stretch>> places = SentenceStretches(bundle);
  std::vector<std::vector<Row>> gold;
  for (const GoldDifference& difference : bundle.differences) {
    gold.push_back(GoldRows(difference, bundle));
  }
  std::vector<size_t> order(answer.differences.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return answer.differences[a].confidence > answer.differences[b].confidence;
  });
  std::vector<size_t> matched(answer.differences.size(), kNoGold);
  std::vector<bool> used(gold.size(), false);
  for (const bool siblings : {false, true}) {
    for (const size_t i : order) {
      const AnsweredDifference& difference = answer.differences[i];
      const std::string kind = siblings ? SiblingOf(difference.kind) : difference.kind;
      const std::vector<Row> rows = AnsweredRows(difference, places);
      for (size_t g = 0; g < gold.size() && matched[i] == kNoGold; ++g) {
        if (used[g] || bundle.differences[g].kind != kind) continue;
        if (!Matches(gold[g], rows, kind, by_words)) continue;
        matched[i] = g;
        used[g] = true;
      }
    }
  }
  return matched;
}

void Score::Add(const Bundle& bundle, const Answer& answer, std::ostream* details) {
  AddFacts(bundle, answer, details);
  AddCommitment(bundle, answer, details);
  AddDifferences(bundle, answer, details);
}

void Score::AddFacts(const Bundle& bundle, const Answer& answer, std::ostream* details) {
  const std::vector<std::vector<Stretch>> places = SentenceStretches(bundle);
  Pairs gold;
  Pairs answered;
  std::map<std::pair<Place, Place>, std::string> names;  // of a pair, for details
  for (const GoldFact& fact : bundle.facts) {
    std::set<Place> mentions;
    for (const GoldMention& mention : fact.mentions) {
      mentions.insert({mention.report, mention.sentence});
    }
    Pairs pairs;
    AddPairs(mentions, &pairs);
    for (const auto& pair : pairs) names.emplace(pair, fact.id + " " + fact.statement);
    gold.insert(pairs.begin(), pairs.end());
  }
  for (size_t i = 0; i < answer.facts.size(); ++i) {
    std::set<Place> mentions;
    for (const AnsweredEvidence& mention : answer.facts[i]) {
      const int sentence = MainSentence(mention.span, places[mention.report]);
      if (sentence != kNoSentence) mentions.insert({mention.report, sentence});
    }
    Pairs pairs;
    AddPairs(mentions, &pairs);
    for (const auto& pair : pairs) names.emplace(pair, absl::StrFormat("fact %d", i));
    answered.insert(pairs.begin(), pairs.end());
  }
  facts_.gold += static_cast<int>(gold.size());
  facts_.predicted += static_cast<int>(answered.size());
  for (const auto& pair : answered) {
    if (gold.count(pair) != 0) {
      ++facts_.hits;
    } else if (details != nullptr) {
      WritePair(bundle, "UNMATCHED PAIR", names[pair], pair, *details);
    }
  }
  if (details == nullptr) return;
  for (const auto& pair : gold) {
    if (answered.count(pair) == 0) WritePair(bundle, "MISSED PAIR", names[pair], pair, *details);
  }
}

void Score::AddCommitment(const Bundle& bundle, const Answer& answer, std::ostream* details) {
  for (const GoldFact& fact : bundle.facts) {
    for (const GoldMention& mention : fact.mentions) {
      const GoldReport& report = bundle.reports[mention.report];
      const std::string got = ClassAt(bundle, mention, answer.claims[mention.report]);
      ++confusion_[{mention.commitment, got}];
      if (details != nullptr && got != mention.commitment) {
        *details << absl::StrFormat("%s CLASS %s not %s, %s:%d \"%s\"\n    %s\n", bundle.name,
                                    mention.commitment, got.empty() ? "(no claim)" : got, report.id,
                                    mention.sentence, mention.quote,
                                    report.sentences[mention.sentence]);
      }
    }
  }
}

void Score::AddDifferences(const Bundle& bundle, const Answer& answer, std::ostream* details) {
  const std::vector<std::vector<Stretch>> places = SentenceStretches(bundle);
  const std::vector<size_t> matched = MatchGold(bundle, answer);
  for (size_t g = 0; g < bundle.differences.size(); ++g) {
    const GoldDifference& difference = bundle.differences[g];
    const bool found = std::count(matched.begin(), matched.end(), g) > 0;
    ++kinds_[difference.kind].gold;
    if (found) ++kinds_[difference.kind].hits;
    if (details != nullptr) {
      const std::vector<Row> rows = GoldRows(difference, bundle);
      WriteGold(bundle, difference, found, IsAligned(rows, answer, places), *details);
    }
  }
  for (size_t i = 0; i < answer.differences.size(); ++i) {
    const AnsweredDifference& difference = answer.differences[i];
    const bool right = matched[i] != kNoGold;
    ++kinds_[right ? bundle.differences[matched[i]].kind : difference.kind].predicted;
    if (details != nullptr) {
      WriteAnswered(bundle, difference, AnsweredRows(difference, places), right, *details);
    }
  }
}

int Score::mentions() const {
  int total = 0;
  for (const auto& [cell, count] : confusion_) total += count;
  return total;
}

double Score::commitment_accuracy() const {
  int right = 0;
  for (const auto& [cell, count] : confusion_) right += cell.first == cell.second ? count : 0;
  return mentions() != 0 ? double(right) / mentions() : 0;
}

double Score::commitment_macro_f1() const {
  double sum = 0;
  int classes = 0;
  for (const char* name : kClasses) {
    Counts counts;
    for (const auto& [cell, count] : confusion_) {
      if (cell.first == name) counts.gold += count;
      if (cell.second == name) counts.predicted += count;
      if (cell.first == name && cell.second == name) counts.hits += count;
    }
    if (counts.gold == 0) continue;
    sum += counts.f1();
    ++classes;
  }
  return classes != 0 ? sum / classes : 0;
}

double Score::commitment_uncovered() const {
  int none = 0;
  for (const auto& [cell, count] : confusion_) none += cell.second.empty() ? count : 0;
  return double(none) / std::max(mentions(), 1);
}

Counts Score::differences() const {
  Counts sum;
  for (const auto& [kind, counts] : kinds_) {
    sum.hits += counts.hits;
    sum.predicted += counts.predicted;
    sum.gold += counts.gold;
  }
  return sum;
}

void Score::Print(std::ostream& out) const {
  out << absl::StrFormat("facts        P %.3f  R %.3f  F1 %.3f   (%d of %d pairs, %d predicted)\n",
                         facts_.precision(), facts_.recall(), facts_.f1(), facts_.hits, facts_.gold,
                         facts_.predicted);
  out << absl::StrFormat(
      "commitment   accuracy %.3f  macro-F1 %.3f  no claim %.3f   (%d mentions)\n",
      commitment_accuracy(), commitment_macro_f1(), commitment_uncovered(), mentions());
  const auto line = [&](absl::string_view name, const Counts& c) {
    out << absl::StrFormat("%-15s P %.3f  R %.3f  F1 %.3f   (%d of %d, %d predicted)\n", name,
                           c.precision(), c.recall(), c.f1(), c.hits, c.gold, c.predicted);
  };
  for (const auto& [kind, counts] : kinds_) line(kind, counts);
  line("differences", differences());
}

}  // namespace parallax::scoring
