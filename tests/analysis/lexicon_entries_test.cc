// Every entry of the lexicon can be found: as the reader splits text, by the look-up of the room
// that asks for it. One that cannot is an error, not a spare.
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/analysis/loaded_terms.h"
#include "server/text/reader.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::analysis {
namespace {

// What stands between quotation marks in the lists of lemmas of a data file.
std::vector<std::string> EntriesOf(const std::string& name) {
  std::ifstream file(absl::StrCat(PARALLAX_TEST_DATA, "/../server/lexicon/data/", name));
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<std::string> entries;
  for (size_t at = 0; (at = text.find("lemma: ", at)) != std::string::npos;) {
    at += 7;
    const size_t end = text[at] == '[' ? text.find(']', at) : text.find('"', at + 1) + 1;
    const std::vector<absl::string_view> parts =
        absl::StrSplit(absl::string_view(text).substr(at, end - at), '"');
    for (size_t i = 1; i < parts.size(); i += 2) entries.emplace_back(parts[i]);
  }
  return entries;
}

text::Document Read(absl::string_view words) {
  absl::StatusOr<text::Document> document =
      text::ReadReport("", words, text::Format::kPlain, {}, CallContext());
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *std::move(document) : text::Document();
}

// As a report would have it.
std::string Written(const std::string& entry) {
  return absl::StrReplaceAll(entry, {{"one's", "their"}});
}

// The entry as the tokens of a sentence, each its own lemma.
std::string AsConllu(const std::string& entry) {
  const text::Document document = Read(absl::StrCat("That ", Written(entry), " thing happened."));
  std::string lines;
  for (uint32_t i = 0; i < document.tokens().size(); ++i) {
    const absl::string_view word = document.text(i);
    const bool joined = i + 1 < document.tokens().size() && !document.tokens()[i + 1].space_before;
    absl::StrAppend(&lines, i + 1, " ", word, " ", word,
                    word == "their" ? " PRON PRP$ _ " : " X FW _ ", i == 0 ? "0 root" : "1 dep",
                    joined ? " SpaceAfter=No" : "", "\n");
  }
  return lines;
}

TEST(LexiconEntriesTest, EveryLoadedTermIsFoundInASentence) {
  const std::vector<std::string> entries = EntriesOf("loaded.txtpb");
  ASSERT_GT(entries.size(), 1000u);
  std::string lines;
  for (const std::string& entry : entries) absl::StrAppend(&lines, AsConllu(entry), "\n");
  const language::AnnotatedReport report = language::ReportFromConllu(lines);
  ASSERT_EQ(report.document.sentences().size(), entries.size());
  const std::vector<LoadedPassage> found =
      FindLoadedTerms(report.document, report.annotation, lexicon::Lexicon::Default());
  for (size_t i = 0; i < entries.size(); ++i) {
    const TokenRange sentence = report.document.sentences()[i].tokens;
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const LoadedPassage& passage) {
      return sentence.Contains(passage.tokens.begin) &&
             report.document.text(passage.tokens) == Written(entries[i]);
    })) << entries[i];
  }
}

// They are asked for by the lemma of one token.
TEST(LexiconEntriesTest, EveryMarkerIsOneToken) {
  const std::vector<std::string> entries = EntriesOf("markers.txtpb");
  ASSERT_GT(entries.size(), 200u);
  for (const std::string& entry : entries) {
    EXPECT_EQ(Read(absl::StrCat("That ", entry, " thing")).tokens().size(), 3u) << entry;
  }
}

// They are asked for by a verb's lemma, or by that and its particle's.
TEST(LexiconEntriesTest, EverySignatureIsAVerbWithOrWithoutAParticle) {
  const std::vector<std::string> entries = EntriesOf("signatures.txtpb");
  ASSERT_GT(entries.size(), 300u);
  for (const std::string& entry : entries) {
    const std::vector<std::string> words = absl::StrSplit(entry, ' ');
    ASSERT_LE(words.size(), 2u) << entry;
    EXPECT_EQ(Read(absl::StrCat("They ", entry, " things")).tokens().size(), 2 + words.size())
        << entry;
    if (words.size() == 1) continue;
    static constexpr absl::string_view kParticles[] = {
        "up", "out", "off", "down", "in", "on", "over", "away", "back", "about", "ahead", "around"};
    EXPECT_NE(std::find(std::begin(kParticles), std::end(kParticles), words[1]),
              std::end(kParticles))
        << entry;
  }
}

}  // namespace
}  // namespace parallax::analysis
