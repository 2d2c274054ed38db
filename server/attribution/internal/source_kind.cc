#include "server/attribution/internal/source_kind.h"

#include <array>

#include "server/base/one_of.h"
#include "server/language/tags.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Upos;

constexpr std::array<absl::string_view, 52> kDocuments = {
    "report",     "statement", "study",     "letter",     "poll",     "survey",   "document",
    "email",      "memo",      "article",   "book",       "paper",    "filing",   "indictment",
    "complaint",  "lawsuit",   "affidavit", "transcript", "tweet",    "post",     "editorial",
    "website",    "release",   "analysis",  "review",     "research", "data",     "figure",
    "record",     "law",       "bill",      "order",      "ruling",   "headline", "story",
    "ad",         "video",     "image",     "footage",    "register", "evidence", "result",
    "communique", "testimony", "message",   "text",       "log",      "test",     "sample",
    "note",       "list",      "map"};

// Who stays without a name and without an office that would tell who it is.
constexpr std::array<absl::string_view, 38> kAnonymous = {
    "source",   "official", "officials", "critic",    "expert", "analyst",  "observer", "insider",
    "witness",  "people",   "some",      "many",      "other",  "resident", "neighbor", "neighbour",
    "aide",     "ally",     "opponent",  "supporter", "person", "man",      "woman",    "friend",
    "someone",  "somebody", "activist",  "local",     "voter",  "diplomat", "adviser",  "advisor",
    "lawmaker", "one",      "most",      "several",   "few",    "everyone"};

}  // namespace

SourceKind SourceKinds::OfNominal(const Attribution& attribution) const {
  const uint32_t head = attribution.source_head;
  const language::Annotation& annotation = syntax_.annotation();
  const absl::string_view lemma = syntax_.lemma(head);
  if (syntax_.word(head).upos == Upos::kPropn) return SourceKind::kNamed;
  if (OneOf(lemma, kDocuments)) return SourceKind::kDocument;
  // "the minister, John Smith" and "minister John Smith" are named.
  bool definite = false;
  for (uint32_t c : annotation.children(head)) {
    const Relation r = syntax_.relation(c);
    if (syntax_.word(c).upos == Upos::kPropn &&
        (r == Relation::kAppos || r == Relation::kFlat || r == Relation::kNmodDesc)) {
      return SourceKind::kNamed;
    }
    definite |= r == Relation::kDet && syntax_.lemma(c) == "the";
    definite |= r == Relation::kNmodPoss || r == Relation::kCompound;
  }
  if (OneOf(lemma, kAnonymous) && !(definite && !annotation.has(head, language::kNumberPlur))) {
    return SourceKind::kUnnamed;
  }
  return SourceKind::kRole;
}

SourceKind SourceKinds::Of(const Attribution& attribution) {
  if (!attribution.source || attribution.source_head == kNoToken) return SourceKind::kImplicit;
  const uint32_t head = attribution.source_head;
  const absl::string_view lemma = syntax_.lemma(head);
  if (syntax_.word(head).upos == Upos::kPron || syntax_.word(head).upos == Upos::kDet) {
    if (lemma == "who" || lemma == "which" || lemma == "that") {
      // A relative pronoun stands for the noun that its clause modifies.
      uint32_t at = head;
      for (int steps = 0; steps < 16 && at != kNoToken; ++steps) {
        if (syntax_.relation(at) == Relation::kAclRelcl && syntax_.head(at) != kNoToken) {
          Attribution antecedent = attribution;
          antecedent.source_head = syntax_.head(at);
          return syntax_.word(antecedent.source_head).upos == Upos::kPron ? SourceKind::kUnnamed
                                                                          : OfNominal(antecedent);
        }
        at = syntax_.head(at);
      }
      return SourceKind::kUnnamed;
    }
    if (lemma == "he" || lemma == "she" || lemma == "his" || lemma == "her" || lemma == "him" ||
        lemma == "i") {
      return last_person_;
    }
    if (lemma == "it" || lemma == "its" || lemma == "they" || lemma == "we" || lemma == "their" ||
        lemma == "them") {
      return last_group_;
    }
    return SourceKind::kUnnamed;
  }
  const SourceKind kind = OfNominal(attribution);
  if (kind != SourceKind::kDocument) {
    last_person_ = kind;
    last_group_ = kind;
  }
  return kind;
}

}  // namespace parallax::attribution::internal
