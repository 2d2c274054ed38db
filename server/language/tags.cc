#include "server/language/tags.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_split.h"

namespace parallax::language {
namespace {

#define PARALLAX_NAME(enumerator, name) name,
constexpr absl::string_view kUposNames[] = {PARALLAX_UPOS(PARALLAX_NAME)};
constexpr absl::string_view kXposNames[] = {PARALLAX_XPOS(PARALLAX_NAME)};
constexpr absl::string_view kRelationNames[] = {PARALLAX_RELATIONS(PARALLAX_NAME)};
#undef PARALLAX_NAME

// The sets are small: a linear search is faster than a hash table.
template <typename Tag, size_t kSize>
absl::optional<Tag> Find(const absl::string_view (&names)[kSize], absl::string_view name) {
  for (size_t i = 0; i < kSize; ++i) {
    if (names[i] == name) return static_cast<Tag>(i);
  }
  return absl::nullopt;
}

struct FeatureName {
  Feature feature;
  absl::string_view name;
};

// In the order of CoNLL-U: keys sorted, values of one key together and sorted.
constexpr FeatureName kFeatureNames[] = {
    {kDefiniteDef, "Definite=Def"}, {kDefiniteInd, "Definite=Ind"}, {kDegreeCmp, "Degree=Cmp"},
    {kDegreeSup, "Degree=Sup"},     {kGenderFem, "Gender=Fem"},     {kGenderMasc, "Gender=Masc"},
    {kGenderNeut, "Gender=Neut"},   {kMoodImp, "Mood=Imp"},         {kMoodInd, "Mood=Ind"},
    {kMoodSub, "Mood=Sub"},         {kNumTypeCard, "NumType=Card"}, {kNumTypeOrd, "NumType=Ord"},
    {kNumberPlur, "Number=Plur"},   {kNumberSing, "Number=Sing"},   {kPerson1, "Person=1"},
    {kPerson2, "Person=2"},         {kPerson3, "Person=3"},         {kPolarityNeg, "Polarity=Neg"},
    {kPossYes, "Poss=Yes"},         {kPronDem, "PronType=Dem"},     {kPronInt, "PronType=Int"},
    {kPronRel, "PronType=Rel"},     {kTensePast, "Tense=Past"},     {kTensePres, "Tense=Pres"},
    {kVerbFin, "VerbForm=Fin"},     {kVerbGer, "VerbForm=Ger"},     {kVerbInf, "VerbForm=Inf"},
    {kVerbPart, "VerbForm=Part"},   {kVoicePass, "Voice=Pass"},
};

absl::string_view Key(absl::string_view name) { return name.substr(0, name.find('=')); }

}  // namespace

absl::string_view Name(Upos tag) { return kUposNames[static_cast<size_t>(tag)]; }
absl::string_view Name(Xpos tag) { return kXposNames[static_cast<size_t>(tag)]; }
absl::string_view Name(Relation relation) { return kRelationNames[static_cast<size_t>(relation)]; }

absl::optional<Upos> UposFromName(absl::string_view name) { return Find<Upos>(kUposNames, name); }
absl::optional<Xpos> XposFromName(absl::string_view name) { return Find<Xpos>(kXposNames, name); }
absl::optional<Relation> RelationFromName(absl::string_view name) {
  const absl::optional<Relation> exact = Find<Relation>(kRelationNames, name);
  if (exact.has_value()) return exact;
  return Find<Relation>(kRelationNames, name.substr(0, name.find(':')));
}

void AppendFeatures(Features features, std::string* out) {
  absl::string_view last_key;
  for (const FeatureName& entry : kFeatureNames) {
    if (!(features & entry.feature)) continue;
    const absl::string_view key = Key(entry.name);
    if (key == last_key) {
      out->append(",");
      out->append(entry.name.data() + key.size() + 1, entry.name.size() - key.size() - 1);
      continue;
    }
    if (!last_key.empty()) out->append("|");
    out->append(entry.name.data(), entry.name.size());
    last_key = key;
  }
  if (last_key.empty()) out->append("_");
}

Features FeaturesFromName(absl::string_view conllu) {
  Features features = 0;
  for (absl::string_view pair : absl::StrSplit(conllu, '|')) {
    const absl::string_view key = Key(pair);
    if (key.size() == pair.size()) continue;
    for (absl::string_view value : absl::StrSplit(pair.substr(key.size() + 1), ',')) {
      for (const FeatureName& entry : kFeatureNames) {
        if (Key(entry.name) == key && entry.name.substr(key.size() + 1) == value) {
          features |= entry.feature;
        }
      }
    }
  }
  return features;
}

Relation Universal(Relation relation) {
  static const std::array<Relation, kRelationCount> kUniversal = [] {
    std::array<Relation, kRelationCount> table{};
    for (int i = 0; i < kRelationCount; ++i) {
      const absl::string_view name = kRelationNames[i];
      const absl::optional<Relation> plain =
          Find<Relation>(kRelationNames, name.substr(0, name.find(':')));
      table[i] = plain.value_or(static_cast<Relation>(i));
    }
    return table;
  }();
  return kUniversal[static_cast<size_t>(relation)];
}

}  // namespace parallax::language
