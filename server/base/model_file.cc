#include "server/base/model_file.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are used where they lie");

constexpr absl::string_view kMagic = "PLXMODEL";
constexpr uint32_t kByteOrder = 0x01020304;
constexpr size_t kVersionAt = 12;
constexpr size_t kSizeAt = 16;
constexpr size_t kChecksumAt = 24;
constexpr size_t kCountAt = 28;
constexpr size_t kIdAt = 32;
constexpr size_t kIdSize = 32;
constexpr size_t kHeaderSize = 64;
constexpr size_t kNameSize = 48;
constexpr size_t kEntrySize = 64;
constexpr uint32_t kMaxSections = 4096;

template <typename T>
T Load(absl::string_view bytes, size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

template <typename T>
void Append(T value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

uint64_t Align(uint64_t offset) {
  return (offset + kModelAlignment - 1) / kModelAlignment * kModelAlignment;
}

// The text in front of the zero bytes of a field; nothing where other bytes follow them.
absl::string_view TextOfField(absl::string_view field) {
  const absl::string_view text = field.substr(0, field.find('\0'));
  return field.find_first_not_of('\0', text.size()) == absl::string_view::npos
             ? text
             : absl::string_view();
}

std::string Field(absl::string_view text, size_t size) {
  std::string field(text);
  field.resize(size, '\0');
  return field;
}

absl::Status CheckHeader(absl::string_view bytes) {
  if (bytes.size() < kHeaderSize || bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("not a model file (bad magic number at offset 0)");
  }
  if (reinterpret_cast<uintptr_t>(bytes.data()) % kModelAlignment != 0) {
    return absl::DataLossError("the model file does not lie at a multiple of 64 bytes");
  }
  const auto order = Load<uint32_t>(bytes, kMagic.size());
  if (order == __builtin_bswap32(kByteOrder)) {
    return absl::FailedPreconditionError(
        "model file of another byte order (offset 8); this machine is little-endian");
  }
  if (order != kByteOrder) {
    return absl::DataLossError("the model file is damaged (byte-order mark at offset 8)");
  }
  const auto version = Load<uint32_t>(bytes, kVersionAt);
  if (version != kModelFileVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "model file of version ", version, " (offset 12), this program reads ", kModelFileVersion));
  }
  const auto size = Load<uint64_t>(bytes, kSizeAt);
  if (size != bytes.size()) {
    return absl::DataLossError(absl::StrCat("the model file has ", bytes.size(), " bytes, not the ",
                                            size, " that it states at offset 16"));
  }
  const auto count = Load<uint32_t>(bytes, kCountAt);
  if (count > kMaxSections || count > (bytes.size() - kHeaderSize) / kEntrySize) {
    return absl::DataLossError(absl::StrCat("the directory of the model file is cut off: ", count,
                                            " sections at offset 28"));
  }
  if (Load<uint32_t>(bytes, kChecksumAt) != ModelChecksum(bytes)) {
    return absl::DataLossError("the model file is damaged (bad checksum at offset 24)");
  }
  return absl::OkStatus();
}

// `first` is the first byte that the section may use.
absl::StatusOr<ModelFile::Section> ReadEntry(absl::string_view bytes, size_t at, uint64_t first) {
  ModelFile::Section section;
  const absl::string_view field = bytes.substr(at, kNameSize);
  section.name = TextOfField(field);
  if (section.name.empty() || section.name.size() == kNameSize) {
    return absl::DataLossError(absl::StrCat("the model file has a bad name at offset ", at));
  }
  section.offset = Load<uint64_t>(bytes, at + kNameSize);
  const auto size = Load<uint64_t>(bytes, at + kNameSize + 8);
  if (section.offset % kModelAlignment != 0 || section.offset < first ||
      section.offset > bytes.size() || size > bytes.size() - section.offset) {
    return absl::DataLossError(absl::StrCat(
        "section \"", section.name, "\" of the model file, ", size, " bytes from offset ",
        section.offset, ", overlaps another or lies outside (entry at offset ", at, ")"));
  }
  section.bytes = bytes.substr(section.offset, size);
  return section;
}

}  // namespace

absl::string_view SectionReader::ReadBytes(uint64_t size) {
  if (size > bytes_.size()) {
    Fail();
    return absl::string_view();
  }
  const absl::string_view result = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  consumed_ += size;
  return result;
}

std::span<const float> SectionReader::ReadFloats(uint64_t count, float largest) {
  const std::span<const float> values = ReadArray<float>(count);
  for (float value : values) {
    if (!(std::fabs(value) <= largest)) {
      Fail();
      return {};
    }
  }
  return values;
}

void SectionReader::Fail() {
  if (!failed_) failed_at_ = consumed_;
  failed_ = true;
  bytes_ = absl::string_view();
}

absl::Status SectionReader::status() const {
  if (!failed_) return absl::OkStatus();
  if (name_.empty()) return absl::DataLossError("a model section is damaged");
  return absl::DataLossError(absl::StrCat("section \"", name_,
                                          "\" of the model file is damaged by byte ", failed_at_,
                                          " (offset ", offset_ + failed_at_, " of the file)"));
}

AlignedBytes::AlignedBytes(absl::string_view bytes)
    : block_(static_cast<char*>(std::aligned_alloc(
          kModelAlignment, std::max<uint64_t>(kModelAlignment, Align(bytes.size()))))),
      size_(bytes.size()) {
  std::copy(bytes.begin(), bytes.end(), block_.get());
}

absl::StatusOr<ModelFile> ModelFile::Read(absl::string_view bytes) {
  PARALLAX_RETURN_IF_ERROR(CheckHeader(bytes));
  ModelFile file;
  file.id_ = TextOfField(bytes.substr(kIdAt, kIdSize));
  if (file.id_.empty()) return absl::DataLossError("the model file has no id at offset 32");
  const auto count = Load<uint32_t>(bytes, kCountAt);
  uint64_t first = kHeaderSize + uint64_t{count} * kEntrySize;
  file.sections_.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    const size_t at = kHeaderSize + size_t{i} * kEntrySize;
    PARALLAX_ASSIGN_OR_RETURN(const Section section, ReadEntry(bytes, at, first));
    if (file.Has(section.name)) {
      return absl::DataLossError(absl::StrCat("the model file has section \"", section.name,
                                              "\" twice (entry at offset ", at, ")"));
    }
    first = section.offset + section.bytes.size();
    file.sections_.push_back(section);
  }
  return file;
}

const ModelFile::Section* ModelFile::Find(absl::string_view name) const {
  for (const Section& section : sections_) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

absl::StatusOr<SectionReader> ModelFile::Open(absl::string_view name) const {
  const Section* section = Find(name);
  if (section == nullptr) {
    return absl::DataLossError(absl::StrCat("the model file has no section \"", name, "\""));
  }
  return SectionReader(section->bytes, section->name, section->offset);
}

uint32_t ModelChecksum(absl::string_view file) {
  if (file.size() < kCountAt) return 0;
  const absl::string_view covered = file.substr(kCountAt);
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const unsigned char*>(covered.data()), covered.size()));
}

std::string WriteModelFile(
    absl::string_view id,
    const std::vector<std::pair<absl::string_view, absl::string_view>>& sections) {
  std::string out(kMagic);
  Append(kByteOrder, &out);
  Append(kModelFileVersion, &out);
  Append<uint64_t>(0, &out);  // size and checksum are known at the end
  Append<uint32_t>(0, &out);
  Append(static_cast<uint32_t>(sections.size()), &out);
  out += Field(id, kIdSize);
  uint64_t offset = Align(kHeaderSize + sections.size() * kEntrySize);
  for (const auto& [name, bytes] : sections) {
    out += Field(name, kNameSize);
    Append<uint64_t>(offset, &out);
    Append<uint64_t>(bytes.size(), &out);
    offset = Align(offset + bytes.size());
  }
  for (const auto& [name, bytes] : sections) {
    out.resize(Align(out.size()), '\0');
    out.append(bytes.data(), bytes.size());
  }
  const uint64_t size = out.size();
  std::memcpy(out.data() + kSizeAt, &size, sizeof(size));
  const uint32_t checksum = ModelChecksum(out);
  std::memcpy(out.data() + kChecksumAt, &checksum, sizeof(checksum));
  return out;
}

}  // namespace parallax
