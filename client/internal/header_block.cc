#include "client/internal/header_block.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace parallax::client {
namespace {

struct Key {
  absl::string_view name;
  std::string HeaderBlock::*field;
};

constexpr Key kKeys[] = {
    {"outlet", &HeaderBlock::outlet},
    {"source", &HeaderBlock::outlet},
    {"published", &HeaderBlock::published},
    {"date", &HeaderBlock::published},
    {"headline", &HeaderBlock::headline},
    {"title", &HeaderBlock::headline},
    {"url", &HeaderBlock::uri},
    {"uri", &HeaderBlock::uri},
    {"language", &HeaderBlock::language},
    {"lang", &HeaderBlock::language},
    {"id", &HeaderBlock::id},
};

// Takes the first line, without its end, off `text`.
absl::string_view TakeLine(absl::string_view& text) {
  const size_t end = text.find('\n');
  absl::string_view line = text.substr(0, end);
  text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
  return absl::StripTrailingAsciiWhitespace(line);
}

// The value in front matter may stand in quotation marks.
absl::string_view Unquote(absl::string_view value) {
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front()) {
    return value.substr(1, value.size() - 2);
  }
  return value;
}

const Key* FindKey(absl::string_view line) {
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return nullptr;
  const absl::string_view name = absl::StripAsciiWhitespace(line.substr(0, colon));
  for (const Key& key : kKeys) {
    if (absl::EqualsIgnoreCase(name, key.name)) return &key;
  }
  return nullptr;
}

}  // namespace

HeaderBlock ReadHeaderBlock(absl::string_view content) {
  HeaderBlock none;
  none.rest = content;

  HeaderBlock block;
  absl::string_view rest = absl::StripLeadingAsciiWhitespace(content);
  bool fenced = false;
  if (absl::string_view after = rest; TakeLine(after) == "---") {
    fenced = true;
    rest = after;
  }
  bool any = false;
  while (!rest.empty()) {
    absl::string_view after = rest;
    const absl::string_view line = TakeLine(after);
    const bool ends = fenced ? line == "---" : line.empty();
    if (!ends) {
      const Key* key = FindKey(line);
      if (key == nullptr) return none;
      block.*(key->field) =
          std::string(Unquote(absl::StripAsciiWhitespace(line.substr(line.find(':') + 1))));
      any = true;
    }
    rest = after;
    if (ends) break;
  }
  if (!any) return none;
  block.rest = rest;
  return block;
}

}  // namespace parallax::client
