#include "server/framing/style.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/framing/calibration.h"
#include "server/framing/rules.h"
#include "server/text/utf8.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxFaults = 5;
constexpr size_t kMaxEntryBytes = 100;

enum class Section : uint8_t { kNone, kSeverity, kMinConfidence, kAllow, kWarn, kNeutralSources };
constexpr std::array<absl::string_view, 6> kSections = {"",      "severity", "min_confidence",
                                                        "allow", "warn",     "neutral_sources"};
constexpr std::array<absl::string_view, 4> kSeverities = {"off", "low", "medium", "high"};

// "SCARE_QUOTES" as "scare-quotes".
std::string KeyOf(absl::string_view name) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", "-"}}));
}

absl::string_view WithoutComment(absl::string_view line) {
  for (size_t at = 0; (at = line.find('#', at)) != absl::string_view::npos; ++at) {
    if (at == 0 || absl::ascii_isspace(static_cast<unsigned char>(line[at - 1]))) {
      return line.substr(0, at);
    }
  }
  return line;
}

std::vector<std::string> KindWords() {
  std::vector<std::string> words;
  for (int kind = 1; kind < kKindCount; ++kind) {
    words.push_back(KeyOf(Name(static_cast<Kind>(kind))));
  }
  return words;
}

std::vector<std::string> RuleWords() {
  std::vector<std::string> words;
  for (const Rule& rule : Rules()) words.emplace_back(rule.name);
  return words;
}

bool Has(const std::vector<std::string>& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// By rule, else by kind.
template <typename Value>
absl::optional<Value> Find(const std::map<std::string, Value, std::less<>>& settings,
                           const Difference& difference) {
  auto found = settings.find(difference.rule);
  if (found == settings.end()) found = settings.find(KeyOf(Name(difference.kind)));
  if (found == settings.end()) return absl::nullopt;
  return found->second;
}

}  // namespace

// Reads line by line and goes on behind a fault. Lives for one text.
class StyleParser {
 public:
  absl::StatusOr<Style> Parse(absl::string_view text) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      ++line_;
      Read(absl::StripAsciiWhitespace(WithoutComment(line)));
    }
    if (count_ > kMaxStyleEntries) {
      faults_.push_back(absl::StrCat(count_, " words and sources, limit ", kMaxStyleEntries));
    }
    if (faults_.empty()) return std::move(style_);
    if (faults_.size() > kMaxFaults) {
      const size_t more = faults_.size() - kMaxFaults;
      faults_.resize(kMaxFaults);
      faults_.push_back(absl::StrCat("and ", more, " more"));
    }
    return absl::InvalidArgumentError(absl::StrJoin(faults_, "; "));
  }

 private:
  template <typename... Parts>
  void Fault(const Parts&... parts) {
    faults_.push_back(absl::StrCat("line ", line_, ": ", parts...));
  }

  void Read(absl::string_view line) {
    if (line.empty()) return;
    if (line[0] == '[') return ReadHeading(line);
    switch (section_) {
      case Section::kNone:
        // Said once, at the heading, where that was wrong.
        if (!in_unknown_) Fault("stands under no heading; ", Headings());
        return;
      case Section::kSeverity:
      case Section::kMinConfidence:
        return ReadSetting(line);
      case Section::kAllow:
        return ReadEntry(line, &style_.allowed_);
      case Section::kWarn:
        return ReadEntry(line, &style_.warned_);
      case Section::kNeutralSources:
        return ReadEntry(line, &style_.neutral_sources_);
    }
  }

  static std::string Headings() {
    return absl::StrCat("there are [",
                        absl::StrJoin(kSections.begin() + 1, kSections.end(), "], ["), "]");
  }

  void ReadHeading(absl::string_view line) {
    absl::string_view name = line.substr(1);
    const bool closed = absl::ConsumeSuffix(&name, "]");
    const std::string wanted =
        absl::StrReplaceAll(KeyOf(absl::StripAsciiWhitespace(name)), {{"-", "_"}});
    const auto found = std::find(kSections.begin() + 1, kSections.end(), wanted);
    in_unknown_ = !closed || found == kSections.end();
    section_ = in_unknown_ ? Section::kNone : static_cast<Section>(found - kSections.begin());
    if (in_unknown_) Fault("no such heading; ", Headings());
  }

  void ReadSetting(absl::string_view line) {
    const size_t equals = line.find('=');
    const bool of_severity = section_ == Section::kSeverity;
    const std::string allowed = of_severity ? "off, low, medium or high" : "a number from 0 to 1";
    if (equals == absl::string_view::npos) {
      return Fault("must be a kind or a rule, \"=\" and ", allowed);
    }
    const std::string key = KeyOf(absl::StripAsciiWhitespace(line.substr(0, equals)));
    const absl::string_view value = absl::StripAsciiWhitespace(line.substr(equals + 1));
    if (!Has(KindWords(), key) && !Has(RuleWords(), key)) {
      Fault("no such kind or rule");
      // The list is long: once is enough.
      if (!std::exchange(names_told_, true)) {
        absl::StrAppend(&faults_.back(), "; kinds: ", absl::StrJoin(KindWords(), ", "),
                        "; rules: ", absl::StrJoin(RuleWords(), ", "));
      }
      return;
    }
    const auto [first, is_new] =
        lines_.try_emplace(absl::StrCat(static_cast<int>(section_), key), line_);
    if (!is_new) return Fault(key, " is set on line ", first->second, " as well");
    if (of_severity) {
      const auto word =
          std::find(kSeverities.begin(), kSeverities.end(), absl::AsciiStrToLower(value));
      if (word == kSeverities.end()) return Fault(key, ": must be ", allowed);
      style_.severity_[key] = static_cast<Severity>(word - kSeverities.begin());
    } else {
      float number = 0;
      if (!absl::SimpleAtof(value, &number) || !(number >= 0 && number <= 1)) {
        return Fault(key, ": must be ", allowed);
      }
      style_.min_confidence_[key] = number;
    }
  }

  void ReadEntry(absl::string_view line, std::vector<std::string>* entries) {
    ++count_;
    std::string entry = absl::AsciiStrToLower(line);
    absl::RemoveExtraAsciiWhitespace(&entry);
    if (entry.size() > kMaxEntryBytes) {
      return Fault(entry.size(), " bytes, limit ", kMaxEntryBytes);
    }
    const bool is_source = section_ == Section::kNeutralSources;
    if (is_source) entry = std::string(absl::StripPrefix(entry, "the "));
    // A word is allowed or warned of, not both.
    const auto [first, is_new] =
        lines_.try_emplace(absl::StrCat(is_source ? "source " : "word ", entry), line_);
    if (!is_new) return Fault("stands on line ", first->second, " as well");
    entries->push_back(std::move(entry));
  }

  Style style_;
  Section section_ = Section::kNone;
  bool in_unknown_ = false;  // under a heading that there is not
  int line_ = 0;
  bool names_told_ = false;           // those of kinds and rules
  size_t count_ = 0;                  // of words and sources
  std::map<std::string, int> lines_;  // where what was said stands
  std::vector<std::string> faults_;
};

absl::StatusOr<Style> Style::Parse(absl::string_view text) {
  if (text.size() > kMaxStyleBytes) {
    return absl::InvalidArgumentError(absl::StrCat(text.size(), " bytes, limit ", kMaxStyleBytes));
  }
  if (const size_t at = text::FindInvalidUtf8(text); at != absl::string_view::npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n');
    return absl::InvalidArgumentError(absl::StrCat("line ", line, ": not UTF-8"));
  }
  return StyleParser().Parse(absl::StripPrefix(text, "\xEF\xBB\xBF"));
}

absl::optional<float> Style::min_confidence(const Difference& difference) const {
  return Find(min_confidence_, difference);
}

absl::optional<Severity> Style::severity(const Difference& difference) const {
  return Find(severity_, difference);
}

}  // namespace parallax::framing
