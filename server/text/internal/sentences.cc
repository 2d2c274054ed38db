#include "server/text/internal/sentences.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"
#include "server/text/internal/abbreviations.h"
#include "server/text/internal/characters.h"
#include "unicode/brkiter.h"
#include "unicode/locid.h"
#include "unicode/utext.h"

namespace parallax::text::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

// Capitalised words that open a sentence and are no part of a name: after "Inc." or "U.S." they
// tell a sentence end from a name that goes on.
bool IsOpener(absl::string_view word) {
  static const Words* const kOpeners = new Words(absl::StrSplit(
      "The A An This That These Those He She It They We You I His Her Its Their Our My Your There "
      "Here In On At By For From With Without After Before During Since Until When While Where Why "
      "How What Who Which Whether If Although Though Because But And Or So Yet Nor As Also Then "
      "Now Some Many Most Several Both Each Every Another Such One Two Three Other Others However "
      "Meanwhile Still Even Once Under Over About Between Among Asked Not It's He's She's They're "
      "According Despite Last Earlier Later Today Yesterday Instead Only Just No To",
      ' '));
  return kOpeners->contains(word);
}

// What somebody is, behind the name of a company.
bool IsOffice(absl::string_view word) {
  static const Words* const kWords = new Words(absl::StrSplit(
      "Chairman Chairwoman Chair Chief CEO President Vice Executive Director Founder Spokesman "
      "Spokeswoman Senior",
      ' '));
  return kWords->contains(word);
}

// What may follow a.m. and p.m. in the same sentence with a capital.
bool FollowsClock(absl::string_view word) {
  static const Words* const kWords = new Words(absl::StrSplit(
      "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
      "June July August September October November December Jan. Feb. Aug. Sept. Oct. Nov. Dec. "
      "EST EDT ET CST CDT CT MST MDT PST PDT PT GMT UTC BST CET CEST Eastern Central Mountain "
      "Pacific Greenwich",
      ' '));
  return kWords->contains(word);
}

// Verbs that take a quoted question or cry as their object, the speaker before them.
bool IsCryingVerb(absl::string_view word) {
  static const Words* const kWords = new Words(absl::StrSplit(
      "asked asks shouted shouts yelled yells cried cries wondered wonders demanded exclaimed "
      "joked quipped screamed wrote writes tweeted tweets replied replies responded posted read",
      ' '));
  return kWords->contains(word);
}
bool IsSayingVerb(absl::string_view word) {
  return word == "said" || word == "says" || word == "added" || word == "continued" ||
         word == "recalled" || word == "answered" || word == "declared" || IsCryingVerb(word);
}

// What may follow such a verb before the sentence ends: "asked on Monday".
bool FollowsCry(absl::string_view word) {
  static const Words* const kWords =
      new Words(absl::StrSplit("in on at during as when after before aloud rhetorically", ' '));
  return kWords->contains(word);
}

bool EndsWithStop(absl::string_view token) { return !token.empty() && token.back() == '.'; }

bool IsAllStops(absl::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) { return c == '.'; });
}

// The words of one paragraph and the questions that the rules ask of them.
class Paragraph {
 public:
  Paragraph(absl::string_view text, uint32_t first, const std::vector<ByteRange>& tokens)
      : text_(text), first_(first), tokens_(tokens) {}

  absl::string_view Word(size_t token) const {
    if (token >= tokens_.size()) return absl::string_view();
    return text_.substr(tokens_[token].begin, tokens_[token].size());
  }
  uint32_t Initial(size_t token) const {
    return token < tokens_.size() ? CharacterAt(text_, tokens_[token].begin).value : 0;
  }
  bool SpaceBefore(size_t token) const {
    return token > first_ && tokens_[token - 1].end < tokens_[token].begin;
  }
  bool IsCloser(size_t token) const {
    const uint32_t c = Initial(token);
    return IsQuotationMark(c) || c == ')' || c == ']' || c == '}';
  }
  // Tokens from `next` on that still belong to the sentence before it: a bracket that closes after
  // a space, a spaced closing quote (`in_quote`: a straight one is open), a note in brackets [12].
  size_t Trailing(size_t next, bool in_quote) const {
    size_t at = next;
    while (at < tokens_.size()) {
      const uint32_t c = Initial(at);
      const bool spaced_out = at + 1 >= tokens_.size() || SpaceBefore(at + 1);
      if (c == ')' || c == ']' || c == '}' || c == 0x201D || (c == '"' && in_quote && spaced_out)) {
        if (c == '"') in_quote = false;
        ++at;
      } else if (const size_t size = c == '[' ? BracketSize(at) : 0) {
        at += size;
      } else {
        break;
      }
    }
    return at - next;
  }

  // Tokens of a short bracket that opens at `open` ("[12]", "[The Daily Bugle]"), 0 for none.
  size_t BracketSize(size_t open) const {
    constexpr size_t kLongest = 8;
    for (size_t i = open + 1; i < std::min(tokens_.size(), open + kLongest); ++i) {
      if (Initial(i) == ']') return i + 1 - open;
    }
    return 0;
  }

  bool IsQuote(size_t token) const { return IsQuotationMark(Initial(token)); }

  // The token before `next` that is no closing quote or bracket.
  size_t TerminalBefore(size_t next) const {
    size_t terminal = next - 1;
    while (terminal > first_ && IsCloser(terminal)) --terminal;
    return terminal;
  }

  // Whether a sentence may begin with token `next`, where UAX 29 says so.
  bool Breaks(size_t next, size_t start) const {
    const size_t terminal = TerminalBefore(next);
    const absl::string_view end = Word(terminal);
    const bool closed = terminal + 1 < next;
    if (end == ".") return !IsListNumber(terminal, start);
    if (end.back() == '!' || end.back() == '?') return BreaksAfterQuestion(next, terminal);
    if (EndsWithStop(end) && !IsAllStops(end)) return BreaksAfterAbbreviation(end, next, closed);
    return true;
  }

  // Whether a sentence begins with `next` though UAX 29 does not see it.
  bool BreaksAnyway(size_t next) const {
    if (next < first_ + 2) return false;
    size_t terminal = next - 1;
    for (int i = 0; i < 3 && terminal > first_ + 1 && IsCloser(terminal); ++i) --terminal;
    if (Word(terminal) != ".") return false;
    const bool closed = terminal + 1 < next;
    const uint32_t initial = Initial(next);
    const absl::string_view before = Word(terminal - 1);
    const bool after_word =
        before.size() > 1 || IsDigit(Initial(terminal - 1)) || IsCloser(terminal - 1);
    if (!after_word) return false;
    if (!SpaceBefore(next)) {
      return !closed && IsUpper(initial) &&
             IsLower(CharacterBefore(text_, tokens_[terminal - 1].end).value);
    }
    if (IsDigit(initial) || initial == '$' || initial == 0xA3 || initial == 0x20AC) return true;
    if (IsDash(initial)) return true;
    return !closed && (IsLower(initial) || initial == '(') && IsPlainWord(before);
  }

  static bool IsDash(uint32_t c) { return c == '-' || c == 0x2013 || c == 0x2014; }

 private:
  // A number, or a word that is too long or too common to be an abbreviation.
  static bool IsPlainWord(absl::string_view word) {
    const auto is_lower = [](char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); };
    const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
    if (word.size() > 1 && std::all_of(word.begin(), word.end(), is_digit)) return true;
    return (word.size() > 2 && std::all_of(word.begin(), word.end(), is_lower)) ||
           word.size() > 6 || word == "it" || word == "me" || word == "us" || word == "to" ||
           word == "up" || word == "on" || word == "in" || word == "so" || word == "do" ||
           word == "is" || word == "he";
  }

  // "1. Close the door": the number belongs to what it counts.
  bool IsListNumber(size_t stop, size_t start) const {
    return stop == start + 1 && Word(start).size() <= 2 && IsDigit(Initial(start));
  }

  bool BreaksAfterQuestion(size_t next, size_t terminal) const {
    const bool quoted = terminal + 1 < next && IsQuote(next - 1);
    if (IsLower(Initial(next))) {  // "Why?" he asked; Yahoo! said
      return !quoted && (Word(terminal).back() == '?' || !IsUpper(Initial(terminal - 1)));
    }
    if (!quoted) return true;
    // "Why now?" Jane Doe asked. But: "Why now?" Jane Doe said that she knew.
    for (size_t i = next + 1; i < next + 4; ++i) {
      if (IsSayingVerb(Word(i))) {
        const absl::string_view after = Word(i + 1);
        return !(after == "." || after == "," || after.empty() ||
                 (IsCryingVerb(Word(i)) && FollowsCry(after)));
      }
      if (!IsUpper(Initial(i)) && Word(i) != ".") break;
    }
    return true;
  }

  bool BreaksAfterAbbreviation(absl::string_view word, size_t next, bool closed) const {
    const uint32_t initial = Initial(next);
    const absl::string_view follower = Word(next);
    if (closed && IsQuote(next - 1)) return true;
    switch (ClassifyAbbreviation(word)) {
      case Abbreviation::kNone:
        return true;
      case Abbreviation::kTitle:
        return word == "St." && IsOpener(follower);
      case Abbreviation::kInside:
      case Abbreviation::kBeforeNumber:
        return false;
      case Abbreviation::kMonth:
        return !IsDigit(initial);
      case Abbreviation::kClock:
        return initial != '(' && !FollowsClock(follower);
      case Abbreviation::kAfterComma:
        return initial != '(' && !IsDash(initial);
      case Abbreviation::kEnding:
        return initial != '(';
      case Abbreviation::kCompany:
        // Acme Inc. Chairman Bo Li; but: Acme Inc. Analysts had expected
        if (IsLower(Initial(next + 1)) && !IsOffice(follower)) return true;
        return IsOpener(follower) || (IsQuote(next) && SpaceBefore(next));
      case Abbreviation::kInitial:
      case Abbreviation::kAcronym:
      case Abbreviation::kOther:
        if (absl::EndsWith(follower, "ing") && IsLower(Initial(next + 1))) return true;
        return IsOpener(follower) || (IsQuote(next) && SpaceBefore(next));
    }
    return true;
  }

  absl::string_view text_;
  size_t first_;
  const std::vector<ByteRange>& tokens_;
};

// At the end of a sentence "Plan B." ends with a letter and a stop, not with an initial, and EWT
// sets the stop of "etc." and "Inc." apart.
bool GivesUpStop(absl::string_view token) {
  if (token.size() < 2 || token.back() != '.') return false;
  switch (ClassifyAbbreviation(token)) {
    case Abbreviation::kInitial:
    case Abbreviation::kEnding:
    case Abbreviation::kCompany:
    case Abbreviation::kOther:
    case Abbreviation::kAfterComma:
    case Abbreviation::kMonth:
    case Abbreviation::kTitle:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status FindUnicodeBreaks(absl::string_view text, const CallContext& context,
                               std::vector<uint32_t>* breaks) {
  breaks->clear();
  UErrorCode error = U_ZERO_ERROR;
  // Break iterators are costly to make and not safe to share, so each thread keeps one.
  thread_local std::unique_ptr<icu::BreakIterator> iterator;
  if (iterator == nullptr) {
    iterator.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), error));
    if (U_FAILURE(error)) {
      iterator.reset();
      return absl::InternalError(absl::StrCat("sentence rules of ICU: ", u_errorName(error)));
    }
  }
  UText utext = UTEXT_INITIALIZER;
  utext_openUTF8(&utext, text.data(), static_cast<int64_t>(text.size()), &error);
  iterator->setText(&utext, error);
  absl::Status ended;
  if (U_SUCCESS(error)) {
    CallPoll poll(context, 64);
    for (int32_t at = iterator->next(); at != icu::BreakIterator::DONE && ended.ok();
         at = iterator->next()) {
      breaks->push_back(static_cast<uint32_t>(at));
      ended = poll.Step();
    }
  }
  utext_close(&utext);
  if (U_FAILURE(error)) {
    return absl::InternalError(absl::StrCat("sentence breaks of ICU: ", u_errorName(error)));
  }
  return ended;
}

absl::Status SplitParagraph(absl::string_view text, const std::vector<uint32_t>& breaks,
                            uint32_t first, const CallContext& context,
                            std::vector<ByteRange>* tokens, std::vector<uint32_t>* starts) {
  if (first >= tokens->size()) return absl::OkStatus();
  starts->push_back(first);
  const Paragraph paragraph(text, first, *tokens);
  auto next_break = std::upper_bound(breaks.begin(), breaks.end(), (*tokens)[first].begin);
  std::vector<uint32_t> found;
  uint32_t start = first;
  bool in_quote = paragraph.Word(first) == "\"";
  bool proposed = false;
  size_t behind = 0;  // first token behind what trails
  CallPoll poll(context, 256);
  for (uint32_t i = first + 1; i < tokens->size(); ++i) {
    PARALLAX_RETURN_IF_ERROR(poll.Step());
    const uint32_t begin = (*tokens)[i].begin;
    while (next_break != breaks.end() && *next_break <= begin) {
      proposed |= *next_break > (*tokens)[i - 1].begin;
      ++next_break;
    }
    proposed = proposed || paragraph.BreaksAnyway(i);
    // What trails the sentence carries the proposal on to the token behind it.
    if (proposed && i >= behind) behind = i + paragraph.Trailing(i, in_quote);
    if (paragraph.Word(i) == "\"") in_quote = !in_quote;
    if (i < behind) continue;
    if (proposed && paragraph.Breaks(i, start)) {
      found.push_back(i);
      start = i;
    }
    proposed = false;
  }
  std::vector<ByteRange> split;  // the paragraph anew, with the stops apart
  split.reserve(tokens->size() - first);
  found.push_back(static_cast<uint32_t>(tokens->size()));
  uint32_t from = first;
  for (const uint32_t border : found) {
    const size_t terminal = paragraph.TerminalBefore(border);
    if (from != first) starts->push_back(first + static_cast<uint32_t>(split.size()));
    for (; from < border; ++from) {
      const ByteRange token = (*tokens)[from];
      if (from == terminal && GivesUpStop(paragraph.Word(from))) {
        split.push_back({token.begin, token.end - 1});
        split.push_back({token.end - 1, token.end});
      } else {
        split.push_back(token);
      }
    }
  }
  tokens->resize(first);
  tokens->insert(tokens->end(), split.begin(), split.end());
  return absl::OkStatus();
}

}  // namespace parallax::text::internal
