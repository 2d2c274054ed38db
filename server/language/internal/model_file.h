// The container of a model: a header, a directory, and sections of bytes.
//
//   bytes  0..7   magic "PLXLANG\n"
//          8..11  format version        12..15  number of sections
//         16..23  size of the file      24..31  checksum of everything from byte 32
//         32..    directory: per section its id (u32), zero (u32), offset (u64), size (u64)
// Sections begin at multiples of 64 bytes. All numbers are little-endian.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_MODEL_FILE_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_MODEL_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"

namespace parallax::language::internal {

inline constexpr uint32_t kModelVersion = 4;

// A fast 64-bit checksum against damage, not against forgery.
uint64_t Checksum(absl::string_view bytes);

using parallax::AlignedBytes;
using parallax::SectionReader;
using parallax::SectionWriter;

// The sections of a file that has passed the checks of magic, version, sizes and checksum. Holds
// views of the bytes it was read from.
class ModelFile {
 public:
  // Errors: DATA_LOSS, FAILED_PRECONDITION for another version. `bytes` begins at a multiple of 64.
  static absl::StatusOr<ModelFile> Read(absl::string_view bytes);
  // Errors: DATA_LOSS where the file has no such section.
  absl::StatusOr<absl::string_view> Section(uint32_t id) const;

 private:
  struct Entry {
    uint32_t id;
    absl::string_view bytes;
  };
  std::vector<Entry> entries_;
};

struct ModelSection {
  uint32_t id;
  std::string bytes;
};

std::string WriteModelFile(const std::vector<ModelSection>& sections);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_MODEL_FILE_H_
