#include "server/framing/internal/merging.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "server/framing/internal/evidence.h"

namespace parallax::framing {
namespace {

// A fact has one of each, but as many labels as there are things that it names.
bool OnceAFact(Kind kind) { return kind != Kind::kLabel; }

// LABEL and WORDING are told apart by the head of a phrase alone: one disagreement, one flag.
bool Siblings(Kind a, Kind b) {
  const auto naming = [](Kind kind) { return kind == Kind::kLabel || kind == Kind::kWording; };
  return a == b || (naming(a) && naming(b));
}

class Merger {
 public:
  Merger(const Scene& scene, float least) : scene_(scene), least_(least) {}

  void Add(const Contrast& contrast) {
    for (Difference& difference : found_) {
      if (!Siblings(difference.kind, contrast.kind)) continue;
      const auto a = PositionOf(difference, contrast, contrast.a);
      const auto b = PositionOf(difference, contrast, contrast.b);
      if (!a && !b && !(SameFact(difference, contrast) && OnceAFact(contrast.kind)) &&
          !SameWords(difference, contrast)) {
        continue;
      }
      if (difference.kind == contrast.kind && a.has_value() != b.has_value() &&
          contrast.confidence >= least_) {
        Join(a ? *a : *b, a ? contrast.b : contrast.a, &difference);
      }
      return;
    }
    Difference difference;
    difference.kind = contrast.kind;
    difference.severity = contrast.severity;
    difference.fact = contrast.fact;
    difference.rule = contrast.rule;
    difference.confidence = contrast.confidence;
    difference.features = contrast.features;
    difference.entity = EntityOf(contrast);
    for (const Side* side : {&contrast.a, &contrast.b}) {
      difference.positions.push_back(
          {.value = side->value, .reports = {side->report}, .evidence = {Show(*side)}});
    }
    found_.push_back(std::move(difference));
  }

  std::vector<Difference> Finish() {
    for (Difference& difference : found_) {
      for (Position& position : difference.positions) {
        std::sort(position.reports.begin(), position.reports.end());
      }
    }
    return std::move(found_);
  }

 private:
  static bool SameFact(const Difference& difference, const Contrast& contrast) {
    return difference.fact != kNone && difference.fact == contrast.fact;
  }

  // The position of the difference that the side's words, or for what a fact has once its report,
  // stand in already.
  static absl::optional<size_t> PositionOf(const Difference& difference, const Contrast& contrast,
                                           const Side& side) {
    for (size_t p = 0; p < difference.positions.size(); ++p) {
      for (const Evidence& evidence : difference.positions[p].evidence) {
        if (evidence.report != side.report) continue;
        if (evidence.marked.Overlaps(side.marked)) return p;
        if (OnceAFact(difference.kind) && SameFact(difference, contrast)) return p;
      }
    }
    return absl::nullopt;
  }

  // "Mob" against "crowd" again, of other sentences.
  bool SameWords(const Difference& difference, const Contrast& contrast) const {
    const auto is = [&](const Position& position, const Side& side) {
      return absl::EqualsIgnoreCase(position.value, side.value);
    };
    const auto& positions = difference.positions;
    if (difference.kind == Kind::kCommitment || difference.kind == Kind::kPolarity) return false;
    return (is(positions[0], contrast.a) && is(positions[1], contrast.b)) ||
           (is(positions[0], contrast.b) && is(positions[1], contrast.a));
  }

  // Puts `side` against position `other` of the difference.
  void Join(size_t other, const Side& side, Difference* difference) {
    auto& positions = difference->positions;
    // A report that takes a position already takes no second one.
    for (const Position& position : positions) {
      if (std::count(position.reports.begin(), position.reports.end(), side.report) > 0) return;
    }
    size_t at = 1 - other;
    if (difference->kind == Kind::kCommitment) {
      at = static_cast<size_t>(
          std::find_if(positions.begin(), positions.end(),
                       [&](const Position& p) { return p.value == side.value; }) -
          positions.begin());
      if (at == other) return;
      if (at == positions.size()) positions.push_back({.value = side.value});
    }
    positions[at].reports.push_back(side.report);
    positions[at].evidence.push_back(Show(side));
  }

  Evidence Show(const Side& side) const {
    const analysis::Analysis& report = scene_.report(side.report);
    return {side.report, Around(report, side.marked, side.claim), side.marked,
            InDirectQuote(report, side.marked)};
  }

  // The entity whose mentions head both sides; kNone for none.
  uint32_t EntityOf(const Contrast& contrast) const {
    if (contrast.kind != Kind::kLabel || scene_.entities == nullptr) return kNone;
    const auto linked = [&](const Side& side) {
      const auto& of = scene_.report(side.report).entities.entity_of_token;
      for (uint32_t t = side.marked.begin; t < side.marked.end; ++t) {
        if (of[t] != entities::kNoEntity) return scene_.entities->linked_of[side.report][of[t]];
      }
      return kNone;
    };
    const uint32_t a = linked(contrast.a);
    return a == linked(contrast.b) ? a : kNone;
  }

  const Scene& scene_;
  const float least_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> Merge(const Scene& scene, std::vector<Contrast> contrasts, float least) {
  const auto key = [&](const Contrast& c) {
    return std::make_tuple(-c.confidence, c.kind, absl::string_view(scene.report(c.a.report).id),
                           c.a.marked, absl::string_view(scene.report(c.b.report).id), c.b.marked);
  };
  std::sort(contrasts.begin(), contrasts.end(),
            [&](const Contrast& a, const Contrast& b) { return key(a) < key(b); });
  Merger merger(scene, least);
  for (const Contrast& contrast : contrasts) merger.Add(contrast);
  return merger.Finish();
}

}  // namespace parallax::framing
