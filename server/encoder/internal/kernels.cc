#include "server/encoder/internal/kernels.h"

namespace parallax::encoder::internal {

const Kernels& KernelsOf(CpuPath path) {
#if defined(__x86_64__)
  if (path >= CpuPath::kVnni) return kAvx512Kernels;
  if (path == CpuPath::kAvx2) return kAvx2Kernels;
#else
  static_cast<void>(path);
#endif
  return kPortableKernels;
}

}  // namespace parallax::encoder::internal
