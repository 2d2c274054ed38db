#include "client/word_diff.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace parallax::client {
namespace {

constexpr size_t kMostWords = 400;

struct Word {
  TextRange range;  // without the punctuation at its ends
  std::string key;  // in lower case
};

// `text` without marks at either end, of ASCII and of typography.
absl::string_view Bare(absl::string_view text) {
  bool changed = true;
  while (changed && !text.empty()) {
    changed = false;
    for (absl::string_view mark : {"“", "”", "‘", "’", "…", "–", "—", "«", "»"}) {
      changed |= absl::ConsumePrefix(&text, mark);
      changed |= absl::ConsumeSuffix(&text, mark);
    }
    if (!text.empty() && absl::ascii_ispunct(static_cast<unsigned char>(text.front()))) {
      text.remove_prefix(1);
      changed = true;
    }
    if (!text.empty() && absl::ascii_ispunct(static_cast<unsigned char>(text.back()))) {
      text.remove_suffix(1);
      changed = true;
    }
  }
  return text;
}

std::vector<Word> WordsOf(absl::string_view text) {
  std::vector<Word> words;
  for (size_t at = 0; at < text.size();) {
    if (absl::ascii_isspace(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && !absl::ascii_isspace(static_cast<unsigned char>(text[end]))) ++end;
    const absl::string_view bare = Bare(text.substr(at, end - at));
    if (!bare.empty()) {
      const auto begin = static_cast<size_t>(bare.data() - text.data());
      words.push_back({{begin, begin + bare.size()}, absl::AsciiStrToLower(bare)});
    }
    at = end;
  }
  return words;
}

}  // namespace

std::vector<std::string> ComparedWords(absl::string_view text) {
  std::vector<std::string> keys;
  for (Word& word : WordsOf(text)) keys.push_back(std::move(word.key));
  return keys;
}

WordDiff CompareWords(absl::string_view text, absl::string_view other) {
  const std::vector<Word> a = WordsOf(text);
  const std::vector<Word> b = WordsOf(other);
  if (a.empty() || b.empty() || a.size() > kMostWords || b.size() > kMostWords) return {};
  // common[i][j]: length of the longest common subsequence from a[i] and b[j] on.
  std::vector<std::vector<size_t>> common(a.size() + 1, std::vector<size_t>(b.size() + 1, 0));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i].key == b[j].key ? common[i + 1][j + 1] + 1
                                          : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  WordDiff diff;
  diff.common = common[0][0];
  diff.alike = static_cast<double>(diff.common) / static_cast<double>(std::min(a.size(), b.size()));
  std::vector<TextRange>& only = diff.only;
  bool running = false;
  size_t j = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    // A word of `other` that leads to no longest way is passed over.
    while (j < b.size() && a[i].key != b[j].key && common[i][j + 1] == common[i][j] &&
           common[i + 1][j] < common[i][j]) {
      ++j;
    }
    if (j < b.size() && a[i].key == b[j].key && common[i][j] == common[i + 1][j + 1] + 1) {
      ++j;
      running = false;
    } else if (running) {
      only.back().end = a[i].range.end;
    } else {
      only.push_back(a[i].range);
      running = true;
    }
  }
  return diff;
}

}  // namespace parallax::client
