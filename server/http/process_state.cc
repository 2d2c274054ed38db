#include "server/http/process_state.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
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
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    state.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  }
  state.start_seconds = StartSeconds(root);
  return state;
}

}  // namespace parallax::http
