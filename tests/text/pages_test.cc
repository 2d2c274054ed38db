// How much of the story is found in the pages of many publishing systems, and how much else.
#include "tests/saved_pages/pages.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/text/internal/furniture_line.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using testing::Page;
using WordCounts = std::map<std::string, int>;

const std::vector<Page>& Pages() {
  static const auto* const kPages =
      new std::vector<Page>(testing::MakePages(PARALLAX_TEST_DATA "/saved_pages"));
  return *kPages;
}

void Count(absl::string_view text, WordCounts* counts) {
  const std::string normal = internal::NormalizeLine(text);
  for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
    ++(*counts)[std::string(word)];
  }
}

// Words of the story, those found among them, and those found beside it.
struct Measure {
  int wanted = 0, found = 0, furniture = 0;
  std::vector<std::string> missing, added;

  double f1() const { return 2.0 * found / static_cast<double>(wanted + found + furniture); }
  void Add(const Measure& other) {
    wanted += other.wanted;
    found += other.found;
    furniture += other.furniture;
  }
};

Measure MeasurePage(const Page& page, const Document& document) {
  WordCounts wanted, neutral, read;
  Count(page.headline, &wanted);
  for (const std::string& line : page.story) Count(line, &wanted);
  for (const std::string& line : page.neutral) Count(line, &neutral);
  if (document.has_headline()) Count(document.section(Section::kHeadline), &read);
  for (const std::string& sentence : BodySentences(document)) Count(sentence, &read);
  Measure measure;
  for (const auto& [word, count] : wanted) {
    const int found = std::min(count, read[word]);
    measure.wanted += count;
    measure.found += found;
    if (found < count) measure.missing.push_back(word);
  }
  for (const auto& [word, count] : read) {
    const int more = std::max(0, count - wanted[word] - neutral[word]);
    measure.furniture += more;
    if (more > 0) measure.added.push_back(word);
  }
  return measure;
}

TEST(PagesTest, AreThreeOfEachSystemAndAllDifferent) {
  ASSERT_EQ(Pages().size(), 78u);
  std::map<std::string, int> seen;
  for (const Page& page : Pages()) {
    EXPECT_EQ(++seen[page.html], 1) << page.name;
    EXPECT_FALSE(absl::StrContains(page.html, "{body}")) << page.name;
    EXPECT_GE(page.story.size(), 5u) << page.name;
  }
}

TEST(PagesTest, TheStoryIsFoundAndLittleElse) {
  Measure all;
  for (const Page& page : Pages()) {
    const Measure one = MeasurePage(page, ReadOrDie("", page.html, Format::kHtml));
    EXPECT_GE(one.f1(), 0.9) << page.name << "\n  missing: " << absl::StrJoin(one.missing, " ")
                             << "\n  added: " << absl::StrJoin(one.added, " ");
    std::printf("%-36s F1 %.3f  missing %d  furniture %d\n", page.name.c_str(), one.f1(),
                one.wanted - one.found, one.furniture);
    all.Add(one);
  }
  ASSERT_GT(all.wanted, 5000);
  std::printf("all: F1 %.4f, of the story's %d words %d found, %d words beside it\n", all.f1(),
              all.wanted, all.found, all.furniture);
  EXPECT_GE(all.f1(), 0.97);
}

TEST(PagesTest, TheHeadlineIsTheStorys) {
  for (const Page& page : Pages()) {
    EXPECT_EQ(ReadOrDie("", page.html, Format::kHtml).section(Section::kHeadline), page.headline)
        << page.name;
  }
}

TEST(PagesTest, APullQuoteIsNotToldTwice) {
  for (const Page& page : Pages()) {
    const std::string text = internal::NormalizeLine(
        absl::StrJoin(BodySentences(ReadOrDie("", page.html, Format::kHtml)), " "));
    for (const std::string& quote : page.pull_quotes) {
      const std::vector<std::string> parts = absl::StrSplit(text, internal::NormalizeLine(quote));
      EXPECT_EQ(parts.size(), 2u) << page.name << ": " << quote;
    }
  }
}

// So that the rooms behind give it to who wrote it.
TEST(PagesTest, APostStandsInQuotationMarksBehindItsAuthor) {
  for (const Page& page : Pages()) {
    const Document document = ReadOrDie("", page.html, Format::kHtml);
    for (const Page::Post& post : page.posts) {
      const std::string body(document.section(Section::kBody));
      const size_t name = body.find(post.name);
      const size_t text = body.find(absl::StrCat("“", post.text, "”"));
      EXPECT_NE(text, std::string::npos) << page.name << ": " << body;
      EXPECT_LT(name, text) << page.name << ": " << body;
    }
  }
}

TEST(PagesTest, NoneIsTakenForAFrontPageOrADialog) {
  for (const Page& page : Pages()) {
    const Document document = ReadOrDie("", page.html, Format::kHtml);
    for (const Note note : document.notes()) {
      EXPECT_NE(note, Note::kNoArticle) << page.name;
      EXPECT_NE(note, Note::kSeveralArticles) << page.name;
    }
  }
}

}  // namespace
}  // namespace parallax::text
