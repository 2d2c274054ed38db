#include "server/claims/internal/numerals.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/claims/internal/units.h"

namespace parallax::claims::internal {
namespace {

using NumberMap = absl::flat_hash_map<absl::string_view, double>;

const NumberMap& Units() {
  static const NumberMap& map = *new NumberMap{
      {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
      {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
      {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
      {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
      {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fourty", 40},   {"fifty", 50},
      {"sixty", 60},   {"seventy", 70}, {"eighty", 80},    {"ninety", 90}};
  return map;
}

const NumberMap& Scales() {
  static const NumberMap& map = *new NumberMap{
      {"hundred", 1e2}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12},
      {"dozen", 12},    {"m", 1e6},        {"mn", 1e6},      {"mln", 1e6},     {"bn", 1e9},
      {"bln", 1e9},     {"tn", 1e12},      {"trn", 1e12},    {"k", 1e3}};
  return map;
}

// A letter alone is a scale only when it is glued to digits.
bool IsGluedScaleOnly(absl::string_view text) { return text == "m" || text == "k"; }

struct Vague {
  double low;
  double high;
};

// What writers mean by a bare plural: from two of it to where they would use the next word.
const absl::flat_hash_map<absl::string_view, Vague>& Vagues() {
  static const auto& map = *new absl::flat_hash_map<absl::string_view, Vague>{
      {"dozens", {20, 199}},          {"scores", {40, 399}},        {"hundreds", {200, 1999}},
      {"thousands", {2000, 19999}},   {"millions", {2e6, 1.999e9}}, {"billions", {2e9, 1.999e12}},
      {"trillions", {2e12, 1.999e15}}};
  return map;
}

const NumberMap& Ordinals() {
  static const NumberMap& map = *new NumberMap{
      {"first", 1},        {"second", 2},      {"third", 3},       {"fourth", 4},
      {"fifth", 5},        {"sixth", 6},       {"seventh", 7},     {"eighth", 8},
      {"ninth", 9},        {"tenth", 10},      {"eleventh", 11},   {"twelfth", 12},
      {"thirteenth", 13},  {"fourteenth", 14}, {"fifteenth", 15},  {"sixteenth", 16},
      {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
      {"thirtieth", 30},   {"fortieth", 40},   {"fiftieth", 50},   {"sixtieth", 60},
      {"seventieth", 70},  {"eightieth", 80},  {"ninetieth", 90},  {"hundredth", 100},
      {"thousandth", 1000}};
  return map;
}

absl::optional<double> Find(const NumberMap& map, absl::string_view text) {
  const auto found = map.find(text);
  if (found == map.end()) return absl::nullopt;
  return found->second;
}

absl::string_view Text(const std::vector<Atom>& atoms, size_t at) {
  return at < atoms.size() ? absl::string_view(atoms[at].text) : absl::string_view();
}

// "1,234.5" and its rest; false where no digits stand first or the commas do not group by three.
bool ReadDigits(absl::string_view text, double* value, bool* comma, absl::string_view* rest) {
  size_t length = 0;
  while (length < text.size() && length < 32 &&
         (absl::ascii_isdigit(text[length]) ||
          ((text[length] == ',' || text[length] == '.') && length > 0 && length + 1 < text.size() &&
           absl::ascii_isdigit(text[length + 1])))) {
    ++length;
  }
  if (length == 0) return false;
  const std::string digits(text.substr(0, length));
  *rest = text.substr(length);
  *comma = false;
  if (std::count(digits.begin(), digits.end(), '.') > 1) return false;
  for (size_t at = digits.find(','); at != std::string::npos; at = digits.find(',', at + 1)) {
    *comma = true;
    size_t next = at + 1;
    while (next < digits.size() && absl::ascii_isdigit(digits[next])) ++next;
    if (next - at - 1 != 3) return false;
  }
  return absl::SimpleAtod(absl::StrReplaceAll(digits, {{",", ""}}), value);
}

// One atom of digits with what is glued to it: "$3m", "20%", "1.5bn", "500+".
bool ReadGlued(absl::string_view text, Numeral* numeral) {
  numeral->currency = TakeCurrencyPrefix(&text);
  double value = 0;
  absl::string_view rest;
  bool comma = false;
  if (!ReadDigits(text, &value, &comma, &rest)) return false;
  numeral->comma_or_scale = comma;
  if (absl::ConsumeSuffix(&rest, "+")) {
    numeral->high = std::numeric_limits<double>::infinity();
  }
  const absl::optional<double> scale = Find(Scales(), rest);
  if (scale.has_value() && rest != "dozen") {
    value *= *scale;
    numeral->comma_or_scale = true;
  } else if (rest == "%" || rest == "pc") {
    numeral->percent = true;
  } else if (!rest.empty()) {
    return false;
  }
  numeral->low = value;
  if (!std::isinf(numeral->high)) numeral->high = value;
  return true;
}

void Multiply(double factor, Numeral* numeral) {
  numeral->low *= factor;
  numeral->high *= factor;
  numeral->comma_or_scale = true;
}

// Scale words after a number: "2 million", "three hundred thousand".
void ReadScales(const std::vector<Atom>& atoms, Numeral* numeral) {
  while (true) {
    size_t at = numeral->end;
    if (Text(atoms, at) == "-") ++at;
    const absl::string_view text = Text(atoms, at);
    const absl::optional<double> scale = Find(Scales(), text);
    if (!scale.has_value() || IsGluedScaleOnly(text)) return;
    Multiply(*scale, numeral);
    numeral->end = at + 1;
  }
}

// "two hundred and fifty thousand": value words with `and` only behind hundred or thousand.
absl::optional<Numeral> ReadWords(const std::vector<Atom>& atoms, size_t at) {
  double total = 0;
  double current = 0;
  double last = 0;  // last word read, to refuse "six six"
  bool any = false;
  size_t end = at;
  Numeral numeral;
  while (at < atoms.size()) {
    const absl::string_view text = atoms[at].text;
    const absl::optional<double> unit = Find(Units(), text);
    const absl::optional<double> scale =
        IsGluedScaleOnly(text) ? absl::nullopt : Find(Scales(), text);
    if (unit.has_value()) {
      const bool fits = !any || last >= 100 || (last >= 20 && *unit < 10 && *unit > 0);
      if (!fits) break;
      current += *unit;
      last = *unit;
    } else if (scale.has_value() && any) {
      if (*scale < 1000) {
        current = std::max(current, 1.0) * *scale;
      } else {
        total += std::max(current, 1.0) * *scale;
        current = 0;
      }
      last = *scale;
      numeral.comma_or_scale = true;
    } else if (any && (text == "-" || (text == "and" && last >= 100))) {
      const absl::string_view next = Text(atoms, at + 1);
      const bool joins =
          Find(Units(), next).has_value() || (text == "-" && Find(Scales(), next).has_value());
      if (!joins || (text == "-" && last < 20 && !Find(Scales(), next).has_value())) break;
      ++at;
      continue;
    } else {
      break;
    }
    any = true;
    end = ++at;
  }
  if (!any) return absl::nullopt;
  numeral.end = end;
  numeral.low = numeral.high = total + current;
  numeral.words = true;
  return numeral;
}

// "tens of thousands", "dozens", "a few hundred", "several".
absl::optional<Numeral> ReadVague(const std::vector<Atom>& atoms, size_t at) {
  Numeral numeral;
  numeral.words = true;
  numeral.approximate = true;
  numeral.comma_or_scale = true;
  absl::string_view text = Text(atoms, at);
  double factor = 1;
  if ((text == "tens" || text == "hundreds") && Text(atoms, at + 1) == "of" &&
      Vagues().contains(Text(atoms, at + 2))) {
    factor = text == "tens" ? 10 : 100;
    at += 2;
    text = Text(atoms, at);
  }
  if (const auto vague = Vagues().find(text); vague != Vagues().end()) {
    numeral.low = vague->second.low * factor;
    numeral.high = vague->second.high * factor;
    numeral.end = at + 1;
    return numeral;
  }
  if (text == "a" && (Text(atoms, at + 1) == "few" || Text(atoms, at + 1) == "handful" ||
                      Text(atoms, at + 1) == "couple")) {
    text = Text(atoms, ++at);
  } else if (text != "several") {
    return absl::nullopt;
  }
  numeral.low = text == "couple" || text == "handful" ? 2 : 3;
  numeral.high = text == "couple" ? 3 : text == "several" ? 20 : 10;
  numeral.end = at + 1;
  if (Text(atoms, numeral.end) == "of" && Vagues().contains(Text(atoms, numeral.end + 1))) {
    ++numeral.end;
  }
  ReadScales(atoms, &numeral);
  return numeral;
}

}  // namespace

namespace {

// What may begin with a word. Most words begin neither, and the patterns need not be tried.
struct Hint {
  bool number = false;
  bool time = false;
};

const absl::flat_hash_map<absl::string_view, Hint>& Hints() {
  static const auto& map = *[] {
    auto* hints = new absl::flat_hash_map<absl::string_view, Hint>;
    for (const auto& [word, value] : Units()) (*hints)[word].number = true;
    for (const auto& [word, value] : Scales()) (*hints)[word].number = true;
    for (const auto& [word, value] : Ordinals()) (*hints)[word].number = true;
    for (const auto& [word, value] : Vagues()) (*hints)[word].number = true;
    for (absl::string_view word : {"a", "an", "several", "half", "tens"}) {
      (*hints)[word].number = true;
    }
    for (absl::string_view word :
         {"monday",   "tuesday",  "wednesday",  "thursday",   "friday",     "saturday",  "sunday",
          "mondays",  "tuesdays", "wednesdays", "thursdays",  "fridays",    "saturdays", "sundays",
          "mon",      "tue",      "tues",       "wed",        "thu",        "thurs",     "fri",
          "sat",      "sun",      "january",    "february",   "march",      "april",     "may",
          "june",     "july",     "august",     "october",    "september",  "november",  "december",
          "jan",      "feb",      "mar",        "apr",        "jun",        "jul",       "aug",
          "sep",      "sept",     "oct",        "nov",        "dec",        "spring",    "summer",
          "autumn",   "winter",   "springtime", "wintertime", "summertime", "noon",      "midday",
          "midnight", "today",    "yesterday",  "tomorrow",   "tonight",    "last",      "this",
          "past",     "previous", "preceding",  "next",       "coming",     "following", "upcoming",
          "current",  "every",    "each",       "daily",      "nightly",    "weekly",    "monthly",
          "annually", "yearly"}) {
      (*hints)[word].time = true;
    }
    return hints;
  }();
  return map;
}

Hint HintOf(absl::string_view text) {
  constexpr size_t kLongest = sizeof("seventeenth") - 1;
  if (text.size() == 1 && absl::ascii_ispunct(text[0])) return {};
  if (std::any_of(text.begin(), text.end(), absl::ascii_isdigit)) return {true, true};
  absl::ConsumeSuffix(&text, ".");  // "Oct."
  if (text.size() > kLongest) return {};
  const auto found = Hints().find(text);
  return found == Hints().end() ? Hint() : found->second;
}

}  // namespace

std::vector<Atom> AtomsOf(const Source& source, TokenRange tokens) {
  std::vector<Atom> atoms;
  atoms.reserve(tokens.size());
  const auto add = [&](std::string text, uint32_t token) {
    const bool inside = !atoms.empty() && atoms.back().token == token;
    const Hint hint = HintOf(text);
    atoms.push_back({std::move(text), token,
                     inside || !source.document.tokens()[token].space_before, hint.number,
                     hint.number || hint.time});
  };
  for (uint32_t token = tokens.begin; token < tokens.end; ++token) {
    std::string text = source.lower(token);
    if (absl::StrContains(text, "\u2010"[0])) {
      text = absl::StrReplaceAll(
          text, {{"\u2010", "-"}, {"\u2011", "-"}, {"\u2013", "-"}, {"\u2014", "-"}});
    }
    if (text == "--") {
      add("-", token);
      continue;
    }
    // "30mm" is a number and its unit.
    const size_t letters =
        !text.empty() && absl::ascii_isalpha(text[0]) ? 0 : text.find_first_not_of("0123456789.,");
    if (letters != 0 && letters != std::string::npos &&
        !Measure(absl::string_view(text).substr(letters)).empty()) {
      add(text.substr(0, letters), token);
      add(text.substr(letters), token);
      continue;
    }
    if (!absl::StrContains(text, '-')) {
      if (!text.empty()) add(std::move(text), token);
      continue;
    }
    size_t begin = 0;
    for (size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
      if (at > begin) add(text.substr(begin, at - begin), token);
      add("-", token);
      begin = at + 1;
    }
    if (begin < text.size()) add(text.substr(begin), token);
  }
  return atoms;
}

void ReadMoneyScale(const std::vector<Atom>& atoms, Numeral* numeral) {
  if (numeral->end >= atoms.size()) return;
  const Atom& atom = atoms[numeral->end];
  if (!atom.glued || !IsGluedScaleOnly(atom.text)) return;
  Multiply(*Find(Scales(), atom.text), numeral);
  ++numeral->end;
}

absl::optional<Numeral> ReadNumeral(const std::vector<Atom>& atoms, size_t at) {
  const absl::string_view text = Text(atoms, at);
  if (text.empty()) return absl::nullopt;
  if (absl::optional<Numeral> vague = ReadVague(atoms, at)) return vague;
  Numeral numeral;
  if (ReadGlued(text, &numeral)) {
    numeral.end = at + 1;
    // "2 1/2" and "2.5 million"
    ReadScales(atoms, &numeral);
    return numeral;
  }
  numeral = Numeral();
  numeral.words = true;
  const absl::string_view next = Text(atoms, at + 1);
  if (text == "half") {  // "half a million", "half-million"
    size_t scale_at = at + 1;
    if (next == "a" || next == "-") ++scale_at;
    const absl::optional<double> scale = Find(Scales(), Text(atoms, scale_at));
    if (!scale.has_value() || IsGluedScaleOnly(Text(atoms, scale_at))) return absl::nullopt;
    numeral.low = numeral.high = 0.5 * *scale;
    numeral.comma_or_scale = true;
    numeral.end = scale_at + 1;
    return numeral;
  }
  if (text == "a" || text == "an" || text == "dozen" || text == "hundred" || text == "thousand") {
    const bool article = text == "a" || text == "an";
    const absl::optional<double> scale = Find(Scales(), article ? next : text);
    if (!scale.has_value() || IsGluedScaleOnly(article ? next : text)) return absl::nullopt;
    numeral.low = numeral.high = *scale;
    numeral.comma_or_scale = true;
    numeral.end = at + (article ? 2 : 1);
    ReadScales(atoms, &numeral);
    return numeral;
  }
  absl::optional<Numeral> words = ReadWords(atoms, at);
  if (!words.has_value()) return absl::nullopt;
  // "two and a half years", "one and a half million"
  if (Text(atoms, words->end) == "and" && Text(atoms, words->end + 1) == "a" &&
      Text(atoms, words->end + 2) == "half") {
    words->low += 0.5;
    words->high += 0.5;
    words->end += 3;
    ReadScales(atoms, &*words);
  }
  return words;
}

absl::optional<double> OrdinalValue(absl::string_view text) {
  if (const absl::optional<double> word = Find(Ordinals(), text)) return word;
  if (text.size() < 3) return absl::nullopt;
  const absl::string_view ending = text.substr(text.size() - 2);
  if (ending != "st" && ending != "nd" && ending != "rd" && ending != "th") return absl::nullopt;
  int value = 0;
  if (!absl::ascii_isdigit(text[0]) || !absl::SimpleAtoi(text.substr(0, text.size() - 2), &value)) {
    return absl::nullopt;
  }
  return value;
}

absl::optional<Ordinal> ReadOrdinal(const std::vector<Atom>& atoms, size_t at) {
  if (const absl::optional<double> value = OrdinalValue(Text(atoms, at))) {
    return Ordinal{at + 1, *value};
  }
  // "twenty-first"
  const absl::optional<double> tens = Find(Units(), Text(atoms, at));
  if (!tens.has_value() || *tens < 20 || Text(atoms, at + 1) != "-") return absl::nullopt;
  const absl::optional<double> unit = OrdinalValue(Text(atoms, at + 2));
  if (!unit.has_value() || *unit > 9) return absl::nullopt;
  return Ordinal{at + 3, *tens + *unit};
}

absl::optional<int> SmallNumber(absl::string_view text) {
  int value = 0;
  if (text.size() <= 2 && !text.empty() && absl::ascii_isdigit(text[0]) &&
      absl::SimpleAtoi(text, &value)) {
    return value;
  }
  if (const absl::optional<double> word = Find(Units(), text)) return static_cast<int>(*word);
  return absl::nullopt;
}

}  // namespace parallax::claims::internal
