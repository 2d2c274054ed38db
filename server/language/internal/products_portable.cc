#define PARALLAX_VECTOR_BYTES 16
#include "server/language/internal/products_core.h"

namespace parallax::language::internal {

const ProductKernel kPortableProduct = AddProductCore;

}  // namespace parallax::language::internal
