// Files as newsrooms have them, turned into Report messages.
//
// A text file may begin with a few lines about itself, closed by an empty line (or between two
// lines of "---"):
//
//   Outlet: Northline News Agency
//   Published: 2023-03-15 14:10
//
// The keys are Outlet (or Source), Published (or Date), Headline (or Title), URL (or URI), Language
// and Id, in any case. What follows is the article: its first line is the headline, unless a
// Headline was given, the line is as long as a paragraph, or nothing follows it.
//
// An HTML page is passed on as it is, and the server finds the article and its headline; the
// outlet, time of publication, address and language are taken from the page's <meta> elements, its
// canonical link and its <html lang>. A JSON file is one Report message in proto3 JSON.
//
// A report that says no outlet is shown under its file's name without folder and ending.
#ifndef PARALLAX_CLIENT_INPUT_H_
#define PARALLAX_CLIENT_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/options.h"
#include "parallax/v1/framing_service.pb.h"
#include "parallax/v1/report.pb.h"

namespace parallax::client {

enum class InputKind : uint8_t { kText, kHtml, kJson };

// By the ending of the name where it is a known one, else by the first character of `content`:
// '{' is JSON, '<' is HTML.
InputKind KindOf(absl::string_view path, absl::string_view content);

// The whole of a file, or of standard input for "-".
// Errors: INVALID_ARGUMENT with the path where it cannot be read or is over 64 MiB.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The report in `content`, which was read from `file.path`. What the flags say (the other fields of
// `file`) comes before what the content says. The id stays empty unless a JSON report or an Id line
// gives one.
// Errors: INVALID_ARGUMENT that begins with the path: not UTF-8, a time that cannot be read, not a
// Report message.
absl::StatusOr<v1::Report> ParseReport(const InputFile& file, absl::string_view content);

// Gives each report that has no id one made of its file's name ("beacon" for "news/beacon.html",
// "beacon-2" for the next of that name), so that answers can be read without counting.
// REQUIRES: one path for each report.
void AssignIds(const std::vector<std::string>& paths, std::vector<v1::Report>& reports);

// Reads a time as people write it: "2023-03-15", "2023-03-15 14:10", RFC 3339 with or without
// seconds and zone. Without a zone it is UTC; a date alone means noon, so that it stays the same
// day in nearly all zones.
// Errors: INVALID_ARGUMENT.
absl::StatusOr<absl::Time> ParseTime(absl::string_view text);

// The first byte of `text` that is not part of valid UTF-8, or npos.
size_t FindInvalidUtf8(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INPUT_H_
