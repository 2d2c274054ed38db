// LABEL: the same person, group, thing or place is named by terms of different connotation.
//
// Rules (RULES.md): label-of-entity, label-in-fact, label-of-group, label-against-name.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/labels.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxEvidence = 2;   // of one report in one position
constexpr size_t kMaxCompared = 24;  // uses of one group whose sentences are compared
// Content words that two sentences share around terms that mean one thing.
constexpr uint32_t kJoining = 3;
constexpr float kJoiningPart = 0.3f;
constexpr float kUnjoined = 0.5f;

// Uses that name one thing.
struct Named {
  std::vector<const LabelUse*> uses;
  float reliability = 0;
  absl::string_view rule;
  uint32_t entity = kNone;
  uint32_t fact = kNone;
};

class LabelDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kLabel; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    const std::vector<LabelUse> uses = FindLabels(stage);
    // One group of terms is flagged once, on the surest ground.
    std::map<std::string, std::vector<const LabelUse*>> by_group;
    for (const LabelUse& use : uses) {
      if (!use.quoted) by_group[use.term->group].push_back(&use);
    }
    for (const auto& [group, members] : by_group) {
      if (!Divides(members)) continue;
      Report(stage, OnFirmestGround(stage, members), found);
    }
    DetectAgainstNames(stage, uses, found);
  }

 private:
  // A marked term for somebody whom other reports call by name or in plain words alone.
  static void DetectAgainstNames(const Stage& stage, const std::vector<LabelUse>& uses,
                                 std::vector<Difference>* found) {
    std::map<uint32_t, std::vector<const LabelUse*>> by_entity;
    for (const LabelUse& use : uses) {
      if (use.quoted || use.entity == kNone || use.term->connotation == 0) continue;
      // A mild term that is no word for persons was hung on the name by a misreading.
      if (std::abs(use.term->connotation) < 2 &&
          !NamesActors(stage.report(use.report), use.tokens.end - 1)) {
        continue;
      }
      by_entity[use.entity].push_back(&use);
    }
    for (const auto& [entity, marked] : by_entity) {
      const bool flagged =
          std::any_of(found->begin(), found->end(), [entity = entity](const Difference& d) {
            return d.kind == Kind::kLabel && d.entity == entity;
          });
      const entities::LinkedEntity& linked = stage.scene().entities->entities[entity];
      const bool one = linked.type == entities::Type::kPerson ||
                       linked.type == entities::Type::kGroup ||
                       linked.type == entities::Type::kOrganization;
      if (flagged || !one) continue;
      std::vector<Evidence> plain;
      std::vector<std::string> names;
      for (const entities::LinkedEntity::Member& member : linked.members) {
        const bool marks = std::any_of(marked.begin(), marked.end(), [&](const LabelUse* use) {
          return use->report == member.report;
        });
        const entities::Mention* mention = FullestMention(stage, member);
        if (marks || mention == nullptr) continue;
        const analysis::Analysis& report = stage.report(member.report);
        const TokenRange passage = Tidy(report, mention->tokens);
        plain.push_back({member.report, passage});
        std::string name = PassageText(report, passage, 10);
        if (names.size() < 3 && std::find(names.begin(), names.end(), name) == names.end()) {
          names.push_back(std::move(name));
        }
      }
      if (plain.empty()) continue;
      std::vector<Evidence> evidence;
      std::vector<std::string> terms;
      int8_t strongest = 0;
      for (const LabelUse* use : marked) {
        if (evidence.size() < kMaxEvidence) {
          evidence.push_back({use->report, LabelPassage(stage, *use)});
        }
        std::string term =
            absl::AsciiStrToLower(PassageText(stage.report(use->report), use->tokens, 6));
        if (std::find(terms.begin(), terms.end(), term) == terms.end() && terms.size() < 4) {
          terms.push_back(std::move(term));
        }
        if (std::abs(use->term->connotation) > std::abs(strongest)) {
          strongest = use->term->connotation;
        }
      }
      Difference difference;
      difference.kind = Kind::kLabel;
      difference.severity = Severity::kMedium;
      difference.entity = entity;
      difference.rule = "label-against-name";
      difference.positions.push_back(MakePosition(absl::StrJoin(terms, ", "), std::move(evidence)));
      difference.positions.push_back(MakePosition(absl::StrJoin(names, ", "), std::move(plain)));
      if (ReportCount(difference.positions) < 2) continue;
      const Position& with = difference.positions[0];
      const Position& without = difference.positions[1];
      difference.explanation = absl::StrCat(
          Outlets(stage, with.reports), Verb(with.reports.size(), " calls", " call"), " ",
          linked.name, " “", with.value, "”, ", Outlets(stage, without.reports),
          Verb(without.reports.size(), " writes", " write"), " “", without.value, "”.");
      difference.confidence = std::abs(strongest) >= 2 ? 0.5f : 0.42f;
      found->push_back(std::move(difference));
    }
  }

  // The longest of the first mentions that is no pronoun; nullptr for none.
  static const entities::Mention* FullestMention(const Stage& stage,
                                                 const entities::LinkedEntity::Member& member) {
    constexpr size_t kLooked = 8;
    constexpr uint32_t kMaxTokens = 12;
    const entities::EntitySet& set = stage.report(member.report).entities;
    const entities::Entity& entity = set.entities[member.entity];
    const entities::Mention* fullest = nullptr;
    for (size_t i = 0; i < std::min(entity.mentions.size(), kLooked); ++i) {
      const entities::Mention& mention = set.mentions[entity.mentions[i]];
      if (mention.form == entities::MentionForm::kPronoun || mention.tokens.size() > kMaxTokens) {
        continue;
      }
      if (fullest == nullptr || mention.tokens.size() > fullest->tokens.size()) fullest = &mention;
    }
    return fullest;
  }

  // True where reports differ in the connotation of the term they choose.
  static bool Divides(const std::vector<const LabelUse*>& uses) {
    for (const LabelUse* a : uses) {
      if (a->term->connotation != uses.front()->term->connotation) {
        return std::any_of(uses.begin(), uses.end(),
                           [&](const LabelUse* b) { return b->report != uses.front()->report; });
      }
    }
    return false;
  }

  // More uses, or as many that begin earlier: all point into one list by rank and place.
  static bool Firmer(const std::vector<const LabelUse*>& uses,
                     const std::vector<const LabelUse*>& than) {
    if (uses.size() != than.size()) return uses.size() > than.size();
    return uses.front() < than.front();
  }

  // The uses of one group that are known to name one thing: one entity, else one fact's place, else
  // the group alone, which in reports of one event mostly names one thing.
  static Named OnFirmestGround(const Stage& stage, const std::vector<const LabelUse*>& members) {
    std::map<uint32_t, std::vector<const LabelUse*>> by_entity;
    std::map<uint32_t, std::vector<const LabelUse*>> by_fact;
    for (const LabelUse* use : members) {
      if (use->entity != kNone) by_entity[use->entity].push_back(use);
      if (use->fact != kNone) by_fact[use->fact].push_back(use);
    }
    Named best;
    for (auto& [entity, uses] : by_entity) {
      if (Divides(uses) && Firmer(uses, best.uses)) {
        best = {uses, 0.7f, "label-of-entity", entity, kNone};
      }
    }
    if (!best.uses.empty()) return best;
    for (auto& [fact, uses] : by_fact) {
      if (Divides(uses) && Firmer(uses, best.uses)) {
        best = {uses, 0.65f, "label-in-fact", kNone, fact};
      }
    }
    if (!best.uses.empty()) return best;
    // Terms of one group stand for different things, mild ones above all, unless what is said
    // around them joins them.
    const bool strong = std::any_of(members.begin(), members.end(), [](const LabelUse* use) {
      return std::abs(use->term->connotation) >= 2;
    });
    const float reliability = strong ? 0.45f : 0.2f;
    return {members, Joined(stage, members) ? reliability : kUnjoined * reliability,
            "label-of-group", kNone, kNone};
  }

  // Some two uses of different connotation stand in sentences of two reports that tell the same.
  static bool Joined(const Stage& stage, const std::vector<const LabelUse*>& uses) {
    std::vector<std::vector<std::string>> around;
    for (size_t i = 0; i < std::min(uses.size(), kMaxCompared); ++i) {
      const analysis::Analysis& report = stage.report(uses[i]->report);
      const TokenRange sentence = report.document.sentence_of(uses[i]->tokens.begin).tokens;
      std::vector<std::string> stems = ContentStems(report, sentence);
      for (const std::string& own : ContentStems(report, uses[i]->tokens)) std::erase(stems, own);
      for (size_t j = 0; j < i; ++j) {
        if (uses[j]->report != uses[i]->report &&
            uses[j]->term->connotation != uses[i]->term->connotation &&
            SharedCount(stems, around[j]) >= kJoining &&
            Overlap(stems, around[j]) >= kJoiningPart) {
          return true;
        }
      }
      around.push_back(std::move(stems));
    }
    return false;
  }

  static void Report(const Stage& stage, const Named& named, std::vector<Difference>* found) {
    // A report stands where its most marked term puts it.
    std::map<uint32_t, int8_t> stands;  // report rank -> connotation
    for (const LabelUse* use : named.uses) {
      auto [at, fresh] = stands.emplace(stage.rank(use->report), use->term->connotation);
      if (!fresh && std::abs(use->term->connotation) > std::abs(at->second)) {
        at->second = use->term->connotation;
      }
    }
    std::map<int8_t, std::vector<const LabelUse*>> by_connotation;
    for (const LabelUse* use : named.uses) {
      if (stands[stage.rank(use->report)] == use->term->connotation) {
        by_connotation[use->term->connotation].push_back(use);
      }
    }
    if (named.uses.empty() || by_connotation.size() < 2) return;
    Difference difference;
    difference.kind = Kind::kLabel;
    difference.severity = Severity::kMedium;
    difference.entity = named.entity;
    difference.fact = named.fact;
    difference.rule = named.rule;
    std::vector<std::string> parts;
    std::string guide;
    for (const auto& [connotation, uses] : by_connotation) {
      std::vector<Evidence> evidence;
      std::vector<std::string> terms;
      std::map<uint32_t, size_t> shown;
      for (const LabelUse* use : uses) {
        if (connotation != 0 && guide.empty()) guide = use->term->guide;
        std::string term =
            absl::AsciiStrToLower(PassageText(stage.report(use->report), use->tokens, 6));
        if (std::find(terms.begin(), terms.end(), term) == terms.end() && terms.size() < 4) {
          terms.push_back(std::move(term));
        }
        if (shown[use->report]++ >= kMaxEvidence) continue;
        evidence.push_back({use->report, LabelPassage(stage, *use)});
      }
      difference.positions.push_back(MakePosition(absl::StrJoin(terms, ", "), std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " writes", " write"), " “",
                                   position.value, "”"));
    }
    if (ReportCount(difference.positions) < 2) return;
    difference.explanation = absl::StrCat(
        "The same ", named.entity == kNone ? "thing" : "one",
        " is named in words of different colour: ", absl::StrJoin(parts, ", "),
        guide.empty() ? "" : absl::StrCat(" (style guides that warn of it: ", guide, ")"), ".");
    const int spread = by_connotation.rbegin()->first - by_connotation.begin()->first;
    difference.confidence = named.reliability * (spread >= 2 ? 1.0f : 0.85f);
    if (named.fact != kNone) {
      // The terms are of one group: that speaks for one thing as well as the alignment does.
      difference.confidence *= 0.6f + 0.4f * stage.fact(named.fact).confidence;
    }
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeLabelDetector() { return std::make_unique<LabelDetector>(); }

}  // namespace parallax::framing
