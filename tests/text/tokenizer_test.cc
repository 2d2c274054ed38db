#include "server/text/internal/tokenizer.h"

#include <string>

#include "gtest/gtest.h"

namespace parallax::text::internal {
namespace {

// Tokens with a space between them.
std::string Tokens(absl::string_view text) {
  std::vector<ByteRange> tokens;
  EXPECT_TRUE(Tokenize(text, {0, static_cast<uint32_t>(text.size())}, CallContext(), &tokens).ok());
  std::string joined;
  for (const ByteRange token : tokens) {
    if (!joined.empty()) joined += ' ';
    joined += std::string(text.substr(token.begin, token.size()));
  }
  return joined;
}

struct Case {
  const char* name;
  const char* text;
  const char* tokens;
};

class TokenizerTest : public ::testing::TestWithParam<Case> {};

TEST_P(TokenizerTest, SplitsAsTheTreebanksDo) {
  EXPECT_EQ(Tokens(GetParam().text), GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(
    Constructions, TokenizerTest,
    ::testing::Values(
        Case{"Negation", "They don't, can't and won't.", "They do n't , ca n't and wo n't ."},
        Case{"CurlyNegation", "She didn’t go", "She did n’t go"},
        Case{"Cannot", "It cannot be", "It can not be"},
        Case{"Gonna", "I'm gonna see", "I 'm gon na see"},
        Case{"Clitics", "we've you're he'll I'd it's", "we 've you 're he 'll I 'd it 's"},
        Case{"Possessive", "Lund's bank's", "Lund 's bank 's"},
        Case{"PluralPossessive", "the miners' union", "the miners ' union"},
        Case{"CurlyPossessive", "Lund’s", "Lund ’s"},
        Case{"NameWithApostrophe", "O'Hara d'Or", "O'Hara d'Or"},
        Case{"ElidedDecade", "the '90s and 1990s", "the '90s and 1990s"},
        Case{"SingleQuotes", "a 'spy' ring", "a ' spy ' ring"},
        Case{"Compound", "a long-term, state-owned mine", "a long - term , state - owned mine"},
        Case{"Prefix", "an ex-minister, co-founder, non-EU",
             "an ex-minister , co-founder , non-EU"},
        Case{"Email", "by e-mail", "by e-mail"},
        Case{"Telephone", "call 555-010-4477", "call 555-010-4477"},
        Case{"Score", "won 4-2", "won 4 - 2"},
        Case{"AgeCompound", "a 15-year-old", "a 15 - year - old"},
        Case{"EnDash", "2011–2015", "2011 – 2015"},
        Case{"EmDash", "the mine—shut in May—flooded", "the mine — shut in May — flooded"},
        Case{"Slash", "and/or", "and / or"}, Case{"NumericDate", "on 11/28/2000", "on 11/28/2000"},
        Case{"Money", "$5m, €1.5bn and £300", "$ 5 m , € 1.5 bn and £ 300"},
        Case{"ForeignDollar", "US$4.5", "US$ 4.5"},
        Case{"Percent", "about 20% of", "about 20 % of"},
        Case{"Thousands", "1,234,567.89", "1,234,567.89"},
        Case{"ListOfNumbers", "in 2004,2005", "in 2004 , 2005"},
        Case{"Clock", "at 7:30pm", "at 7:30 pm"}, Case{"Units", "10km and 5kg", "10 km and 5 kg"},
        Case{"Ordinal", "the 21st and 2nd", "the 21st and 2nd"},
        Case{"Acronym", "the U.S. Navy", "the U.S. Navy"},
        Case{"Degree", "a Ph.D. thesis", "a Ph.D. thesis"},
        Case{"ClockAbbreviation", "at 5 p.m. sharp", "at 5 p.m. sharp"},
        Case{"Title", "Mr. Ray and Dr. Ho", "Mr. Ray and Dr. Ho"},
        Case{"Initials", "J. R. Hartley", "J. R. Hartley"},
        Case{"Month", "on Sept. 22", "on Sept. 22"}, Case{"NumberSign", "No. 5", "No. 5"},
        Case{"NoIsAWord", "They said no. Then", "They said no . Then"},
        Case{"StateAfterComma", "Butte, Mont., and", "Butte , Mont. , and"},
        Case{"Company", "Acme Inc. and Foo Co. merged", "Acme Inc. and Foo Co. merged"},
        Case{"Ampersand", "AT&T R&D", "AT&T R&D"},
        Case{"Ellipsis", "well... maybe", "well ... maybe"},
        Case{"EllipsisCharacter", "well… maybe", "well … maybe"},
        Case{"BracketedEllipsis", "It is [...] over", "It is [...] over"},
        Case{"DoubleHyphen", "the mine--closed--", "the mine -- closed --"},
        Case{"ManyMarks", "What?! No!!!", "What ?! No !!!"},
        Case{"LostSpace", "He left.The end", "He left . The end"},
        Case{"NoteNumber", "he left.12", "he left . 12"},
        Case{"Domain", "at example.com today", "at example.com today"},
        Case{"Url", "(see https://example.com/a_b?c=d).", "( see https://example.com/a_b?c=d ) ."},
        Case{"MailAddress", "write to jo.b@example.org.", "write to jo.b@example.org ."},
        Case{"Handle", "@jo said #now", "@jo said #now"},
        Case{"Smiley", "thanks :-)", "thanks :-)"},
        Case{"Emoji", "fire \xF0\x9F\x94\xA5\xF0\x9F\x94\xA5!",
             "fire \xF0\x9F\x94\xA5 \xF0\x9F\x94\xA5 !"},
        Case{"JoinedEmoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x92 ok",
             "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x92 ok"},
        Case{"Flag", "\xF0\x9F\x87\xA9\xF0\x9F\x87\xB0\xF0\x9F\x87\xB3\xF0\x9F\x87\xB4",
             "\xF0\x9F\x87\xA9\xF0\x9F\x87\xB0 \xF0\x9F\x87\xB3\xF0\x9F\x87\xB4"},
        Case{"CombiningMark", "cafe\xCC\x81 noir", "cafe\xCC\x81 noir"},
        Case{"ZeroWidthSpace", "a\xE2\x80\x8B b", "a b"},
        Case{"RoeVWade", "Roe v. Wade", "Roe v. Wade"}, Case{"QuotedStop", "\"Go.\"", "\" Go . \""},
        Case{"TypographicQuotes", "“Go,” she said", "“ Go , ” she said"}),
    [](const ::testing::TestParamInfo<Case>& info) { return std::string(info.param.name); });

TEST(TokenizerTest, ReadsDigitsOfSeveralBytesWhole) {
  EXPECT_EQ(Tokens("x\u06F5'\u06F5'}"), "x\u06F5 ' \u06F5 ' }");
  EXPECT_EQ(Tokens("'\u0665\u0665s"), "' \u0665\u0665s");
  EXPECT_EQ(Tokens("1,\u0665\u0665\u0665 of"), "1,\u0665\u0665\u0665 of");
  EXPECT_EQ(Tokens("\u0665,\u0665\u0665"), "\u0665 , \u0665\u0665");
}

TEST(TokenizerTest, ReadsOnlyItsRange) {
  std::vector<ByteRange> tokens;
  ASSERT_TRUE(Tokenize("one two three", {4, 7}, CallContext(), &tokens).ok());
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0], (ByteRange{4, 7}));
}

}  // namespace
}  // namespace parallax::text::internal
