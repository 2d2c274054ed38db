// COMMITMENT: one report stands behind a fact further than another does.
//
// Rules (RULES.md): commitment-strength, commitment-hedged, commitment-contested,
// commitment-endorsed.

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/contested.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/stance.h"
#include "server/framing/trust.h"

namespace parallax::framing {
namespace {

using commitment::Class;

// Claims with another predicate that share fewer words may tell another act.
constexpr float kSureLikeness = 0.6f;
constexpr float kOtherAct = 0.4f;

bool Firm(Class value) { return value == Class::kAsserted || value == Class::kEndorsed; }

bool Doubtful(Class value) {
  return value == Class::kHedged || value == Class::kAlleged || value == Class::kDenied ||
         value == Class::kNegated;
}

// "states as fact what", to be followed by the other outlets and their own phrase.
std::string Stands(Class value, size_t reports) {
  switch (value) {
    case Class::kAsserted:
      return absl::StrCat(Verb(reports, "states", "state"), " it as fact");
    case Class::kEndorsed:
      return absl::StrCat(Verb(reports, "gives", "give"), " it as confirmed by a source");
    case Class::kAttributed:
      return absl::StrCat(Verb(reports, "gives", "give"), " it as the word of a source");
    case Class::kHedged:
      return absl::StrCat(Verb(reports, "treats", "treat"), " it as no more than likely");
    case Class::kAlleged:
      return absl::StrCat(Verb(reports, "gives", "give"), " it as an allegation");
    case Class::kDenied:
      return absl::StrCat(Verb(reports, "carries", "carry"), " it only as denied");
    case Class::kNegated:
      return absl::StrCat(Verb(reports, "says", "say"), " it is not so");
    default:
      return absl::StrCat(Verb(reports, "treats", "treat"), " it as still to come");
  }
}

std::string Explain(const Stage& stage, const std::vector<Position>& positions,
                    const std::vector<Class>& values) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < positions.size(); ++i) {
    std::string part = absl::StrCat(Outlets(stage, positions[i].reports), " ",
                                    Stands(values[i], positions[i].reports.size()));
    parts.push_back(std::move(part));
  }
  std::string sentence = parts[0];
  for (size_t i = 1; i < parts.size(); ++i) absl::StrAppend(&sentence, ", ", parts[i]);
  return absl::StrCat(sentence, ": ", Against(stage, positions), ".");
}

// Some report asserts in a clause of its own what another gives to a source in like words, and the
// claim charges somebody with something or gives a cause.
bool IsContested(const Stage& stage, const std::vector<const Mention*>& asserted,
                 const std::vector<const Mention*>& attributed) {
  constexpr float kLike = 0.3f;
  return std::any_of(asserted.begin(), asserted.end(), [&](const Mention* mention) {
    if (stage.claim(*mention).kind != claims::PredicateKind::kVerb) return false;
    if (ContestOfClaim(stage, *mention) < Contest::kMarked) return false;
    return std::any_of(attributed.begin(), attributed.end(), [&](const Mention* other) {
      return other->report != mention->report && Likeness(stage, *mention, *other) >= kLike;
    });
  });
}

// Some word of what is asserted marks the claim as one that can be contested.
bool MayBeContested(const Stage& stage, const std::vector<const Mention*>& asserted) {
  return std::any_of(asserted.begin(), asserted.end(), [&](const Mention* mention) {
    return ContestOfClaim(stage, *mention) > Contest::kNone;
  });
}

bool AllNouns(const Stage& stage, const std::vector<const Mention*>& mentions) {
  return std::all_of(mentions.begin(), mentions.end(), [&](const Mention* mention) {
    return stage.claim(*mention).kind == claims::PredicateKind::kNominal;
  });
}

// Nouns of events in the body.
bool AllInPassing(const Stage& stage, const std::vector<const Mention*>& mentions) {
  return AllNouns(stage, mentions) &&
         std::none_of(mentions.begin(), mentions.end(),
                      [](const Mention* mention) { return mention->headline; });
}

bool AllQuoted(const Stage& stage, const std::vector<const Mention*>& mentions) {
  return std::all_of(mentions.begin(), mentions.end(), [&](const Mention* mention) {
    return stage.quotation_of(mention->report, stage.claim(*mention).head) != kNone;
  });
}

// Mentions of the reports whose strongest class is another.
std::vector<const Mention*> Others(const std::vector<FactAccount>& accounts, Class value) {
  constexpr size_t kMax = 12;
  std::vector<const Mention*> others;
  for (const FactAccount& account : accounts) {
    if (account.strongest == value) continue;
    for (const Mention& mention : account.mentions) {
      if (mention.value == account.strongest && others.size() < kMax) others.push_back(&mention);
    }
  }
  return others;
}

class CommitmentDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kCommitment; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
      if (!stage.only_acts(fact)) DetectOn(stage, fact, found);
    }
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::array<std::vector<Evidence>, commitment::kClassCount> evidence;
    std::array<std::vector<const Mention*>, commitment::kClassCount> mentions;
    const std::vector<FactAccount>& accounts = stage.accounts(fact);
    for (const FactAccount& account : accounts) {
      const Class value = account.strongest;
      // What has not happened yet in an earlier report may have happened in a later one.
      if (value == Class::kProspective || value == Class::kUnspecified) continue;
      const size_t slot = static_cast<size_t>(value);
      std::vector<const Mention*> body;
      for (const Mention& mention : account.mentions) {
        if (mention.value != value) continue;
        if (!mention.headline) {
          body.push_back(&mention);
          continue;
        }
        // The headline is a mention of its own.
        mentions[slot].push_back(&mention);
      }
      // Beside it the one of the body that reads most like what the other side says.
      if (!body.empty()) mentions[slot].push_back(Likest(stage, body, Others(accounts, value)));
    }
    for (size_t slot = 1; slot < mentions.size(); ++slot) {
      for (const Mention* mention : mentions[slot]) {
        evidence[slot].push_back(
            {mention->report, CommittedPassage(stage.report(mention->report), mention->claim)});
      }
    }
    std::vector<Class> values;
    for (size_t slot = 1; slot < evidence.size(); ++slot) {
      if (!evidence[slot].empty()) values.push_back(static_cast<Class>(slot));
    }
    if (values.size() < 2) return;
    const bool firm = Firm(values.front());
    const bool doubtful = Doubtful(values.back());
    float reliability = 0;
    absl::string_view rule = "commitment-strength";
    if (doubtful && values.front() != values.back()) {
      if (!firm && values.front() != Class::kAttributed) {
        // Hedged, alleged, denied or negated among themselves: several shades of doubt.
        reliability = 0.45f;
      } else {
        reliability = firm ? 0.8f : 0.7f;
        // Possibility is read from many words that only look like it.
        if (values.back() == Class::kHedged) {
          rule = "commitment-hedged";
          reliability *= 0.6f;
        }
      }
    } else {
      // Firm or attributed only. Endorsed by one what another passes on neutrally is mostly read by
      // REPORTING_VERB.
      const bool endorsed =
          values.front() == Class::kEndorsed && values.back() == Class::kAttributed;
      // Whether somebody is named as the source matters where the claim
      // can be contested; asserted against endorsed alone is no difference, nor are two reporting
      // cues.
      if (!firm || values.back() != Class::kAttributed) return;
      const std::vector<const Mention*>& asserted = mentions[static_cast<size_t>(Class::kAsserted)];
      rule = endorsed ? "commitment-endorsed" : "commitment-contested";
      if (endorsed) {
        // One quotation is one statement: its cues are read by REPORTING_VERB.
        if (AllQuoted(stage, mentions[static_cast<size_t>(Class::kEndorsed)]) ||
            AllQuoted(stage, mentions[static_cast<size_t>(Class::kAttributed)])) {
          return;
        }
        reliability = 0.3f;
      } else if (IsContested(stage, asserted, mentions[static_cast<size_t>(Class::kAttributed)])) {
        reliability = 0.45f;
      } else {
        reliability = MayBeContested(stage, asserted) ? 0.3f : 0.15f;
      }
    }

    Difference difference;
    difference.kind = Kind::kCommitment;
    difference.severity = firm && doubtful ? Severity::kHigh : Severity::kMedium;
    difference.fact = fact;
    difference.rule = rule;
    for (Class value : values) {
      difference.positions.push_back(MakePosition(std::string(commitment::Name(value)),
                                                  std::move(evidence[static_cast<size_t>(value)])));
    }
    if (ReportCount(difference.positions) < 2) return;
    // A hedge in the words of those who seem to assert is a hedge, however it was read.
    const std::vector<const Mention*>& firmest = mentions[static_cast<size_t>(values.front())];
    if (firm && values.back() == Class::kHedged &&
        std::any_of(firmest.begin(), firmest.end(),
                    [&](const Mention* mention) { return HoldsHedge(stage.scene(), *mention); })) {
      return;
    }
    // "Refused to" is no less a denial than "did not".
    if (values.back() == Class::kNegated &&
        std::all_of(firmest.begin(), firmest.end(), [&](const Mention* mention) {
          return HoldsNegation(stage.scene(), *mention);
        })) {
      return;
    }
    if (firm && AllInPassing(stage, firmest)) reliability *= 0.6f;  // asserts little
    const std::vector<const Mention*>& weakest = mentions[static_cast<size_t>(values.back())];
    // "The election" and "attempts to disrupt the election": what both take for granted.
    if (AllInPassing(stage, firmest) && AllInPassing(stage, weakest) &&
        !MayBeContested(stage, weakest)) {
      reliability *= kOtherAct;
    }
    // "Justices take up the suit" takes for granted that there is one.
    if (values.back() == Class::kHedged && AllNouns(stage, firmest)) reliability *= kOtherAct;
    if (!SharePredicate(stage, firmest, weakest) &&
        BestLikeness(stage, firmest, weakest) < kSureLikeness) {
      reliability *= kOtherAct;
    }
    difference.confidence = reliability * Trust(stage, fact, firmest, weakest);
    difference.explanation = Explain(stage, difference.positions, values);
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeCommitmentDetector() {
  return std::make_unique<CommitmentDetector>();
}

}  // namespace parallax::framing
