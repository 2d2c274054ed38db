// The closed tag sets of the annotation: Universal Dependencies v2 universal tags, relations with
// the subtypes of the English treebanks, Penn Treebank tags, morphological features.
//
// Follows: universaldependencies.org, guidelines v2; the English EWT and GUM treebanks.
#ifndef PARALLAX_SERVER_LANGUAGE_TAGS_H_
#define PARALLAX_SERVER_LANGUAGE_TAGS_H_

#include <bit>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace parallax::language {

// X(enumerator, name in CoNLL-U)
#define PARALLAX_UPOS(X) \
  X(kAdj, "ADJ")         \
  X(kAdp, "ADP")         \
  X(kAdv, "ADV")         \
  X(kAux, "AUX")         \
  X(kCconj, "CCONJ")     \
  X(kDet, "DET")         \
  X(kIntj, "INTJ")       \
  X(kNoun, "NOUN")       \
  X(kNum, "NUM")         \
  X(kPart, "PART")       \
  X(kPron, "PRON")       \
  X(kPropn, "PROPN")     \
  X(kPunct, "PUNCT")     \
  X(kSconj, "SCONJ")     \
  X(kSym, "SYM")         \
  X(kVerb, "VERB")       \
  X(kX, "X")

#define PARALLAX_XPOS(X) \
  X(kCurrency, "$")      \
  X(kCloseQuote, "''")   \
  X(kComma, ",")         \
  X(kLrb, "-LRB-")       \
  X(kRrb, "-RRB-")       \
  X(kStop, ".")          \
  X(kColon, ":")         \
  X(kAdd, "ADD")         \
  X(kAfx, "AFX")         \
  X(kCc, "CC")           \
  X(kCd, "CD")           \
  X(kDt, "DT")           \
  X(kEx, "EX")           \
  X(kFw, "FW")           \
  X(kGw, "GW")           \
  X(kHyph, "HYPH")       \
  X(kIn, "IN")           \
  X(kJj, "JJ")           \
  X(kJjr, "JJR")         \
  X(kJjs, "JJS")         \
  X(kLs, "LS")           \
  X(kMd, "MD")           \
  X(kNfp, "NFP")         \
  X(kNn, "NN")           \
  X(kNnp, "NNP")         \
  X(kNnps, "NNPS")       \
  X(kNns, "NNS")         \
  X(kPdt, "PDT")         \
  X(kPos, "POS")         \
  X(kPrp, "PRP")         \
  X(kPrpPoss, "PRP$")    \
  X(kRb, "RB")           \
  X(kRbr, "RBR")         \
  X(kRbs, "RBS")         \
  X(kRp, "RP")           \
  X(kSym, "SYM")         \
  X(kTo, "TO")           \
  X(kUh, "UH")           \
  X(kVb, "VB")           \
  X(kVbd, "VBD")         \
  X(kVbg, "VBG")         \
  X(kVbn, "VBN")         \
  X(kVbp, "VBP")         \
  X(kVbz, "VBZ")         \
  X(kWdt, "WDT")         \
  X(kWp, "WP")           \
  X(kWpPoss, "WP$")      \
  X(kWrb, "WRB")         \
  X(kOpenQuote, "``")

// root first; a subtype is a relation of its own.
#define PARALLAX_RELATIONS(X)       \
  X(kRoot, "root")                  \
  X(kAcl, "acl")                    \
  X(kAclRelcl, "acl:relcl")         \
  X(kAdvcl, "advcl")                \
  X(kAdvclRelcl, "advcl:relcl")     \
  X(kAdvmod, "advmod")              \
  X(kAmod, "amod")                  \
  X(kAppos, "appos")                \
  X(kAux, "aux")                    \
  X(kAuxPass, "aux:pass")           \
  X(kCase, "case")                  \
  X(kCc, "cc")                      \
  X(kCcPreconj, "cc:preconj")       \
  X(kCcomp, "ccomp")                \
  X(kCompound, "compound")          \
  X(kCompoundPrt, "compound:prt")   \
  X(kConj, "conj")                  \
  X(kCop, "cop")                    \
  X(kCsubj, "csubj")                \
  X(kCsubjOuter, "csubj:outer")     \
  X(kCsubjPass, "csubj:pass")       \
  X(kDep, "dep")                    \
  X(kDet, "det")                    \
  X(kDetPredet, "det:predet")       \
  X(kDiscourse, "discourse")        \
  X(kDislocated, "dislocated")      \
  X(kExpl, "expl")                  \
  X(kFixed, "fixed")                \
  X(kFlat, "flat")                  \
  X(kGoeswith, "goeswith")          \
  X(kIobj, "iobj")                  \
  X(kList, "list")                  \
  X(kMark, "mark")                  \
  X(kNmod, "nmod")                  \
  X(kNmodDesc, "nmod:desc")         \
  X(kNmodPoss, "nmod:poss")         \
  X(kNmodUnmarked, "nmod:unmarked") \
  X(kNsubj, "nsubj")                \
  X(kNsubjOuter, "nsubj:outer")     \
  X(kNsubjPass, "nsubj:pass")       \
  X(kNummod, "nummod")              \
  X(kObj, "obj")                    \
  X(kObl, "obl")                    \
  X(kOblAgent, "obl:agent")         \
  X(kOblUnmarked, "obl:unmarked")   \
  X(kOrphan, "orphan")              \
  X(kParataxis, "parataxis")        \
  X(kPunct, "punct")                \
  X(kReparandum, "reparandum")      \
  X(kVocative, "vocative")          \
  X(kXcomp, "xcomp")

#define PARALLAX_ENUMERATOR(enumerator, name) enumerator,
enum class Upos : uint8_t { PARALLAX_UPOS(PARALLAX_ENUMERATOR) };
enum class Xpos : uint8_t { PARALLAX_XPOS(PARALLAX_ENUMERATOR) };
enum class Relation : uint8_t { PARALLAX_RELATIONS(PARALLAX_ENUMERATOR) };
#undef PARALLAX_ENUMERATOR

#define PARALLAX_COUNT(enumerator, name) +1
inline constexpr int kUposCount = 0 PARALLAX_UPOS(PARALLAX_COUNT);
inline constexpr int kXposCount = 0 PARALLAX_XPOS(PARALLAX_COUNT);
inline constexpr int kRelationCount = 0 PARALLAX_RELATIONS(PARALLAX_COUNT);
#undef PARALLAX_COUNT

// Features that later rooms read, one bit each; Features is a set of them.
enum Feature : uint32_t {
  kTensePast = 1u << 0,
  kTensePres = 1u << 1,
  kVerbFin = 1u << 2,
  kVerbInf = 1u << 3,
  kVerbPart = 1u << 4,
  kVerbGer = 1u << 5,
  kVoicePass = 1u << 6,
  kMoodInd = 1u << 7,
  kMoodImp = 1u << 8,
  kMoodSub = 1u << 9,
  kNumberSing = 1u << 10,
  kNumberPlur = 1u << 11,
  kDegreeCmp = 1u << 12,
  kDegreeSup = 1u << 13,
  kPolarityNeg = 1u << 14,
  kPerson1 = 1u << 15,
  kPerson2 = 1u << 16,
  kPerson3 = 1u << 17,
  kGenderMasc = 1u << 18,
  kGenderFem = 1u << 19,
  kGenderNeut = 1u << 20,
  kDefiniteDef = 1u << 21,
  kDefiniteInd = 1u << 22,
  kNumTypeCard = 1u << 23,
  kNumTypeOrd = 1u << 24,
  kPronRel = 1u << 25,
  kPronInt = 1u << 26,
  kPronDem = 1u << 27,
  kPossYes = 1u << 28,
};
using Features = uint32_t;
inline constexpr int kFeatureCount = std::bit_width(uint32_t{kPossYes});

// The CoNLL-U name; the view is of a string constant.
absl::string_view Name(Upos tag);
absl::string_view Name(Xpos tag);
absl::string_view Name(Relation relation);
// No value where the name is unknown. A relation with an unknown subtype gives the plain relation.
absl::optional<Upos> UposFromName(absl::string_view name);
absl::optional<Xpos> XposFromName(absl::string_view name);
absl::optional<Relation> RelationFromName(absl::string_view name);
// "Mood=Ind|Tense=Past", keys in order, "_" for none; and back (unknown features are left out).
void AppendFeatures(Features features, std::string* out);
Features FeaturesFromName(absl::string_view conllu);

// The relation without its subtype: nsubj for nsubj:pass.
Relation Universal(Relation relation);

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_TAGS_H_
