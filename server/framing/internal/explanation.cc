#include "server/framing/internal/explanation.h"

#include <algorithm>
#include <span>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/rules.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxOutlets = 3;
constexpr uint32_t kMaxWords = 22;

// "Northline", "Northline and The Daily Beacon", "Northline, The Daily Beacon and 3 others".
std::string Outlets(const Scene& scene, std::span<const uint32_t> reports) {
  std::vector<std::string> names;
  for (uint32_t report : reports) {
    const analysis::Analysis& analysis = scene.report(report);
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

// The words of the first passage, cut to a readable length, and whose they are.
std::string Words(const Scene& scene, const Position& position) {
  const Evidence& first = position.evidence.front();
  std::string text = PassageText(scene.report(first.report), first.tokens, kMaxWords);
  text = absl::StrReplaceAll(text, {{"\"", "'"}, {"“", "‘"}, {"”", "’"}, {"\n", " "}});
  absl::RemoveExtraAsciiWhitespace(&text);
  return absl::StrCat("“", text, "”", first.in_direct_quote ? " (in a quotation)" : "");
}

}  // namespace

std::string Explain(const Scene& scene, const Difference& difference) {
  std::vector<std::string> sides;
  for (const Position& position : difference.positions) {
    if (position.evidence.empty()) continue;
    std::string side = Words(scene, position);
    if (difference.kind == Kind::kCommitment) {
      absl::StrAppend(&side, " (", absl::AsciiStrToLower(position.value), ")");
    }
    sides.push_back(std::move(side));
  }
  std::vector<uint32_t> others;
  for (size_t p = 1; p < difference.positions.size(); ++p) {
    const Position& position = difference.positions[p];
    others.insert(others.end(), position.reports.begin(), position.reports.end());
  }
  std::string sentence(RuleNamed(difference.rule).sentence);
  // "A and B and C" does not say who stands with whom.
  if (difference.positions[0].reports.size() + others.size() > 2) {
    absl::StrReplaceAll({{"$0 and $1", "$0 on one side and $1 on the other"}}, &sentence);
  }
  return absl::StrCat(absl::Substitute(sentence, Outlets(scene, difference.positions[0].reports),
                                       Outlets(scene, others)),
                      ": ", absl::StrJoin(sides, " against "), ".");
}

}  // namespace parallax::framing
