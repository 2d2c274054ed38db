#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/page/highlights.h"
#include "client/page/markup.h"
#include "tests/client/messages.h"

namespace parallax::client::page {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSentence[] = "The city closed the old bridge on Monday.";

// A report of one sentence.
v1::CompareReportsResponse OneSentence() {
  v1::CompareReportsResponse response;
  response.add_profiles()->set_report_id("a");
  v1::ReportAnalysis& analysis = *response.add_analyses();
  analysis.set_report_id("a");
  analysis.add_sentences()->mutable_span()->set_text(kSentence);
  return response;
}

void SetSpan(const std::string& words, v1::Span* span) {
  const size_t at = std::string(kSentence).find(words);
  span->set_begin(static_cast<int32_t>(at));
  span->set_end(static_cast<int32_t>(at + words.size()));
  span->set_text(words);
}

void Quote(v1::Difference::Kind kind, const std::string& passage, const std::string& marked,
           v1::CompareReportsResponse& response) {
  v1::Difference& difference = *response.add_differences();
  difference.set_id(absl::StrCat("d", response.differences_size()));
  difference.set_kind(kind);
  v1::Evidence& evidence = *difference.add_positions()->add_evidence();
  evidence.set_report_id("a");
  SetSpan(passage, evidence.mutable_span());
  SetSpan(marked, evidence.mutable_marked());
}

// The passages of the sentence, as "[words|words] cards".
std::vector<std::string> Shown(const v1::CompareReportsResponse& response) {
  const v1::CompareReportsRequest request;
  const PageIndex index(request, response);
  const Highlights highlights = FindHighlights(index);
  const auto found = highlights.find({"a", 0});
  if (found == highlights.end()) return {};
  std::vector<std::string> shown;
  const std::string sentence = kSentence;
  const auto words = [&sentence](const TextRange& range) {
    return sentence.substr(range.begin, range.end - range.begin);
  };
  for (const Passage& passage : found->second) {
    std::string text = absl::StrCat(words(passage.range), " ", ClassOf(passage.kind), ":");
    for (const MarkedWords& mark : passage.marks) {
      absl::StrAppend(&text, " [", words(mark.range), " ", ClassOf(mark.kind), "]");
    }
    for (const size_t card : passage.cards) absl::StrAppend(&text, " ", card);
    shown.push_back(std::move(text));
  }
  return shown;
}

TEST(PageHighlights, MarksTheWordsOfAPassage) {
  v1::CompareReportsResponse response = OneSentence();
  Quote(v1::Difference::LABEL, "closed the old bridge", "old", response);
  EXPECT_THAT(Shown(response), ElementsAre("closed the old bridge k-label: [old k-label] 0"));
}

TEST(PageHighlights, KeepsPassagesApartInTheirOrder) {
  v1::CompareReportsResponse response = OneSentence();
  Quote(v1::Difference::TIME, "on Monday", "Monday", response);
  Quote(v1::Difference::LABEL, "The city", "city", response);
  EXPECT_THAT(Shown(response), ElementsAre("The city k-label: [city k-label] 1",
                                           "on Monday k-time: [Monday k-time] 0"));
}

TEST(PageHighlights, JoinsPassagesThatOverlapUnderTheGravest) {
  v1::CompareReportsResponse response = OneSentence();
  Quote(v1::Difference::LABEL, "closed the old", "old", response);
  Quote(v1::Difference::PLACE, "bridge on Monday", "bridge", response);
  Quote(v1::Difference::WORDING, "the old bridge", "the old bridge", response);
  EXPECT_THAT(Shown(response),
              ElementsAre("closed the old bridge on Monday k-label: [the  k-wording] [old k-label] "
                          "[  k-wording] [bridge k-place] 0 1 2"));
}

TEST(PageHighlights, LeavesOutWhatLeadsNowhere) {
  v1::CompareReportsResponse response = OneSentence();
  Quote(v1::Difference::LABEL, "The city", "city", response);
  v1::Evidence& evidence =
      *response.mutable_differences(0)->mutable_positions(0)->mutable_evidence(0);
  evidence.mutable_span()->set_text("words that it does not have");
  EXPECT_THAT(Shown(response), IsEmpty());
  evidence.mutable_span()->set_text("The city");
  EXPECT_THAT(Shown(response), SizeIs(1));
  evidence.set_sentence_index(1);
  EXPECT_THAT(Shown(response), IsEmpty());
  evidence.set_sentence_index(0);
  evidence.set_report_id("unknown");
  EXPECT_THAT(Shown(response), IsEmpty());
}

}  // namespace
}  // namespace parallax::client::page
