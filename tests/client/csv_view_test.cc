#include "client/csv_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

using Table = std::vector<std::vector<std::string>>;

// Reads RFC 4180 to the letter: a line ends in CR LF, a quoted field may hold anything.
Table Read(const std::string& csv) {
  Table table(1, std::vector<std::string>(1));
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    std::string& field = table.back().back();
    if (quoted) {
      if (csv[i] != '"') {
        field += csv[i];
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        field += csv[++i];
      } else {
        quoted = false;
      }
    } else if (csv[i] == '"') {
      EXPECT_EQ(field, "") << "a quotation mark within a bare field";
      quoted = true;
    } else if (csv[i] == ',') {
      table.back().emplace_back();
    } else if (csv[i] == '\r') {
      EXPECT_EQ(csv.at(++i), '\n');
      table.emplace_back(1, std::string());
    } else {
      EXPECT_NE(csv[i], '\n') << "a bare line end";
      field += csv[i];
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_THAT(table.back(), ElementsAre("")) << "the last line has its end";
  table.pop_back();
  return table;
}

TEST(Csv, HasARowForEachDifference) {
  v1::CompareReportsResponse response = SmallComparison();
  for (const int member : {0, 2}) response.mutable_differences(member)->set_group_id("d1");
  response.mutable_differences(0)->set_key("00ff");
  const Table table = Read(RenderCsv(response));
  ASSERT_THAT(table, SizeIs(4));
  EXPECT_THAT(table[0], ElementsAre("change", "card", "severity", "kind", "confidence", "rule",
                                    "explanation", "fact", "sides", "evidence", "key"));
  EXPECT_THAT(table[1],
              ElementsAre("", "1", "high", "commitment", "0.91", "commitment-class",
                          "The Post states it, the Times alleges it.", "the city closed the bridge",
                          "asserted: The Post | alleged: The Times",
                          "The Post: “closed the bridge” | The Times: “allegedly shut”", "00ff"));
  EXPECT_EQ(table[2][1], "1") << "on the card of the first";
  EXPECT_EQ(table[2][8], "told: The Post | not told: The Echo");
  EXPECT_EQ(table[3][1], "2");
  EXPECT_EQ(table[3][9], "The Post: ‘said \"yes\"’ | The Echo: “boasted”");
}

TEST(Csv, SaysWhatHasChanged) {
  EXPECT_EQ(Read(RenderCsv(SmallComparison(), "new"))[1][0], "new");
  const Table gone = Read(CsvRows(SmallComparison(), "gone"));
  ASSERT_THAT(gone, SizeIs(3)) << "no headings";
  EXPECT_EQ(gone[0][0], "gone");
}

TEST(Csv, IsNoFormulaWhateverAReportSays) {
  for (const char* hostile :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1", "\x1b=1"}) {
    v1::CompareReportsResponse response = SmallComparison();
    response.mutable_differences(0)->set_explanation(hostile);
    response.mutable_facts(0)->set_statement(hostile);
    response.mutable_profiles(0)->set_outlet(hostile);
    for (const Table& table : {Read(RenderCsv(response)), Read(RenderFactsCsv(response))}) {
      for (const auto& row : table) {
        for (const std::string& field : row) {
          EXPECT_NE(field.find_first_of("=+-@\t\r"), 0u) << field;
          EXPECT_NE(field.substr(0, 3), "＝");
        }
      }
    }
    EXPECT_EQ(Read(RenderCsv(response))[1][6][0], '\'') << hostile;
  }
  v1::CompareReportsResponse harmless = SmallComparison();
  harmless.mutable_differences(0)->set_explanation("a = b - c");
  EXPECT_EQ(Read(RenderCsv(harmless))[1][6], "a = b - c");
}

TEST(Csv, KeepsCommasQuotationMarksAndLineEndsInTheirCell) {
  v1::CompareReportsResponse response = SmallComparison();
  response.mutable_differences(0)->set_explanation("a, \"b\"\r\nc");
  EXPECT_EQ(Read(RenderCsv(response))[1][6], "a, \"b\" c");
}

TEST(Csv, HasFactsByReports) {
  v1::CompareReportsResponse response = SmallComparison();
  response.mutable_facts(0)->set_confidence(0.8f);
  response.mutable_facts(0)->set_origin_count(2);
  const Table table = Read(RenderFactsCsv(response));
  ASSERT_THAT(table, SizeIs(3));
  EXPECT_THAT(table[0], ElementsAre("fact", "statement", "confidence", "origins", "The Post",
                                    "The Times", "The Echo"));
  EXPECT_THAT(table[1], ElementsAre("f1", "the city closed the bridge", "0.80", "2", "asserted",
                                    "alleged (a mason)", "not told"));
  EXPECT_THAT(table[2],
              ElementsAre("f2", "it rained", "0.00", "0", "not told", "not told", "asserted"));
}

TEST(Csv, OfNothingIsItsHeadings) {
  EXPECT_THAT(Read(RenderCsv({})), SizeIs(1));
  EXPECT_THAT(Read(RenderFactsCsv({})), SizeIs(1));
}

}  // namespace
}  // namespace parallax::client
