#include "client/baseline.h"

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

}  // namespace

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
