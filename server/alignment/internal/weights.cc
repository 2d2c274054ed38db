#include "server/alignment/internal/weights.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace parallax::alignment {
namespace {

// What reports lead with is what they are about.
void MarkMain(Profiles* profiles) {
  const float share = 1.0f / std::max<size_t>(1, profiles->order.size());
  std::vector<uint32_t> last(profiles->terms.size(), kNoTerm);
  for (const SentenceProfile& sentence : profiles->sentences) {
    if (sentence.place > 1) continue;
    for (const uint32_t id : sentence.terms) {
      if (last[id] == sentence.report) continue;
      last[id] = sentence.report;
      profiles->terms[id].leading += share;
    }
  }
  float lead_squares = 0;
  for (const Term& term : profiles->terms) {
    lead_squares += term.rarity * term.leading * term.rarity * term.leading;
  }
  for (SentenceProfile& sentence : profiles->sentences) {
    float shared = 0;
    float squares = 0;
    for (const uint32_t id : sentence.terms) {
      const Term& term = profiles->terms[id];
      shared += term.rarity * term.rarity * term.leading;
      squares += term.rarity * term.rarity;
    }
    if (squares > 0 && lead_squares > 0) {
      sentence.main = shared / std::sqrt(squares * lead_squares);
    }
  }
}

}  // namespace

void WeighProfiles(Profiles* profiles) {
  std::vector<uint32_t> reports(profiles->terms.size(), 0);
  std::vector<uint32_t> last(profiles->terms.size(), kNoTerm);
  for (const SentenceProfile& sentence : profiles->sentences) {
    for (const uint32_t term : sentence.terms) {
      ++profiles->terms[term].sentences;
      if (last[term] == sentence.report) continue;
      last[term] = sentence.report;
      ++reports[term];
    }
  }
  // A term that each report has in one sentence marks one fact; a term in every sentence of a
  // report tells little apart.
  for (size_t i = 0; i < profiles->terms.size(); ++i) {
    Term& term = profiles->terms[i];
    if (term.sentences == 0) continue;
    const float often = static_cast<float>(term.sentences) / reports[i];
    term.weight = term.rarity / std::sqrt(often);
  }
  for (SentenceProfile& sentence : profiles->sentences) {
    float squares = 0;
    for (const uint32_t term : sentence.terms) {
      sentence.weight += profiles->terms[term].weight;
      squares += profiles->terms[term].weight * profiles->terms[term].weight;
    }
    sentence.norm = std::sqrt(squares);
  }
  MarkMain(profiles);
  for (ClaimProfile& claim : profiles->claims) {
    for (const uint32_t term : claim.terms) claim.weight += profiles->terms[term].weight;
    for (const uint32_t term : claim.own) claim.own_weight += profiles->terms[term].weight;
  }
}

}  // namespace parallax::alignment
