#if defined(__x86_64__)

#define PARALLAX_VECTOR_BYTES 64
#include "server/encoder/internal/kernels_core.h"

namespace parallax::encoder::internal {

const Kernels kAvx512Kernels = {Embed, Norm, Gelu, Attention, Sum, Head};

}  // namespace parallax::encoder::internal

#endif  // defined(__x86_64__)
