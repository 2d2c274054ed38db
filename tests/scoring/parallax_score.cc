// Scores the engine against gold bundles, all in one process.
//
// usage: parallax_score [--details] [--gold-facts] [--candidates] [--accounts] GOLD.json...
//
// --details writes what was missed, unmatched or wrong, with the sentences; --gold-facts gives
// framing the facts of the gold instead of those that alignment finds; --candidates scores all that
// the detectors find, sure or not; --accounts, with --details, writes each fact as framing reads
// it.
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/scoring/run_bundles.h"

using parallax::scoring::Facts;
using parallax::scoring::Flags;

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::vector<std::string> paths;
  std::ostream* details = nullptr;
  Facts facts = Facts::kEngine;
  Flags flags = Flags::kShown;
  bool accounts = false;
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--details") {
      details = &std::cout;
    } else if (argument == "--gold-facts") {
      facts = Facts::kGold;
    } else if (argument == "--candidates") {
      flags = Flags::kCandidates;
    } else if (argument == "--accounts") {
      accounts = true;
    } else {
      paths.emplace_back(argument);
    }
  }
  if (paths.empty()) {
    std::cerr << "usage: parallax_score [--details] [--gold-facts] [--candidates] [--accounts] "
                 "GOLD.json...\n";
    return 2;
  }
  const auto engine = parallax::engine::Engine::Create({});
  if (!engine.ok()) {
    std::cerr << engine.status().message() << "\n";
    return 1;
  }
  const auto score =
      parallax::scoring::ScoreBundles(**engine, paths, facts, flags, details, accounts);
  if (!score.ok()) {
    std::cerr << score.status().message() << "\n";
    return 1;
  }
  score->Print(std::cout);
  return 0;
}
