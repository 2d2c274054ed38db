#include "client/wording.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "client/terminal.h"
#include "google/protobuf/descriptor.h"

namespace parallax::client {
namespace {

// The enum value's own name as words; "unknown" for the zero value, the number for one that this
// build does not know.
template <typename Enum>
std::string NameOf(Enum value) {
  const google::protobuf::EnumValueDescriptor* found =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (found == nullptr) return absl::StrCat("number ", static_cast<int>(value));
  if (found->number() == 0) return "unknown";
  return absl::AsciiStrToLower(absl::StrReplaceAll(found->name(), {{"_", " "}}));
}

// A value as long as a passage stands among the evidence already: its first words will do.
std::string Shortened(std::string value) {
  constexpr size_t kLongest = 48;
  constexpr size_t kKept = 36;
  if (value.size() <= kLongest) return value;
  const size_t blank = value.rfind(' ', kKept);
  if (blank == std::string::npos || blank == 0) return value;
  return CloseQuotations(absl::StrCat(value.substr(0, blank), " …"));
}

}  // namespace

std::string Word(v1::Claim::Commitment commitment) { return NameOf(commitment); }
std::string Word(v1::Difference::Kind kind) { return NameOf(kind); }
std::string Word(v1::Difference::Severity severity) { return NameOf(severity); }

std::string Side(v1::Difference::Kind kind, const v1::Position& position) {
  if (position.value() == "ABSENT") return "not told";
  std::string value = CleanLine(position.value());
  switch (kind) {
    case v1::Difference::COMMITMENT:
      return absl::AsciiStrToLower(value);
    case v1::Difference::POLARITY:
    case v1::Difference::OMISSION:
    case v1::Difference::PROMINENCE:
    case v1::Difference::SCARE_QUOTES:  // whether it stands in quotation marks is what differs
      return value;
    default:
      return value.empty() ? value : Quoted(Shortened(std::move(value)));
  }
}

std::vector<std::string> ReportsOf(const v1::Position& position) {
  std::vector<std::string> ids(position.report_ids().begin(), position.report_ids().end());
  if (!ids.empty()) return ids;
  for (const v1::Evidence& evidence : position.evidence()) {
    if (std::find(ids.begin(), ids.end(), evidence.report_id()) == ids.end()) {
      ids.push_back(evidence.report_id());
    }
  }
  return ids;
}

std::string Count(int64_t count, absl::string_view singular, absl::string_view plural) {
  if (count == 1) return absl::StrCat("1 ", singular);
  return plural.empty() ? absl::StrCat(count, " ", singular, "s")
                        : absl::StrCat(count, " ", plural);
}

std::string Quoted(absl::string_view text) {
  for (const auto& [opening, closing] :
       {std::pair<absl::string_view, absl::string_view>("\"", "\""), {"“", "”"}, {"‘", "’"}}) {
    if (text.size() < opening.size() + closing.size() || !absl::StartsWith(text, opening) ||
        !absl::EndsWith(text, closing)) {
      continue;
    }
    // A mark in between may be where one quotation ends and another begins.
    const absl::string_view inside =
        text.substr(opening.size(), text.size() - opening.size() - closing.size());
    if (!absl::StrContains(inside, opening)) return std::string(text);
  }
  const bool has_double =
      absl::StrContains(text, "\"") || absl::StrContains(text, "“") || absl::StrContains(text, "”");
  return has_double ? absl::StrCat("‘", text, "’") : absl::StrCat("“", text, "”");
}

std::string CloseQuotations(absl::string_view text) {
  std::string closed(text);
  const auto count = [&text](absl::string_view mark) {
    int found = 0;
    for (size_t at = 0; (at = text.find(mark, at)) != absl::string_view::npos; at += mark.size()) {
      ++found;
    }
    return found;
  };
  const absl::string_view more = absl::EndsWith(text, "…") ? "" : " …";
  int open = count("“") - count("”");
  if (count("\"") % 2 == 1) {
    const size_t at = text.find('"');
    const bool opens = at == 0 || absl::ascii_isspace(static_cast<unsigned char>(text[at - 1]));
    closed = opens ? absl::StrCat(closed, more, "\"") : absl::StrCat("\"… ", closed);
  }
  for (; open > 0; --open) absl::StrAppend(&closed, more, "”");
  for (; open < 0; ++open) closed = absl::StrCat("“… ", closed);
  return closed;
}

bool SameWords(absl::string_view a, absl::string_view b) {
  const auto bare = [](absl::string_view text) {
    bool changed = true;
    while (changed) {
      changed = false;
      for (absl::string_view mark : {" ", "\"", "'", ",", ".", "“", "”", "‘", "’"}) {
        changed |= absl::ConsumePrefix(&text, mark);
        changed |= absl::ConsumeSuffix(&text, mark);
      }
    }
    return text;
  };
  return bare(a) == bare(b);
}

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

}  // namespace parallax::client
