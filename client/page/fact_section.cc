#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/terminal.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

// The mention that the account's class comes from; null where there is none.
const v1::FactMention* Strongest(const v1::Account& account) {
  for (const v1::FactMention& mention : account.mentions()) {
    if (mention.commitment() == account.commitment()) return &mention;
  }
  return account.mentions().empty() ? nullptr : &account.mentions(0);
}

// "as" for asserted: the classes differ in their first two letters.
std::string Short(v1::Claim::Commitment commitment) { return Word(commitment).substr(0, 2); }

// What a report says of a fact: its class as a link to the sentence, its words, whom it gives it
// to.
void AddAccount(const v1::Account& account, const PageIndex& index, std::string& out) {
  const std::string word = Word(account.commitment());
  const std::string outlet = Escaped(index.names().Outlet(account.report_id()));
  const v1::FactMention* mention = Strongest(account);
  const std::string address =
      index.AddressOf(account.report_id(), mention == nullptr ? -1 : mention->sentence_index());
  absl::StrAppend(&out, "<td role=\"cell\" class=\"", ClassOf(account.commitment()),
                  "\" data-outlet=\"", outlet, "\">");
  if (!index.HasWideColumns()) {
    absl::StrAppend(
        &out,
        Link(address, absl::StrCat("<span aria-hidden=\"true\">", Short(account.commitment()),
                                   "</span><span class=\"unseen\">", word, ", ",
                                   Escaped(index.names().Outlet(account.report_id())), "</span>")),
        "</td>");
    return;
  }
  absl::StrAppend(&out, "<span class=\"class\">", Link(address, word), "</span>");
  if (mention != nullptr && !mention->span().text().empty()) {
    absl::StrAppend(&out, " <q>", Escaped(mention->span().text()), "</q>");
    if (!mention->source().empty()) {
      std::string source = CleanLine(mention->source());
      while (!source.empty() && source.back() == ',') source.pop_back();  // of an apposition
      absl::StrAppend(&out, " <span class=\"source\">", Escaped(source), "</span>");
    }
  }
  absl::StrAppend(&out, "</td>");
}

void AddFact(int fact, const PageIndex& index, std::string& out) {
  const v1::Fact& told = index.response().facts(fact);
  std::map<std::string, const v1::Account*> accounts;
  for (const v1::Account& account : told.accounts()) {
    accounts.emplace(account.report_id(), &account);
  }
  const int number = index.names().FactNumber(fact);
  absl::StrAppend(&out, "<tr role=\"row\" id=\"fact-", number,
                  "\"><th role=\"rowheader\" scope=\"row\"><span class=\"number\">", number,
                  "</span> ", Escaped(CloseQuotations(CleanLine(told.statement()))));
  if (!index.CardsOnFact(fact).empty()) {
    absl::StrAppend(&out, " <span class=\"links\">");
    for (const size_t card : index.CardsOnFact(fact)) {
      const v1::Difference& gravest = index.cards()[card].gravest();
      absl::StrAppend(&out, "<a href=\"#", Escaped(index.cards()[card].anchor), "\">",
                      Word(gravest.severity()), " ", KindTag(gravest.kind()), "</a> ");
    }
    absl::StrAppend(&out, "</span>");
  }
  absl::StrAppend(&out, "</th>\n");
  for (const PageReport& report : index.reports()) {
    const auto account = accounts.find(report.id);
    if (account == accounts.end()) {
      absl::StrAppend(
          &out, "<td role=\"cell\" class=\"untold\" data-outlet=\"", Escaped(report.outlet), "\">",
          index.HasWideColumns() ? "not told"
                                 : "<span aria-hidden=\"true\">·</span><span class=\"unseen\">not "
                                   "told</span>",
          "</td>");
    } else {
      AddAccount(*account->second, index, out);
    }
    absl::StrAppend(&out, "\n");
  }
  absl::StrAppend(&out, "</tr>\n");
}

void AddLegend(const PageIndex& index, std::string& out) {
  absl::StrAppend(&out, "<p class=\"legend\">");
  for (int value = 1; value < v1::Claim::Commitment_ARRAYSIZE; ++value) {
    const auto commitment = static_cast<v1::Claim::Commitment>(value);
    absl::StrAppend(&out, "<span class=\"swatch ", ClassOf(commitment), "\">",
                    index.HasWideColumns()
                        ? Word(commitment)
                        : absl::StrCat("<b>", Short(commitment), "</b> ", Word(commitment)),
                    "</span> ");
  }
  absl::StrAppend(&out, "</p>\n");
}

}  // namespace

std::string FactAddress(const PageIndex& index, int fact) {
  const int number = fact < 0 ? 0 : index.names().FactNumber(fact);
  return number == 0 ? "" : absl::StrCat("#fact-", number);
}

void AddFacts(const PageIndex& index, std::string& out) {
  absl::StrAppend(&out,
                  "<section id=\"facts\" aria-labelledby=\"facts-title\">\n"
                  "<h2 id=\"facts-title\">Shared facts</h2>\n");
  std::vector<int> shown;
  int left_out = 0;
  for (int i = 0; i < index.response().facts_size(); ++i) {
    if (index.names().FactNumber(i) > 0) {
      shown.push_back(i);
    } else if (index.response().facts(i).accounts_size() > 1) {
      ++left_out;
    }
  }
  if (shown.empty()) {
    absl::StrAppend(&out, "<p>None was found.</p>\n");
  } else {
    AddLegend(index, out);
    absl::StrAppend(&out,
                    "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Facts by "
                    "report\">\n<table role=\"table\" class=\"facts ",
                    index.HasWideColumns() ? "wide" : "narrow",
                    "\">\n<caption class=\"unseen\">How far each report stands behind each fact"
                    "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><th "
                    "role=\"columnheader\" scope=\"col\">Fact</th>");
    for (size_t i = 0; i < index.reports().size(); ++i) {
      absl::StrAppend(&out, "<th role=\"columnheader\" scope=\"col\"><a href=\"#r", i + 1, "\">",
                      Escaped(index.reports()[i].outlet), "</a></th>");
    }
    absl::StrAppend(&out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for (const int fact : shown) AddFact(fact, index, out);
    absl::StrAppend(&out, "</tbody>\n</table>\n</div>\n");
  }
  if (left_out > 0) {
    absl::StrAppend(&out, "<p class=\"note\">", left_out,
                    " less certain, left out here: see --format=json.</p>\n");
  }
  absl::StrAppend(&out, "</section>\n");
}

}  // namespace parallax::client::page
