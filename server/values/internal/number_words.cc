#include "server/values/internal/number_words.h"

namespace parallax::values::internal {

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

bool IsGluedScaleOnly(absl::string_view text) { return text == "m" || text == "k"; }

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

}  // namespace parallax::values::internal
