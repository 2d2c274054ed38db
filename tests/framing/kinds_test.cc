// Every kind both ways, on invented reports that are read by the whole engine: kinds.txt says what
// an editor would flag and, in a twin of nearly the same words, would not.
#include <fstream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "server/framing/calibration.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

struct Case {
  std::string kind;  // or "NONE": of whatever kind
  bool raised = false;
  std::vector<Text> texts;
  std::string note;
};

std::vector<Case> ReadCases() {
  std::ifstream file(std::string(PARALLAX_TEST_DATA) + "/framing/kinds.txt");
  std::vector<Case> cases;
  std::map<char, Text> texts;
  const auto close = [&] {
    if (texts.empty()) return;
    for (auto& [id, text] : texts) cases.back().texts.push_back(text);
    texts.clear();
  };
  for (std::string line; std::getline(file, line);) {
    absl::string_view rest = line;
    if (absl::ConsumePrefix(&rest, "kind: ")) {
      close();
      cases.push_back({.kind = std::string(rest)});
    } else if (absl::ConsumePrefix(&rest, "expect: ")) {
      cases.back().raised = rest == "raised";
    } else if (absl::ConsumePrefix(&rest, "note: ")) {
      cases.back().note = std::string(rest);
    } else if (line.size() > 3 && line[1] == ':' && line[0] >= 'a' && line[0] <= 'c') {
      Text& text = texts[line[0]];
      if (text.headline.empty()) {
        text.headline = line.substr(3);
      } else {
        absl::StrAppend(&text.body, line.substr(3), "\n");
      }
    }
  }
  close();
  return cases;
}

bool IsFlagged(const Case& made) {
  for (const Difference& difference : CompareAll(Reports(made.texts)).differences) {
    const absl::string_view kind = Name(difference.kind);
    // A phrase may be read as either (guidelines, question 30).
    const bool sibling =
        (made.kind == "LABEL" && kind == "WORDING") || (made.kind == "WORDING" && kind == "LABEL");
    if (made.kind == "NONE" || kind == made.kind || sibling) return true;
  }
  return false;
}

// How many of the cases of each kind and expectation must come out: what the model reached when it
// was made. Few in some kinds: the card says so.
std::map<std::string, int> Floors() {
  std::ifstream file(std::string(PARALLAX_TEST_DATA) + "/framing/kinds_floors.txt");
  std::map<std::string, int> floors;
  std::string kind;
  std::string expect;
  for (int floor = 0; file >> kind >> expect >> floor;) floors[kind + " " + expect] = floor;
  return floors;
}

TEST(KindsTest, NoKindFallsBelowItsFloor) {
  const std::vector<Case> cases = ReadCases();
  ASSERT_GT(cases.size(), 300u);
  std::map<std::string, int> right;
  std::map<std::string, std::vector<std::string>> wrong;
  for (const Case& made : cases) {
    const std::string name = made.kind + (made.raised ? " raised" : " silent");
    if (IsFlagged(made) == made.raised) {
      ++right[name];
    } else {
      wrong[name].push_back(absl::StrCat(made.texts[0].headline, " (", made.note, ")"));
    }
  }
  const std::map<std::string, int> floors = Floors();
  EXPECT_EQ(floors.size(), 31u) << "15 kinds both ways, and NONE";
  for (const auto& [name, floor] : floors) {
    EXPECT_GE(right[name], floor) << name << " wrong:\n" << absl::StrJoin(wrong[name], "\n");
    RecordProperty(absl::StrJoin(std::vector<std::string>{"right", name}, "_"), right[name]);
  }
}

}  // namespace
}  // namespace parallax::framing
