#include "server/http/process_state.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace parallax::http {
namespace {

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The number at the begin of a file; none for "max", and for files that are not there.
absl::optional<size_t> NumberIn(const std::string& path) {
  const std::string text = Contents(path);
  size_t number = 0;
  if (!absl::SimpleAtoi(absl::string_view(text).substr(0, text.find('\n')), &number)) {
    return absl::nullopt;
  }
  return number;
}

// The least limit from `group`, "/a/b", up to the root of the hierarchy at `base`.
size_t LeastLimit(const std::string& base, absl::string_view group, absl::string_view file) {
  size_t least = std::numeric_limits<size_t>::max();
  while (true) {
    const auto limit = NumberIn(absl::StrCat(base, group, "/", file));
    least = std::min(least, limit.value_or(least));
    if (group.empty()) return least;
    group = group.substr(0, group.rfind('/'));
  }
}

size_t MemoryLimit(const std::string& root) {
  size_t least = std::numeric_limits<size_t>::max();
  const std::string groups = Contents(absl::StrCat(root, "/proc/self/cgroup"));
  for (const absl::string_view line : absl::StrSplit(groups, '\n', absl::SkipEmpty())) {
    // "0::/a/b" of version 2, "4:memory:/a/b" of version 1.
    const std::vector<absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(':', 2));
    if (parts.size() != 3) continue;
    const absl::string_view group = parts[2] == "/" ? "" : parts[2];
    const std::string base = absl::StrCat(root, "/sys/fs/cgroup");
    if (parts[1].empty()) {
      least = std::min(least, LeastLimit(base, group, "memory.max"));
    } else if (parts[1] == "memory") {
      least = std::min(least,
                       LeastLimit(absl::StrCat(base, "/memory"), group, "memory.limit_in_bytes"));
    }
  }
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return std::min(least, static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * page);
}

absl::optional<size_t> CountDescriptors(const std::string& root) {
  std::error_code error;
  std::filesystem::directory_iterator entry(absl::StrCat(root, "/proc/self/fd"), error);
  if (error) return absl::nullopt;
  size_t count = 0;
  for (; entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (error) return absl::nullopt;
    ++count;
  }
  return count > 0 ? count - 1 : 0;  // less the one that counts
}

double StartSeconds(const std::string& root) {
  // Behind the name, which may hold anything: state, then 18 numbers, then the start in ticks.
  const std::string stat = Contents(absl::StrCat(root, "/proc/self/stat"));
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return 0;
  const std::vector<absl::string_view> fields =
      absl::StrSplit(absl::string_view(stat).substr(name_end + 1), ' ', absl::SkipEmpty());
  double ticks = 0;
  if (fields.size() < 20 || !absl::SimpleAtod(fields[19], &ticks)) return 0;
  for (const absl::string_view line :
       absl::StrSplit(Contents(absl::StrCat(root, "/proc/stat")), '\n')) {
    double boot = 0;
    if (line.substr(0, 6) == "btime " && absl::SimpleAtod(line.substr(6), &boot)) {
      return boot + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
  }
  return 0;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ProcessState ReadProcessState(const std::string& root) {
  ProcessState state;
  const std::string statm = Contents(absl::StrCat(root, "/proc/self/statm"));
  const std::vector<absl::string_view> pages = absl::StrSplit(statm, ' ');
  size_t resident = 0;
  if (pages.size() > 1 && absl::SimpleAtoi(pages[1], &resident)) {
    state.resident_bytes = resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  }
  state.memory_limit_bytes = MemoryLimit(root);
  state.descriptors = CountDescriptors(root);
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) state.descriptor_limit = limit.rlim_cur;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    state.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  }
  state.start_seconds = StartSeconds(root);
  return state;
}

}  // namespace parallax::http
