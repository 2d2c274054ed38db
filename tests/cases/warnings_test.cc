// Each warning where it holds, and where something like it does not.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/cases/command.h"

namespace parallax::client {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kStory[] =
    "Depot floods\n\nNine buses were lost in Tarn when the river rose, the company said. It denied "
    "that the gates had been open.\n\nA council officer will inspect the depot in spring.\n";
constexpr char kHeader[] = "Outlet: Post\nPublished: 2024-02-06\n\n";

TEST(WarningCase, AnOrdinaryReportGivesNone) {
  EXPECT_THAT(WarningsOf(Analyze({"a.txt", absl::StrCat(kHeader, kStory)})), IsEmpty());
}

TEST(LanguageCase, OtherLanguagesAreNamedAndTellNothing) {
  const std::pair<const char*, const char*> texts[] = {
      {"Danish",
       "Busser gik tabt\n\nNi busser gik tabt i Tarn, da åen gik over sine bredder. "
       "Selskabet afviste, at portene havde stået åbne hele natten.\n"},
      {"Spanish",
       "Se inunda una cochera\n\nNueve autobuses se perdieron cuando creció el río. La "
       "empresa negó que las puertas estuvieran abiertas por la noche.\n"},
      {"Russian",
       "Затоплено депо\n\nДевять автобусов погибли, когда поднялась река. Компания "
       "отрицает, что ворота были открыты всю ночь.\n"},
      {"German",
       "Depot überflutet\n\nNeun Busse gingen verloren, als der Fluss über die Ufer trat. "
       "Die Firma bestritt, dass die Tore offen standen.\n"}};
  for (const auto& [language, text] : texts) {
    const v1::CompareReportsResponse answer =
        Compare({{"a.txt", text}, {"b.txt", absl::StrCat(kHeader, kStory)}});
    EXPECT_THAT(WarningsOf(answer), Contains("LANGUAGE_UNSUPPORTED a")) << language;
    EXPECT_THAT(answer.warnings(0).text(), HasSubstr(language));
    EXPECT_EQ(answer.profiles(0).claim_count(), 0) << language;
    for (const v1::Fact& fact : answer.facts()) EXPECT_LT(fact.accounts_size(), 2) << language;
    EXPECT_THAT(RunCommand({"compare"}, {{"a.txt", text}, {"b.txt", kStory}}).out,
                StartsWith("WARNING "));
  }
}
TEST(LanguageCase, QuotationsNamesAndOneLineDoNoHarm) {
  for (const std::string text :
       {"Mayor quotes a poet\n\nThe mayor of Tarn, José Muñoz, said: “La vida es un sueño, y los "
        "sueños, sueños son, como dijo el poeta hace siglos en Madrid.” He left the town hall.\n",
        "Rue de la Paix shut\n\nCafé de Flore, Les Deux Magots and Brasserie Lipp were shut.\n",
        "Bonjour\n\nBonjour à tous.\n", "Kurz\n\nEs brennt.\n"}) {
    EXPECT_FALSE(Warns(Analyze({"a.txt", text}), v1::Warning::LANGUAGE_UNSUPPORTED)) << text;
  }
}

TEST(NoArticleCase, AMessageOfTheSiteIsNoArticle) {
  for (const std::string page : {"<html><title>Access denied</title><body><h1>Access "
                                 "Denied</h1><p>You do not have permission "
                                 "to view this page on this server.</p></body></html>",
                                 "<html><body><h1>Page not found</h1><p>We cannot find what you "
                                 "wanted.</p></body></html>"}) {
    EXPECT_TRUE(Warns(Analyze({"a.html", page}), v1::Warning::NO_ARTICLE_FOUND)) << page;
  }
}
TEST(NoArticleCase, AShortArticleIsOne) {
  EXPECT_FALSE(Warns(Analyze({"a.html",
                              "<nav><a href=/>Home</a></nav><article><h1>Depot floods</h1>"
                              "<p>Nine buses were lost, the company said.</p></article>"}),
                     v1::Warning::NO_ARTICLE_FOUND));
}

TEST(SeveralArticlesCase, AFrontPageOrABundleIsSeveral) {
  std::string page = "<body><main>", wires;
  for (const std::string town : {"Tarn", "Kell", "Orda", "Lund"}) {
    absl::StrAppend(&page, "<article><h2><a href=/", town, ">Depot floods in ", town,
                    "</a></h2><p>Nine buses were lost in ", town,
                    ", the company said.</p></article>");
    absl::StrAppend(&wires, "Depot floods in ", town,
                    "\n\nSTOCKHOLM, Feb 6 (Reuters) - Nine buses "
                    "were lost in ",
                    town, ", the company said.\n\n");
  }
  EXPECT_TRUE(Warns(Analyze({"a.html", page}), v1::Warning::SEVERAL_ARTICLES));
  EXPECT_TRUE(Warns(Analyze({"a.txt", absl::StrCat("News in brief\n\n", wires)}),
                    v1::Warning::SEVERAL_ARTICLES));
}
TEST(SeveralArticlesCase, OneWithSubheadingsAndRelatedLinksIsNot) {
  std::string page = "<body><article><h1>Depot floods</h1>";
  for (const std::string part : {"The gates", "The buses", "The river"}) {
    absl::StrAppend(&page, "<h2>", part,
                    "</h2><p>Nine buses were lost in Tarn, the company said, and "
                    "the gates had been open all night.</p>");
  }
  absl::StrAppend(&page, "</article><aside><h3><a href=/1>More</a></h3></aside></body>");
  EXPECT_FALSE(Warns(Analyze({"a.html", page}), v1::Warning::SEVERAL_ARTICLES));
}

TEST(MostlyFurnitureCase, MoreLinksThanStory) {
  const std::string lines = absl::StrJoin(
      {"Depot floods", "Nine buses were lost.", "Share this on Facebook and Twitter",
       "Sign up for our newsletter to get the latest updates every day", "Read more: River rises",
       "Read more: Gates to be mended after the winter", "Advertisement", "Follow us on Facebook",
       "Copyright 2024 Tarn Times. All rights reserved."},
      "\n\n");
  EXPECT_TRUE(Warns(Analyze({"a.txt", lines}), v1::Warning::MOSTLY_FURNITURE));
  EXPECT_FALSE(
      Warns(Analyze({"a.txt", absl::StrCat(kStory, "\nShare\n\nRead more: River rises\n")}),
            v1::Warning::MOSTLY_FURNITURE));
}

TEST(EqualReportsCase, TheSameTextUnderTwoHeadlines) {
  const std::string copy = absl::StrCat("Outlet: Echo\n\nA flood in Tarn\n",
                                        std::string(kStory).substr(sizeof("Depot floods") - 1));
  const v1::CompareReportsResponse answer =
      Compare({{"a.txt", absl::StrCat(kHeader, kStory)}, {"b.txt", copy}});
  EXPECT_THAT(WarningsOf(answer), Contains("EQUAL_REPORTS b"));
  EXPECT_FALSE(Warns(Compare({{"a.txt", absl::StrCat(kHeader, kStory)},
                              {"b.txt", absl::StrCat(copy, "\nOne more line was added.\n")}}),
                     v1::Warning::EQUAL_REPORTS));
}

TEST(HeadlineCase, ALeadInItsPlaceIsDoubtful) {
  EXPECT_THAT(
      WarningsOf(Analyze({"a.json", R"({"headline": "TARN (AP) — Nine buses were lost on a night",
                                        "text": "The river rose."})"})),
      Contains("HEADLINE_DOUBTFUL a"));
  EXPECT_TRUE(Warns(Analyze({"a.json",
                             "{\"headline\": \"Nine buses were lost in Tarn when the "
                             "river rose at night. The company denied that its gates had "
                             "been open.\", \"text\": \"It rose.\"}"}),
                    v1::Warning::HEADLINE_DOUBTFUL));
  EXPECT_FALSE(Warns(Analyze({"a.json", R"({"headline": "Flood in Tarn: what now? What is known",
                                            "text": "The river rose."})"}),
                     v1::Warning::HEADLINE_DOUBTFUL));
}

TEST(PublishTimeCase, IsMissedWhereADayHangsOnIt) {
  const std::string day = "Depot floods\n\nNine buses were lost on Monday.\n";
  EXPECT_THAT(WarningsOf(Analyze({"a.txt", day})), Contains("PUBLISH_TIME_MISSING a"));
  EXPECT_FALSE(
      Warns(Analyze({"a.txt", absl::StrCat(kHeader, day)}), v1::Warning::PUBLISH_TIME_MISSING));
  EXPECT_FALSE(Warns(Analyze({"a.txt", "Depot floods\n\nNine buses were lost on 5 May 2021.\n"}),
                     v1::Warning::PUBLISH_TIME_MISSING));
}

TEST(NotProseCase, TablesListsAndCodeAreNoProse) {
  for (const std::string text :
       {"Team\tPlayed\tWon\nTarn\t12\t9\nKell\t12\t7\nOrda\t12\t3\nLund\t12\t1\n",
        "Fixtures\n\nTarn 3, Kell 1\n\nOrda 2, Lund 2\n\nHulme 0, Roke 4\n\nGant 1, Tyre 0\n",
        "SELECT town;\nJOIN homes WITH crews;\nGROUP rows BY town;\nORDER them BY size;\nCOUNT "
        "rows;\n"}) {
    EXPECT_TRUE(Warns(Analyze({"a.txt", text}), v1::Warning::NOT_PROSE)) << text;
  }
  EXPECT_FALSE(Warns(Analyze({"a.txt",
                              "Depot floods\n\nNo one was hurt. Nine buses sank. Why? Nobody "
                              "knew. The gates stood open.\n"}),
                     v1::Warning::NOT_PROSE));
}

TEST(NothingSharedCase, TwoEventsShareNothing) {
  EXPECT_THAT(WarningsOf(Compare({{"a.txt", absl::StrCat(kHeader, kStory)},
                                  {"b.txt", "Star weds\n\nA singer married a chef in Rome.\n"}})),
              Contains("NOTHING_SHARED "));
  EXPECT_FALSE(Warns(Compare({{"a.txt", absl::StrCat(kHeader, kStory)},
                              {"b.txt", "Nine buses lost\n\nNine buses were lost in Tarn.\n"}}),
                     v1::Warning::NOTHING_SHARED));
}

}  // namespace
}  // namespace parallax::client
