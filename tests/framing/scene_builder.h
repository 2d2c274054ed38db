// Builds small scenes by hand: reports of a few sentences with claims, attributions, quantities,
// times and entities marked in them, and facts that join the claims. No parser is asked, so that a
// test of a detector fails for the detector's fault alone.
//
//   SceneBuilder scene;
//   ReportBuilder& north = scene.AddReport("a", "Northline");
//   north.AddSentence("Police said the six had spied/spy/VERB .");
//   north.AddClaim({.predicate = "spied", .span = "the six had spied", .agent = "the six",
//                   .value = Class::kAttributed, .source = "Police", .cue = "said", .fact =
//                   "spying"});
//   ...
//   std::vector<Difference> found = scene.Find(Kind::kCommitment);
//
// Words are divided by blanks, punctuation stands alone or at a word's end. form/lemma/UPOS gives
// lemma and tag where the guess (lower case; capital inside a sentence: PROPN; digits: NUM; a few
// function words; else NOUN) will not do. Ends the program with a message where a marked passage is
// not in the last sentence.
#ifndef PARALLAX_TESTS_FRAMING_SCENE_BUILDER_H_
#define PARALLAX_TESTS_FRAMING_SCENE_BUILDER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/framing/detector.h"

namespace parallax::framing {

struct ClaimSpec {
  std::string predicate;
  std::string span;  // empty: the whole sentence
  claims::PredicateKind kind = claims::PredicateKind::kVerb;
  claims::Voice voice = claims::Voice::kActive;
  std::string agent;
  std::string agent_head;  // empty: the last word of the agent
  std::string patient;
  std::string attribute;
  std::string place;
  std::string cause;
  commitment::Class value = commitment::Class::kAsserted;
  std::string source;       // of the attribution around it; with a cue but no source: nobody named
  std::string source_head;  // empty: the last word of the source
  std::string cue;
  lexicon::Connotation connotation = lexicon::Connotation::kNeutral;
  attribution::SourceKind source_kind = attribution::SourceKind::kNamed;
  std::string fact;  // claims with the same name are one fact; empty: in none
};

struct QuantitySpec {
  std::string words;
  double low = 0;
  double high = 0;
  bool approximate = false;
  std::string counted;
  claims::QuantityKind kind = claims::QuantityKind::kCount;
  std::string unit;
};

struct TimeSpec {
  std::string words;
  std::string value;
  claims::TimeKind kind = claims::TimeKind::kDate;
  absl::optional<int32_t> first_day;
  absl::optional<int32_t> last_day;
};

class ReportBuilder {
 public:
  ReportBuilder(std::string id, std::string outlet);

  // REQUIRES: before any other sentence.
  void AddHeadline(absl::string_view marked);
  void AddSentence(absl::string_view marked);
  // All of these mark words of the last sentence.
  void AddClaim(const ClaimSpec& spec);
  void AddQuantity(const QuantitySpec& spec);  // of the last claim
  void AddTime(const TimeSpec& spec);          // of the last claim
  // The first of the words hangs on the first of `head`.
  void Attach(absl::string_view words, language::Relation relation, absl::string_view head);
  void AddScareQuote(absl::string_view inner);
  // Mentions with one name are one entity across all reports.
  void AddEntity(absl::string_view name, absl::string_view words,
                 entities::Type type = entities::Type::kPerson);
  void SetPublished(int64_t seconds) { published_ = seconds; }
  // Sentences without claims, to give the report length.
  void AddFiller(uint32_t sentences);

 private:
  friend class SceneBuilder;
  struct EntityMark {
    std::string name;
    TokenRange tokens;
    entities::Type type;
  };

  void Append(absl::string_view marked, text::Section section);
  TokenRange Find(absl::string_view words) const;
  std::shared_ptr<const analysis::Analysis> Build() const;

  std::string id_;
  std::string outlet_;
  absl::optional<int64_t> published_;
  std::string headline_;
  std::string body_;
  std::vector<text::Sentence> sentences_;
  std::vector<text::Token> tokens_;
  std::vector<std::string> forms_;
  std::vector<std::string> lemmas_;
  std::vector<language::Word> words_;
  claims::ClaimSet claims_;
  attribution::AttributionSet attributions_;
  commitment::CommitmentSet commitments_;
  std::vector<std::string> facts_;  // parallel to claims
  std::vector<EntityMark> entities_;
};

// The detectors' own reckoning is not the model's: what they hold likely enough to be weighed.
inline constexpr float kLikely = 0.4f;

// A scene that owns what it is made of.
struct PreparedScene {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  entities::LinkedEntities linked;
  alignment::Alignment alignment;

  Scene View() const;  // borrows this
  // What the detectors of the wanted kinds (0: all) themselves hold likely.
  std::vector<Difference> Find(uint32_t kinds = 0) const;
};

class SceneBuilder {
 public:
  ReportBuilder& AddReport(std::string id, std::string outlet);
  void SetConfidence(float confidence) { confidence_ = confidence; }

  // Runs the detector of the kind and selects as it weighs, so that a test of a detector fails for
  // the detector's fault alone.
  std::vector<Difference> Find(Kind kind) const;
  std::vector<Difference> FindAll() const;
  // As Find, with the reports in the reverse order.
  std::vector<Difference> FindReversed(Kind kind) const;
  PreparedScene Prepare(bool reversed = false) const;
  // Text of an evidence, for reports in the order added.
  std::string Text(const Evidence& evidence) const;

 private:
  std::vector<std::unique_ptr<ReportBuilder>> reports_;
  float confidence_ = 1;
};

// Days since 1970-01-01 of a date in 2023, for times.
int32_t Day2023(int month, int day);

}  // namespace parallax::framing

#endif  // PARALLAX_TESTS_FRAMING_SCENE_BUILDER_H_
