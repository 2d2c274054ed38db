// The container of all model data of the project: a header, a directory of named sections, and the
// sections' bytes. Written by server/training/container.py.
//
//   bytes  0..7   magic "PLXMODEL"
//          8..11  0x01020304 in the byte order of the file
//         12..15  format version
//         16..23  size of the file
//         24..27  CRC-32 (as zlib has it) of everything from byte 28
//         28..31  number of sections
//         32..63  id of the model, padded with zero bytes
//         64..    directory: per section its name (48 bytes, padded with at least one zero byte),
//                 offset (u64) and size (u64)
// Sections begin at multiples of 64 bytes, in the order of the directory. All numbers are
// little-endian: arrays are used where they lie.
#ifndef PARALLAX_SERVER_BASE_MODEL_FILE_H_
#define PARALLAX_SERVER_BASE_MODEL_FILE_H_

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace parallax {

inline constexpr uint32_t kModelFileVersion = 1;
inline constexpr size_t kModelAlignment = 64;

// Reads numbers and arrays from the front of a section. Every read is checked; after the first
// failure all further reads give zeros and empty spans, and `status()` says where it was.
// Views the section's bytes. Thread safety: none.
class SectionReader {
 public:
  // `name` and `offset`, of the section in its file, are for messages.
  explicit SectionReader(absl::string_view bytes, absl::string_view name = "", uint64_t offset = 0)
      : bytes_(bytes), name_(name), offset_(offset) {}

  uint32_t ReadU32() {
    uint32_t value = 0;
    const absl::string_view raw = ReadBytes(sizeof(value));
    if (raw.size() == sizeof(value)) std::memcpy(&value, raw.data(), sizeof(value));
    return value;
  }
  absl::string_view ReadBytes(uint64_t size);
  absl::string_view ReadRest() { return ReadBytes(bytes_.size()); }
  // Skips to the next multiple of `alignment` bytes of the section.
  void Align(uint32_t alignment) { ReadBytes((alignment - consumed_ % alignment) % alignment); }
  // An array that lies where it is in the file; the reader first skips to the next multiple of four
  // bytes. T has no padding and any bit pattern is a value of it.
  template <typename T>
  std::span<const T> ReadArray(uint64_t count) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 4);
    Align(4);
    if (count > bytes_.size() / sizeof(T)) {
      Fail();
      return {};
    }
    const absl::string_view raw = ReadBytes(count * sizeof(T));
    return {reinterpret_cast<const T*>(raw.data()), static_cast<size_t>(count)};
  }
  // `count` floats, each a number of at most `largest`.
  std::span<const float> ReadFloats(uint64_t count, float largest);
  bool AtEnd() const { return bytes_.empty(); }
  // Marks the section as damaged at what was read last.
  void Fail();
  // Fails where something is left.
  void ExpectEnd() {
    if (!AtEnd()) Fail();
  }
  // OK, or DATA_LOSS that names section and offset.
  absl::Status status() const;

 private:
  absl::string_view bytes_;
  absl::string_view name_;
  uint64_t offset_;
  uint64_t consumed_ = 0;
  uint64_t failed_at_ = 0;
  bool failed_ = false;
};

// The counterpart of SectionReader, for tools and tests.
class SectionWriter {
 public:
  void WriteU32(uint32_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void WriteBytes(absl::string_view bytes) { bytes_.append(bytes.data(), bytes.size()); }
  void Align(size_t alignment) {
    bytes_.append((alignment - bytes_.size() % alignment) % alignment, '\0');
  }
  template <typename T>
  void WriteArray(const std::vector<T>& values) {
    Align(4);
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  std::string Release() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// A copy of bytes that begins at a multiple of 64, as ModelFile wants it, for files read from disk.
class AlignedBytes {
 public:
  AlignedBytes() = default;
  explicit AlignedBytes(absl::string_view bytes);

  absl::string_view view() const { return {block_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* block) const { std::free(block); }
  };
  std::unique_ptr<char, Free> block_;
  size_t size_ = 0;
};

// The sections of a file that has passed the checks of magic, byte order, version, sizes and
// checksum. Holds views of the bytes it was read from, which outlive it.
// Thread safety: const after creation; safe for concurrent use.
class ModelFile {
 public:
  struct Section {
    absl::string_view name;
    absl::string_view bytes;
    uint64_t offset = 0;
  };

  // Nothing is used or allocated by a size that has not been checked. `bytes` begins at a multiple
  // of 64.
  // Errors: DATA_LOSS, naming the offset and, where there is one, the section;
  // FAILED_PRECONDITION for another version or byte order.
  static absl::StatusOr<ModelFile> Read(absl::string_view bytes);

  absl::string_view id() const { return id_; }
  const std::vector<Section>& sections() const { return sections_; }
  bool Has(absl::string_view name) const { return Find(name) != nullptr; }
  // Errors: DATA_LOSS where the file has no such section.
  absl::StatusOr<SectionReader> Open(absl::string_view name) const;

 private:
  const Section* Find(absl::string_view name) const;

  absl::string_view id_;
  std::vector<Section> sections_;
};

// The bytes of a model file. REQUIRES: `id` has at most 32 bytes, names 1 to 47; no name twice.
std::string WriteModelFile(
    absl::string_view id,
    const std::vector<std::pair<absl::string_view, absl::string_view>>& sections);

// The checksum of a model file, for tests that damage one behind it.
uint32_t ModelChecksum(absl::string_view file);

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_MODEL_FILE_H_
