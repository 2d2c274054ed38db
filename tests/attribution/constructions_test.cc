// Constructions of English under given trees, with what is to be found in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/attribution/default_readers.h"
#include "tests/attribution/made_marks.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::attribution {
namespace {

using language::AnnotatedReport;

struct Construction {
  std::string name;
  std::string conllu;
  std::vector<std::string> expected;
  bool sieved = false;  // without any marks
};

std::vector<Construction> ReadConstructions() {
  std::ifstream file(absl::StrCat(PARALLAX_TEST_DATA, "/attribution/constructions.conllu"));
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Construction> cases;
  for (absl::string_view line : absl::StrSplit(text.str(), '\n')) {
    if (absl::ConsumePrefix(&line, "# case = ")) {
      cases.push_back({std::string(line), "", {}, false});
    } else if (line == "# stage = sieves") {
      cases.back().sieved = true;
    } else if (absl::ConsumePrefix(&line, "# expect = ")) {
      cases.back().expected.emplace_back(line);
    } else if (!cases.empty()) {
      absl::StrAppend(&cases.back().conllu, line, "\n");
    }
  }
  return cases;
}

std::vector<std::string> LinesOf(const AnnotatedReport& report,
                                 const std::vector<SentenceMarks>& marks) {
  const auto found = FindAttributions(report.document, report.annotation, marks,
                                      lexicon::Lexicon::Default(), CallContext());
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? LinesOf(report.document, *found) : std::vector<std::string>();
}

TEST(ConstructionsTest, SievesFindWhatIsExact) {
  int sieved = 0;
  for (const Construction& construction : ReadConstructions()) {
    if (!construction.sieved) continue;
    ++sieved;
    EXPECT_EQ(LinesOf(language::ReportFromConllu(construction.conllu), {}), construction.expected)
        << construction.name;
  }
  EXPECT_GE(sieved, 9);
}

// A model is held to most of them: which it misses changes from one to the next.
TEST(ConstructionsTest, TheDefaultModelReadsMostOfThem) {
  constexpr size_t kFloor = 33;
  const auto readers = DefaultReaders::Load();
  ASSERT_TRUE(readers.ok()) << readers.status();
  std::vector<std::string> missed;
  size_t read = 0;
  for (const Construction& construction : ReadConstructions()) {
    const AnnotatedReport report = language::ReportFromConllu(construction.conllu);
    const auto marks = readers->Mark(report.document);
    ASSERT_TRUE(marks.ok()) << marks.status();
    const std::vector<std::string> lines = LinesOf(report, *marks);
    if (lines == construction.expected) {
      ++read;
    } else {
      missed.push_back(absl::StrCat(construction.name, ": ", absl::StrJoin(lines, "; ")));
    }
  }
  EXPECT_GE(read, kFloor) << absl::StrJoin(missed, "\n");
  RecordProperty("read", static_cast<int>(read));
}

}  // namespace
}  // namespace parallax::attribution
