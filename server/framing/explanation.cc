#include "server/framing/explanation.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "server/framing/evidence.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxOutlets = 3;
constexpr uint32_t kMaxWords = 22;

}  // namespace

std::string Outlets(const Stage& stage, std::span<const uint32_t> reports) {
  std::vector<std::string> names;
  for (uint32_t report : reports) {
    const analysis::Analysis& analysis = stage.report(report);
    const std::string& name = analysis.outlet.empty() ? analysis.id : analysis.outlet;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (names.empty()) return "";
  if (names.size() == 1) return names[0];
  if (names.size() <= kMaxOutlets) {
    const std::string last = names.back();
    names.pop_back();
    return absl::StrCat(absl::StrJoin(names, ", "), " and ", last);
  }
  return absl::StrCat(names[0], ", ", names[1], " and ", names.size() - 2, " others");
}

absl::string_view Verb(size_t reports, absl::string_view singular, absl::string_view plural) {
  return reports == 1 ? singular : plural;
}

std::string Words(const Stage& stage, const Position& position) {
  if (position.evidence.empty()) return "";
  const Evidence& first = position.evidence.front();
  std::string text = PassageText(stage.report(first.report), first.tokens, kMaxWords);
  text = absl::StrReplaceAll(text, {{"\"", "'"}, {"“", "‘"}, {"”", "’"}, {"\n", " "}});
  absl::RemoveExtraAsciiWhitespace(&text);
  return absl::StrCat("“", text, "”");
}

std::string Against(const Stage& stage, std::span<const Position> positions) {
  std::vector<std::string> words;
  for (const Position& position : positions) {
    std::string text = Words(stage, position);
    if (!text.empty()) words.push_back(std::move(text));
  }
  return absl::StrJoin(words, " against ");
}

}  // namespace parallax::framing
