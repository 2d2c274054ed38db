#include "server/http/head.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"

namespace parallax::http {
namespace {

constexpr size_t kMaxLengthDigits = 15;

absl::Status Malformed(absl::string_view what) {
  return api::MakeError(absl::StatusCode::kInvalidArgument, api::reason::kMalformedRequest, what);
}

bool IsTokenCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains("!#$%&'*+-.^_`|~", absl::string_view(&c, 1));
}

bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), &IsTokenCharacter);
}

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Without parameters: "application/json" of "Application/JSON; charset=utf-8".
std::string Bare(absl::string_view value) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(value.substr(0, std::min(value.find(';'), value.size()))));
}

absl::Status ReadRequestLine(absl::string_view line, Head* head) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 3 || !IsToken(parts[0]) || !IsPrintable(line)) {
    return Malformed("no request line of HTTP/1.1");
  }
  if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0")
    return Malformed("neither HTTP/1.1 nor 1.0");
  if (!absl::StartsWith(parts[1], "/") && parts[1] != "*") {
    return Malformed("no path in the request line");
  }
  head->method = std::string(parts[0]);
  head->path = std::string(parts[1].substr(0, std::min(parts[1].find('?'), parts[1].size())));
  // The one character of our paths that some clients escape.
  absl::StrReplaceAll({{"%3A", ":"}, {"%3a", ":"}}, &head->path);
  head->version_1_0 = parts[2] == "HTTP/1.0";
  return absl::OkStatus();
}

// One value of what may be given once.
absl::Status Once(absl::string_view name, absl::string_view value, std::string* place) {
  if (!place->empty()) return Malformed(absl::StrCat(name, " given twice"));
  if (!IsPrintable(value)) return Malformed(absl::StrCat(name, " is not printable ASCII"));
  *place = std::string(value);
  return absl::OkStatus();
}

absl::Status ReadField(absl::string_view name, absl::string_view value, Head* head, bool* keep) {
  const std::string lower = absl::AsciiStrToLower(name);
  std::string text;
  *keep = false;
  if (lower == "content-length") {
    uint64_t length = 0;
    if (head->length.has_value()) return Malformed("content-length given twice");
    if (value.empty() || value.size() > kMaxLengthDigits ||
        !std::all_of(value.begin(), value.end(), &absl::ascii_isdigit) ||
        !absl::SimpleAtoi(value, &length)) {
      return Malformed("content-length is no number of bytes");
    }
    head->length = length;
    *keep = true;
  } else if (lower == "transfer-encoding") {
    if (head->chunked || !absl::EqualsIgnoreCase(value, "chunked")) {
      return Malformed("transfer-encoding is not just chunked");
    }
    head->chunked = true;
    *keep = true;
  } else if (lower == "content-type") {
    PARALLAX_RETURN_IF_ERROR(Once(lower, value, &text));
    head->content_type = Bare(text);
  } else if (lower == "content-encoding") {
    head->content_encoding = Bare(value);
  } else if (lower == "expect") {
    if (!absl::EqualsIgnoreCase(value, "100-continue"))
      return Malformed("expect is not understood");
    head->expects_continue = true;
  } else if (lower == "connection") {
    *keep = true;
  } else if (lower == "authorization") {
    return Once(lower, value, &head->authorization);
  } else if (lower == "origin") {
    return Once(lower, value, &head->origin);
  } else if (lower == "x-request-id") {
    return Once(lower, value, &head->request_id);
  } else if (lower == "traceparent") {
    return Once(lower, value, &head->trace_parent);
  } else if (lower == "grpc-timeout") {
    return Once(lower, value, &head->timeout);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadHead(std::string* text, Head* head) {
  absl::string_view rest = *text;
  std::string kept;
  bool first = true;
  int hosts = 0;
  while (true) {
    const size_t end = rest.find("\r\n");
    if (end == absl::string_view::npos) return Malformed("no end of the head");
    const absl::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.find_first_of(absl::string_view("\r\n\0", 3)) != absl::string_view::npos) {
      return Malformed("a line of the head ends in half a line break");
    }
    if (first) {
      PARALLAX_RETURN_IF_ERROR(ReadRequestLine(line, head));
      absl::StrAppend(&kept, head->method, " ", head->path,
                      head->version_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
      first = false;
      continue;
    }
    if (line.empty()) break;
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos || !IsToken(line.substr(0, colon))) {
      return Malformed("a line of the head is no field");
    }
    const absl::string_view name = line.substr(0, colon);
    const absl::string_view value = absl::StripAsciiWhitespace(line.substr(colon + 1));
    bool keep = false;
    PARALLAX_RETURN_IF_ERROR(ReadField(name, value, head, &keep));
    if (keep) absl::StrAppend(&kept, name, ": ", absl::AsciiStrToLower(value), "\r\n");
    if (absl::EqualsIgnoreCase(name, "host")) ++hosts;
  }
  if (head->chunked && (head->length.has_value() || head->version_1_0)) {
    return Malformed("transfer-encoding beside content-length or in HTTP/1.0");
  }
  if (hosts > 1 || (hosts == 0 && !head->version_1_0)) return Malformed("not one host field");
  *text = absl::StrCat(kept, "\r\n");
  return absl::OkStatus();
}

}  // namespace parallax::http
