#include "server/values/internal/units.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"

namespace parallax::values::internal {
namespace {

using Names = absl::flat_hash_map<absl::string_view, absl::string_view>;

absl::string_view Find(const Names& names, absl::string_view word) {
  const auto found = names.find(word);
  return found == names.end() ? absl::string_view() : found->second;
}

}  // namespace

std::string TakeCurrencyPrefix(absl::string_view* text) {
  struct Prefix {
    absl::string_view sign;
    absl::string_view code;
  };
  // Longest first, so that "us$" is not read as "$".
  static constexpr Prefix kPrefixes[] = {
      {"dkr", "DKK"},    {"nkr", "NOK"},    {"skr", "SEK"},    {"hk$", "HKD"},    {"us$", "USD"},
      {"nz$", "NZD"},    {"au$", "AUD"},    {"a$", "AUD"},     {"c$", "CAD"},     {"s$", "SGD"},
      {"r$", "BRL"},     {"$", "USD"},      {"\u00a3", "GBP"}, {"\u20ac", "EUR"}, {"\u00a5", "JPY"},
      {"\u20b9", "INR"}, {"\u20bd", "RUB"}, {"\u20ba", "TRY"}, {"\u20aa", "ILS"}, {"\u20b4", "UAH"},
      {"\u20a9", "KRW"}, {"\u20a6", "NGN"}, {"rs.", "INR"},    {"rs", "INR"},     {"chf", "CHF"},
      {"eur", "EUR"},    {"usd", "USD"},    {"gbp", "GBP"},    {"kr", "SEK"}};
  for (const Prefix& prefix : kPrefixes) {
    if (absl::StartsWith(*text, prefix.sign)) {
      text->remove_prefix(prefix.sign.size());
      return std::string(prefix.code);
    }
  }
  return "";
}

absl::string_view CurrencyCode(absl::string_view word) {
  static const Names& names =
      *new Names{{"dollar", "USD"},   {"dollars", "USD"},  {"usd", "USD"},     {"euro", "EUR"},
                 {"euros", "EUR"},    {"eur", "EUR"},      {"pound", "GBP"},   {"pounds", "GBP"},
                 {"gbp", "GBP"},      {"quid", "GBP"},     {"yen", "JPY"},     {"jpy", "JPY"},
                 {"yuan", "CNY"},     {"renminbi", "CNY"}, {"cny", "CNY"},     {"ruble", "RUB"},
                 {"rubles", "RUB"},   {"rouble", "RUB"},   {"roubles", "RUB"}, {"rupee", "INR"},
                 {"rupees", "INR"},   {"franc", "CHF"},    {"francs", "CHF"},  {"chf", "CHF"},
                 {"lira", "TRY"},     {"shekel", "ILS"},   {"shekels", "ILS"}, {"zloty", "PLN"},
                 {"zlotys", "PLN"},   {"forint", "HUF"},   {"forints", "HUF"}, {"hryvnia", "UAH"},
                 {"hryvnias", "UAH"}, {"rand", "ZAR"},     {"naira", "NGN"},   {"peso", "MXN"},
                 {"pesos", "MXN"},    {"reais", "BRL"},    {"krona", "SEK"},   {"kronor", "SEK"},
                 {"krone", "NOK"},    {"kroner", "NOK"},   {"won", ""},        {"baht", "THB"},
                 {"ringgit", "MYR"},  {"dirham", "AED"},   {"dirhams", "AED"}, {"riyal", "SAR"},
                 {"riyals", "SAR"},   {"rial", "IRR"},     {"rials", "IRR"}};
  return Find(names, word);
}

absl::string_view HundredthCurrencyCode(absl::string_view word) {
  static const Names& names =
      *new Names{{"cent", "USD"}, {"cents", "USD"}, {"pence", "GBP"}, {"penny", "GBP"}};
  return Find(names, word);
}

absl::string_view Measure(absl::string_view word) {
  static const Names& names = *new Names{{"km", "kilometre"},
                                         {"kms", "kilometre"},
                                         {"kilometre", "kilometre"},
                                         {"kilometres", "kilometre"},
                                         {"kilometer", "kilometre"},
                                         {"kilometers", "kilometre"},
                                         {"mile", "mile"},
                                         {"miles", "mile"},
                                         {"metre", "metre"},
                                         {"metres", "metre"},
                                         {"meter", "metre"},
                                         {"meters", "metre"},
                                         {"centimetre", "centimetre"},
                                         {"centimetres", "centimetre"},
                                         {"centimeter", "centimetre"},
                                         {"centimeters", "centimetre"},
                                         {"cm", "centimetre"},
                                         {"mm", "millimetre"},
                                         {"millimetre", "millimetre"},
                                         {"millimetres", "millimetre"},
                                         {"millimeter", "millimetre"},
                                         {"millimeters", "millimetre"},
                                         {"foot", "foot"},
                                         {"feet", "foot"},
                                         {"ft", "foot"},
                                         {"inch", "inch"},
                                         {"inches", "inch"},
                                         {"yard", "yard"},
                                         {"yards", "yard"},
                                         {"kg", "kilogram"},
                                         {"kilo", "kilogram"},
                                         {"kilos", "kilogram"},
                                         {"kilogram", "kilogram"},
                                         {"kilograms", "kilogram"},
                                         {"kilogramme", "kilogram"},
                                         {"kilogrammes", "kilogram"},
                                         {"gram", "gram"},
                                         {"grams", "gram"},
                                         {"gramme", "gram"},
                                         {"grammes", "gram"},
                                         {"tonne", "tonne"},
                                         {"tonnes", "tonne"},
                                         {"ton", "ton"},
                                         {"tons", "ton"},
                                         {"ounce", "ounce"},
                                         {"ounces", "ounce"},
                                         {"litre", "litre"},
                                         {"litres", "litre"},
                                         {"liter", "litre"},
                                         {"liters", "litre"},
                                         {"gallon", "gallon"},
                                         {"gallons", "gallon"},
                                         {"barrel", "barrel"},
                                         {"barrels", "barrel"},
                                         {"acre", "acre"},
                                         {"acres", "acre"},
                                         {"hectare", "hectare"},
                                         {"hectares", "hectare"},
                                         {"degree", "degree"},
                                         {"degrees", "degree"},
                                         {"knot", "knot"},
                                         {"knots", "knot"},
                                         {"mph", "mile per hour"},
                                         {"kph", "kilometre per hour"},
                                         {"km/h", "kilometre per hour"},
                                         {"kmh", "kilometre per hour"},
                                         {"watt", "watt"},
                                         {"watts", "watt"},
                                         {"kilowatt", "kilowatt"},
                                         {"kilowatts", "kilowatt"},
                                         {"kw", "kilowatt"},
                                         {"megawatt", "megawatt"},
                                         {"megawatts", "megawatt"},
                                         {"mw", "megawatt"},
                                         {"gigawatt", "gigawatt"},
                                         {"gigawatts", "gigawatt"},
                                         {"gw", "gigawatt"},
                                         {"volt", "volt"},
                                         {"volts", "volt"},
                                         {"megabyte", "megabyte"},
                                         {"megabytes", "megabyte"},
                                         {"gigabyte", "gigabyte"},
                                         {"gigabytes", "gigabyte"},
                                         {"terabyte", "terabyte"},
                                         {"terabytes", "terabyte"}};
  return Find(names, word);
}

absl::string_view DurationUnit(absl::string_view word) {
  static const Names& names = *new Names{{"second", "second"},
                                         {"seconds", "second"},
                                         {"sec", "second"},
                                         {"secs", "second"},
                                         {"minute", "minute"},
                                         {"minutes", "minute"},
                                         {"min", "minute"},
                                         {"mins", "minute"},
                                         {"hour", "hour"},
                                         {"hours", "hour"},
                                         {"hr", "hour"},
                                         {"hrs", "hour"},
                                         {"day", "day"},
                                         {"days", "day"},
                                         {"night", "night"},
                                         {"nights", "night"},
                                         {"week", "week"},
                                         {"weeks", "week"},
                                         {"fortnight", "fortnight"},
                                         {"fortnights", "fortnight"},
                                         {"month", "month"},
                                         {"months", "month"},
                                         {"year", "year"},
                                         {"years", "year"},
                                         {"yr", "year"},
                                         {"yrs", "year"},
                                         {"decade", "decade"},
                                         {"decades", "decade"},
                                         {"century", "century"},
                                         {"centuries", "century"}};
  return Find(names, word);
}

}  // namespace parallax::values::internal
