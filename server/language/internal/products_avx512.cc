#if defined(__x86_64__)

#define PARALLAX_VECTOR_BYTES 64
#include "server/language/internal/products_core.h"

namespace parallax::language::internal {

const ProductKernel kAvx512Product = AddProductCore;

}  // namespace parallax::language::internal

#endif  // defined(__x86_64__)
