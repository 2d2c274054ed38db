#include "server/text/internal/html_posts.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace parallax::text::internal {
namespace {

constexpr absl::string_view kDash = "\xE2\x80\x94";  // U+2014

struct Post {
  std::string author;  // with or without its handle
  std::string words;
};

// The bytes of "Name (@handle)" that `text` begins with; 0 for none. The handle of some sites is an
// address.
size_t AuthorSize(absl::string_view text) {
  constexpr size_t kLongest = 120;
  text = text.substr(0, kLongest);
  const size_t open = text.find('(');
  const size_t close = text.find(')', open == absl::string_view::npos ? 0 : open);
  if (open == absl::string_view::npos || close == absl::string_view::npos || open < 2) return 0;
  const absl::string_view handle = text.substr(open + 1, close - open - 1);
  const bool is_handle = absl::StartsWith(handle, "@") && !absl::StrContains(handle, ' ');
  return is_handle ? close + 1 : 0;
}

// "words — Name (@handle) March 5, 2024".
bool ReadSigned(absl::string_view text, Post* post) {
  const size_t dash = text.rfind(kDash);
  if (dash == absl::string_view::npos) return false;
  const absl::string_view rest =
      absl::StripLeadingAsciiWhitespace(text.substr(dash + kDash.size()));
  const size_t author = AuthorSize(rest);
  constexpr size_t kLongestDate = 40;
  if (author == 0 || rest.size() - author > kLongestDate) return false;
  post->author = std::string(rest.substr(0, author));
  post->words = std::string(text.substr(0, dash));
  return true;
}

// "words A post shared by Name (@handle)", "words Posted by Name on Tuesday, March 5, 2024".
bool ReadShared(absl::string_view text, Post* post) {
  for (absl::string_view mark : {"A post shared by ", "A video shared by ", "A reel shared by "}) {
    const size_t at = text.rfind(mark);
    if (at == absl::string_view::npos) continue;
    const absl::string_view rest = text.substr(at + mark.size());
    const size_t author = AuthorSize(rest);
    post->author = std::string(author > 0 ? rest.substr(0, author) : rest);
    post->words = std::string(text.substr(0, at));
    return true;
  }
  const size_t at = text.rfind("Posted by ");
  if (at == absl::string_view::npos) return false;
  const absl::string_view rest = text.substr(at + 10);
  post->author = std::string(rest.substr(0, std::min(rest.find(" on "), rest.size())));
  post->words = std::string(text.substr(0, at));
  return true;
}

// The name, the handle and the words in blocks of their own.
bool ReadHeaded(const std::vector<absl::string_view>& lines, Post* post) {
  if (lines.size() < 3 || !absl::StartsWith(lines[1], "@") || absl::StrContains(lines[1], ' ')) {
    return false;
  }
  post->author = std::string(lines[0]);
  post->words = std::string(lines[2]);
  return true;
}

// Without links to pictures and to the post itself.
std::string WithoutLinks(absl::string_view words) {
  std::string out;
  for (absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    if (absl::StartsWith(word, "pic.twitter.com/") || absl::StartsWith(word, "https://") ||
        absl::StartsWith(word, "http://")) {
      continue;
    }
    absl::StrAppend(&out, out.empty() ? "" : " ", word);
  }
  return out;
}

bool IsOfTheSite(absl::string_view line) {
  return absl::StartsWithIgnoreCase(line, "view this post") ||
         absl::StartsWithIgnoreCase(line, "view on ");
}

}  // namespace

std::string ReadPost(const std::vector<absl::string_view>& lines, bool is_sure) {
  std::string text;
  for (absl::string_view line : lines) {
    if (!IsOfTheSite(line)) absl::StrAppend(&text, text.empty() ? "" : " ", line);
  }
  Post post;
  if (!ReadSigned(text, &post)) {
    if (!is_sure) return "";
    if (!ReadShared(text, &post) && !ReadHeaded(lines, &post)) post.words = text;
  }
  std::string words = absl::StrReplaceAll(
      WithoutLinks(post.words),
      {{"\"", "'"}, {"\xE2\x80\x9C", "\xE2\x80\x98"}, {"\xE2\x80\x9D", "\xE2\x80\x99"}});
  if (std::count(words.begin(), words.end(), ' ') < 1) return "";
  // A handle behind the name would be read as a word of the sentence.
  const absl::string_view author =
      absl::StripAsciiWhitespace(absl::string_view(post.author).substr(0, post.author.find(" (@")));
  return absl::StrCat(author, author.empty() ? "" : ": ", "\xE2\x80\x9C", words, "\xE2\x80\x9D");
}

}  // namespace parallax::text::internal
