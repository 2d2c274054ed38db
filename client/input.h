// Files as newsrooms have them, turned into Report messages. What a file is, its bytes tell and not
// its name: pages, text, Markdown, JSON and .docx are read; of any other kind (a PDF, an image,
// mail, a feed) the error says what it is and what to do.
//
// A text file may begin with a few lines about itself, closed by an empty line (or between two
// lines of "---"):
//
//   Outlet: Northline News Agency
//   Published: 2023-03-15 14:10
//
// The keys are Outlet (or Source), Published (or Date), Headline (or Title), URL (or URI), Language
// and Id, in any case. "Author" and others that systems write are left alone, and one that is not
// known gives a warning. What follows is the article: its first line is the headline, unless a
// Headline was given, nothing follows it, or it is the story's first paragraph by its look: it has
// a dateline, several sentences, the length of a paragraph, or, without such a header, a full stop.
//
// Markdown is read as its reader sees it, set. An HTML page is passed on as it is, and the server
// finds the article and its headline; the outlet, time of publication, address and language are
// taken from the page's <meta> elements, its JSON-LD, its canonical link and its <html lang>. A
// JSON file is one Report message in proto3 JSON, or one item of ninjs; XML is one item of
// NewsML-G2: of both the headline, the body, the provider and the time of this version are taken.
//
// Text is UTF-8, or UTF-16 with or without its mark. A report that says no outlet is shown under
// its file's name without folder and ending.
#ifndef PARALLAX_CLIENT_INPUT_H_
#define PARALLAX_CLIENT_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/options.h"
#include "google/protobuf/repeated_field.h"
#include "parallax/v1/framing_service.pb.h"
#include "parallax/v1/report.pb.h"

namespace parallax::client {

enum class InputKind : uint8_t { kText, kMarkdown, kHtml, kJson, kDocx, kNewsMl };

// By `content`; the ending of the name decides only where the content may be either.
InputKind KindOf(absl::string_view path, absl::string_view content);

// The whole of a file, or of standard input for "-".
// Errors: INVALID_ARGUMENT with the path where it cannot be read or is over 64 MiB.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// As ReadFile. Errors: likewise, also for what is not UTF-8.
absl::StatusOr<std::string> ReadUtf8File(const std::string& path);

// `options` with the house style of its file, where it names one. Errors: as ReadUtf8File.
absl::StatusOr<Options> WithHouseStyle(Options options);

// Sets when the report was published, as ParseTime of client/times.h reads it.
// Errors: INVALID_ARGUMENT that begins with `path`, which stands for where the text came from.
absl::Status SetPublishTime(absl::string_view path, absl::string_view text, v1::Report& report);

// Sets the body to a page of HTML; outlet, time, address and language to what the page says of
// them. A time that cannot be read is left out.
void SetPage(absl::string_view html, v1::Report& report);

struct ParsedReport {
  v1::Report report;
  // What the one who gave the file should know. Their report_id is that of the report once it has
  // one: the caller sets it.
  std::vector<v1::Warning> warnings;
};

// The report in `content`, which was read from `file.path`. What the flags say (the other fields of
// `file`) comes before what the content says. The id stays empty unless a JSON report or an Id line
// gives one.
// Errors: INVALID_ARGUMENT that begins with the path: not UTF-8, a kind of file that cannot be
// read, a time that cannot be read, not a Report message.
absl::StatusOr<ParsedReport> ParseReport(const InputFile& file, absl::string_view content);

// Gives each report that has no id one made of its file's name ("beacon" for "news/beacon.html",
// "beacon-2" for the next of that name), so that answers can be read without counting.
// REQUIRES: one path for each report.
void AssignIds(const std::vector<std::string>& paths, std::vector<v1::Report>& reports);

// Puts `own`, warnings of the files' reading, in front of those of the answer; one that the answer
// has as well is not told twice.
void AddWarnings(const std::vector<v1::Warning>& own,
                 google::protobuf::RepeatedPtrField<v1::Warning>* warnings);

// The first byte of `text` that is not part of valid UTF-8, or npos.
size_t FindInvalidUtf8(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INPUT_H_
