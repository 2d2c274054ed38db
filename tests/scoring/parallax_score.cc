// Scores the engine against gold bundles, all in one process.
//
// usage: parallax_score [--details] [--features=FILE] GOLD.json...
//
// --details writes what was missed, unmatched or wrong, with the sentences; --features writes what
// server/training/calibrate.py fits the confidence of flags on.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tests/scoring/run_bundles.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::vector<std::string> paths;
  parallax::scoring::Outputs outputs;
  std::ofstream features;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--details") {
      outputs.details = &std::cout;
    } else if (absl::ConsumePrefix(&argument, "--features=")) {
      features.open(std::string(argument));
      outputs.features = &features;
    } else {
      paths.emplace_back(argument);
    }
  }
  if (paths.empty() || !features) {
    std::cerr << "usage: parallax_score [--details] [--features=FILE] GOLD.json...\n";
    return 2;
  }
  const auto engine = parallax::engine::Engine::Create({});
  if (!engine.ok()) {
    std::cerr << engine.status().message() << "\n";
    return 1;
  }
  const auto score = parallax::scoring::ScoreBundles(**engine, paths, outputs);
  if (!score.ok()) {
    std::cerr << score.status().message() << "\n";
    return 1;
  }
  score->Print(std::cout);
  return 0;
}
