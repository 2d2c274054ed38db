// Any bytes as a plain report: an error for what is no UTF-8, else a document that holds its
// invariants and loses no character.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/base/call_context.h"
#include "server/text/reader.h"
#include "server/text/utf8.h"
#include "tests/text/document_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace parallax::text;  // NOLINT: one function
  if (size > 16384) return 0;      // longer inputs find nothing that shorter ones do not
  FuzzedDataProvider provider(data, size);
  ReadOptions options;
  options.max_sentence_tokens = provider.ConsumeIntegralInRange<uint32_t>(1, 500);
  const std::string headline = provider.ConsumeRandomLengthString(64);
  const std::string body = provider.ConsumeRemainingBytesAsString();
  const absl::StatusOr<Document> document =
      ReadReport(headline, body, Format::kPlain, options, parallax::CallContext());
  const bool valid = FindInvalidUtf8(headline) == absl::string_view::npos &&
                     FindInvalidUtf8(body) == absl::string_view::npos;
  if (document.ok() != valid) std::abort();
  if (!valid) return 0;
  std::string broken = FindBrokenInvariant(*document, options);
  if (broken.empty()) broken = FindUncoveredText(*document);
  if (document->given(Section::kBody) != body) broken = "the body changed";
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
