#include "absl/strings/str_cat.h"
#include "client/page/markup.h"
#include "client/page/page.h"
#include "client/page/page_index.h"
#include "client/page/sections.h"
#include "client/page/shell.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

// "The Post, The Times and 2 more: 5 differences".
std::string TitleOf(const page::PageIndex& index) {
  constexpr size_t kNamed = 3;
  std::string title;
  const size_t count = index.reports().size();
  for (size_t i = 0; i < count && i < kNamed; ++i) {
    absl::StrAppend(&title, i == 0 ? "" : ", ", index.reports()[i].outlet);
  }
  if (count > kNamed) absl::StrAppend(&title, " and ", count - kNamed, " more");
  return absl::StrCat(title.empty() ? "Parallax" : title, ": ",
                      Count(index.response().differences_size(), "difference"));
}

void AddNavigation(const page::PageIndex& index, std::string& out) {
  absl::StrAppend(&out,
                  "<nav aria-label=\"Sections\"><ul>\n"
                  "<li><a href=\"#differences\">Differences</a></li>\n");
  if (!index.reports().empty())
    absl::StrAppend(&out, "<li><a href=\"#reports\">Reports</a></li>\n");
  absl::StrAppend(&out, "<li><a href=\"#facts\">Facts</a></li>\n");
  if (!index.reports().empty())
    absl::StrAppend(&out, "<li><a href=\"#profiles\">Figures</a></li>\n");
  if (!index.response().shared_wordings().empty()) {
    absl::StrAppend(&out, "<li><a href=\"#wording\">Shared wording</a></li>\n");
  }
  absl::StrAppend(&out, "</ul></nav>\n");
}

constexpr char kHelp[] = R"(<dialog class="help" aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<dl>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous difference</dd></div>
<div><dt><kbd>/</kbd></dt><dd>search</dd></div>
<div><dt><kbd>c</kbd></dt><dd>copy the difference as text</dd></div>
<div><dt><kbd>o</kbd></dt><dd>show it in the reports, and back</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>leave the search, close this</dd></div>
<div><dt><kbd>?</kbd></dt><dd>these keys</dd></div>
</dl>
<p><label class="choice"><input type="checkbox" name="keys" checked>Single keys are on</label></p>
<form method="dialog"><button>Close</button></form>
</dialog>
)";

}  // namespace

std::string RenderPage(const v1::CompareReportsRequest& request,
                       const v1::CompareReportsResponse& response, int dismissed) {
  const page::PageIndex index(request, response);
  std::string body = "<a class=\"skip\" href=\"#main\">Skip to the differences</a>\n";
  page::AddSummary(index, dismissed, body);
  AddNavigation(index, body);
  absl::StrAppend(&body, "<main id=\"main\">\n");
  page::AddCards(index, body);
  page::AddReports(index, body);
  page::AddFacts(index, body);
  page::AddProfiles(index, body);
  page::AddSharedWording(index, body);
  absl::StrAppend(&body,
                  "</main>\n<footer><p>Parallax says where reports part ways, not what is "
                  "true. Every difference names its rule.</p>");
  if (!response.model_id().empty()) {
    absl::StrAppend(&body, "<p>Model ", page::Escaped(response.model_id()), "</p>");
  }
  absl::StrAppend(&body, "</footer>\n", kHelp);
  return page::Document(TitleOf(index), body);
}

}  // namespace parallax::client
