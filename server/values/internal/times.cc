#include "server/values/internal/times.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "server/values/internal/calendar.h"
#include "server/values/internal/numerals.h"
#include "server/values/internal/time_finder.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {

using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

absl::optional<int> Integer(absl::string_view text, size_t max_digits) {
  int value = 0;
  if (text.empty() || text.size() > max_digits ||
      !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &value)) {
    return absl::nullopt;
  }
  return value;
}

absl::optional<int> YearNumber(absl::string_view text) {
  const absl::optional<int> year = Integer(text, 4);
  if (!year.has_value() || *year < 1100 || *year > 2100) return absl::nullopt;
  return year;
}

bool IsPast(absl::string_view word) {
  return word == "last" || word == "past" || word == "previous" || word == "preceding";
}
bool IsNext(absl::string_view word) {
  return word == "next" || word == "coming" || word == "following" || word == "upcoming";
}

void TimeFinder::Run(std::vector<bool>* taken, std::vector<TimeExpression>* times) {
  size_t at = 0;
  uint32_t min_token = 0;
  while (at < atoms_.size()) {
    absl::optional<Found> found;
    if (TokenOf(at) >= min_token) found = ReadAt(at);
    if (!found.has_value()) {
      ++at;
      continue;
    }
    TimeExpression& time = found->time;
    time.tokens = {TokenOf(found->begin), TokenOf(found->end - 1) + 1};
    time.tokens.begin = std::max(time.tokens.begin, min_token);
    min_token = time.tokens.end;
    if (time.kind != TimeKind::kDuration) {
      for (uint32_t token = time.tokens.begin; token < time.tokens.end; ++token) {
        (*taken)[token] = true;
      }
    }
    times->push_back(std::move(time));
    at = found->end;
  }
}

absl::string_view TimeFinder::Text(size_t at) const {
  return at < atoms_.size() ? absl::string_view(atoms_[at].text) : absl::string_view();
}

absl::string_view TimeFinder::Before(size_t at, size_t distance) const {
  return at >= distance ? Text(at - distance) : absl::string_view();
}

absl::optional<Found> TimeFinder::ReadAt(size_t at) const {
  const bool the_weekend = Text(at) == "the" && Text(at + 1) == "weekend";
  if (!atoms_[at].may_be_time && !the_weekend) return absl::nullopt;
  if (Text(at) == "a" || Text(at) == "an") {  // begins lengths alone: "a week ago", "a few days"
    if (absl::optional<Found> found = Ago(at)) return found;
    return Span(at);
  }
  for (const auto pattern :
       {&TimeFinder::IsoDate, &TimeFinder::WeekdayDate, &TimeFinder::MonthDate, &TimeFinder::Clock,
        &TimeFinder::Decade, &TimeFinder::Century, &TimeFinder::Quarter, &TimeFinder::DeicticDay,
        &TimeFinder::DeicticUnit, &TimeFinder::WeekdayAlone, &TimeFinder::Season, &TimeFinder::Year,
        &TimeFinder::Set, &TimeFinder::Span}) {
    if (absl::optional<Found> found = (this->*pattern)(at)) return found;
  }
  return absl::nullopt;
}

Found TimeFinder::Make(size_t begin, size_t end, TimeKind kind, std::string value,
                       absl::optional<Days> days, bool deictic) {
  Found found{begin, end, {}};
  found.time.kind = kind;
  found.time.value = std::move(value);
  if (days.has_value()) {
    found.time.first_day = days->first;
    found.time.last_day = days->last;
  }
  found.time.deictic = deictic;
  return found;
}

Direction TimeFinder::DirectionAt(size_t at) const {
  uint32_t token = TokenOf(at);
  while (true) {
    const language::Word& word = syntax_.word(token);
    if (word.upos == Upos::kVerb || syntax_.child(token, Relation::kCop) != kNoToken) {
      bool present = word.xpos == Xpos::kVbz || word.xpos == Xpos::kVbp;
      bool infinitive = word.xpos == Xpos::kVb;
      for (uint32_t child : syntax_.children(token)) {
        const language::Word& dependent = syntax_.word(child);
        const Relation plain = language::Universal(dependent.relation);
        if (plain == Relation::kAux || plain == Relation::kCop) {
          const std::string text = syntax_.lower(child);
          if (text == "will" || text == "'ll" || text == "\u2019ll" || text == "shall" ||
              text == "may" || text == "might" || text == "wo" || text == "can") {
            return Direction::kFuture;
          }
          if (dependent.xpos == Xpos::kMd) infinitive = false;
          if (syntax_.lemma(child) == "have" || dependent.xpos == Xpos::kVbd) {
            return Direction::kPast;
          }
          if (dependent.xpos == Xpos::kVbz || dependent.xpos == Xpos::kVbp) present = true;
        }
      }
      if (infinitive) return Direction::kFuture;
      // "the summit begins on Friday"; but headlines tell the past in the present tense.
      if (present && !syntax_.in_headline(token)) {
        // "the minister says" is told of the past.
        return syntax_.child(token, Relation::kCcomp) != kNoToken ? Direction::kPast
                                                                  : Direction::kFuture;
      }
      if (word.xpos != Xpos::kVbg && word.xpos != Xpos::kVbn) return Direction::kPast;
      if (syntax_.child(token, Relation::kAuxPass) != kNoToken) {
        return Direction::kPast;
      }
    }
    if (word.head == kNoToken) return Direction::kPast;
    token = word.head;
  }
}

Found TimeFinder::MakeDay(size_t begin, size_t end, int32_t first, int32_t last,
                          bool deictic) const {
  return Make(begin, end, TimeKind::kDate, DayValue(first), Days{first, last}, deictic);
}

int TimeFinder::HalfOfDay(size_t* end) const {
  const absl::string_view text = Text(*end);
  if (text == "am" || text == "a.m." || text == "a.m") {
    ++*end;
    return 0;
  }
  if (text == "pm" || text == "p.m." || text == "p.m") {
    ++*end;
    return 12;
  }
  return -1;
}

absl::optional<Found> TimeFinder::Clock(size_t at) const {
  absl::string_view text = Text(at);
  if ((text == "noon" || text == "midday") && syntax_.word(TokenOf(at)).upos != Upos::kPropn) {
    return Make(at, at + 1, TimeKind::kTime, "T12:00", absl::nullopt, false);
  }
  if (text == "midnight") {
    return Make(at, at + 1, TimeKind::kTime, "T24:00", absl::nullopt, false);
  }
  int half = -1;
  for (absl::string_view ending : {"am", "a.m.", "pm", "p.m."}) {
    if (text.size() > ending.size() && absl::ascii_isdigit(text[0]) &&
        absl::ConsumeSuffix(&text, ending)) {
      half = ending[0] == 'p' ? 12 : 0;
      break;
    }
  }
  size_t end = at + 1;
  const size_t mark = text.find_first_of(":.");
  absl::optional<int> hour = Integer(text.substr(0, mark), 2);
  absl::optional<int> minute;
  if (mark != absl::string_view::npos) {
    minute = Integer(text.substr(mark + 1), 2);
    if (!minute.has_value() || *minute > 59 || text.size() - mark - 1 != 2) return absl::nullopt;
  } else if (!hour.has_value()) {
    if (const absl::optional<int> word = SmallNumber(text); word.has_value() && *word <= 12) {
      hour = word;
    }
  }
  if (!hour.has_value() || *hour > 24) return absl::nullopt;
  if (half < 0) half = HalfOfDay(&end);
  const bool colon = mark != absl::string_view::npos && text[mark] == ':';
  if (half < 0) {
    if (Text(end) == "o'clock" || Text(end) == "o\u2019clock") {
      ++end;
    } else if (!colon) {
      return absl::nullopt;
    }
  } else {
    if (*hour > 12) return absl::nullopt;
    hour = *hour % 12 + half;
  }
  const absl::string_view zone = Text(end);
  if (zone == "gmt" || zone == "bst" || zone == "utc" || zone == "et" || zone == "est" ||
      zone == "edt" || zone == "pt" || zone == "cet" || zone == "cest") {
    ++end;
  } else if (zone == "local" && Text(end + 1) == "time") {
    end += 2;
  }
  return Make(at, end, TimeKind::kTime, absl::StrFormat("T%02d:%02d", *hour, minute.value_or(0)),
              absl::nullopt, false);
}

void FindTimes(const language::Syntax& syntax, const std::vector<Atom>& atoms,
               absl::optional<int32_t> publish_day, std::vector<bool>* taken,
               std::vector<TimeExpression>* times) {
  TimeFinder(syntax, atoms, publish_day).Run(taken, times);
}

}  // namespace parallax::values::internal
