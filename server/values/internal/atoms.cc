#include "server/values/internal/atoms.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/values/internal/number_words.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {
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

std::vector<Atom> AtomsOf(const language::Syntax& syntax, TokenRange tokens) {
  std::vector<Atom> atoms;
  atoms.reserve(tokens.size());
  const auto add = [&](std::string text, uint32_t token) {
    const bool inside = !atoms.empty() && atoms.back().token == token;
    const Hint hint = HintOf(text);
    atoms.push_back({std::move(text), token,
                     inside || !syntax.document().tokens()[token].space_before, hint.number,
                     hint.number || hint.time});
  };
  for (uint32_t token = tokens.begin; token < tokens.end; ++token) {
    std::string text = syntax.lower(token);
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

}  // namespace parallax::values::internal
