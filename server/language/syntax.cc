#include "server/language/syntax.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

namespace parallax::language {
namespace {

bool ShowsTense(Xpos xpos) {
  return xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp || xpos == Xpos::kMd;
}

}  // namespace

const NamedEntity* Syntax::EntityAt(uint32_t token) const {
  const std::vector<NamedEntity>& entities = annotation_->entities();
  auto after = std::upper_bound(
      entities.begin(), entities.end(), token,
      [](uint32_t at, const NamedEntity& entity) { return at < entity.tokens.begin; });
  if (after == entities.begin()) return nullptr;
  --after;
  return after->tokens.Contains(token) ? &*after : nullptr;
}

bool Syntax::IsNominal(uint32_t token) const {
  const Upos upos = word(token).upos;
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron;
}

bool Syntax::HeadsNounPhrase(uint32_t token) const {
  const Upos upos = word(token).upos;
  return IsNominal(token) || upos == Upos::kNum || upos == Upos::kSym;
}

uint32_t Syntax::ChildOf(uint32_t token, Relation universal) const {
  for (uint32_t child : children(token)) {
    if (Universal(relation(child)) == universal) return child;
  }
  return kNoToken;
}

uint32_t Syntax::SubjectOf(uint32_t predicate) const {
  uint32_t subject = kNoToken;
  for (uint32_t child : children(predicate)) {
    const Relation universal = Universal(relation(child));
    if (universal != Relation::kNsubj && universal != Relation::kCsubj) continue;
    if (subject == kNoToken || child < predicate) subject = child;
  }
  return subject;
}

bool Syntax::IsFinite(uint32_t predicate) const {
  if (ShowsTense(word(predicate).xpos)) return true;
  for (uint32_t child : children(predicate)) {
    const Relation universal = Universal(relation(child));
    if (universal != Relation::kAux && universal != Relation::kCop) continue;
    if (ShowsTense(word(child).xpos)) return true;
  }
  return false;
}

bool Syntax::IsPassive(uint32_t verb) const {
  for (uint32_t child : children(verb)) {
    const Relation own = relation(child);
    if (own == Relation::kAuxPass || own == Relation::kNsubjPass || own == Relation::kCsubjPass) {
      return true;
    }
  }
  return false;
}

std::string Syntax::VerbLemma(uint32_t verb) const {
  const uint32_t particle = child(verb, Relation::kCompoundPrt);
  return particle == kNoToken ? std::string(lemma(verb))
                              : absl::StrCat(lemma(verb), " ", lemma(particle));
}

}  // namespace parallax::language
