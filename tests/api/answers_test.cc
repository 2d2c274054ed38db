#include "server/api/answers.h"

#include <limits>
#include <memory>
#include <ostream>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tests/api/sample.h"

namespace parallax::api {
namespace {

using ::parallax::testing::SampleAnalysis;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kPlenty = size_t{1} << 20;

v1::ReportAnalysis Written(const analysis::Analysis& analysis,
                           text::Encoding encoding = text::Encoding::kUtf8) {
  v1::AnalyzeReportResponse answer;
  const absl::Status status = WriteAnalysis(analysis, encoding, kPlenty, CallContext(), &answer);
  EXPECT_TRUE(status.ok()) << status;
  return answer.analysis();
}

TEST(AnalysisAnswerTest, SentencesComeWithTheirSectionAndText) {
  const v1::ReportAnalysis answer = Written(*SampleAnalysis("a", "Mill closes", "One.\nIt shut."));
  EXPECT_EQ(answer.report_id(), "a");
  EXPECT_EQ(answer.language_code(), "en");
  EXPECT_EQ(answer.body_text(), "");
  EXPECT_EQ(answer.headline_text(), "");
  ASSERT_THAT(answer.sentences(), SizeIs(3));
  EXPECT_EQ(answer.sentences(0).span().section(), v1::Span::HEADLINE);
  EXPECT_EQ(answer.sentences(0).span().text(), "Mill closes");
  EXPECT_EQ(answer.sentences(2).index(), 2);
  EXPECT_EQ(answer.sentences(2).span().section(), v1::Span::BODY);
  EXPECT_EQ(answer.sentences(2).span().begin(), 5);
  EXPECT_EQ(answer.sentences(2).span().end(), 13);
  EXPECT_EQ(answer.sentences(2).span().text(), "It shut.");
}

TEST(AnalysisAnswerTest, FurnitureStandsBetweenTheSentencesWithItsMark) {
  const auto analysis = SampleAnalysis("a", "Mill closes", "Share this\nIt shut.\nBy Bo");
  // As the reader leaves it: the first and the last line in no sentence.
  const text::Document& read = analysis->document;
  std::vector<text::Sentence> sentences = {read.sentences()[0], read.sentences()[2]};
  std::vector<text::Token> tokens(read.tokens().begin() + 0, read.tokens().begin() + 2);
  for (uint32_t i = 4; i < 6; ++i) {
    tokens.push_back(read.tokens()[i]);
    tokens.back().sentence = 1;
  }
  sentences[1].tokens = {2, 4};
  analysis->document = text::Document("Mill closes", "Share this\nIt shut.\nBy Bo", sentences,
                                      tokens, {{{0, 10}, "share-bar"}, {{20, 25}, "byline"}});
  analysis->claims.claims.clear();
  analysis->commitments.claims.clear();
  const v1::ReportAnalysis answer = Written(*analysis);
  ASSERT_THAT(answer.sentences(), SizeIs(4));
  EXPECT_EQ(answer.sentences(0).furniture(), "");
  EXPECT_EQ(answer.sentences(1).furniture(), "share-bar");
  EXPECT_EQ(answer.sentences(1).span().text(), "Share this");
  EXPECT_EQ(answer.sentences(2).furniture(), "");
  EXPECT_EQ(answer.sentences(2).index(), 2);
  EXPECT_EQ(answer.sentences(2).span().text(), "It shut.");
  EXPECT_EQ(answer.sentences(3).furniture(), "byline");
  EXPECT_EQ(answer.sentences(3).span().text(), "By Bo");
}

TEST(AnalysisAnswerTest, TextThatWasExtractedFromHtmlIsGivenBack) {
  analysis::Report report;
  report.id = "a";
  report.headline = "Found headline";
  report.body = "Found body";
  report.format = text::Format::kHtml;
  const v1::ReportAnalysis answer = Written(*SampleAnalysis(report));
  EXPECT_EQ(answer.headline_text(), "Found headline");
  EXPECT_EQ(answer.body_text(), "Found body");
}

struct EncodingCase {
  const char* name;
  text::Encoding encoding;
  int begin;
  int end;

  // Without it GoogleTest prints the bytes, addresses among them, into the test's name.
  friend void PrintTo(const EncodingCase& given, std::ostream* out) { *out << given.name; }
};

class EncodingTest : public ::testing::TestWithParam<EncodingCase> {};

TEST_P(EncodingTest, OffsetsCountTheUnitAskedFor) {
  // An emoji of two code points beyond the BMP, a combining accent, a three-byte sign, CRLF.
  const std::string first = "\xf0\x9f\x87\xaa\xf0\x9f\x87\xba e\xcc\x81 \xe2\x82\xac\r\n";
  const v1::ReportAnalysis answer =
      Written(*SampleAnalysis("a", "\xc3\xa9", first + "It shut."), GetParam().encoding);
  ASSERT_THAT(answer.claims(), SizeIs(3));
  const v1::Span& span = answer.claims(2).predicate();
  EXPECT_EQ(span.begin(), GetParam().begin);
  EXPECT_EQ(span.end(), GetParam().end);
  EXPECT_EQ(span.text(), "shut.");
  // Sections count apart.
  EXPECT_EQ(answer.sentences(0).span().begin(), 0);
}

INSTANTIATE_TEST_SUITE_P(Units, EncodingTest,
                         ::testing::Values(EncodingCase{"Utf8", text::Encoding::kUtf8, 21, 26},
                                           EncodingCase{"Utf16", text::Encoding::kUtf16, 14, 19},
                                           EncodingCase{"Utf32", text::Encoding::kUtf32, 12, 17}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(AnalysisAnswerTest, ClaimsCarryAllThatIsKnownOfThem) {
  const auto analysis = SampleAnalysis("a", "", "Police reportedly shot 7 men on Monday");
  claims::Claim& claim = analysis->claims.claims[0];
  claim.predicate = {2, 3};
  claim.arguments = {{.role = claims::Role::kAgent, .head = 0, .tokens = {0, 1}},
                     {.role = claims::Role::kPatient, .head = 4, .tokens = {3, 5}},
                     {.role = claims::Role::kTime, .head = 6, .tokens = {6, 7}, .preposition = 5}};
  claim.quantities = {0};
  claim.times = {0};
  analysis->values.quantities.push_back({.tokens = {3, 4}, .low = 7, .high = 7, .counted = 4});
  analysis->values.times.push_back({.tokens = {6, 7}, .value = "2021-10-04"});
  analysis->entities.mentions.push_back({.head = 0, .tokens = {0, 1}});
  analysis->entities.mentions.push_back(
      {.head = 4, .tokens = {3, 5}, .form = entities::MentionForm::kNominal, .entity = 1});
  analysis->entities.entities.push_back({.name = "Police", .mentions = {0}});
  analysis->entities.entities.push_back(
      {.name = "7 men", .type = entities::Type::kGroup, .mentions = {1}});
  analysis->entities.entity_of_token[0] = 0;
  analysis->entities.entity_of_token[4] = 1;
  analysis->attributions.attributions.push_back({.cue = TokenRange{1, 2},
                                                 .cue_head = 1,
                                                 .connotation = lexicon::Connotation::kDistancing,
                                                 .content = {{0, 1}, {2, 7}},
                                                 .rule = "adverb-cue"});
  analysis->commitments.claims[0] = {.value = commitment::Class::kAlleged,
                                     .factuality = 1.5F,
                                     .attributions = {0},
                                     .signals = {{{1, 2}, commitment::Rule::kDistancingAdverb}},
                                     .in_direct_quote = true};

  const v1::ReportAnalysis answer = Written(*analysis);
  ASSERT_THAT(answer.claims(), SizeIs(1));
  const v1::Claim& written = answer.claims(0);
  EXPECT_EQ(written.id(), "c1");
  EXPECT_EQ(written.sentence_index(), 0);
  EXPECT_EQ(written.predicate().text(), "shot");
  ASSERT_THAT(written.arguments(), SizeIs(3));
  EXPECT_EQ(written.arguments(0).role(), v1::Argument::AGENT);
  EXPECT_EQ(written.arguments(0).entity_id(), "e1");
  EXPECT_EQ(written.arguments(1).role(), v1::Argument::PATIENT);
  EXPECT_EQ(written.arguments(1).span().text(), "7 men");
  EXPECT_EQ(written.arguments(1).entity_id(), "e2");
  EXPECT_EQ(written.arguments(2).role(), v1::Argument::TIME);
  EXPECT_EQ(written.arguments(2).entity_id(), "");
  EXPECT_EQ(written.commitment(), v1::Claim::ALLEGED);
  EXPECT_EQ(written.factuality(), 1.5F);
  EXPECT_THAT(written.attribution_ids(), ElementsAre("a1"));
  ASSERT_THAT(written.signals(), SizeIs(1));
  EXPECT_EQ(written.signals(0).rule(), "distancing-adverb");
  EXPECT_EQ(written.signals(0).span().text(), "reportedly");
  ASSERT_THAT(written.quantities(), SizeIs(1));
  EXPECT_EQ(written.quantities(0).counted().text(), "men");
  EXPECT_EQ(written.quantities(0).min_value(), 7);
  EXPECT_EQ(written.quantities(0).max_value(), 7);
  ASSERT_THAT(written.times(), SizeIs(1));
  EXPECT_EQ(written.times(0).value(), "2021-10-04");
  EXPECT_EQ(written.times(0).type(), v1::TimeExpression::DATE);
  EXPECT_TRUE(written.in_direct_quote());

  ASSERT_THAT(answer.attributions(), SizeIs(1));
  EXPECT_EQ(answer.attributions(0).id(), "a1");
  EXPECT_FALSE(answer.attributions(0).has_source());
  EXPECT_EQ(answer.attributions(0).source_kind(), v1::Attribution::IMPLICIT);
  EXPECT_EQ(answer.attributions(0).cue_connotation(), v1::Attribution::DISTANCING);
  ASSERT_THAT(answer.attributions(0).content(), SizeIs(2));
  EXPECT_EQ(answer.attributions(0).content(1).text(), "shot 7 men on Monday");
  EXPECT_EQ(answer.attributions(0).form(), v1::Attribution::INDIRECT);
  EXPECT_EQ(answer.attributions(0).rule(), "adverb-cue");
  EXPECT_EQ(answer.attributions(0).parent_id(), "");

  ASSERT_THAT(answer.entities(), SizeIs(2));
  EXPECT_EQ(answer.entities(1).type(), v1::Entity::GROUP);
  ASSERT_THAT(answer.entities(1).mentions(), SizeIs(1));
  EXPECT_EQ(answer.entities(1).mentions(0).report_id(), "a");
  EXPECT_EQ(answer.entities(1).mentions(0).form(), v1::EntityMention::NOMINAL);
}

TEST(AnalysisAnswerTest, OpenRangesLeaveABoundOut) {
  const auto analysis = SampleAnalysis("a", "", "At least 7");
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  analysis->values.quantities.push_back({.tokens = {0, 3}, .low = 7, .high = kInfinity});
  analysis->values.quantities.push_back({.tokens = {0, 3}, .low = -kInfinity, .high = 9});
  analysis->claims.claims[0].quantities = {0, 1};
  const v1::ReportAnalysis answer = Written(*analysis);
  const auto& quantities = answer.claims(0).quantities();
  EXPECT_TRUE(quantities[0].has_min_value());
  EXPECT_FALSE(quantities[0].has_max_value());
  EXPECT_FALSE(quantities[1].has_min_value());
  EXPECT_EQ(quantities[1].max_value(), 9);
}

TEST(AnalysisAnswerTest, LoadedTermsNameTheInnermostAttributionAroundThem) {
  const auto analysis = SampleAnalysis("a", "", "regime He said : the regime fell");
  analysis->attributions.attributions.push_back({.content = {{4, 7}}});
  analysis->attributions.attributions.push_back({.content = {{5, 7}}, .parent = 0});
  analysis->loaded_terms.push_back({.tokens = {0, 1}, .connotation = -1, .neutral = "government"});
  analysis->loaded_terms.push_back({.tokens = {5, 6}, .connotation = -1, .neutral = "government"});
  const v1::ReportAnalysis answer = Written(*analysis);
  ASSERT_THAT(answer.loaded_terms(), SizeIs(2));
  EXPECT_EQ(answer.loaded_terms(0).attribution_id(), "");
  EXPECT_EQ(answer.loaded_terms(0).connotation(), -1);
  EXPECT_EQ(answer.loaded_terms(0).alternative(), "government");
  EXPECT_EQ(answer.loaded_terms(1).attribution_id(), "a2");
  EXPECT_EQ(answer.attributions(1).parent_id(), "a1");
}

TEST(AnalysisAnswerTest, ARangeOverBothSectionsEndsWithTheHeadline) {
  const auto analysis = SampleAnalysis("a", "Mill shut", "It closed.");
  analysis->claims.claims[0].span = {1, 4};
  const v1::ReportAnalysis answer = Written(*analysis);
  EXPECT_EQ(answer.claims(0).span().text(), "shut");
  EXPECT_EQ(answer.claims(0).span().section(), v1::Span::HEADLINE);
}

TEST(AnalysisAnswerTest, StopsAtTheLimit) {
  const auto analysis = SampleAnalysis("a", "", std::string(2000, 'x') + " y z");
  v1::AnalyzeReportResponse answer;
  const absl::Status status =
      WriteAnalysis(*analysis, text::Encoding::kUtf8, 3000, CallContext(), &answer);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_LE(answer.ByteSizeLong(), 3000u);
}

TEST(AnalysisAnswerTest, StopsWhereTheCallHasEnded) {
  const auto analysis = SampleAnalysis("a", "", "It shut.");
  v1::AnalyzeReportResponse answer;
  const CallContext gone(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(WriteAnalysis(*analysis, text::Encoding::kUtf8, kPlenty, gone, &answer).code(),
            absl::StatusCode::kCancelled);
}

// Two reports that tell of one shooting; the second does so through an unnamed "he".
engine::Comparison Shooting() {
  const auto first = SampleAnalysis("north", "Police shot men", "Police shot 7 men .");
  const auto second = SampleAnalysis("south", "", "Officers fired\nHe said they fired at 9 .");
  second->attributions.attributions.push_back(
      {.source = TokenRange{2, 3}, .source_head = 2, .content = {{4, 8}}});
  second->entities.mentions.push_back(
      {.head = 2, .tokens = {2, 3}, .form = entities::MentionForm::kPronoun, .entity = 0});
  second->entities.entities.push_back(
      {.name = "Ann Ray", .type = entities::Type::kPerson, .mentions = {0}});
  second->entities.entity_of_token[2] = 0;
  second->commitments.claims[1] = {.value = commitment::Class::kAttributed, .attributions = {0}};

  engine::Comparison comparison;
  comparison.reports = {first, second};
  comparison.entities.entities.push_back(
      {.name = "Ann Ray", .type = entities::Type::kPerson, .members = {{1, 0}}});
  comparison.alignment.facts.push_back({.mentions = {{0, 0}, {0, 1}, {1, 1}},
                                        .statement = {0, 1},
                                        .statement_tokens = first->claims.claims[1].span,
                                        .confidence = 0.75F});
  comparison.alignment.facts.push_back({.mentions = {{1, 0}},
                                        .statement = {1, 0},
                                        .statement_tokens = second->claims.claims[0].span,
                                        .absent = {0}});
  comparison.accounts = {
      {{.report = 0, .claims = {0, 1}, .commitment = commitment::Class::kAsserted, .prominence = 1},
       {.report = 1,
        .claims = {1},
        .commitment = commitment::Class::kAttributed,
        .prominence = 0.5F}},
      {{.report = 1, .claims = {0}}}};
  comparison.differences.push_back(
      {.kind = framing::Kind::kOmission,
       .severity = framing::Severity::kHigh,
       .fact = 1,
       .entity = 0,
       .positions = {{"told", {1}, {{1, {0, 2}, {0, 2}}}}, {"ABSENT", {0}, {}}},
       .explanation = "north leaves it out.",
       .confidence = 0.5F,
       .rule = "fact-absent"});
  comparison.profiles.resize(2);
  for (engine::Profile& profile : comparison.profiles) {
    profile.claims_by_commitment.assign(commitment::kClassCount, 0);
  }
  comparison.profiles[1].claims_by_commitment = {0, 1, 0, 1, 0, 0, 0, 0, 0};
  comparison.profiles[1].sources.push_back({.name = "Ann Ray",
                                            .kind = attribution::SourceKind::kNamed,
                                            .attributions = 1,
                                            .share = 0.4F});
  comparison.agreements.push_back({.first = 0, .second = 1, .shared_facts = 1, .told_alike = 0.5F});
  comparison.alignment.shared_wordings.push_back({.places = {{0, {3, 6}}, {1, {4, 6}}}});
  return comparison;
}

TEST(ComparisonAnswerTest, MarksTheWordsThatDifferWhereTheseAreNotAllOfThem) {
  engine::Comparison comparison = Shooting();
  for (const bool whole : {true, false}) {
    if (!whole) comparison.differences[0].positions[0].evidence[0].marked = {1, 2};
    v1::CompareReportsResponse answer;
    ASSERT_TRUE(
        WriteComparison(comparison, text::Encoding::kUtf8, false, kPlenty, CallContext(), &answer)
            .ok());
    const v1::Evidence& evidence = answer.differences(0).positions(0).evidence(0);
    EXPECT_EQ(evidence.span().text(), "Officers fired");
    EXPECT_EQ(evidence.has_marked(), !whole);
    if (!whole) {
      EXPECT_EQ(evidence.marked().text(), "fired");
      EXPECT_EQ(evidence.marked().begin(), evidence.span().begin() + 9);
    }
  }
}

TEST(ComparisonAnswerTest, CarriesEveryPartOfTheComparison) {
  v1::CompareReportsResponse answer;
  const absl::Status status =
      WriteComparison(Shooting(), text::Encoding::kUtf8, false, kPlenty, CallContext(), &answer);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_THAT(answer.facts(), SizeIs(2));
  const v1::Fact& fact = answer.facts(0);
  EXPECT_EQ(fact.id(), "f1");
  EXPECT_EQ(fact.statement(), "Police shot 7 men .");
  EXPECT_EQ(fact.confidence(), 0.75F);
  EXPECT_THAT(fact.absent_report_ids(), IsEmpty());
  ASSERT_THAT(fact.accounts(), SizeIs(2));
  EXPECT_EQ(fact.accounts(0).report_id(), "north");
  EXPECT_EQ(fact.accounts(0).commitment(), v1::Claim::ASSERTED);
  EXPECT_EQ(fact.accounts(0).prominence(), 1);
  ASSERT_THAT(fact.accounts(0).mentions(), SizeIs(2));
  EXPECT_EQ(fact.accounts(0).mentions(1).claim_id(), "c2");
  EXPECT_EQ(fact.accounts(0).mentions(1).sentence_index(), 1);
  EXPECT_EQ(fact.accounts(0).mentions(1).source(), "");
  EXPECT_EQ(fact.accounts(1).mentions(0).commitment(), v1::Claim::ATTRIBUTED);
  EXPECT_EQ(fact.accounts(1).mentions(0).source(), "Ann Ray");
  EXPECT_THAT(answer.facts(1).absent_report_ids(), ElementsAre("north"));

  ASSERT_THAT(answer.differences(), SizeIs(1));
  const v1::Difference& difference = answer.differences(0);
  EXPECT_EQ(difference.id(), "d1");
  EXPECT_EQ(difference.kind(), v1::Difference::OMISSION);
  EXPECT_EQ(difference.severity(), v1::Difference::HIGH);
  EXPECT_EQ(difference.fact_id(), "f2");
  EXPECT_EQ(difference.entity_id(), "e1");
  EXPECT_EQ(difference.explanation(), "north leaves it out.");
  EXPECT_EQ(difference.rule(), "fact-absent");
  ASSERT_THAT(difference.positions(), SizeIs(2));
  EXPECT_EQ(difference.positions(0).value(), "told");
  ASSERT_THAT(difference.positions(0).evidence(), SizeIs(1));
  EXPECT_EQ(difference.positions(0).evidence(0).span().text(), "Officers fired");
  EXPECT_EQ(difference.positions(1).value(), "ABSENT");
  EXPECT_THAT(difference.positions(1).report_ids(), ElementsAre("north"));
  EXPECT_THAT(difference.positions(1).evidence(), IsEmpty());

  ASSERT_THAT(answer.profiles(), SizeIs(2));
  EXPECT_THAT(answer.profiles(0).commitment_counts(), IsEmpty());
  EXPECT_THAT(answer.profiles(0).fact_ids(), ElementsAre("f1"));
  const v1::ReportProfile& profile = answer.profiles(1);
  EXPECT_EQ(profile.report_id(), "south");
  EXPECT_EQ(profile.claim_count(), 2);
  ASSERT_THAT(profile.commitment_counts(), SizeIs(2));
  EXPECT_EQ(profile.commitment_counts(0).commitment(), v1::Claim::ASSERTED);
  EXPECT_EQ(profile.commitment_counts(1).commitment(), v1::Claim::ATTRIBUTED);
  ASSERT_THAT(profile.sources(), SizeIs(1));
  EXPECT_EQ(profile.sources(0).name(), "Ann Ray");
  EXPECT_EQ(profile.sources(0).kind(), v1::Attribution::NAMED);
  EXPECT_THAT(profile.fact_ids(), ElementsAre("f1", "f2"));

  ASSERT_THAT(answer.entities(), SizeIs(1));
  EXPECT_EQ(answer.entities(0).mentions(0).report_id(), "south");
  ASSERT_THAT(answer.agreements(), SizeIs(1));
  EXPECT_THAT(answer.agreements(0).report_ids(), ElementsAre("north", "south"));
  EXPECT_EQ(answer.agreements(0).shared_fact_count(), 1);
  EXPECT_EQ(answer.agreements(0).alike_share(), 0.5F);
  ASSERT_THAT(answer.shared_wordings(), SizeIs(1));
  ASSERT_THAT(answer.shared_wordings(0).passages(), SizeIs(2));
  EXPECT_EQ(answer.shared_wordings(0).passages(0).span().text(), "Police shot 7");
  EXPECT_THAT(answer.analyses(), IsEmpty());
}

TEST(ComparisonAnswerTest, FullViewAddsTheAnalysesAndNothingElse) {
  const engine::Comparison comparison = Shooting();
  v1::CompareReportsResponse basic, full;
  ASSERT_TRUE(
      WriteComparison(comparison, text::Encoding::kUtf16, false, kPlenty, CallContext(), &basic)
          .ok());
  ASSERT_TRUE(
      WriteComparison(comparison, text::Encoding::kUtf16, true, kPlenty, CallContext(), &full)
          .ok());
  ASSERT_THAT(full.analyses(), SizeIs(2));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      full.analyses(1), Written(*comparison.reports[1], text::Encoding::kUtf16)));
  full.clear_analyses();
  EXPECT_EQ(full.SerializeAsString(), basic.SerializeAsString());
}

TEST(ComparisonAnswerTest, StaysUnderAnyLimit) {
  const engine::Comparison comparison = Shooting();
  v1::CompareReportsResponse whole;
  ASSERT_TRUE(
      WriteComparison(comparison, text::Encoding::kUtf8, true, kPlenty, CallContext(), &whole)
          .ok());
  int refused = 0;
  for (size_t limit = 0; limit < 4 * whole.ByteSizeLong(); limit += 7) {
    v1::CompareReportsResponse answer;
    const absl::Status status =
        WriteComparison(comparison, text::Encoding::kUtf8, true, limit, CallContext(), &answer);
    if (status.ok()) {
      EXPECT_EQ(answer.SerializeAsString(), whole.SerializeAsString());
    } else {
      ++refused;
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
      EXPECT_LE(answer.ByteSizeLong(), 2 * limit + 512);
    }
  }
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace parallax::api
