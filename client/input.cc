#include "client/input.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/internal/header_block.h"
#include "client/internal/page_metadata.h"
#include "client/json.h"
#include "google/protobuf/util/time_util.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

// Far above what any server takes for a report; keeps a wrong path from filling the memory.
constexpr size_t kMaxFileBytes = size_t{64} << 20;
// A first line longer than this is a paragraph, not a headline.
constexpr size_t kMaxHeadlineBytes = 300;

absl::string_view BaseName(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? path : path.substr(slash + 1);
}

// The name without folder and ending; "stdin" for standard input.
absl::string_view Stem(absl::string_view path) {
  if (path == "-") return "stdin";
  const absl::string_view name = BaseName(path);
  const size_t dot = name.rfind('.');
  return dot == absl::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

// The times that a server takes, by far within what a Timestamp can hold. Pages without a time of
// their own often give the year 1.
absl::StatusOr<absl::Time> WithinYears(absl::Time time, absl::string_view text) {
  const int64_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  if (year >= 1000 && year <= 8999) return time;
  return absl::InvalidArgumentError(
      absl::StrCat("a time outside the years 1000 to 8999: \"", text.substr(0, 60), "\""));
}

absl::Status SetPublishTime(absl::string_view path, absl::string_view text, v1::Report& report) {
  const absl::StatusOr<absl::Time> time = ParseTime(text);
  if (!time.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", time.status().message()));
  }
  *report.mutable_publish_time() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(*time));
  return absl::OkStatus();
}

absl::Status ReadText(absl::string_view path, absl::string_view content, v1::Report& report) {
  const HeaderBlock header = ReadHeaderBlock(content);
  report.set_id(header.id);
  report.set_outlet(header.outlet);
  report.set_headline(header.headline);
  report.set_uri(header.uri);
  report.set_language_code(header.language);
  if (!header.published.empty()) {
    PARALLAX_RETURN_IF_ERROR(SetPublishTime(path, header.published, report));
  }
  absl::string_view article = absl::StripLeadingAsciiWhitespace(header.rest);
  if (report.headline().empty()) {
    const size_t line_end = article.find('\n');
    const absl::string_view line = absl::StripAsciiWhitespace(article.substr(0, line_end));
    const absl::string_view after =
        line_end == absl::string_view::npos
            ? absl::string_view()
            : absl::StripLeadingAsciiWhitespace(article.substr(line_end));
    if (!after.empty() && line.size() <= kMaxHeadlineBytes) {
      report.set_headline(std::string(line));
      article = after;
    }
  }
  report.set_text(std::string(article));
  return absl::OkStatus();
}

absl::Status ReadHtml(absl::string_view content, v1::Report& report) {
  const PageMetadata page = ReadPageMetadata(content);
  report.set_outlet(page.site_name);
  report.set_uri(page.uri);
  report.set_language_code(page.language);
  // What a page says of its time comes in many shapes; one that cannot be read is left out, since
  // the user did not write it.
  if (const absl::StatusOr<absl::Time> time = ParseTime(page.published); time.ok()) {
    *report.mutable_publish_time() =
        google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(*time));
  }
  report.set_html(std::string(content));
  return absl::OkStatus();
}

// `path` made fit for an id: [A-Za-z0-9._-]{1,60}, other characters as "-"; may come out empty.
std::string IdFor(absl::string_view path) {
  std::string id;
  for (const char c : Stem(path)) {
    const bool fits = absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
    if (fits) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
    if (id.size() == 60) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

}  // namespace

InputKind KindOf(absl::string_view path, absl::string_view content) {
  const std::string name = absl::AsciiStrToLower(BaseName(path));
  for (absl::string_view ending : {".html", ".htm", ".xhtml"}) {
    if (absl::EndsWith(name, ending)) return InputKind::kHtml;
  }
  if (absl::EndsWith(name, ".json")) return InputKind::kJson;
  for (absl::string_view ending : {".txt", ".text", ".md"}) {
    if (absl::EndsWith(name, ending)) return InputKind::kText;
  }
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  content = absl::StripLeadingAsciiWhitespace(content);
  if (absl::StartsWith(content, "{")) return InputKind::kJson;
  return absl::StartsWith(content, "<") ? InputKind::kHtml : InputKind::kText;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const bool standard_input = path == "-";
  const auto close = [standard_input](std::FILE* file) {
    if (!standard_input) std::fclose(file);
  };
  const std::unique_ptr<std::FILE, decltype(close)> file(
      standard_input ? stdin : std::fopen(path.c_str(), "rb"), close);
  const auto error = [&path](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat(path == "-" ? "standard input" : path, ": ", why));
  };
  if (file == nullptr) return error(std::strerror(errno));
  std::string content;
  char block[65536];
  while (const size_t count = std::fread(block, 1, sizeof(block), file.get())) {
    content.append(block, count);
    if (content.size() > kMaxFileBytes) return error("over 64 MiB");
  }
  if (std::ferror(file.get())) return error(std::strerror(errno));
  return content;
}

absl::StatusOr<v1::Report> ParseReport(const InputFile& file, absl::string_view content) {
  const absl::string_view path =
      file.path == "-" ? absl::string_view("standard input") : absl::string_view(file.path);
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  for (const absl::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    if (absl::StartsWith(content, mark)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": UTF-16; convert it first, for example: iconv -f UTF-16 -t UTF-8 FILE"));
    }
  }
  if (absl::StripAsciiWhitespace(content).empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": empty"));
  }
  if (const size_t bad = FindInvalidUtf8(content); bad != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": not UTF-8 at byte ", bad,
                     "; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE"));
  }
  v1::Report report;
  switch (KindOf(file.path, content)) {
    case InputKind::kText:
      PARALLAX_RETURN_IF_ERROR(ReadText(path, content, report));
      break;
    case InputKind::kHtml:
      PARALLAX_RETURN_IF_ERROR(ReadHtml(content, report));
      break;
    case InputKind::kJson:
      PARALLAX_RETURN_IF_ERROR(FromJson(content, path, report));
      break;
  }
  if (!file.outlet.empty()) report.set_outlet(file.outlet);
  if (!file.headline.empty()) report.set_headline(file.headline);
  if (!file.published.empty()) {
    PARALLAX_RETURN_IF_ERROR(SetPublishTime("--published", file.published, report));
  }
  if (report.outlet().empty()) report.set_outlet(std::string(Stem(file.path)));
  return report;
}

void AssignIds(const std::vector<std::string>& paths, std::vector<v1::Report>& reports) {
  std::set<std::string> taken;
  for (const v1::Report& report : reports) taken.insert(report.id());
  for (size_t i = 0; i < reports.size(); ++i) {
    if (!reports[i].id().empty()) continue;
    std::string base = IdFor(paths[i]);
    if (base.empty()) base = absl::StrCat("r", i + 1);
    std::string id = base;
    for (int copy = 2; !taken.insert(id).second; ++copy) id = absl::StrCat(base, "-", copy);
    reports[i].set_id(id);
  }
}

absl::StatusOr<absl::Time> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::Time time;
  std::string error;
  if (absl::ParseTime("%Y-%m-%d", text, absl::UTCTimeZone(), &time, &error)) {
    return WithinYears(time + absl::Hours(12), text);
  }
  for (const char* format : {"%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d%ET%H:%M%Ez",
                             "%Y-%m-%d%ET%H:%M:%E*S", "%Y-%m-%d%ET%H:%M", "%Y-%m-%d %H:%M:%E*S%Ez",
                             "%Y-%m-%d %H:%M%Ez", "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d %H:%M"}) {
    if (absl::ParseTime(format, text, absl::UTCTimeZone(), &time, &error)) {
      return WithinYears(time, text);
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no time that can be read: \"", text.substr(0, 60),
                   "\"; write it as 2023-03-15, 2023-03-15 14:10 or 2023-03-15T14:10:00+01:00"));
}

size_t FindInvalidUtf8(absl::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    }
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    const unsigned char second = byte(i + 1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return i;
    }
    i += length;
  }
  return absl::string_view::npos;
}

}  // namespace parallax::client
