#include "server/framing/sources.h"

#include <algorithm>
#include <array>

#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using attribution::SourceKind;
using language::Relation;
using language::Upos;

// More mentions of one entity than this add no name that the first ones lack.
constexpr size_t kMaxEntityMentions = 24;

// Prepositions after which a phrase says where somebody is, not who.
constexpr std::array<absl::string_view, 8> kWhere = {"at",   "in",      "on",     "from",
                                                     "near", "outside", "inside", "with"};
// Nouns under which a body or a person speaks, whoever reads the words out.
constexpr std::array<absl::string_view, 3> kSpeakers = {"spokesman", "spokeswoman", "spokesperson"};
// Documents in which somebody speaks: the statement is its author's word.
constexpr std::array<absl::string_view, 11> kOwnWords = {
    "statement", "tweet", "post", "letter", "email", "release",
    "message",   "note",  "text", "speech", "filing"};
// Words before a noun that leave open which one is meant.
constexpr std::array<absl::string_view, 6> kIndefinite = {"a",    "an",      "one",
                                                          "some", "several", "another"};

template <size_t N>
bool In(const std::array<absl::string_view, N>& list, absl::string_view lemma) {
  return std::find(list.begin(), list.end(), lemma) != list.end();
}

// True where the word belongs to a phrase or clause that tells where the one headed by `head` is or
// what is said of them: "a doctor at St Anne's", "who was on duty".
bool IsAside(const analysis::Analysis& report, uint32_t token, uint32_t head) {
  constexpr int kMaxSteps = 12;
  const language::Annotation& annotation = report.annotation;
  for (int step = 0; step < kMaxSteps && token != head && token != language::kNoToken; ++step) {
    switch (annotation.word(token).relation) {
      case Relation::kAcl:
      case Relation::kAclRelcl:
      case Relation::kAdvcl:
        return true;
      case Relation::kNmod: {
        const uint32_t marker = annotation.child(token, Relation::kCase);
        if (marker != language::kNoToken && In(kWhere, Lemma(report, marker))) return true;
        break;
      }
      default:
        break;
    }
    token = annotation.word(token).head;
  }
  return false;
}

// Adds what those called by the phrase are called by: its proper nouns to `names`, all its content
// words to `words` (nullptr: not wanted).
void AddCore(const analysis::Analysis& report, TokenRange range, uint32_t head,
             std::vector<std::string>* names, std::vector<std::string>* words) {
  for (uint32_t token = range.begin; token < range.end; ++token) {
    if (!IsContentWord(report, token) || IsAside(report, token, head)) continue;
    std::string stem = Stem(report.annotation.lemma(token));
    if (report.annotation.word(token).upos == Upos::kPropn) names->push_back(stem);
    if (words != nullptr) words->push_back(std::move(stem));
  }
}

// "A doctor", "two officers": one or some of many, and nobody who speaks for others.
bool IsIndefinite(const analysis::Analysis& report, uint32_t head) {
  if (report.annotation.word(head).upos != Upos::kNoun || In(kSpeakers, Lemma(report, head))) {
    return false;
  }
  for (uint32_t child : report.annotation.children(head)) {
    const Relation relation = report.annotation.word(child).relation;
    if (relation == Relation::kNummod) return true;
    if (relation == Relation::kDet && In(kIndefinite, Lemma(report, child))) return true;
  }
  return false;
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
  const uint32_t head = layer.source_head;
  if (head >= analysis.document.tokens().size()) {
    source.words = ContentStems(analysis, *layer.source);
    return source;
  }
  AddCore(analysis, *layer.source, head, &source.names, &source.words);
  source.own_words = In(kOwnWords, Lemma(analysis, head));
  source.entity = stage.entity_of(report, head);
  source.pronoun = analysis.annotation.word(head).upos == Upos::kPron;
  // "He and the union" are more than one pronoun can be misread for.
  source.by_pronoun = source.pronoun && source.words.empty();
  const std::vector<uint32_t>& entity_of = analysis.entities.entity_of_token;
  if (head < entity_of.size() && entity_of[head] != entities::kNoEntity) {
    const entities::Entity& entity = analysis.entities.entities[entity_of[head]];
    for (size_t i = 0; i < std::min(entity.mentions.size(), kMaxEntityMentions); ++i) {
      const entities::Mention& mention = analysis.entities.mentions[entity.mentions[i]];
      const bool pronoun = mention.form == entities::MentionForm::kPronoun;
      AddCore(analysis, mention.tokens, mention.head, &source.names,
              pronoun ? nullptr : &source.words);
      source.pronoun &= pronoun;
    }
  }
  if (source.kind == SourceKind::kRole && source.names.empty() && IsIndefinite(analysis, head)) {
    source.kind = SourceKind::kUnnamed;
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
  // Whose statement it is may stand elsewhere; and who of those who stay unnamed is whom, nowhere.
  if (a.own_words || b.own_words || (IsAnonymous(a) && IsAnonymous(b))) {
    return SourceRelation::kUnknown;
  }
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
    const bool read_right = !a.by_pronoun && !b.by_pronoun;
    return known && person_a == person_b && read_right ? SourceRelation::kDifferent
                                                       : SourceRelation::kLikelyDifferent;
  }
  if (named_a != named_b) {
    // "Her lawyer" may be the Ana Rusu of the other report; one who asks not to be named may not.
    const Source& other = named_a ? b : a;
    return IsAnonymous(other) ? SourceRelation::kDifferent : SourceRelation::kLikelyDifferent;
  }
  return IsAnonymous(a) || IsAnonymous(b) ? SourceRelation::kDifferent
                                          : SourceRelation::kLikelyDifferent;
}

bool IsAnonymous(const Source& source) {
  return source.names.empty() && !source.pronoun &&
         (source.kind == SourceKind::kUnnamed || source.kind == SourceKind::kImplicit);
}

}  // namespace parallax::framing
