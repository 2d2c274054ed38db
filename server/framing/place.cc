// PLACE: places of the same fact that cannot both hold.
//
// Rules (RULES.md): place-opposite, place-other.

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using claims::Role;
using language::Upos;

constexpr size_t kMaxPlaces = 64;

// Words that no one place can be at once.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 10> kOpposites = {{
    {"east", "west"},
    {"eastern", "western"},
    {"eastern", "west"},
    {"east", "western"},
    {"north", "south"},
    {"northern", "southern"},
    {"northern", "south"},
    {"north", "southern"},
    {"inside", "outside"},
    {"upstream", "downstream"},
}};

struct Where {
  const Mention* mention = nullptr;
  TokenRange tokens;
  uint32_t preposition = language::kNoToken;
  std::vector<std::string> lemmas;  // sorted
  std::vector<std::string> names;   // sorted stems of its proper nouns
  std::vector<std::string> stems;   // of its content words, sorted
};

bool Has(const std::vector<std::string>& sorted, absl::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool Opposite(const Where& a, const Where& b) {
  return std::any_of(kOpposites.begin(), kOpposites.end(), [&](const auto& pair) {
    return (Has(a.lemmas, pair.first) && Has(b.lemmas, pair.second)) ||
           (Has(a.lemmas, pair.second) && Has(b.lemmas, pair.first));
  });
}

Where Read(const analysis::Analysis& report, const Mention& mention,
           const claims::Argument& argument) {
  Where where = {&mention, argument.tokens, argument.preposition, {}, {}, {}};
  if (argument.preposition != language::kNoToken) {
    where.lemmas.push_back(Lemma(report, argument.preposition));
  }
  constexpr uint32_t kMaxTokens = 12;
  const uint32_t end = std::min(argument.tokens.end, argument.tokens.begin + kMaxTokens);
  where.stems = ContentStems(report, {argument.tokens.begin, end});
  for (uint32_t token = argument.tokens.begin; token < end; ++token) {
    where.lemmas.push_back(Lemma(report, token));
    if (report.annotation.word(token).upos == Upos::kPropn) {
      where.names.push_back(Stem(report.annotation.lemma(token)));
    }
  }
  std::sort(where.lemmas.begin(), where.lemmas.end());
  std::sort(where.names.begin(), where.names.end());
  where.names.erase(std::unique(where.names.begin(), where.names.end()), where.names.end());
  return where;
}

class PlaceDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kPlace; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<Where> places;   // of what happened
    std::vector<Where> sayings;  // of the saying, where somebody says it
    for (const FactAccount& account : stage.accounts(fact)) {
      for (const Mention& mention : account.mentions) {
        const analysis::Analysis& report = stage.report(mention.report);
        AddPlaces(report, mention, stage.claim(mention), &places);
        if (mention.attribution == nullptr || mention.attribution->cue_head == language::kNoToken) {
          continue;
        }
        const uint32_t saying = report.claims.claim_of_head[mention.attribution->cue_head];
        if (saying != claims::kNoClaim && saying != mention.claim) {
          AddPlaces(report, mention, report.claims.claims[saying], &sayings);
        }
      }
    }
    Compare(stage, fact, places, found);
    Compare(stage, fact, sayings, found);
  }

  static void AddPlaces(const analysis::Analysis& report, const Mention& mention,
                        const claims::Claim& claim, std::vector<Where>* places) {
    for (const claims::Argument& argument : claim.arguments) {
      if (argument.role != Role::kPlace || argument.tokens.empty()) continue;
      if (places->size() < kMaxPlaces) places->push_back(Read(report, mention, argument));
    }
  }

  static void Compare(const Stage& stage, uint32_t fact, const std::vector<Where>& all,
                      std::vector<Difference>* found) {
    for (size_t i = 0; i < all.size(); ++i) {
      std::vector<const Where*> one = {&all[i]};
      std::vector<const Where*> other;
      for (size_t j = i + 1; j < all.size(); ++j) {
        if (all[j].mention->report == all[i].mention->report) continue;
        if (Opposite(all[i], all[j])) {
          other.push_back(&all[j]);
        } else if (SharedCount(all[i].names, all[j].names) > 0) {
          one.push_back(&all[j]);
        }
      }
      if (other.empty()) continue;
      Report(stage, fact, one, other, "place-opposite", 0.6f, found);
      return;
    }
    const std::set<std::pair<uint32_t, uint32_t>> agreeing = Agreeing(all);
    // Places without a word in common may still be one within the other; reports that share one of
    // several places agree.
    for (size_t i = 0; i < all.size(); ++i) {
      std::vector<const Where*> other;
      for (size_t j = i + 1; j < all.size(); ++j) {
        if (all[j].mention->report != all[i].mention->report && !all[i].stems.empty() &&
            !all[j].stems.empty() &&
            !agreeing.contains({all[i].mention->report, all[j].mention->report})) {
          other.push_back(&all[j]);
        }
      }
      if (other.empty()) continue;
      Report(stage, fact, {&all[i]}, other, "place-other", 0.25f, found);
      return;
    }
  }

  // Pairs of reports, in both orders, with a place in common.
  static std::set<std::pair<uint32_t, uint32_t>> Agreeing(const std::vector<Where>& all) {
    std::set<std::pair<uint32_t, uint32_t>> pairs;
    for (const Where& a : all) {
      for (const Where& b : all) {
        const std::pair<uint32_t, uint32_t> pair = {a.mention->report, b.mention->report};
        if (!pairs.contains(pair) && SharedCount(a.stems, b.stems) > 0) pairs.insert(pair);
      }
    }
    return pairs;
  }

  static void Report(const Stage& stage, uint32_t fact, const std::vector<const Where*>& one,
                     const std::vector<const Where*>& other, absl::string_view rule,
                     float reliability, std::vector<Difference>* found) {
    Difference difference;
    difference.kind = Kind::kPlace;
    difference.severity = Severity::kMedium;
    difference.fact = fact;
    difference.rule = rule;
    std::vector<std::string> parts;
    std::vector<const Mention*> mentions[2];
    for (const std::vector<const Where*>* side : {&one, &other}) {
      std::vector<Evidence> evidence;
      for (const Where* where : *side) {
        const analysis::Analysis& report = stage.report(where->mention->report);
        evidence.push_back({where->mention->report, Show(report, *where)});
        mentions[side == &other].push_back(where->mention);
      }
      const Where& shown = *side->front();
      difference.positions.push_back(MakePosition(
          PassageText(stage.report(shown.mention->report), Full(shown), 10), std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " has", " have"), " “",
                                   position.value, "”"));
    }
    difference.explanation =
        absl::StrCat("The places cannot both hold: ", absl::StrJoin(parts, ", "), ".");
    difference.confidence = reliability * Trust(stage, fact, mentions[0], mentions[1]);
    found->push_back(std::move(difference));
  }

  static TokenRange Full(const Where& where) {
    TokenRange range = where.tokens;
    if (where.preposition < range.begin) range.begin = where.preposition;
    return range;
  }

  static TokenRange Show(const analysis::Analysis& report, const Where& where) {
    constexpr uint32_t kMaxTokens = 40;
    const TokenRange claim = report.claims.claims[where.mention->claim].predicate;
    const TokenRange full = Full(where);
    const TokenRange wide = {std::min(claim.begin, full.begin), std::max(claim.end, full.end)};
    return Tidy(report, wide.size() <= kMaxTokens ? wide : full);
  }
};

}  // namespace

std::unique_ptr<const Detector> MakePlaceDetector() { return std::make_unique<PlaceDetector>(); }

}  // namespace parallax::framing
