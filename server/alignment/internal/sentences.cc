#include "server/alignment/internal/sentences.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

namespace parallax::alignment {
namespace {

class Lister {
 public:
  void Add(const analysis::Analysis& report, uint32_t given, uint32_t rank) {
    const auto& sentences = report.document.sentences();
    for (uint32_t s = 0; s < sentences.size(); ++s) {
      SentenceEntry entry;
      entry.ref = {given, s};
      entry.rank = rank;
      entry.vector = std::span<const float>(report.sentence_vectors)
                         .subspan(size_t{s} * encoder::kWidth, encoder::kWidth);
      for (uint32_t t = sentences[s].tokens.begin; t < sentences[s].tokens.end; ++t) {
        if (report.annotation.word(t).upos == language::Upos::kPunct) continue;
        const auto next = static_cast<uint32_t>(ids_.size());
        const uint32_t id =
            ids_.try_emplace(absl::AsciiStrToLower(report.document.text(t)), next).first->second;
        entry.words.push_back(id);
        entry.tokens.push_back(t);
      }
      out_.all.push_back(std::move(entry));
    }
  }

  Sentences Finish() {
    out_.words = static_cast<uint32_t>(ids_.size());
    std::vector<uint32_t> holding(ids_.size(), 0);
    for (SentenceEntry& entry : out_.all) {
      std::vector<uint32_t> sorted = entry.words;
      std::sort(sorted.begin(), sorted.end());
      for (const uint32_t word : sorted) {
        if (entry.terms.empty() || entry.terms.back().first != word) {
          entry.terms.emplace_back(word, 0.0f);
          ++holding[word];
        }
        entry.terms.back().second += 1;
      }
    }
    const float count = static_cast<float>(out_.all.size());
    for (SentenceEntry& entry : out_.all) {
      float squares = 0;
      for (auto& [word, weight] : entry.terms) {
        weight = (1 + std::log(weight)) * std::log(1 + count / static_cast<float>(holding[word]));
        squares += weight * weight;
      }
      const float norm = squares > 0 ? 1 / std::sqrt(squares) : 0;
      for (auto& [word, weight] : entry.terms) weight *= norm;
    }
    return std::move(out_);
  }

 private:
  Sentences out_;
  absl::flat_hash_map<std::string, uint32_t> ids_;
};

}  // namespace

std::vector<uint32_t> CanonicalOrder(Reports reports) {
  std::vector<uint32_t> order(reports.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto key = [&](uint32_t report) {
    const analysis::Analysis& a = *reports[report];
    return std::make_tuple(a.document.section(text::Section::kHeadline),
                           a.document.section(text::Section::kBody), a.publish_seconds.value_or(0),
                           absl::string_view(a.id));
  };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  return order;
}

Sentences ListSentences(Reports reports) {
  Lister lister;
  const std::vector<uint32_t> order = CanonicalOrder(reports);
  for (uint32_t rank = 0; rank < order.size(); ++rank) {
    if (!reports[order[rank]]->document.english()) continue;  // nothing is compared with it
    lister.Add(*reports[order[rank]], order[rank], rank);
  }
  return lister.Finish();
}

}  // namespace parallax::alignment
