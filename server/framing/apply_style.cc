// ApplyStyle: house style over differences that have been found.

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/framing/style.h"

namespace parallax::framing {
namespace {

bool IsWordChoice(Kind kind) { return kind == Kind::kLabel || kind == Kind::kWording; }
bool IsAboutSources(Kind kind) {
  return kind == Kind::kAttribution || kind == Kind::kReportingVerb;
}

TokenRange MarkedOf(const Evidence& evidence) {
  return evidence.marked.empty() ? evidence.tokens : evidence.marked;
}

// The token behind `entry` where it stands from `begin` on, in the form that stands there or in the
// dictionary's; 0 where it does not.
uint32_t EndOfEntry(const analysis::Analysis& report, absl::string_view entry, uint32_t begin,
                    uint32_t limit) {
  const text::Document& document = report.document;
  for (uint32_t t = begin; t < limit; ++t) {
    if (t > begin && document.tokens()[t].space_before && !absl::ConsumePrefix(&entry, " ")) {
      return 0;
    }
    if (!absl::ConsumePrefix(&entry, absl::AsciiStrToLower(document.text(t))) &&
        !absl::ConsumePrefix(&entry, absl::AsciiStrToLower(report.annotation.lemma(t)))) {
      return 0;
    }
    if (entry.empty()) return t + 1;
  }
  return 0;
}

bool IsAside(const analysis::Analysis& report, uint32_t token) {
  const std::string word = absl::AsciiStrToLower(report.document.text(token));
  return word == "the" || word == "a" || word == "an" ||
         report.annotation.word(token).upos == language::Upos::kPunct;
}

// Whether the words are one of `entries`, but for an article in front and marks around.
bool IsEntry(const analysis::Analysis& report, TokenRange words,
             const std::vector<std::string>& entries) {
  while (!words.empty() && IsAside(report, words.begin)) ++words.begin;
  while (!words.empty() && IsAside(report, words.end - 1)) --words.end;
  return !words.empty() &&
         std::any_of(entries.begin(), entries.end(), [&](const std::string& entry) {
           return EndOfEntry(report, entry, words.begin, words.end) == words.end;
         });
}

// The first of `entries` among the words as they stand; empty where there is none.
absl::string_view FindEntry(const analysis::Analysis& report, TokenRange words,
                            const std::vector<std::string>& entries) {
  const text::Document& document = report.document;
  for (uint32_t t = words.begin; t < words.end; ++t) {
    for (const std::string& entry : entries) {
      const uint32_t end = EndOfEntry(report, entry, t, words.end);
      if (end != 0) return document.text(TokenRange{t, end});
    }
  }
  return "";
}

// The word of the differing ones that the style warns of; empty where there is none.
absl::string_view WarnedWord(const Style& style, const Scene& scene, const Difference& difference) {
  for (const Position& position : difference.positions) {
    for (const Evidence& evidence : position.evidence) {
      const absl::string_view word =
          FindEntry(scene.report(evidence.report), MarkedOf(evidence), style.warned());
      if (!word.empty()) return word;
    }
  }
  return "";
}

// Whether what differs on some side is words that are allowed.
bool IsAllowed(const Style& style, const Scene& scene, const Difference& difference) {
  return std::any_of(difference.positions.begin(), difference.positions.end(),
                     [&](const Position& position) {
                       return !position.evidence.empty() &&
                              std::all_of(position.evidence.begin(), position.evidence.end(),
                                          [&](const Evidence& evidence) {
                                            return IsEntry(scene.report(evidence.report),
                                                           MarkedOf(evidence), style.allowed());
                                          });
                     });
}

// Of the attribution whose source or cue is among the words that differ, else of the outermost one
// that holds them or stands in the passage; null for the report's own voice.
const attribution::Attribution* AttributionOf(const analysis::Analysis& report,
                                              const Evidence& evidence) {
  const TokenRange marked = MarkedOf(evidence);
  const attribution::Attribution* around = nullptr;
  for (const attribution::Attribution& one : report.attributions.attributions) {
    const auto stands_in = [&one](TokenRange words) {
      return (one.source && one.source->Overlaps(words)) || (one.cue && one.cue->Overlaps(words));
    };
    if (stands_in(marked)) return &one;
    const bool holds = std::any_of(one.content.begin(), one.content.end(),
                                   [&](TokenRange words) { return words.Contains(marked); });
    if (around == nullptr && (holds || stands_in(evidence.tokens))) around = &one;
  }
  return around;
}

// In lower case, what the source is called: the words for it and its names.
std::set<std::string> NamesOf(const analysis::Analysis& report,
                              const attribution::Attribution& attribution) {
  std::set<std::string> names;
  const auto add = [&](TokenRange tokens) {
    std::string name = absl::AsciiStrToLower(report.document.text(tokens));
    absl::RemoveExtraAsciiWhitespace(&name);
    names.emplace(absl::StripPrefix(name, "the "));
  };
  if (attribution.source) add(*attribution.source);
  if (attribution.source_head >= report.entities.entity_of_token.size()) return names;
  const uint32_t entity = report.entities.entity_of_token[attribution.source_head];
  if (entity == entities::kNoEntity) return names;
  for (const uint32_t mention : report.entities.entities[entity].mentions) {
    const entities::Mention& one = report.entities.mentions[mention];
    if (one.form == entities::MentionForm::kName) add(one.tokens);
  }
  return names;
}

// Whether some side names a neutral source and no side names another one.
bool AllSourcesAreNeutral(const Style& style, const Scene& scene, const Difference& difference) {
  bool any = false;
  for (const Position& position : difference.positions) {
    for (const Evidence& evidence : position.evidence) {
      const analysis::Analysis& report = scene.report(evidence.report);
      const attribution::Attribution* found = AttributionOf(report, evidence);
      if (found == nullptr || !found->source) continue;
      const std::set<std::string> names = NamesOf(report, *found);
      any = std::any_of(style.neutral_sources().begin(), style.neutral_sources().end(),
                        [&](const std::string& neutral) { return names.contains(neutral); });
      if (!any) return false;
    }
  }
  return any;
}

// Before the quotations, where readers of explanations look.
void SayWarned(absl::string_view word, std::string* explanation) {
  const std::string note = absl::StrCat(" (house style warns of “", word, "”)");
  size_t at = explanation->find(": “");
  if (at == std::string::npos) at = explanation->size();
  explanation->insert(at, note);
}

bool IsWanted(const Style& style, const Scene& scene, const Difference& difference) {
  if (style.severity(difference) == Severity::kUnspecified) return false;
  if (IsWordChoice(difference.kind) && IsAllowed(style, scene, difference)) {
    return !WarnedWord(style, scene, difference).empty();
  }
  return !IsAboutSources(difference.kind) || !AllSourcesAreNeutral(style, scene, difference);
}

void Weigh(const Style& style, const Scene& scene, Difference* difference) {
  difference->severity = style.severity(*difference).value_or(difference->severity);
  if (!IsWordChoice(difference->kind)) return;
  const absl::string_view warned = WarnedWord(style, scene, *difference);
  if (warned.empty()) return;
  difference->severity = Severity::kHigh;
  SayWarned(warned, &difference->explanation);
}

}  // namespace

void ApplyStyle(const Style& style, const Scene& scene, std::vector<Difference>* differences) {
  std::erase_if(*differences,
                [&](const Difference& difference) { return !IsWanted(style, scene, difference); });
  for (Difference& difference : *differences) Weigh(style, scene, &difference);
  std::stable_sort(
      differences->begin(), differences->end(),
      [](const Difference& a, const Difference& b) { return a.severity > b.severity; });
}

}  // namespace parallax::framing
