// Any bytes as a house style: refused with a short error that names a line, or read into values
// within their limits, the same in either kind of line end.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_replace.h"
#include "server/framing/style.h"

namespace {

void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using parallax::framing::Style;
  if (size > 16384) return 0;  // longer inputs find nothing that shorter ones do not
  const std::string text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Style> style = Style::Parse(text);
  if (!style.ok()) {
    Require(style.status().code() == absl::StatusCode::kInvalidArgument, "another error");
    Require(!style.status().message().empty(), "an error without words");
    Require(style.status().message().size() < 4000, "an error too long for its trailers");
    return 0;
  }
  const size_t entries =
      style->allowed().size() + style->warned().size() + style->neutral_sources().size();
  Require(entries <= parallax::framing::kMaxStyleEntries, "too many entries");
  for (const auto* list : {&style->allowed(), &style->warned(), &style->neutral_sources()}) {
    for (const std::string& entry : *list) Require(!entry.empty(), "an empty entry");
  }
  if (text.find('\r') != std::string::npos) return 0;
  const absl::StatusOr<Style> again = Style::Parse(absl::StrReplaceAll(text, {{"\n", "\r\n"}}));
  Require(again.ok() && *again == *style, "line ends change the meaning");
  return 0;
}
