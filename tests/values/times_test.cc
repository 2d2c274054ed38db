// Time expressions: value, kind and the days they cover, against a day of publication.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/values/internal/calendar.h"
#include "server/values/values.h"
#include "tests/values/value_fixture.h"

namespace parallax::values {
namespace {

using internal::DayOf;
using internal::DayValue;

const int32_t kWednesday = DayOf({2021, 10, 6});

// "It VERB words": all words hang on the verb, so that its tense is the clause's.
ReadReport ReadAfter(absl::string_view verb, absl::string_view words,
                     absl::optional<int32_t> publish_day) {
  std::string text = absl::StrCat("It/PRP/2/nsubj ", verb, "/0/root");
  for (absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    absl::string_view xpos = "NN";
    if (absl::ascii_isdigit(word[0])) {
      xpos = "CD";
    } else if (absl::ascii_isupper(word[0])) {
      xpos = "NNP";
    } else if (word == "in" || word == "on" || word == "since" || word == "for" || word == "by") {
      xpos = "IN";
    }
    absl::StrAppend(&text, " ", word, "/", xpos, "/2/", xpos == "IN" ? "case" : "obl");
  }
  return ReadBody(text, publish_day);
}

std::string Covered(const TimeExpression& time) {
  if (!time.first_day.has_value()) return "";
  return absl::StrCat(DayValue(*time.first_day), "/", DayValue(*time.last_day));
}

struct TimeCase {
  std::string name;
  std::string verb;
  std::string words;
  std::string covered_text;
  TimeKind kind;
  std::string value;
  std::string days;
  bool deictic;
};

class TimeTest : public testing::TestWithParam<TimeCase> {};

TEST_P(TimeTest, IsReadAgainstTheDayOfPublication) {
  const ReadReport read = ReadAfter(GetParam().verb, GetParam().words, kWednesday);
  ASSERT_EQ(read.set.times.size(), 1u);
  const TimeExpression& time = read.set.times[0];
  EXPECT_EQ(read.Text(time.tokens), GetParam().covered_text);
  EXPECT_EQ(time.kind, GetParam().kind);
  EXPECT_EQ(time.value, GetParam().value);
  EXPECT_EQ(Covered(time), GetParam().days);
  EXPECT_EQ(time.deictic, GetParam().deictic);
}

constexpr char kPastVerb[] = "burned/burn/VBD";
constexpr char kPresentVerb[] = "begins/begin/VBZ";
using Kind = TimeKind;

INSTANTIATE_TEST_SUITE_P(
    Forms, TimeTest,
    testing::Values(
        TimeCase{"IsoDate", kPastVerb, "on 2021-10-04", "2021-10-04", Kind::kDate, "2021-10-04",
                 "2021-10-04/2021-10-04", false},
        TimeCase{"DayMonthYear", kPastVerb, "on 6 October 2021", "6 October 2021", Kind::kDate,
                 "2021-10-06", "2021-10-06/2021-10-06", false},
        TimeCase{"MonthDayCommaYear", kPastVerb, "on Oct. 6 , 2019", "Oct. 6 , 2019", Kind::kDate,
                 "2019-10-06", "2019-10-06/2019-10-06", false},
        TimeCase{"OrdinalOfMonth", kPastVerb, "on 3rd of May 2020", "3rd of May 2020", Kind::kDate,
                 "2020-05-03", "2020-05-03/2020-05-03", false},
        TimeCase{"WeekdayAndDate", kPastVerb, "on Monday , 4 October", "Monday , 4 October",
                 Kind::kDate, "2021-10-04", "2021-10-04/2021-10-04", true},
        TimeCase{"DayWithoutYearLooksBack", kPastVerb, "on 20 December", "20 December", Kind::kDate,
                 "2020-12-20", "2020-12-20/2020-12-20", true},
        TimeCase{"DayWithoutYearLooksAhead", kPresentVerb, "on 20 December", "20 December",
                 Kind::kDate, "2021-12-20", "2021-12-20/2021-12-20", true},
        TimeCase{"DayRange", kPastVerb, "on 4-6 October", "4-6 October", Kind::kDate, "2021-10-04",
                 "2021-10-04/2021-10-06", true},
        TimeCase{"MonthAndYear", kPastVerb, "in March 2019", "March 2019", Kind::kDate, "2019-03",
                 "2019-03-01/2019-03-31", false},
        TimeCase{"MonthAlone", kPastVerb, "in May", "May", Kind::kDate, "2021-05",
                 "2021-05-01/2021-05-31", true},
        TimeCase{"LastMonthName", kPastVerb, "last November", "last November", Kind::kDate,
                 "2020-11", "2020-11-01/2020-11-30", true},
        TimeCase{"Year", kPastVerb, "in 1998", "1998", Kind::kDate, "1998", "1998-01-01/1998-12-31",
                 false},
        TimeCase{"Decade", kPastVerb, "in 1990s", "1990s", Kind::kDate, "199",
                 "1990-01-01/1999-12-31", false},
        TimeCase{"Century", kPastVerb, "in 19th century", "19th century", Kind::kDate, "18",
                 "1800-01-01/1899-12-31", false},
        TimeCase{"Quarter", kPastVerb, "in second quarter of 2020", "second quarter of 2020",
                 Kind::kDate, "2020-Q2", "2020-04-01/2020-06-30", false},
        TimeCase{"WeekdayPast", kPastVerb, "on Monday", "Monday", Kind::kDate, "2021-10-04",
                 "2021-10-04/2021-10-04", true},
        TimeCase{"WeekdayOfPublication", kPastVerb, "on Wednesday", "Wednesday", Kind::kDate,
                 "2021-10-06", "2021-10-06/2021-10-06", true},
        TimeCase{"WeekdayFuture", kPresentVerb, "on Friday", "Friday", Kind::kDate, "2021-10-08",
                 "2021-10-08/2021-10-08", true},
        TimeCase{"LastWeekday", kPastVerb, "last Wednesday", "last Wednesday", Kind::kDate,
                 "2021-09-29", "2021-09-29/2021-09-29", true},
        TimeCase{"NextWeekday", kPresentVerb, "next Monday", "next Monday", Kind::kDate,
                 "2021-10-11", "2021-10-11/2021-10-11", true},
        TimeCase{"WeekdayNight", kPastVerb, "on Tuesday night", "Tuesday night", Kind::kTime,
                 "2021-10-05TNI", "2021-10-05/2021-10-05", true},
        TimeCase{"Yesterday", kPastVerb, "yesterday", "yesterday", Kind::kDate, "2021-10-05",
                 "2021-10-05/2021-10-05", true},
        TimeCase{"LastNight", kPastVerb, "last night", "last night", Kind::kTime, "2021-10-05TNI",
                 "2021-10-05/2021-10-05", true},
        TimeCase{"ThisMorning", kPastVerb, "this morning", "this morning", Kind::kTime,
                 "2021-10-06TMO", "2021-10-06/2021-10-06", true},
        TimeCase{"LastWeek", kPastVerb, "last week", "last week", Kind::kDate, "2021-W39",
                 "2021-09-27/2021-10-03", true},
        TimeCase{"NextMonth", kPresentVerb, "next month", "next month", Kind::kDate, "2021-11",
                 "2021-11-01/2021-11-30", true},
        TimeCase{"EarlierThisYear", kPastVerb, "earlier this year", "earlier this year",
                 Kind::kDate, "2021", "2021-01-01/2021-12-31", true},
        TimeCase{"Weekend", kPastVerb, "on the weekend", "the weekend", Kind::kDate, "2021-W39-WE",
                 "2021-10-02/2021-10-03", true},
        TimeCase{"DaysAgo", kPastVerb, "three days ago", "three days ago", Kind::kDate,
                 "2021-10-03", "2021-10-03/2021-10-03", true},
        TimeCase{"YearsAgo", kPastVerb, "two years ago", "two years ago", Kind::kDate, "2019",
                 "2019-01-01/2019-12-31", true},
        TimeCase{"PastYears", kPastVerb, "in the past two years", "past two years", Kind::kDuration,
                 "P2Y", "2019-10-07/2021-10-06", true},
        TimeCase{"ComingWeeks", kPastVerb, "in the coming weeks", "coming weeks", Kind::kDuration,
                 "PXW", "", true},
        TimeCase{"SummerOfYear", kPastVerb, "in summer 2019", "summer 2019", Kind::kDate, "2019-SU",
                 "2019-06-01/2019-08-31", false},
        TimeCase{"LastSummer", kPastVerb, "last summer", "last summer", Kind::kDate, "2021-SU",
                 "2021-06-01/2021-08-31", true},
        TimeCase{"Duration", kPastVerb, "for 72 hours", "72 hours", Kind::kDuration, "PT72H", "",
                 false},
        TimeCase{"DurationWithArticle", kPastVerb, "for a week", "a week", Kind::kDuration, "P1W",
                 "", false},
        TimeCase{"VagueDuration", kPastVerb, "for several days", "several days", Kind::kDuration,
                 "PXD", "", false},
        TimeCase{"ClockWithHalf", kPastVerb, "at 4 p.m.", "4 p.m.", Kind::kTime, "T16:00", "",
                 false},
        TimeCase{"ClockGlued", kPastVerb, "at 10.30am", "10.30am", Kind::kTime, "T10:30", "",
                 false},
        TimeCase{"ClockOfADay", kPastVerb, "at 16:30 GMT", "16:30 GMT", Kind::kTime, "T16:30", "",
                 false},
        TimeCase{"Midnight", kPastVerb, "at midnight", "midnight", Kind::kTime, "T24:00", "",
                 false},
        TimeCase{"EveryWeekday", kPastVerb, "every Friday", "every Friday", Kind::kSet,
                 "XXXX-WXX-5", "", false},
        TimeCase{"EveryYear", kPastVerb, "every year", "every year", Kind::kSet, "P1Y", "", false}),
    [](const testing::TestParamInfo<TimeCase>& info) { return info.param.name; });

TEST(TimesTest, WithoutADayOfPublicationTheValueStaysOpen) {
  const ReadReport weekday = ReadAfter(kPastVerb, "on Wednesday", absl::nullopt);
  ASSERT_EQ(weekday.set.times.size(), 1u);
  EXPECT_EQ(weekday.set.times[0].value, "XXXX-WXX-3");
  EXPECT_FALSE(weekday.set.times[0].first_day.has_value());
  const ReadReport date = ReadAfter(kPastVerb, "on 6 October", absl::nullopt);
  ASSERT_EQ(date.set.times.size(), 1u);
  EXPECT_EQ(date.set.times[0].value, "XXXX-10-06");
  const ReadReport full = ReadAfter(kPastVerb, "on 6 October 2021", absl::nullopt);
  ASSERT_EQ(full.set.times.size(), 1u);
  EXPECT_EQ(full.set.times[0].first_day, kWednesday);
}

TEST(TimesTest, ADayOfPublicationOutOfTheCalendarAnchorsNothing) {
  const ReadReport read = ReadAfter(kPastVerb, "last week", 0x7fffffff);
  ASSERT_EQ(read.set.times.size(), 1u);
  EXPECT_FALSE(read.set.times[0].first_day.has_value());
}

TEST(TimesTest, InfinitiveOfADeadlineLooksAhead) {
  const ReadReport read = ReadBody(
      "They/PRP/3/nsubj:pass were/be/VBD/3/aux:pass told/tell/VBN/0/root to/TO/5/mark "
      "go/VB/3/xcomp "
      "by/IN/7/case Friday/NNP/5/obl",
      kWednesday);
  ASSERT_EQ(read.set.times.size(), 1u);
  EXPECT_EQ(read.set.times[0].value, "2021-10-08");
}

TEST(TimesTest, MonthNamesThatAreOtherWordsAreNoTimes) {
  EXPECT_TRUE(ReadBody("It/PRP/3/nsubj may/MD/3/aux rain/VB/0/root", kWednesday).set.times.empty());
  EXPECT_TRUE(ReadBody("May/NNP/2/nsubj resigned/resign/VBD/0/root", kWednesday).set.times.empty());
  EXPECT_TRUE(ReadBody("Crowds/crowd/NNS/2/nsubj march/VBP/0/root", kWednesday).set.times.empty());
}

TEST(TimesTest, ACountOfPeopleIsNoYearAndADateIsNoQuantity) {
  const ReadReport count =
      ReadBody("2000/CD/2/nummod people/NNS/3/nsubj left/leave/VBD/0/root", kWednesday);
  EXPECT_TRUE(count.set.times.empty());
  const ReadReport date = ReadAfter(kPastVerb, "on 6 October 2021", kWednesday);
  EXPECT_TRUE(date.set.quantities.empty());
  const ReadReport clock = ReadAfter(kPastVerb, "at 4 p.m.", kWednesday);
  EXPECT_TRUE(clock.set.quantities.empty());
}

TEST(TimesTest, AYearBeforeANounIsATime) {
  const ReadReport read = ReadBody(
      "The/DT/3/det 2016/CD/3/nummod election/NN/4/nsubj changed/change/VBD/0/root "
      "everything/NN/4/obj",
      kWednesday);
  ASSERT_EQ(read.set.times.size(), 1u);
  EXPECT_EQ(read.set.times[0].value, "2016");
}

TEST(TimesTest, ASecondTimeIsNoDuration) {
  EXPECT_TRUE(ReadAfter(kPastVerb, "for a second time", kWednesday).set.times.empty());
}

TEST(TimesTest, AnAgeIsNoDuration) {
  const ReadReport read = ReadBody(
      "She/PRP/5/nsubj was/be/VBD/5/cop nine/CD/4/nummod years/year/NNS/5/obl:unmarked "
      "old/JJ/0/root",
      kWednesday);
  EXPECT_TRUE(read.set.times.empty());
}

TEST(CalendarTest, WeeksFollowIso8601OverTheTurnOfTheYear) {
  EXPECT_EQ(internal::WeekValue(DayOf({2021, 1, 3})), "2020-W53");
  EXPECT_EQ(internal::WeekValue(DayOf({2021, 1, 4})), "2021-W01");
  EXPECT_EQ(internal::WeekValue(DayOf({2024, 12, 30})), "2025-W01");
}

TEST(CalendarTest, DaysRoundTrip) {
  for (int32_t day : {-719162, -1, 0, 1, 18906, 2932896}) {
    EXPECT_EQ(DayOf(internal::DateOf(day)), day);
  }
  EXPECT_FALSE(internal::IsValid({2021, 2, 29}));
  EXPECT_TRUE(internal::IsValid({2020, 2, 29}));
}

}  // namespace
}  // namespace parallax::values
