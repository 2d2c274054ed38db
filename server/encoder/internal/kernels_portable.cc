#define PARALLAX_VECTOR_BYTES 16
#include "server/encoder/internal/kernels_core.h"

namespace parallax::encoder::internal {

const Kernels kPortableKernels = {Embed, Norm, Gelu, Attention, Sum, Head};

}  // namespace parallax::encoder::internal
