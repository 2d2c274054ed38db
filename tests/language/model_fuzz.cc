// Any bytes as a model: refused or usable, never a crash. The header is mended first, so that the
// fuzzer gets past the checksum into the sections.
#include <cstdint>
#include <cstring>
#include <string>

#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/model_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace parallax::language;  // NOLINT
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.size() >= 32) {
    const uint64_t file_size = bytes.size();
    std::memcpy(bytes.data(), "PLXLANG\n", 8);
    std::memcpy(bytes.data() + 8, &internal::kModelVersion, 4);
    std::memcpy(bytes.data() + 16, &file_size, 8);
    const uint64_t checksum = internal::Checksum(absl::string_view(bytes).substr(32));
    std::memcpy(bytes.data() + 24, &checksum, 8);
  }
  const internal::AlignedBytes aligned(bytes);
  const auto annotator = Annotator::Load(aligned.view());
  if (!annotator.ok()) return 0;
  std::vector<ConlluSentence> sentences(1);
  for (const char* form : {"Troops", "fired", ",", "he", "said", "."}) {
    sentences[0].words.emplace_back().form = form;
  }
  const auto document = DocumentFromConllu(sentences);
  return (*annotator)->Annotate(document, parallax::CallContext()).ok() ? 0 : 1;
}
