#include "server/http/readiness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace parallax::http {

std::vector<Check> CheckLife(const service::Snapshot& server) {
  Check pool = {.name = "pool", .fault = ""};
  if (!server.moving) {
    pool.fault = absl::StrCat(server.work.calls, " calls taken on, and none of them goes on");
  }
  return {pool};
}

std::vector<Check> CheckReadiness(const service::Snapshot& server) {
  std::vector<Check> checks = CheckLife(server);
  checks.push_back({"serving", server.stopping ? "stopping" : ""});
  Check memory = {.name = "memory", .fault = ""};
  if (server.memory_is_tight) {
    memory.fault = absl::StrCat(server.memory_used, " bytes of ", server.memory.limit);
  }
  checks.push_back(memory);
  Check descriptors = {.name = "descriptors", .fault = ""};
  if (server.descriptors > server.max_descriptors - server.max_descriptors / 20) {
    descriptors.fault = absl::StrCat(server.descriptors, " of ", server.max_descriptors);
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
