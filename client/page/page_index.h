// What the sections of a page ask of the answer, and how they refer to each other.
#ifndef PARALLAX_CLIENT_PAGE_PAGE_INDEX_H_
#define PARALLAX_CLIENT_PAGE_PAGE_INDEX_H_

#include <map>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "client/answer_index.h"
#include "client/cards.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client::page {

struct PageReport {
  std::string id;
  std::string outlet;  // cleaned, not escaped
  const v1::ReportProfile* profile = nullptr;
  const v1::ReportAnalysis* analysis = nullptr;  // null where the answer has none
  const v1::Report* report = nullptr;            // as asked for; null where the request has none
};

// Borrows the request and the answer, which must outlive it and not change. Thread safety: const
// access is safe from many threads.
class PageIndex {
 public:
  PageIndex(const v1::CompareReportsRequest& request ABSL_ATTRIBUTE_LIFETIME_BOUND,
            const v1::CompareReportsResponse& response ABSL_ATTRIBUTE_LIFETIME_BOUND);

  const v1::CompareReportsResponse& response() const { return response_; }
  const AnswerIndex& names() const { return names_; }
  const std::vector<PageReport>& reports() const { return reports_; }  // in the answer's order
  const std::vector<Card>& cards() const { return cards_; }
  // The cards with an aspect that stands on the fact, in order. REQUIRES: a place of a fact.
  const std::vector<size_t>& CardsOnFact(int fact) const {
    return cards_on_fact_[static_cast<size_t>(fact)];
  }

  // The places of the reports that the card quotes or says to be silent, in order. REQUIRES: a
  // place of a card.
  const std::vector<size_t>& ReportsOfCard(size_t card) const { return reports_of_card_[card]; }

  // The id of an aspect that is not its card's first: from its key, so that links to it hold when
  // it is grouped another way. Empty where it has no key that can stand there.
  std::string AspectAnchor(const v1::Difference& aspect) const;

  // "#r2-s5", where the page shows the sentence, numbered from 1 and 0; the report where it does
  // not show the sentence; empty for an unknown report.
  std::string AddressOf(const std::string& report_id, int sentence_index) const;

  // The sentence that the evidence stands in; null where the answer does not have it.
  const v1::Span* SentenceOf(const v1::Evidence& evidence) const;

  // Whether the page has a column for each report that shows all that is said in it; with more
  // reports than fit beside each other it is narrow.
  bool HasWideColumns() const { return reports_.size() <= kMostWide; }

 private:
  static constexpr size_t kMostWide = 6;

  const v1::CompareReportsResponse& response_;
  AnswerIndex names_;
  std::vector<Card> cards_;
  std::vector<PageReport> reports_;
  std::vector<std::vector<size_t>> cards_on_fact_;
  std::vector<std::vector<size_t>> reports_of_card_;
  std::map<const v1::Difference*, std::string> aspect_anchors_;
};

}  // namespace parallax::client::page

#endif  // PARALLAX_CLIENT_PAGE_PAGE_INDEX_H_
