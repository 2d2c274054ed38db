#include "server/base/cpu_path.h"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace parallax {
namespace {

#if defined(__x86_64__) && defined(__linux__)

// Whether there are tiles of 8-bit integers and the kernel lets this process use them.
bool HasAmx() {
  uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
  constexpr uint32_t kTiles = 1u << 24, kInt8 = 1u << 25;
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return false;
  if ((edx & kTiles) == 0 || (edx & kInt8) == 0) return false;
  constexpr long kRequestPermission = 0x1023, kTileData = 18;  // of arch_prctl
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

#else

bool HasAmx() { return false; }

#endif

CpuPath PathOfProcessor() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    static const bool has_amx = HasAmx();
    return has_amx ? CpuPath::kAmx : CpuPath::kVnni;
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
  if (absl::string_view(wish) == "vnni") return std::min(best, CpuPath::kVnni);
  return best;
}

}  // namespace parallax
