// Entities across reports, and the names that join them.
#include "server/entities/linking.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/entities/internal/names.h"
#include "tests/attribution/default_readers.h"
#include "tests/language/random_report.h"
#include "tests/language/tree_notation.h"

namespace parallax::entities {
namespace {

using language::Sentence;

struct Bundle {
  std::vector<language::AnnotatedReport> reports;
  std::vector<EntitySet> sets;
  LinkedEntities linked;

  // "report:name" of every member of the linked entity of the token with this form.
  std::set<std::string> Members(uint32_t report, absl::string_view form) const {
    const uint32_t token = reports[report].Find(form);
    if (token == language::kNoToken || sets[report].entity_of_token[token] == kNoEntity) return {};
    const uint32_t index = linked.linked_of[report][sets[report].entity_of_token[token]];
    std::set<std::string> members;
    for (const LinkedEntity::Member& member : linked.entities[index].members) {
      members.insert(
          absl::StrCat(member.report, ":", sets[member.report].entities[member.entity].name));
    }
    return members;
  }
};

Bundle Link(std::vector<language::AnnotatedReport> reports) {
  Bundle bundle;
  bundle.reports = std::move(reports);
  for (const language::AnnotatedReport& report : bundle.reports) {
    const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
    const values::ValueSet values =
        values::FindValues(report.document, report.annotation, absl::nullopt, CallContext())
            .value();
    absl::StatusOr<claims::ClaimSet> claim_set =
        claims::ExtractClaims(report.document, report.annotation, values, lexicon, CallContext());
    EXPECT_TRUE(claim_set.ok());
    absl::StatusOr<attribution::AttributionSet> attributions = attribution::FindAttributions(
        report.document, report.annotation, attribution::MarksOf(report.document), lexicon,
        CallContext());
    EXPECT_TRUE(attributions.ok());
    absl::StatusOr<EntitySet> set =
        ResolveEntities(report.document, report.annotation, values, *claim_set, *attributions,
                        lexicon, CallContext());
    EXPECT_TRUE(set.ok());
    bundle.sets.push_back(*std::move(set));
  }
  std::vector<ReportView> views;
  for (size_t i = 0; i < bundle.reports.size(); ++i) {
    views.push_back({&bundle.reports[i].document, &bundle.reports[i].annotation, &bundle.sets[i]});
  }
  absl::StatusOr<LinkedEntities> linked = LinkEntities(views, CallContext());
  EXPECT_TRUE(linked.ok());
  bundle.linked = *std::move(linked);
  return bundle;
}

Bundle LinkText(std::vector<std::string> conllu) {
  std::vector<language::AnnotatedReport> reports;
  for (const std::string& text : conllu) reports.push_back(language::ReportFromConllu(text));
  return Link(std::move(reports));
}

using Strings = std::set<std::string>;

TEST(LinkingTest, LongerAndShorterNamesAreOnePerson) {
  const Bundle bundle = LinkText(
      {Sentence("Signe/NNP/3/nsubj@B-PERSON Halvorsen/NNP/1/flat@I-PERSON spoke/speak/VBD/0/root"),
       Sentence("Mrs/NNP/2/compound Halvorsen/NNP/3/nsubj@B-PERSON spoke/speak/VBD/0/root")});
  EXPECT_EQ(bundle.Members(0, "Signe"), (Strings{"0:Signe Halvorsen", "1:Halvorsen"}));
  EXPECT_EQ(bundle.linked.entities[0].name, "Signe Halvorsen");
  EXPECT_EQ(bundle.linked.entities[0].type, Type::kPerson);
}

TEST(LinkingTest, TitlesOfDifferentGenderKeepNamesakesApart) {
  const Bundle bundle = LinkText(
      {Sentence("Karl/NNP/3/nsubj@B-PERSON Berg/NNP/1/flat@I-PERSON spoke/speak/VBD/0/root"),
       Sentence("Mrs/NNP/2/compound Berg/NNP/3/nsubj@B-PERSON spoke/speak/VBD/0/root")});
  EXPECT_EQ(bundle.Members(0, "Karl"), (Strings{"0:Karl Berg"}));
}

TEST(LinkingTest, AcronymAndFullNameAreOneBody) {
  const Bundle bundle = LinkText(
      {Sentence(
           "The/DT/4/det Open/NNP/4/compound@B-ORGANIZATION Water/NNP/4/compound@I-ORGANIZATION "
           "League/NNP/5/nsubj@I-ORGANIZATION met/meet/VBD/0/root"),
       Sentence("OWL/NNP/2/nsubj@B-ORGANIZATION voted/vote/VBD/0/root")});
  EXPECT_EQ(bundle.Members(1, "OWL"), (Strings{"0:Open Water League", "1:OWL"}));
}

TEST(LinkingTest, RoleInOneReportAndNameWithItInAnotherAreOnePerson) {
  const Bundle bundle = LinkText(
      {Sentence("Foreign/JJ/2/amod Minister/NNP/3/compound Signe/NNP/5/nsubj@B-PERSON "
                "Halvorsen/NNP/3/flat@I-PERSON spoke/speak/VBD/0/root"),
       Sentence("The/DT/3/det foreign/JJ/3/amod minister/NN/4/nsubj spoke/speak/VBD/0/root")});
  EXPECT_EQ(bundle.Members(1, "minister").size(), 2u);
}

TEST(LinkingTest, TwoNamesWithOneRoleStayApart) {
  const Bundle bundle = LinkText(
      {Sentence("Minister/NNP/2/compound Signe/NNP/3/nsubj@B-PERSON spoke/speak/VBD/0/root"),
       Sentence("Minister/NNP/2/compound Anton/NNP/3/nsubj@B-PERSON spoke/speak/VBD/0/root")});
  EXPECT_EQ(bundle.Members(0, "Signe"), (Strings{"0:Signe"}));
}

TEST(LinkingTest, ANounThatIsUniqueInEachReportIsOneThing) {
  const Bundle bundle =
      LinkText({Sentence("Six/CD/2/nummod envoys/envoy/NNS/3/nsubj left/leave/VBD/0/root"),
                Sentence("The/DT/2/det envoys/envoy/NNS/3/nsubj left/leave/VBD/0/root")});
  EXPECT_EQ(bundle.Members(0, "envoys"), (Strings{"0:Six envoys", "1:The envoys"}));
}

TEST(LinkingTest, DifferentNumbersKeepGroupsApart) {
  const Bundle bundle =
      LinkText({Sentence("Six/CD/2/nummod envoys/envoy/NNS/3/nsubj left/leave/VBD/0/root"),
                Sentence("Two/CD/2/nummod envoys/envoy/NNS/3/nsubj left/leave/VBD/0/root")});
  EXPECT_EQ(bundle.Members(0, "envoys"), (Strings{"0:Six envoys"}));
}

TEST(LinkingTest, ANounThatIsTwoThingsInOneReportIsLinkedToNeither) {
  const Bundle bundle = LinkText(
      {Sentence("A/DT/2/det ferry/NN/3/nsubj hit/VBD/0/root another/DT/5/det ferry/NN/3/obj"),
       Sentence("The/DT/2/det ferry/NN/3/nsubj sank/sink/VBD/0/root")});
  EXPECT_EQ(bundle.Members(1, "ferry").size(), 1u);
}

TEST(LinkingTest, NoReportsGiveNoEntities) {
  const absl::StatusOr<LinkedEntities> linked = LinkEntities({}, CallContext());
  ASSERT_TRUE(linked.ok());
  EXPECT_TRUE(linked->entities.empty());
}

// What is joined, as a set of sets of "seed:entity".
std::set<Strings> Joined(const Bundle& bundle, const std::vector<uint64_t>& seeds) {
  std::set<Strings> joined;
  for (const LinkedEntity& entity : bundle.linked.entities) {
    Strings members;
    for (const LinkedEntity::Member& member : entity.members) {
      members.insert(absl::StrCat(seeds[member.report], ":", member.entity));
    }
    joined.insert(std::move(members));
  }
  return joined;
}

TEST(LinkingPropertyTest, OrderOfReportsDoesNotChangeWhatIsJoined) {
  const uint64_t first = language::TestSeed();
  RecordProperty("seed", std::to_string(first));
  for (uint64_t seed = first; seed < first + 300; ++seed) {
    SCOPED_TRACE("PARALLAX_TEST_SEED=" + std::to_string(seed));
    std::vector<uint64_t> seeds = {seed, seed + 1, seed + 2};
    const auto link = [&] {
      std::vector<language::AnnotatedReport> reports;
      for (uint64_t s : seeds) reports.push_back(language::RandomReport(s));
      return Link(std::move(reports));
    };
    const Bundle bundle = link();
    for (uint32_t report = 0; report < 3; ++report) {
      ASSERT_EQ(bundle.linked.linked_of[report].size(), bundle.sets[report].entities.size());
    }
    size_t members = 0;
    for (uint32_t i = 0; i < bundle.linked.entities.size(); ++i) {
      const LinkedEntity& entity = bundle.linked.entities[i];
      members += entity.members.size();
      for (const LinkedEntity::Member& member : entity.members) {
        ASSERT_EQ(bundle.linked.linked_of[member.report][member.entity], i);
      }
    }
    ASSERT_EQ(members, bundle.sets[0].entities.size() + bundle.sets[1].entities.size() +
                           bundle.sets[2].entities.size());
    const std::set<Strings> joined = Joined(bundle, seeds);
    std::reverse(seeds.begin(), seeds.end());
    ASSERT_EQ(Joined(link(), seeds), joined);
    std::swap(seeds[0], seeds[1]);
    ASSERT_EQ(Joined(link(), seeds), joined);
  }
}

internal::Name MakeName(std::vector<std::string> words, Type type) {
  internal::Name name;
  name.words = std::move(words);
  name.type = type;
  return name;
}

TEST(NamesTest, FullNamesMatchOverMiddleNamesAndShortForms) {
  const std::vector<internal::Name> names = {MakeName({"robert", "a", "lund"}, Type::kPerson),
                                             MakeName({"bob", "lund"}, Type::kPerson),
                                             MakeName({"rita", "lund"}, Type::kPerson)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 0, 2}));
}

TEST(NamesTest, AFullNameMatchesTheOneLongerNameThatBeginsWithIt) {
  const std::vector<internal::Name> names = {MakeName({"maja", "holm", "dahl"}, Type::kPerson),
                                             MakeName({"maja", "holm"}, Type::kPerson),
                                             MakeName({"nora", "holm"}, Type::kPerson)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 0, 2}));
}

TEST(NamesTest, ATeamMatchesTheLastWordOfItsName) {
  const std::vector<internal::Name> names = {MakeName({"leverton", "rovers"}, Type::kOrganization),
                                             MakeName({"rovers"}, Type::kOrganization),
                                             MakeName({"states"}, Type::kLocation),
                                             MakeName({"united", "states"}, Type::kLocation)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 0, 2, 3}));
}

TEST(NamesTest, ABodyAndItsTurnedNameMatch) {
  const std::vector<internal::Name> names = {
      MakeName({"ministry", "of", "foreign", "affairs"}, Type::kOrganization),
      MakeName({"foreign", "ministry"}, Type::kOrganization),
      MakeName({"ministry", "of", "defence"}, Type::kOrganization)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 0, 2}));
}

TEST(NamesTest, ACompanyMatchesTheFirstWordOfItsName) {
  const std::vector<internal::Name> names = {
      MakeName({"corvane", "resources"}, Type::kOrganization),
      MakeName({"corvane"}, Type::kOrganization), MakeName({"corvane"}, Type::kUnspecified)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 0, 0}));
}

TEST(NamesTest, AnInitialOfTwoPeopleMatchesNeither) {
  const std::vector<internal::Name> names = {MakeName({"john", "dahl"}, Type::kPerson),
                                             MakeName({"jane", "dahl"}, Type::kPerson),
                                             MakeName({"j", "dahl"}, Type::kPerson)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 1, 2}));
}

TEST(NamesTest, APersonIsNoBodyOfTheSameSurname) {
  const std::vector<internal::Name> names = {MakeName({"anna", "lloyd"}, Type::kPerson),
                                             MakeName({"lloyd"}, Type::kOrganization)};
  EXPECT_EQ(internal::GroupNames(names), (std::vector<uint32_t>{0, 1}));
}

TEST(NamesTest, TitlesArticlesAndCorporateFormsAreNoPartOfTheName) {
  const language::AnnotatedReport report = language::ReportFromConllu(
      Sentence("Mr./NNP/2/compound Lund/NNP/0/root ,/,/2/punct The/DT/5/det Corvane/NNP/2/appos "
               "Inc./NNP/5/flat"));
  const internal::Name person = internal::ReadName(report.document, {0, 2}, Type::kPerson);
  EXPECT_EQ(person.words, std::vector<std::string>{"lund"});
  EXPECT_EQ(person.gender, internal::Gender::kMale);
  const internal::Name company = internal::ReadName(report.document, {3, 6}, Type::kOrganization);
  EXPECT_EQ(company.words, std::vector<std::string>{"corvane"});
}

}  // namespace
}  // namespace parallax::entities
