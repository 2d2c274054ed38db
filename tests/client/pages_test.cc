// Who published a page and when, in the forms in which publishing systems say it.
#include "tests/saved_pages/pages.h"

#include <string>

#include "absl/time/time.h"
#include "client/input.h"
#include "gtest/gtest.h"

namespace parallax::client {
namespace {

TEST(PagesTest, EachSaysWhoPublishedItAndWhen) {
  absl::Time published;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, testing::kPublished, &published, &error));
  const std::vector<testing::Page> pages = testing::MakePages(PARALLAX_TEST_DATA "/saved_pages");
  ASSERT_EQ(pages.size(), 78u);
  for (const testing::Page& page : pages) {
    InputFile file;
    file.path = "page.html";
    const absl::StatusOr<ParsedReport> parsed = ParseReport(file, page.html);
    ASSERT_TRUE(parsed.ok()) << page.name << ": " << parsed.status();
    EXPECT_EQ(parsed->report.outlet(), page.outlet) << page.name;
    EXPECT_EQ(parsed->report.publish_time().seconds(), absl::ToUnixSeconds(published)) << page.name;
  }
}

}  // namespace
}  // namespace parallax::client
