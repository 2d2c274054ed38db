#include "server/alignment/internal/claim_features.h"

#include <algorithm>
#include <cmath>

namespace parallax::alignment {

const std::array<absl::string_view, kClaimFeatureCount> kClaimFeatureNames = {
    "bias",
    "same-predicate",
    "predicate-likeness",
    "predicate-inside",
    "shared-weight",
    "shared-of-smaller",
    "shared-of-larger",
    "rank",
    "agent-same",
    "agent-differs",
    "patient-same",
    "patient-differs",
    "roles-crossed",
    "arguments-shared",
    "number-shared",
    "day-shared",
    "day-differs",
    "both-quoted",
    "one-quoted",
    "source-same",
    "source-differs",
    "both-cue",
    "one-cue",
    "both-nominal",
    "one-nominal",
    "both-attribute",
    "one-attribute",
    "both-root",
    "one-root",
    "longer-log",
    "length-ratio",
    "lighter-weight",
    "fewest-arguments",
    "both-attributed",
    "predicate-and-arguments",
    "both-nested",
    "one-nested",
    "own-shared-weight",
    "own-shared-of-smaller",
    "own-shared-of-larger",
    "own-in-other",
    "joints-shared",
    "coverage-smaller",
    "coverage-larger",
    "predicate-own-both",
    "own-weight-smaller",
};

namespace {

using claims::Role;

const ArgumentProfile* Find(const ClaimProfile& claim, Role role) {
  for (const ArgumentProfile& argument : claim.arguments) {
    if (argument.role == role) return &argument;
  }
  return nullptr;
}

bool Same(const ArgumentProfile& a, const ArgumentProfile& b) {
  return (a.linked != kNoLinked && a.linked == b.linked) || (a.term != kNoTerm && a.term == b.term);
}

bool Same(const ArgumentProfile* a, const ArgumentProfile* b) {
  return a != nullptr && b != nullptr && Same(*a, *b);
}

// Both are known by name, and the names are of different things.
bool NamedApart(const ArgumentProfile* a, const ArgumentProfile* b) {
  return a != nullptr && b != nullptr && a->named && b->named && !Same(*a, *b);
}

bool DaysApart(const ClaimProfile& a, const ClaimProfile& b) {
  return a.first_day && b.first_day && (*a.last_day < *b.first_day || *b.last_day < *a.first_day);
}

bool HasTerm(const ClaimProfile& claim, uint32_t term) {
  return term != kNoTerm && std::binary_search(claim.terms.begin(), claim.terms.end(), term);
}

template <typename Value, typename Visit>
void ForShared(const std::vector<Value>& a, const std::vector<Value>& b, const Visit& visit) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i < *j) {
      ++i;
    } else if (*j < *i) {
      ++j;
    } else {
      visit(*i);
      ++i;
      ++j;
    }
  }
}

float Either(bool a, bool b) { return a != b ? 1 : 0; }
float Both(bool a, bool b) { return a && b ? 1 : 0; }

}  // namespace

float SharedClaimWeight(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b) {
  float weight = 0;
  ForShared(a.terms, b.terms, [&](uint32_t id) { weight += profiles.terms[id].weight; });
  return weight;
}

ClaimMatch MatchClaims(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b) {
  ClaimMatch match;
  const bool known = a.predicate != kNoTerm && b.predicate != kNoTerm;
  match.same_predicate = known && a.predicate == b.predicate;
  if (known && !match.same_predicate) {
    const uint32_t first = profiles.terms[a.predicate].word;
    const uint32_t second = profiles.terms[b.predicate].word;
    if (first != kNoWord && second != kNoWord) {
      match.predicate_likeness = std::max(0.0f, WordTable::Default().Likeness(first, second));
    }
  }
  int shared = 0;
  for (const ArgumentProfile& argument : a.arguments) {
    const bool found =
        std::any_of(b.arguments.begin(), b.arguments.end(),
                    [&](const ArgumentProfile& other) { return Same(argument, other); });
    shared += found ? 1 : 0;
  }
  match.arguments = static_cast<float>(std::min(shared, 4)) / 2;
  match.overlap = SharedClaimWeight(profiles, a, b) / std::max(std::max(a.weight, b.weight), 1e-6f);
  float own = 0;
  ForShared(a.own, b.own, [&](uint32_t id) { own += profiles.terms[id].weight; });
  match.own = own / std::max(std::max(a.own_weight, b.own_weight), 1e-6f);
  ForShared(a.joints, b.joints, [&](uint64_t) { ++match.joints; });
  match.day_differs = DaysApart(a, b);
  match.day_shared = a.first_day && b.first_day && !match.day_differs;
  return match;
}

ClaimFeatures CompareClaims(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b,
                            float best) {
  const ClaimMatch match = MatchClaims(profiles, a, b);
  float weight = 0;
  bool number = false;
  ForShared(a.terms, b.terms, [&](uint32_t id) {
    weight += profiles.terms[id].weight;
    number |= profiles.terms[id].number;
  });
  float own = 0;
  ForShared(a.own, b.own, [&](uint32_t id) { own += profiles.terms[id].weight; });
  float own_cross = 0;  // of the own words of each, those anywhere in the other
  ForShared(a.own, b.terms, [&](uint32_t id) { own_cross += profiles.terms[id].weight; });
  ForShared(b.own, a.terms, [&](uint32_t id) { own_cross += profiles.terms[id].weight; });
  float joints = 0;
  ForShared(a.joints, b.joints, [&](uint64_t) { ++joints; });
  const ArgumentProfile* agent_a = Find(a, Role::kAgent);
  const ArgumentProfile* agent_b = Find(b, Role::kAgent);
  const ArgumentProfile* patient_a = Find(a, Role::kPatient);
  const ArgumentProfile* patient_b = Find(b, Role::kPatient);
  const bool crossed = (Same(agent_a, patient_b) || Same(patient_a, agent_b)) &&
                       !Same(agent_a, agent_b) && !Same(patient_a, patient_b);
  const bool sources = a.source != kNoLinked && b.source != kNoLinked;
  const float smaller = std::max(std::min(a.weight, b.weight), 1e-6f);
  const float longer = static_cast<float>(std::max(a.tokens, b.tokens));
  const size_t fewest = std::min(a.arguments.size(), b.arguments.size());
  return {
      1,
      match.same_predicate ? 1.0f : 0.0f,
      match.predicate_likeness,
      !match.same_predicate && (HasTerm(b, a.predicate) || HasTerm(a, b.predicate)) ? 1.0f : 0.0f,
      weight / 10,
      weight / smaller,
      match.overlap,
      best > 0 ? weight / best : 0,
      Same(agent_a, agent_b) ? 1.0f : 0.0f,
      NamedApart(agent_a, agent_b) ? 1.0f : 0.0f,
      Same(patient_a, patient_b) ? 1.0f : 0.0f,
      NamedApart(patient_a, patient_b) ? 1.0f : 0.0f,
      crossed ? 1.0f : 0.0f,
      match.arguments,
      number ? 1.0f : 0.0f,
      match.day_shared ? 1.0f : 0.0f,
      match.day_differs ? 1.0f : 0.0f,
      Both(a.quoted, b.quoted),
      Either(a.quoted, b.quoted),
      sources && a.source == b.source ? 1.0f : 0.0f,
      sources && a.source != b.source ? 1.0f : 0.0f,
      Both(a.cue, b.cue),
      Either(a.cue, b.cue),
      Both(a.nominal, b.nominal),
      Either(a.nominal, b.nominal),
      Both(a.attribute, b.attribute),
      Either(a.attribute, b.attribute),
      Both(a.root, b.root),
      Either(a.root, b.root),
      std::log1p(longer) / 3,
      longer > 0 ? std::min(a.tokens, b.tokens) / longer : 0,
      std::min(a.weight, b.weight) / 10,
      static_cast<float>(std::min<size_t>(fewest, 3)) / 2,
      a.attributed && b.attributed ? 1.0f : 0.0f,
      match.same_predicate || match.predicate_likeness > 0.5f ? match.arguments : 0.0f,
      Both(a.nested, b.nested),
      Either(a.nested, b.nested),
      own / 10,
      own / std::max(std::min(a.own_weight, b.own_weight), 1e-6f),
      own / std::max(std::max(a.own_weight, b.own_weight), 1e-6f),
      own_cross / std::max(a.own_weight + b.own_weight, 1e-6f),
      std::min(joints, 3.0f),
      std::min(a.coverage, b.coverage),
      std::max(a.coverage, b.coverage),
      match.same_predicate && own > profiles.terms[a.predicate].weight * 1.01f ? 1.0f : 0.0f,
      std::min(a.own_weight, b.own_weight) / 10};
}

bool Clash(const ClaimProfile& a, const ClaimProfile& b) {
  const ArgumentProfile* agent_a = Find(a, Role::kAgent);
  const ArgumentProfile* agent_b = Find(b, Role::kAgent);
  const ArgumentProfile* patient_a = Find(a, Role::kPatient);
  const ArgumentProfile* patient_b = Find(b, Role::kPatient);
  const bool agents_apart = NamedApart(agent_a, agent_b);
  const bool patients_apart = NamedApart(patient_a, patient_b);
  if (agents_apart && patients_apart) return true;
  const bool same_predicate = a.predicate != kNoTerm && a.predicate == b.predicate;
  if (same_predicate && Same(agent_a, patient_b) && Same(patient_a, agent_b)) return true;
  // An utterance belongs to who made it.
  if (a.cue && b.cue && agents_apart) return true;
  return false;
}

}  // namespace parallax::alignment
