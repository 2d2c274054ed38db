#include "tests/service/invariants.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace parallax::testing {
namespace {

class Checker {
 public:
  Checker(const v1::CompareReportsRequest& request, const v1::CompareReportsResponse& response)
      : response_(response) {
    for (int i = 0; i < request.reports_size(); ++i) {
      const v1::Report& report = request.reports(i);
      const std::string id = report.id().empty() ? absl::StrCat("r", i + 1) : report.id();
      Texts& texts = texts_[id];
      texts.headline = report.headline();
      texts.body = report.text();
      order_[id] = i;
    }
    for (const v1::ReportAnalysis& analysis : response.analyses()) {
      Texts& texts = texts_[analysis.report_id()];
      if (!analysis.headline_text().empty()) texts.headline = analysis.headline_text();
      if (!analysis.body_text().empty()) texts.body = analysis.body_text();
      texts.sentences = analysis.sentences_size();
    }
  }

  std::vector<std::string> RunOnAnalyses() && {
    for (const v1::ReportAnalysis& analysis : response_.analyses()) CheckAnalysis(analysis);
    return std::move(wrong_);
  }

  std::vector<std::string> Run() && {
    Require(response_.analyses_size() == static_cast<int>(order_.size()), "analyses");
    Require(response_.profiles_size() == static_cast<int>(order_.size()), "profiles");
    for (const v1::ReportAnalysis& analysis : response_.analyses()) CheckAnalysis(analysis);
    CheckEntities("", response_.entities());
    std::set<std::string> entities;
    for (const v1::Entity& entity : response_.entities()) entities.insert(entity.id());
    for (const v1::Fact& fact : response_.facts()) CheckFact(fact);
    for (const v1::Difference& difference : response_.differences()) {
      CheckDifference(difference, entities);
    }
    for (const v1::Agreement& agreement : response_.agreements()) {
      Require(agreement.report_ids_size() == 2, "agreement of two");
      Require(InUnit(agreement.alike_share()), "alike_share");
    }
    for (const v1::SharedWording& wording : response_.shared_wordings()) {
      Require(wording.passages_size() >= 2, "shared wording of two");
      for (const auto& passage : wording.passages()) {
        CheckSpan(passage.report_id(), passage.span(), "shared wording");
      }
    }
    return std::move(wrong_);
  }

 private:
  struct Texts {
    std::string headline;
    std::string body;
    int sentences = 0;
  };

  void Require(bool condition, const std::string& what) {
    if (!condition && wrong_.size() < 20) wrong_.push_back(what);
  }
  static bool InUnit(double value) { return value >= 0 && value <= 1; }

  // In UTF-8.
  static bool IsBorder(const std::string& text, int at) {
    return static_cast<size_t>(at) == text.size() ||
           (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  }
  static bool Holds(const v1::Span& outer, const v1::Span& inner) {
    return outer.section() == inner.section() && outer.begin() <= inner.begin() &&
           inner.end() <= outer.end();
  }

  void CheckSpan(const std::string& report, const v1::Span& span, const std::string& what) {
    const auto texts = texts_.find(report);
    if (texts == texts_.end()) return Require(false, what + ": report " + report);
    const std::string& text =
        span.section() == v1::Span::HEADLINE ? texts->second.headline : texts->second.body;
    Require(span.section() != v1::Span::SECTION_UNSPECIFIED, what + ": section");
    const bool inside = 0 <= span.begin() && span.begin() < span.end() &&
                        static_cast<size_t>(span.end()) <= text.size();
    Require(inside, what + ": span outside the text");
    if (inside) {
      Require(text.compare(span.begin(), span.end() - span.begin(), span.text()) == 0,
              what + ": span does not cover its text");
      Require(IsBorder(text, span.begin()) && IsBorder(text, span.end()),
              what + ": span cuts a character");
    }
  }
  void CheckSentence(const std::string& report, int index, const std::string& what) {
    Require(index >= 0 && index < texts_[report].sentences, what + ": sentence index");
  }

  template <typename Entities>
  void CheckEntities(const std::string& report, const Entities& entities) {
    for (const v1::Entity& entity : entities) {
      Require(entity.mentions_size() > 0, "entity without mentions");
      for (const v1::EntityMention& mention : entity.mentions()) {
        if (!report.empty()) Require(mention.report_id() == report, "mention of another report");
        CheckSpan(mention.report_id(), mention.span(), "mention");
        CheckSentence(mention.report_id(), mention.sentence_index(), "mention");
      }
    }
  }

  void CheckAnalysis(const v1::ReportAnalysis& analysis) {
    const std::string& report = analysis.report_id();
    for (int i = 0; i < analysis.sentences_size(); ++i) {
      Require(analysis.sentences(i).index() == i, "sentence index");
      const v1::Span& span = analysis.sentences(i).span();
      CheckSpan(report, span, "sentence");
      if (i == 0) continue;
      const v1::Span& before = analysis.sentences(i - 1).span();
      Require(before.section() < span.section() ||
                  (before.section() == span.section() && before.end() <= span.begin()),
              "order of sentences");
    }
    std::set<std::string> attributions, entities;
    for (const v1::Entity& entity : analysis.entities()) entities.insert(entity.id());
    CheckEntities(report, analysis.entities());
    for (const v1::Attribution& attribution : analysis.attributions()) {
      attributions.insert(attribution.id());
    }
    for (const v1::Attribution& attribution : analysis.attributions()) {
      if (attribution.has_source()) CheckSpan(report, attribution.source(), "source");
      if (attribution.has_cue()) CheckSpan(report, attribution.cue(), "cue");
      Require(attribution.content_size() > 0, "attribution without content");
      Require(attribution.has_cue() || !attribution.rule().empty(),
              "content without a cue or a reason");
      for (int i = 0; i < attribution.content_size(); ++i) {
        CheckSpan(report, attribution.content(i), "content");
        Require(i == 0 || attribution.content(i - 1).section() < attribution.content(i).section() ||
                    attribution.content(i - 1).end() <= attribution.content(i).begin(),
                "contents that overlap");
      }
      Require(attribution.parent_id().empty() || attributions.contains(attribution.parent_id()),
              "attribution's parent");
      Require(attribution.source_entity_id().empty() ||
                  entities.contains(attribution.source_entity_id()),
              "attribution's source entity");
    }
    int last_sentence = 0;
    for (const v1::Claim& claim : analysis.claims()) {
      Require(claim.sentence_index() >= last_sentence, "order of claims");
      last_sentence = claim.sentence_index();
      CheckSentence(report, claim.sentence_index(), "claim");
      CheckSpan(report, claim.span(), "claim");
      Require(claim.has_predicate(), "claim without a predicate");
      CheckSpan(report, claim.predicate(), "predicate");
      Require(Holds(claim.span(), claim.predicate()), "predicate outside its claim");
      if (claim.sentence_index() >= analysis.sentences_size()) continue;
      const v1::Span& sentence = analysis.sentences(claim.sentence_index()).span();
      Require(Holds(sentence, claim.span()), "claim outside its sentence");
      Require(claim.commitment() != v1::Claim::COMMITMENT_UNSPECIFIED, "commitment");
      Require(claim.factuality() >= -3 && claim.factuality() <= 3, "factuality");
      for (const v1::Argument& argument : claim.arguments()) {
        CheckSpan(report, argument.span(), "argument");
        Require(Holds(sentence, argument.span()), "argument outside its sentence");
        Require(argument.role() != v1::Argument::ROLE_UNSPECIFIED, "role");
        Require(argument.entity_id().empty() || entities.contains(argument.entity_id()),
                "argument's entity");
      }
      for (const std::string& id : claim.attribution_ids()) {
        Require(attributions.contains(id), "claim's attribution");
      }
      for (const v1::Signal& signal : claim.signals()) {
        CheckSpan(report, signal.span(), "signal");
        Require(!signal.rule().empty(), "signal's rule");
      }
      for (const v1::Quantity& quantity : claim.quantities()) {
        CheckSpan(report, quantity.span(), "quantity");
        Require(Holds(sentence, quantity.span()), "quantity outside its sentence");
        if (quantity.has_min_value() && quantity.has_max_value()) {
          Require(quantity.min_value() <= quantity.max_value(), "quantity's range");
        }
      }
      for (const v1::TimeExpression& time : claim.times()) {
        CheckSpan(report, time.span(), "time");
        Require(Holds(sentence, time.span()), "time outside its sentence");
      }
    }
  }

  void CheckFact(const v1::Fact& fact) {
    Require(facts_.insert(fact.id()).second, "fact id twice");
    Require(!fact.statement().empty(), "statement");
    Require(InUnit(fact.confidence()), "fact's confidence");
    int last = -1;
    for (const v1::Account& account : fact.accounts()) {
      Require(order_.contains(account.report_id()) && order_[account.report_id()] > last,
              "order of accounts");
      last = order_[account.report_id()];
      Require(account.mentions_size() > 0, "account without mentions");
      Require(InUnit(account.prominence()), "prominence");
      int strongest = v1::Claim::PROSPECTIVE;
      for (const v1::FactMention& mention : account.mentions()) {
        CheckSpan(account.report_id(), mention.span(), "fact mention");
        CheckSentence(account.report_id(), mention.sentence_index(), "fact mention");
        strongest = std::min<int>(strongest, mention.commitment());
      }
      Require(account.commitment() == strongest, "account's commitment");
    }
    Require(fact.accounts_size() + fact.absent_report_ids_size() <= static_cast<int>(order_.size()),
            "a report tells and lacks a fact");
    Require(fact.origin_count() >= 1 && fact.origin_count() <= fact.accounts_size(), "origins");
  }

  void CheckDifference(const v1::Difference& difference, const std::set<std::string>& entities) {
    const std::string what = v1::Difference::Kind_Name(difference.kind());
    Require(difference.kind() != v1::Difference::KIND_UNSPECIFIED, "kind");
    Require(difference.severity() <= last_severity_, what + ": graver than the one before");
    last_severity_ = difference.severity();
    Require(difference.severity() != v1::Difference::SEVERITY_UNSPECIFIED, what + ": severity");
    Require(InUnit(difference.confidence()), what + ": confidence");
    Require(!difference.rule().empty(), what + ": rule");
    Require(!difference.explanation().empty(), what + ": explanation");
    Require(difference.positions_size() >= 2, what + ": positions");
    Require(difference.fact_id().empty() || facts_.contains(difference.fact_id()), what + ": fact");
    Require(difference.entity_id().empty() || entities.contains(difference.entity_id()),
            what + ": entity");
    std::set<std::string> sides;
    for (const v1::Position& position : difference.positions()) {
      Require(!position.value().empty(), what + ": value");
      Require(position.report_ids_size() > 0, what + ": position of no report");
      Require(position.evidence_size() > 0 || position.value() == "ABSENT", what + ": evidence");
      for (const std::string& id : position.report_ids()) {
        Require(order_.contains(id), what + ": report");
        Require(sides.insert(id).second, what + ": report on two sides");
      }
      for (const v1::Evidence& evidence : position.evidence()) {
        CheckSpan(evidence.report_id(), evidence.span(), what + ": evidence");
        CheckSentence(evidence.report_id(), evidence.sentence_index(), what + ": evidence");
      }
    }
  }

  const v1::CompareReportsResponse& response_;
  std::map<std::string, Texts> texts_;
  std::map<std::string, int> order_;
  std::set<std::string> facts_;
  int last_severity_ = v1::Difference::HIGH;
  std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> WrongWith(const v1::CompareReportsRequest& request,
                                   const v1::CompareReportsResponse& response) {
  return Checker(request, response).Run();
}

std::vector<std::string> WrongWith(const v1::Report& report, const v1::ReportAnalysis& analysis) {
  v1::CompareReportsRequest request;
  *request.add_reports() = report;
  v1::CompareReportsResponse response;
  *response.add_analyses() = analysis;
  return Checker(request, response).RunOnAnalyses();
}

}  // namespace parallax::testing
