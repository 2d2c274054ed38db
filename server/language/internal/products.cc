#include "server/language/internal/products.h"

namespace parallax::language::internal {
namespace {

ProductKernel KernelOf(CpuPath path) {
#if defined(__x86_64__)
  if (path >= CpuPath::kVnni) return kAvx512Product;
  if (path == CpuPath::kAvx2) return kAvx2Product;
#else
  static_cast<void>(path);
#endif
  return kPortableProduct;
}

}  // namespace

void AddProduct(CpuPath path, uint32_t rows, uint32_t depth, uint32_t columns, const float* left,
                const float* right, float* out) {
  KernelOf(path)(rows, depth, columns, left, right, out);
}

}  // namespace parallax::language::internal
