#include "server/framing/sources.h"

#include <algorithm>
#include <iterator>

#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using attribution::SourceKind;
using language::Upos;

// More mentions of one entity than this add no name that the first ones lack.
constexpr size_t kMaxEntityMentions = 24;

void AddNames(const analysis::Analysis& report, TokenRange range, std::vector<std::string>* names) {
  for (uint32_t token = range.begin; token < range.end; ++token) {
    if (report.annotation.word(token).upos == Upos::kPropn) {
      names->push_back(Stem(report.annotation.lemma(token)));
    }
  }
}

void SortUnique(std::vector<std::string>* items) {
  std::sort(items->begin(), items->end());
  items->erase(std::unique(items->begin(), items->end()), items->end());
}

bool Shares(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return SharedCount(a, b) > 0;
}

entities::Type TypeOf(const Stage& stage, const Source& source) {
  if (source.entity == kNone) return entities::Type::kUnspecified;
  return stage.scene().entities->entities[source.entity].type;
}

}  // namespace

lexicon::Connotation ConnotationOf(const Stage& stage, uint32_t report,
                                   const attribution::Attribution& layer) {
  if (layer.connotation != lexicon::Connotation::kNeutral || !layer.cue) return layer.connotation;
  const analysis::Analysis& analysis = stage.report(report);
  for (uint32_t token = layer.cue->begin; token < layer.cue->end; ++token) {
    if (analysis.annotation.word(token).upos != Upos::kVerb) continue;
    const lexicon::ReportingCue* cue = stage.scene().lexicon->reporting_cue(Lemma(analysis, token));
    if (cue != nullptr && cue->verb) return cue->connotation;
  }
  return layer.connotation;
}

Source ReadSource(const Stage& stage, uint32_t report, const attribution::Attribution& layer) {
  const analysis::Analysis& analysis = stage.report(report);
  Source source;
  source.report = report;
  source.layer = &layer;
  source.kind = layer.source_kind;
  if (!layer.source || layer.source->empty()) return source;
  AddNames(analysis, *layer.source, &source.names);
  source.words = ContentStems(analysis, *layer.source);
  const uint32_t head = layer.source_head;
  if (head >= analysis.document.tokens().size()) return source;
  source.entity = stage.entity_of(report, head);
  source.pronoun = analysis.annotation.word(head).upos == Upos::kPron;
  source.by_pronoun = source.pronoun;
  const std::vector<uint32_t>& entity_of = analysis.entities.entity_of_token;
  if (head < entity_of.size() && entity_of[head] != entities::kNoEntity) {
    const entities::Entity& entity = analysis.entities.entities[entity_of[head]];
    for (size_t i = 0; i < std::min(entity.mentions.size(), kMaxEntityMentions); ++i) {
      const entities::Mention& mention = analysis.entities.mentions[entity.mentions[i]];
      AddNames(analysis, mention.tokens, &source.names);
      if (mention.form == entities::MentionForm::kPronoun) continue;
      source.pronoun = false;
      std::vector<std::string> more = ContentStems(analysis, mention.tokens);
      std::copy(more.begin(), more.end(), std::back_inserter(source.words));
    }
  }
  SortUnique(&source.names);
  SortUnique(&source.words);
  return source;
}

SourceRelation Compare(const Stage& stage, const Source& a, const Source& b) {
  if (a.pronoun || b.pronoun) return SourceRelation::kUnknown;
  if (a.entity != kNone && a.entity == b.entity) return SourceRelation::kSame;
  if (Shares(a.names, b.names)) return SourceRelation::kSame;
  // Head and modifiers in common: "the police" / "police officers", "two officials" / "officials".
  if (Shares(a.words, b.words)) return SourceRelation::kSame;
  const bool no_source_a = a.words.empty() && a.names.empty();
  const bool no_source_b = b.words.empty() && b.names.empty();
  if (no_source_a && no_source_b) return SourceRelation::kUnknown;
  const bool named_a = !a.names.empty();
  const bool named_b = !b.names.empty();
  if (named_a && named_b) {
    // A person may speak for a body that the report names elsewhere.
    const entities::Type type_a = TypeOf(stage, a);
    const entities::Type type_b = TypeOf(stage, b);
    const bool known =
        type_a != entities::Type::kUnspecified && type_b != entities::Type::kUnspecified;
    const bool person_a = type_a == entities::Type::kPerson;
    const bool person_b = type_b == entities::Type::kPerson;
    // Two pronouns that lead to two people are as likely one pronoun misread.
    if (a.by_pronoun && b.by_pronoun) return SourceRelation::kUnknown;
    return known && person_a == person_b ? SourceRelation::kDifferent
                                         : SourceRelation::kLikelyDifferent;
  }
  if (named_a != named_b) {
    // "Her lawyer" may be the Ana Rusu of the other report; one who asks not to be named may not.
    const Source& other = named_a ? b : a;
    return IsAnonymous(other) ? SourceRelation::kDifferent : SourceRelation::kLikelyDifferent;
  }
  return IsAnonymous(a) != IsAnonymous(b) ? SourceRelation::kDifferent
                                          : SourceRelation::kLikelyDifferent;
}

bool IsAnonymous(const Source& source) {
  return source.names.empty() && !source.pronoun &&
         (source.kind == SourceKind::kUnnamed || source.kind == SourceKind::kImplicit);
}

}  // namespace parallax::framing
