// Any bytes as the front of any section: refused or usable, never a crash. The first byte chooses
// the section; the file around it is whole, so that the fuzzer gets past the checksum.
#include <algorithm>
#include <cstdint>
#include <string>

#include "server/language/annotator.h"
#include "tests/language/made_sections.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace parallax::language;  // NOLINT
  if (size == 0) return 0;
  MadeSections made;
  std::string& section = made.sections()[data[0] % made.sections().size()].second;
  std::copy_n(data + 1, std::min(size - 1, section.size()), section.begin());
  const parallax::AlignedBytes bytes = made.Build();
  const auto annotator = Annotator::Load(parallax::ModelFile::Read(bytes.view()).value());
  if (!annotator.ok()) return 0;
  const auto document = DocumentOfSizes({6});
  return AnnotateDrawn(**annotator, document, 1).words().size() == 6 ? 0 : 1;
}
