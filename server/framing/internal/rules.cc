#include "server/framing/rules.h"

#include <algorithm>
#include <cassert>

#include "absl/strings/str_cat.h"
#include "server/framing/calibration.h"

namespace parallax::framing {
namespace {

constexpr Rule kRules[] = {
    {"commitment-class", Kind::kCommitment, Severity::kMedium,
     "$0 and $1 do not stand behind this to the same degree",
     "the clauses that tell one fact differ in class: asserted, endorsed, attributed, hedged, "
     "alleged, denied, negated, prospective",
     "one class on both sides; asserted against endorsed",
     "AP and Reuters: an accusation is not a fact until proved; say who makes it"},
    {"polarity-affirmed-denied", Kind::kPolarity, Severity::kHigh,
     "$0 and $1 say the opposite of each other",
     "one side affirms, the other's own voice or source says it is not so", "both sides tell both",
     "BBC Editorial Guidelines, right of reply"},
    {"attribution-other-source", Kind::kAttribution, Severity::kMedium,
     "$0 and $1 give this to different sources",
     "the same claim is given to different people or bodies, or to somebody here and nobody there",
     "longer and shorter name; a body and who speaks for it",
     "Reuters: name the source as exactly as it can be named"},
    {"reporting-verb-connotation", Kind::kReportingVerb, Severity::kMedium,
     "$0 and $1 report the same utterance with words of different tone",
     "one statement of one source carries cues of different connotation", "two neutral cues",
     "Reuters, BBC and Guardian style: said is neutral, claimed doubts, admitted convicts"},
    {"quantity-conflict", Kind::kQuantity, Severity::kHigh,
     "$0 and $1 give figures that cannot both hold",
     "figures of one measure that no reading of their modifiers makes agree",
     "rounded or cut figures; about, at least; a figure that the other side states as well",
     "AP on numerals and Reuters on tolls: give the figure with its source"},
    {"quantity-update", Kind::kQuantity, Severity::kLow, "$0 and $1 give counts of different times",
     "the higher count stands in the later report", "publication times unknown",
     "Reuters on developing stories"},
    {"time-conflict", Kind::kTime, Severity::kHigh, "$0 and $1 give times that cannot both hold",
     "days or clock times that do not overlap, or a done deed against one to come",
     "one holds the other; the same weekday in two reports", "AP on time element"},
    {"place-conflict", Kind::kPlace, Severity::kMedium,
     "$0 and $1 give places that cannot both hold", "places of one event that exclude each other",
     "one place holds the other", "AP on location"},
    {"cause-differs", Kind::kCause, Severity::kMedium, "$0 and $1 do not give the same reason",
     "other causes, reasons or purposes for one fact, or one side alone gives any",
     "the same reason in other words",
     "BBC Editorial Guidelines on accuracy: a sequence is no cause"},
    {"label-connotation", Kind::kLabel, Severity::kMedium,
     "$0 and $1 name the same by terms of different connotation",
     "the same person, group, thing or place under terms that judge differently",
     "surname, title, pronoun and other neutral variants",
     "AP, Reuters, BBC and Guardian on labels"},
    {"wording-connotation", Kind::kWording, Severity::kLow,
     "$0 and $1 tell the same in words of different connotation",
     "one event told with predicates or modifiers that judge differently", "neutral synonyms",
     "AP and Guardian: the plain verb; Reuters: adjectives that judge"},
    {"scare-quotes-against-plain", Kind::kScareQuotes, Severity::kMedium,
     "$0 and $1 differ in whether the term is theirs",
     "a term kept at a distance by quotation marks stands plainly in the other",
     "an ordinary direct quotation",
     "AP and Guardian: quotation marks around a word say that it is not ours"},
    {"quotation-altered", Kind::kQuotation, Severity::kHigh,
     "$0 and $1 give one quotation in different words", "one quotation has other words",
     "punctuation, contractions, fillers, clarified words in brackets",
     "AP: a quotation is not altered"},
    {"quotation-cut", Kind::kQuotation, Severity::kHigh,
     "$0 and $1 quote different parts of one statement, and its sense may change",
     "a quotation loses a condition, a contrast, a denial or its second half",
     "an ellipsis that keeps the sense; the rest is quoted next to it",
     "AP on partial quotations; BBC Editorial Guidelines: editing must not change the meaning"},
    {"agency-differs", Kind::kAgency, Severity::kMedium, "$0 and $1 do not name the same doer",
     "one names who did it, the other hides the doer or names somebody else",
     "the doer is clear from the sentence", "AP: say who did what, above all where force was used"},
    {"omission-of-headline", Kind::kOmission, Severity::kMedium, "$1 does not tell what $0 tells",
     "a fact of some headline, told by others, is absent",
     "briefs under five sentences; a sentence that may tell it; copies of one agency story",
     "BBC Editorial Guidelines on impartiality: material facts are not left out"},
    {"omission-of-lead", Kind::kOmission, Severity::kLow, "$1 does not tell what $0 tells",
     "a fact of some lead, told by others, is absent",
     "briefs under five sentences; a sentence that may tell it; copies of one agency story",
     "BBC Editorial Guidelines on impartiality: material facts are not left out"},
    {"prominence-headline", Kind::kProminence, Severity::kLow,
     "$0 leads with what $1 tells only in its second half",
     "a fact of one headline or lead stands in the second half of another report",
     "reports under eight sentences", "Reuters: the news comes first"},
};

}  // namespace

std::span<const Rule> Rules() { return kRules; }

const Rule& RuleOf(Kind kind) {
  const auto rules = Rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.kind == kind; });
  assert(rule != rules.end());
  return *rule;
}

const Rule& RuleNamed(absl::string_view name) {
  const auto rules = Rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.name == name; });
  assert(rule != rules.end());
  return *rule;
}

std::string RulesPage() {
  std::string page =
      "# The rules of framing\n\n"
      "Made from `internal/rules.cc`; a test holds the two together. Every difference names the "
      "rule "
      "that\nraised it. Names are stable: tools may filter by them. The reader of pairs proposes, "
      "the rule's\nquestion agrees or objects, and the confidence says how likely an editor "
      "agrees. "
      "The guides are named\nso that the point can be looked up; nothing is quoted from them.\n\n"
      "| rule | kind | raised when | silent when | guidance |\n|---|---|---|---|---|\n";
  for (const Rule& rule : kRules) {
    absl::StrAppend(&page, "| `", rule.name, "` | ", Name(rule.kind), " | ", rule.raised, " | ",
                    rule.silent, " | ", rule.guidance, " |\n");
  }
  return page;
}

}  // namespace parallax::framing
