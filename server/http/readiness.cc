#include "server/http/readiness.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace parallax::http {
namespace {

// Whether less than a twentieth of `limit` is left.
bool IsNearlySpent(size_t used, size_t limit) { return used > limit - limit / 20; }

Check CheckPool(const service::ServerState& server, absl::Duration not_moved,
                absl::Duration stuck_after) {
  Check check = {.name = "pool", .fault = ""};
  if (server.threads == 0) {
    check.fault = "no thread is left";
  } else if (not_moved > stuck_after) {
    check.fault = absl::StrCat(server.working, " calls under way and ", server.queued,
                               " waiting, none begun or ended for ",
                               absl::FormatDuration(absl::Trunc(not_moved, absl::Seconds(1))));
  }
  return check;
}

}  // namespace

absl::Duration PoolWatch::Look(const service::ServerState& server, absl::Time now) {
  MutexLock lock(&mutex_);
  if (server.working + server.queued == 0) {
    busy_since_ = absl::InfiniteFuture();
    return absl::ZeroDuration();
  }
  busy_since_ = std::min(busy_since_, now);
  return std::max(now - std::max(busy_since_, server.moved), absl::ZeroDuration());
}

std::vector<Check> CheckLife(const service::ServerState& server, absl::Duration not_moved,
                             absl::Duration stuck_after) {
  return {CheckPool(server, not_moved, stuck_after)};
}

std::vector<Check> CheckReadiness(const service::ServerState& server, const ProcessState& process,
                                  absl::Duration not_moved, absl::Duration stuck_after) {
  std::vector<Check> checks = CheckLife(server, not_moved, stuck_after);
  checks.push_back({"serving", server.serving ? "" : "stopping"});
  Check memory = {.name = "memory", .fault = ""};
  if (IsNearlySpent(process.resident_bytes, process.memory_limit_bytes)) {
    memory.fault = absl::StrCat(process.resident_bytes, " bytes of ", process.memory_limit_bytes);
  }
  checks.push_back(memory);
  Check descriptors = {.name = "descriptors", .fault = ""};
  if (!process.descriptors.has_value()) {
    descriptors.fault = "none is left";
  } else if (IsNearlySpent(*process.descriptors, process.descriptor_limit)) {
    descriptors.fault = absl::StrCat(*process.descriptors, " of ", process.descriptor_limit);
  }
  checks.push_back(descriptors);
  return checks;
}

bool AllWell(const std::vector<Check>& checks) {
  return std::all_of(checks.begin(), checks.end(),
                     [](const Check& check) { return check.fault.empty(); });
}

std::string PageOf(const std::vector<Check>& checks) {
  std::string page;
  for (const Check& check : checks) {
    absl::StrAppend(&page, check.name, ": ", check.fault.empty() ? "ok" : check.fault, "\n");
  }
  return page;
}

}  // namespace parallax::http
