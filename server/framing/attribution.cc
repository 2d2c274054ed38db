// ATTRIBUTION: the same claim is given to different sources, or to a named one here and to nobody
// named there.
//
// Rules (RULES.md): attribution-other-source, attribution-anonymous.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/sources.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using commitment::Class;

// Claims that share less are mostly two, each with its own source.
constexpr float kLeastLikeness = 0.25f;
constexpr float kUnlike = 0.5f;

// The report gives the claim at second hand, however sure or near its source makes it. Denials are
// read by POLARITY; what somebody asks for is no claim.
bool SecondHand(const Mention& mention, const attribution::Attribution& layer) {
  if (mention.value == Class::kDenied || mention.value == Class::kNegated) return false;
  return layer.entry == nullptr || !layer.entry->prospective;
}

// "Reportedly", "is thought to": whoever says so is kept back. A cue in the active voice has a
// source that was not found, and what "is expected" may be the report's own outlook.
bool HidesSource(const Stage& stage, uint32_t report, const attribution::Attribution& layer) {
  const analysis::Analysis& analysis = stage.report(report);
  const uint32_t head = layer.cue_head;
  if (head >= analysis.document.tokens().size()) return false;
  if (analysis.annotation.word(head).upos != language::Upos::kVerb) return true;
  return Lemma(analysis, head) != "expect" &&
         analysis.annotation.child(head, language::Relation::kAuxPass) != language::kNoToken;
}

// "Claimed victory": the claim is its own cue. "Describe themselves as" is a claim of theirs alone.
const attribution::Attribution* OwnCue(const Stage& stage, const Mention& mention) {
  const analysis::Analysis& report = stage.report(mention.report);
  for (const claims::Argument& argument : stage.claim(mention).arguments) {
    const std::string lemma = Lemma(report, argument.head);
    if (absl::EndsWith(lemma, "self") || absl::EndsWith(lemma, "selves")) return nullptr;
  }
  return mention.cue_of;
}

struct Given {
  const Mention* mention = nullptr;
  Source source;
};

struct Group {
  std::vector<Given> given;
};

class AttributionDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kAttribution; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<Group> groups;
    bool open = false;      // who some source is cannot be told
    bool doubtful = false;  // some report may not rest on its source
    bool likely = false;    // some two sources may yet be one
    for (const FactAccount& account : stage.accounts(fact)) {
      // In its own voice too the report vouches for it itself.
      const bool vouches = account.strongest == Class::kAsserted;
      for (const Mention& mention : account.mentions) {
        const attribution::Attribution* layer =
            mention.attribution != nullptr ? mention.attribution : OwnCue(stage, mention);
        if (layer == nullptr || !SecondHand(mention, *layer)) continue;
        if (!layer->source && !HidesSource(stage, mention.report, *layer)) continue;
        // Who spoke words in quotation marks is the same everywhere, or misread here.
        if (stage.quotation_of(mention.report, stage.claim(mention).head) != kNone) continue;
        Given given = {&mention, ReadSource(stage, mention.report, *layer)};
        open |= !Place(stage, std::move(given), &groups, &likely);
        doubtful |= vouches;
        break;  // the first one given is the one the report rests on
      }
    }
    if (groups.size() < 2) return;

    Difference difference;
    difference.kind = Kind::kAttribution;
    difference.severity = Severity::kMedium;
    difference.fact = fact;
    bool anonymous = false;
    std::vector<const Mention*> first;
    std::vector<const Mention*> others;
    for (const Group& group : groups) {
      std::vector<Evidence> evidence;
      for (const Given& given : group.given) {
        const analysis::Analysis& report = stage.report(given.mention->report);
        evidence.push_back({given.mention->report, CuePassage(report, *given.source.layer)});
        (&group == &groups.front() ? first : others).push_back(given.mention);
      }
      const Source& source = group.given.front().source;
      anonymous |= IsAnonymous(source);
      std::string value = source.layer->source
                              ? PassageText(stage.report(source.report), *source.layer->source, 12)
                              : "nobody named";
      difference.positions.push_back(MakePosition(std::move(value), std::move(evidence)));
    }
    difference.rule = anonymous ? "attribution-anonymous" : "attribution-other-source";
    std::string sentence;
    for (const Position& position : difference.positions) {
      absl::StrAppend(&sentence, sentence.empty() ? "" : ", ", Outlets(stage, position.reports),
                      Verb(position.reports.size(), " gives", " give"), " it to ", position.value);
    }
    difference.explanation =
        absl::StrCat("The same claim rests on different sources: ", sentence, ".");
    difference.confidence = 0.65f * Trust(stage, fact, first, others);
    if (BestLikeness(stage, first, others) < kLeastLikeness) difference.confidence *= kUnlike;
    if (likely) difference.confidence *= 0.6f;
    if (open || doubtful) difference.confidence *= 0.4f;
    found->push_back(std::move(difference));
  }

  // Adds to the group of the same source; sets `likely` where it may be one of another. False where
  // it cannot be told whether there is one.
  static bool Place(const Stage& stage, Given given, std::vector<Group>* groups, bool* likely) {
    for (Group& group : *groups) {
      switch (Compare(stage, group.given.front().source, given.source)) {
        case SourceRelation::kSame:
          group.given.push_back(std::move(given));
          return true;
        case SourceRelation::kUnknown:
          return false;
        case SourceRelation::kLikelyDifferent:
          *likely = true;
          break;
        case SourceRelation::kDifferent:
          break;
      }
    }
    groups->push_back({{std::move(given)}});
    return true;
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeAttributionDetector() {
  return std::make_unique<AttributionDetector>();
}

}  // namespace parallax::framing
