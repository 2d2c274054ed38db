#include "server/text/reader.h"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/text/internal/furniture.h"
#include "server/text/internal/html.h"
#include "server/text/internal/html_cleaner.h"
#include "server/text/internal/html_tree.h"
#include "server/text/internal/paragraphs.h"
#include "server/text/internal/sentences.h"
#include "server/text/internal/tokenizer.h"
#include "tests/text/document_invariants.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReaderTest, KeepsHeadlineApartFromBody) {
  const Document document =
      ReadOrDie("Mayor quits. What now?", "The mayor quit. She gave no reason.\nA vote follows.");
  ASSERT_TRUE(document.has_headline());
  EXPECT_EQ(document.text(document.sentences()[0].tokens), "Mayor quits. What now?");
  EXPECT_THAT(BodySentences(document),
              ElementsAre("The mayor quit.", "She gave no reason.", "A vote follows."));
}

TEST(ReaderTest, LeavesTheOutletBehindABarOutOfTheHeadline) {
  EXPECT_EQ(TokensOf(ReadOrDie("Mine shut | The Herald | World", "")), "Mine shut");
  EXPECT_EQ(TokensOf(ReadOrDie("World | Mine shut", "")), "World | Mine shut");
}

TEST(ReaderTest, CountsParagraphsOverTheReport) {
  const Document document = ReadOrDie("Head", "One. Two.\n\nThree.\nSubscribe\nFour.");
  std::vector<uint32_t> paragraphs;
  for (const Sentence& sentence : document.sentences()) paragraphs.push_back(sentence.paragraph);
  EXPECT_THAT(paragraphs, ElementsAre(0, 1, 1, 2, 3));
}

TEST(ReaderTest, HasNoHeadlineWhereNoneIsGiven) {
  EXPECT_FALSE(ReadOrDie("", "One.").has_headline());
  EXPECT_FALSE(ReadOrDie(" \n", "One.").has_headline());
}

TEST(ReaderTest, GivesNoSentencesForTextWithoutWords) {
  EXPECT_THAT(ReadOrDie("", "").sentences(), IsEmpty());
  EXPECT_THAT(ReadOrDie("", " \r\n\t ").sentences(), IsEmpty());
}

TEST(ReaderTest, SaysWhereSpaceStands) {
  const Document document = ReadOrDie("", "It's (so) odd.");
  std::string spaces;
  for (const Token& token : document.tokens()) spaces += token.space_before ? '1' : '0';
  EXPECT_EQ(TokensOf(document), "It 's ( so ) odd .");
  EXPECT_EQ(spaces, "0010010");
}

TEST(ReaderTest, NamesTheByteThatIsNotUtf8) {
  const auto read = [](absl::string_view headline, absl::string_view body) {
    return ReadReport(headline, body, Format::kPlain, {}, CallContext()).status();
  };
  EXPECT_EQ(read("", "Caf\xC3").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(read("", "Caf\xC3").message(), "body: byte 3 (0xc3) is not valid UTF-8");
  EXPECT_EQ(read("\xFF", "Fine.").message(), "headline: byte 0 (0xff) is not valid UTF-8");
}

TEST(ReaderTest, EndsWithItsCall) {
  const CallContext late(absl::Now() - absl::Seconds(1));
  EXPECT_EQ(ReadReport("", "One.", Format::kPlain, {}, late).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  int asked = 0;
  const CallContext cancelled(absl::InfiniteFuture(), [&asked] { return ++asked > 20; });
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "One. ";
  EXPECT_EQ(ReadReport("", body, Format::kPlain, {}, cancelled).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_LT(asked, 30);
}

TEST(ReaderTest, AsksItsCallInEveryPassOverALongReport) {
  std::string lines, page = "<html><body><article>", brackets(100'000, '(');
  for (int i = 0; i < 5000; ++i) {
    lines += "Water broke in at noon.\n";
    page += "<p>Water broke in at noon.</p>";
  }
  for (const Format format : {Format::kPlain, Format::kHtml}) {
    const std::string& body = format == Format::kPlain ? lines : page;
    int asked = 0;
    const CallContext counting(absl::InfiniteFuture(), [&asked] { return ++asked < 0; });
    ASSERT_TRUE(ReadReport("", body, format, {}, counting).ok());
    // Wherever it ends, that is the last that is asked of it.
    const int all = asked;
    for (int end = 1; end <= all; end += std::max(1, all / 50)) {
      asked = 0;
      const CallContext ending(absl::InfiniteFuture(), [&] { return ++asked >= end; });
      EXPECT_EQ(ReadReport("", body, format, {}, ending).status().code(),
                absl::StatusCode::kCancelled);
      EXPECT_EQ(asked, end);
    }
  }
  // Of the passes by themselves: lines, furniture, breaks, tags, the tree, the article, tokens.
  const auto times_asked = [](auto pass) {
    int asked = 0;
    const CallContext counting(absl::InfiniteFuture(), [&asked] { return ++asked < 0; });
    pass(counting);
    return asked;
  };
  using namespace internal;  // NOLINT: the passes
  const std::vector<ByteRange> paragraphs = *FindParagraphs(lines, CallContext());
  std::vector<ByteRange> tokens;
  std::vector<uint32_t> breaks;
  constexpr int kOften = 10;
  EXPECT_GT(times_asked([&](const auto& c) { EXPECT_TRUE(FindParagraphs(lines, c).ok()); }),
            kOften);
  EXPECT_GT(times_asked(
                [&](const auto& c) { EXPECT_TRUE(FindFurniture("", lines, paragraphs, c).ok()); }),
            kOften);
  EXPECT_GT(
      times_asked([&](const auto& c) { EXPECT_TRUE(FindUnicodeBreaks(lines, c, &breaks).ok()); }),
      kOften);
  EXPECT_GT(times_asked([&](const auto& c) { EXPECT_TRUE(CleanHtml(page, c).ok()); }), kOften);
  const int in_tree = times_asked([&](const auto& c) { EXPECT_TRUE(ReadHtml(page, c).ok()); });
  EXPECT_GT(in_tree, 2 * kOften);
  EXPECT_GT(times_asked([&](const auto& c) { EXPECT_TRUE(ExtractArticle(page, c).ok()); }),
            in_tree + kOften);
  EXPECT_GT(times_asked([&](const auto& c) {
              EXPECT_TRUE(Tokenize(brackets, {0, 100'000}, c, &tokens).ok());
            }),
            kOften);
}

TEST(ReaderTest, RefusesMoreTokensThanTheLimit) {
  ReadOptions options;
  options.max_tokens = 6;
  const auto read = [&](absl::string_view headline, absl::string_view body) {
    return ReadReport(headline, body, Format::kPlain, options, CallContext()).status();
  };
  EXPECT_TRUE(read("Mine shut", "It shut.").ok() && read("", "It shut.\nIt shut.").ok());
  EXPECT_EQ(read("", "It shut.\nIt is shut.").message(), "more than 6 words and marks, the limit");
  EXPECT_EQ(read("The mine has shut", "It shut.").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadReport("", std::string(1 << 20, '('), Format::kPlain, {}, CallContext())
                .status()
                .message(),
            "more than 262144 words and marks, the limit");
}

TEST(ReaderTest, APlainTextThatIsAllFurnitureIsReadAsItStands) {
  for (const std::string text : {"Share", "x", "word", "15", "Read more", "By Jo Bloggs"}) {
    EXPECT_THAT(BodySentences(text), ElementsAre(text));
  }
  EXPECT_THAT(BodySentences("* * *\n\nShare"), ElementsAre("Share"));
  EXPECT_THAT(FurnitureOf(ReadOrDie("", "* * *\n\nShare")), ElementsAre("no-words: * * *"));
  EXPECT_THAT(BodySentences("It shut on Monday.\n\nShare"), ElementsAre("It shut on Monday."));
  EXPECT_TRUE(ReadOrDie("", "* * *").sentences().empty());
}

TEST(ReaderTest, WhatCannotBeSeenIsNoWord) {
  // Zero-width joiners and spaces, soft hyphens, a byte order mark, fillers, tags, selectors.
  const std::string invisible =
      "\u200D\u200B\u00AD \u2060\uFEFF\u3164\u115F\U000E0041\uFE0F\u034F\n\u200D";
  EXPECT_TRUE(IsBlank(invisible));
  EXPECT_TRUE(ReadOrDie(invisible, invisible).sentences().empty());
  EXPECT_TRUE(ReadOrDie("", "<p>" + invisible + "</p>", Format::kHtml).sentences().empty());
  EXPECT_FALSE(IsBlank(invisible + "a"));
  EXPECT_FALSE(IsBlank("."));
  EXPECT_TRUE(IsBlank(""));
  EXPECT_THAT(BodySentences(invisible + "\nMine shut."), ElementsAre("Mine shut."));
}

TEST(ReaderTest, GivesTheSameOnEveryThread) {
  const std::string body = "Mr. Ray left. \"Why?\" she asked. It was 5 p.m.\nNobody knew.";
  const std::vector<std::string> expected = BodySentences(body);
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& sentences : found) {
    threads.emplace_back([&sentences, &body] {
      for (int i = 0; i < 50; ++i) sentences = BodySentences(body);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& sentences : found) EXPECT_EQ(sentences, expected);
}

// Pieces that texts and pages are made of, and those that rules look for.
constexpr const char* kPieces[] = {"The",
                                   " mine",
                                   " shut",
                                   ".",
                                   "!",
                                   "?",
                                   "...",
                                   " \"",
                                   "\"",
                                   "'",
                                   "’",
                                   "“",
                                   "”",
                                   " ",
                                   "\n",
                                   "\r\n",
                                   "\r",
                                   "\n\n",
                                   "Mr.",
                                   " U.S.",
                                   " Inc.",
                                   " J.",
                                   " 5 p.m.",
                                   " $5m",
                                   "1,000",
                                   "10km",
                                   " can't",
                                   " cannot",
                                   " O'Hara",
                                   "-",
                                   " ex-",
                                   "--",
                                   " — ",
                                   "/",
                                   "http://a.b/c",
                                   "x@y.org",
                                   "@a",
                                   "#b",
                                   ":)",
                                   "[12]",
                                   "[...]",
                                   "(",
                                   ")",
                                   "[",
                                   "]",
                                   "é",
                                   "e\xCC\x81",
                                   "\xF0\x9F\x94\xA5",
                                   "\xE2\x80\x8D",
                                   "\xE2\x80\x8B",
                                   "\xF0\x9F\x87\xA9",
                                   "中文",
                                   "\t",
                                   "\xEF\xBB\xBF",
                                   "Share\n",
                                   "LONDON (AP) — ",
                                   "UPDATE: ",
                                   "Read more: ",
                                   "By Jane Poe\n",
                                   " said",
                                   "Related\n",
                                   "v.",
                                   "<p>",
                                   "</p>",
                                   "<div>",
                                   "</div>",
                                   "<a href=x>",
                                   "</a>",
                                   "<!--",
                                   "-->",
                                   "<script>",
                                   "&amp;",
                                   "&#x41;",
                                   "<h1>",
                                   "</h1>",
                                   "<br>",
                                   "<",
                                   ">",
                                   "&",
                                   "\xC2\xA0",
                                   "\xE2\x80\xA8",
                                   "*",
                                   "{",
                                   "};",
                                   ":",
                                   ";",
                                   ","};

TEST(ReaderPropertyTest, HoldsItsInvariantsOnAnyMixture) {
  const auto seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1500; ++round) {
    std::string headline, body;
    for (size_t i = random() % 10; i > 0; --i) headline += kPieces[random() % std::size(kPieces)];
    for (size_t i = random() % 120; i > 0; --i) body += kPieces[random() % std::size(kPieces)];
    ReadOptions options;
    options.max_sentence_tokens = 1 + random() % 40;
    for (const Format format : {Format::kPlain, Format::kHtml}) {
      const Document document = ReadOrDie(headline, body, format, options);
      ASSERT_EQ(FindBrokenInvariant(document, options), "") << body;
      if (format == Format::kPlain) {
        ASSERT_EQ(document.given(Section::kBody), body);
        ASSERT_EQ(FindUncoveredText(document), "") << body;
      }
    }
  }
}

TEST(ReaderPropertyTest, AnswersRandomBytesWithAStatusOrASoundDocument) {
  const auto seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1500; ++round) {
    std::string body;
    const uint32_t spread = round % 2 == 0 ? 128 : 256;
    for (size_t i = random() % 200; i > 0; --i) body += static_cast<char>(random() % spread);
    for (const Format format : {Format::kPlain, Format::kHtml}) {
      const absl::StatusOr<Document> document = ReadReport("", body, format, {}, CallContext());
      if (document.ok()) {
        ASSERT_EQ(FindBrokenInvariant(*document, {}), "");
      } else {
        ASSERT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
      }
    }
  }
}

TEST(ReaderPropertyTest, SurvivesMutationsOfAnArticle) {
  const std::string article =
      "CALDER, Mont. (AP) — Water broke into the mine on Sept. 22, Acme Inc. said. \"Why now?\" "
      "asked J. R. Poe.\n\nForty people — all of them U.S. citizens — came up by 5 p.m.; none was "
      "hurt…\nSign up for our newsletter.\nBy Bo Li\nThe union can't say why.\n";
  const auto seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1500; ++round) {
    std::string body = article;
    for (size_t i = 1 + random() % 8; i > 0; --i) {
      const size_t at = random() % body.size();
      switch (random() % 4) {
        case 0:
          body.erase(at, 1 + random() % 9);
          break;
        case 1:
          body.insert(at, kPieces[random() % std::size(kPieces)]);
          break;
        case 2:
          body.insert(at, body.substr(random() % body.size(), random() % 40));
          break;
        default:
          body[at] = static_cast<char>(random() % 128);
          break;
      }
      if (body.empty()) body = "x";
    }
    const absl::StatusOr<Document> document =
        ReadReport("", body, Format::kPlain, {}, CallContext());
    if (!document.ok()) continue;  // the mutation cut a character in two
    ASSERT_EQ(FindBrokenInvariant(*document, {}), "") << body;
    ASSERT_EQ(FindUncoveredText(*document), "") << body;
  }
}

}  // namespace
}  // namespace parallax::text
