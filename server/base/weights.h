// Reader of files of weights: text lines "SECTION NAME WEIGHT", as the trainers of small linear
// models write them. '#' begins a line of comment.
//
// Ownership: the tables and what they point to are the caller's. Thread safety: free function.
#ifndef PARALLAX_SERVER_BASE_WEIGHTS_H_
#define PARALLAX_SERVER_BASE_WEIGHTS_H_

#include <functional>
#include <map>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace parallax {

// A section whose names are known: each of them is given once. REQUIRES: as many weights as names.
struct WeightTable {
  absl::string_view section;
  std::span<const absl::string_view> names;
  std::span<float> weights;
};

// A section that may hold any names, each once at most.
struct OpenWeightTable {
  absl::string_view section;
  std::map<std::string, float, std::less<>>* weights;
};

// Fills the tables from `text`. `what` names the file in errors, as "flag weights".
// Errors: DATA_LOSS, naming the line, for one that is not of three fields, an unknown section or
// name, a name given again, and a weight that is no finite number; naming the section and name,
// where a known name has no weight. On an error the tables may be filled in part.
absl::Status ReadWeights(absl::string_view text, absl::string_view what,
                         std::span<const WeightTable> tables,
                         std::span<const OpenWeightTable> open = {});

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_WEIGHTS_H_
