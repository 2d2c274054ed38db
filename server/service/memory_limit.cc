#include "server/service/memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace parallax::service {
namespace {

constexpr size_t kNone = std::numeric_limits<size_t>::max();
constexpr size_t kMiB = size_t{1} << 20;
// Less than this for calls, and one report of ordinary length would not fit.
constexpr size_t kLeastForCalls = 32 * kMiB;

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

// A file with a number of bytes; "max" and what cannot be read are no limit.
size_t LimitIn(const std::string& path) {
  uint64_t bytes = 0;
  const std::string text = Contents(path);
  return absl::SimpleAtoi(absl::StripAsciiWhitespace(text), &bytes) && bytes > 0
             ? static_cast<size_t>(bytes)
             : kNone;
}

// The least limit of the group and of all above it.
size_t LimitAlong(const std::string& mount, std::string group, const std::string& file) {
  size_t least = LimitIn(absl::StrCat(mount, "/", file));  // a container sees its own as the root
  while (!group.empty() && group != "/") {
    least = std::min(least, LimitIn(absl::StrCat(mount, group, "/", file)));
    group.resize(group.rfind('/') == std::string::npos ? 0 : group.rfind('/'));
  }
  return least;
}

}  // namespace

size_t AvailableMemory(const std::string& root) {
  size_t least = kNone;
  // "0::/user.slice" of v2, "5:memory:/docker/..." of v1.
  for (const absl::string_view line : absl::StrSplit(Contents(root + "/proc/self/cgroup"), '\n')) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(':', 2));
    if (parts.size() != 3) continue;
    if (parts[1].empty()) {
      least = std::min(least, LimitAlong(root + "/sys/fs/cgroup", parts[2], "memory.max"));
    } else if (parts[1] == "memory") {
      least = std::min(
          least, LimitAlong(root + "/sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes"));
    }
  }
  for (const absl::string_view line : absl::StrSplit(Contents(root + "/proc/meminfo"), '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    uint64_t kib = 0;
    if (words.size() >= 2 && words[0] == "MemTotal:" && absl::SimpleAtoi(words[1], &kib)) {
      least = std::min(least, static_cast<size_t>(kib) << 10);
    }
  }
  return least;
}

size_t ResidentMemory() {
  const std::string statm = Contents("/proc/self/statm");  // must outlive the views of it
  const std::vector<absl::string_view> words = absl::StrSplit(statm, ' ');
  uint64_t pages = 0;
  if (words.size() < 2 || !absl::SimpleAtoi(words[1], &pages)) return 0;
  return static_cast<size_t>(pages) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

absl::StatusOr<MemoryPlan> MemoryPlan::Make(const MemoryOptions& options, size_t used) {
  MemoryPlan plan;
  plan.limit = options.limit;
  if (plan.limit == 0) {
    const size_t available = AvailableMemory();
    // On a small machine more than half, where less would not do.
    plan.limit = std::max(available / 2, std::min(available, 5 * (used + kLeastForCalls) / 2));
  }
  plan.transport = plan.limit / 4;
  plan.cache = std::min(options.max_cache_bytes, plan.limit / 8);
  plan.followed = std::min(options.max_followed_bytes, plan.limit / 8);
  plan.http = std::min(options.max_http_bytes, plan.limit / 8);
  // A tenth is for what nobody counts.
  const size_t taken = used + plan.transport + plan.cache + plan.followed + plan.http +
                       plan.limit / 10 + kLeastForCalls;
  if (taken > plan.limit) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--memory_limit: ", plan.limit / kMiB, " MiB are too few: the program itself uses ",
        used / kMiB, " MiB, ", taken / kMiB, " MiB are needed"));
  }
  plan.calls = plan.limit - taken + kLeastForCalls;
  return plan;
}

}  // namespace parallax::service
