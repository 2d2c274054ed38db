#include "client/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class BundleTest : public testing::Test {
 protected:
  BundleTest() {
    std::string pattern = testing::TempDir() + "parallax_bundle_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~BundleTest() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name) {
    const std::string path = folder_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << "Head\n\nBody.";
    return path;
  }

  std::string folder_;
};

TEST_F(BundleTest, PutsTheReportsOfAFolderInItsPlace) {
  const std::string b = File("f/b.txt");
  const std::string a = File("f/a.HTML");
  File("f/.hidden.txt");
  File("f/notes.xls");
  File("f/deeper/c.txt");
  const std::string single = File("z.txt");
  const auto files = ExpandFolders({{.path = single}, {.path = folder_ + "/f", .outlet = "O"}});
  ASSERT_TRUE(files.ok()) << files.status();
  ASSERT_EQ(files->size(), 3);
  EXPECT_EQ((*files)[0].path, single);
  EXPECT_EQ((*files)[1].path, a);
  EXPECT_EQ((*files)[2].path, b);
  EXPECT_EQ((*files)[2].outlet, "O");
}

TEST_F(BundleTest, RefusesAFolderWithoutReports) {
  File("f/notes.xls");
  EXPECT_THAT(ExpandFolders({{.path = folder_ + "/f"}}).status().message(),
              HasSubstr("holds no report"));
}

TEST_F(BundleTest, TakesEachFolderForABundle) {
  File("archive/two/a.txt");
  File("archive/one/a.txt");
  File("archive/.git/a.txt");
  File("other/a.txt");
  const auto bundles = ListBundles({{.path = folder_ + "/other"}, {.path = folder_ + "/archive"}});
  ASSERT_TRUE(bundles.ok()) << bundles.status();
  EXPECT_THAT(*bundles,
              ElementsAre(folder_ + "/other", folder_ + "/archive/one", folder_ + "/archive/two"));
  EXPECT_THAT(ListBundles({{.path = folder_ + "/other/a.txt"}}).status().message(),
              HasSubstr("no folder"));
  std::filesystem::create_directories(folder_ + "/empty");
  EXPECT_THAT(ListBundles({{.path = folder_ + "/empty"}}).status().message(),
              HasSubstr("neither reports nor folders"));
}

TEST_F(BundleTest, FindsReportsByIdOutletOrFile) {
  std::vector<v1::Report> reports(3);
  const char* ids[] = {"wire", "bugle", "post"};
  const char* outlets[] = {"Coast Wire", "Morning Bugle", "morning bugle"};
  for (size_t i = 0; i < 3; ++i) {
    reports[i].set_id(ids[i]);
    reports[i].set_outlet(outlets[i]);
  }
  const std::vector<std::string> paths = {"s/wire.txt", "s/bugle.html", "s/post.txt"};
  std::vector<std::pair<std::string, std::string>> pairs = {{"COAST wire", "bugle.html"},
                                                            {"post", "s/wire.txt"}};
  ASSERT_TRUE(ResolvePairs(reports, paths, pairs).ok());
  EXPECT_EQ(pairs[0], std::pair(std::string("wire"), std::string("bugle")));
  EXPECT_EQ(pairs[1], std::pair(std::string("post"), std::string("wire")));
  const auto error = [&](const std::string& a, const std::string& b) {
    std::vector<std::pair<std::string, std::string>> bad = {{a, b}};
    return std::string(ResolvePairs(reports, paths, bad).message());
  };
  EXPECT_THAT(error("wire", "Nobody"), HasSubstr("no report is called Nobody; there are wire"));
  EXPECT_THAT(error("wire", "Morning Bugle"), HasSubstr("several reports are called"));
  EXPECT_THAT(error("wire", "Coast Wire"), HasSubstr("twice the report wire"));
}

}  // namespace
}  // namespace parallax::client
