// The article in a page, who published it and when, and what stands around it.
#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/cases/command.h"

namespace parallax::client {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The time differs from a report that names another day only where the page's own time is known.
void ExpectPublished(const std::string& head, const std::string& outlet) {
  const v1::CompareReportsResponse answer = Compare(
      {{"page.html",
        absl::StrCat(
            "<html><head><title>Depot floods</title>", head,
            "</head><body><article><h1>Depot floods</h1><p>Nine buses were lost when the "
            "depot in Tarn flooded on Monday, the company said.</p></article></body></html>")},
       {"ref.txt",
        "Outlet: Ref\nPublished: 2024-02-06\n\nDepot floods\n\nNine buses were lost when "
        "the depot in Tarn flooded on February 1, the company said.\n"}});
  EXPECT_EQ(answer.profiles(0).outlet(), outlet) << head;
  EXPECT_FALSE(Warns(answer, v1::Warning::PUBLISH_TIME_MISSING)) << head;
}

TEST(LinkedDataCase, SaysWhoAndWhen) {
  ExpectPublished(R"(<script type="application/ld+json">{"@context": "https://schema.org",
      "@type": "NewsArticle", "datePublished": "2024-02-06T08:00:00Z",
      "publisher": {"@type": "Organization", "name": "Tarn Times"}}</script>)",
                  "Tarn Times");
}
TEST(LinkedDataCase, InAGraphWithReferences) {
  ExpectPublished(R"(<script type='application/ld+json'>{"@graph": [
      {"@type": "Organization", "@id": "#us", "name": "Tarn Times"},
      {"@type": ["Article", "BlogPosting"], "datePublished": "2024-02-06",
       "publisher": {"@id": "#us"}}]}</script>)",
                  "Tarn Times");
}
TEST(LinkedDataCase, InMetaElementsOfManyNames) {
  ExpectPublished(R"(<meta name="parsely-pub-date" content="Tue, 06 Feb 2024 08:00:00 GMT">
      <meta name="publisher" content="Tarn Times">)",
                  "Tarn Times");
  ExpectPublished(R"(<meta itemprop="datePublished" content="February 6, 2024 8:00 a.m. EST">)",
                  "page");
}
TEST(LinkedDataCase, InATimeElement) {
  ExpectPublished(R"(</head><body><time datetime="2024-02-06T08:00:00+01:00">Tuesday</time>)",
                  "page");
}
TEST(LinkedDataCase, BrokenOnesAndThoseOfOtherThingsAreLeftAlone) {
  const v1::CompareReportsResponse answer = Compare(
      {{"page.html", R"(<script type="application/ld+json">{"@type": "NewsArticle", </script>
        <script type="application/ld+json">{"@type": "Event", "datePublished": "2024-02-06",
        "publisher": {"name": "Box Office"}}</script>
        <article><h1>Depot floods</h1><p>Nine buses were lost on Monday.</p></article>)"},
       {"ref.txt", "Depot floods\n\nNine buses were lost.\n"}});
  EXPECT_EQ(answer.profiles(0).outlet(), "page");
  EXPECT_THAT(WarningsOf(answer), Contains("PUBLISH_TIME_MISSING page"));
}

constexpr char kWall[] =
    "<p>We and our partners store information on your device, such as unique numbers, to show you "
    "advertisements, to measure them, and to learn how our pages are used, as told below.</p>"
    "<p>You may accept, or change your choices at any time, including your right to object where "
    "legitimate interest is used, on the page about privacy, and the choice is kept for a year.</p>"
    "<p>Your personal data will be processed, and information from your device may be read by 140 "
    "partners, who may process it without consent, which you may object to, by these switches.</p>";
constexpr char kStory[] =
    "<h1>Depot floods</h1><p>Nine buses were lost in Tarn, the company said.</p>"
    "<p>The company denied that the gates had been open.</p>";

void ExpectStory(const std::string& page) {
  const v1::AnalyzeReportResponse answer = Analyze({"a.html", page});
  EXPECT_THAT(SentencesOf(answer.analysis()),
              ElementsAre("Depot floods", "Nine buses were lost in Tarn, the company said.",
                          "The company denied that the gates had been open."))
      << page.substr(0, 120);
  EXPECT_FALSE(Warns(answer, v1::Warning::NO_ARTICLE_FOUND)) << page.substr(0, 120);
}

TEST(DialogCase, APrivacyBoxLongerThanTheArticleIsLeftOut) {
  ExpectStory(absl::StrCat("<body><div class='privacy-center' role='dialog'>", kWall,
                           "</div><div id='content'>", kStory, "</div></body>"));
}
TEST(DialogCase, KnownByItsRoleItsModalityOrItsNameAlone) {
  for (const std::string mark :
       {"role='alertdialog'", "aria-modal='true'", "id='onetrust-banner-sdk'",
        "class='didomi-notice'", "class='CookieConsent'"}) {
    ExpectStory(absl::StrCat("<body><div ", mark, "><h2>Your choices</h2>", kWall, "</div><div>",
                             kStory, "</div></body>"));
  }
}
TEST(DialogCase, APageNamedAfterOneKeepsItsArticle) {
  ExpectStory(
      absl::StrCat("<body class='has-modal cookie-bar-shown'><div class='modal-open'><article>",
                   kStory, "</article></div></body>"));
}
TEST(DialogCase, NothingButADialogIsSaid) {
  const v1::AnalyzeReportResponse answer =
      Analyze({"a.html", absl::StrCat("<body><div role='dialog'>", kWall, "</div></body>")});
  EXPECT_THAT(WarningsOf(answer), Contains("NO_ARTICLE_FOUND a"));
}

TEST(FurnitureCase, LinesThatAskForSomethingAreNoClaims) {
  const v1::AnalyzeReportResponse answer = Analyze(
      {"a.html",
       "<article><h1>Depot floods</h1><p>Nine buses were lost in Tarn, the company said.</p>"
       "<p>Sign up to our evening newsletter for the top stories from Tarn and the coast.</p>"
       "<p>The company denied that the gates had been open.</p>"
       "<p>Were you there? Email our newsdesk at desk@tarntimes.example.</p>"
       "<p>When you buy through links on this page, we may earn a commission.</p>"
       "<p>This is a developing story. Please check back for updates.</p>"
       "<p>Reporting by Sam Roe in Tarn and Ann Lee in Kell; Editing by Jim Poe</p>"
       "<p>Sam Roe is a reporter for the Tarn Times. He has covered the coast for ten years.</p>"
       "</article>"});
  EXPECT_THAT(SentencesOf(answer.analysis()),
              ElementsAre("Depot floods", "Nine buses were lost in Tarn, the company said.",
                          "The company denied that the gates had been open."));
}

TEST(FurnitureCase, NorAreSharesCreditsAndNoticesInPlainText) {
  const std::string story = "Depot floods\n\nNine buses were lost in Tarn, the company said.\n\n";
  for (const std::string line :
       {"Click to share on Facebook (Opens in new window)", "Photograph: Sam Roe/Tarn Times",
        "With additional reporting from Ann Lee and Jim Poe", "This story will be updated.",
        "This post contains affiliate links, from which we profit.",
        "Have you been affected by the flood?", "Image source, Tarn Times",
        "Our standards: The Tarn Times principles", "Want more stories like this one?",
        "© 2024 Tarn Times. All rights reserved."}) {
    EXPECT_THAT(SentencesOf({"a.txt", absl::StrCat(story, line, "\n\nThe gates were shut.\n")}),
                ElementsAre("Depot floods", "Nine buses were lost in Tarn, the company said.",
                            "The gates were shut."))
        << line;
  }
}

TEST(FurnitureCase, TheSameWordsInTheStoryStay) {
  for (const std::string line : {"The agents earn a commission of 4 percent on each policy.",
                                 "\"Do you work at the depot?\" the guard asked him.",
                                 "Drivers were told to contact their own managers.",
                                 "The newsletter was sent to 900 members, the union said.",
                                 "Reporting by both papers led to the inquiry, the judge said.",
                                 "The mayor said this is a developing story."}) {
    EXPECT_THAT(SentencesOf({"a.txt", absl::StrCat("Depot floods\n\nNine buses were lost.\n\n",
                                                   line, "\n\nThe gates were shut.\n")}),
                Contains(line));
  }
}

// Of each claim that lies in the sentence with these words.
void ExpectAttributed(const v1::ReportAnalysis& analysis, const std::string& words,
                      const std::string& source) {
  int claims = 0;
  for (const v1::Claim& claim : analysis.claims()) {
    const std::string& sentence = analysis.sentences(claim.sentence_index()).span().text();
    if (!absl::StrContains(sentence, words)) continue;
    ++claims;
    EXPECT_EQ(claim.commitment(), v1::Claim::ATTRIBUTED) << claim.span().text();
    ASSERT_GT(claim.attribution_ids_size(), 0) << claim.span().text();
    for (const v1::Attribution& attribution : analysis.attributions()) {
      if (attribution.id() != claim.attribution_ids(0)) continue;
      EXPECT_THAT(attribution.source().text(), HasSubstr(source));
    }
  }
  EXPECT_GT(claims, 0) << words;
}

TEST(EmbeddedPostCase, IsTheWordOfItsAuthorAndNotThePapers) {
  for (const std::string post :
       {"<blockquote class='twitter-tweet'><p lang='en'>The gates were open. Nobody shut them.</p>"
        "&mdash; Ann Lee (@annlee) <a href='#'>March 5, 2024</a></blockquote>",
        "<figure class='wp-block-embed'><div><blockquote class='bluesky-embed'><p>The gates were "
        "open. Nobody shut them.</p>&mdash; Ann Lee (<a href='#'>@annlee.example</a>) <a "
        "href='#'>5 March 2024 at 10:02</a></blockquote></div></figure>",
        "<div class='fb-post'><blockquote><p>The gates were open. Nobody shut them.</p>Posted by "
        "<a "
        "href='#'>Ann Lee</a> on&nbsp;<a href='#'>Tuesday, March 5, 2024</a></blockquote></div>",
        "<div class='twitter-embed'><a href='#'><div>Ann Lee</div><div>@annlee</div><div>The gates "
        "were open. Nobody shut them.</div></a><div><a href='#'>2:10 PM</a></div></div>"}) {
    const v1::AnalyzeReportResponse answer = Analyze(
        {"a.html", absl::StrCat("<article><h1>Depot floods</h1><p>Nine buses were lost in Tarn, "
                                "the company said.</p>",
                                post, "<p>The city has asked for an inquiry.</p></article>")});
    ExpectAttributed(answer.analysis(), "gates", "Ann Lee");
    ExpectAttributed(answer.analysis(), "Nobody", "Ann Lee");
    EXPECT_THAT(SentencesOf(answer.analysis()), Contains("The city has asked for an inquiry."));
  }
}

TEST(EmbeddedPostCase, AQuotationThatNobodyPostedStaysAsItIs) {
  EXPECT_THAT(
      SentencesOf({"a.html",
                   "<article><h1>Depot floods</h1><p>The order of 1911 reads as follows.</p>"
                   "<blockquote><p>The gates are to be shut at night, and the key kept by the "
                   "master.</p></blockquote><p>It was never revoked.</p></article>"}),
      Contains("The gates are to be shut at night, and the key kept by the master."));
}

TEST(FurnitureCase, IsMarkedAmongTheSentencesAndNothingIsReadFromIt) {
  const std::string body =
      "TARN, March 5 - Nine buses were lost, the company said.\n\n"
      "Sign up to our evening newsletter for the top stories from Tarn.\n\n"
      "The gates were shut. Follow her on Twitter @annlee. The company denied it.\n\n"
      "Reporting by Sam Roe in Tarn; Editing by Jim Poe\n";
  const v1::ReportAnalysis analysis =
      Analyze({"a.txt", absl::StrCat("Depot floods\n\n", body)}).analysis();
  EXPECT_THAT(
      FurnitureOf(analysis),
      ElementsAre(AllOf(HasSubstr("dateline: "), HasSubstr("TARN, March 5")),
                  "subscribe: Sign up to our evening newsletter for the top stories from Tarn.",
                  "bio: Follow her on Twitter @annlee.",
                  "credit-line: Reporting by Sam Roe in Tarn; Editing by Jim Poe"));
  EXPECT_THAT(SentencesOf(analysis),
              ElementsAre("Depot floods", "Nine buses were lost, the company said.",
                          "The gates were shut.", "The company denied it."));
  // No word of the body is in none.
  std::string told, given;
  for (const v1::Sentence& sentence : analysis.sentences()) {
    if (sentence.span().section() == v1::Span::BODY) told += sentence.span().text();
  }
  for (std::string* text : {&told, &given}) {
    if (text == &given) given = body;
    text->erase(
        std::remove_if(text->begin(), text->end(),
                       [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }),
        text->end());
  }
  EXPECT_EQ(told, given);
  for (const v1::Claim& claim : analysis.claims()) {
    EXPECT_EQ(analysis.sentences(claim.sentence_index()).furniture(), "") << claim.span().text();
  }
}

}  // namespace
}  // namespace parallax::client
