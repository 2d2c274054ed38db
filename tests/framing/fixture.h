// Short reports through the engine that ships, for tests of framing.
#ifndef PARALLAX_TESTS_FRAMING_FIXTURE_H_
#define PARALLAX_TESTS_FRAMING_FIXTURE_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/engine/engine.h"

namespace parallax::framing {

template <typename Value>
Value OrDie(absl::StatusOr<Value> value) {
  if (!value.ok()) {
    std::cerr << value.status() << "\n";
    std::abort();
  }
  return *std::move(value);
}

inline const engine::Engine& TheEngine() {
  static const engine::Engine* const engine = OrDie(engine::Engine::Create({})).release();
  return *engine;
}

struct Text {
  std::string headline;
  std::string body;
};

// Reports "a", "b", ..., of outlets "Outlet a", ..., published on one day.
inline std::vector<analysis::Report> Reports(const std::vector<Text>& texts) {
  std::vector<analysis::Report> reports;
  for (size_t i = 0; i < texts.size(); ++i) {
    analysis::Report report;
    report.id = std::string(1, static_cast<char>('a' + i));
    report.outlet = absl::StrCat("Outlet ", report.id);
    report.headline = texts[i].headline;
    report.body = texts[i].body;
    report.publish_seconds = 1715774400;  // 15 May 2024, noon
    reports.push_back(std::move(report));
  }
  return reports;
}

inline engine::Comparison CompareAll(const std::vector<analysis::Report>& reports,
                                     const engine::CompareOptions& options = {}) {
  return OrDie(TheEngine().Compare(reports, options, engine::Sequentially, CallContext()));
}

}  // namespace parallax::framing

#endif  // PARALLAX_TESTS_FRAMING_FIXTURE_H_
