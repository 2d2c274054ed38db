#include "server/values/internal/numerals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/values/internal/number_words.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {
namespace {

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

// "point two five" behind a number in words, and the scale behind that: "one point two million".
void ReadSpokenDecimals(const std::vector<Atom>& atoms, Numeral* numeral) {
  if (numeral->comma_or_scale || Text(atoms, numeral->end) != "point") return;
  double place = 0.1, decimals = 0;
  size_t at = numeral->end + 1;
  for (; at < atoms.size(); ++at, place /= 10) {
    const absl::optional<double> digit = Find(Units(), atoms[at].text);
    if (!digit.has_value() || *digit > 9) break;
    decimals += *digit * place;
  }
  if (at == numeral->end + 1) return;  // "at one point"
  numeral->low += decimals;
  numeral->high += decimals;
  numeral->end = at;
  ReadScales(atoms, numeral);
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
  ReadSpokenDecimals(atoms, &*words);
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

}  // namespace parallax::values::internal
