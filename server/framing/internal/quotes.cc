#include "server/framing/internal/quotes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace parallax::framing {
namespace {

using language::Upos;

constexpr size_t kMinWords = 3;
// A sentence of a real quote is shorter; a bound on the square that the comparison takes.
constexpr size_t kMaxWords = 80;
// Words in common that are no chance, whoever is read as the speaker.
constexpr size_t kSureWords = 8;
// Fewer cut words than this change no sense, unless they are a turn.
constexpr size_t kMinCut = 3;

// Words whose loss turns the sense: condition, contrast, denial, doubt, restriction.
constexpr std::array<absl::string_view, 24> kTurns = {
    "if",     "unless", "but", "although",  "though", "however", "yet",    "except",
    "not",    "never",  "no",  "nor",       "only",   "until",   "maybe",  "perhaps",
    "allege", "might",  "may", "knowingly", "many",   "some",    "almost", "nearly"};

// Words with which what follows takes back or limits what stands before.
constexpr std::array<absl::string_view, 9> kTailTurns = {
    "but", "although", "though", "however", "yet", "except", "unless", "if", "until"};

// Words that a desk may drop.
constexpr std::array<absl::string_view, 26> kFillers = {
    "well", "um",  "uh",   "er", "erm",  "oh",    "you",     "know", "and",
    "so",   "now", "look", "i",  "mean", "think", "just",    "very", "really",
    "like", "the", "a",    "an", "that", "this",  "frankly", "also"};

template <size_t N>
bool In(const std::array<absl::string_view, N>& list, absl::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string Normal(absl::string_view form) {
  std::string word =
      absl::AsciiStrToLower(absl::StrReplaceAll(form, {{"’", "'"}, {"‘", "'"}, {".", ""}}));
  static constexpr std::pair<absl::string_view, absl::string_view> kWhole[] = {
      {"n't", "not"}, {"'re", "are"},  {"'ve", "have"}, {"'ll", "will"},
      {"'m", "am"},   {"'d", "would"}, {"ca", "can"},   {"wo", "will"}};
  for (const auto& [from, to] : kWhole) {
    if (word == from) return std::string(to);
  }
  static constexpr absl::string_view kNumbers[] = {"zero", "one",    "two",   "three", "four",
                                                   "five", "six",    "seven", "eight", "nine",
                                                   "ten",  "eleven", "twelve"};
  const auto number = std::find(std::begin(kNumbers), std::end(kNumbers), word);
  if (number != std::end(kNumbers)) return absl::StrCat(number - std::begin(kNumbers));
  return word;
}

bool IsEllipsis(absl::string_view form) {
  return form == "..." || form == "…" || form == ". . ." || form == "....";
}

// Dashes, bullets and the like, whatever they were tagged: ASCII punctuation, or characters of the
// block General Punctuation (UTF-8 E2 80 xx and E2 81 xx).
bool IsMark(absl::string_view form) {
  while (!form.empty()) {
    const size_t size = absl::StartsWith(form, "\xe2\x80") || absl::StartsWith(form, "\xe2\x81") ? 3
                        : absl::ascii_ispunct(form[0])                                           ? 1
                                                       : 0;
    if (size == 0 || size > form.size()) return false;
    form.remove_prefix(size);
  }
  return true;
}

// A slip of an ending is no change: words of five letters and more that share most of them.
bool SameWord(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if ((a == "'s" && b == "is") || (a == "is" && b == "'s")) return true;
  if (a + "s" == b || b + "s" == a) return true;
  const size_t shorter = std::min(a.size(), b.size());
  const size_t longer = std::max(a.size(), b.size());
  return shorter >= 5 && longer - shorter <= 3 && a.compare(0, shorter - 1, b, 0, shorter - 1) == 0;
}

// Positions in a and b of a longest common subsequence; among those of one length, one with long
// unbroken runs ("the heart of the town" is not matched to an earlier "the").
std::vector<std::pair<uint32_t, uint32_t>> Align(const std::vector<std::string>& a,
                                                 const std::vector<std::string>& b) {
  constexpr uint16_t kMatch = 4;
  constexpr uint16_t kRun = 1;  // for each match right after another
  const size_t width = b.size() + 1;
  std::vector<uint16_t> best((a.size() + 1) * width, 0);
  std::vector<uint16_t> matched((a.size() + 1) * width, 0);  // with a[i], b[j] matched; 0: differ
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      const size_t at = i * width + j;
      const size_t next = at + width + 1;
      if (SameWord(a[i], b[j])) {
        const uint16_t run = matched[next] > 0 ? matched[next] + kRun : 0;
        matched[at] = kMatch + std::max(best[next], run);
      }
      best[at] = std::max({matched[at], best[at + width], best[at + 1]});
    }
  }
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  size_t i = 0;
  size_t j = 0;
  bool in_run = false;
  while (i < a.size() && j < b.size()) {
    const size_t at = i * width + j;
    if (in_run || (matched[at] > 0 && matched[at] == best[at])) {
      pairs.push_back({static_cast<uint32_t>(i++), static_cast<uint32_t>(j++)});
      const size_t next = at + width + 1;
      in_run = matched[next] > 0 && matched[at] == kMatch + matched[next] + kRun;
    } else if (best[at + width] >= best[at + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

// How many words the two have in common, in order; 0 where these do not make them one utterance.
size_t Common(const Quote& a, const Quote& b) {
  const std::vector<std::pair<uint32_t, uint32_t>> aligned = Align(a.words, b.words);
  const size_t shorter = std::min(a.words.size(), b.words.size());
  const size_t common = aligned.size();
  if (common * 10 < shorter * 7 || (shorter < 5 && common < shorter)) return 0;
  // Few words in common, strewn over many, are chance.
  const size_t span = std::max(aligned.back().first - aligned.front().first,
                               aligned.back().second - aligned.front().second) +
                      1;
  return common < kSureWords && span > 2 * common + 2 ? 0 : common;
}

bool HasTurn(const std::vector<std::string>& words, size_t begin, size_t end) {
  return std::any_of(words.begin() + begin, words.begin() + end,
                     [](const std::string& word) { return In(kTurns, word); });
}

// What follows the words [begin, end) answers them: a "but" stands just before.
bool TakesBack(const std::vector<std::string>& words, size_t begin, size_t end) {
  constexpr size_t kNear = 4;
  if (end - begin < kMinCut) return false;
  const size_t first = std::max(begin, end - std::min(end, kNear));
  return std::any_of(words.begin() + first, words.begin() + end,
                     [](const std::string& word) { return word == "but" || word == "yet"; });
}

size_t Weighty(const std::vector<std::string>& words, size_t begin, size_t end) {
  return std::count_if(words.begin() + begin, words.begin() + end,
                       [](const std::string& word) { return !In(kFillers, word); });
}

// Some other quote of the cut one's report, near it, holds the words [begin, end) in order.
bool QuotedElsewhere(const Quote& of, size_t begin, size_t end, const std::vector<Quote>& others) {
  const std::vector<std::string> words(of.words.begin() + static_cast<ptrdiff_t>(begin),
                                       of.words.begin() + static_cast<ptrdiff_t>(end));
  if (words.size() < 2) return false;
  return std::any_of(others.begin(), others.end(), [&](const Quote& other) {
    return Align(words, other.words).size() * 10 >= words.size() * 7;
  });
}

bool BeginsWithCapital(absl::string_view form) {
  return !form.empty() && (absl::ascii_isupper(form[0]) || absl::ascii_isdigit(form[0]));
}

void ReadWords(const analysis::Analysis& report, Quote* quote) {
  bool gap = false;
  bool bracket = false;
  for (uint32_t token = quote->tokens.begin; token < quote->tokens.end; ++token) {
    const absl::string_view form = report.document.text(token);
    if (form == "[" || form == "(") bracket = true;
    if (form == "]" || form == ")") {
      bracket = false;
      gap = true;
      continue;
    }
    if (IsEllipsis(form) || bracket) {
      gap = true;
      continue;
    }
    const language::Word& word = report.annotation.word(token);
    if (word.upos == Upos::kPunct || word.upos == Upos::kSym || IsMark(form)) continue;
    // "Same-sex" and "same sex", "two-in-three" and "2 in 3" are the same to a reader.
    for (const absl::string_view part : absl::StrSplit(form, '-', absl::SkipEmpty())) {
      if (quote->words.size() >= kMaxWords) return;
      quote->words.push_back(Normal(part));
      quote->word_tokens.push_back(token);
      quote->gap_before.push_back(gap);
      gap = false;
    }
  }
}

}  // namespace

std::vector<Quote> QuotesIn(const analysis::Analysis& report, uint32_t sentence) {
  const TokenRange whole = report.document.sentences()[sentence].tokens;
  std::vector<Quote> quotes;
  for (const attribution::Quotation& quotation : report.attributions.quotations) {
    if (quotation.depth != 0 || quotation.tokens.size() < kMinWords + 1) continue;
    TokenRange inner = {quotation.tokens.begin + 1, quotation.tokens.end};
    if (quotation.closed) --inner.end;
    Quote quote;
    quote.tokens = {std::max(inner.begin, whole.begin), std::min(inner.end, whole.end)};
    if (quote.tokens.empty()) continue;
    ReadWords(report, &quote);
    if (quote.words.size() < kMinWords) continue;
    const bool closed = report.annotation.word(quote.tokens.end - 1).upos == Upos::kPunct ||
                        quote.tokens.end == whole.end;
    quote.whole = closed && BeginsWithCapital(report.document.text(quote.tokens.begin));
    quotes.push_back(std::move(quote));
  }
  return quotes;
}

bool Alike(const Quote& a, const Quote& b) { return Common(a, b) > 0; }

QuoteChange Change(const Quote& a, const std::vector<Quote>& others_a, const Quote& b,
                   const std::vector<Quote>& others_b) {
  const std::vector<std::pair<uint32_t, uint32_t>> pairs = Align(a.words, b.words);
  if (pairs.empty()) return QuoteChange::kNone;
  QuoteChange change = QuoteChange::kNone;
  auto raise = [&](QuoteChange to) { change = std::max(change, to); };

  // In the middle: words of one side that the other lacks or has otherwise.
  for (size_t i = 1; i < pairs.size(); ++i) {
    const size_t a_begin = pairs[i - 1].first + 1;
    const size_t a_end = pairs[i].first;
    const size_t b_begin = pairs[i - 1].second + 1;
    const size_t b_end = pairs[i].second;
    if (a_begin == a_end && b_begin == b_end) continue;
    const bool open = a.gap_before[a_end] || b.gap_before[b_end];
    const size_t weight = Weighty(a.words, a_begin, a_end) + Weighty(b.words, b_begin, b_end);
    const bool turn = HasTurn(a.words, a_begin, a_end) != HasTurn(b.words, b_begin, b_end);
    if (open) {
      if (turn) raise(QuoteChange::kCutTurn);
    } else if (turn || weight > 0) {
      raise(QuoteChange::kAltered);
    }
  }
  // At the ends: words of one side beyond the other.
  auto ends = [&](const Quote& longer, size_t begin, size_t end, const Quote& shorter,
                  const std::vector<Quote>& others, bool tail) {
    if (begin >= end) return;
    if (QuotedElsewhere(longer, begin, end, others)) return;
    // The sentence around woven words may keep a condition or a denial that stood before them; what
    // a "but" would have added after them it does not.
    const bool turn = shorter.whole ? HasTurn(longer.words, begin, end)
                      : tail        ? In(kTailTurns, longer.words[begin])
                                    : TakesBack(longer.words, begin, end);
    if (turn) {
      raise(QuoteChange::kCutTurn);
    } else if (tail && shorter.whole && Weighty(longer.words, begin, end) >= kMinCut) {
      raise(QuoteChange::kCut);
    }
  };
  const size_t a_head = pairs.front().first;
  const size_t b_head = pairs.front().second;
  const size_t a_tail = pairs.back().first + 1;
  const size_t b_tail = pairs.back().second + 1;
  const bool both_heads = a_head > 0 && b_head > 0;
  const bool both_tails = a_tail < a.words.size() && b_tail < b.words.size();
  if (both_heads || both_tails) {
    // Other words where the statements begin or end.
    const size_t weight =
        (both_heads ? Weighty(a.words, 0, a_head) + Weighty(b.words, 0, b_head) : 0) +
        (both_tails
             ? Weighty(a.words, a_tail, a.words.size()) + Weighty(b.words, b_tail, b.words.size())
             : 0);
    if (weight > 0) raise(QuoteChange::kAltered);
  }
  if (!both_heads) {
    ends(a, 0, a_head, b, others_b, false);
    ends(b, 0, b_head, a, others_a, false);
  }
  if (!both_tails) {
    ends(a, a_tail, a.words.size(), b, others_b, true);
    ends(b, b_tail, b.words.size(), a, others_a, true);
  }
  return change;
}

}  // namespace parallax::framing
