// An answer about two versions of one report, as the engine would give it, made by hand.
#ifndef PARALLAX_TESTS_CLIENT_REVISED_REPORT_H_
#define PARALLAX_TESTS_CLIENT_REVISED_REPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// Versions "old" and "new", each a headline (which may be empty) and sentences.
class RevisedAnswer {
 public:
  RevisedAnswer(const std::vector<std::string>& older, const std::vector<std::string>& newer) {
    for (const auto& [id, sentences] : {std::pair{"old", &older}, {"new", &newer}}) {
      answer.add_profiles()->set_report_id(id);
      answer.mutable_profiles(answer.profiles_size() - 1)->set_outlet("The Post");
      v1::ReportAnalysis& analysis = *answer.add_analyses();
      analysis.set_report_id(id);
      int at = 0;
      for (const std::string& text : *sentences) {
        const bool headline = &text == &sentences->front();
        if (headline && text.empty()) continue;
        v1::Sentence& sentence = *analysis.add_sentences();
        sentence.set_index(analysis.sentences_size() - 1);
        v1::Span& span = *sentence.mutable_span();
        span.set_section(headline ? v1::Span::HEADLINE : v1::Span::BODY);
        span.set_begin(headline ? 0 : at);
        span.set_end(span.begin() + static_cast<int>(text.size()));
        span.set_text(text);
        if (!headline) at = span.end() + 1;
      }
    }
  }

  // The words in a sentence of that version (0 or 1).
  v1::Span SpanOf(int version, int sentence, absl::string_view words) const {
    v1::Span span = answer.analyses(version).sentences(sentence).span();
    const size_t at = absl::string_view(span.text()).find(words);
    span.set_begin(span.begin() + static_cast<int>(at));
    span.set_end(span.begin() + static_cast<int>(words.size()));
    span.set_text(std::string(words));
    return span;
  }

  void AddFigure(int version, int sentence, absl::string_view words, double value,
                 absl::string_view counted = "") {
    v1::Quantity& quantity = *ClaimIn(version, sentence).add_quantities();
    quantity.set_kind(v1::Quantity::COUNT);
    quantity.set_min_value(value);
    quantity.set_max_value(value);
    *quantity.mutable_span() = SpanOf(version, sentence, words);
    quantity.mutable_counted()->set_text(std::string(counted));
  }

  void AddTime(int version, int sentence, absl::string_view words, const std::string& value) {
    v1::TimeExpression& time = *ClaimIn(version, sentence).add_times();
    time.set_type(v1::TimeExpression::DATE);
    time.set_value(value);
    *time.mutable_span() = SpanOf(version, sentence, words);
  }

  // A mention of the entity of that id.
  void AddMention(const std::string& id, int version, int sentence, absl::string_view words,
                  v1::EntityMention::Form form = v1::EntityMention::NAME) {
    v1::Entity* entity = nullptr;
    for (v1::Entity& one : *answer.mutable_entities()) {
      if (one.id() == id) entity = &one;
    }
    if (entity == nullptr) entity = answer.add_entities();
    entity->set_id(id);
    entity->set_type(v1::Entity::PERSON);
    v1::EntityMention& mention = *entity->add_mentions();
    mention.set_report_id(answer.analyses(version).report_id());
    mention.set_sentence_index(sentence);
    mention.set_form(form);
    *mention.mutable_span() = SpanOf(version, sentence, words);
  }

  struct Telling {
    int sentence = 0;
    v1::Claim::Commitment commitment = v1::Claim::ASSERTED;
    std::string source;
  };
  // A fact that both versions tell.
  void AddFact(const Telling& older, const Telling& newer, float confidence = 0.9f) {
    v1::Fact& fact = *answer.add_facts();
    fact.set_confidence(confidence);
    for (const auto& [id, telling] : {std::pair{"old", &older}, {"new", &newer}}) {
      v1::Account& account = *fact.add_accounts();
      account.set_report_id(id);
      v1::FactMention& mention = *account.add_mentions();
      mention.set_sentence_index(telling->sentence);
      mention.set_commitment(telling->commitment);
      mention.set_source(telling->source);
    }
  }

  void AddDifference(v1::Difference::Kind kind, int older, const std::string& before, int newer,
                     const std::string& after) {
    v1::Difference& difference = *answer.add_differences();
    difference.set_kind(kind);
    difference.set_explanation("The two differ: “" + before + "” against “" + after + "”.");
    for (const auto& [version, sentence, value] :
         {std::tuple{0, older, &before}, {1, newer, &after}}) {
      v1::Position& position = *difference.add_positions();
      position.set_value(*value);
      v1::Evidence& evidence = *position.add_evidence();
      evidence.set_report_id(answer.analyses(version).report_id());
      evidence.set_sentence_index(sentence);
    }
  }

  v1::CompareReportsResponse answer;

 private:
  v1::Claim& ClaimIn(int version, int sentence) {
    v1::Claim& claim = *answer.mutable_analyses(version)->add_claims();
    claim.set_sentence_index(sentence);
    return claim;
  }
};

// A headline and a figure changed silently, one claim softened, a sentence dropped and one added.
inline v1::CompareReportsResponse RevisedReport() {
  RevisedAnswer made({"Mayor took bribes", "Eight officers searched the house.",
                      "She took money from the builder.", "Rain is expected.", "The pier is new."},
                     {"Mayor accused of bribes", "Ten officers searched the house.",
                      "She allegedly took money from the builder.", "The pier is new.",
                      "A hearing was set for May."});
  made.AddFigure(0, 1, "Eight", 8, "officers");
  made.AddFigure(1, 1, "Ten", 10, "officers");
  made.AddFact({.sentence = 2}, {.sentence = 2, .commitment = v1::Claim::ALLEGED});
  return made.answer;
}

}  // namespace parallax::client

#endif  // PARALLAX_TESTS_CLIENT_REVISED_REPORT_H_
