#include "server/framing/stance.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using commitment::Class;
using lexicon::MarkerKind;

// Words of negation that stand as pronouns, determiners or particles.
constexpr std::array<absl::string_view, 11> kNegators = {"no",     "not",     "n't",     "never",
                                                         "nobody", "none",    "nothing", "neither",
                                                         "nor",    "without", "cannot"};
constexpr std::array<absl::string_view, 4> kPossible = {"may", "might", "could", "possible"};

// Words of one clause that are looked at: a bound on clauses without end.
constexpr uint32_t kMaxWords = 40;

const analysis::Analysis& ReportOf(const Scene& scene, const Mention& mention) {
  return *scene.reports[mention.report];
}

const claims::Claim& ClaimOf(const Scene& scene, const Mention& mention) {
  return ReportOf(scene, mention).claims.claims[mention.claim];
}

const commitment::Commitment& CommitmentOf(const Scene& scene, const Mention& mention) {
  return ReportOf(scene, mention).commitments.claims[mention.claim];
}

template <size_t N>
bool In(const std::array<absl::string_view, N>& list, absl::string_view lemma) {
  return std::find(list.begin(), list.end(), lemma) != list.end();
}

// True where some word on the predicate, or on a word on it, passes `test`.
template <typename Test>
bool AnyNear(const Scene& scene, const Mention& mention, const Test& test) {
  const analysis::Analysis& report = ReportOf(scene, mention);
  const claims::Claim& claim = ClaimOf(scene, mention);
  const TokenRange sentence = report.document.sentence_of(claim.head).tokens;
  const uint32_t begin = std::max(sentence.begin, claim.head - std::min(claim.head, kMaxWords / 2));
  const uint32_t end = std::min(sentence.end, claim.head + kMaxWords / 2);
  for (uint32_t token = begin; token < end; ++token) {
    uint32_t up = token;
    for (int step = 0; step < 3 && up != language::kNoToken; ++step) {
      if (up == claim.head) {
        if (test(report, token)) return true;
        break;
      }
      up = report.annotation.word(up).head;
    }
  }
  return false;
}

bool IsDeniedByCue(const Scene& scene, const Mention& mention) {
  const analysis::Analysis& report = ReportOf(scene, mention);
  const commitment::Commitment& commitment = CommitmentOf(scene, mention);
  auto denies = [](const attribution::Attribution& layer) {
    return layer.connotation == lexicon::Connotation::kDenying;
  };
  if (mention.cue_of != nullptr && denies(*mention.cue_of)) return true;
  for (uint32_t index : commitment.attributions) {
    if (denies(report.attributions.attributions[index])) return true;
  }
  return std::any_of(
      commitment.signals.begin(), commitment.signals.end(), [](const commitment::Signal& signal) {
        return absl::StartsWith(signal.rule, "deny") || absl::StartsWith(signal.rule, "denied");
      });
}

bool Affirms(Class value) {
  return value == Class::kAsserted || value == Class::kEndorsed || value == Class::kAttributed;
}

bool Negates(Class value) { return value == Class::kNegated || value == Class::kDenied; }

bool IsReportingWord(const Scene& scene, const Mention& mention) {
  const claims::Claim& claim = ClaimOf(scene, mention);
  const lexicon::ReportingCue* cue =
      scene.lexicon->reporting_cue(Lemma(ReportOf(scene, mention), claim.head));
  if (cue == nullptr) return false;
  return claim.kind == claims::PredicateKind::kVerb ? cue->verb : cue->noun;
}

// "To resign", "to be opened": an infinitive puts nothing forward as having happened, unless it is
// a perfect one ("is said to have resigned").
bool IsUnrealised(const Scene& scene, const Mention& mention) {
  const analysis::Analysis& report = ReportOf(scene, mention);
  const uint32_t head = ClaimOf(scene, mention).head;
  bool infinitive = report.annotation.has(head, language::kVerbInf);
  for (uint32_t child : report.annotation.children(head)) {
    const language::Relation relation = report.annotation.word(child).relation;
    const std::string lemma = Lemma(report, child);
    if (relation == language::Relation::kAux && lemma == "have") return false;
    if (relation == language::Relation::kMark && lemma == "to") infinitive = true;
    // "Did steal", "would steal": the infinitive of a finite clause.
    if (relation == language::Relation::kAux) return false;
  }
  return infinitive;
}

bool HoldsOtherClaim(const Scene& scene, const Mention& mention,
                     const attribution::Attribution& layer) {
  constexpr uint32_t kMaxTokens = 60;
  const analysis::Analysis& report = ReportOf(scene, mention);
  for (const TokenRange& content : layer.content) {
    const uint32_t end = std::min(content.end, content.begin + kMaxTokens);
    for (uint32_t token = content.begin; token < end; ++token) {
      const uint32_t claim = report.claims.claim_of_head[token];
      if (claim != claims::kNoClaim && claim != mention.claim &&
          report.claims.claims[claim].kind == claims::PredicateKind::kVerb) {
        return true;
      }
    }
  }
  return false;
}

std::string PredicateStem(const Scene& scene, const Mention& mention) {
  return Stem(ReportOf(scene, mention).annotation.lemma(ClaimOf(scene, mention).head));
}

}  // namespace

bool HoldsNegation(const Scene& scene, const Mention& mention) {
  return AnyNear(scene, mention, [&](const analysis::Analysis& report, uint32_t token) {
    if (report.annotation.has(token, language::kPolarityNeg)) return true;
    const std::string lemma = Lemma(report, token);
    if (In(kNegators, lemma)) return true;
    const lexicon::Marker* marker = scene.lexicon->marker(lemma);
    return marker != nullptr && marker->kind == MarkerKind::kNegation;
  });
}

bool HoldsHedge(const Scene& scene, const Mention& mention) {
  return AnyNear(scene, mention, [&](const analysis::Analysis& report, uint32_t token) {
    const std::string lemma = Lemma(report, token);
    if (In(kPossible, lemma)) return true;
    const lexicon::Marker* marker = scene.lexicon->marker(lemma);
    return marker != nullptr &&
           (marker->kind == MarkerKind::kHedge || marker->kind == MarkerKind::kDistance);
  });
}

bool IsActOfSaying(const Scene& scene, const Mention& mention) {
  // "Claims victory" and "rejected the accusations" tell what is claimed or rejected in themselves;
  // "denied that it had known" leaves that to the claim of knowing.
  return mention.cue_of != nullptr && HoldsOtherClaim(scene, mention, *mention.cue_of);
}

void ReadStances(const Scene& scene, const std::vector<std::vector<uint32_t>>& quotation_of,
                 std::vector<FactAccount>* accounts) {
  constexpr uint32_t kQuotedWords = 3;  // shorter ones are terms
  for (FactAccount& account : *accounts) {
    for (Mention& mention : account.mentions) {
      const analysis::Analysis& report = ReportOf(scene, mention);
      const commitment::Commitment& commitment = CommitmentOf(scene, mention);
      if (mention.value == Class::kAsserted || mention.value == Class::kHedged) {
        const uint32_t q = quotation_of[mention.report][ClaimOf(scene, mention).head];
        if (q != kNone && report.attributions.quotations[q].tokens.size() > kQuotedWords + 2) {
          mention.value = Class::kAttributed;
        }
      }
      if (mention.value == Class::kAlleged && commitment.signals.size() == 1 &&
          commitment.signals[0].rule == "scare-quote") {
        mention.value = Class::kAsserted;
      }
      if (mention.value == Class::kAlleged && commitment.attributions.empty() &&
          IsReportingWord(scene, mention)) {
        mention.value = Class::kAsserted;
      }
      const bool urged = mention.attribution != nullptr && mention.attribution->entry != nullptr &&
                         mention.attribution->entry->prospective;
      if (mention.value == Class::kAttributed && (urged || IsUnrealised(scene, mention))) {
        mention.value = Class::kProspective;
      }
    }
  }
  // For each predicate the reports that affirm it without any negation: at most two are kept, as
  // one other than the negating report is enough.
  absl::flat_hash_map<std::string, std::vector<uint32_t>> affirmed_in;
  for (const FactAccount& account : *accounts) {
    for (const Mention& mention : account.mentions) {
      if (!Affirms(mention.value) || HoldsNegation(scene, mention)) continue;
      if (IsUnrealised(scene, mention)) continue;
      std::vector<uint32_t>& reports = affirmed_in[PredicateStem(scene, mention)];
      if (reports.size() < 2 && (reports.empty() || reports[0] != mention.report)) {
        reports.push_back(mention.report);
      }
    }
  }
  for (FactAccount& account : *accounts) {
    for (Mention& mention : account.mentions) {
      if (!Negates(mention.value) || IsDeniedByCue(scene, mention)) continue;
      const auto at = affirmed_in.find(PredicateStem(scene, mention));
      const bool opposed = at != affirmed_in.end() &&
                           std::any_of(at->second.begin(), at->second.end(),
                                       [&](uint32_t report) { return report != mention.report; });
      if (opposed) continue;
      mention.value = mention.value == Class::kNegated ? Class::kAsserted : Class::kAttributed;
    }
  }
}

}  // namespace parallax::framing
