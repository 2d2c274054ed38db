// What is left out of a report as furniture is none of its story: no line in which an annotator
// found a fact or a difference.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "server/text/reader.h"
#include "tests/scoring/bundle.h"

namespace parallax::scoring {
namespace {

using Line = std::pair<int, int>;  // report, sentence

// The lines that the gold quotes.
std::set<Line> QuotedLines(const Bundle& bundle) {
  std::set<Line> lines;
  for (const GoldFact& fact : bundle.facts) {
    for (const GoldMention& mention : fact.mentions)
      lines.insert({mention.report, mention.sentence});
  }
  for (const GoldDifference& difference : bundle.differences) {
    for (const GoldPosition& position : difference.positions) {
      for (const GoldEvidence& evidence : position.evidence) {
        if (evidence.sentence != kNoSentence) lines.insert({evidence.report, evidence.sentence});
      }
    }
  }
  return lines;
}

struct Counts {
  int lines = 0, left_out = 0, quoted = 0, lost = 0;
};

void Measure(const Bundle& bundle, Counts* counts) {
  const std::set<Line> quoted = QuotedLines(bundle);
  for (size_t r = 0; r < bundle.reports.size(); ++r) {
    const analysis::Report report = ToReport(bundle.reports[r]);
    const absl::StatusOr<text::Document> document =
        text::ReadReport(report.headline, report.body, text::Format::kPlain, {}, CallContext());
    ASSERT_TRUE(document.ok()) << document.status();
    // By line of the body: whether anything of it is read.
    std::set<uint32_t> read;
    const absl::string_view body = document->section(text::Section::kBody);
    const auto line_of = [&](uint32_t byte) {
      uint32_t line = 0;
      for (uint32_t i = 0; i < byte; ++i) line += body[i] == '\n';
      return line;
    };
    for (const text::Sentence& sentence : document->sentences()) {
      if (sentence.section != text::Section::kBody) continue;
      const uint32_t last = line_of(sentence.bytes.end - 1);
      for (uint32_t line = line_of(sentence.bytes.begin); line <= last; ++line) read.insert(line);
    }
    for (size_t s = 1; s < bundle.reports[r].sentences.size(); ++s) {
      ++counts->lines;
      const bool is_quoted = quoted.count({static_cast<int>(r), static_cast<int>(s)}) > 0;
      counts->quoted += is_quoted;
      if (read.count(static_cast<uint32_t>(s - 1)) > 0) continue;
      ++counts->left_out;
      counts->lost += is_quoted;
      if (is_quoted)
        std::cout << bundle.name << ": lost: " << bundle.reports[r].sentences[s] << "\n";
    }
  }
}

Counts MeasureFolder(const std::string& folder) {
  Counts counts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const absl::StatusOr<Bundle> bundle = ReadBundleFile(entry.path().string());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    if (bundle.ok()) Measure(*bundle, &counts);
  }
  std::cout << folder << ": " << counts.lines << " lines, " << counts.left_out << " left out; of "
            << counts.quoted << " that annotators quoted " << counts.lost << " lost\n";
  return counts;
}

TEST(FurnitureTest, NoLineThatAnAnnotatorQuotedIsLeftOut) {
  const Counts counts = MeasureFolder(std::string(PARALLAX_TEST_DATA) + "/bundles");
  EXPECT_GT(counts.quoted, 100);
  EXPECT_EQ(counts.lost, 0);
}

// On more gold, where there is some: PARALLAX_GOLD=FOLDER.
TEST(FurnitureTest, NextToNoneOfMoreGold) {
  const char* const folder = std::getenv("PARALLAX_GOLD");
  if (folder == nullptr) GTEST_SKIP() << "no PARALLAX_GOLD";
  const Counts counts = MeasureFolder(folder);
  EXPECT_LE(counts.lost * 1000, counts.quoted);
}

}  // namespace
}  // namespace parallax::scoring
