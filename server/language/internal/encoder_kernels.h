// The loops of the encoder that are not matrix products. Each is compiled for several processors
// and gives the same bits on all of them: elementwise, or summed in one fixed order, never
// contracted.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_KERNELS_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_KERNELS_H_

#include <cstdint>

#include "server/base/gemm.h"

namespace parallax::language::internal {

// x *= sigmoid(x) for `size` values.
void Swish(CpuPath path, uint32_t size, float* x);

// sum += scale * row for kEmbedding values.
void AddRow(CpuPath path, const int8_t* row, float scale, float* sum);

// One bidirectional layer of simple recurrent units over one sentence of `size` words: `in` and
// `out` have kWidth values a word, `u` (candidates, forget and reset inputs of both directions) 2 *
// kGateColumns, `gates` is 4 rows of kWidth: forget and reset recurrence, forget and reset bias.
void RecurrentLayer(CpuPath path, uint32_t size, const float* in, const float* u,
                    const float* gates, float* out);

// scores[j] = dependent . heads[:, j] for `columns` heads, where `heads` has kArcSize rows `stride`
// apart. REQUIRES: columns is a multiple of 32.
void ArcScores(CpuPath path, const float* dependent, const float* heads, uint32_t columns,
               uint32_t stride, float* scores);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_KERNELS_H_
