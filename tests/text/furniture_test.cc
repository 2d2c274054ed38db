#include "server/text/internal/furniture.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An article of four paragraphs with `line` behind the second.
Document ReadAround(absl::string_view line) {
  return ReadOrDie("Mine shut after flood",
                   "Water broke into the mine on Monday.\nForty people came up unhurt.\n" +
                       std::string(line) +
                       "\nThe union wants an inquiry.\nThe company said the pumps had failed.");
}

struct Case {
  const char* name;
  const char* rule;
  const char* line;
};

class FurnitureLineTest : public ::testing::TestWithParam<Case> {};

TEST_P(FurnitureLineTest, KeepsTheLineOutOfTheSentences) {
  const Document document = ReadAround(GetParam().line);
  EXPECT_THAT(FurnitureOf(document),
              ElementsAre(std::string(GetParam().rule) + ": " + GetParam().line));
  EXPECT_EQ(BodySentences(document).size(), 4u);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, FurnitureLineTest,
    ::testing::Values(
        Case{"Share", "share-bar", "Share on Facebook"},
        Case{"ShareButtons", "share-bar", "Share Tweet Email Print"},
        Case{"ShareArticle", "share-bar", "Email this article to a friend"},
        Case{"LogIn", "comment-box", "Newsfeed 0 log in or register"},
        Case{"LogInToComment", "comment-box", "Log in or register to post comments"},
        Case{"Count", "comment-box", "12 Comments"},
        Case{"LeaveComment", "comment-box", "Leave a comment"},
        Case{"Join", "comment-box", "Join the conversation"},
        Case{"Newsletter", "subscribe", "Sign up for our daily newsletter to get the best of it."},
        Case{"Subscribe", "subscribe", "Subscribe to The Calder Herald"},
        Case{"SubscribeAlone", "subscribe", "SUBSCRIBE"},
        Case{"Latest", "subscribe", "Get the latest news sent to your inbox."},
        Case{"Tip", "subscribe", "Got a tip? Write to tips@example.com."},
        Case{"ReadMore", "read-more", "Read more: Five mines that flooded"},
        Case{"ReadMoreAbout", "read-more", "Read more about the flood here"},
        Case{"Related", "read-more", "RELATED: What makes a pump fail?"},
        Case{"SeeAlso", "read-more", "See also"},
        Case{"ClickHere", "read-more", "Click here for the full list of mines."},
        Case{"WatchBelow", "read-more", "Watch the manager's whole speech below:"},
        Case{"Ad", "advertisement", "ADVERTISEMENT"},
        Case{"AdBreak", "advertisement", "Story continues below advertisement"},
        Case{"Byline", "byline", "By Jane Poe and Bo Li, Staff Writers"},
        Case{"ShoutedByline", "byline", "By JANE POE"},
        Case{"Dated", "timestamp", "Updated 10:32 PM EST, Tue May 3, 2016"},
        Case{"Date", "timestamp", "3 May 2016"}, Case{"ReadingTime", "timestamp", "5 min read"},
        Case{"Ago", "timestamp", "3 hours ago"},
        Case{"Credit", "image-credit", "Jane Poe/Getty Images"},
        Case{"CreditVia", "image-credit", "Calder Herald via Getty Images."},
        Case{"CreditBy", "image-credit", "Photo by Jane Poe for The Calder Herald"},
        Case{"CreditDated", "image-credit", "Jane Poe / Reuters / 3 May 2016"},
        Case{"AgencyDated", "image-credit", "Reuters, May 3, 2016"},
        Case{"Copyright", "image-credit", "© Jane Poe"},
        Case{"PhotoLabel", "image-credit", "Photo: the mine at Calder in May"},
        Case{"Caption", "caption", "The mine at Calder on Monday, May 2. (AP Photo/Jane Poe)"},
        Case{"CaptionCredit", "caption", "The mine at Calder on Monday.CreditJane Poe/Reuters"},
        Case{"CaptionPhotograph", "caption", "Pumps at work in Calder. Photograph: Jane Poe/AP"},
        Case{"FilePhoto", "caption",
             "FILE - In this May 2, 2016, file photo, pumps run at the Calder mine."},
        Case{"Contributed", "credit-line", "Jane Poe in Calder contributed to this report."},
        Case{"Reporting", "credit-line", "(Reporting by Jane Poe in Calder; Editing by Bo Li)"},
        Case{"Rights", "copyright", "Copyright 2016 The Calder Herald. All rights reserved."},
        Case{"Updated", "editors-note", "This story has been updated with comment from the union."},
        Case{"Correction", "editors-note", "CORRECTION APPENDED."},
        Case{"EditorsNote", "editors-note", "Editor's note: The Herald owns shares in the mine."},
        Case{"FirstAppeared", "editors-note", "This article first appeared in The Calder Herald."},
        Case{"Section", "section-label", "World News"},
        Case{"Breadcrumb", "navigation", "Home > News > Mines and Quarries"},
        Case{"Menu", "navigation", "Skip to main content"},
        Case{"Follow", "bio", "Follow Jane Poe on Twitter @janepoe"},
        Case{"Stylesheet", "code", ".image-wrap {"}, Case{"Number", "no-words", "15"},
        Case{"Stars", "no-words", "* * *"},
        Case{"Repeated", "repeated-headline", "Mine Shut After Flood"},
        Case{"TitleLine", "related-story", "Three More Mines Face Closure Over Pumps"}),
    [](const ::testing::TestParamInfo<Case>& info) { return std::string(info.param.name); });

class ArticleLineTest : public ::testing::TestWithParam<const char*> {};

TEST_P(ArticleLineTest, StaysInTheArticle) {
  const Document document = ReadAround(GetParam());
  EXPECT_THAT(FurnitureOf(document), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ArticleLineTest,
    ::testing::Values("By Tuesday morning the water had gone.", "By the end of May it was dry.",
                      "“Subscribe to that view and you will drown,” she said.",
                      "Users must log in or register to vote, the council said.",
                      "She told Reuters.", "He works for Getty Images in London.",
                      "The photo was taken in May.", "Read that again.",
                      "Share prices fell by a third.", "Follow the money, the union says.",
                      "Contact with the men was lost at noon.",
                      "Advertising revenue fell 3 per cent.", "Comments on the flood were mixed.",
                      "Reporting by the Herald found that the pumps were old.",
                      "This story has been told for centuries.",
                      "A reporter for the Herald, Jane Poe, saw the water rise.",
                      "Jane Poe is a reporter for the Herald and the only witness.",
                      "It was a picture of neglect (the manager's photo shows no pumps).",
                      "Video of the flood was seen by millions.", "More men were sent down.",
                      "Sign-up sheets were burned, and the app with them.", "Get out, he shouted.",
                      "In 2016 it flooded.", "The correction came a day later.",
                      "NATO — the alliance of 30 states — sent pumps.", "Politics.",
                      "World leaders sent word.", "Watch out, he said.",
                      "a line that lacks its stop"));

TEST(FurnitureTest, TakesTheDatelineOffTheFirstSentence) {
  for (const char* dateline :
       {"CALDER — ", "CALDER, Mont. (AP) — ", "LONDON, Oct. 6 (Reuters) - ", "(CNN) -- ",
        "NEW YORK/LONDON (Reuters) - ", "Calder, Mont., Feb. 23 (UPI) -- ", "CALDER—"}) {
    const Document document =
        ReadOrDie("", std::string(dateline) + "The mine was shut. It rained.");
    EXPECT_THAT(BodySentences(document), ElementsAre("The mine was shut.", "It rained."));
    EXPECT_THAT(FurnitureOf(document), ElementsAre("dateline: " + std::string(dateline)));
  }
}

TEST(FurnitureTest, TakesTheUpdateLabelOff) {
  for (const char* label : {"UPDATE: ", "UPDATE 2:52 p.m. -- ", "UPDATE - May 30, 5:20 p.m.: "}) {
    const Document document = ReadOrDie("", std::string(label) + "May Poe left the mine.");
    EXPECT_THAT(BodySentences(document), ElementsAre("May Poe left the mine."));
  }
}

TEST(FurnitureTest, DropsHeadlinesUnderRelatedStories) {
  const Document document = ReadOrDie(
      "",
      "Water broke into the mine.\nRelated stories\nFive mines that flooded\nWhy pumps fail\n"
      "The union wants an inquiry.\nIt said so on Monday.");
  EXPECT_THAT(BodySentences(document),
              ElementsAre("Water broke into the mine.", "The union wants an inquiry.",
                          "It said so on Monday."));
}

TEST(FurnitureTest, DropsWhatEndsAPage) {
  const Document document = ReadOrDie(
      "",
      "Water broke into the mine.\nThe union wants an inquiry.\nIt said so on Monday.\n"
      "Jane Poe is a senior reporter for The Calder Herald covering mines. Follow her on Twitter.\n"
      "The Calder Hour airs on weekdays from 6 a.m. to 9 a.m.\n"
      "Five mines that flooded\nWhy pumps fail\nShare");
  EXPECT_THAT(BodySentences(document),
              ElementsAre("Water broke into the mine.", "The union wants an inquiry.",
                          "It said so on Monday."));
}

TEST(FurnitureTest, DropsSentencesInsideAParagraph) {
  const Document document =
      ReadOrDie("", "The union wants an inquiry. Follow us on Twitter for more. It said so.");
  EXPECT_THAT(BodySentences(document), ElementsAre("The union wants an inquiry.", "It said so."));
  EXPECT_THAT(FurnitureOf(document), ElementsAre("share-bar: Follow us on Twitter for more."));
}

TEST(FurnitureTest, ReadsLinesOfOneWordWithMarksInside) {
  for (const char* line :
       {"By-Jane", "by/x", "Photo/Reuters", "Related:x", "UPDATE:x", "@", "A-B"}) {
    EXPECT_EQ(ReadOrDie("", line).section(Section::kBody), line);
  }
}

TEST(FurnitureTest, ReadsATextPastedFromAPage) {
  const Document document = ReadOrDie("Mine shut after flood", R"(Skip to main content
The Calder Herald
Newsfeed
0
Log in
or
register
Home > News > Mining
Mine shut after flood
By Jane Doe, Mining Editor
Updated 3 May 2016, 10:32 GMT
Share on Facebook
Tweet this
Pumps stand idle at the Calder mine on Monday. (Reuters/Jane Doe)

CALDER, Mont. (Herald) - Water broke into the mine on Monday, the company said. It was shut at once.
Advertisement
"We told them that the pumps were old," said Jane Poe, secretary of the union.
RELATED: Five mines that flooded
Getty Images, May 2, 2016
The union wants an inquiry. Read more here.

Jane Doe is the mining editor of The Calder Herald. Follow her on Twitter @janedoe.
Sign up for our newsletter to get more stories like this.
Most read
Why pumps fail
Three more mines face closure
View comments
Copyright 2016 The Calder Herald. All rights reserved.
)");
  EXPECT_THAT(
      BodySentences(document),
      ElementsAre(
          "Water broke into the mine on Monday, the company said.", "It was shut at once.",
          "\"We told them that the pumps were old,\" said Jane Poe, secretary of the union.",
          "The union wants an inquiry."));
}

TEST(FurnitureTest, KeepsATextOfBareLines) {
  EXPECT_THAT(BodySentences("Mine Shut After Flood\nUnion Wants Inquiry\nPumps Had Failed"),
              ElementsAre("Mine Shut After Flood", "Union Wants Inquiry", "Pumps Had Failed"));
}

}  // namespace
}  // namespace parallax::text
