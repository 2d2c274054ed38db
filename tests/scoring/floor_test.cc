// The engine must not get worse: every figure of floors.txt is measured anew over the bundles
// written for this project.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/scoring/run_bundles.h"

namespace parallax::scoring {
namespace {

std::map<std::string, double> Figures(const Score& score) {
  std::map<std::string, double> figures = {
      {"facts", score.facts().f1()},
      {"facts-precision", score.facts().precision()},
      {"commitment-accuracy", score.commitment_accuracy()},
      {"commitment-macro-f1", score.commitment_macro_f1()},
      {"differences", score.differences().f1()},
      {"differences-precision", score.differences().precision()}};
  for (const auto& [kind, counts] : score.kinds()) figures[kind] = counts.f1();
  return figures;
}

TEST(FloorTest, NoFigureFallsBelowItsRecordedFloor) {
  const std::string folder = PARALLAX_TEST_DATA;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/bundles")) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  ASSERT_FALSE(paths.empty());

  const auto engine = engine::Engine::Create({});
  ASSERT_TRUE(engine.ok()) << engine.status();
  const absl::StatusOr<Score> score = ScoreBundles(**engine, paths, {});
  ASSERT_TRUE(score.ok()) << score.status();
  std::ostringstream printed;
  score->Print(printed);
  const std::map<std::string, double> figures = Figures(*score);

  std::ifstream floors(folder + "/scoring/floors.txt");
  ASSERT_TRUE(floors.good());
  int checked = 0;
  for (std::string line; std::getline(floors, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string name;
    double floor = 0;
    ASSERT_TRUE(fields >> name >> floor) << line;
    ASSERT_EQ(figures.count(name), 1) << "no such figure: " << line;
    EXPECT_GE(figures.at(name), floor) << name << " has fallen\n" << printed.str();
    ++checked;
  }
  EXPECT_GT(checked, 0);
}

}  // namespace
}  // namespace parallax::scoring
