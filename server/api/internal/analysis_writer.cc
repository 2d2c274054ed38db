#include "server/api/internal/analysis_writer.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::api {
namespace {

v1::Argument::Role RoleOf(claims::Role role) {
  switch (role) {
    case claims::Role::kAgent:
      return v1::Argument::AGENT;
    case claims::Role::kPatient:
      return v1::Argument::PATIENT;
    case claims::Role::kRecipient:
      return v1::Argument::RECIPIENT;
    case claims::Role::kAttribute:
      return v1::Argument::ATTRIBUTE;
    case claims::Role::kContent:
      return v1::Argument::CONTENT;
    case claims::Role::kTime:
      return v1::Argument::TIME;
    case claims::Role::kPlace:
      return v1::Argument::PLACE;
    case claims::Role::kCause:
      return v1::Argument::CAUSE;
    case claims::Role::kPurpose:
      return v1::Argument::PURPOSE;
    case claims::Role::kManner:
      return v1::Argument::MANNER;
    case claims::Role::kTopic:
      return v1::Argument::TOPIC;
    case claims::Role::kOther:
      return v1::Argument::OTHER;
  }
  return v1::Argument::ROLE_UNSPECIFIED;
}

v1::Quantity::Kind KindOf(values::QuantityKind kind) {
  switch (kind) {
    case values::QuantityKind::kCount:
      return v1::Quantity::COUNT;
    case values::QuantityKind::kPercent:
      return v1::Quantity::PERCENT;
    case values::QuantityKind::kMoney:
      return v1::Quantity::MONEY;
    case values::QuantityKind::kMeasure:
      return v1::Quantity::MEASURE;
    case values::QuantityKind::kDuration:
      return v1::Quantity::DURATION;
    case values::QuantityKind::kAge:
      return v1::Quantity::AGE;
    case values::QuantityKind::kOrdinal:
      return v1::Quantity::ORDINAL;
    case values::QuantityKind::kOther:
      return v1::Quantity::OTHER;
  }
  return v1::Quantity::KIND_UNSPECIFIED;
}

v1::TimeExpression::Type TypeOf(values::TimeKind kind) {
  switch (kind) {
    case values::TimeKind::kDate:
      return v1::TimeExpression::DATE;
    case values::TimeKind::kTime:
      return v1::TimeExpression::TIME;
    case values::TimeKind::kDuration:
      return v1::TimeExpression::DURATION;
    case values::TimeKind::kSet:
      return v1::TimeExpression::SET;
  }
  return v1::TimeExpression::TYPE_UNSPECIFIED;
}

v1::Attribution::Form FormOf(attribution::Form form) {
  switch (form) {
    case attribution::Form::kDirect:
      return v1::Attribution::DIRECT;
    case attribution::Form::kIndirect:
      return v1::Attribution::INDIRECT;
    case attribution::Form::kMixed:
      return v1::Attribution::MIXED;
  }
  return v1::Attribution::FORM_UNSPECIFIED;
}

v1::Attribution::Connotation ConnotationOf(lexicon::Connotation connotation) {
  switch (connotation) {
    case lexicon::Connotation::kUnspecified:
      return v1::Attribution::CONNOTATION_UNSPECIFIED;
    case lexicon::Connotation::kNeutral:
      return v1::Attribution::NEUTRAL;
    case lexicon::Connotation::kEndorsing:
      return v1::Attribution::ENDORSING;
    case lexicon::Connotation::kDistancing:
      return v1::Attribution::DISTANCING;
    case lexicon::Connotation::kDenying:
      return v1::Attribution::DENYING;
    case lexicon::Connotation::kCharged:
      return v1::Attribution::CHARGED;
  }
  return v1::Attribution::CONNOTATION_UNSPECIFIED;
}

v1::EntityMention::Form FormOf(entities::MentionForm form) {
  switch (form) {
    case entities::MentionForm::kName:
      return v1::EntityMention::NAME;
    case entities::MentionForm::kNominal:
      return v1::EntityMention::NOMINAL;
    case entities::MentionForm::kPronoun:
      return v1::EntityMention::PRONOUN;
  }
  return v1::EntityMention::FORM_UNSPECIFIED;
}

// The entity that a token heads a mention of, as an id; empty where there is none.
std::string EntityIdAt(const analysis::Analysis& analysis, uint32_t token) {
  if (token >= analysis.entities.entity_of_token.size()) return "";
  const uint32_t entity = analysis.entities.entity_of_token[token];
  return entity == entities::kNoEntity ? "" : IdOf('e', entity);
}

void WriteQuantity(const values::Quantity& quantity, const SpanWriter& spans,
                   v1::Quantity* message) {
  message->set_kind(KindOf(quantity.kind));
  if (std::isfinite(quantity.low)) message->set_min_value(quantity.low);
  if (std::isfinite(quantity.high)) message->set_max_value(quantity.high);
  message->set_approximate(quantity.approximate);
  message->set_unit(quantity.unit);
  if (quantity.counted != language::kNoToken) {
    spans.Write({quantity.counted, quantity.counted + 1}, message->mutable_counted());
  }
  spans.Write(quantity.tokens, message->mutable_span());
}

void WriteTime(const values::TimeExpression& time, const SpanWriter& spans,
               v1::TimeExpression* message) {
  message->set_type(TypeOf(time.kind));
  message->set_value(time.value);
  spans.Write(time.tokens, message->mutable_span());
}

void WriteClaim(const analysis::Analysis& analysis, uint32_t index, const SpanWriter& spans,
                v1::Claim* message) {
  const claims::Claim& claim = analysis.claims.claims[index];
  const commitment::Commitment& commitment = analysis.commitments.claims[index];
  message->set_id(IdOf('c', index));
  message->set_sentence_index(spans.IndexOf(claim.sentence));
  spans.Write(claim.span, message->mutable_span());
  spans.Write(claim.predicate, message->mutable_predicate());
  for (const claims::Argument& argument : claim.arguments) {
    if (!spans.budget()->Charge(0)) return;
    v1::Argument* entry = message->add_arguments();
    entry->set_role(RoleOf(argument.role));
    spans.Write(argument.tokens, entry->mutable_span());
    entry->set_entity_id(EntityIdAt(analysis, argument.head));
  }
  message->set_commitment(CommitmentOf(commitment.value));
  message->set_factuality(commitment.factuality);
  for (const uint32_t attribution : commitment.attributions) {
    if (!spans.budget()->Charge(0)) return;
    message->add_attribution_ids(IdOf('a', attribution));
  }
  for (const commitment::Signal& signal : commitment.signals) {
    if (!spans.budget()->Charge(commitment::Name(signal.rule).size())) return;
    v1::Signal* entry = message->add_signals();
    spans.Write(signal.tokens, entry->mutable_span());
    entry->set_rule(std::string(commitment::Name(signal.rule)));
  }
  for (const uint32_t quantity : claim.quantities) {
    if (!spans.budget()->Charge(0)) return;
    WriteQuantity(analysis.values.quantities[quantity], spans, message->add_quantities());
  }
  for (const uint32_t time : claim.times) {
    if (!spans.budget()->Charge(0)) return;
    WriteTime(analysis.values.times[time], spans, message->add_times());
  }
  message->set_in_direct_quote(commitment.in_direct_quote);
}

// The sentences, with the furniture where it stands between them.
void WriteSentences(const SpanWriter& spans, v1::ReportAnalysis* message) {
  const text::Document& document = spans.document();
  size_t written = 0;  // of the furniture
  const auto write_furniture_up_to = [&](size_t end) {
    for (; written < end && spans.budget()->Charge(0); ++written) {
      const text::Furniture& piece = document.furniture()[written];
      v1::Sentence* sentence = message->add_sentences();
      sentence->set_index(message->sentences_size() - 1);
      sentence->set_furniture(std::string(piece.rule));
      spans.Write(text::Section::kBody, piece.bytes, sentence->mutable_span());
    }
  };
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    write_furniture_up_to(static_cast<size_t>(spans.IndexOf(i)) - i);
    if (!spans.budget()->Charge(0)) return;
    v1::Sentence* sentence = message->add_sentences();
    sentence->set_index(spans.IndexOf(i));
    spans.Write(document.sentences()[i].tokens, sentence->mutable_span());
  }
  write_furniture_up_to(document.furniture().size());
}

void WriteAttribution(const analysis::Analysis& analysis, uint32_t index, const SpanWriter& spans,
                      v1::Attribution* message) {
  const attribution::Attribution& attribution = analysis.attributions.attributions[index];
  message->set_id(IdOf('a', index));
  if (attribution.source.has_value()) spans.Write(*attribution.source, message->mutable_source());
  message->set_source_entity_id(EntityIdAt(analysis, attribution.source_head));
  message->set_source_kind(SourceKindOf(attribution.source_kind));
  if (attribution.cue.has_value()) spans.Write(*attribution.cue, message->mutable_cue());
  message->set_cue_connotation(ConnotationOf(attribution.connotation));
  for (const TokenRange& content : attribution.content) {
    if (!spans.budget()->Charge(0)) return;
    spans.Write(content, message->add_content());
  }
  message->set_form(FormOf(attribution.form));
  if (attribution.parent != attribution::kNoAttribution) {
    message->set_parent_id(IdOf('a', attribution.parent));
  }
  message->set_rule(std::string(attribution.rule));
}

}  // namespace

std::string IdOf(char letter, uint32_t index) {
  return absl::StrCat(absl::string_view(&letter, 1), index + 1);
}

v1::Entity::Type TypeOf(entities::Type type) {
  switch (type) {
    case entities::Type::kUnspecified:
      return v1::Entity::TYPE_UNSPECIFIED;
    case entities::Type::kPerson:
      return v1::Entity::PERSON;
    case entities::Type::kOrganization:
      return v1::Entity::ORGANIZATION;
    case entities::Type::kLocation:
      return v1::Entity::LOCATION;
    case entities::Type::kGroup:
      return v1::Entity::GROUP;
    case entities::Type::kEvent:
      return v1::Entity::EVENT;
    case entities::Type::kOther:
      return v1::Entity::OTHER;
  }
  return v1::Entity::TYPE_UNSPECIFIED;
}

v1::Attribution::SourceKind SourceKindOf(attribution::SourceKind kind) {
  switch (kind) {
    case attribution::SourceKind::kNamed:
      return v1::Attribution::NAMED;
    case attribution::SourceKind::kRole:
      return v1::Attribution::ROLE;
    case attribution::SourceKind::kUnnamed:
      return v1::Attribution::UNNAMED;
    case attribution::SourceKind::kDocument:
      return v1::Attribution::DOCUMENT;
    case attribution::SourceKind::kImplicit:
      return v1::Attribution::IMPLICIT;
  }
  return v1::Attribution::SOURCE_KIND_UNSPECIFIED;
}

v1::Claim::Commitment CommitmentOf(commitment::Class value) {
  return static_cast<v1::Claim::Commitment>(value);  // the numbers are those of the API
}

void WriteMention(const analysis::Analysis& analysis, const entities::Mention& mention,
                  const SpanWriter& spans, v1::EntityMention* message) {
  message->set_report_id(analysis.id);
  message->set_sentence_index(spans.SentenceOf(mention.tokens));
  spans.Write(mention.tokens, message->mutable_span());
  message->set_form(FormOf(mention.form));
}

void WriteLoadedTerms(const analysis::Analysis& analysis, const SpanWriter& spans,
                      google::protobuf::RepeatedPtrField<v1::LoadedTerm>* messages) {
  if (analysis.loaded_terms.empty()) return;
  // For each token the innermost attribution around it: that with the least content there.
  const auto& attributions = analysis.attributions.attributions;
  struct Innermost {
    uint32_t attribution = attribution::kNoAttribution;
    uint32_t tokens = 0;
  };
  std::vector<Innermost> around(analysis.document.tokens().size());
  for (uint32_t i = 0; i < attributions.size(); ++i) {
    for (const TokenRange& content : attributions[i].content) {
      if (!spans.budget()->Charge(content.size())) return;
      for (uint32_t token = content.begin; token < content.end; ++token) {
        Innermost& at = around[token];
        if (at.attribution == attribution::kNoAttribution || content.size() <= at.tokens) {
          at = {i, content.size()};
        }
      }
    }
  }
  for (const analysis::LoadedPassage& passage : analysis.loaded_terms) {
    if (!spans.budget()->Charge(passage.neutral.size())) return;
    v1::LoadedTerm* message = messages->Add();
    message->set_sentence_index(spans.SentenceOf(passage.tokens));
    spans.Write(passage.tokens, message->mutable_span());
    message->set_connotation(passage.connotation);
    message->set_alternative(passage.neutral);
    const uint32_t attribution = around[passage.tokens.begin].attribution;
    if (attribution != attribution::kNoAttribution) {
      message->set_attribution_id(IdOf('a', attribution));
    }
  }
}

absl::Status WriteAnalysis(const analysis::Analysis& analysis, const SpanWriter& spans,
                           const CallContext& context, v1::ReportAnalysis* message) {
  // Asked once for this many elements: about a sentence's worth.
  constexpr size_t kElementsPerCheck = 32;
  const text::Document& document = analysis.document;
  message->set_report_id(analysis.id);
  message->set_language_code(std::string(document.language()));
  if (analysis.from_html) {
    const absl::string_view body = document.given(text::Section::kBody);
    const absl::string_view headline = document.given(text::Section::kHeadline);
    if (spans.budget()->Charge(body.size() + headline.size())) {
      message->set_body_text(body.data(), body.size());
      message->set_headline_text(headline.data(), headline.size());
    }
  }
  WriteSentences(spans, message);
  for (uint32_t i = 0; i < analysis.entities.entities.size(); ++i) {
    const entities::Entity& entity = analysis.entities.entities[i];
    if (i % kElementsPerCheck == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    if (!spans.budget()->Charge(entity.name.size())) break;
    v1::Entity* entry = message->add_entities();
    entry->set_id(IdOf('e', i));
    entry->set_name(entity.name);
    entry->set_type(TypeOf(entity.type));
    for (const uint32_t mention : entity.mentions) {
      if (!spans.budget()->Charge(analysis.id.size())) break;
      WriteMention(analysis, analysis.entities.mentions[mention], spans, entry->add_mentions());
    }
  }
  for (uint32_t i = 0; i < analysis.attributions.attributions.size(); ++i) {
    if (i % kElementsPerCheck == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    if (!spans.budget()->Charge(0)) break;
    WriteAttribution(analysis, i, spans, message->add_attributions());
  }
  for (uint32_t i = 0; i < analysis.claims.claims.size(); ++i) {
    if (i % kElementsPerCheck == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    if (!spans.budget()->Charge(0)) break;
    WriteClaim(analysis, i, spans, message->add_claims());
  }
  WriteLoadedTerms(analysis, spans, message->mutable_loaded_terms());
  return spans.budget()->Check();
}

}  // namespace parallax::api
