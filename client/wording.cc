#include "client/wording.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
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

}  // namespace

std::string Word(v1::Claim::Commitment commitment) { return NameOf(commitment); }
std::string Word(v1::Difference::Kind kind) { return NameOf(kind); }
std::string Word(v1::Difference::Severity severity) { return NameOf(severity); }

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
