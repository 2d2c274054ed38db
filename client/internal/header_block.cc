#include "client/internal/header_block.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace parallax::client {
namespace {

struct Key {
  absl::string_view name;
  std::string HeaderBlock::*field;
  bool is_sure;  // no line of a story begins with it
};

constexpr Key kKeys[] = {
    {"outlet", &HeaderBlock::outlet, true},
    {"source", &HeaderBlock::outlet, false},
    {"published", &HeaderBlock::published, true},
    {"date", &HeaderBlock::published, false},
    {"headline", &HeaderBlock::headline, true},
    {"title", &HeaderBlock::headline, false},
    {"url", &HeaderBlock::uri, true},
    {"uri", &HeaderBlock::uri, true},
    {"language", &HeaderBlock::language, true},
    {"lang", &HeaderBlock::language, true},
    {"id", &HeaderBlock::id, true},
};

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

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

// What systems write in front of a story and this program has no use for.
bool IsKnownAndUnused(absl::string_view name) {
  static constexpr absl::string_view kNames[] = {
      "author",    "authors",       "by",         "byline",      "writer",        "editor",
      "editors",   "category",      "categories", "section",     "tag",           "tags",
      "keywords",  "topic",         "topics",     "slug",        "permalink",     "layout",
      "type",      "status",        "draft",      "description", "summary",       "abstract",
      "excerpt",   "standfirst",    "subtitle",   "subhead",     "kicker",        "dateline",
      "place",     "location",      "agency",     "desk",        "edition",       "page",
      "copyright", "credit",        "credits",    "image",       "photo",         "caption",
      "updated",   "modified",      "lastmod",    "embargo",     "priority",      "version",
      "words",     "wordcount",     "word count", "length",      "contact",       "aliases",
      "weight",    "publisher url", "reporter",   "reporters",   "correspondent", "series",
      "comments",  "featured"};
  return std::any_of(std::begin(kNames), std::end(kNames), [name](absl::string_view known) {
    return absl::EqualsIgnoreCase(name, known);
  });
}

// The key that `line` begins with, empty for none: up to three words before a colon.
absl::string_view KeyOf(absl::string_view line) {
  constexpr size_t kLongest = 32;
  const size_t colon = line.substr(0, kLongest).find(':');
  if (colon == absl::string_view::npos || colon == 0 || IsSpace(line[0])) return {};
  if (colon + 1 < line.size() && line[colon + 1] == '/') return {};  // https://
  const absl::string_view key = absl::StripAsciiWhitespace(line.substr(0, colon));
  const auto is_part = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == ' ';
  };
  const bool fits =
      std::all_of(key.begin(), key.end(), is_part) && std::count(key.begin(), key.end(), ' ') <= 2;
  return fits ? key : absl::string_view();
}

absl::string_view ValueOf(absl::string_view line) {
  return Unquote(absl::StripAsciiWhitespace(line.substr(line.find(':') + 1)));
}

const Key* FindKey(absl::string_view name) {
  for (const Key& key : kKeys) {
    if (absl::EqualsIgnoreCase(name, key.name)) return &key;
  }
  return nullptr;
}

// Too long for what a header says, or a sentence.
bool IsSentence(absl::string_view value) {
  constexpr size_t kLongestValue = 60;
  return value.size() > kLongestValue || absl::EndsWith(value, ".") || absl::EndsWith(value, "?") ||
         absl::EndsWith(value, "!");
}

// Reads a block line by line.
class Reader {
 public:
  HeaderBlock Read(absl::string_view content) {
    HeaderBlock none;
    none.rest = content;
    absl::string_view rest = absl::StripLeadingAsciiWhitespace(content);
    if (absl::string_view after = rest; TakeLine(after) == "---") {
      fenced_ = true;
      rest = after;
    }
    while (!rest.empty()) {
      absl::string_view after = rest;
      const absl::string_view line = TakeLine(after);
      const bool ends = fenced_ ? line == "---" : line.empty();
      if (!ends && !TakeEntry(line)) {
        if (fenced_ || !first_is_used_) return none;
        break;  // the article begins without an empty line before it
      }
      rest = after;
      if (ends) break;
    }
    if (!IsBlock()) return none;
    block_.found = true;
    block_.rest = rest;
    return std::move(block_);
  }

 private:
  // False for a line of another form.
  bool TakeEntry(absl::string_view line) {
    const absl::string_view name = KeyOf(line);
    if (name.empty()) {
      // Lists and folded values of front matter.
      return fenced_ && (line.empty() || IsSpace(line[0]) || line[0] == '-' || line[0] == '#');
    }
    const absl::string_view value = ValueOf(line);
    ++entries_;
    if (const Key* key = FindKey(name); key != nullptr) {
      first_is_used_ |= entries_ == 1;
      ++known_;
      sure_ += key->is_sure;
      block_.*(key->field) = std::string(value);
    } else if (IsKnownAndUnused(name)) {
      ++known_;
      sure_ += absl::EqualsIgnoreCase(name, "author") || absl::EqualsIgnoreCase(name, "byline");
    } else {
      block_.unknown.emplace_back(name);
      sentences_ += IsSentence(value);
    }
    return true;
  }

  bool IsBlock() const {
    const size_t unknown = block_.unknown.size();
    if (sure_ > 0 || known_ >= 2 || (known_ == 1 && (unknown == 0 || fenced_))) return true;
    // "Source: water found" over "Moscow: no comment" are two headlines.
    if (known_ > 0 || sentences_ > 0) return false;
    constexpr size_t kFewest = 3;
    return unknown >= (fenced_ ? 1 : kFewest);
  }

  HeaderBlock block_;
  bool fenced_ = false;
  bool first_is_used_ = false;
  size_t entries_ = 0;
  size_t known_ = 0;
  size_t sure_ = 0;       // of these, keys that no headline begins with
  size_t sentences_ = 0;  // values of unknown keys that read like one
};

}  // namespace

HeaderBlock ReadHeaderBlock(absl::string_view content) { return Reader().Read(content); }

}  // namespace parallax::client
