#include "client/page/markup.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "client/terminal.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

// A word of an enum, which has letters, figures and blanks, as a class.
std::string AsClass(absl::string_view prefix, const std::string& word) {
  return absl::StrCat(prefix, absl::StrReplaceAll(word, {{" ", "-"}}));
}

}  // namespace

std::string Escaped(absl::string_view text) { return EscapeHtml(CleanLine(text)); }

std::string EscapedPart(absl::string_view text) {
  // With a letter at either end no blank stands at an end.
  const std::string framed = CleanLine(absl::StrCat("x", text, "x"));
  return EscapeHtml(absl::string_view(framed).substr(1, framed.size() - 2));
}

std::string Marked(absl::string_view text, const std::vector<MarkedWords>& marks) {
  std::string html;
  size_t at = 0;
  for (const MarkedWords& mark : marks) {
    const size_t begin = std::clamp(mark.range.begin, at, text.size());
    const size_t end = std::clamp(mark.range.end, begin, text.size());
    if (begin == end) continue;
    absl::StrAppend(&html, EscapedPart(text.substr(at, begin - at)), "<mark class=\"",
                    ClassOf(mark.kind), "\">", EscapedPart(text.substr(begin, end - begin)),
                    "</mark>");
    at = end;
  }
  absl::StrAppend(&html, EscapedPart(text.substr(at)));
  return html;
}

std::string ClassOf(v1::Difference::Kind kind) { return AsClass("k-", Word(kind)); }
std::string ClassOf(v1::Claim::Commitment commitment) { return AsClass("c-", Word(commitment)); }
std::string ClassOf(v1::Difference::Severity severity) { return AsClass("", Word(severity)); }

std::string KindTag(v1::Difference::Kind kind) {
  return absl::StrCat("<span class=\"kind ", ClassOf(kind), "\">", Word(kind), "</span>");
}

std::string SeverityTag(v1::Difference::Severity severity) {
  return absl::StrCat("<span class=\"severity ", ClassOf(severity), "\">", Word(severity),
                      "</span>");
}

std::string TimeTag(const google::protobuf::Timestamp& time) {
  constexpr int64_t kFirst = -62135596800;  // 0001-01-01
  constexpr int64_t kLast = 253402300799;   // 9999-12-31
  if (time.seconds() < kFirst || time.seconds() > kLast) return "";
  const absl::Time at = absl::FromUnixSeconds(time.seconds());
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::CivilSecond civil = absl::ToCivilSecond(at, utc);
  const bool noon = civil.hour() == 12 && civil.minute() == 0 && civil.second() == 0;
  return absl::StrCat("<time datetime=\"",
                      absl::FormatTime(noon ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", at, utc), "\">",
                      absl::StrCat(civil.day()),
                      absl::FormatTime(noon ? " %B %Y" : " %B %Y, %H:%M UTC", at, utc), "</time>");
}

std::string AddressTag(absl::string_view uri) {
  const std::string text = Escaped(uri);
  const std::string clean = CleanLine(uri);
  const bool web =
      absl::StartsWithIgnoreCase(clean, "https://") || absl::StartsWithIgnoreCase(clean, "http://");
  // Cleaning must not make an address of what was none.
  if (!web || clean != uri || absl::StrContains(clean, ' ')) {
    return absl::StrCat("<span class=\"address\">", text, "</span>");
  }
  return absl::StrCat("<a class=\"address\" rel=\"noopener noreferrer nofollow\" href=\"", text,
                      "\">", text, "</a>");
}

std::string Link(absl::string_view address, absl::string_view html) {
  if (address.empty()) return std::string(html);
  return absl::StrCat("<a href=\"", address, "\">", html, "</a>");
}

}  // namespace parallax::client::page
