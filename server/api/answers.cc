#include "server/api/answers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/api/internal/analysis_writer.h"
#include "server/api/internal/warnings.h"
#include "server/base/status_macros.h"

namespace parallax::api {
namespace {

// Writes one comparison. Lives for one call.
class ComparisonWriter {
 public:
  ComparisonWriter(const engine::Comparison& comparison, text::Encoding encoding, size_t max_bytes,
                   v1::CompareReportsResponse* answer)
      : comparison_(comparison), budget_(max_bytes), answer_(answer) {
    spans_.reserve(comparison.reports.size());
    for (const auto& report : comparison.reports) {
      spans_.emplace_back(report->document, encoding, &budget_);
    }
  }

  absl::Status Write(bool full, const CallContext& context) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    WriteWarnings(comparison_.reports, HasSharedFact(), &budget_, answer_->mutable_warnings());
    WriteFacts();
    WriteDifferences();
    PARALLAX_RETURN_IF_ERROR(context.Check());
    WriteProfiles();
    WriteEntities();
    WriteAgreements();
    WriteSharedWordings();
    PARALLAX_RETURN_IF_ERROR(budget_.Check());
    if (full) {
      for (size_t i = 0; i < comparison_.reports.size(); ++i) {
        PARALLAX_RETURN_IF_ERROR(
            WriteAnalysis(*comparison_.reports[i], spans_[i], context, answer_->add_analyses()));
      }
    }
    return budget_.Check();
  }

 private:
  const std::string& IdOfReport(uint32_t report) const { return comparison_.reports[report]->id; }

  bool HasSharedFact() const {
    return std::any_of(comparison_.accounts.begin(), comparison_.accounts.end(),
                       [](const std::vector<engine::Account>& fact) { return fact.size() > 1; });
  }

  void WriteFacts() {
    const auto& facts = comparison_.alignment.facts;
    for (uint32_t i = 0; i < facts.size() && budget_.Charge(0); ++i) {
      v1::Fact* message = answer_->add_facts();
      message->set_id(IdOf('f', i));
      message->set_confidence(facts[i].confidence);
      message->set_origin_count(static_cast<int32_t>(facts[i].origins));
      WriteStatement(facts[i], message);
      for (const engine::Account& account : comparison_.accounts[i]) {
        WriteAccount(account, message->add_accounts());
      }
      for (const uint32_t report : facts[i].absent) {
        if (!budget_.Charge(IdOfReport(report).size())) break;
        message->add_absent_report_ids(IdOfReport(report));
      }
    }
  }

  void WriteStatement(const alignment::Fact& fact, v1::Fact* message) {
    const text::Document& document = comparison_.reports[fact.statement.report]->document;
    const absl::string_view text = document.text(fact.statement_tokens);
    if (budget_.Charge(text.size())) message->set_statement(text.data(), text.size());
  }

  void WriteAccount(const engine::Account& account, v1::Account* message) {
    const analysis::Analysis& report = *comparison_.reports[account.report];
    message->set_report_id(report.id);
    message->set_commitment(CommitmentOf(account.commitment));
    message->set_prominence(account.prominence);
    for (const uint32_t index : account.claims) {
      const claims::Claim& claim = report.claims.claims[index];
      const commitment::Commitment& commitment = report.commitments.claims[index];
      const absl::string_view source = SourceOf(report, commitment);
      if (!budget_.Charge(source.size())) return;
      v1::FactMention* mention = message->add_mentions();
      mention->set_claim_id(IdOf('c', index));
      mention->set_sentence_index(spans_[account.report].IndexOf(claim.sentence));
      spans_[account.report].Write(claim.span, mention->mutable_span());
      mention->set_commitment(CommitmentOf(commitment.value));
      mention->set_source(source.data(), source.size());
    }
  }

  // Of the outermost attribution around the claim: its words, or the name behind a pronoun.
  static absl::string_view SourceOf(const analysis::Analysis& report,
                                    const commitment::Commitment& commitment) {
    if (commitment.attributions.empty()) return "";
    const auto& attribution = report.attributions.attributions[commitment.attributions.front()];
    if (!attribution.source.has_value()) return "";
    const auto& mentions = report.entities.mentions;
    const auto mention =
        std::lower_bound(mentions.begin(), mentions.end(), attribution.source_head,
                         [](const entities::Mention& at, uint32_t head) { return at.head < head; });
    if (mention != mentions.end() && mention->head == attribution.source_head &&
        mention->form == entities::MentionForm::kPronoun) {
      return report.entities.entities[mention->entity].name;
    }
    return report.document.text(*attribution.source);
  }

  void WriteDifferences() {
    for (uint32_t i = 0; i < comparison_.differences.size(); ++i) {
      const framing::Difference& difference = comparison_.differences[i];
      if (!budget_.Charge(difference.explanation.size() + difference.rule.size())) return;
      v1::Difference* message = answer_->add_differences();
      message->set_id(IdOf('d', i));
      message->set_kind(static_cast<v1::Difference::Kind>(difference.kind));
      message->set_severity(static_cast<v1::Difference::Severity>(difference.severity));
      if (difference.fact != framing::kNone) message->set_fact_id(IdOf('f', difference.fact));
      if (difference.entity != framing::kNone) {
        message->set_entity_id(IdOf('e', difference.entity));
      }
      message->set_explanation(difference.explanation);
      message->set_confidence(difference.confidence);
      message->set_rule(std::string(difference.rule));
      message->set_group_id(IdOf('d', difference.group));
      message->set_key(KeyOf(difference));
      for (const framing::Position& position : difference.positions) {
        if (!budget_.Charge(position.value.size())) return;
        WritePosition(position, message->add_positions());
      }
    }
  }

  // FNV-1a over kind, rule and the quoted passages, in sixteen hexadecimal digits.
  std::string KeyOf(const framing::Difference& difference) const {
    uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&](absl::string_view bytes) {
      for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
      hash = (hash ^ 0xff) * 0x100000001b3;
    };
    add(absl::StrCat(static_cast<int>(difference.kind)));
    add(difference.rule);
    std::vector<absl::string_view> passages;
    for (const framing::Position& position : difference.positions) {
      for (const framing::Evidence& evidence : position.evidence) {
        passages.push_back(comparison_.reports[evidence.report]->document.text(evidence.tokens));
      }
    }
    std::sort(passages.begin(), passages.end());
    for (const absl::string_view passage : passages) add(passage);
    return absl::StrCat(absl::Hex(hash, absl::kZeroPad16));
  }

  void WritePosition(const framing::Position& position, v1::Position* message) {
    message->set_value(position.value);
    for (const uint32_t report : position.reports) {
      if (!budget_.Charge(IdOfReport(report).size())) return;
      message->add_report_ids(IdOfReport(report));
    }
    for (const framing::Evidence& evidence : position.evidence) {
      if (!budget_.Charge(IdOfReport(evidence.report).size())) return;
      v1::Evidence* entry = message->add_evidence();
      entry->set_report_id(IdOfReport(evidence.report));
      entry->set_in_direct_quote(evidence.in_direct_quote);
      if (evidence.tokens.empty()) continue;
      entry->set_sentence_index(spans_[evidence.report].SentenceOf(evidence.tokens));
      spans_[evidence.report].Write(evidence.tokens, entry->mutable_span());
      if (!evidence.marked.empty() && evidence.marked != evidence.tokens) {
        spans_[evidence.report].Write(evidence.marked, entry->mutable_marked());
      }
    }
  }

  void WriteProfiles() {
    std::vector<std::vector<uint32_t>> facts_of(comparison_.reports.size());
    for (uint32_t fact = 0; fact < comparison_.accounts.size(); ++fact) {
      for (const engine::Account& account : comparison_.accounts[fact]) {
        facts_of[account.report].push_back(fact);
      }
    }
    for (uint32_t i = 0; i < comparison_.profiles.size() && budget_.Charge(0); ++i) {
      const engine::Profile& profile = comparison_.profiles[i];
      const analysis::Analysis& report = *comparison_.reports[i];
      v1::ReportProfile* message = answer_->add_profiles();
      message->set_report_id(report.id);
      message->set_outlet(report.outlet);
      message->set_claim_count(static_cast<int32_t>(report.claims.claims.size()));
      for (size_t value = 1; value < profile.claims_by_commitment.size(); ++value) {
        if (profile.claims_by_commitment[value] == 0) continue;
        v1::ReportProfile::CommitmentCount* count = message->add_commitment_counts();
        count->set_commitment(static_cast<v1::Claim::Commitment>(value));
        count->set_claim_count(static_cast<int32_t>(profile.claims_by_commitment[value]));
      }
      for (const engine::Profile::Source& source : profile.sources) {
        if (!budget_.Charge(source.name.size())) return;
        v1::ReportProfile::Source* entry = message->add_sources();
        entry->set_name(source.name);
        entry->set_kind(SourceKindOf(source.kind));
        entry->set_attribution_count(static_cast<int32_t>(source.attributions));
        entry->set_share(source.share);
      }
      WriteLoadedTerms(report, spans_[i], message->mutable_loaded_terms());
      for (const uint32_t fact : facts_of[i]) {
        if (!budget_.Charge(0)) return;
        message->add_fact_ids(IdOf('f', fact));
      }
    }
  }

  void WriteEntities() {
    const auto& linked = comparison_.entities.entities;
    for (uint32_t i = 0; i < linked.size() && budget_.Charge(linked[i].name.size()); ++i) {
      v1::Entity* message = answer_->add_entities();
      message->set_id(IdOf('e', i));
      message->set_name(linked[i].name);
      message->set_type(TypeOf(linked[i].type));
      for (const auto& [report, entity] : linked[i].members) {
        const analysis::Analysis& analysis = *comparison_.reports[report];
        for (const uint32_t mention : analysis.entities.entities[entity].mentions) {
          if (!budget_.Charge(analysis.id.size())) return;
          WriteMention(analysis, analysis.entities.mentions[mention], spans_[report],
                       message->add_mentions());
        }
      }
    }
  }

  void WriteAgreements() {
    for (const engine::Agreement& agreement : comparison_.agreements) {
      const std::string& first = IdOfReport(agreement.first);
      const std::string& second = IdOfReport(agreement.second);
      if (!budget_.Charge(first.size() + second.size())) return;
      v1::Agreement* message = answer_->add_agreements();
      message->add_report_ids(first);
      message->add_report_ids(second);
      message->set_shared_fact_count(static_cast<int32_t>(agreement.shared_facts));
      message->set_alike_share(agreement.told_alike);
    }
  }

  void WriteSharedWordings() {
    for (const alignment::SharedWording& wording : comparison_.alignment.shared_wordings) {
      if (!budget_.Charge(0)) return;
      v1::SharedWording* message = answer_->add_shared_wordings();
      for (const alignment::SharedWording::Place& place : wording.places) {
        if (!budget_.Charge(IdOfReport(place.report).size())) return;
        v1::SharedWording::Passage* passage = message->add_passages();
        passage->set_report_id(IdOfReport(place.report));
        passage->set_sentence_index(spans_[place.report].SentenceOf(place.tokens));
        spans_[place.report].Write(place.tokens, passage->mutable_span());
      }
    }
  }

  const engine::Comparison& comparison_;
  AnswerBudget budget_;
  std::vector<SpanWriter> spans_;  // by report
  v1::CompareReportsResponse* const answer_;
};

}  // namespace

absl::Status WriteAnalysis(const analysis::Analysis& analysis, text::Encoding encoding,
                           size_t max_bytes, const CallContext& context,
                           v1::AnalyzeReportResponse* answer) {
  AnswerBudget budget(max_bytes);
  WriteWarnings(analysis, &budget, answer->mutable_warnings());
  return WriteAnalysis(analysis, SpanWriter(analysis.document, encoding, &budget), context,
                       answer->mutable_analysis());
}

absl::Status WriteComparison(const engine::Comparison& comparison, text::Encoding encoding,
                             bool full, size_t max_bytes, const CallContext& context,
                             v1::CompareReportsResponse* answer) {
  return ComparisonWriter(comparison, encoding, max_bytes, answer).Write(full, context);
}

}  // namespace parallax::api
