#include <cmath>
#include <limits>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/values/internal/quantity_finder.h"

namespace parallax::values::internal {
namespace {

using language::Relation;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Modifier {
  absl::string_view words;  // divided by one blank
  Bound bound;
};

// Longest first where one ends with another: "no fewer than" before "fewer than".
constexpr Modifier kModifiers[] = {
    {"no fewer than", Bound::kAtLeast},
    {"no less than", Bound::kAtLeast},
    {"not fewer than", Bound::kAtLeast},
    {"not less than", Bound::kAtLeast},
    {"a minimum of", Bound::kAtLeast},
    {"at least", Bound::kAtLeast},
    {"minimum of", Bound::kAtLeast},
    {"no more than", Bound::kAtMost},
    {"not more than", Bound::kAtMost},
    {"a maximum of", Bound::kAtMost},
    {"maximum of", Bound::kAtMost},
    {"at most", Bound::kAtMost},
    {"as many as", Bound::kAtMost},
    {"as much as", Bound::kAtMost},
    {"as few as", Bound::kAtLeast},
    {"as little as", Bound::kAtLeast},
    {"up to", Bound::kAtMost},
    {"just over", Bound::kJustOver},
    {"slightly over", Bound::kJustOver},
    {"slightly more than", Bound::kJustOver},
    {"just more than", Bound::kJustOver},
    {"little more than", Bound::kJustOver},
    {"just under", Bound::kNearly},
    {"slightly less than", Bound::kNearly},
    {"just short of", Bound::kNearly},
    {"just less than", Bound::kNearly},
    {"more than", Bound::kMoreThan},
    {"greater than", Bound::kMoreThan},
    {"upwards of", Bound::kMoreThan},
    {"upward of", Bound::kMoreThan},
    {"in excess of", Bound::kMoreThan},
    {"over", Bound::kMoreThan},
    {"above", Bound::kMoreThan},
    {"exceeding", Bound::kMoreThan},
    {"fewer than", Bound::kLessThan},
    {"less than", Bound::kLessThan},
    {"under", Bound::kLessThan},
    {"below", Bound::kLessThan},
    {"close to", Bound::kNearly},
    {"nearly", Bound::kNearly},
    {"almost", Bound::kNearly},
    {"approaching", Bound::kNearly},
    {"an estimated", Bound::kAbout},
    {"estimated", Bound::kAbout},
    {"somewhere around", Bound::kAbout},
    {"about", Bound::kAbout},
    {"around", Bound::kAbout},
    {"some", Bound::kAbout},
    {"approximately", Bound::kAbout},
    {"roughly", Bound::kAbout},
    {"circa", Bound::kAbout},
    {"perhaps", Bound::kAbout},
    {"an average of", Bound::kNone},
    {"a total of", Bound::kNone},
    {"exactly", Bound::kNone},
    {"a record", Bound::kNone},
};

}  // namespace

size_t QuantityFinder::ApplyModifiersBefore(size_t at, Quantity* quantity) {
  size_t begin = at;
  for (int round = 0; round < 3; ++round) {
    bool found = false;
    for (const Modifier& modifier : kModifiers) {
      const size_t start = MatchBefore(begin, modifier.words);
      if (start == begin) continue;
      if (taken_[TokenOf(start)] || TokenOf(start) < min_token_) continue;
      // "over 20 people" counts; "talks over two islands", "under two ministers" do not.
      if ((modifier.words == "over" || modifier.words == "under" || modifier.words == "above" ||
           modifier.words == "below" || modifier.words == "around" || modifier.words == "about") &&
          syntax_.word(TokenOf(start)).relation == Relation::kCase && IsOwnPhrase(at)) {
        continue;
      }
      Apply(modifier.bound, quantity);
      begin = start;
      found = true;
      break;
    }
    if (!found) break;
  }
  return begin;
}

bool QuantityFinder::IsOwnPhrase(size_t at) const {
  const absl::optional<int> small = SmallNumber(Text(at));
  return small.has_value() && *small <= 3;
}

size_t QuantityFinder::MatchBefore(size_t end, absl::string_view words) const {
  size_t at = end;
  while (!words.empty()) {
    const size_t blank = words.rfind(' ');
    const absl::string_view last =
        blank == absl::string_view::npos ? words : words.substr(blank + 1);
    if (at == 0 || Text(at - 1) != last) return end;
    --at;
    words = blank == absl::string_view::npos ? absl::string_view() : words.substr(0, blank);
  }
  return at;
}

size_t QuantityFinder::ApplyModifiersAfter(size_t end, Quantity* quantity) {
  if (Text(end) == "or" && (Text(end + 1) == "more" || Text(end + 1) == "older")) {
    Apply(Bound::kAtLeast, quantity);
    return end + 2;
  }
  if (Text(end) == "or" && (Text(end + 1) == "fewer" || Text(end + 1) == "less")) {
    Apply(Bound::kAtMost, quantity);
    return end + 2;
  }
  if (Text(end) == "or" && Text(end + 1) == "so") {
    Apply(Bound::kAbout, quantity);
    return end + 2;
  }
  if (Text(end) == "+" || Text(end) == "plus") {
    Apply(Bound::kAtLeast, quantity);
    return end + 1;
  }
  return end;
}

void QuantityFinder::Apply(Bound bound, Quantity* quantity) {
  const bool whole = quantity->kind == QuantityKind::kCount && quantity->low < 100 &&
                     quantity->low == std::floor(quantity->low) && !quantity->approximate;
  switch (bound) {
    case Bound::kNone:
      return;
    case Bound::kAtLeast:
      quantity->high = kInfinity;
      return;
    case Bound::kMoreThan:
      if (whole) quantity->low += 1;
      quantity->high = kInfinity;
      return;
    case Bound::kAtMost:
      quantity->low = 0;
      return;
    case Bound::kLessThan:
      if (whole && !std::isinf(quantity->high)) quantity->high -= 1;
      quantity->low = 0;
      return;
    case Bound::kAbout:
      quantity->low *= 0.9;
      quantity->high *= 1.1;
      break;
    case Bound::kNearly:
      quantity->low *= 0.9;
      break;
    case Bound::kJustOver:
      quantity->high *= 1.1;
      break;
  }
  if (quantity->kind == QuantityKind::kCount) {
    // Against the last bit of 1.1 * 7000.
    quantity->low = std::floor(quantity->low * (1 + 1e-12));
    if (!std::isinf(quantity->high)) quantity->high = std::ceil(quantity->high * (1 - 1e-12));
  }
  quantity->approximate = true;
}

}  // namespace parallax::values::internal
