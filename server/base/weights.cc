#include "server/base/weights.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace parallax {
namespace {

// False where no section takes the name, or it was given before.
bool Put(absl::string_view section, absl::string_view name, float weight,
         std::span<const WeightTable> tables, std::span<const OpenWeightTable> open,
         std::vector<std::vector<bool>>* given) {
  for (size_t t = 0; t < tables.size(); ++t) {
    if (tables[t].section != section) continue;
    const auto found = std::find(tables[t].names.begin(), tables[t].names.end(), name);
    if (found == tables[t].names.end()) return false;
    const auto at = static_cast<size_t>(found - tables[t].names.begin());
    if ((*given)[t][at]) return false;
    (*given)[t][at] = true;
    tables[t].weights[at] = weight;
    return true;
  }
  for (const OpenWeightTable& table : open) {
    if (table.section == section) return table.weights->emplace(std::string(name), weight).second;
  }
  return false;
}

}  // namespace

absl::Status ReadWeights(absl::string_view text, absl::string_view what,
                         std::span<const WeightTable> tables,
                         std::span<const OpenWeightTable> open) {
  std::vector<std::vector<bool>> given;
  for (const WeightTable& table : tables) given.emplace_back(table.names.size(), false);
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ', absl::SkipEmpty());
    float weight = 0;
    if (fields.size() != 3 || !absl::SimpleAtof(fields[2], &weight) || !std::isfinite(weight) ||
        !Put(fields[0], fields[1], weight, tables, open, &given)) {
      return absl::DataLossError(absl::StrCat(what, ": line ", number));
    }
  }
  for (size_t t = 0; t < tables.size(); ++t) {
    const auto missing = std::find(given[t].begin(), given[t].end(), false);
    if (missing != given[t].end()) {
      return absl::DataLossError(absl::StrCat(what, ": no weight for ", tables[t].section, " ",
                                              tables[t].names[missing - given[t].begin()]));
    }
  }
  return absl::OkStatus();
}

}  // namespace parallax
