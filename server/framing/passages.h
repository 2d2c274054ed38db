// Which sentences of a report are like a passage of another, by their words alone: a second opinion
// on the alignment where a fact seems to be missing.
#ifndef PARALLAX_SERVER_FRAMING_PASSAGES_H_
#define PARALLAX_SERVER_FRAMING_PASSAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/framing/account.h"

namespace parallax::framing {

// An inverted index from stems to sentences. Thread safety: immutable after construction; const
// access is safe from many threads.
class PassageIndex {
 public:
  explicit PassageIndex(const Stage& stage);

  // The largest part of `stems` that one sentence of the report holds, 0..1. A word that most of
  // the reports' sentences hold counts for little. Time linear in the sentences that share a stem.
  float Likest(uint32_t report, const std::vector<std::string>& stems) const;

 private:
  struct Sentences {
    absl::flat_hash_map<std::string, std::vector<uint32_t>> holding;
    uint32_t count = 0;
  };
  float Weight(const std::string& stem) const;

  std::vector<Sentences> reports_;
  absl::flat_hash_map<std::string, uint32_t> sentences_with_;
  uint32_t sentences_ = 0;
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_PASSAGES_H_
