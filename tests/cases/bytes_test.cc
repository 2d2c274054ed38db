// The same words in other bytes are read the same; offsets count in the bytes that were given.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/cases/command.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] = "Outlet: X\nPublished: 2024-02-05\n\nMayor resigns\n\n";

// The claims' classes and the entities' names, which must not depend on how the text is written.
std::vector<std::string> ReadingOf(const std::string& body) {
  const v1::AnalyzeReportResponse answer = Analyze({"a.txt", absl::StrCat(kHeader, body)});
  std::vector<std::string> reading = ClassesOf(answer.analysis());
  for (const v1::Entity& entity : answer.analysis().entities()) reading.push_back(entity.name());
  for (const v1::Attribution& attribution : answer.analysis().attributions()) {
    reading.push_back(v1::Attribution::Form_Name(attribution.form()));
  }
  for (const v1::Sentence& sentence : answer.analysis().sentences()) {
    const v1::Span& span = sentence.span();
    if (span.section() != v1::Span::BODY) continue;
    EXPECT_EQ(body.substr(span.begin(), span.end() - span.begin()), span.text());
  }
  return reading;
}

// The two bodies differ in nothing that a reader of them would see.
void ExpectAlike(const std::string& a, const std::string& b) {
  EXPECT_EQ(ReadingOf(a), ReadingOf(b)) << b;
  const v1::CompareReportsResponse answer =
      Compare({{"a.txt", absl::StrCat(kHeader, a)}, {"b.txt", absl::StrCat(kHeader, b)}});
  EXPECT_THAT(answer.differences(), IsEmpty()) << b;
}

constexpr char kDenial[] =
    "The mayor of Tarn, Ann Lee, denied on Friday that she had hidden the files of the office.";

TEST(SoftHyphenCase, ChangesNothing) {
  ExpectAlike(kDenial, absl::StrReplaceAll(kDenial, {{"denied", "de\u00ADnied"},
                                                     {"Friday", "Fri\u00ADday"},
                                                     {"hidden", "hid\u00ADden"}}));
}
TEST(SoftHyphenCase, NorDoZeroWidthSpacesAndJoiners) {
  ExpectAlike(kDenial, absl::StrReplaceAll(kDenial, {{"denied", "den\u200Bied"},
                                                     {"Ann", "\uFEFFAnn"},
                                                     {"hidden", "hid\u2060den"},
                                                     {"files", "f\u200Ciles"}}));
}
TEST(SoftHyphenCase, NorDoNoBreakSpacesAndHyphens) {
  ExpectAlike("The ex-mayor, Ann Lee, denied on Friday that she had hidden 12 files.",
              "The ex\u2011mayor, Ann\u00A0Lee, denied on\u202FFriday that she had hidden 12\u2009"
              "files.");
}
TEST(SoftHyphenCase, NorDoLigaturesAndAccentsInTwoPieces) {
  ExpectAlike(
      "The officer, Zoé Müller, denied that she had filed the file.",
      "The o\uFB03cer, Zoe\u0301 Mu\u0308ller, denied that she had \uFB01led the \uFB01le.");
}

TEST(SoftHyphenCase, InAPageToo) {
  const std::string page =
      "<html><body><article><h1>Mayor resigns</h1><p>The mayor of Tarn, Ann Lee, de&shy;nied on "
      "Fri<wbr>day that she had hid&#8203;den the files of the office.</p></article></body></html>";
  EXPECT_EQ(ClassesOf(Analyze({"a.html", page}).analysis()),
            ClassesOf(Analyze({"a.txt", absl::StrCat(kHeader, kDenial)}).analysis()));
}

TEST(QuotationMarkCase, EightStylesAreReadTheSame) {
  const auto with = [](const std::string& open, const std::string& close) {
    return absl::StrCat("Ann Lee said: ", open, "We did not hide the files,", close,
                        " and left.\n\n", open, "It is over,", close,
                        " the mayor added on Friday.");
  };
  const std::string straight = with("\"", "\"");
  for (const auto& [open, close] :
       std::vector<std::pair<std::string, std::string>>{{"\u201C", "\u201D"},
                                                        {"\u201E", "\u201C"},
                                                        {"\u201E", "\u201D"},
                                                        {"\u00AB", "\u00BB"},
                                                        {"\u00AB\u00A0", "\u00A0\u00BB"},
                                                        {"\u00BB", "\u00AB"},
                                                        {"``", "''"},
                                                        {"\uFF02", "\uFF02"}}) {
    ExpectAlike(straight, with(open, close));
  }
}
TEST(QuotationMarkCase, ApostrophesAreOneToo) {
  ExpectAlike("Ann Lee didn't say that it's the city's fault.",
              "Ann Lee didn\u2019t say that it\u02BCs the city\u2019s fault.");
}
TEST(QuotationMarkCase, InchesOpenNothing) {
  EXPECT_EQ(
      ClassesOf(Analyze({"a.txt", absl::StrCat(kHeader, "She bought a 12\" pipe. It broke.")})
                    .analysis()),
      ClassesOf(Analyze({"a.txt", absl::StrCat(kHeader, "She bought a 12-inch pipe. It broke.")})
                    .analysis()));
}

// The figures that differ between two reports of one sentence.
int QuantityFlags(const std::string& a, const std::string& b) {
  const auto body = [](const std::string& outlet, const std::string& text) {
    return absl::StrCat("Outlet: ", outlet, "\nPublished: 2024-02-05\n\nSales down\n\n", text);
  };
  const v1::CompareReportsResponse answer =
      Compare({{"a.txt", body("A", a)}, {"b.txt", body("B", b)}});
  int flags = 0;
  for (const v1::Difference& difference : answer.differences()) {
    flags += difference.kind() == v1::Difference::QUANTITY;
  }
  return flags;
}

TEST(DigitGroupCase, ASpaceBetweenGroupsIsNoBorder) {
  EXPECT_EQ(QuantityFlags("Sales of copper fell to 412 000 tonnes last year, the bank said.",
                          "Sales of copper fell to 412,000 tonnes last year, the bank said."),
            0);
  EXPECT_EQ(QuantityFlags("Sales of copper fell to 1\u202F412\u202F000 tonnes last year.",
                          "Sales of copper fell to 1,412,000 tonnes last year."),
            0);
  EXPECT_EQ(
      QuantityFlags("The crew earned EUR 12 500 a month.", "The crew earned EUR 12,500 a month."),
      0);
}
TEST(DigitGroupCase, TwoNumbersStayTwo) {
  EXPECT_THAT(Analyze({"a.txt", absl::StrCat(kHeader, "On Flight 370 239 people were aboard.")})
                  .analysis()
                  .sentences(1)
                  .span()
                  .text(),
              "On Flight 370 239 people were aboard.");
  EXPECT_GT(QuantityFlags("Sales of copper fell to 412 000 tonnes last year, the bank said.",
                          "Sales of copper fell to 512,000 tonnes last year, the bank said."),
            0);
}

TEST(SpokenNumberCase, DecimalsInWordsAreDecimals) {
  EXPECT_EQ(QuantityFlags("The tunnel cost three point four million dollars, the city said.",
                          "The tunnel cost 3.4 million dollars, the city said."),
            0);
  EXPECT_EQ(QuantityFlags("The tunnel cost two point two five billion euros.",
                          "The tunnel cost 2.25 billion euros."),
            0);
  EXPECT_EQ(QuantityFlags("Prices rose by zero point five percent in May.",
                          "Prices rose by 0.5 percent in May."),
            0);
}
TEST(SpokenNumberCase, APointThatIsNoDecimalStaysAWord) {
  const v1::AnalyzeReportResponse answer =
      Analyze({"a.txt", absl::StrCat(kHeader,
                                     "Three points were lost. It cost three point four million "
                                     "dollars.")});
  std::vector<std::string> quantities;
  for (const v1::Claim& claim : answer.analysis().claims()) {
    for (const v1::Quantity& quantity : claim.quantities()) {
      quantities.push_back(quantity.span().text());
    }
  }
  EXPECT_THAT(quantities, ElementsAre("Three", "three point four million dollars"));
}

}  // namespace
}  // namespace parallax::client
