#include "client/input.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "client/internal/docx.h"
#include "client/internal/file_kind.h"
#include "client/internal/first_line.h"
#include "client/internal/header_block.h"
#include "client/internal/markdown.h"
#include "client/internal/news_item.h"
#include "client/internal/page_metadata.h"
#include "client/internal/utf16.h"
#include "client/json.h"
#include "client/times.h"
#include "google/protobuf/util/time_util.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

// Far above what any server takes for a report; keeps a wrong path from filling the memory.
constexpr size_t kMaxFileBytes = size_t{64} << 20;

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

void Warn(v1::Warning::Code code, std::string text, ParsedReport& parsed) {
  v1::Warning& warning = parsed.warnings.emplace_back();
  warning.set_code(code);
  warning.set_text(std::move(text));
}

void WarnOfKeys(const HeaderBlock& header, ParsedReport& parsed) {
  if (header.unknown.empty()) return;
  constexpr size_t kShown = 5;
  std::vector<std::string> keys(
      header.unknown.begin(),
      header.unknown.begin() + static_cast<long>(std::min(kShown, header.unknown.size())));
  Warn(v1::Warning::HEADER_NOT_UNDERSTOOD,
       absl::StrCat(
           "The file's header has ", keys.size() == 1 ? "the key " : "the keys ",
           absl::StrJoin(keys, ", "),
           ", which is not known and was left out: known are Outlet, Published, Headline, "
           "URL, Language and Id; put an empty line in front of what belongs to the story."),
       parsed);
}

// Takes the first line off `article` where it is the headline.
void TakeHeadline(bool has_header, absl::string_view& article, ParsedReport& parsed) {
  const size_t line_end = article.find('\n');
  if (line_end == absl::string_view::npos) return;
  const absl::string_view line = absl::StripAsciiWhitespace(article.substr(0, line_end));
  const absl::string_view after = absl::StripLeadingAsciiWhitespace(article.substr(line_end));
  if (after.empty()) return;
  const FirstLine kind = ClassifyFirstLine(line);
  if (kind == FirstLine::kHeadline || (kind == FirstLine::kLeadByStop && has_header)) {
    parsed.report.set_headline(std::string(line));
    article = after;
  } else if (kind == FirstLine::kLeadByStop) {
    Warn(
        v1::Warning::HEADLINE_DOUBTFUL,
        "The first line ends with a full stop and was taken for the story's beginning, so there is "
        "no headline: if it is one, give it with --headline or without the stop.",
        parsed);
  }
}

absl::Status ReadText(absl::string_view path, absl::string_view content, bool is_markdown,
                      ParsedReport& parsed) {
  const HeaderBlock header = ReadHeaderBlock(content);
  v1::Report& report = parsed.report;
  report.set_id(header.id);
  report.set_outlet(header.outlet);
  report.set_headline(header.headline);
  report.set_uri(header.uri);
  report.set_language_code(header.language);
  WarnOfKeys(header, parsed);
  if (!header.published.empty()) {
    PARALLAX_RETURN_IF_ERROR(SetPublishTime(path, header.published, report));
  }
  absl::string_view article = absl::StripLeadingAsciiWhitespace(header.rest);
  PlainArticle set;
  if (is_markdown) {
    set = ReadMarkdown(article);
    if (report.headline().empty()) report.set_headline(set.headline);
    article = set.text;
  } else if (LooksLikeTable(article)) {
    Warn(v1::Warning::NOT_PROSE,
         "The file reads like a table (CSV or the like), of which nothing can be said: give the "
         "article's text.",
         parsed);
  }
  if (report.headline().empty()) TakeHeadline(header.found, article, parsed);
  report.set_text(std::string(article));
  return absl::OkStatus();
}

absl::Status ReadWordFile(absl::string_view path, absl::string_view content, ParsedReport& parsed) {
  absl::StatusOr<PlainArticle> article = ReadDocx(content);
  if (!article.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", article.status().message()));
  }
  if (article->text.empty() && article->headline.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": a Word file without text"));
  }
  if (article->headline.empty()) {
    return ReadText(path, article->text, /*is_markdown=*/false, parsed);
  }
  parsed.report.set_headline(std::move(article->headline));
  parsed.report.set_text(std::move(article->text));
  return absl::OkStatus();
}

// An item of an agency as a report. A time that cannot be read is left out: the user did not write
// it.
absl::Status ReadNewsItem(absl::string_view path, absl::StatusOr<NewsItem> item,
                          v1::Report& report) {
  if (!item.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", item.status().message()));
  }
  report.set_headline(std::move(item->headline));
  if (!item->text.empty()) {
    report.set_text(std::move(item->text));
  } else {
    report.set_html(std::move(item->html));
  }
  report.set_outlet(std::move(item->provider));
  report.set_language_code(std::move(item->language));
  report.set_uri(std::move(item->uri));
  if (const absl::StatusOr<absl::Time> time = ParseTime(item->published); time.ok()) {
    *report.mutable_publish_time() =
        google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(*time));
  }
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

absl::Status ReadAs(InputKind kind, absl::string_view path, absl::string_view content,
                    ParsedReport& parsed) {
  switch (kind) {
    case InputKind::kText:
      return ReadText(path, content, /*is_markdown=*/false, parsed);
    case InputKind::kMarkdown:
      return ReadText(path, content, /*is_markdown=*/true, parsed);
    case InputKind::kHtml:
      SetPage(content, parsed.report);
      return absl::OkStatus();
    case InputKind::kJson:
      if (LooksLikeNinjs(content)) return ReadNewsItem(path, ReadNinjs(content), parsed.report);
      return FromJson(content, path, parsed.report);
    case InputKind::kNewsMl:
      return ReadNewsItem(path, ReadNewsMl(content), parsed.report);
    case InputKind::kDocx:
      return ReadWordFile(path, content, parsed);
  }
  return absl::OkStatus();
}

}  // namespace

InputKind KindOf(absl::string_view path, absl::string_view content) {
  const std::string name = absl::AsciiStrToLower(BaseName(path));
  const auto ends_in = [&name](std::initializer_list<absl::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&name](absl::string_view ending) { return absl::EndsWith(name, ending); });
  };
  if (LooksLikeDocx(content)) return InputKind::kDocx;
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  content = absl::StripLeadingAsciiWhitespace(content);
  if (LooksLikeNewsMl(content)) return InputKind::kNewsMl;
  if (LooksLikePage(content)) return InputKind::kHtml;
  if (LooksLikeJson(content) || ends_in({".json"})) return InputKind::kJson;
  if (ends_in({".md", ".markdown"})) return InputKind::kMarkdown;
  const bool is_text = ends_in({".txt", ".text"});
  if (!is_text && absl::StartsWith(content, "<")) return InputKind::kHtml;
  // Part of a page, from the middle of it.
  if (ends_in({".html", ".htm", ".xhtml"}) && absl::StrContains(content, "</")) {
    return InputKind::kHtml;
  }
  return LooksLikeMarkdown(content) ? InputKind::kMarkdown : InputKind::kText;
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

absl::StatusOr<std::string> ReadUtf8File(const std::string& path) {
  PARALLAX_ASSIGN_OR_RETURN(std::string content, ReadFile(path));
  if (const size_t bad = FindInvalidUtf8(content); bad != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not UTF-8 at byte ", bad));
  }
  return content;
}

absl::StatusOr<Options> WithHouseStyle(Options options) {
  if (options.style_file.empty()) return options;
  PARALLAX_ASSIGN_OR_RETURN(options.style, ReadUtf8File(options.style_file));
  return options;
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

void SetPage(absl::string_view html, v1::Report& report) {
  const PageMetadata page = ReadPageMetadata(html);
  report.set_outlet(page.site_name);
  report.set_uri(page.uri);
  report.set_language_code(page.language);
  // What a page says of its time comes in many shapes; one that cannot be read is left out, since
  // the user did not write it.
  if (const absl::StatusOr<absl::Time> time = ParseTime(page.published); time.ok()) {
    *report.mutable_publish_time() =
        google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(*time));
  }
  report.set_html(std::string(html));
}

absl::StatusOr<ParsedReport> ParseReport(const InputFile& file, absl::string_view content) {
  const absl::string_view path =
      file.path == "-" ? absl::string_view("standard input") : absl::string_view(file.path);
  const absl::optional<std::string> converted = FromUtf16(content);
  if (converted.has_value()) content = *converted;
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  if (absl::StripAsciiWhitespace(content).empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": empty"));
  }
  if (const ForeignKind foreign = FindForeignKind(content); !foreign.name.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", foreign.name, "; ", foreign.advice));
  }
  const InputKind kind = KindOf(file.path, content);
  if (const size_t bad = FindInvalidUtf8(content);
      bad != absl::string_view::npos && kind != InputKind::kDocx) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": not UTF-8 at byte ", bad,
                     "; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE"));
  }
  ParsedReport parsed;
  PARALLAX_RETURN_IF_ERROR(ReadAs(kind, path, content, parsed));
  v1::Report& report = parsed.report;
  if (!file.outlet.empty()) report.set_outlet(file.outlet);
  if (!file.headline.empty()) report.set_headline(file.headline);
  if (!file.published.empty()) {
    PARALLAX_RETURN_IF_ERROR(SetPublishTime("--published", file.published, report));
  }
  if (report.outlet().empty()) report.set_outlet(std::string(Stem(file.path)));
  return parsed;
}

void AddWarnings(const std::vector<v1::Warning>& own,
                 google::protobuf::RepeatedPtrField<v1::Warning>* warnings) {
  google::protobuf::RepeatedPtrField<v1::Warning> all;
  for (const v1::Warning& warning : own) *all.Add() = warning;
  for (v1::Warning& warning : *warnings) {
    const bool told = std::any_of(own.begin(), own.end(), [&warning](const v1::Warning& other) {
      return other.code() == warning.code() && other.report_id() == warning.report_id();
    });
    if (!told) all.Add()->Swap(&warning);
  }
  warnings->Swap(&all);
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
