#include "server/language/internal/model_file.h"

#include <bit>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace parallax::language::internal {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are used where they lie");

constexpr absl::string_view kMagic = "PLXLANG\n";
constexpr size_t kHeaderSize = 32;
constexpr size_t kEntrySize = 24;
constexpr size_t kAlignment = 64;
constexpr uint32_t kMaxSections = 256;

template <typename T>
T Load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

template <typename T>
void Append(T value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

constexpr uint64_t Round(uint64_t lane, uint64_t word) {
  return std::rotl(lane + word * 0xc2b2ae3d27d4eb4fu, 31) * 0x9e3779b185ebca87u;
}

}  // namespace

uint64_t Checksum(absl::string_view bytes) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32) {
    for (size_t lane = 0; lane < 4; ++lane) {
      lanes[lane] = Round(lanes[lane], Load<uint64_t>(bytes.data() + i + 8 * lane));
    }
  }
  uint64_t hash = bytes.size();
  for (uint64_t lane : lanes) hash = Round(hash, lane);
  for (; i < bytes.size(); ++i) hash = Round(hash, static_cast<unsigned char>(bytes[i]));
  return hash ^ (hash >> 29);
}

absl::StatusOr<ModelFile> ModelFile::Read(absl::string_view bytes) {
  if (bytes.size() < kHeaderSize || bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("not a language model (bad magic number)");
  }
  if (reinterpret_cast<uintptr_t>(bytes.data()) % kAlignment != 0) {
    return absl::DataLossError("the language model does not lie at a multiple of 64 bytes");
  }
  const uint32_t version = Load<uint32_t>(bytes.data() + 8);
  if (version != kModelVersion) {
    return absl::FailedPreconditionError(absl::StrCat("language model of version ", version,
                                                      ", this program reads ", kModelVersion));
  }
  const uint32_t count = Load<uint32_t>(bytes.data() + 12);
  if (Load<uint64_t>(bytes.data() + 16) != bytes.size() || count > kMaxSections ||
      kHeaderSize + count * kEntrySize > bytes.size()) {
    return absl::DataLossError("the language model is cut off");
  }
  if (Load<uint64_t>(bytes.data() + 24) != Checksum(bytes.substr(kHeaderSize))) {
    return absl::DataLossError("the language model is damaged (bad checksum)");
  }
  ModelFile file;
  for (uint32_t i = 0; i < count; ++i) {
    const char* entry = bytes.data() + kHeaderSize + i * kEntrySize;
    const uint64_t offset = Load<uint64_t>(entry + 8);
    const uint64_t size = Load<uint64_t>(entry + 16);
    if (offset % kAlignment != 0 || offset > bytes.size() || size > bytes.size() - offset) {
      return absl::DataLossError("a section of the language model lies outside the file");
    }
    file.entries_.push_back({Load<uint32_t>(entry), bytes.substr(offset, size)});
  }
  return file;
}

absl::StatusOr<absl::string_view> ModelFile::Section(uint32_t id) const {
  for (const Entry& entry : entries_) {
    if (entry.id == id) return entry.bytes;
  }
  return absl::DataLossError(absl::StrCat("the language model has no section ", id));
}

std::string WriteModelFile(const std::vector<ModelSection>& sections) {
  const auto align = [](uint64_t n) { return (n + kAlignment - 1) / kAlignment * kAlignment; };
  uint64_t offset = align(kHeaderSize + sections.size() * kEntrySize);
  std::string rest;
  for (const ModelSection& section : sections) {
    Append<uint32_t>(section.id, &rest);
    Append<uint32_t>(0, &rest);
    Append<uint64_t>(offset, &rest);
    Append<uint64_t>(section.bytes.size(), &rest);
    offset = align(offset + section.bytes.size());
  }
  for (const ModelSection& section : sections) {
    rest.resize(align(rest.size() + kHeaderSize) - kHeaderSize, '\0');
    rest.append(section.bytes);
  }
  std::string out(kMagic);
  Append<uint32_t>(kModelVersion, &out);
  Append<uint32_t>(static_cast<uint32_t>(sections.size()), &out);
  Append<uint64_t>(kHeaderSize + rest.size(), &out);
  Append<uint64_t>(Checksum(rest), &out);
  return out + rest;
}

}  // namespace parallax::language::internal
