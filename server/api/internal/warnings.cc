#include "server/api/internal/warnings.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "unicode/locid.h"
#include "unicode/unistr.h"

namespace parallax::api {
namespace {

using v1::Warning;

void Add(Warning::Code code, const std::string& report_id, const std::string& text,
         AnswerBudget* budget, Warnings* warnings) {
  if (!budget->Charge(report_id.size() + text.size())) return;
  Warning* warning = warnings->Add();
  warning->set_code(code);
  warning->set_report_id(report_id);
  warning->set_text(text);
}

std::string NameOfLanguage(absl::string_view tag) {
  icu::UnicodeString name;
  icu::Locale(std::string(tag).c_str()).getDisplayLanguage(icu::Locale::getEnglish(), name);
  std::string result;
  return name.isEmpty() ? std::string(tag) : name.toUTF8String(result);
}

Warning::Code CodeOf(text::Note note) {
  switch (note) {
    case text::Note::kNoArticle:
      return Warning::NO_ARTICLE_FOUND;
    case text::Note::kSeveralArticles:
      return Warning::SEVERAL_ARTICLES;
    case text::Note::kMostlyFurniture:
      return Warning::MOSTLY_FURNITURE;
    case text::Note::kNotProse:
      return Warning::NOT_PROSE;
    case text::Note::kHeadlineDoubtful:
      return Warning::HEADLINE_DOUBTFUL;
  }
  return Warning::CODE_UNSPECIFIED;
}

absl::string_view TextOf(text::Note note) {
  switch (note) {
    case text::Note::kNoArticle:
      return "No article was found in the page, only dialogs, forms or messages of the site: save "
             "the page once the article shows, or paste its text.";
    case text::Note::kSeveralArticles:
      return "This reads like several articles in one: give each as a report of its own.";
    case text::Note::kMostlyFurniture:
      return "Most lines read like links, captions and notices rather than an article: check what "
             "was read, or paste the article's text alone.";
    case text::Note::kNotProse:
      return "This reads like a table, a list or code rather than sentences, of which little can "
             "be "
             "said: give the article's text.";
    case text::Note::kHeadlineDoubtful:
      return "What stands as the headline reads like the story's beginning or like the name of a "
             "page: give the headline by itself, or leave it empty.";
  }
  return "";
}

// Whether some words could be read only against the day of publication.
bool NeedsPublishTime(const analysis::Analysis& report) {
  return !report.publish_seconds.has_value() &&
         std::any_of(report.values.times.begin(), report.values.times.end(),
                     [](const values::TimeExpression& time) { return time.deictic; });
}

// The words of the body, which make two copies of a story the same whatever their layout.
std::string WordsOf(const text::Document& document) {
  std::string words;
  for (const text::Sentence& sentence : document.sentences()) {
    if (sentence.section != text::Section::kBody) continue;
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      absl::StrAppend(&words, document.text(i), " ");
    }
  }
  return words;
}

// The report as its readers know it, told from `other`.
const std::string& NameOf(const analysis::Analysis& report, const analysis::Analysis& other) {
  return report.outlet.empty() || report.outlet == other.outlet ? report.id : report.outlet;
}

void WriteEqualReports(std::span<const std::shared_ptr<const analysis::Analysis>> reports,
                       AnswerBudget* budget, Warnings* warnings) {
  absl::flat_hash_map<std::string, const analysis::Analysis*> first_with;
  for (const auto& report : reports) {
    std::string words = WordsOf(report->document);
    if (words.empty()) continue;
    const auto [place, is_new] = first_with.try_emplace(std::move(words), report.get());
    if (is_new) continue;
    Add(Warning::EQUAL_REPORTS, report->id,
        absl::StrCat("The text is word for word that of ", NameOf(*place->second, *report),
                     ": leave one of the two out, or check that the right file was given."),
        budget, warnings);
  }
}

}  // namespace

void WriteWarnings(const analysis::Analysis& report, AnswerBudget* budget, Warnings* warnings) {
  if (!report.document.english()) {
    Add(Warning::LANGUAGE_UNSUPPORTED, report.id,
        absl::StrCat("The text reads as ", NameOfLanguage(report.document.language()),
                     ", and only English is read, so nothing is compared with it: leave it out or "
                     "give an English version."),
        budget, warnings);
  }
  for (const text::Note note : report.document.notes()) {
    Add(CodeOf(note), report.id, std::string(TextOf(note)), budget, warnings);
  }
  if (NeedsPublishTime(report)) {
    Add(Warning::PUBLISH_TIME_MISSING, report.id,
        "Words such as \"on Monday\" cannot be read as a date, since it is not known when the "
        "report "
        "was published: give its time of publication.",
        budget, warnings);
  }
}

void WriteWarnings(std::span<const std::shared_ptr<const analysis::Analysis>> reports,
                   bool any_shared, AnswerBudget* budget, Warnings* warnings) {
  for (const auto& report : reports) WriteWarnings(*report, budget, warnings);
  WriteEqualReports(reports, budget, warnings);
  if (reports.size() < 2 || any_shared) return;
  Add(Warning::NOTHING_SHARED, "",
      "No fact is told by two of the reports: check that they are about the same event.", budget,
      warnings);
}

}  // namespace parallax::api
