#include "server/text/internal/reading_notes.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/dateline.h"
#include "server/text/internal/furniture_line.h"

namespace parallax::text::internal {
namespace {

absl::string_view Part(absl::string_view text, ByteRange bytes) {
  return text.substr(bytes.begin, bytes.size());
}

// What a site shows in place of an article.
bool IsRefusal(absl::string_view line) {
  static constexpr absl::string_view kStarts[] = {"404",
                                                  "403",
                                                  "page not found",
                                                  "access denied",
                                                  "just a moment",
                                                  "are you a robot",
                                                  "attention required",
                                                  "please verify you are a human",
                                                  "access to this page has been denied",
                                                  "subscribe to read",
                                                  "before you continue",
                                                  "sorry we could not find",
                                                  "sorry we couldnt find",
                                                  "this page cannot be found"};
  const std::string normal = NormalizeLine(line.substr(0, 200));
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](absl::string_view start) { return absl::StartsWith(normal, start); });
}

bool HasNoArticle(const ReadingFacts& facts) {
  constexpr size_t kFew = 4;  // sentences; a story about a 404 is longer
  return facts.page.no_article || (facts.sentences.size() <= kFew && IsRefusal(facts.headline));
}

// Stories one after the other: each begins with a dateline of its own.
bool HasSeveralArticles(const ReadingFacts& facts) {
  if (facts.page.several_articles) return true;
  size_t datelines = 0, titled = 0;
  for (size_t i = 0; i < facts.paragraphs.size(); ++i) {
    if (DatelineSize(Part(facts.body, facts.paragraphs[i])) == 0) continue;
    ++datelines;
    titled += i > 0 && FurnitureLine(Part(facts.body, facts.paragraphs[i - 1])).IsHeadlineLike();
  }
  return datelines >= 3 || (datelines >= 2 && titled >= 1);
}

bool IsMostlyFurniture(const ReadingFacts& facts) {
  if (facts.all_furniture) return true;
  size_t lines = 0, left_out = 0, kept = 0;
  for (const Furniture& piece : facts.furniture) {
    if (piece.rule == "dateline" || piece.rule == "no-words") continue;
    ++lines;
    left_out += piece.bytes.size();
  }
  for (const Sentence& sentence : facts.sentences) {
    if (sentence.section == Section::kBody) kept += sentence.bytes.size();
  }
  constexpr size_t kFewestLines = 4;
  return lines >= kFewestLines && left_out > kept;
}

// Words that hold English sentences together: rows of a table and lines of code have none.
bool IsGlue(absl::string_view word) {
  static const auto* const kWords = new absl::flat_hash_set<absl::string_view>(absl::StrSplit(
      "the a an of to in and is was were are be been has have had will would for on with by at as "
      "that it he she they his her its their from who which but not said says this",
      ' '));
  return kWords->contains(word);
}

// Of the words in `line` enough are glue, or it is too short to tell and ends as sentences do.
bool IsProse(absl::string_view line) {
  const std::string normal = NormalizeLine(line);
  size_t words = 0, glue = 0;
  for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
    ++words;
    glue += IsGlue(word);
  }
  const bool has_field_marks = std::count(line.begin(), line.end(), '\t') > 1 ||
                               std::count(line.begin(), line.end(), ';') > 3 ||
                               std::count(line.begin(), line.end(), '|') > 1;
  if (has_field_marks && glue * 10 < words) return false;
  const char last = line.empty() ? ' ' : line.back();
  if (last == ';' || last == '{' || last == '}') return false;  // code
  return glue * 10 >= words || (words <= 6 && FurnitureLine(line).ends_sentence());
}

bool IsNotProse(const ReadingFacts& facts, bool english) {
  if (absl::StartsWith(facts.body, "%PDF-") || absl::StartsWith(facts.body, "{\\rtf")) return true;
  if (!english) return false;
  size_t lines = 0, other = 0, bytes = 0, other_bytes = 0;
  for (const Sentence& sentence : facts.sentences) {
    if (sentence.section != Section::kBody) continue;
    ++lines;
    bytes += sentence.bytes.size();
    if (IsProse(Part(facts.body, sentence.bytes))) continue;
    ++other;
    other_bytes += sentence.bytes.size();
  }
  constexpr size_t kFewest = 3;
  return lines >= kFewest && other * 2 > lines && other_bytes * 2 > bytes;
}

// A headline is one line about the story, not its beginning.
bool IsHeadlineDoubtful(const ReadingFacts& facts) {
  if (facts.headline.empty()) return false;
  if (facts.page.title_is_weak || DatelineSize(facts.headline) > 0) return true;
  constexpr size_t kLongWords = 30, kShortWords = 12;
  const FurnitureLine line(facts.headline);
  return line.words().size() > kLongWords ||
         (facts.headline_sentences > 1 && line.words().size() > kShortWords);
}

}  // namespace

std::vector<Note> TakeNotes(const ReadingFacts& facts, bool english) {
  std::vector<Note> notes;
  if (HasNoArticle(facts)) notes.push_back(Note::kNoArticle);
  if (HasSeveralArticles(facts)) notes.push_back(Note::kSeveralArticles);
  if (IsMostlyFurniture(facts)) notes.push_back(Note::kMostlyFurniture);
  if (IsNotProse(facts, english)) notes.push_back(Note::kNotProse);
  if (IsHeadlineDoubtful(facts)) notes.push_back(Note::kHeadlineDoubtful);
  return notes;
}

}  // namespace parallax::text::internal
