#include "server/values/internal/quantities.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/values/internal/numerals.h"
#include "server/values/internal/quantity_finder.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {

using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

void QuantityFinder::Run() {
  size_t at = 0;
  while (at < atoms_.size()) {
    const size_t next = ReadAt(at);
    at = std::max(next, at + 1);
  }
}

absl::string_view QuantityFinder::Text(size_t at) const {
  return at < atoms_.size() ? absl::string_view(atoms_[at].text) : absl::string_view();
}

size_t QuantityFinder::ReadAt(size_t at) {
  if (taken_[TokenOf(at)] || TokenOf(at) < min_token_) return at;
  const absl::string_view behind = Text(at + 1);
  const bool digits_behind = !behind.empty() && absl::ascii_isdigit(behind[0]);
  if (!atoms_[at].may_be_number && !digits_behind) return at;
  if (const size_t end = ReadOrdinalAt(at); end != at) return end;
  if (const size_t end = ReadFraction(at); end != at) return end;
  std::string currency;
  size_t number_at = at;
  {  // "$ 3 m", "EUR 20": a sign that is a token of its own
    absl::string_view sign = Text(at);
    if (digits_behind && !sign.empty()) {
      std::string code = TakeCurrencyPrefix(&sign);
      if (!code.empty() && sign.empty()) {
        currency = std::move(code);
        number_at = at + 1;
      }
    }
  }
  absl::optional<Numeral> numeral = ReadNumeral(atoms_, number_at);
  if (!numeral.has_value()) return at;
  if (numeral->currency.empty()) numeral->currency = currency;
  if (!numeral->currency.empty()) ReadMoneyScale(atoms_, &*numeral);
  if (!IsQuantity(number_at, *numeral)) return numeral->end;

  Quantity quantity;
  quantity.low = numeral->low;
  quantity.high = numeral->high;
  quantity.approximate = numeral->approximate;
  size_t end = numeral->end;
  bool percent = numeral->percent;
  if (const size_t score_end = ReadScore(numeral->end, *numeral); score_end != 0) {
    return score_end;
  }
  // A range: "10 to 20", "10-20", "between 10 and 20", each number perhaps with a sign.
  if (absl::optional<Numeral> upper = ReadUpperEnd(at, *numeral, &end)) {
    if (upper->comma_or_scale && !numeral->comma_or_scale && upper->low >= 1000 &&
        quantity.low < 1000 && quantity.low * ScaleOf(upper->low) < upper->low) {
      quantity.low *= ScaleOf(upper->low);  // "two to three million"
    }
    quantity.high = upper->high;
    percent |= upper->percent;
    if (numeral->currency.empty()) numeral->currency = upper->currency;
    range_ = true;
  } else {
    range_ = false;
  }
  end = ReadUnit(end, percent, numeral->currency, at, &quantity);
  if (end == 0) return numeral->end;
  size_t begin = ApplyModifiersBefore(at, &quantity);
  end = ApplyModifiersAfter(end, &quantity);
  if (range_ && begin > 0 && Text(begin - 1) == "between") --begin;
  quantity.tokens = {TokenOf(begin), TokenOf(end - 1) + 1};
  if (quantity.tokens.begin < min_token_) quantity.tokens.begin = min_token_;
  quantity.counted = Counted(number_at, end, quantity);
  if (quantity.kind == QuantityKind::kCount && quantity.counted == kNoToken &&
      LooksLikeLabel(number_at, *numeral)) {
    return end;
  }
  Emit(std::move(quantity));
  return end;
}

void QuantityFinder::Emit(Quantity quantity) {
  min_token_ = quantity.tokens.end;
  quantities_->push_back(std::move(quantity));
}

double QuantityFinder::ScaleOf(double value) {
  for (double scale : {1e12, 1e9, 1e6, 1e3}) {
    if (value >= scale) return scale;
  }
  return 1;
}

bool QuantityFinder::IsQuantity(size_t at, const Numeral& numeral) const {
  const uint32_t token = TokenOf(at);
  const language::Word& word = syntax_.word(token);
  if (word.xpos == Xpos::kLs) return false;
  if (Text(at) == "one" && numeral.end == at + 1) {
    // "one another", "no one", "the one that": only a counting "one" stands before its noun.
    const bool counts = word.upos == Upos::kNum && word.relation == Relation::kNummod;
    if (Text(at + 1) == "of") return false;  // "one of the reasons"
    if (!counts && Text(at + 1) != "-" && word.upos != Upos::kNum) {
      return false;
    }
    if (!counts && word.upos == Upos::kPron) return false;
  }
  if ((Text(at) == "a" || Text(at) == "an") && numeral.end == at + 1) return false;
  if (!numeral.words && numeral.low >= 1100 && numeral.low <= 2100 && !numeral.comma_or_scale &&
      numeral.currency.empty() && !numeral.percent && word.relation != Relation::kNummod) {
    return false;  // a year
  }
  if (const language::NamedEntity* entity = syntax_.EntityAt(token); entity != nullptr) {
    if (entity->type == language::EntityType::kPerson ||
        entity->type == language::EntityType::kOrganization ||
        entity->type == language::EntityType::kLocation) {
      return entity->tokens.begin == token && word.relation == Relation::kNummod;
    }
  }
  // Behind its noun, a number is part of a name: "Flight 370", "page 4".
  if (word.head != kNoToken && word.head + 1 == token &&
      syntax_.word(word.head).upos != Upos::kVerb && !numeral.comma_or_scale &&
      numeral.currency.empty() && !numeral.percent &&
      (word.relation == Relation::kNummod || word.relation == Relation::kNmodDesc ||
       word.relation == Relation::kFlat || word.relation == Relation::kCompound ||
       word.relation == Relation::kNmodUnmarked) &&
      syntax_.HeadsNounPhrase(word.head) && syntax_.word(word.head).upos != Upos::kNum &&
      syntax_.word(word.head).upos != Upos::kSym) {
    return false;
  }
  if (at > 0 && (Text(at - 1) == "no." || Text(at - 1) == "number" || Text(at - 1) == "#")) {
    return false;
  }
  return true;
}

bool QuantityFinder::LooksLikeLabel(size_t at, const Numeral& numeral) const {
  if (numeral.words) return false;
  const uint32_t token = TokenOf(at);
  if (!StartsToken(at)) return true;
  const language::Word& word = syntax_.word(token);
  if (word.upos != Upos::kNum && word.upos != Upos::kNoun && word.upos != Upos::kSym) return true;
  if (at > 0 && Text(at - 1) == "-") return true;
  if (numeral.end < atoms_.size() && Text(numeral.end) == "-") return true;
  const Relation plain = language::Universal(word.relation);
  return plain == Relation::kFlat || plain == Relation::kCompound || plain == Relation::kGoeswith ||
         plain == Relation::kDep || plain == Relation::kList;
}

size_t QuantityFinder::ReadScore(size_t dash, const Numeral& lower) const {
  if (Text(dash) != "-" || lower.comma_or_scale || !lower.currency.empty()) return 0;
  const absl::optional<Numeral> upper = ReadNumeral(atoms_, dash + 1);
  if (!upper.has_value() || upper->approximate) return 0;
  return IsDashRange(lower, *upper) ? 0 : upper->end;
}

bool QuantityFinder::IsDashRange(const Numeral& lower, const Numeral& upper) const {
  if (upper.high <= lower.low) return false;
  const absl::string_view next = Text(upper.end);
  if (next == "%" || next == "per" || next == "percent" || next == "-" || upper.percent ||
      !Measure(next).empty() || !DurationUnit(next).empty() || upper.comma_or_scale ||
      !lower.currency.empty()) {
    return true;
  }
  for (size_t at = upper.end; at < atoms_.size() && at < upper.end + 3; ++at) {
    const language::Word& word = syntax_.word(TokenOf(at));
    if (word.xpos == Xpos::kNns) return true;
    if (word.upos != Upos::kAdj) return false;
  }
  return false;
}

absl::optional<Numeral> QuantityFinder::ReadUpperEnd(size_t begin, const Numeral& lower,
                                                     size_t* end) {
  const absl::string_view joint = Text(*end);
  const bool between = begin > 0 && Text(begin - 1) == "between" && joint == "and";
  const bool to = joint == "to" && !(begin > 0 && Text(begin - 1) == "from");
  const bool dash = joint == "-";
  const bool either = joint == "or";
  if (!between && !to && !dash && !either) return absl::nullopt;
  size_t at = *end + 1;
  std::string currency;
  absl::string_view sign = Text(at);
  if (!sign.empty() && at + 1 < atoms_.size()) {
    std::string code = TakeCurrencyPrefix(&sign);
    if (!code.empty() && sign.empty()) {
      currency = std::move(code);
      ++at;
    }
  }
  absl::optional<Numeral> upper = ReadNumeral(atoms_, at);
  if (!upper.has_value() || upper->high <= lower.low) return absl::nullopt;
  if (upper->currency.empty()) upper->currency = currency;
  if (!upper->currency.empty()) ReadMoneyScale(atoms_, &*upper);
  // "six or seven" is one guess; "six or 200" are two numbers.
  if (either && upper->low > 2 * lower.low + 1) return absl::nullopt;
  if (dash && !IsDashRange(lower, *upper)) return absl::nullopt;
  *end = upper->end;
  return upper;
}

size_t QuantityFinder::ReadOrdinalAt(size_t at) {
  if (!StartsToken(at)) return at;
  const absl::optional<Ordinal> ordinal = ReadOrdinal(atoms_, at);
  if (!ordinal.has_value()) return at;
  const uint32_t token = TokenOf(at);
  const language::Word& word = syntax_.word(token);
  // "a second later"; "two thirds" is read as a fraction.
  if (word.upos == Upos::kNoun && absl::ascii_isalpha(Text(at)[0])) return at;
  if (word.upos == Upos::kAdv) return at;  // "first of all", "firstly"
  // "Second Avenue", "the 2nd District": part of a name.
  if (word.upos == Upos::kPropn || syntax_.EntityAt(token) != nullptr ||
      (word.head != kNoToken && syntax_.word(word.head).upos == Upos::kPropn)) {
    return ordinal->end;
  }
  Quantity quantity;
  quantity.kind = QuantityKind::kOrdinal;
  quantity.low = quantity.high = ordinal->value;
  quantity.tokens = {token, TokenOf(ordinal->end - 1) + 1};
  if (word.head != kNoToken && syntax_.HeadsNounPhrase(word.head)) {
    quantity.counted = word.head;
  }
  Emit(std::move(quantity));
  return ordinal->end;
}

size_t QuantityFinder::ReadFraction(size_t at) {
  double parts = 1;
  size_t next = at;
  if (Text(at) == "a" || Text(at) == "an" || Text(at) == "one") {
    ++next;
  } else if (const absl::optional<int> count = SmallNumber(Text(at)); count.has_value()) {
    parts = *count;
    ++next;
  }
  if (next > at && Text(next) == "-") ++next;
  const absl::string_view name = Text(next);
  double whole = 0;
  if (name == "half") {
    whole = 2;
  } else if (next > at && (name == "third" || name == "thirds")) {
    whole = 3;
  } else if (next > at && (name == "quarter" || name == "quarters")) {
    whole = 4;
  } else if (next > at && (name == "fifth" || name == "fifths")) {
    whole = 5;
  } else if (next > at && (name == "tenth" || name == "tenths")) {
    whole = 10;
  }
  if (whole == 0 || parts >= whole) return at;
  const absl::string_view after = Text(next + 1);
  if (after != "of" && !(name == "half" && (after == "the" || after == "its" || after == "their")))
    return at;
  Quantity quantity;
  quantity.kind = QuantityKind::kPercent;
  quantity.unit = "percent";
  // Writers round to such shares.
  quantity.low = 100 * parts / whole - 3;
  quantity.high = 100 * parts / whole + 3;
  quantity.approximate = true;
  const size_t begin = ApplyModifiersBefore(at, &quantity);
  quantity.tokens = {TokenOf(begin), TokenOf(next) + 1};
  if (quantity.tokens.begin < min_token_) return at;
  quantity.counted = Counted(next, next + 1, quantity);
  Emit(std::move(quantity));
  return next + 1;
}

void FindQuantities(const language::Syntax& syntax, TokenRange sentence,
                    const std::vector<Atom>& atoms, const std::vector<bool>& taken,
                    std::vector<Quantity>* quantities) {
  QuantityFinder(syntax, sentence, atoms, taken, quantities).Run();
}

}  // namespace parallax::values::internal
