#include "server/framing/passages.h"

#include <algorithm>
#include <cmath>

#include "server/framing/words.h"

namespace parallax::framing {

PassageIndex::PassageIndex(const Stage& stage) : reports_(stage.reports()) {
  for (uint32_t r = 0; r < stage.reports(); ++r) {
    const analysis::Analysis& report = stage.report(r);
    const std::vector<text::Sentence>& sentences = report.document.sentences();
    reports_[r].count = sentences.size();
    sentences_ += sentences.size();
    for (uint32_t s = 0; s < sentences.size(); ++s) {
      for (std::string& stem : ContentStems(report, sentences[s].tokens)) {
        ++sentences_with_[stem];
        reports_[r].holding[std::move(stem)].push_back(s);
      }
    }
  }
}

float PassageIndex::Weight(const std::string& stem) const {
  const auto at = sentences_with_.find(stem);
  const float with = at == sentences_with_.end() ? 0 : static_cast<float>(at->second);
  return std::log((static_cast<float>(sentences_) + 1) / (with + 0.5f));
}

float PassageIndex::Likest(uint32_t report, const std::vector<std::string>& stems) const {
  std::vector<float> held(reports_[report].count, 0);
  float all = 0;
  for (const std::string& stem : stems) {
    const float weight = Weight(stem);
    all += weight;
    const auto at = reports_[report].holding.find(stem);
    if (at == reports_[report].holding.end()) continue;
    for (uint32_t sentence : at->second) held[sentence] += weight;
  }
  if (all <= 0 || held.empty()) return 0;
  return *std::max_element(held.begin(), held.end()) / all;
}

}  // namespace parallax::framing
