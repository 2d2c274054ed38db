#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/internal/span_place.h"
#include "client/page/highlights.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/terminal.h"
#include "client/text_cards.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

constexpr int kUnwrapped = 1 << 20;  // columns: who pastes it has his own
constexpr absl::string_view kSpoken = " <span class=\"note\">a speaker’s words</span>";

using Quotes = std::span<const CardEvidence>;

// Whether all of the quotes stand in the sentence, each behind the one before.
bool StandIn(const v1::Span* sentence, Quotes quotes) {
  size_t at = 0;
  return sentence != nullptr && std::all_of(quotes.begin(), quotes.end(), [&](const auto& quoted) {
           const TextRange place = PlaceOf(*sentence, quoted.evidence->span());
           const bool behind = place.begin < place.end && place.begin >= at;
           at = place.end;
           return behind;
         });
}

void AddAround(absl::string_view text, std::string& out) {
  if (text.empty()) return;
  absl::StrAppend(&out, "<span class=\"around\">", EscapedPart(text), "</span>");
}

// A sentence with all that the card quotes of it, the words that differ marked.
void AddSentence(const Card& card, Quotes quotes, const v1::Span& sentence, std::string& out) {
  const absl::string_view text = sentence.text();
  size_t at = 0;
  absl::StrAppend(&out, "<dd><q>");
  for (const CardEvidence& quoted : quotes) {
    const TextRange place = PlaceOf(sentence, quoted.evidence->span());
    AddAround(text.substr(at, place.begin - at), out);
    absl::StrAppend(
        &out, Marked(text.substr(place.begin, place.end - place.begin), MarksOf(card, quoted)));
    at = place.end;
  }
  AddAround(text.substr(at), out);
  const bool spoken = std::all_of(quotes.begin(), quotes.end(), [](const CardEvidence& quoted) {
    return quoted.evidence->in_direct_quote();
  });
  absl::StrAppend(&out, "</q>", spoken ? kSpoken : "", "</dd>\n");
}

// A passage of a sentence that the answer does not have.
void AddPassage(const Card& card, const CardEvidence& quoted, std::string& out) {
  const std::string& text = quoted.evidence->span().text();
  std::vector<MarkedWords> marks = MarksOf(card, quoted);
  // To mark all that is quoted would say nothing.
  if (marks.size() == 1 && marks[0].range == TextRange{0, text.size()}) marks.clear();
  absl::StrAppend(&out, "<dd><q>", Marked(text, marks), "</q>",
                  quoted.evidence->in_direct_quote() ? kSpoken : "", "</dd>\n");
}

// The quotes of one sentence.
void AddQuotes(const Card& card, Quotes quotes, const PageIndex& index, std::string& out) {
  const v1::Span* sentence = index.SentenceOf(*quotes.front().evidence);
  if (StandIn(sentence, quotes)) {
    AddSentence(card, quotes, *sentence, out);
    return;
  }
  for (const CardEvidence& quoted : quotes) AddPassage(card, quoted, out);
}

void AddEvidence(const Card& card, size_t number, const PageIndex& index, std::string& out) {
  absl::StrAppend(&out, "<dl class=\"evidence\">\n");
  const std::string* report = nullptr;
  const Quotes all = card.evidence;
  for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    const v1::Evidence& evidence = *all[begin].evidence;
    for (end = begin + 1; end < all.size(); ++end) {
      const v1::Evidence& next = *all[end].evidence;
      if (next.report_id() != evidence.report_id() ||
          next.sentence_index() != evidence.sentence_index()) {
        break;
      }
    }
    if (report == nullptr || *report != evidence.report_id()) {
      absl::StrAppend(&out, report == nullptr ? "" : "</div>\n", "<div><dt>");
      const std::string address = index.AddressOf(evidence.report_id(), evidence.sentence_index());
      const std::string outlet = Escaped(index.names().Outlet(evidence.report_id()));
      if (address.empty()) {
        absl::StrAppend(&out, outlet);
      } else {
        absl::StrAppend(&out, "<a class=\"to-report\" href=\"", address, "\" data-cards=\"", number,
                        "\">", outlet, "</a>");
      }
      absl::StrAppend(&out, "</dt>\n");
      report = &evidence.report_id();
    }
    AddQuotes(card, all.subspan(begin, end - begin), index, out);
  }
  if (report != nullptr) absl::StrAppend(&out, "</div>\n");
  for (const std::string& id : card.absent_report_ids) {
    absl::StrAppend(&out, "<div><dt>",
                    Link(index.AddressOf(id, -1), Escaped(index.names().Outlet(id))),
                    "</dt>\n<dd class=\"absent\">not told</dd></div>\n");
  }
  absl::StrAppend(&out, "</dl>\n");
}

// "asserted: The Post; alleged: The Times", and where the sides have no name, "The Post against The
// Times".
std::string Sides(const v1::Difference& aspect, const PageIndex& index) {
  std::vector<std::string> sides;
  for (const v1::Position& position : aspect.positions()) {
    sides.push_back(Side(aspect.kind(), position));
  }
  const bool tell =
      std::adjacent_find(sides.begin(), sides.end(), std::not_equal_to<>()) != sides.end();
  std::string html;
  for (int i = 0; i < aspect.positions_size(); ++i) {
    const std::string& side = sides[static_cast<size_t>(i)];
    absl::StrAppend(&html, i == 0 ? "" : tell ? "; " : " against ");
    if (tell && !side.empty()) absl::StrAppend(&html, "<b>", Escaped(side), "</b>: ");
    absl::StrAppend(&html, absl::StrJoin(ReportsOf(aspect.positions(i)), ", ",
                                         [&index](std::string* text, const std::string& id) {
                                           absl::StrAppend(text, Escaped(index.names().Outlet(id)));
                                         }));
  }
  return html;
}

void AddAspects(const Card& card, const PageIndex& index, std::string& out) {
  absl::StrAppend(&out, "<ul class=\"aspects\">\n");
  for (const v1::Difference* aspect : card.aspects) {
    const std::string anchor = index.AspectAnchor(*aspect);
    absl::StrAppend(&out, "<li", anchor.empty() ? "" : absl::StrCat(" id=\"", anchor, "\""),
                    " data-kind=\"", ClassOf(aspect->kind()), "\" data-severity=\"",
                    ClassOf(aspect->severity()),
                    absl::StrFormat("\" data-sure=\"%.4f\">", aspect->confidence()),
                    KindTag(aspect->kind()), " <span class=\"sides\">", Sides(*aspect, index),
                    "</span> <span class=\"rule\">", Escaped(aspect->rule()),
                    absl::StrFormat(", confidence %.2f", aspect->confidence()), "</span></li>\n");
  }
  absl::StrAppend(&out, "</ul>\n");
}

void AddCard(size_t number, const PageIndex& index, std::string& out) {
  const Card& card = index.cards()[number];
  const v1::Difference& gravest = card.gravest();
  const std::string anchor = Escaped(card.anchor);
  absl::StrAppend(&out, "<article class=\"card ", ClassOf(gravest.severity()), "\" id=\"", anchor,
                  "\" data-card=\"", number, "\" data-reports=\"",
                  absl::StrJoin(index.ReportsOfCard(number), " "),
                  "\" tabindex=\"-1\" aria-labelledby=\"headline-", number,
                  "\">\n<p class=\"meta\">", SeverityTag(gravest.severity()));
  std::vector<v1::Difference::Kind> kinds;
  for (const v1::Difference* aspect : card.aspects) {
    if (std::find(kinds.begin(), kinds.end(), aspect->kind()) != kinds.end()) continue;
    kinds.push_back(aspect->kind());
    absl::StrAppend(&out, " ", KindTag(aspect->kind()));
  }
  const std::string fact = FactAddress(index, card.fact);
  if (!fact.empty()) {
    absl::StrAppend(&out, " <a class=\"to-fact\" href=\"", fact, "\">fact ",
                    index.names().FactNumber(card.fact), "</a>");
  }
  absl::StrAppend(&out, "</p>\n<h3 id=\"headline-", number, "\">", Escaped(Headline(gravest)),
                  "</h3>\n");
  AddEvidence(card, number, index, out);
  AddAspects(card, index, out);
  TextWriter text(kUnwrapped, /*color=*/false);
  WriteCards({card}, index.names(), {}, text);
  absl::StrAppend(&out, "<p class=\"tools\"><a class=\"permalink\" href=\"#", anchor,
                  "\">Link to this<span class=\"unseen\"> difference: ", Escaped(Headline(gravest)),
                  "</span></a> <button type=\"button\" class=\"copy\">Copy as text</button> "
                  "<span role=\"status\" class=\"copied\"></span></p>\n"
                  "<details class=\"as-text\"><summary>As text</summary><pre>",
                  EscapeHtml(text.Take()), "</pre></details>\n</article>\n");
}

}  // namespace

void AddCards(const PageIndex& index, std::string& out) {
  absl::StrAppend(&out,
                  "<section id=\"differences\" aria-labelledby=\"differences-title\">\n"
                  "<h2 id=\"differences-title\">Differences</h2>\n");
  if (index.cards().empty()) {
    absl::StrAppend(&out, "<p>None was found. What is left out is not thereby alike.</p>\n");
  } else {
    AddFilters(index, out);
    absl::StrAppend(&out, "<div class=\"cards\">\n");
    for (size_t i = 0; i < index.cards().size(); ++i) AddCard(i, index, out);
    absl::StrAppend(&out,
                    "</div>\n<p class=\"nothing\" hidden>No difference passes all filters."
                    "</p>\n");
  }
  absl::StrAppend(&out, "</section>\n");
}

}  // namespace parallax::client::page
