#include "server/text/internal/furniture_line.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/furniture_words.h"

namespace parallax::text::internal {
namespace {
bool IsAsciiDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

bool HasDigit(absl::string_view word) {
  return std::any_of(word.begin(), word.end(), IsAsciiDigit);
}

bool IsSpeech(absl::string_view word) {
  return word == "said" || word == "says" || word == "told" || word == "according" ||
         word == "asked" || word == "added" || word == "wrote" || word == "tweeted";
}

bool IsConnector(absl::string_view word) {
  static const auto* const kConnectors = new absl::flat_hash_set<absl::string_view>(absl::StrSplit(
      "and for of the in with at to de van von der la al bin by from via on editing writing "
      "reporting a an our or is el di den additional contributions",
      ' '));
  return kConnectors->contains(word);
}

// The first letter or digit of a raw word, 0 for none.
uint32_t FirstWordCharacter(absl::string_view word) {
  for (size_t at = 0; at < word.size();) {
    const Character c = CharacterAt(word, at);
    if (IsWord(c.value)) return c.value;
    at += c.size;
  }
  return 0;
}

// Whether the quotation marks and brackets at the end follow a stop.
bool EndsSentence(absl::string_view line) {
  size_t at = line.size();
  while (at > 0) {
    const Character c = CharacterBefore(line, at);
    at -= c.size;
    if (IsQuotationMark(c.value) || c.value == ')' || c.value == ']' || c.value == ' ') continue;
    return c.value == '.' || c.value == '?' || c.value == '!' || c.value == ':' ||
           c.value == 0x2026;
  }
  return false;
}

bool IsTitleCase(const std::vector<absl::string_view>& words) {
  size_t long_words = 0, capitals = 0;
  for (const absl::string_view word : words) {
    if (word.size() <= 3) continue;
    const uint32_t c = FirstWordCharacter(word);
    if (!IsLetter(c)) continue;
    ++long_words;
    capitals += !IsLower(c);
  }
  return long_words >= 1 && capitals * 100 >= long_words * 85;
}

}  // namespace

std::string NormalizeLine(absl::string_view line) {
  std::string normal;
  normal.reserve(line.size());
  bool space = false;
  for (size_t at = 0; at < line.size();) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte < 0x80) {
      ++at;
      if (absl::ascii_isalnum(byte)) {
        if (space && !normal.empty()) normal.push_back(' ');
        space = false;
        normal.push_back(absl::ascii_tolower(byte));
      } else if (byte != '\'') {
        space = true;
      }
      continue;
    }
    const Character c = CharacterAt(line, at);
    if (IsWord(c.value)) {
      if (space && !normal.empty()) normal.push_back(' ');
      space = false;
      normal.append(line.data() + at, c.size);
    } else if (c.value != 0x2019) {
      space = true;
    }
    at += c.size;
  }
  return normal;
}

FurnitureLine::FurnitureLine(absl::string_view line) : raw_(line), normal_(NormalizeLine(line)) {
  raw_words_ = absl::StrSplit(raw_, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  words_ = absl::StrSplit(absl::string_view(normal_), ' ', absl::SkipEmpty());
  ends_sentence_ = EndsSentence(raw_);
  begins_with_quote_ = !raw_.empty() && IsQuotationMark(CharacterAt(raw_, 0).value);
  reports_speech_ = std::any_of(words_.begin(), words_.end(), IsSpeech);
  is_title_case_ = IsTitleCase(raw_words_);
}

bool FurnitureLine::StartsWith(absl::string_view phrase) const {
  return absl::StartsWith(normal_, phrase) &&
         (normal_.size() == phrase.size() || normal_[phrase.size()] == ' ' ||
          IsAsciiDigit(phrase.back()));
}

bool FurnitureLine::begins_with_compound() const {
  return !raw_words_.empty() && absl::StrContains(raw_words_[0], '-');
}

bool FurnitureLine::Contains(absl::string_view word) const {
  return std::find(words_.begin(), words_.end(), word) != words_.end();
}

bool FurnitureLine::IsNames(size_t first) const {
  for (size_t i = first; i < raw_words_.size(); ++i) {
    const uint32_t c = FirstWordCharacter(raw_words_[i]);
    if (!IsLower(c)) continue;
    // "John Doe/Getty", "jo@example.com"
    if (absl::StrContains(raw_words_[i], '@')) continue;
    const std::string word = NormalizeLine(raw_words_[i]);
    if (!IsConnector(word) && !IsTimeWord(word) && !IsTimeLead(word)) return false;
  }
  return true;
}

bool FurnitureLine::IsCode() const {
  if (raw_ == "{" || raw_ == "}" || raw_ == "});" || raw_ == "};") return true;
  if (absl::EndsWith(raw_, "{") && raw_words_.size() <= 12) return true;
  if (raw_.size() > 2 && raw_[0] == '<' &&
      absl::ascii_isalpha(static_cast<unsigned char>(raw_[1])) && absl::StrContains(raw_, "=\"")) {
    // A tag with text behind it is text.
    const absl::string_view rest = raw_.substr(std::min(raw_.find('>'), raw_.size()));
    return std::count(rest.begin(), rest.end(), ' ') < 3;
  }
  if (absl::EndsWith(raw_, ";") && raw_words_.size() <= 6 &&
      absl::StrContains(raw_words_[0], ':')) {
    return true;
  }
  return absl::EndsWith(raw_, ";") &&
         (absl::StrContains(raw_, "function(") || absl::StrContains(raw_, "document.") ||
          absl::StrContains(raw_, "window."));
}

bool FurnitureLine::IsNumber() const {
  return words_.size() == 1 && std::all_of(words_[0].begin(), words_[0].end(), IsAsciiDigit);
}

bool FurnitureLine::IsLooseWord() const {
  return raw_words_.size() == 1 && !ends_sentence_ && IsLower(CharacterAt(raw_, 0).value);
}

bool FurnitureLine::IsBreadcrumb() const {
  if (ends_sentence_ || words_.size() > 14) return false;
  for (absl::string_view mark : {" > ", " \xC2\xBB ", " \xE2\x80\xBA "}) {
    if (!absl::StrContains(raw_, mark)) continue;
    for (absl::string_view part : absl::StrSplit(raw_, mark)) {
      if (std::count(part.begin(), part.end(), ' ') > 4) return false;
    }
    return true;
  }
  return false;
}

bool FurnitureLine::IsShareBar() const {
  if (words_.size() > 14) return false;
  size_t share = 0;
  for (const absl::string_view word : words_) {
    if (IsShareWord(word)) {
      ++share;
    } else if (!IsShareFiller(word) && !std::all_of(word.begin(), word.end(), IsAsciiDigit)) {
      return false;
    }
  }
  if (ends_sentence_ && words_[0] != "share" && words_[0] != "tweet" && words_[0] != "email") {
    return false;
  }
  return share > 0;
}

bool FurnitureLine::IsCounter() const {
  if (words_.size() != 2 || ends_sentence_) return false;
  const absl::string_view count = HasDigit(words_[0]) ? words_[0] : words_[1];
  const absl::string_view what = HasDigit(words_[0]) ? words_[1] : words_[0];
  return HasDigit(count) &&
         (what == "comments" || what == "comment" || what == "shares" || what == "likes" ||
          what == "views" || what == "replies" || what == "reactions" || what == "retweets");
}

bool FurnitureLine::IsTimestamp() const {
  if (words_.size() > 16) return false;
  bool has_digit = false, has_time = false;
  for (const absl::string_view word : words_) {
    if (IsAsciiDigit(word[0])) {  // 3, 2016, 3rd, 10am
      has_digit = true;
      const auto letters = std::find_if_not(word.begin(), word.end(), IsAsciiDigit);
      const absl::string_view rest = word.substr(static_cast<size_t>(letters - word.begin()));
      if (!rest.empty() && !IsTimeWord(rest) && rest != "h" && rest != "m") return false;
    } else if (IsTimeLead(word) || IsCalendarWord(word)) {
      has_time = true;
    } else if (!IsTimeWord(word)) {
      return false;
    }
  }
  return has_digit && has_time;
}

bool FurnitureLine::IsByline() const {
  // "By-laws" is two words in normal_, one in raw_.
  if (raw_words_.size() < 2 || words_.size() > 16 || NormalizeLine(raw_words_[0]) != "by") {
    return false;
  }
  if (ends_sentence_ && words_.size() > 6) return false;
  if (words_.size() < 2 || IsTimeWord(words_[1]) || HasDigit(words_[1])) return false;
  // A name comes first.
  return IsUpper(FirstWordCharacter(raw_words_[1])) && IsNames(1);
}

// Whether `tail` says whose picture it is: "AP Photo/Jo Bloggs", "Jo Bloggs/Getty Images".
bool FurnitureLine::IsCredit(absl::string_view tail) const {
  bool has_agency = false, has_picture = false, begins = false;
  size_t count = 0;
  const std::string normal = NormalizeLine(tail);
  for (absl::string_view word : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
    ++count;
    has_agency |= IsAgency(word);
    has_picture |= word == "photo" || word == "photos" || word == "image" || word == "images" ||
                   word == "picture" || word == "courtesy" || word == "handout" ||
                   word == "photograph" || word == "pool";
    if (count == 1) begins = has_picture || word == "file";
  }
  const bool is_joined = absl::StrContains(tail, '/') || absl::StrContains(tail, '|') ||
                         absl::StrContains(tail, "\xC2\xA9") || absl::StrContains(tail, " via ");
  return count > 0 && count <= 12 &&
         ((has_agency && (is_joined || has_picture)) || (has_picture && (is_joined || begins)));
}

bool FurnitureLine::IsCaption() const {
  if (raw_words_.size() > 90 || begins_with_quote_) return false;
  if (StartsWith("file in this") || absl::StartsWith(raw_, "FILE -") ||
      absl::StartsWith(raw_, "FILE \xE2\x80\x93") || absl::StartsWith(raw_, "FILE \xE2\x80\x94")) {
    return true;
  }
  // ... (AP Photo/Jo Bloggs)
  if (absl::EndsWith(raw_, ")") || absl::EndsWith(raw_, ").")) {
    const size_t open = raw_.rfind('(');
    if (open != absl::string_view::npos && raw_.size() - open < 80 &&
        IsCredit(raw_.substr(open + 1))) {
      return true;
    }
  }
  // ... at the Capitol.CreditJo Bloggs/Reuters, ... Photograph: Jo Bloggs/AP
  for (absl::string_view label : {"Credit", "Photograph: ", "Photo: ", "Picture: ", "Image: ",
                                  "Photo by ", "Photo credit: "}) {
    const size_t at = raw_.rfind(label);
    if (at == absl::string_view::npos || at == 0) continue;
    const char before = raw_[at - 1];
    const char after = at + label.size() < raw_.size() ? raw_[at + label.size()] : '\0';
    const bool starts = absl::StrContains(".)]\"? ", before) || label == "Credit";
    const bool names = absl::ascii_isupper(static_cast<unsigned char>(after)) ||
                       (label == "Credit" && after == ':');
    const absl::string_view tail = raw_.substr(at + label.size());
    if (starts && names && std::count(tail.begin(), tail.end(), ' ') <= 8 &&
        (label != "Credit" || after == ':' || absl::StrContains(tail, '/') ||
         absl::StrContains(tail, " for "))) {
      return true;
    }
  }
  // ... at the Capitol. Jo Bloggs/Reuters
  const size_t stop = raw_.rfind(". ");
  if (stop == absl::string_view::npos || raw_.size() - stop > 60) return false;
  const absl::string_view tail = raw_.substr(stop + 2);
  return IsUpper(FirstWordCharacter(tail)) && !EndsSentence(tail) && IsCredit(tail);
}

bool FurnitureLine::IsImageCredit() const {
  if (words_.empty() || words_.size() > 14 || begins_with_quote_ || reports_speech_) return false;
  if (!IsNames(0)) return false;
  if (absl::StartsWith(raw_, "\xC2\xA9")) return true;
  if (StartsWith("photo by") || StartsWith("photograph by") || StartsWith("photos by") ||
      StartsWith("picture by") || StartsWith("image by") || StartsWith("illustration by") ||
      StartsWith("photography by") || StartsWith("video by") || StartsWith("courtesy of")) {
    return true;
  }
  if (IsCredit(raw_)) return true;
  // Reuters, 3 May 2016
  const bool has_agency = std::any_of(words_.begin(), words_.end(), IsAgency);
  return has_agency && words_.size() <= 8 && HasDigit(normal_) && !ends_sentence_ &&
         std::any_of(words_.begin(), words_.end(), IsTimeWord);
}

bool FurnitureLine::IsOriginNote() const {
  if (words_.size() < 4 || words_[0] != "this") return false;
  const absl::string_view what = words_[1];
  if (what != "article" && what != "story" && what != "post" && what != "report") return false;
  for (size_t i = 2; i < std::min<size_t>(words_.size(), 6); ++i) {
    const absl::string_view word = words_[i];
    if (word == "updated" || word == "corrected" || word == "revised" || word == "amended" ||
        word == "clarified" || word == "originally") {
      return true;
    }
    if (word == "first" && i + 1 < words_.size() &&
        (words_[i + 1] == "appeared" || words_[i + 1] == "published")) {
      return true;
    }
  }
  return false;
}

bool FurnitureLine::IsFollowInvitation() const {
  if (words_.size() < 3 || words_.size() > 30) return false;
  const bool has_handle = absl::StrContains(raw_, '@');
  const absl::string_view first = words_[0];
  if (first == "follow") {
    return has_handle || Contains("twitter") || Contains("facebook") || Contains("instagram");
  }
  constexpr size_t kLongestAddress = 14;
  if (words_.size() <= kLongestAddress &&
      (first == "contact" || first == "reach" || first == "email")) {
    return has_handle;
  }
  return absl::StrContains(normal_, "can be reached at") && (has_handle || HasDigit(normal_));
}

bool FurnitureLine::IsBio() const {
  if (words_.size() > 80 || begins_with_quote_ || reports_speech_) return false;
  if (StartsWith("about the author") || StartsWith("about the writer")) return true;
  size_t name = 0;
  while (name < raw_words_.size() && name < 5 && IsUpper(FirstWordCharacter(raw_words_[name]))) {
    ++name;
  }
  if (name < 2 || name >= raw_words_.size()) return false;
  const absl::string_view verb = raw_words_[name];
  if (verb == "covers" || verb == "writes") return Contains("for") || Contains("at");
  if (verb != "is") return false;
  for (size_t i = name + 1; i < std::min(raw_words_.size(), name + 14); ++i) {
    const std::string word = NormalizeLine(raw_words_[i]);
    if (!IsWriterNoun(word)) continue;
    for (size_t j = i + 1; j < std::min(raw_words_.size(), i + 4); ++j) {
      const std::string next = NormalizeLine(raw_words_[j]);
      if (next == "for" || next == "at" || next == "with" || next == "covering" ||
          next == "based" || next == "who" || next == "of") {
        return true;
      }
    }
  }
  return false;
}

bool FurnitureLine::IsOutletBlurb() const {
  if (words_.size() > 60 || begins_with_quote_ || reports_speech_) return false;
  if (Contains("airs") && (Contains("weekdays") || Contains("weeknights") || Contains("weekends") ||
                           Contains("siriusxm") || Contains("sundays"))) {
    return true;
  }
  return absl::StrContains(normal_, "is a nonprofit news") ||
         absl::StrContains(normal_, "is a nonprofit nonpartisan") ||
         absl::StrContains(normal_, "is an independent nonprofit") ||
         absl::StrContains(normal_, "is a nonpartisan nonprofit");
}

bool FurnitureLine::IsPointer() const {
  if (words_.size() < 2 || words_.size() > 25) return false;
  const absl::string_view first = words_.front(), last = words_.back();
  return (first == "watch" || first == "listen" || first == "see" || first == "read" ||
          first == "view" || first == "hear") &&
         (last == "below" || last == "above" || last == "here");
}

bool FurnitureLine::IsNameList() const { return raw_words_.size() > 2 && IsNames(1); }

bool FurnitureLine::IsHeadlineLike() const {
  if (ends_sentence_ || begins_with_quote_ || reports_speech_) return false;
  if (words_.empty() || words_.size() > 16) return false;
  if (words_.size() <= 4 && absl::StrContains(raw_, ':')) return false;  // a speaker's short line
  const Character last = CharacterBefore(raw_, raw_.size());
  return IsWord(last.value) || last.value == ')' || IsQuotationMark(last.value);
}

absl::string_view FurnitureLine::LabelRuleBeforeColon() const {
  constexpr size_t kLongestLabel = 32;
  const size_t colon = raw_.substr(0, kLongestLabel).find(':');
  if (colon == absl::string_view::npos || colon + 1 >= raw_.size() || raw_[colon + 1] != ' ') {
    return {};
  }
  if (words_.size() > 35) return {};
  return LabelRule(NormalizeLine(raw_.substr(0, colon)));
}

}  // namespace parallax::text::internal
