// Which instructions the kernels use. Every path gives the same bits; they differ in speed only.
//
// Thread safety: free functions.
#ifndef PARALLAX_SERVER_BASE_CPU_PATH_H_
#define PARALLAX_SERVER_BASE_CPU_PATH_H_

#include <cstdint>

namespace parallax {

// In order: a processor that has one has those before it.
enum class CpuPath : uint8_t { kPortable, kAvx2, kVnni, kAmx };

// The best that this processor has, or less where the environment variable PARALLAX_ISA asks for
// it: portable, avx2, vnni or amx. More than the processor has is not given, other values say
// nothing.
CpuPath BestCpuPath();

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_CPU_PATH_H_
