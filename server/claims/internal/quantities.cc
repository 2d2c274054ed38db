#include "server/claims/internal/quantities.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "server/claims/internal/numerals.h"
#include "server/claims/internal/units.h"
#include "server/claims/internal/verb_classes.h"

namespace parallax::claims::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class Bound : uint8_t {
  kNone,
  kAtLeast,
  kMoreThan,
  kAtMost,
  kLessThan,
  kAbout,
  kNearly,
  kJustOver
};

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

class Finder {
 public:
  Finder(const Source& source, TokenRange tokens, const std::vector<bool>& taken,
         std::vector<Quantity>* quantities)
      : source_(source),
        sentence_(tokens),
        taken_(taken),
        atoms_(AtomsOf(source, tokens)),
        quantities_(quantities) {}

  void Run() {
    size_t at = 0;
    while (at < atoms_.size()) {
      const size_t next = ReadAt(at);
      at = std::max(next, at + 1);
    }
  }

 private:
  absl::string_view Text(size_t at) const {
    return at < atoms_.size() ? absl::string_view(atoms_[at].text) : absl::string_view();
  }
  uint32_t TokenOf(size_t at) const { return atoms_[at].token; }

  // True where the atom begins a token that stands free of what is before it.
  bool StartsToken(size_t at) const { return at == 0 || atoms_[at - 1].token != atoms_[at].token; }

  // Reads the quantity whose number begins at `at`; the atom to go on with.
  size_t ReadAt(size_t at) {
    if (taken_[TokenOf(at)] || TokenOf(at) < min_token_) return at;
    if (const size_t end = ReadOrdinalAt(at); end != at) return end;
    if (const size_t end = ReadFraction(at); end != at) return end;
    std::string currency;
    size_t number_at = at;
    {  // "$ 3 m", "EUR 20": a sign that is a token of its own
      absl::string_view sign = Text(at);
      if (at + 1 < atoms_.size() && !sign.empty()) {
        std::string code = TakeCurrencyPrefix(&sign);
        if (!code.empty() && sign.empty() &&
            absl::ascii_isdigit(Text(at + 1).empty() ? ' ' : Text(at + 1)[0])) {
          currency = std::move(code);
          number_at = at + 1;
        }
      }
    }
    absl::optional<Numeral> numeral = ReadNumeral(atoms_, number_at);
    if (!numeral.has_value()) return at;
    if (numeral->currency.empty()) numeral->currency = currency;
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

  void Emit(Quantity quantity) {
    min_token_ = quantity.tokens.end;
    quantities_->push_back(std::move(quantity));
  }

  static double ScaleOf(double value) {
    for (double scale : {1e12, 1e9, 1e6, 1e3}) {
      if (value >= scale) return scale;
    }
    return 1;
  }

  // Numbers that name and do not count: "Article 5", "Boeing 747", "one another".
  bool IsQuantity(size_t at, const Numeral& numeral) const {
    const uint32_t token = TokenOf(at);
    const language::Word& word = source_.word(token);
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
    if (const language::NamedEntity* entity = EntityAt(source_, token); entity != nullptr) {
      if (entity->type == language::EntityType::kPerson ||
          entity->type == language::EntityType::kOrganization ||
          entity->type == language::EntityType::kLocation) {
        return entity->tokens.begin == token && word.relation == Relation::kNummod;
      }
    }
    // Behind its noun, a number is part of a name: "Flight 370", "page 4".
    if (word.head != kNoToken && word.head + 1 == token &&
        source_.word(word.head).upos != Upos::kVerb && !numeral.comma_or_scale &&
        numeral.currency.empty() && !numeral.percent &&
        (word.relation == Relation::kNummod || word.relation == Relation::kNmodDesc ||
         word.relation == Relation::kFlat || word.relation == Relation::kCompound ||
         word.relation == Relation::kNmodUnmarked) &&
        IsNominal(source_.word(word.head).upos) && source_.word(word.head).upos != Upos::kNum &&
        source_.word(word.head).upos != Upos::kSym) {
      return false;
    }
    if (at > 0 && (Text(at - 1) == "no." || Text(at - 1) == "number" || Text(at - 1) == "#")) {
      return false;
    }
    return true;
  }

  // A bare number without noun that a wrong tree or a name leaves: "the G 20", scores "3 - 1".
  bool LooksLikeLabel(size_t at, const Numeral& numeral) const {
    if (numeral.words) return false;
    const uint32_t token = TokenOf(at);
    if (!StartsToken(at)) return true;
    const language::Word& word = source_.word(token);
    if (word.upos != Upos::kNum && word.upos != Upos::kNoun && word.upos != Upos::kSym) return true;
    if (at > 0 && Text(at - 1) == "-") return true;
    if (numeral.end < atoms_.size() && Text(numeral.end) == "-") return true;
    const Relation plain = language::Universal(word.relation);
    return plain == Relation::kFlat || plain == Relation::kCompound ||
           plain == Relation::kGoeswith || plain == Relation::kDep || plain == Relation::kList;
  }

  // "a 5-4 decision", "won 3-1": numbers on both sides of a dash that are no range. The atom after
  // them, 0 where there is none.
  size_t ReadScore(size_t dash, const Numeral& lower) const {
    if (Text(dash) != "-" || lower.comma_or_scale || !lower.currency.empty()) return 0;
    const absl::optional<Numeral> upper = ReadNumeral(atoms_, dash + 1);
    if (!upper.has_value() || upper->approximate) return 0;
    return IsDashRange(lower, *upper) ? 0 : upper->end;
  }

  bool IsDashRange(const Numeral& lower, const Numeral& upper) const {
    if (upper.high <= lower.low) return false;
    const absl::string_view next = Text(upper.end);
    if (next == "%" || next == "per" || next == "percent" || next == "-" || upper.percent ||
        !Measure(next).empty() || !DurationUnit(next).empty() || upper.comma_or_scale ||
        !lower.currency.empty()) {
      return true;
    }
    for (size_t at = upper.end; at < atoms_.size() && at < upper.end + 3; ++at) {
      const language::Word& word = source_.word(TokenOf(at));
      if (word.xpos == Xpos::kNns) return true;
      if (word.upos != Upos::kAdj) return false;
    }
    return false;
  }

  absl::optional<Numeral> ReadUpperEnd(size_t begin, const Numeral& lower, size_t* end) {
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
    // "six or seven" is one guess; "six or 200" are two numbers.
    if (either && upper->low > 2 * lower.low + 1) return absl::nullopt;
    if (dash && !IsDashRange(lower, *upper)) return absl::nullopt;
    *end = upper->end;
    return upper;
  }

  // Unit behind the number; the atom after it. 0 where the number is no quantity after all.
  size_t ReadUnit(size_t end, bool percent, const std::string& currency, size_t begin,
                  Quantity* quantity) {
    if (percent) return Percent(end, quantity);
    if (!currency.empty()) {
      quantity->kind = QuantityKind::kMoney;
      quantity->unit = currency;
      return end;
    }
    size_t at = end;
    if (Text(at) == "-") ++at;
    // "billions of dollars", "hundreds of miles"
    if (Text(at) == "of" && quantity->approximate &&
        (!CurrencyCode(Text(at + 1)).empty() || !Measure(Text(at + 1)).empty() ||
         !DurationUnit(Text(at + 1)).empty())) {
      ++at;
    }
    const absl::string_view text = Text(at);
    if (text == "%" || text == "percent" || text == "pct" || text == "pc")
      return Percent(at + 1, quantity);
    if (text == "per" && Text(at + 1) == "cent") return Percent(at + 2, quantity);
    if (text == "percentage" && absl::StartsWith(Text(at + 1), "point")) {
      quantity->kind = QuantityKind::kMeasure;
      quantity->unit = "percentage point";
      return at + 2;
    }
    if (absl::string_view code = HundredthCurrencyCode(text); !code.empty()) {
      quantity->kind = QuantityKind::kMoney;
      quantity->unit = std::string(code);
      quantity->low /= 100;
      quantity->high /= 100;
      return at + 1;
    }
    // "20 Canadian dollars"
    size_t currency_at = at;
    static constexpr std::pair<absl::string_view, absl::string_view> kAdjectives[] = {
        {"us", "USD"},        {"american", "USD"}, {"canadian", "CAD"},  {"australian", "AUD"},
        {"swiss", "CHF"},     {"danish", "DKK"},   {"norwegian", "NOK"}, {"swedish", "SEK"},
        {"singapore", "SGD"}, {"egyptian", "EGP"}};
    std::string code;
    for (const auto& [adjective, adjective_code] : kAdjectives) {
      if (text == adjective && !CurrencyCode(Text(at + 1)).empty()) {
        code = std::string(adjective_code);
        currency_at = at + 1;
      }
    }
    if (code.empty()) code = std::string(CurrencyCode(text));
    if (code == "NOK" && SpeaksOfDenmark()) code = "DKK";
    if (!code.empty()) {
      // Weight, not money: "ten pounds of cocaine".
      if (code == "GBP" && Text(currency_at + 1) == "of") {
        quantity->kind = QuantityKind::kMeasure;
        quantity->unit = "pound";
      } else {
        quantity->kind = QuantityKind::kMoney;
        quantity->unit = std::move(code);
      }
      return currency_at + 1;
    }
    size_t unit_at = at;
    std::string prefix;
    if (text == "square" || text == "cubic" || text == "nautical") {
      prefix = std::string(text) + " ";
      ++unit_at;
    }
    if (absl::string_view measure = Measure(Text(unit_at)); !measure.empty()) {
      quantity->kind = QuantityKind::kMeasure;
      quantity->unit = prefix + std::string(measure);
      return unit_at + 1;
    }
    absl::string_view duration = DurationUnit(text);
    if (!duration.empty()) {
      // "year - old", "years old", "years of age"
      size_t next = at + 1;
      if (Text(next) == "-") ++next;
      if (Text(next) == "old" || Text(next) == "olds") {
        quantity->kind = QuantityKind::kAge;
        quantity->unit = std::string(duration);
        return next + 1;
      }
      if (Text(at + 1) == "of" && Text(at + 2) == "age") {
        quantity->kind = QuantityKind::kAge;
        quantity->unit = std::string(duration);
        return at + 3;
      }
      const bool aged = begin > 0 && (Text(begin - 1) == "aged" || Text(begin - 1) == "age");
      quantity->kind = aged ? QuantityKind::kAge : QuantityKind::kDuration;
      quantity->unit = std::string(duration);
      return at + 1;
    }
    if (IsAge(begin, end)) {
      quantity->kind = QuantityKind::kAge;
      quantity->unit = "year";
    }
    return end;
  }

  // Norwegians and Danes both pay in kroner: the country named first decides. Only the beginning of
  // the report is read, so that work stays linear.
  bool SpeaksOfDenmark() const {
    constexpr size_t kMaxTokens = 1000;
    const size_t size = std::min(source_.document.tokens().size(), kMaxTokens);
    for (uint32_t token = 0; token < size; ++token) {
      const absl::string_view text = source_.document.text(token);
      if (text == "Denmark" || text == "Danish" || text == "Copenhagen") return true;
      if (absl::StartsWith(text, "DKr") || absl::StartsWith(text, "DKK")) return true;
      if (text == "Norway" || text == "Norwegian" || text == "Oslo") return false;
    }
    return false;
  }

  static size_t Percent(size_t end, Quantity* quantity) {
    quantity->kind = QuantityKind::kPercent;
    quantity->unit = "percent";
    return end;
  }

  // "aged 22", "age 22", and "Smith, 43," in apposition to a name.
  bool IsAge(size_t begin, size_t end) const {
    if (begin == 0) return false;
    if (Text(begin - 1) == "aged" || Text(begin - 1) == "age") return true;
    if (Text(begin - 1) != "," || begin < 2) return false;
    const language::Word& before = source_.word(TokenOf(begin - 2));
    const bool closes =
        end >= atoms_.size() || Text(end) == "," || Text(end) == "." || Text(end) == "and";
    return closes && before.upos == Upos::kPropn && TokenOf(begin) < sentence_.end &&
           absl::ascii_isdigit(Text(begin)[0]) && Text(begin).size() <= 3 &&
           source_.word(TokenOf(begin)).relation != Relation::kNummod;
  }

  // Widens the quantity by the words before `at`; the first atom of them.
  size_t ApplyModifiersBefore(size_t at, Quantity* quantity) {
    size_t begin = at;
    for (int round = 0; round < 3; ++round) {
      bool found = false;
      for (const Modifier& modifier : kModifiers) {
        const size_t start = MatchBefore(begin, modifier.words);
        if (start == begin) continue;
        if (taken_[TokenOf(start)] || TokenOf(start) < min_token_) continue;
        // "over 20 people" counts; "talks over two islands", "under two ministers" do not.
        if ((modifier.words == "over" || modifier.words == "under" || modifier.words == "above" ||
             modifier.words == "below" || modifier.words == "around" ||
             modifier.words == "about") &&
            source_.word(TokenOf(start)).relation == Relation::kCase && IsOwnPhrase(at)) {
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

  // A small number whose preposition is a real one: "a row over two islands".
  bool IsOwnPhrase(size_t at) const {
    const absl::optional<int> small = SmallNumber(Text(at));
    return small.has_value() && *small <= 3;
  }

  // First atom of `words` where they end just before `end`, else `end`.
  size_t MatchBefore(size_t end, absl::string_view words) const {
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

  size_t ApplyModifiersAfter(size_t end, Quantity* quantity) {
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

  static void Apply(Bound bound, Quantity* quantity) {
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

  size_t ReadOrdinalAt(size_t at) {
    if (!StartsToken(at)) return at;
    const absl::optional<Ordinal> ordinal = ReadOrdinal(atoms_, at);
    if (!ordinal.has_value()) return at;
    const uint32_t token = TokenOf(at);
    const language::Word& word = source_.word(token);
    // "a second later"; "two thirds" is read as a fraction.
    if (word.upos == Upos::kNoun && absl::ascii_isalpha(Text(at)[0])) return at;
    if (word.upos == Upos::kAdv) return at;  // "first of all", "firstly"
    // "Second Avenue", "the 2nd District": part of a name.
    if (word.upos == Upos::kPropn || EntityAt(source_, token) != nullptr ||
        (word.head != kNoToken && source_.word(word.head).upos == Upos::kPropn)) {
      return ordinal->end;
    }
    Quantity quantity;
    quantity.kind = QuantityKind::kOrdinal;
    quantity.low = quantity.high = ordinal->value;
    quantity.tokens = {token, TokenOf(ordinal->end - 1) + 1};
    if (word.head != kNoToken && IsNominal(source_.word(word.head).upos)) {
      quantity.counted = word.head;
    }
    Emit(std::move(quantity));
    return ordinal->end;
  }

  // "half of", "a third of", "two-thirds of", "three quarters of": a share.
  size_t ReadFraction(size_t at) {
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
    if (after != "of" &&
        !(name == "half" && (after == "the" || after == "its" || after == "their")))
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

  // Head of what is counted: what the number modifies, or what "of" adds to it.
  uint32_t Counted(size_t number_at, size_t end, const Quantity& quantity) const {
    const TokenRange tokens = quantity.tokens;
    // "20 per cent of voters", "dozens of people", "six of the men"
    const uint32_t after = end < atoms_.size() ? TokenOf(end) : sentence_.end;
    if (after < sentence_.end && Text(end) == "of") {
      const uint32_t noun = source_.word(after).head;
      if (noun != kNoToken && noun > after && IsNominal(source_.word(noun).upos)) return noun;
    }
    uint32_t top = TokenOf(number_at);
    while (source_.word(top).head != kNoToken && tokens.Contains(source_.word(top).head)) {
      top = source_.word(top).head;
    }
    const language::Word& word = source_.word(top);
    if (word.head != kNoToken) {
      const language::Word& head = source_.word(word.head);
      const Relation plain = language::Universal(word.relation);
      const bool modifies = plain == Relation::kNummod || plain == Relation::kCompound ||
                            plain == Relation::kAmod || plain == Relation::kNmod ||
                            plain == Relation::kDet;
      const bool unit = quantity.kind == QuantityKind::kCount || plain != Relation::kNmod;
      if (modifies && unit && word.head > top &&
          (head.upos == Upos::kNoun || head.upos == Upos::kPropn)) {
        return word.head;
      }
      if (quantity.kind == QuantityKind::kAge &&
          (plain == Relation::kAppos || plain == Relation::kAmod || plain == Relation::kNummod ||
           plain == Relation::kAcl || plain == Relation::kNmod)) {
        return word.head;
      }
    }
    // Age in a copular clause: "the girl was nine years old".
    if (quantity.kind == QuantityKind::kAge) {
      const uint32_t subject = SubjectOf(source_, top);
      if (subject != kNoToken) return subject;
      if (word.head != kNoToken) return SubjectOf(source_, word.head);
    }
    // A wrong tree: the run of nouns behind the number.
    if (quantity.kind != QuantityKind::kCount) return kNoToken;
    uint32_t found = kNoToken;
    for (uint32_t token = tokens.end; token < sentence_.end && token < tokens.end + 5; ++token) {
      const Upos tag = source_.word(token).upos;
      if (tag == Upos::kNoun || tag == Upos::kPropn) {
        found = token;
      } else if (found != kNoToken || tag != Upos::kAdj) {
        break;
      }
    }
    return found;
  }

  const Source& source_;
  const TokenRange sentence_;
  const std::vector<bool>& taken_;
  const std::vector<Atom> atoms_;
  std::vector<Quantity>* const quantities_;
  uint32_t min_token_ = 0;  // quantities do not overlap
  bool range_ = false;
};

}  // namespace

void FindQuantities(const Source& source, uint32_t sentence, const std::vector<bool>& taken,
                    std::vector<Quantity>* quantities) {
  Finder(source, source.document.sentences()[sentence].tokens, taken, quantities).Run();
}

}  // namespace parallax::claims::internal
