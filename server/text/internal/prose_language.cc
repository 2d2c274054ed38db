#include "server/text/internal/prose_language.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cld2/public/compact_lang_det.h"
#include "cld2/public/encodings.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/furniture_line.h"

namespace parallax::text::internal {
namespace {

constexpr absl::string_view kEnglish = "en";
// Under this many bytes the detector guesses.
constexpr size_t kShortest = 60;
// No article needs more to show its language.
constexpr size_t kLongest = size_t{64} << 10;

// Words that are frequent in English prose and are no words of the languages it is mistaken for.
bool IsEnglishWord(absl::string_view word) {
  static const auto* const kWords = new absl::flat_hash_set<absl::string_view>(absl::StrSplit(
      "the and that with from which said have were they their not this been would who had has its "
      "are after by but when about to of",
      ' '));
  return kWords->contains(word);
}

bool IsPlainlyEnglish(absl::string_view prose) {
  size_t words = 0, english = 0;
  const std::string normal = NormalizeLine(prose);
  for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
    ++words;
    english += IsEnglishWord(word);
  }
  return english * 100 >= words * 18;
}

// Appends the sentence's text outside quotation marks; `in_quote` goes on from sentence to sentence
// of a paragraph.
void AppendUnquoted(absl::string_view text, bool* in_quote, std::string* prose) {
  for (size_t at = 0; at < text.size();) {
    const Character c = CharacterAt(text, at);
    const bool straight = c.value == '"';
    if (c.value == 0x201C || (straight && !*in_quote)) {
      *in_quote = true;
    } else if (c.value == 0x201D || straight) {
      *in_quote = false;
    } else if (!*in_quote) {
      prose->append(text.data() + at, c.size);
    }
    at += c.size;
  }
  prose->push_back(' ');
}

}  // namespace

std::string ProseOf(absl::string_view headline, absl::string_view body,
                    const std::vector<Sentence>& sentences) {
  std::string prose;
  bool in_quote = false;
  uint32_t paragraph = std::numeric_limits<uint32_t>::max();
  for (const Sentence& sentence : sentences) {
    if (prose.size() > kLongest) break;
    if (sentence.paragraph != paragraph) in_quote = false;
    paragraph = sentence.paragraph;
    const absl::string_view section = sentence.section == Section::kHeadline ? headline : body;
    AppendUnquoted(section.substr(sentence.bytes.begin, sentence.bytes.size()), &in_quote, &prose);
  }
  return prose;
}

std::string LanguageOf(absl::string_view prose) {
  if (prose.size() < kShortest || IsPlainlyEnglish(prose)) return std::string(kEnglish);
  CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0, valid_bytes = 0;
  bool is_reliable = false;
  const CLD2::Language found = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      prose.data(), static_cast<int>(std::min(prose.size(), kLongest)), /*is_plain_text=*/true,
      &hints, /*flags=*/0, languages, percents, scores, nullptr, &text_bytes, &is_reliable,
      &valid_bytes);
  constexpr int kMostOfIt = 60;  // per cent
  const bool is_other = found != CLD2::ENGLISH && found != CLD2::UNKNOWN_LANGUAGE &&
                        found != CLD2::TG_UNKNOWN_LANGUAGE;
  if (!is_reliable || !is_other || percents[0] < kMostOfIt) return std::string(kEnglish);
  return CLD2::LanguageCode(found);
}

}  // namespace parallax::text::internal
