#include "server/encoder/linear.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"

namespace parallax::encoder {

absl::StatusOr<Linear> Linear::Read(const ModelFile& file, absl::string_view section,
                                    uint32_t inputs, uint32_t outputs, bool smoothed,
                                    CpuPath path) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  Linear linear(path);
  linear.matrix_ = QuantizedMatrix::ReadArrays(&reader, inputs, outputs);
  linear.bias_ = reader.ReadFloats(linear.matrix_.padded_columns(), kLargestWeight);
  if (smoothed) linear.factors_ = reader.ReadFloats(inputs, kLargestWeight);
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return linear;
}

void Linear::Apply(const float* inputs, uint32_t rows, QuantizedRows* work, float* out) const {
  const uint32_t depth = matrix_.depth();
  work->Set(inputs, rows, depth, depth, path_, factors_.empty() ? nullptr : factors_.data());
  Multiplier(path_).Multiply(*work, matrix_, bias_, stride(), out);
}

absl::StatusOr<Heads> Heads::Read(const ModelFile& file, absl::string_view section,
                                  uint32_t outputs) {
  PARALLAX_ASSIGN_OR_RETURN(Linear linear,
                            Linear::Read(file, section, kWidth, outputs, true, BestCpuPath()));
  return Heads(std::move(linear));
}

void Heads::Apply(std::span<const float> vectors, HeadOutputs* out) const {
  const auto rows = static_cast<uint32_t>(vectors.size() / kWidth);
  out->stride = linear_.stride();
  if (out->values.size() < size_t{rows} * out->stride) {
    out->values.resize(size_t{rows} * out->stride);
  }
  linear_.Apply(vectors.data(), rows, &out->work, out->values.data());
}

absl::StatusOr<std::span<const float>> ReadFloatSection(const ModelFile& file,
                                                        absl::string_view section, uint64_t size) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  const std::span<const float> values = reader.ReadFloats(size, kLargestWeight);
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return values;
}

}  // namespace parallax::encoder
