#include "server/framing/framing.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/framing/internal/contrast.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/explanation.h"
#include "server/framing/internal/marking.h"
#include "server/framing/internal/merging.h"
#include "server/framing/internal/question.h"
#include "server/framing/internal/told.h"
#include "server/framing/rules.h"

namespace parallax::framing {
namespace {

// Kinds that the reader gives less log-odds are not asked about, unless what both tell is sure:
// then exact questions may find what it overlooked.
constexpr float kLeastOdds = -4;
constexpr float kLeastOddsOnFact = -6;
// What is less sure than this is nobody's thought.
constexpr float kLeastConfidence = 0.02f;

// The claim of the sentence that holds the words, the smallest of several; kNoClaim for none.
uint32_t ClaimAround(const analysis::Analysis& report, uint32_t sentence, TokenRange words) {
  uint32_t found = claims::kNoClaim;
  const auto& claims = report.claims.claims;
  auto claim =
      std::lower_bound(claims.begin(), claims.end(), sentence,
                       [](const claims::Claim& c, uint32_t wanted) { return c.sentence < wanted; });
  for (; claim != claims.end() && claim->sentence == sentence; ++claim) {
    if (!claim->span.Contains(words)) continue;
    if (found == claims::kNoClaim || claim->span.size() < claims[found].span.size()) {
      found = static_cast<uint32_t>(claim - claims.begin());
    }
  }
  return found;
}

// The sentences of each report as texts: an account that holds the other side's very sentence
// contradicts nobody with it.
class Texts {
 public:
  explicit Texts(const Scene& scene) : scene_(scene), of_(scene.reports.size()) {
    for (size_t r = 0; r < of_.size(); ++r) {
      const text::Document& document = scene.reports[r]->document;
      for (const text::Sentence& sentence : document.sentences()) {
        of_[r].insert(document.text(sentence.tokens));
      }
    }
  }

  // Either report has the sentence of the other word for word.
  bool TellsBoth(const alignment::SentencePair& pair) const {
    return Has(pair.b.report, pair.a) || Has(pair.a.report, pair.b);
  }

 private:
  bool Has(uint32_t report, const alignment::SentenceRef& place) const {
    const text::Document& document = scene_.reports[place.report]->document;
    return of_[report].contains(document.text(document.sentences()[place.sentence].tokens));
  }

  const Scene& scene_;
  std::vector<absl::flat_hash_set<absl::string_view>> of_;
};

// Kinds that are shown by the marked words alone: where these are the same, nothing differs. Who
// says a thing, and whether it is denied, stands around them.
bool AreInTheWords(Kind kind) {
  return kind != Kind::kCommitment && kind != Kind::kPolarity && kind != Kind::kScareQuotes;
}

// The same letters and figures in the same order, whatever stands between them.
bool SameWords(const Scene& scene, const Side& a, const Side& b) {
  const auto letters = [&](const Side& side) {
    std::string kept;
    for (const char c : scene.report(side.report).document.text(side.marked)) {
      if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0) {
        kept += absl::ascii_tolower(static_cast<unsigned char>(c));
      }
    }
    return kept;
  };
  return letters(a) == letters(b);
}

// 1 for the first sentence of its report ... 0 for the last.
float Early(const Scene& scene, const alignment::SentenceRef& place) {
  const size_t last = scene.report(place.report).document.sentences().size() - 1;
  return last == 0 ? 1 : 1 - static_cast<float>(place.sentence) / static_cast<float>(last);
}

// Share of the reports that tell the fact.
float Carried(const Scene& scene, uint32_t fact) {
  if (fact == kNone) return 0;
  const auto& mentions = scene.alignment->facts[fact].mentions;
  size_t reports = 0;
  for (size_t i = 0; i < mentions.size(); ++i) {
    reports += i == 0 || mentions[i].report != mentions[i - 1].report ? 1 : 0;
  }
  return static_cast<float>(reports) / static_cast<float>(scene.reports.size());
}

// The surest fact with a mention in both sentences.
PairView ViewOf(const Scene& scene, const alignment::SentencePair& pair) {
  PairView view = {.pair = &pair};
  const auto mention = [&](const alignment::Fact& fact, const alignment::SentenceRef& place) {
    for (const alignment::ClaimRef& ref : fact.mentions) {
      if (ref.report == place.report &&
          scene.report(ref.report).claims.claims[ref.claim].sentence == place.sentence) {
        return ref.claim;
      }
    }
    return claims::kNoClaim;
  };
  const auto& claims = scene.report(pair.a.report).claims.claims;
  const auto& fact_of = scene.alignment->fact_of[pair.a.report];
  float surest = 0;
  auto claim =
      std::lower_bound(claims.begin(), claims.end(), pair.a.sentence,
                       [](const claims::Claim& c, uint32_t wanted) { return c.sentence < wanted; });
  for (; claim != claims.end() && claim->sentence == pair.a.sentence; ++claim) {
    const uint32_t fact = fact_of[static_cast<size_t>(claim - claims.begin())];
    if (fact == alignment::kNoFact) continue;
    const uint32_t other = mention(scene.alignment->facts[fact], pair.b);
    if (other == claims::kNoClaim || scene.alignment->facts[fact].confidence <= surest) continue;
    surest = scene.alignment->facts[fact].confidence;
    view.fact = fact;
    view.claim_a = static_cast<uint32_t>(claim - claims.begin());
    view.claim_b = other;
  }
  return view;
}

// Asks every question of one pair.
void Ask(const Scene& scene, const PairView& view, const Calibration& calibration,
         std::vector<Contrast>* contrasts) {
  const alignment::SentencePair& pair = *view.pair;
  const float least = view.fact != kNone ? kLeastOddsOnFact : kLeastOdds;
  for (size_t k = 0; k < Questions().size(); ++k) {
    if (pair.reading.kinds[k] < least) continue;
    const Question& question = *Questions()[k];
    const Rule& rule = RuleOf(question.kind());
    Contrast contrast = {
        .kind = question.kind(), .rule = rule.name, .severity = rule.severity, .fact = view.fact};
    const auto mark = [&](const alignment::SentenceRef& place,
                          const std::vector<encoder::WordReading>& words) {
      const analysis::Analysis& report = scene.report(place.report);
      return Mark(report, report.document.sentences()[place.sentence].tokens, words,
                  question.kind());
    };
    const Marking a = mark(pair.a, pair.reading.a);
    const Marking b = mark(pair.b, pair.reading.b);
    contrast.a = {.report = pair.a.report, .claim = view.claim_a, .marked = a.tokens};
    contrast.b = {.report = pair.b.report, .claim = view.claim_b, .marked = b.tokens};
    contrast.features = {.kind = pair.reading.kinds[k],
                         .same = pair.reading.same,
                         .words = std::min(a.surest, b.surest),
                         .fact = view.fact != kNone ? 1.0f : 0.0f,
                         .early = (Early(scene, pair.a) + Early(scene, pair.b)) / 2,
                         .carried = Carried(scene, view.fact)};
    if (!question.Refine(scene, view, &contrast)) continue;
    if (AreInTheWords(contrast.kind) && SameWords(scene, contrast.a, contrast.b)) continue;
    contrast.confidence = calibration.Confidence(contrast.kind, contrast.features);
    if (contrast.confidence < kLeastConfidence) continue;
    for (auto& [one, place] : {std::tie(contrast.a, pair.a), std::tie(contrast.b, pair.b)}) {
      const uint32_t around = ClaimAround(scene.report(place.report), place.sentence, one.marked);
      if (around != claims::kNoClaim) one.claim = around;
    }
    contrasts->push_back(std::move(contrast));
  }
}

// Gravest first, then surest, then by place.
auto SortKey(const Scene& scene, const Difference& difference) {
  const Evidence& first = difference.positions[0].evidence.front();
  return std::make_tuple(-static_cast<int>(difference.severity), -difference.confidence,
                         absl::string_view(scene.report(first.report).id), first.tokens,
                         difference.kind);
}

}  // namespace

absl::StatusOr<std::vector<Difference>> FindDifferences(const Scene& scene,
                                                        const Calibration& calibration,
                                                        const CallContext& context) {
  const Texts texts(scene);
  std::vector<Contrast> contrasts;
  for (const alignment::SentencePair& pair : scene.alignment->pairs) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    if (texts.TellsBoth(pair)) continue;
    Ask(scene, ViewOf(scene, pair), calibration, &contrasts);
  }
  std::vector<Difference> found = Merge(scene, std::move(contrasts), calibration.cut());
  PARALLAX_RETURN_IF_ERROR(context.Check());
  for (auto* more : {&FindOmissions, &FindProminences}) {
    std::vector<Difference> told = (*more)(scene, calibration);
    std::move(told.begin(), told.end(), std::back_inserter(found));
  }
  std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
    return SortKey(scene, a) < SortKey(scene, b);
  });
  for (Difference& difference : found) difference.explanation = Explain(scene, difference);
  return found;
}

void GroupDifferences(const Scene& scene, std::vector<Difference>* differences) {
  const auto places = [&](const Difference& difference) {
    std::vector<std::pair<uint32_t, uint32_t>> all;
    for (const Position& position : difference.positions) {
      for (const Evidence& evidence : position.evidence) {
        const auto& tokens = scene.report(evidence.report).document.tokens();
        all.emplace_back(evidence.report, tokens[evidence.tokens.begin].sentence);
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> of;
  for (uint32_t i = 0; i < differences->size(); ++i) {
    Difference& difference = (*differences)[i];
    of.push_back(places(difference));
    difference.group = i;
    for (uint32_t j = 0; j < i; ++j) {
      const Difference& before = (*differences)[j];
      std::vector<std::pair<uint32_t, uint32_t>> both;
      std::set_intersection(of[i].begin(), of[i].end(), of[j].begin(), of[j].end(),
                            std::back_inserter(both));
      const bool one_fact = difference.fact != kNone && difference.fact == before.fact;
      if (!one_fact && both.size() < 2) continue;
      difference.group = before.group;
      break;
    }
  }
}

}  // namespace parallax::framing
