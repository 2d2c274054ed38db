#include <functional>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

// A choice that can be on or off: <label><input type="checkbox"> word count</label>.
void AddChoice(absl::string_view name, absl::string_view value, absl::string_view label, int count,
               std::string& out) {
  absl::StrAppend(&out, "<label class=\"choice\"><input type=\"checkbox\" name=\"", name,
                  "\" value=\"", value, "\">", label, " <span class=\"n\">", count,
                  "</span></label>\n");
}

}  // namespace

void AddFilters(const PageIndex& index, std::string& out) {
  std::map<v1::Difference::Kind, std::set<size_t>> by_kind;
  std::map<v1::Difference::Severity, std::set<size_t>, std::greater<>> by_severity;
  std::map<size_t, std::set<size_t>> by_report;
  for (size_t i = 0; i < index.cards().size(); ++i) {
    for (const v1::Difference* aspect : index.cards()[i].aspects) {
      by_kind[aspect->kind()].insert(i);
      by_severity[aspect->severity()].insert(i);
    }
    for (const size_t report : index.ReportsOfCard(i)) by_report[report].insert(i);
  }
  absl::StrAppend(
      &out,
      "<form class=\"filters\" role=\"search\" aria-label=\"Filter the differences\">\n"
      "<p class=\"line\"><label class=\"find\"><span>Search</span> <input type=\"search\" "
      "name=\"find\" autocomplete=\"off\" placeholder=\"words, names, figures\"></label>\n"
      "<label class=\"sure\"><span>Confidence from</span> <input type=\"range\" name=\"sure\" "
      "min=\"0\" max=\"0.95\" step=\"0.05\" value=\"0\"> <output name=\"sure-value\">any</output>"
      "</label></p>\n<details class=\"choices\" open><summary>Severity, kind, reports</summary>\n"
      "<fieldset><legend>Severity</legend>\n");
  for (const auto& [severity, cards] : by_severity) {
    AddChoice("severity", Word(severity), SeverityTag(severity), static_cast<int>(cards.size()),
              out);
  }
  absl::StrAppend(&out, "</fieldset>\n<fieldset><legend>Kind</legend>\n");
  for (const auto& [kind, cards] : by_kind) {
    AddChoice("kind", ClassOf(kind), KindTag(kind), static_cast<int>(cards.size()), out);
  }
  absl::StrAppend(&out, "</fieldset>\n");
  const bool many = index.reports().size() > 8;
  if (many) absl::StrAppend(&out, "<details><summary>Reports</summary>\n");
  absl::StrAppend(&out, "<fieldset><legend>Reports (all that are ticked take part)</legend>\n");
  for (const auto& [report, cards] : by_report) {
    AddChoice("report", absl::StrCat(report), Escaped(index.reports()[report].outlet),
              static_cast<int>(cards.size()), out);
  }
  absl::StrAppend(&out, "</fieldset>\n", many ? "</details>\n" : "",
                  "</details>\n<p class=\"line\"><span role=\"status\" class=\"shown\"></span> "
                  "<button type=\"reset\">Clear</button> "
                  "<button type=\"button\" class=\"ask-help\" aria-haspopup=\"dialog\">Keys "
                  "<kbd>?</kbd></button></p>\n</form>\n");
}

}  // namespace parallax::client::page
