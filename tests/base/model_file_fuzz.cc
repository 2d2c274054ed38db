// Any bytes as a model file: refused or usable, never a crash. The header is mended first, so that
// the fuzzer gets past the checksum into the directory.
#include <cstdint>
#include <cstring>
#include <string>

#include "server/base/model_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace parallax;  // NOLINT
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.size() >= 64) {
    const std::string sample = WriteModelFile("sample", {});
    std::memcpy(bytes.data(), sample.data(), 16);
    const uint64_t file_size = bytes.size();
    std::memcpy(bytes.data() + 16, &file_size, 8);
    const uint32_t checksum = ModelChecksum(bytes);
    std::memcpy(bytes.data() + 24, &checksum, 4);
  }
  const AlignedBytes aligned(bytes);
  const auto file = ModelFile::Read(aligned.view());
  if (!file.ok()) return 0;
  uint64_t sum = file->id().size();
  for (const ModelFile::Section& section : file->sections()) {
    SectionReader reader = *file->Open(section.name);
    const uint32_t count = reader.ReadU32();
    for (float value : reader.ReadFloats(count, 1e3f)) sum += value > 0 ? 1 : 0;
    for (char c : reader.ReadRest()) sum += static_cast<unsigned char>(c);
    if (!reader.status().ok()) sum += reader.status().message().size();
  }
  return sum == UINT64_MAX ? 1 : 0;
}
