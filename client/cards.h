// Differences as an editor reads them: those that rest on one fact or on the same passages are one
// card, with one headline, one set of evidence and several aspects. What every view shows from.
#ifndef PARALLAX_CLIENT_CARDS_H_
#define PARALLAX_CLIENT_CARDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "client/word_diff.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// A passage of a card, shown once however many aspects quote it.
struct CardEvidence {
  const v1::Evidence* evidence = nullptr;  // the longest of those that lie in one another
  // The words that differ by any aspect, in order, apart from each other and on character borders:
  // the whole passage where the answer says no more. Empty of a quotation that was cut: what
  // differs stands on the other side.
  std::vector<TextRange> marked;
};

// Differences of one group.
struct Card {
  std::vector<const v1::Difference*> aspects;  // at least one, the gravest first
  std::vector<CardEvidence> evidence;          // by report, then by place
  std::vector<std::string> absent_report_ids;  // on the side that does not tell it, each once
  // Stays the same for the same finding in every answer and stands once in this one; letters,
  // figures, "-", "_" and "." alone.
  std::string anchor;
  int fact = -1;  // the first that an aspect stands on; -1: none

  const v1::Difference& gravest() const { return *aspects.front(); }
};

// What an answer says at a glance.
struct CardSummary {
  int reports = 0;
  int shared_facts = 0;  // told by two reports or more
  int differences = 0;
  int dismissed = 0;  // left out of `differences`
  int cards = 0;
  int high = 0;  // cards by the severity of their gravest
  int medium = 0;
  int low = 0;
  std::vector<size_t> gravest;  // the first three cards at most, as indices
};

// The cards in the order of their gravest members, which is the answer's: gravest first. They
// borrow from the answer, which must outlive them and not change. A difference without a group is a
// card of its own; ids that lead nowhere are no error. Thread safety: none needed, plain values.
std::vector<Card> MakeCards(
    const v1::CompareReportsResponse& response ABSL_ATTRIBUTE_LIFETIME_BOUND);

// `dismissed` differences were taken out of the answer beforehand.
CardSummary Summarize(const v1::CompareReportsResponse& response, const std::vector<Card>& cards,
                      int dismissed = 0);

// "3 reports, 1 shared fact, 5 differences on 3 cards (2 more dismissed)".
std::string CountsOf(const CardSummary& summary);

// What the difference says before it quotes, as a sentence: "Northline and Radio Vostra report the
// same utterance with words of different tone". The kind where it says nothing. Not cleaned.
std::string Headline(const v1::Difference& difference);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_CARDS_H_
