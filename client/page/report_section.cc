#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/page/highlights.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

// A passage as a link to its gravest card, with the words that differ marked by kind.
void AddPassage(const Passage& passage, absl::string_view sentence, const PageIndex& index,
                std::string& out) {
  absl::StrAppend(&out, "<a class=\"passage ", ClassOf(passage.kind), "\" href=\"#",
                  Escaped(index.cards()[passage.cards.front()].anchor), "\" data-cards=\"",
                  absl::StrJoin(passage.cards, " "), "\">");
  std::vector<MarkedWords> marks = passage.marks;
  for (MarkedWords& mark : marks) {
    mark.range.begin -= passage.range.begin;
    mark.range.end -= passage.range.begin;
  }
  absl::StrAppend(
      &out,
      Marked(sentence.substr(passage.range.begin, passage.range.end - passage.range.begin), marks),
      "</a>");
}

void AddSentence(size_t report, int number, const v1::Span& span,
                 const std::vector<Passage>* passages, const PageIndex& index, std::string& out) {
  const absl::string_view sentence = span.text();
  absl::StrAppend(&out, "<span class=\"sentence\" id=\"r", report + 1, "-s", number, "\">");
  size_t at = 0;
  if (passages != nullptr) {
    for (const Passage& passage : *passages) {
      absl::StrAppend(&out, EscapedPart(sentence.substr(at, passage.range.begin - at)));
      AddPassage(passage, sentence, index, out);
      at = passage.range.end;
    }
  }
  absl::StrAppend(&out, EscapedPart(sentence.substr(at)), "</span>");
}

// Whether an empty line, or in a text without any a new line, stands between two sentences.
class Paragraphs {
 public:
  explicit Paragraphs(absl::string_view body) : body_(body), needed_(HasEmptyLine(body) ? 2 : 1) {}

  bool Between(const v1::Span& before, const v1::Span& after) const {
    if (before.section() != after.section()) return true;
    const size_t begin = static_cast<size_t>(before.end());
    const size_t end = static_cast<size_t>(after.begin());
    if (begin > end || end > body_.size()) return false;
    return Lines(body_.substr(begin, end - begin)) >= needed_;
  }

 private:
  // The most line ends with nothing but white space between them.
  static int Lines(absl::string_view gap) {
    int most = 0;
    int lines = 0;
    for (const char c : gap) {
      if (c == '\n') {
        most = std::max(most, ++lines);
      } else if (!absl::ascii_isspace(static_cast<unsigned char>(c))) {
        lines = 0;
      }
    }
    return most;
  }
  static bool HasEmptyLine(absl::string_view body) { return Lines(body) >= 2; }

  const absl::string_view body_;
  const int needed_;
};

absl::string_view BodyOf(const PageReport& report) {
  if (!report.analysis->body_text().empty()) return report.analysis->body_text();
  return report.report == nullptr ? absl::string_view() : report.report->text();
}

void AddText(size_t place, const Highlights& highlights, const PageIndex& index, std::string& out) {
  const PageReport& report = index.reports()[place];
  if (report.analysis == nullptr || report.analysis->sentences_size() == 0) {
    absl::StrAppend(&out, "<p class=\"note\">The answer does not hold its text.</p>\n");
    return;
  }
  const Paragraphs paragraphs(BodyOf(report));
  const v1::Span* before = nullptr;
  bool headline = false;
  for (int i = 0; i < report.analysis->sentences_size(); ++i) {
    const v1::Span& span = report.analysis->sentences(i).span();
    if (before == nullptr || paragraphs.Between(*before, span)) {
      if (before != nullptr) absl::StrAppend(&out, headline ? "</h4>\n" : "</p>\n");
      headline = span.section() == v1::Span::HEADLINE;
      absl::StrAppend(&out, headline ? "<h4>" : "<p>");
    } else {
      absl::StrAppend(&out, " ");
    }
    const auto passages = highlights.find({report.id, i});
    AddSentence(place, i, span, passages == highlights.end() ? nullptr : &passages->second, index,
                out);
    before = &span;
  }
  absl::StrAppend(&out, headline ? "</h4>\n" : "</p>\n");
}

void AddReport(size_t place, const Highlights& highlights, const PageIndex& index,
               std::string& out) {
  const PageReport& report = index.reports()[place];
  absl::StrAppend(&out, "<section class=\"report\" id=\"r", place + 1, "\" data-report=\"", place,
                  "\" aria-labelledby=\"r", place + 1, "-name\">\n<header><h3 id=\"r", place + 1,
                  "-name\">", Escaped(report.outlet), "</h3>\n<p class=\"note\">");
  if (report.report != nullptr) {
    if (report.report->has_publish_time()) {
      absl::StrAppend(&out, TimeTag(report.report->publish_time()), " ");
    }
    if (!report.report->uri().empty()) absl::StrAppend(&out, AddressTag(report.report->uri()));
  }
  absl::StrAppend(
      &out,
      "</p></header>\n<div class=\"text\" role=\"group\" tabindex=\"0\" aria-label=\"Text of ",
      Escaped(report.outlet), "\">\n");
  AddText(place, highlights, index, out);
  absl::StrAppend(&out, "</div>\n</section>\n");
}

// What each colour and line stands for.
void AddLegend(const PageIndex& index, std::string& out) {
  bool used[v1::Difference::Kind_ARRAYSIZE] = {};
  for (const v1::Difference& difference : index.response().differences()) {
    if (v1::Difference::Kind_IsValid(difference.kind())) used[difference.kind()] = true;
  }
  absl::StrAppend(&out, "<p class=\"legend\">");
  for (int kind = 1; kind < v1::Difference::Kind_ARRAYSIZE; ++kind) {
    if (!used[kind]) continue;
    const auto value = static_cast<v1::Difference::Kind>(kind);
    absl::StrAppend(&out, "<mark class=\"", ClassOf(value), "\">", Word(value), "</mark> ");
  }
  absl::StrAppend(&out, "</p>\n");
}

void AddPicker(const PageIndex& index, std::string& out) {
  absl::StrAppend(&out,
                  "<details class=\"picker\"><summary>Reports shown</summary>\n<fieldset>"
                  "<legend class=\"unseen\">Reports shown</legend>\n");
  for (size_t i = 0; i < index.reports().size(); ++i) {
    absl::StrAppend(&out,
                    "<label class=\"choice\"><input type=\"checkbox\" name=\"column\" value=\"", i,
                    "\" checked>", Escaped(index.reports()[i].outlet), "</label>\n");
  }
  absl::StrAppend(&out, "</fieldset></details>\n");
}

}  // namespace

void AddReports(const PageIndex& index, std::string& out) {
  if (index.reports().empty()) return;
  const Highlights highlights = FindHighlights(index);
  absl::StrAppend(&out,
                  "<section id=\"reports\" aria-labelledby=\"reports-title\">\n"
                  "<h2 id=\"reports-title\">Reports side by side</h2>\n"
                  "<p class=\"note\">What differences quote is tinted, the words that differ "
                  "are marked by kind. Each leads to its difference.</p>\n");
  AddLegend(index, out);
  if (index.reports().size() > 2) AddPicker(index, out);
  absl::StrAppend(&out,
                  "<div class=\"columns\" role=\"group\" tabindex=\"0\" "
                  "aria-label=\"Reports side by side\">\n");
  for (size_t i = 0; i < index.reports().size(); ++i) AddReport(i, highlights, index, out);
  absl::StrAppend(&out,
                  "</div>\n<p class=\"strip\" hidden><span role=\"status\"></span> "
                  "<a href=\"#differences\">Read the difference</a> "
                  "<button type=\"button\" class=\"before\">Previous</button> "
                  "<button type=\"button\" class=\"after\">Next</button></p>\n</section>\n");
}

}  // namespace parallax::client::page
