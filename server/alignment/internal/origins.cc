#include "server/alignment/internal/origins.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace parallax::alignment {
namespace {

// Of the shorter report's words, the part that makes it a copy.
constexpr float kCopied = 0.5f;

}  // namespace

std::vector<uint32_t> FindOrigins(Reports reports, const std::vector<SharedWording>& wordings) {
  std::map<std::pair<uint32_t, uint32_t>, std::pair<uint32_t, uint32_t>> shared;  // tokens of each
  for (const SharedWording& wording : wordings) {
    for (size_t i = 0; i < wording.places.size(); ++i) {
      for (size_t j = i + 1; j < wording.places.size(); ++j) {
        const SharedWording::Place& a = wording.places[i];
        const SharedWording::Place& b = wording.places[j];
        if (a.report == b.report) continue;
        auto& tokens = shared[{a.report, b.report}];
        tokens.first += a.tokens.size();
        tokens.second += b.tokens.size();
      }
    }
  }
  std::vector<uint32_t> origins(reports.size());
  std::iota(origins.begin(), origins.end(), 0u);
  for (const auto& [pair, tokens] : shared) {
    const size_t size_a = reports[pair.first]->document.tokens().size();
    const size_t size_b = reports[pair.second]->document.tokens().size();
    const uint32_t copied = size_a < size_b ? tokens.first : tokens.second;
    if (static_cast<float>(copied) < kCopied * static_cast<float>(std::min(size_a, size_b))) {
      continue;
    }
    const uint32_t first = std::min(origins[pair.first], origins[pair.second]);
    const uint32_t other = std::max(origins[pair.first], origins[pair.second]);
    std::replace(origins.begin(), origins.end(), other, first);
  }
  return origins;
}

}  // namespace parallax::alignment
