// Any bytes as a page: an error for what is no UTF-8, else a document that holds its invariants.
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
  if (size > 65536) return 0;      // room for deep nesting
  const std::string page(reinterpret_cast<const char*>(data), size);
  const ReadOptions options;
  const absl::StatusOr<Document> document =
      ReadReport("", page, Format::kHtml, options, parallax::CallContext());
  const bool valid = FindInvalidUtf8(page) == absl::string_view::npos;
  if (document.ok() != valid) std::abort();
  if (!valid) return 0;
  const std::string broken = FindBrokenInvariant(*document, options);
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
