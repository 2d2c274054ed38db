#include "server/language/internal/lemma_rules.h"

#include "server/base/status_macros.h"
#include "server/text/utf8.h"

namespace parallax::language::internal {
namespace {

constexpr uint32_t kTriedRules = 8;
constexpr uint32_t kNone = 0xffffffff;

// The best rule behind `before` in the order of scores, kNone for the first; of equal ones the
// first in number.
uint32_t NextBest(std::span<const float> scores, uint32_t before) {
  uint32_t best = kNone;
  for (uint32_t i = 0; i < scores.size(); ++i) {
    const bool behind = before == kNone || scores[i] < scores[before] ||
                        (scores[i] == scores[before] && i > before);
    if (behind && (best == kNone || scores[i] > scores[best])) best = i;
  }
  return best;
}

}  // namespace

bool LemmaRules::Rule::Fits(absl::string_view form) const {
  if (strip > form.size() || (strip == form.size() && append.empty())) return false;
  const size_t kept = form.size() - strip;
  return kept == form.size() || (static_cast<unsigned char>(form[kept]) & 0xc0) != 0x80;
}

absl::StatusOr<LemmaRules> LemmaRules::Read(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, model.Open("language/lemmas"));
  LemmaRules rules;
  const uint32_t size = reader.ReadU32();
  for (uint32_t i = 0; i < size && reader.status().ok(); ++i) {
    Rule& rule = rules.rules_.emplace_back();
    rule.strip = reader.ReadU32();
    rule.append = reader.ReadBytes(reader.ReadU32());
    if (text::FindInvalidUtf8(rule.append) != absl::string_view::npos) reader.Fail();
  }
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return rules;
}

void LemmaRules::AppendLemma(absl::string_view form, std::span<const float> scores,
                             std::string* out) const {
  uint32_t index = kNone;
  for (uint32_t tried = 0; tried < kTriedRules; ++tried) {
    index = NextBest(scores, index);
    if (index == kNone) break;
    const Rule& rule = rules_[index];
    if (!rule.Fits(form)) continue;
    out->append(form.data(), form.size() - rule.strip);
    out->append(rule.append.data(), rule.append.size());
    return;
  }
  out->append(form.data(), form.size());
}

}  // namespace parallax::language::internal
