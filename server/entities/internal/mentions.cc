#include "server/entities/internal/mentions.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/claims/phrases.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

std::string LowerLemma(const language::Annotation& annotation, uint32_t token) {
  return absl::AsciiStrToLower(annotation.lemma(token));
}

std::string LowerText(const text::Document& document, uint32_t token) {
  return absl::AsciiStrToLower(document.text(token));
}

// The token of a named entity that its sentence attaches it by.
uint32_t TopOf(const language::Annotation& annotation, const language::NamedEntity& entity) {
  uint32_t top = kNoToken;
  for (uint32_t token = entity.tokens.begin; token < entity.tokens.end; ++token) {
    const uint32_t head = annotation.word(token).head;
    if (head != kNoToken && entity.tokens.Contains(head)) continue;
    if (annotation.word(token).upos == Upos::kPunct) continue;
    // A wrong tree may tear a name apart: persons are headed by their first word, bodies by the
    // last.
    top = token;
    if (entity.type == language::EntityType::kPerson) break;
  }
  return top;
}

bool IsNameType(language::EntityType type) {
  return type == language::EntityType::kPerson || type == language::EntityType::kOrganization ||
         type == language::EntityType::kLocation || type == language::EntityType::kGroup ||
         type == language::EntityType::kOther;
}

// Relations that make a word part of another phrase.
bool IsInner(Relation relation) {
  switch (language::Universal(relation)) {
    case Relation::kCompound:
    case Relation::kFlat:
    case Relation::kFixed:
    case Relation::kGoeswith:
    case Relation::kAmod:
    case Relation::kAdvmod:
    case Relation::kCase:
    case Relation::kCc:
    case Relation::kMark:
    case Relation::kDet:
    case Relation::kNummod:
    case Relation::kDiscourse:
    case Relation::kAux:
    case Relation::kCop:
    case Relation::kPunct:
    case Relation::kReparandum:
    case Relation::kExpl:
      return true;
    default:
      return false;
  }
}

Pronoun PronounOf(const text::Document& document, const language::Annotation& annotation,
                  uint32_t token) {
  const language::Word& word = annotation.word(token);
  if (word.upos != Upos::kPron && word.xpos != Xpos::kPrpPoss) return Pronoun::kNone;
  const std::string text = LowerText(document, token);
  if (text == "he" || text == "him" || text == "his" || text == "himself") return Pronoun::kHe;
  if (text == "she" || text == "her" || text == "hers" || text == "herself") return Pronoun::kShe;
  if (text == "it" || text == "its" || text == "itself") return Pronoun::kIt;
  if (text == "they" || text == "them" || text == "their" || text == "theirs" ||
      text == "themselves") {
    return Pronoun::kThey;
  }
  if (text == "i" || text == "me" || text == "my" || text == "mine" || text == "myself") {
    return Pronoun::kFirst;
  }
  if ((text == "who" || text == "whom" || text == "whose" || text == "which" || text == "that") &&
      (word.features & language::kPronInt) == 0) {
    return Pronoun::kRelative;
  }
  return Pronoun::kNone;
}

bool HasTitleBefore(const text::Document& document, const MentionInfo& mention) {
  for (uint32_t token = mention.tokens.begin; token < mention.head; ++token) {
    if (IsTitle(LowerText(document, token))) return true;
  }
  return std::any_of(mention.modifiers.begin(), mention.modifiers.end(),
                     [](const std::string& word) { return IsPersonNoun(word); });
}

double CountOf(const values::ValueSet& values, size_t* next, const MentionInfo& mention) {
  // Quantities and mentions both go by token; a mention's number stands inside its phrase.
  while (*next < values.quantities.size() &&
         values.quantities[*next].tokens.end <= mention.tokens.begin) {
    ++*next;
  }
  for (size_t i = *next; i < values.quantities.size(); ++i) {
    const values::Quantity& quantity = values.quantities[i];
    if (quantity.tokens.begin >= mention.tokens.end) break;
    if (quantity.kind != values::QuantityKind::kCount || quantity.low != quantity.high) continue;
    if (quantity.counted == mention.head || quantity.tokens.Contains(mention.head)) {
      return quantity.low;
    }
  }
  return 0;
}

}  // namespace

Type TypeOf(language::EntityType type) {
  switch (type) {
    case language::EntityType::kPerson:
      return Type::kPerson;
    case language::EntityType::kOrganization:
      return Type::kOrganization;
    case language::EntityType::kLocation:
      return Type::kLocation;
    case language::EntityType::kGroup:
      return Type::kGroup;
    case language::EntityType::kOther:
      return Type::kOther;
    default:
      return Type::kUnspecified;
  }
}

Type TypeOfNoun(absl::string_view lemma, bool plural) {
  if (IsPersonNoun(lemma)) return plural ? Type::kGroup : Type::kPerson;
  if (IsGroupNoun(lemma)) return Type::kGroup;
  if (IsOrganizationNoun(lemma)) return Type::kOrganization;
  if (IsLocationNoun(lemma)) return Type::kLocation;
  return Type::kUnspecified;
}

MentionInfo DescribeMention(const text::Document& document, const language::Annotation& annotation,
                            uint32_t head, const language::NamedEntity* entity) {
  const language::Word& word = annotation.word(head);
  MentionInfo mention;
  mention.head = head;
  mention.sentence = document.tokens()[head].sentence;
  mention.lemma = LowerLemma(annotation, head);
  const Relation plain = language::Universal(word.relation);
  mention.subject = plain == Relation::kNsubj;
  mention.pronoun = PronounOf(document, annotation, head);
  if (mention.pronoun != Pronoun::kNone) {
    mention.form = MentionForm::kPronoun;
    mention.tokens = {head, head + 1};
    mention.possessive = word.xpos == Xpos::kPrpPoss || word.relation == Relation::kNmodPoss;
    mention.reflexive = absl::EndsWith(mention.lemma, "self") ||
                        absl::EndsWith(LowerText(document, head), "selves");
    mention.plural = mention.pronoun == Pronoun::kThey;
    if (mention.pronoun == Pronoun::kHe) mention.gender = Gender::kMale;
    if (mention.pronoun == Pronoun::kShe) mention.gender = Gender::kFemale;
    return mention;
  }

  const bool inner = IsInner(word.relation);
  mention.tokens =
      inner && entity != nullptr ? entity->tokens : claims::NounPhrase(annotation, head);
  // "Denmark on Wednesday": what follows a name is no part of it.
  if (!inner && entity != nullptr && entity->tokens.end < mention.tokens.end) {
    mention.tokens.end = entity->tokens.end;
  }
  mention.plural = word.xpos == Xpos::kNns || word.xpos == Xpos::kNnps ||
                   (word.features & language::kNumberPlur) != 0;
  for (uint32_t child : annotation.children(head)) {
    const language::Word& dependent = annotation.word(child);
    switch (dependent.relation) {
      case Relation::kDet: {
        const std::string text = LowerText(document, child);
        if (text == "the" || text == "this" || text == "that" || text == "these" ||
            text == "those" || text == "both") {
          mention.definite = true;
        } else {
          mention.indefinite = true;
        }
        break;
      }
      case Relation::kNummod:
        if (child < head) mention.number = LowerText(document, child);
        break;
      case Relation::kNmodPoss:
        mention.definite = true;
        mention.possessor = child;
        break;
      case Relation::kAmod:
      case Relation::kCompound:
        if (child < head && (entity == nullptr || !entity->tokens.Contains(child))) {
          mention.modifiers.push_back(LowerLemma(annotation, child));
          // "Foreign Minister Halvorsen": the title brings its own modifiers.
          for (uint32_t inner : annotation.children(child)) {
            const Relation relation = annotation.word(inner).relation;
            if (relation == Relation::kAmod || relation == Relation::kCompound) {
              mention.modifiers.push_back(LowerLemma(annotation, inner));
            }
          }
        }
        break;
      case Relation::kNmod:
        if (mention.complement.empty() && child > head) {
          const uint32_t preposition = annotation.child(child, Relation::kCase);
          if (preposition != kNoToken && LowerText(document, preposition) == "of") {
            mention.complement = LowerLemma(annotation, child);
          }
        }
        break;
      default:
        break;
    }
  }
  std::sort(mention.modifiers.begin(), mention.modifiers.end());

  const bool headline = document.section_of(head) == text::Section::kHeadline;
  if (entity != nullptr) {
    mention.name = ReadName(document, entity->tokens, TypeOf(entity->type));
    mention.type = TypeOf(entity->type);
  } else if (word.upos == Upos::kPropn && !headline) {
    // A name that the tagger did not mark: the run of proper nouns around the head.
    TokenRange run{head, head + 1};
    while (run.begin > mention.tokens.begin &&
           annotation.word(run.begin - 1).upos == Upos::kPropn) {
      --run.begin;
    }
    while (run.end < mention.tokens.end && annotation.word(run.end).upos == Upos::kPropn) {
      ++run.end;
    }
    mention.name = ReadName(document, run, Type::kUnspecified);
  }
  if (!mention.name.words.empty()) {
    mention.form = MentionForm::kName;
    // People's names take no article: "the Sam" is a wrong cut of something else.
    if (mention.type == Type::kPerson && mention.definite && mention.possessor == kNoToken &&
        !mention.plural && !HasTitleBefore(document, mention)) {
      mention.type = mention.name.type = Type::kUnspecified;
      mention.name.gender = Gender::kUnknown;
    }
    mention.gender = mention.name.gender;
    if (mention.type == Type::kPerson && !mention.definite) mention.plural = false;
    if (mention.type == Type::kGroup) mention.plural = true;
    // "spokeswoman Irina Dovzhan"
    for (const std::string& modifier : mention.modifiers) {
      if (mention.gender == Gender::kUnknown) mention.gender = GenderOfTitle(modifier);
      if (mention.type == Type::kUnspecified && IsTitle(modifier)) mention.type = Type::kPerson;
    }
    return mention;
  }
  if (headline && word.upos == Upos::kPropn && word.xpos == Xpos::kNnps) {
    absl::string_view singular = mention.lemma;
    if (singular.size() > 3 && absl::ConsumeSuffix(&singular, "s")) {
      mention.lemma = std::string(singular);
    }
  }
  mention.type = TypeOfNoun(mention.lemma, mention.plural);
  // "the coast guard", "the National Guard" are bodies, a guard is a person.
  if (mention.lemma == "guard" && !mention.plural && !mention.modifiers.empty() &&
      (mention.modifiers.front() == "coast" || mention.modifiers.front() == "national" ||
       mention.modifiers.back() == "coast" || mention.modifiers.back() == "border")) {
    mention.type = Type::kOrganization;
  }
  if (IsMaleNoun(mention.lemma)) mention.gender = Gender::kMale;
  if (IsFemaleNoun(mention.lemma)) mention.gender = Gender::kFemale;
  return mention;
}

std::vector<MentionInfo> FindMentions(const text::Document& document,
                                      const language::Annotation& annotation,
                                      const values::ValueSet& values,
                                      const claims::ClaimSet& claims) {
  const uint32_t size = static_cast<uint32_t>(document.tokens().size());
  // For each token the named entity that it is in, and whether it is its top.
  std::vector<const language::NamedEntity*> entity_of(size, nullptr);
  std::vector<bool> is_top(size, false);
  for (const language::NamedEntity& entity : annotation.entities()) {
    if (!IsNameType(entity.type)) continue;
    for (uint32_t token = entity.tokens.begin; token < entity.tokens.end; ++token) {
      entity_of[token] = &entity;
    }
    const uint32_t top = TopOf(annotation, entity);
    if (top != kNoToken) is_top[top] = true;
  }
  std::vector<bool> measures(size, false);  // words of times, lengths, shares, sums
  for (const values::TimeExpression& time : values.times) {
    for (uint32_t token = time.tokens.begin; token < time.tokens.end; ++token) {
      measures[token] = true;
    }
  }
  for (const values::Quantity& quantity : values.quantities) {
    if (quantity.kind == values::QuantityKind::kCount) continue;
    for (uint32_t token = quantity.tokens.begin; token < quantity.tokens.end; ++token) {
      measures[token] = true;
    }
  }

  std::vector<MentionInfo> mentions;
  size_t next_quantity = 0;
  for (uint32_t token = 0; token < size; ++token) {
    const language::Word& word = annotation.word(token);
    const language::NamedEntity* entity = entity_of[token];
    bool accepted = false;
    if (PronounOf(document, annotation, token) != Pronoun::kNone) {
      accepted = language::Universal(word.relation) != Relation::kExpl &&
                 word.relation != Relation::kDet && word.relation != Relation::kMark;
      entity = nullptr;
    } else if (entity != nullptr) {
      // Demonyms before a noun ("Danish police") describe it.
      accepted = is_top[token] && word.upos != Upos::kAdj && word.upos != Upos::kVerb;
      // "Ambassador Belyk": the title belongs to the name behind it.
      if (IsInner(word.relation) && IsTitle(LowerLemma(annotation, token))) accepted = false;
    } else if (word.upos == Upos::kNoun || word.upos == Upos::kPropn) {
      accepted = !IsInner(word.relation) && !measures[token];
    } else if (word.upos == Upos::kNum) {
      // "the six", "63 were rescued"
      const Relation plain = language::Universal(word.relation);
      accepted = !measures[token] &&
                 (plain == Relation::kNsubj || plain == Relation::kObj ||
                  annotation.child(token, Relation::kDet) != kNoToken) &&
                 !IsInner(word.relation);
    }
    if (!accepted) continue;
    MentionInfo mention = DescribeMention(document, annotation, token, entity);
    if (mention.form != MentionForm::kPronoun) {
      mention.count = CountOf(values, &next_quantity, mention);
      if (mention.count > 1) mention.plural = true;
      const uint32_t claim = claims.claim_of_head[token];
      if (mention.form == MentionForm::kNominal && mention.type == Type::kUnspecified &&
          claim != claims::kNoClaim &&
          claims.claims[claim].kind == claims::PredicateKind::kNominal) {
        mention.type = Type::kEvent;
      }
      if (mention.form == MentionForm::kNominal && mention.type == Type::kUnspecified) {
        mention.type = Type::kOther;
      }
    }
    mentions.push_back(std::move(mention));
  }
  return mentions;
}

std::vector<MentionInfo> DescribeMentions(const text::Document& document,
                                          const language::Annotation& annotation,
                                          const std::vector<Mention>& mentions) {
  std::vector<MentionInfo> infos;
  infos.reserve(mentions.size());
  const std::vector<language::NamedEntity>& entities = annotation.entities();
  size_t next = 0;
  for (const Mention& mention : mentions) {
    while (next < entities.size() && entities[next].tokens.end <= mention.head) ++next;
    const bool named = next < entities.size() && entities[next].tokens.Contains(mention.head) &&
                       IsNameType(entities[next].type) && mention.form == MentionForm::kName;
    infos.push_back(
        DescribeMention(document, annotation, mention.head, named ? &entities[next] : nullptr));
  }
  return infos;
}

}  // namespace parallax::entities::internal
