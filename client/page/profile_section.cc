#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

constexpr int kMostSources = 5;       // of a report, at once
constexpr size_t kMostCompared = 10;  // reports in the table of pairs

// The classes of the claims as a bar of a hundred parts. Its figures stand beside it as words.
void AddBar(const v1::ReportProfile& profile, std::string& out) {
  double total = 0;
  for (const auto& count : profile.commitment_counts()) total += count.claim_count();
  if (total <= 0) return;
  absl::StrAppend(&out,
                  "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\" focusable=\"false\">");
  double at = 0;
  for (const auto& count : profile.commitment_counts()) {
    const double width = 100 * count.claim_count() / total;
    absl::StrAppend(&out,
                    absl::StrFormat("<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"4\"/>",
                                    ClassOf(count.commitment()), at, width));
    at += width;
  }
  absl::StrAppend(&out, "</svg>\n");
}

void AddSources(const v1::ReportProfile& profile, std::string& out) {
  if (profile.sources().empty()) return;
  absl::StrAppend(&out, "<h4>Sources, by share of the words</h4>\n<ul>\n");
  for (int i = 0; i < profile.sources_size(); ++i) {
    const v1::ReportProfile::Source& source = profile.sources(i);
    if (i == kMostSources) {
      absl::StrAppend(&out, "</ul>\n<details><summary>", profile.sources_size() - i,
                      " more</summary>\n<ul>\n");
    }
    absl::StrAppend(
        &out, "<li>", source.name().empty() ? "<i>unnamed</i>" : Escaped(source.name()),
        absl::StrFormat(" <span class=\"n\">%.0f%%</span></li>\n", 100 * source.share()));
  }
  absl::StrAppend(&out, "</ul>\n", profile.sources_size() > kMostSources ? "</details>\n" : "");
}

void AddLoadedTerms(const v1::ReportProfile& profile, const PageIndex& index, std::string& out) {
  if (profile.loaded_terms().empty()) return;
  absl::StrAppend(&out, "<h4>Loaded terms</h4>\n<ul>\n");
  for (const v1::LoadedTerm& term : profile.loaded_terms()) {
    absl::StrAppend(&out, "<li>",
                    Link(index.AddressOf(profile.report_id(), term.sentence_index()),
                         Escaped(Quoted(term.span().text()))));
    if (!term.alternative().empty()) {
      absl::StrAppend(&out, " <span class=\"note\">plainer: ", Escaped(term.alternative()),
                      "</span>");
    }
    absl::StrAppend(&out, "</li>\n");
  }
  absl::StrAppend(&out, "</ul>\n");
}

void AddProfile(const PageReport& report, size_t place, const PageIndex& index, std::string& out) {
  const v1::ReportProfile& profile = *report.profile;
  absl::StrAppend(&out, "<li>\n<h3><a href=\"#r", place + 1, "\">", Escaped(report.outlet),
                  "</a></h3>\n");
  if (report.report != nullptr &&
      (report.report->has_publish_time() || !report.report->uri().empty())) {
    absl::StrAppend(&out, "<p class=\"note\">");
    if (report.report->has_publish_time()) {
      absl::StrAppend(&out, TimeTag(report.report->publish_time()), " ");
    }
    if (!report.report->uri().empty()) absl::StrAppend(&out, AddressTag(report.report->uri()));
    absl::StrAppend(&out, "</p>\n");
  }
  AddBar(profile, out);
  absl::StrAppend(&out, "<p>", Count(profile.claim_count(), "claim"));
  const char* separator = ": ";
  for (const auto& count : profile.commitment_counts()) {
    absl::StrAppend(&out, separator, "<span class=\"swatch ", ClassOf(count.commitment()), "\">",
                    count.claim_count(), " ", Word(count.commitment()), "</span>");
    separator = " ";
  }
  absl::StrAppend(&out, "</p>\n");
  AddSources(profile, out);
  AddLoadedTerms(profile, index, out);
  absl::StrAppend(&out, "</li>\n");
}

// Of each two reports how many facts they share and how many of these they tell alike.
void AddAgreements(const PageIndex& index, std::string& out) {
  const size_t count = index.reports().size();
  if (index.response().agreements().empty() || count < 3 || count > kMostCompared) return;
  std::map<std::pair<size_t, size_t>, const v1::Agreement*> pairs;
  for (const v1::Agreement& agreement : index.response().agreements()) {
    if (agreement.report_ids_size() != 2) continue;
    const size_t a = index.names().Place(agreement.report_ids(0));
    const size_t b = index.names().Place(agreement.report_ids(1));
    pairs.emplace(std::minmax(a, b), &agreement);
  }
  absl::StrAppend(&out,
                  "<h3 id=\"pairs-title\">What each two share</h3>\n<div class=\"table\" "
                  "role=\"group\" tabindex=\"0\" aria-labelledby=\"pairs-title\">\n<table "
                  "class=\"pairs\">\n<caption class=\"unseen\">Shared facts of each two "
                  "reports, and how many are told alike</caption>\n<thead><tr><td></td>");
  for (size_t i = 1; i < count; ++i) {
    absl::StrAppend(&out, "<th scope=\"col\">", Escaped(index.reports()[i].outlet), "</th>");
  }
  absl::StrAppend(&out, "</tr></thead>\n<tbody>\n");
  for (size_t row = 0; row + 1 < count; ++row) {
    absl::StrAppend(&out, "<tr><th scope=\"row\">", Escaped(index.reports()[row].outlet), "</th>");
    for (size_t column = 1; column < count; ++column) {
      const auto pair = column <= row ? pairs.end() : pairs.find({row, column});
      absl::StrAppend(&out, "<td>");
      if (pair != pairs.end()) {
        absl::StrAppend(&out, Count(pair->second->shared_fact_count(), "fact"),
                        absl::StrFormat(", %.0f%% alike", 100 * pair->second->alike_share()));
      }
      absl::StrAppend(&out, "</td>");
    }
    absl::StrAppend(&out, "</tr>\n");
  }
  absl::StrAppend(&out, "</tbody>\n</table>\n</div>\n");
}

}  // namespace

void AddProfiles(const PageIndex& index, std::string& out) {
  if (index.reports().empty()) return;
  absl::StrAppend(&out,
                  "<section id=\"profiles\" aria-labelledby=\"profiles-title\">\n"
                  "<h2 id=\"profiles-title\">Each report in figures</h2>\n"
                  "<ul class=\"profiles\">\n");
  for (size_t i = 0; i < index.reports().size(); ++i) {
    AddProfile(index.reports()[i], i, index, out);
  }
  absl::StrAppend(&out, "</ul>\n");
  AddAgreements(index, out);
  absl::StrAppend(&out, "</section>\n");
}

void AddSharedWording(const PageIndex& index, std::string& out) {
  if (index.response().shared_wordings().empty()) return;
  absl::StrAppend(&out,
                  "<section id=\"wording\" aria-labelledby=\"wording-title\">\n"
                  "<h2 id=\"wording-title\">Shared wording</h2>\n<p class=\"note\">Passages "
                  "told nearly word for word alike, as of one agency story.</p>\n"
                  "<ul class=\"wordings\">\n");
  for (const v1::SharedWording& wording : index.response().shared_wordings()) {
    if (wording.passages().empty()) continue;
    absl::StrAppend(&out, "<li><q>", Escaped(wording.passages(0).span().text()),
                    "</q> <span class=\"note\">");
    const char* separator = "";
    for (const v1::SharedWording::Passage& passage : wording.passages()) {
      absl::StrAppend(&out, separator,
                      Link(index.AddressOf(passage.report_id(), passage.sentence_index()),
                           Escaped(index.names().Outlet(passage.report_id()))));
      separator = ", ";
    }
    absl::StrAppend(&out, "</span></li>\n");
  }
  absl::StrAppend(&out, "</ul>\n</section>\n");
}

}  // namespace parallax::client::page
