// WORDING: the same event is told with predicates or modifiers of different connotation.
//
// Rules (RULES.md): wording-predicate, wording-modifier.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/stance.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// Claims without a word in common may tell two things, or the coloured word in another sense.
constexpr float kLeastLikeness = 0.1f;
constexpr float kAlike = 0.3f;
constexpr float kUnlike = 0.3f;

struct Loaded {
  const Mention* mention = nullptr;
  const analysis::LoadedPassage* passage = nullptr;
  bool predicate = false;
};

// First loaded passage that overlaps the range; the passages do not overlap each other.
const analysis::LoadedPassage* FirstIn(const analysis::Analysis& report, TokenRange range) {
  const auto at = std::lower_bound(
      report.loaded_terms.begin(), report.loaded_terms.end(), range.begin,
      [](const analysis::LoadedPassage& p, uint32_t token) { return p.tokens.end <= token; });
  if (at == report.loaded_terms.end() || at->tokens.begin >= range.end) return nullptr;
  return &*at;
}

bool IsVerb(const analysis::Analysis& report, uint32_t token) {
  return report.annotation.word(token).upos == language::Upos::kVerb;
}

// Verbs that mean a dismissal, an arrest or a killing only where it is done to somebody: a gun is
// fired and pay is picked up without any.
bool IsInItsSense(const analysis::Analysis& report, const claims::Claim& claim,
                  const analysis::LoadedPassage& passage) {
  constexpr std::array<absl::string_view, 5> kDoneToPersons = {"dismiss", "arrest", "kill", "expel",
                                                               "remove"};
  if (std::find(kDoneToPersons.begin(), kDoneToPersons.end(), passage.neutral) ==
      kDoneToPersons.end()) {
    return true;
  }
  return std::any_of(
      claim.arguments.begin(), claim.arguments.end(), [&](const claims::Argument& argument) {
        return (argument.role == claims::Role::kPatient &&
                (NamesActors(report, argument.head) ||
                 report.annotation.word(argument.head).upos == language::Upos::kPron ||
                 Lemma(report, argument.head) == "job"));
      });
}

bool IsModifier(const analysis::Analysis& report, TokenRange range) {
  const language::Upos upos = report.annotation.word(range.end - 1).upos;
  return upos == language::Upos::kAdj || upos == language::Upos::kAdv;
}

// The other report has the coloured word too, or another form of it.
bool UsesSame(const Stage& stage, const Mention& mention, const std::vector<Loaded>& loaded) {
  const analysis::Analysis& report = stage.report(mention.report);
  const std::vector<std::string> own = ContentStems(report, ClaimPassage(report, mention.claim));
  return std::any_of(loaded.begin(), loaded.end(), [&](const Loaded& item) {
    const analysis::Analysis& other = stage.report(item.mention->report);
    return SharedCount(own, ContentStems(other, item.passage->tokens)) > 0;
  });
}

class WordingDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kWording; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<Loaded> loaded;
    std::vector<const FactAccount*> uncoloured;
    for (const FactAccount& account : stage.accounts(fact)) {
      if (account.mentions.front().cue_of != nullptr) continue;
      Loaded own;
      for (const Mention& mention : account.mentions) {
        if (own.predicate) break;
        // The colour of a reporting verb is read by REPORTING_VERB, words of a source by nobody.
        const analysis::Analysis& report = stage.report(mention.report);
        const claims::Claim& claim = stage.claim(mention);
        if (stage.quotation_of(mention.report, claim.head) != kNone) continue;
        const analysis::LoadedPassage* at = FirstIn(report, claim.predicate);
        if (at != nullptr && at->tokens.Contains(claim.head) && IsVerb(report, claim.head) &&
            IsInItsSense(report, claim, *at) && !HoldsNegation(stage.scene(), mention)) {
          own = {&mention, at, true};
        } else if (own.passage == nullptr) {
          at = FirstIn(report, ClaimPassage(report, mention.claim));
          if (at != nullptr && IsModifier(report, at->tokens)) own = {&mention, at, false};
        }
      }
      if (own.passage != nullptr) {
        loaded.push_back(own);
      } else {
        uncoloured.push_back(&account);
      }
    }
    if (loaded.empty()) return;
    std::vector<const Mention*> coloured_mentions;
    for (const Loaded& item : loaded) coloured_mentions.push_back(item.mention);
    std::vector<const Mention*> plain;
    for (const FactAccount* account : uncoloured) {
      std::vector<const Mention*> own;
      for (const Mention& mention : account->mentions) own.push_back(&mention);
      plain.push_back(Likest(stage, own, coloured_mentions));
    }
    std::erase_if(plain, [&](const Mention* mention) { return UsesSame(stage, *mention, loaded); });
    if (plain.empty()) return;
    const bool predicate = std::any_of(loaded.begin(), loaded.end(),
                                       [](const Loaded& item) { return item.predicate; });
    Difference difference;
    difference.kind = Kind::kWording;
    difference.severity = Severity::kLow;
    difference.fact = fact;
    difference.rule = predicate ? "wording-predicate" : "wording-modifier";
    std::vector<Evidence> coloured;
    std::vector<const Mention*> colouring;
    std::vector<std::string> words;
    std::string neutral;
    for (const Loaded& item : loaded) {
      if (item.predicate != predicate) continue;
      const analysis::Analysis& report = stage.report(item.mention->report);
      coloured.push_back({item.mention->report, ClaimPassage(report, item.mention->claim)});
      colouring.push_back(item.mention);
      std::string word = absl::AsciiStrToLower(PassageText(report, item.passage->tokens, 5));
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(std::move(word));
      }
      if (neutral.empty()) neutral = item.passage->neutral;
    }
    std::vector<Evidence> bare;
    std::vector<std::string> others;
    for (const Mention* mention : plain) {
      const analysis::Analysis& report = stage.report(mention->report);
      bare.push_back({mention->report, ClaimPassage(report, mention->claim)});
      std::string word =
          absl::AsciiStrToLower(PassageText(report, stage.claim(*mention).predicate, 5));
      if (std::find(others.begin(), others.end(), word) == others.end()) {
        others.push_back(std::move(word));
      }
    }
    difference.positions.push_back(MakePosition(absl::StrJoin(words, ", "), std::move(coloured)));
    difference.positions.push_back(MakePosition(absl::StrJoin(others, ", "), std::move(bare)));
    if (ReportCount(difference.positions) < 2) return;
    const Position& with = difference.positions[0];
    const Position& without = difference.positions[1];
    difference.explanation =
        absl::StrCat(Outlets(stage, with.reports), Verb(with.reports.size(), " colours", " colour"),
                     " the event with “", with.value, "”",
                     neutral.empty() ? "" : absl::StrCat(" (plainer: ", neutral, ")"), ", ",
                     Outlets(stage, without.reports), Verb(without.reports.size(), " does", " do"),
                     " not: ", Against(stage, difference.positions), ".");
    difference.confidence = (predicate ? 0.7f : 0.45f) * Trust(stage, fact, colouring, plain);
    const bool told = std::any_of(plain.begin(), plain.end(), [&](const Mention* mention) {
      return stage.claim(*mention).kind == claims::PredicateKind::kVerb;
    });
    // A modifier counts only where the rest of the claim is told alike.
    const float least = predicate ? kLeastLikeness : kAlike;
    if (BestLikeness(stage, colouring, plain) < least || (predicate && !told)) {
      difference.confidence *= kUnlike;
    }
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeWordingDetector() {
  return std::make_unique<WordingDetector>();
}

}  // namespace parallax::framing
