#include "client/cards.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/internal/span_place.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr size_t kGravest = 3;

bool SamePlace(const v1::Evidence& a, const v1::Evidence& b) {
  return a.report_id() == b.report_id() && a.span().section() == b.span().section() &&
         a.sentence_index() == b.sentence_index();
}

bool Holds(const v1::Span& outer, const v1::Span& inner) {
  return outer.begin() <= inner.begin() && inner.end() <= outer.end() &&
         absl::StrContains(outer.text(), inner.text());
}

// The words that differ: the whole passage where the answer says no more.
const v1::Span& MarkedOf(const v1::Evidence& evidence) {
  return evidence.has_marked() ? evidence.marked() : evidence.span();
}

// In order, and what overlaps or touches as one.
void Unite(std::vector<TextRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const TextRange& a, const TextRange& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::vector<TextRange> united;
  for (const TextRange& range : ranges) {
    if (!united.empty() && range.begin <= united.back().end) {
      united.back().end = std::max(united.back().end, range.end);
    } else {
      united.push_back(range);
    }
  }
  ranges = std::move(united);
}

// A passage as one aspect quotes it.
struct Quote {
  const v1::Evidence* evidence;
  const v1::Difference* aspect;
  const v1::Position* position;
};

std::vector<Quote> AllQuotes(const Card& card) {
  std::vector<Quote> all;
  for (const v1::Difference* aspect : card.aspects) {
    for (const v1::Position& position : aspect->positions()) {
      for (const v1::Evidence& evidence : position.evidence()) {
        all.push_back({&evidence, aspect, &position});
      }
    }
  }
  return all;
}

// Whether another passage of the card shows all[i] as well; of equal ones the first is shown.
bool IsHeld(const std::vector<Quote>& all, size_t i) {
  const v1::Evidence& inner = *all[i].evidence;
  for (size_t k = 0; k < all.size(); ++k) {
    const v1::Evidence& outer = *all[k].evidence;
    if (k == i || !SamePlace(outer, inner) || !Holds(outer.span(), inner.span())) continue;
    if (k < i || !Holds(inner.span(), outer.span())) return true;
  }
  return false;
}

// The words of `text` that the passage on another side which is most like it does not have. False
// where none is like it.
bool WordsThatDiffer(const Quote& quote, absl::string_view text, std::vector<TextRange>* found) {
  constexpr double kAlike = 0.5;
  WordDiff nearest;
  for (const v1::Position& position : quote.aspect->positions()) {
    if (&position == quote.position) continue;
    for (const v1::Evidence& other : position.evidence()) {
      WordDiff diff = CompareWords(text, MarkedOf(other).text());
      if (diff.common > nearest.common) nearest = std::move(diff);
    }
  }
  *found = std::move(nearest.only);
  return nearest.alike >= kAlike;
}

std::vector<TextRange> MarksIn(const v1::Evidence& shown, const std::vector<Quote>& all) {
  std::vector<TextRange> marked;
  for (const Quote& quote : all) {
    if (!SamePlace(*quote.evidence, shown)) continue;
    const v1::Span& words = MarkedOf(*quote.evidence);
    const TextRange range = PlaceOf(shown.span(), words);
    if (range.end <= range.begin) continue;
    std::vector<TextRange> within;
    // Of a quotation as a whole it is the few words in it that count.
    if (quote.aspect->kind() == v1::Difference::QUOTATION &&
        WordsThatDiffer(quote, words.text(), &within)) {
      for (const TextRange& word : within) {
        marked.push_back({range.begin + word.begin, range.begin + word.end});
      }
    } else {
      marked.push_back(range);
    }
  }
  Unite(marked);
  return marked;
}

// `place` of each report in the answer.
std::vector<CardEvidence> CollectEvidence(const Card& card,
                                          const std::map<std::string, size_t>& place) {
  const std::vector<Quote> all = AllQuotes(card);
  std::vector<CardEvidence> result;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!IsHeld(all, i)) result.push_back({all[i].evidence, MarksIn(*all[i].evidence, all)});
  }
  const auto rank = [&place](const CardEvidence& shown) {
    const auto found = place.find(shown.evidence->report_id());
    return std::make_tuple(found == place.end() ? place.size() : found->second,
                           shown.evidence->sentence_index(), shown.evidence->span().begin());
  };
  std::stable_sort(
      result.begin(), result.end(),
      [&rank](const CardEvidence& a, const CardEvidence& b) { return rank(a) < rank(b); });
  return result;
}

// "d-" and the key of the gravest, or its id where it has no key.
std::string Anchor(const v1::Difference& gravest) {
  std::string anchor = absl::StrCat("d-", gravest.key().empty() ? gravest.id() : gravest.key());
  for (char& c : anchor) {
    const bool fits =
        absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
    if (!fits) c = '-';
  }
  return anchor;
}

void AddAbsent(const v1::Difference& difference, Card& card) {
  for (const v1::Position& position : difference.positions()) {
    if (position.evidence_size() > 0) continue;
    for (const std::string& id : position.report_ids()) {
      auto& absent = card.absent_report_ids;
      if (std::find(absent.begin(), absent.end(), id) == absent.end()) absent.push_back(id);
    }
  }
}

}  // namespace

std::vector<Card> MakeCards(const v1::CompareReportsResponse& response) {
  std::map<std::string, size_t> place;
  for (const v1::ReportProfile& profile : response.profiles()) {
    place.emplace(profile.report_id(), place.size());
  }
  std::map<std::string, int> facts;
  for (int i = 0; i < response.facts_size(); ++i) facts.emplace(response.facts(i).id(), i);

  std::vector<Card> cards;
  std::map<std::string, size_t> card_of;  // by group
  for (const v1::Difference& difference : response.differences()) {
    size_t at = cards.size();
    if (!difference.group_id().empty()) {
      at = card_of.emplace(difference.group_id(), cards.size()).first->second;
    }
    if (at == cards.size()) cards.emplace_back();
    Card& card = cards[at];
    card.aspects.push_back(&difference);
    const auto fact = facts.find(difference.fact_id());
    if (card.fact < 0 && fact != facts.end()) card.fact = fact->second;
    AddAbsent(difference, card);
  }
  std::map<std::string, int> anchors;
  for (Card& card : cards) {
    std::stable_sort(card.aspects.begin(), card.aspects.end(),
                     [](const v1::Difference* a, const v1::Difference* b) {
                       return a->severity() > b->severity();
                     });
    card.evidence = CollectEvidence(card, place);
    const std::string anchor = Anchor(card.gravest());
    const int times = ++anchors[anchor];
    card.anchor = times == 1 ? anchor : absl::StrCat(anchor, "-", times);
  }
  return cards;
}

CardSummary Summarize(const v1::CompareReportsResponse& response, const std::vector<Card>& cards,
                      int dismissed) {
  CardSummary summary;
  summary.dismissed = dismissed;
  summary.reports = response.profiles_size();
  summary.shared_facts = static_cast<int>(
      std::count_if(response.facts().begin(), response.facts().end(),
                    [](const v1::Fact& fact) { return fact.accounts_size() > 1; }));
  summary.differences = response.differences_size();
  summary.cards = static_cast<int>(cards.size());
  for (size_t i = 0; i < cards.size(); ++i) {
    const v1::Difference::Severity severity = cards[i].gravest().severity();
    if (severity == v1::Difference::HIGH) ++summary.high;
    if (severity == v1::Difference::MEDIUM) ++summary.medium;
    if (severity == v1::Difference::LOW) ++summary.low;
    if (i < kGravest) summary.gravest.push_back(i);
  }
  return summary;
}

std::string CountsOf(const CardSummary& summary) {
  const std::string on = summary.cards == summary.differences
                             ? ""
                             : absl::StrCat(" on ", Count(summary.cards, "card"));
  return absl::StrCat(
      Count(summary.reports, "report"), ", ", Count(summary.shared_facts, "shared fact"), ", ",
      Count(summary.differences, "difference"), on,
      summary.dismissed == 0 ? "" : absl::StrCat(" (", summary.dismissed, " more dismissed)"));
}

std::string Headline(const v1::Difference& difference) {
  absl::string_view said = difference.explanation();
  const size_t quote = said.find(": “");
  if (quote != absl::string_view::npos) said = said.substr(0, quote);
  said = absl::StripAsciiWhitespace(said);
  while (!said.empty() && said.back() == '.') said.remove_suffix(1);
  return said.empty() ? Word(difference.kind()) : std::string(said);
}

}  // namespace parallax::client
