// Coreference inside one report, a sieve a test.
#include "server/entities/entities.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/attribution/default_readers.h"
#include "tests/claims/tree_fixture.h"
#include "tests/language/random_report.h"

namespace parallax::entities {
namespace {

using language::Sentence;

struct Resolved {
  claims::ReadReport read;
  EntitySet set;

  // The phrases of the entity whose mention is headed by the `nth` token of this form.
  std::string Mentions(absl::string_view form, int nth = 0) const {
    uint32_t token = read.report.Find(form);
    for (int i = 0; i < nth; ++i) token = read.report.Find(form, token + 1);
    if (token == language::kNoToken) {
      ADD_FAILURE() << "no token " << form;
      return "";
    }
    const uint32_t entity = set.entity_of_token[token];
    if (entity == kNoEntity) return "";
    std::vector<std::string> texts;
    for (uint32_t mention : set.entities[entity].mentions) {
      texts.push_back(read.Text(set.mentions[mention].tokens));
    }
    return absl::StrJoin(texts, " | ");
  }
  const Entity& EntityOf(absl::string_view form) const {
    return set.entities[set.entity_of_token[read.report.Find(form)]];
  }
};

Resolved Resolve(const std::string& conllu) {
  Resolved resolved{claims::Read(conllu), {}};
  const language::AnnotatedReport& report = resolved.read.report;
  absl::StatusOr<attribution::AttributionSet> attributions = attribution::FindAttributions(
      report.document, report.annotation, attribution::MarksOf(report.document),
      lexicon::Lexicon::Default(), CallContext());
  EXPECT_TRUE(attributions.ok());
  absl::StatusOr<EntitySet> set =
      ResolveEntities(report.document, report.annotation, resolved.read.values, resolved.read.set,
                      *attributions, lexicon::Lexicon::Default(), CallContext());
  EXPECT_TRUE(set.ok());
  resolved.set = *std::move(set);
  return resolved;
}

TEST(EntitiesTest, SurnameStandsForTheFullName) {
  const Resolved resolved = Resolve(
      Sentence("Signe/NNP/3/nsubj@B-PERSON Halvorsen/NNP/1/flat@I-PERSON spoke/speak/VBD/0/root") +
      Sentence("Halvorsen/NNP/2/nsubj@B-PERSON left/leave/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("Signe"), "Signe Halvorsen | Halvorsen");
  EXPECT_EQ(resolved.EntityOf("Signe").name, "Signe Halvorsen");
  EXPECT_EQ(resolved.EntityOf("Signe").type, Type::kPerson);
}

TEST(EntitiesTest, SurnameOfTwoPeopleIsLeftAlone) {
  const Resolved resolved =
      Resolve(Sentence("Anna/NNP/6/nsubj@B-PERSON Berg/NNP/1/flat@I-PERSON and/CC/4/cc "
                       "Karl/NNP/1/conj@B-PERSON Berg/NNP/4/flat@I-PERSON spoke/speak/VBD/0/root") +
              Sentence("Berg/NNP/2/nsubj@B-PERSON left/leave/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("Anna"), "Anna Berg");
  EXPECT_EQ(resolved.Mentions("Karl"), "Karl Berg");
}

TEST(EntitiesTest, AcronymStandsForTheNameWithItsInitials) {
  const Resolved resolved = Resolve(
      Sentence(
          "The/DT/4/det Open/NNP/4/compound@B-ORGANIZATION Water/NNP/4/compound@I-ORGANIZATION "
          "League/NNP/5/nsubj@I-ORGANIZATION met/meet/VBD/0/root") +
      Sentence("OWL/NNP/2/nsubj@B-ORGANIZATION voted/vote/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("OWL"), "The Open Water League | OWL");
}

TEST(EntitiesTest, WhatFollowsANameIsNoPartOfItsMention) {
  const Resolved resolved =
      Resolve(Sentence("Ambassador/NNP/2/compound@B-OTHER Belyk/NNP/5/nsubj@B-PERSON on/IN/4/case "
                       "Friday/NNP/2/nmod left/leave/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("Belyk"), "Ambassador Belyk");
  EXPECT_EQ(resolved.Mentions("Ambassador"), "");
}

TEST(EntitiesTest, RoleBeforeANameCanStandForItLater) {
  const Resolved resolved =
      Resolve(Sentence("Foreign/JJ/2/amod Minister/NNP/3/compound Signe/NNP/5/nsubj@B-PERSON "
                       "Halvorsen/NNP/3/flat@I-PERSON spoke/speak/VBD/0/root") +
              Sentence("The/DT/2/det minister/NN/3/nsubj left/leave/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("minister"), resolved.Mentions("Signe"));
  EXPECT_NE(resolved.Mentions("minister"), "The minister");
}

TEST(EntitiesTest, AppositionNamesTheSame) {
  const Resolved resolved = Resolve(
      Sentence("Joana/NNP/6/nsubj@B-PERSON ,/,/4/punct the/DT/4/det captain/NN/1/appos ,/,/4/punct "
               "spoke/speak/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("captain"), "Joana | the captain");
}

TEST(EntitiesTest, TwoNamesInAppositionAreTwoThings) {
  const Resolved resolved = Resolve(
      Sentence("Troops/troop/NNS/2/nsubj entered/enter/VBD/0/root Varna/NNP/2/obj@B-LOCATION "
               ",/,/5/punct Bulgaria/NNP/3/appos@B-LOCATION"));
  EXPECT_EQ(resolved.Mentions("Varna"), "Varna");
}

TEST(EntitiesTest, DefiniteCopulaComplementIsItsSubject) {
  const Resolved flat = Resolve(
      Sentence("Orlov/NNP/4/nsubj@B-PERSON is/be/VBZ/4/cop the/DT/4/det ambassador/NN/0/root"));
  EXPECT_EQ(flat.Mentions("ambassador"), "Orlov | the ambassador");
  const Resolved negated =
      Resolve(Sentence("Orlov/NNP/5/nsubj@B-PERSON is/be/VBZ/5/cop not/RB/5/advmod the/DT/5/det "
                       "ambassador/NN/0/root"));
  EXPECT_EQ(negated.Mentions("Orlov"), "Orlov");
}

TEST(EntitiesTest, RelativePronounStandsForItsNoun) {
  const Resolved resolved = Resolve(
      Sentence("The/DT/2/det guards/guard/NNS/5/nsubj who/WP/4/nsubj fired/fire/VBD/2/acl:relcl "
               "fled/flee/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("who"), "The guards | who");
}

TEST(EntitiesTest, DefiniteNounStandsForTheLastOneWithItsHead) {
  const Resolved resolved =
      Resolve(Sentence("A/DT/3/det wooden/JJ/3/amod ferry/NN/4/nsubj sank/sink/VBD/0/root") +
              Sentence("The/DT/2/det ferry/NN/4/nsubj was/be/VBD/4/cop full/JJ/0/root"));
  EXPECT_EQ(resolved.Mentions("ferry"), "A wooden ferry | The ferry");
}

TEST(EntitiesTest, DefiniteNounThatAddsAModifierIsSomethingElse) {
  const Resolved resolved = Resolve(
      Sentence("A/DT/2/det ferry/NN/3/nsubj sank/sink/VBD/0/root") +
      Sentence("The/DT/3/det second/JJ/3/amod ferry/NN/5/nsubj was/be/VBD/5/cop full/JJ/0/root"));
  EXPECT_EQ(resolved.Mentions("ferry"), "A ferry");
}

TEST(EntitiesTest, ANumberAloneStandsForTheGroupOfThatSize) {
  const Resolved resolved =
      Resolve(Sentence("Six/CD/2/nummod envoys/envoy/NNS/4/nsubj:pass were/be/VBD/4/aux:pass "
                       "expelled/expel/VBN/0/root") +
              Sentence("The/DT/2/det six/CD/3/nsubj left/leave/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("six"), "Six envoys | The six");
}

TEST(EntitiesTest, PronounsAgreeInGenderAndNumber) {
  const Resolved resolved =
      Resolve(Sentence("Maria/NNP/3/nsubj@B-PERSON Silva/NNP/1/flat@I-PERSON met/meet/VBD/0/root "
                       "Karl/NNP/3/obj@B-PERSON Berg/NNP/4/flat@I-PERSON and/CC/8/cc the/DT/8/det "
                       "voters/voter/NNS/4/conj") +
              Sentence("She/PRP/2/nsubj praised/praise/VBD/0/root him/PRP/2/obj") +
              Sentence("They/PRP/2/nsubj cheered/cheer/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("She"), "Maria Silva | She");
  EXPECT_EQ(resolved.Mentions("him"), "Karl Berg | him");
  EXPECT_EQ(resolved.Mentions("They"), "the voters | They");
}

TEST(EntitiesTest, ObjectPronounIsNotTheSubjectOfItsVerb) {
  const Resolved resolved = Resolve(Sentence(
      "Karl/NNP/3/nsubj@B-PERSON Berg/NNP/1/flat@I-PERSON saw/see/VBD/0/root him/PRP/3/obj"));
  EXPECT_EQ(resolved.Mentions("Karl"), "Karl Berg");
  EXPECT_EQ(resolved.Mentions("him"), "");
}

TEST(EntitiesTest, ReflexiveIsTheSubjectOfItsClause) {
  const Resolved resolved =
      Resolve(Sentence("Karl/NNP/3/nsubj@B-PERSON Berg/NNP/1/flat@I-PERSON met/meet/VBD/0/root "
                       "Anton/NNP/3/obj@B-PERSON") +
              Sentence("Anton/NNP/2/nsubj@B-PERSON blamed/blame/VBD/0/root himself/PRP/2/obj"));
  EXPECT_EQ(resolved.Mentions("himself"), "Anton | Anton | himself");
}

TEST(EntitiesTest, TheCompanyIsTheOneBodyNamedBefore) {
  const std::string one = Sentence(
      "Corvane/NNP/2/nsubj@B-ORGANIZATION closed/close/VBD/0/root a/DT/4/det mine/NN/2/obj");
  const std::string other =
      Sentence("Helion/NNP/2/nsubj@B-ORGANIZATION closed/close/VBD/0/root a/DT/4/det pit/NN/2/obj");
  const std::string company =
      Sentence("The/DT/2/det company/NN/3/nsubj lost/lose/VBD/0/root money/NN/3/obj");
  EXPECT_EQ(Resolve(one + company).Mentions("company"), "Corvane | The company");
  EXPECT_EQ(Resolve(one + other + company).Mentions("company"), "The company");
}

TEST(EntitiesTest, TextBringsInAnewWhatTheHeadlineNamed) {
  const Resolved resolved =
      Resolve("# section = headline\n" +
              Sentence("Wooden/JJ/2/amod ferry/NN/3/nsubj sinks/sink/VBZ/0/root") +
              Sentence("A/DT/2/det ferry/NN/3/nsubj sank/sink/VBD/0/root") +
              Sentence("Another/DT/2/det ferry/NN/3/nsubj came/come/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("ferry"), "Wooden ferry | A ferry");
}

TEST(EntitiesTest, ExpletiveItIsNoMention) {
  const Resolved resolved = Resolve(Sentence("The/DT/2/det ferry/NN/3/nsubj sank/sink/VBD/0/root") +
                                    Sentence("It/PRP/2/expl rained/rain/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("It"), "");
}

TEST(EntitiesTest, FirstPersonInAQuotationIsItsSpeaker) {
  const Resolved resolved =
      Resolve(Sentence("``/``/3/punct I/PRP/3/nsubj won/win/VBD/7/ccomp ,/,/3/punct ''/''/3/punct "
                       "Karl/NNP/7/nsubj@B-PERSON said/say/VBD/0/root"));
  EXPECT_EQ(resolved.Mentions("Karl"), "I | Karl");
}

TEST(EntitiesTest, TimesAndLengthsAreNoMentions) {
  const Resolved resolved =
      Resolve(Sentence("He/PRP/2/nsubj slept/sleep/VBD/0/root for/IN/5/case two/CD/5/nummod "
                       "hours/hour/NNS/2/obl on/IN/7/case Friday/NNP/2/obl"));
  EXPECT_TRUE(resolved.set.entities.empty());
}

TEST(EntitiesTest, NounsTellTheirType) {
  const Resolved resolved = Resolve(Sentence(
      "The/DT/2/det ministry/NN/3/nsubj arrested/arrest/VBD/0/root two/CD/5/nummod "
      "diplomats/diplomat/NNS/3/obj near/IN/8/case the/DT/8/det border/NN/3/obl after/IN/11/case "
      "a/DT/11/det raid/NN/3/obl"));
  EXPECT_EQ(resolved.EntityOf("ministry").type, Type::kOrganization);
  EXPECT_EQ(resolved.EntityOf("diplomats").type, Type::kGroup);
  EXPECT_TRUE(resolved.EntityOf("diplomats").plural);
  EXPECT_EQ(resolved.EntityOf("border").type, Type::kLocation);
  EXPECT_EQ(resolved.EntityOf("raid").type, Type::kEvent);
}

TEST(EntitiesPropertyTest, EntitiesOfAnyTreeAreWellFormed) {
  const uint64_t first = language::TestSeed();
  RecordProperty("seed", std::to_string(first));
  for (uint64_t seed = first; seed < first + 1000; ++seed) {
    SCOPED_TRACE("PARALLAX_TEST_SEED=" + std::to_string(seed));
    const language::AnnotatedReport report = language::RandomReport(seed);
    const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
    const values::ValueSet values =
        values::FindValues(report.document, report.annotation, 18906, CallContext()).value();
    absl::StatusOr<claims::ClaimSet> claim_set =
        claims::ExtractClaims(report.document, report.annotation, values, lexicon, CallContext());
    ASSERT_TRUE(claim_set.ok());
    absl::StatusOr<attribution::AttributionSet> attributions = attribution::FindAttributions(
        report.document, report.annotation, attribution::MarksOf(report.document), lexicon,
        CallContext());
    ASSERT_TRUE(attributions.ok());
    absl::StatusOr<EntitySet> set =
        ResolveEntities(report.document, report.annotation, values, *claim_set, *attributions,
                        lexicon, CallContext());
    ASSERT_TRUE(set.ok());
    ASSERT_EQ(set->entity_of_token.size(), report.document.tokens().size());
    std::vector<int> seen(set->mentions.size(), 0);
    uint32_t last_first = 0;
    for (uint32_t entity = 0; entity < set->entities.size(); ++entity) {
      const Entity& value = set->entities[entity];
      ASSERT_FALSE(value.mentions.empty());
      ASSERT_FALSE(value.name.empty());
      ASSERT_TRUE(entity == 0 || value.mentions.front() > last_first);
      last_first = value.mentions.front();
      ASSERT_TRUE(std::is_sorted(value.mentions.begin(), value.mentions.end()));
      for (uint32_t mention : value.mentions) {
        ++seen[mention];
        ASSERT_EQ(set->mentions[mention].entity, entity);
        ASSERT_EQ(set->entity_of_token[set->mentions[mention].head], entity);
      }
    }
    for (uint32_t i = 0; i < set->mentions.size(); ++i) {
      const Mention& mention = set->mentions[i];
      ASSERT_EQ(seen[i], 1);
      ASSERT_TRUE(mention.tokens.Contains(mention.head));
      ASSERT_TRUE(report.document.sentence_of(mention.head).tokens.Contains(mention.tokens));
      ASSERT_TRUE(i == 0 || set->mentions[i - 1].head < mention.head);
    }
  }
}

}  // namespace
}  // namespace parallax::entities
