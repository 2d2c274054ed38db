#include "server/language/internal/linear_scorer.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/language/internal/model_file.h"

namespace parallax::language::internal {

absl::StatusOr<LinearScorer> LinearScorer::Read(absl::string_view section, uint32_t classes) {
  SectionReader reader(section);
  LinearScorer scorer;
  scorer.bits_ = reader.ReadU32();
  scorer.classes_ = reader.ReadU32();
  const uint32_t entries = reader.ReadU32();
  if (scorer.bits_ < 1 || scorer.bits_ > 28 || scorer.classes_ != classes) reader.Fail();
  scorer.begins_ = reader.ReadArray<uint32_t>((uint64_t{1} << (scorer.bits_ & 31)) + 1);
  scorer.entries_ = reader.ReadArray<uint32_t>(entries);
  PARALLAX_RETURN_IF_ERROR(reader.status());
  if (scorer.begins_.front() != 0 || scorer.begins_.back() != entries ||
      !std::is_sorted(scorer.begins_.begin(), scorer.begins_.end())) {
    reader.Fail();
  }
  for (uint32_t entry : scorer.entries_) {
    if (((entry >> 8) & 0xff) >= classes) reader.Fail();
  }
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return scorer;
}

void LinearScorer::Score(const FeatureList& features, std::span<int32_t> scores) const {
  std::fill_n(scores.begin(), classes_, 0);
  for (uint64_t hash : features.hashes()) {
    __builtin_prefetch(&begins_[hash >> (64 - bits_)]);
  }
  for (uint64_t hash : features.hashes()) {
    const uint64_t bucket = hash >> (64 - bits_);
    const uint32_t fingerprint = hash & 0xffff;
    for (uint32_t i = begins_[bucket]; i < begins_[bucket + 1]; ++i) {
      const uint32_t entry = entries_[i];
      if (entry >> 16 == fingerprint) {
        scores[(entry >> 8) & 0xff] += kWeightOfCode[entry & 0xff];
      }
    }
  }
}

}  // namespace parallax::language::internal
