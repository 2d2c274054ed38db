#include "server/base/cpu_path.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace parallax {
namespace {

CpuPath PathOfProcessor() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    return CpuPath::kVnni;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CpuPath::kAvx2;
#endif
  return CpuPath::kPortable;
}

}  // namespace

CpuPath BestCpuPath() {
  const CpuPath best = PathOfProcessor();
  const char* wish = std::getenv("PARALLAX_ISA");  // NOLINT(concurrency-mt-unsafe): never set here
  if (wish == nullptr) return best;
  if (absl::string_view(wish) == "portable") return CpuPath::kPortable;
  if (absl::string_view(wish) == "avx2") return std::min(best, CpuPath::kAvx2);
  return best;
}

}  // namespace parallax
