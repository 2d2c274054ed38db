#include "server/text/internal/furniture.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/dateline.h"
#include "server/text/internal/furniture_line.h"
#include "server/text/internal/furniture_words.h"

namespace parallax::text::internal {
namespace {

// A longer line is a paragraph of the article, whatever it begins with.
constexpr size_t kLongestLine = 600;

FurnitureRule ClassifyByPhrase(const FurnitureLine& line) {
  // What a report says of itself.
  for (const LinePhrase& note : NoteStarts()) {
    if (!line.begins_with_quote() && line.StartsWith(note.phrase)) return note.rule;
  }
  // Somebody says it: a quotation or a report of one.
  if (line.begins_with_quote() || line.reports_speech() || line.words().size() > 40) return {};
  if (line.normal().empty()) return {};
  const char first = line.normal()[0];
  for (const LinePhrase& start : LineStarts()) {
    if (start.phrase[0] != first || !line.StartsWith(start.phrase)) continue;
    if (start.rule == "credit-line" && !line.IsNameList()) continue;
    return start.rule;
  }
  for (const LinePhrase& start : EnticementStarts()) {
    if (start.phrase[0] == first && !line.begins_with_compound() && line.StartsWith(start.phrase) &&
        line.words().size() <= 30 &&
        std::any_of(line.words().begin(), line.words().end(), IsEnticementWord)) {
      return start.rule;
    }
  }
  for (const LinePhrase& part : LineParts()) {
    if (!absl::StrContains(line.normal(), part.phrase)) continue;
    if (part.rule != "comment-box" || line.words().size() <= 20) return part.rule;
  }
  if (line.IsOriginNote()) return "editors-note";
  if (line.IsPointer()) return "read-more";
  return line.IsFollowInvitation() ? "bio" : FurnitureRule();
}

FurnitureRule ClassifyLine(const FurnitureLine& line) {
  if (!line.has_words()) return "no-words";
  if (line.IsCode()) return "code";
  if (!line.begins_with_quote() && line.words().size() <= 8) {
    const FurnitureRule rule = WholeLineRule(line.normal());
    // "Pause." may be a sentence, "Pause" is a button.
    const bool may_be_sentence = rule == "navigation" || rule == "section-label";
    if (!rule.empty() && !(may_be_sentence && line.ends_sentence())) return rule;
  }
  if (line.IsNumber()) return "no-words";
  if (line.IsLooseWord()) return "navigation";
  if (line.IsBreadcrumb()) return "navigation";
  if (line.IsShareBar()) return "share-bar";
  if (line.IsCounter()) return "comment-box";
  if (line.IsTimestamp()) return "timestamp";
  if (line.IsByline()) return "byline";
  if (const FurnitureRule rule = line.LabelRuleBeforeColon(); !rule.empty()) return rule;
  if (line.IsCaption()) return "caption";
  if (line.IsImageCredit()) return "image-credit";
  return ClassifyByPhrase(line);
}

// What the rules that look at neighbours need to know of a line.
struct Facts {
  bool is_related_heading = false;
  bool is_headline_like = false;
  bool is_title_case = false;
  bool is_short = false;     // too few words for a headline
  bool is_of_story = false;  // most of its words stand in the headline or in the story's sentences
  bool ends_sentence = true;
  FurnitureRule at_end;  // its rule where only furniture follows
};

class Judge {
 public:
  absl::StatusOr<std::vector<LineVerdict>> Run(absl::string_view headline, absl::string_view text,
                                               const std::vector<ByteRange>& paragraphs,
                                               const CallContext& context) {
    facts_.resize(paragraphs.size());
    verdicts_.resize(paragraphs.size());
    const std::string wanted = NormalizeLine(headline);
    has_headline_ = !wanted.empty();
    CallPoll poll(context, 16);
    for (size_t i = 0; i < paragraphs.size(); ++i) {
      PARALLAX_RETURN_IF_ERROR(poll.Step());
      if (paragraphs[i].size() > kLongestLine) continue;
      const FurnitureLine line(text.substr(paragraphs[i].begin, paragraphs[i].size()));
      verdicts_[i].rule = ClassifyLine(line);
      if (verdicts_[i].rule.empty() && has_headline_ && line.normal() == wanted) {
        verdicts_[i].rule = "repeated-headline";
      }
      Facts& facts = facts_[i];
      facts.is_related_heading = IsRelatedHeading(line.normal());
      facts.is_headline_like = line.IsHeadlineLike();
      facts.is_title_case = line.is_title_case();
      facts.is_short = line.words().size() <= 3;
      facts.ends_sentence = line.ends_sentence();
      if (line.IsBio()) {
        facts.at_end = "bio";
      } else if (line.IsOutletBlurb()) {
        facts.at_end = "outlet-blurb";
      }
    }
    FindTitlesOfStory(wanted, text, paragraphs);
    JudgeRelated();
    JudgeStart();
    JudgeEnd();
    JudgeTitles();
    JudgePrefixes(text, paragraphs);
    return std::move(verdicts_);
  }

 private:
  // A second headline, or one that stands over a part of the story, has its words from there; a
  // link to another story seldom does. A line kept too many costs less than one of the story lost.
  void FindTitlesOfStory(const std::string& headline, absl::string_view text,
                         const std::vector<ByteRange>& paragraphs) {
    absl::flat_hash_set<std::string> words;
    const auto add = [&words](absl::string_view normal) {
      for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
        words.emplace(word);
      }
    };
    const auto normal_of = [&](size_t i) {
      return NormalizeLine(text.substr(paragraphs[i].begin, paragraphs[i].size()));
    };
    add(headline);
    for (size_t i = 0; i < facts_.size(); ++i) {
      if (verdicts_[i].rule.empty() && facts_[i].ends_sentence) add(normal_of(i));
    }
    for (size_t i = 0; i < facts_.size(); ++i) {
      if (!verdicts_[i].rule.empty() || !facts_[i].is_headline_like) continue;
      size_t all = 0, known = 0;
      const std::string normal = normal_of(i);
      for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
        if (word.size() <= 3) continue;
        ++all;
        known += words.contains(word);
      }
      facts_[i].is_of_story = all >= 3 && known * 3 >= all * 2;
    }
  }

  // Headlines that follow "Related stories".
  void JudgeRelated() {
    bool related = false;
    for (size_t i = 0; i < facts_.size(); ++i) {
      if (!verdicts_[i].rule.empty()) {
        related = related || facts_[i].is_related_heading;
      } else if (related && facts_[i].is_headline_like) {
        verdicts_[i].rule = "related-story";
      } else {
        related = false;
      }
    }
  }

  // The head of a page, before the first line that is neither furniture nor a title: the outlet's
  // name and others like it. Without a headline the longer ones may be it.
  void JudgeStart() {
    size_t end = 0, furniture = 0;
    for (; end < facts_.size(); ++end) {
      if (!verdicts_[end].rule.empty()) {
        ++furniture;
      } else if (!facts_[end].is_headline_like || !facts_[end].is_title_case) {
        break;
      }
    }
    if (furniture < 2 || end == facts_.size()) return;
    for (size_t i = 0; i < end; ++i) {
      if (verdicts_[i].rule.empty() && (has_headline_ || facts_[i].is_short)) {
        verdicts_[i].rule = "masthead";
      }
    }
  }

  // Whether `percent` of the lines kept so far end as sentences do, `fewest` at least, so that a
  // line which does not stands out.
  bool HasProse(size_t fewest, size_t percent) const {
    size_t prose = 0, kept = 0;
    for (size_t i = 0; i < facts_.size(); ++i) {
      if (!verdicts_[i].rule.empty()) continue;
      ++kept;
      prose += facts_[i].ends_sentence;
    }
    return prose >= fewest && prose * 100 >= kept * percent;
  }

  // From the end upwards: who wrote it, what the outlet is, more headlines.
  void JudgeEnd() {
    const bool has_prose = HasProse(3, 50);
    for (size_t i = facts_.size(); i-- > 1;) {
      if (!verdicts_[i].rule.empty()) continue;
      if (!facts_[i].at_end.empty()) {
        verdicts_[i].rule = facts_[i].at_end;
      } else if (has_prose && facts_[i].is_headline_like && !facts_[i].is_of_story &&
                 (facts_[i].is_title_case || IsInList(i))) {
        verdicts_[i].rule = "related-story";
      } else {
        return;
      }
    }
  }

  // Whether another bare headline stands beside line `i`.
  bool IsInList(size_t i) const {
    return (verdicts_[i - 1].rule.empty() && facts_[i - 1].is_headline_like && i > 1) ||
           (i + 1 < facts_.size() && verdicts_[i + 1].rule == "related-story");
  }

  // Subheadings and links between paragraphs, where the paragraphs all end as sentences do. The
  // first line of a text without a headline may be the headline.
  void JudgeTitles() {
    if (!HasProse(4, 80)) return;
    for (size_t i = has_headline_ ? 0 : 1; i < facts_.size(); ++i) {
      if (verdicts_[i].rule.empty() && facts_[i].is_title_case && facts_[i].is_headline_like &&
          !facts_[i].is_of_story) {
        verdicts_[i].rule = "related-story";
      }
    }
  }

  void JudgePrefixes(absl::string_view text, const std::vector<ByteRange>& paragraphs) {
    constexpr size_t kLatest = 4;  // a dateline opens an article
    size_t kept = 0;
    for (size_t i = 0; i < paragraphs.size(); ++i) {
      if (!verdicts_[i].rule.empty()) continue;
      const absl::string_view line = text.substr(paragraphs[i].begin, paragraphs[i].size());
      FurnitureRule rule = "dateline";
      size_t size = kept < kLatest ? DatelineSize(line) : 0;
      if (size == 0) {
        rule = "editors-note";
        size = UpdateLabelSize(line);
      }
      ++kept;
      if (size >= line.size()) {
        verdicts_[i].rule = rule;
      } else if (size > 0) {
        verdicts_[i].prefix = {paragraphs[i].begin,
                               paragraphs[i].begin + static_cast<uint32_t>(size)};
        verdicts_[i].prefix_rule = rule;
      }
    }
  }

  bool has_headline_ = false;
  std::vector<Facts> facts_;
  std::vector<LineVerdict> verdicts_;
};

}  // namespace

absl::StatusOr<std::vector<LineVerdict>> FindFurniture(absl::string_view headline,
                                                       absl::string_view text,
                                                       const std::vector<ByteRange>& paragraphs,
                                                       const CallContext& context) {
  return Judge().Run(headline, text, paragraphs, context);
}

std::vector<LineVerdict> KeepLinesWithWords(absl::string_view text,
                                            const std::vector<ByteRange>& paragraphs) {
  std::vector<LineVerdict> verdicts(paragraphs.size());
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    if (!HasVisibleWord(text.substr(paragraphs[i].begin, paragraphs[i].size()))) {
      verdicts[i].rule = "no-words";
    }
  }
  return verdicts;
}

FurnitureRule ClassifySentence(absl::string_view sentence) {
  if (sentence.size() > kLongestLine) return {};
  const FurnitureLine line(sentence);
  if (line.words().empty()) return {};
  if (line.words().size() >= 2 && !line.begins_with_quote()) {
    const FurnitureRule rule = WholeLineRule(line.normal());
    if (rule == "read-more" || rule == "subscribe" || rule == "advertisement") return rule;
  }
  return ClassifyByPhrase(line);
}

}  // namespace parallax::text::internal
