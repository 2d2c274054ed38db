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

namespace parallax::language::internal {

inline constexpr uint32_t kModelVersion = 4;

// A fast 64-bit checksum against damage, not against forgery.
uint64_t Checksum(absl::string_view bytes);

// Reads numbers and arrays from the front of a section. Every read is checked; after the first
// failure all further reads give zeros and empty spans, and `status()` says so.
class SectionReader {
 public:
  explicit SectionReader(absl::string_view bytes) : bytes_(bytes) {}

  uint32_t ReadU32() {
    uint32_t value = 0;
    const absl::string_view raw = ReadBytes(sizeof(value));
    if (raw.size() == sizeof(value)) std::memcpy(&value, raw.data(), sizeof(value));
    return value;
  }
  absl::string_view ReadBytes(uint64_t size);
  // An array that lies where it is in the file; the reader first skips to the next multiple of four
  // bytes. T has no padding and any bit pattern is a value of it.
  template <typename T>
  std::span<const T> ReadArray(uint64_t count) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 4);
    ReadBytes((4 - consumed_ % 4) % 4);
    if (count > bytes_.size() / sizeof(T)) {
      Fail();
      return {};
    }
    const absl::string_view raw = ReadBytes(count * sizeof(T));
    return {reinterpret_cast<const T*>(raw.data()), static_cast<size_t>(count)};
  }
  bool AtEnd() const { return bytes_.empty(); }
  // Marks the section as damaged.
  void Fail() {
    failed_ = true;
    bytes_ = absl::string_view();
  }
  absl::Status status() const {
    return failed_ ? absl::DataLossError("a model section is damaged") : absl::OkStatus();
  }

 private:
  absl::string_view bytes_;
  uint64_t consumed_ = 0;
  bool failed_ = false;
};

// The counterpart of SectionReader, for trainers.
class SectionWriter {
 public:
  void WriteU32(uint32_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void WriteBytes(absl::string_view bytes) { bytes_.append(bytes.data(), bytes.size()); }
  template <typename T>
  void WriteArray(const std::vector<T>& values) {
    bytes_.append((4 - bytes_.size() % 4) % 4, '\0');
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
