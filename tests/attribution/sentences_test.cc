// Running text under the default model: who says what, and who does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/text/reader.h"
#include "tests/attribution/default_readers.h"
#include "tests/attribution/made_marks.h"

namespace parallax::attribution {
namespace {

const DefaultReaders& Readers() {
  static const DefaultReaders* const readers = new DefaultReaders(DefaultReaders::Load().value());
  return *readers;
}

struct Read {
  text::Document document;
  AttributionSet set;

  std::string lines() const { return absl::StrJoin(LinesOf(document, set), "\n"); }
  // Whether somebody of this name is a source of these words.
  bool Says(absl::string_view source, absl::string_view content) const {
    for (const Attribution& attribution : set.attributions) {
      if (!Holds(attribution, content)) continue;
      const bool named = attribution.source.has_value();
      if (source.empty() ? !named
                         : named && absl::StrContains(document.text(*attribution.source), source)) {
        return true;
      }
    }
    return false;
  }
  bool IsTold(absl::string_view content) const {
    for (const Attribution& attribution : set.attributions) {
      if (Holds(attribution, content)) return true;
    }
    return false;
  }

 private:
  bool Holds(const Attribution& attribution, absl::string_view content) const {
    for (TokenRange part : attribution.content) {
      if (absl::StrContains(document.text(part), content)) return true;
    }
    return false;
  }
};

Read ReadText(const std::string& body) {
  Read read;
  read.document = text::ReadReport("", body, text::Format::kPlain, {}, CallContext()).value();
  read.set = Readers().Read(read.document).value();
  return read;
}

struct Case {
  const char* text;
  const char* who;   // see the test
  const char* what;  // words of a content
};

// How many of `cases` hold, with those that do not.
template <typename Holds>
void ExpectMost(const std::vector<Case>& cases, size_t floor, Holds holds) {
  size_t right = 0;
  std::string wrong;
  for (const Case& c : cases) {
    const Read read = ReadText(c.text);
    if (holds(read, c)) {
      ++right;
    } else {
      absl::StrAppend(&wrong, c.text, "\n  ", read.lines(), "\n");
    }
  }
  EXPECT_GE(right, floor) << wrong;
}

TEST(SentencesTest, WhoIsAccusedIsNotTheSource) {
  const std::vector<Case> cases = {
      {"Anna Kerr was accused of hiding the ledgers.", "Kerr", "hiding"},
      {"Accused of bribing two clerks, Ivo Brandt stepped down.", "Brandt", "bribing"},
      {"A teacher accused of theft was cleared on Friday.", "teacher", "theft"},
      {"The firm has been accused by its auditors of inflating sales.", "firm", "inflating"},
      {"Brandt, accused of fraud, left the country.", "Brandt", "fraud"},
      {"Two guards were accused of beating a prisoner.", "guards", "beating"},
      {"Kerr appeared in court on Monday accused of arson.", "Monday", "arson"},
      {"The bishop stands accused of covering up abuse.", "bishop", "covering"},
      {"Police held a driver accused of running a red light.", "driver", "running"},
      {"Mill boss Ivo Brandt stood in the dock accused of killing six.", "Brandt", "killing"},
      {"Brandt was blamed for the collapse of the bank.", "Brandt", "collapse"}};
  ExpectMost(cases, 11, [](const Read& read, const Case& c) { return !read.Says(c.who, c.what); });
}

TEST(SentencesTest, WhoIsToldIsNotTheSource) {
  const std::vector<Case> cases = {
      {"The owner had been warned that the wiring was old.", "owner", "the wiring was old"},
      {"Residents were told that the water was safe.", "Residents", "the water was safe"},
      {"Reporters were told the talks had failed.", "Reporters", "the talks had failed"},
      {"Drivers were urged to stay at home.", "Drivers", "stay at home"},
      {"The crew was ordered to leave the ship.", "crew", "leave the ship"}};
  ExpectMost(cases, 4, [](const Read& read, const Case& c) { return !read.Says(c.who, c.what); });
}

TEST(SentencesTest, TheAccuserIsTheSource) {
  const std::vector<Case> cases = {
      {"Anna Kerr was accused by her partner of hiding the ledgers.", "partner", "hiding"},
      {"The firm was accused by its auditors of inflating sales.", "auditors", "inflating"},
      {"Brandt accused the bank of lying to its clients.", "Brandt", "lying"},
      {"Prosecutors accuse Kerr of hiding the ledgers.", "Prosecutors", "hiding"},
      {"The union accused ministers of breaking a promise.", "union", "breaking"}};
  ExpectMost(cases, 4, [](const Read& read, const Case& c) { return read.Says(c.who, c.what); });
}

TEST(SentencesTest, ClaimingLivesOrMoneyIsNoSaying) {
  const std::vector<Case> cases = {
      {"A landslide claimed 40 lives in the valley on Sunday.", "", "lives"},
      {"The flood claimed the life of a farmer.", "", "life"},
      {"The war claims more lives each day.", "", "lives"},
      {"The crash claimed two victims.", "", "victims"},
      {"Passengers claimed a refund after the delay.", "", "refund"},
      {"Thousands of tenants claimed housing benefit last year.", "", "benefit"},
      {"The striker claimed his third goal of the season.", "", "goal"},
      {"The avalanche claimed nine climbers.", "", "climbers"},
      {"She claimed the prize in front of 300 guests.", "", "prize"},
      {"The disease has claimed hundreds of lives.", "", "lives"}};
  ExpectMost(cases, 9, [](const Read& read, const Case& c) { return !read.IsTold(c.what); });
}

TEST(SentencesTest, ClaimsThatSomethingIsSoAreSayings) {
  const std::vector<Case> cases = {
      {"The mayor claimed that the bridge was safe.", "mayor", "the bridge was safe"},
      {"Brandt claimed he had never met the clerk.", "Brandt", "he had never met the clerk"},
      {"The firm claims to have paid every bill.", "firm", "to have paid every bill"},
      {"\"Nobody was hurt,\" the colonel claimed.", "colonel", "Nobody was hurt"}};
  ExpectMost(cases, 4, [](const Read& read, const Case& c) { return read.Says(c.who, c.what); });
}

TEST(SentencesTest, WhoIsNamedInsideAQuotationDoesNotSayIt) {
  const std::vector<Case> cases = {
      {"\"My client is innocent,\" she said.", "client", "innocent"},
      {"\"Brandt knew nothing,\" his lawyer said.", "Brandt", "knew nothing"},
      {"\"The minister never called me,\" said Anna Kerr.", "minister", "never called"},
      {"\"Our members are angry,\" the union said.", "members", "angry"},
      {"\"My son is a good boy,\" she told reporters.", "son", "good boy"},
      {"“Kerr lied to us,” Brandt said.", "Kerr", "lied"},
      {"\"The police did nothing,\" a neighbour said.", "police", "did nothing"},
      {"\"My brother called the fire service,\" he added.", "brother", "fire service"},
      {"Kerr said: \"The bank has failed its clients.\"", "bank", "failed"},
      {"\"The judge was fair,\" the accused said.", "judge", "fair"}};
  ExpectMost(cases, 10, [](const Read& read, const Case& c) {
    return read.IsTold(c.what) && !read.Says(c.who, c.what);
  });
}

TEST(SentencesTest, WhatIsUnderstoodIsToldByNobodyNamed) {
  const std::vector<Case> cases = {
      {"It is understood that the minister had been warned.", "", "the minister had been warned"},
      {"It is believed that the fire began in a kitchen.", "", "the fire began in a kitchen"},
      {"It was reported that two guards had fled.", "", "two guards had fled"},
      {"It has been alleged that Brandt took bribes.", "", "Brandt took bribes"},
      {"It is said that the general has fled.", "", "the general has fled"},
      {"It is claimed that the firm knew.", "", "the firm knew"},
      {"The minister is understood to have resigned.", "", "to have resigned"},
      {"The general is believed to be abroad.", "", "to be abroad"},
      {"Brandt is alleged to have taken bribes.", "", "to have taken bribes"},
      {"The bridge is reported to be closed.", "", "to be closed"}};
  ExpectMost(cases, 8, [](const Read& read, const Case& c) { return read.Says(c.who, c.what); });
}

TEST(SentencesTest, DenialsAreToldByWhoDenies) {
  const std::vector<Case> cases = {
      {"She denied that she had taken bribes.", "She", "she had taken bribes"},
      {"Brandt denies hiding the ledgers.", "Brandt", "hiding the ledgers"},
      {"The ministry denied the claim that troops had fired.", "ministry", "troops had fired"},
      {"The firm has denied that it knew of the leak.", "firm", "it knew of the leak"},
      {"Kerr rejected suggestions that she had lied.", "Kerr", "she had lied"}};
  ExpectMost(cases, 4, [](const Read& read, const Case& c) { return read.Says(c.who, c.what); });
}

TEST(SentencesTest, LinesOfATranscriptAreTheirSpeakers) {
  const Read read = ReadText(
      "OSEI: Thank you all for coming. The dam held through the night.\n\n"
      "QUESTION: Was the valley warned in time?\n\n"
      "OSEI: We rang every house. Nobody was hurt.\n\n"
      "LUND (Valley Post): Had the gates rusted?\n\n"
      "OSEI: The gates are sound.");
  EXPECT_TRUE(read.Says("OSEI", "The dam held through the night")) << read.lines();
  EXPECT_TRUE(read.Says("QUESTION", "Was the valley warned in time")) << read.lines();
  EXPECT_TRUE(read.Says("OSEI", "Nobody was hurt")) << read.lines();
  EXPECT_TRUE(read.Says("LUND", "Had the gates rusted")) << read.lines();
  EXPECT_TRUE(read.Says("OSEI", "The gates are sound")) << read.lines();
}

}  // namespace
}  // namespace parallax::attribution
