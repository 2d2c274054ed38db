#include "client/baseline.h"

#include <algorithm>
#include <map>
#include <string>

#include "google/protobuf/repeated_field.h"

namespace parallax::client {
namespace {

using Differences = google::protobuf::RepeatedPtrField<v1::Difference>;

std::map<std::string, int> CountKeys(const Differences& differences) {
  std::map<std::string, int> keys;
  for (const v1::Difference& difference : differences) {
    if (!difference.key().empty()) ++keys[difference.key()];
  }
  return keys;
}

// Takes out as many of each key as `keys` has; returns how many these are.
int TakeOut(std::map<std::string, int> keys, Differences* differences) {
  Differences left;
  int taken = 0;
  for (v1::Difference& difference : *differences) {
    const auto found = keys.find(difference.key());
    if (found != keys.end() && found->second > 0) {
      --found->second;
      ++taken;
    } else {
      left.Add()->Swap(&difference);
    }
  }
  differences->Swap(&left);
  return taken;
}

// Place of the side on which the report stands; -1 for none.
int SideOf(const v1::Difference& difference, const std::string& id) {
  for (int i = 0; i < difference.positions_size(); ++i) {
    const auto& reports = difference.positions(i).report_ids();
    if (std::find(reports.begin(), reports.end(), id) != reports.end()) return i;
  }
  return -1;
}

bool IsWanted(const v1::CompareReportsRequest& request, const v1::Difference& difference) {
  const auto& kinds = request.kinds();
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), difference.kind()) == kinds.end()) {
    return false;
  }
  if (difference.severity() < request.min_severity()) return false;
  if (request.has_min_confidence() && difference.confidence() < request.min_confidence()) {
    return false;
  }
  const auto divides = [&](const v1::ReportPair& pair) {
    const int first = SideOf(difference, pair.first_report_id());
    const int second = SideOf(difference, pair.second_report_id());
    return first >= 0 && second >= 0 && first != second;
  };
  return request.report_pairs().empty() ||
         std::any_of(request.report_pairs().begin(), request.report_pairs().end(), divides);
}

}  // namespace

void KeepWanted(const v1::CompareReportsRequest& request, v1::CompareReportsResponse* earlier) {
  Differences wanted;
  for (v1::Difference& difference : *earlier->mutable_differences()) {
    if (IsWanted(request, difference)) wanted.Add()->Swap(&difference);
  }
  earlier->mutable_differences()->Swap(&wanted);
}

Change KeepNew(const v1::CompareReportsResponse& earlier, v1::CompareReportsResponse* response) {
  Change change;
  change.gone = earlier;
  const std::map<std::string, int> before = CountKeys(earlier.differences());
  const std::map<std::string, int> now = CountKeys(response->differences());
  TakeOut(now, change.gone.mutable_differences());
  change.kept = TakeOut(before, response->mutable_differences());
  return change;
}

}  // namespace parallax::client
