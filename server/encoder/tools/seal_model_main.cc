// Writes into a model file what its self-test must give: parallax_seal_model FILE
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/base/model_file.h"
#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/self_test.h"

namespace parallax::encoder {
namespace {

absl::Status Seal(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const AlignedBytes bytes(std::string(std::istreambuf_iterator<char>(in), {}));
  PARALLAX_ASSIGN_OR_RETURN(const ModelFile file, ModelFile::Read(bytes.view()));
  PARALLAX_ASSIGN_OR_RETURN(const auto encoder, Encoder::LoadUnsealed(file));
  PARALLAX_ASSIGN_OR_RETURN(const std::string sealed, internal::SealSelfTest(*encoder, file));
  std::vector<std::pair<absl::string_view, absl::string_view>> sections;
  for (const ModelFile::Section& section : file.sections()) {
    const bool self_test = section.name == internal::kSelfTestSection;
    sections.emplace_back(section.name, self_test ? absl::string_view(sealed) : section.bytes);
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << WriteModelFile(file.id(), sections);
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace
}  // namespace parallax::encoder

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: parallax_seal_model FILE\n");
    return 2;
  }
  const absl::Status status = parallax::encoder::Seal(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
