#include "client/page/highlights.h"

#include <algorithm>

#include "client/internal/span_place.h"

namespace parallax::client::page {
namespace {

bool Overlap(const TextRange& a, const TextRange& b) { return a.begin < b.end && b.begin < a.end; }

// The first aspect that quotes words in this place of the passage; the card's first where none
// does.
v1::Difference::Kind KindAt(const Card& card, const v1::Evidence& shown, const TextRange& words) {
  for (const v1::Difference* aspect : card.aspects) {
    for (const v1::Position& position : aspect->positions()) {
      for (const v1::Evidence& evidence : position.evidence()) {
        if (evidence.report_id() != shown.report_id() ||
            evidence.sentence_index() != shown.sentence_index()) {
          continue;
        }
        const v1::Span& marked = evidence.has_marked() ? evidence.marked() : evidence.span();
        if (Overlap(PlaceOf(shown.span(), marked), words)) return aspect->kind();
      }
    }
  }
  return card.gravest().kind();
}

// Adds what of `words` no graver card marks already.
void AddMark(const MarkedWords& words, std::vector<MarkedWords>& marks) {
  std::vector<MarkedWords> left = {words};
  for (const MarkedWords& taken : marks) {
    std::vector<MarkedWords> next;
    for (const MarkedWords& part : left) {
      if (!Overlap(part.range, taken.range)) {
        next.push_back(part);
        continue;
      }
      if (part.range.begin < taken.range.begin) {
        next.push_back({{part.range.begin, taken.range.begin}, part.kind});
      }
      if (taken.range.end < part.range.end) {
        next.push_back({{taken.range.end, part.range.end}, part.kind});
      }
    }
    left = std::move(next);
  }
  marks.insert(marks.end(), left.begin(), left.end());
}

// Adds a passage, as one with those that it overlaps.
void AddPassage(Passage added, std::vector<Passage>& passages) {
  std::vector<Passage> apart;
  std::vector<Passage> joined;
  for (Passage& passage : passages) {
    (Overlap(passage.range, added.range) ? joined : apart).push_back(std::move(passage));
  }
  joined.push_back(std::move(added));
  std::stable_sort(joined.begin(), joined.end(), [](const Passage& a, const Passage& b) {
    return a.cards.front() < b.cards.front();
  });
  Passage& all = joined.front();
  for (size_t i = 1; i < joined.size(); ++i) {
    all.range = {std::min(all.range.begin, joined[i].range.begin),
                 std::max(all.range.end, joined[i].range.end)};
    all.cards.insert(all.cards.end(), joined[i].cards.begin(), joined[i].cards.end());
    for (const MarkedWords& mark : joined[i].marks) AddMark(mark, all.marks);
  }
  std::sort(all.cards.begin(), all.cards.end());
  all.cards.erase(std::unique(all.cards.begin(), all.cards.end()), all.cards.end());
  apart.push_back(std::move(all));
  passages = std::move(apart);
}

}  // namespace

std::vector<MarkedWords> MarksOf(const Card& card, const CardEvidence& quoted) {
  std::vector<MarkedWords> marks;
  for (const TextRange& words : quoted.marked) {
    marks.push_back({words, KindAt(card, *quoted.evidence, words)});
  }
  return marks;
}

Highlights FindHighlights(const PageIndex& index) {
  Highlights highlights;
  for (size_t i = 0; i < index.cards().size(); ++i) {
    const Card& card = index.cards()[i];
    for (const CardEvidence& quoted : card.evidence) {
      const v1::Evidence& evidence = *quoted.evidence;
      const v1::Span* sentence = index.SentenceOf(evidence);
      if (sentence == nullptr) continue;
      const TextRange range = PlaceOf(*sentence, evidence.span());
      if (range.begin == range.end) continue;
      Passage passage{.range = range,
                      .kind = KindAt(card, evidence, {0, evidence.span().text().size()}),
                      .cards = {i}};
      for (const MarkedWords& words : MarksOf(card, quoted)) {
        passage.marks.push_back(
            {{range.begin + words.range.begin, range.begin + words.range.end}, words.kind});
      }
      AddPassage(std::move(passage), highlights[{evidence.report_id(), evidence.sentence_index()}]);
    }
  }
  for (auto& [place, passages] : highlights) {
    std::sort(passages.begin(), passages.end(),
              [](const Passage& a, const Passage& b) { return a.range.begin < b.range.begin; });
    for (Passage& passage : passages) {
      std::sort(
          passage.marks.begin(), passage.marks.end(),
          [](const MarkedWords& a, const MarkedWords& b) { return a.range.begin < b.range.begin; });
    }
  }
  return highlights;
}

}  // namespace parallax::client::page
