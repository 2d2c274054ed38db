#include "server/framing/internal/evidence.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace parallax::framing {
namespace {

using language::Upos;
using language::Xpos;

constexpr uint32_t kMaxClaimTokens = 24;
// A passage that reads at a glance.
constexpr uint32_t kMaxPassageTokens = 26;
constexpr uint32_t kLeastPassageTokens = 7;

bool IsQuoteMark(const analysis::Analysis& report, uint32_t token) {
  const Xpos xpos = report.annotation.word(token).xpos;
  return xpos == Xpos::kOpenQuote || xpos == Xpos::kCloseQuote;
}

bool IsPlainPunctuation(const analysis::Analysis& report, uint32_t token) {
  const language::Word& word = report.annotation.word(token);
  // A currency or percent sign is part of a figure.
  return word.upos == Upos::kPunct && !IsQuoteMark(report, token);
}

// The quotations, by first token, that may reach into `range`. Looks back over a bounded number:
// more nested quotations than that before one passage are no news text.
std::span<const attribution::Quotation> QuotationsNear(const analysis::Analysis& report,
                                                       TokenRange range) {
  constexpr size_t kLookBack = 8;
  const std::vector<attribution::Quotation>& all = report.attributions.quotations;
  const auto past = std::lower_bound(
      all.begin(), all.end(), range.end + 1,
      [](const attribution::Quotation& q, uint32_t token) { return q.tokens.begin < token; });
  const size_t end = past - all.begin();
  auto first = std::lower_bound(
      all.begin(), past, range.begin,
      [](const attribution::Quotation& q, uint32_t token) { return q.tokens.begin < token; });
  size_t begin = first - all.begin();
  begin = begin > kLookBack ? begin - kLookBack : 0;
  return std::span(all).subspan(begin, end - begin);
}

TokenRange Union(TokenRange a, TokenRange b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

// `range` widened by `more` where both fit into one quotable passage of the same sentence.
TokenRange WidenBy(const analysis::Analysis& report, TokenRange range, TokenRange more) {
  if (more.empty()) return range;
  const TokenRange sentence = report.document.sentence_of(range.begin).tokens;
  if (!sentence.Contains(more)) return range;
  const TokenRange wide = Union(range, more);
  return wide.size() <= kMaxPassageTokens ? wide : range;
}

}  // namespace

TokenRange Tidy(const analysis::Analysis& report, TokenRange range) {
  const TokenRange sentence = report.document.sentence_of(range.begin).tokens;
  range.end = std::min(range.end, sentence.end);
  while (range.size() > 1 && IsPlainPunctuation(report, range.begin)) ++range.begin;
  while (range.size() > 1 && IsPlainPunctuation(report, range.end - 1)) --range.end;
  for (const attribution::Quotation& quotation : QuotationsNear(report, range)) {
    if (quotation.tokens.begin >= range.end) break;
    if (quotation.tokens.end <= range.begin) continue;
    // One mark just outside, the other inside: take both.
    if (quotation.tokens.begin + 1 == range.begin && quotation.tokens.end <= range.end + 2) {
      range.begin = quotation.tokens.begin;
    }
    if (quotation.tokens.begin >= range.begin && quotation.tokens.end > range.end &&
        quotation.tokens.end <= range.end + 2) {
      range.end = std::min(quotation.tokens.end, sentence.end);
    }
  }
  // A lone mark at an end, its fellow beyond reach, is left out.
  auto lone = [&](uint32_t token, bool opens) {
    for (const attribution::Quotation& quotation : QuotationsNear(report, range)) {
      if (opens && quotation.tokens.begin == token) return quotation.tokens.end > range.end;
      if (!opens && quotation.tokens.end == token + 1) {
        return quotation.tokens.begin < range.begin;
      }
    }
    return true;
  };
  if (range.size() > 1 && IsQuoteMark(report, range.begin) && lone(range.begin, true)) {
    ++range.begin;
  }
  if (range.size() > 1 && IsQuoteMark(report, range.end - 1) && lone(range.end - 1, false)) {
    --range.end;
  }
  return range;
}

TokenRange ClaimPassage(const analysis::Analysis& report, uint32_t claim) {
  const claims::Claim& c = report.claims.claims[claim];
  TokenRange range = c.span.empty() ? c.predicate : c.span;
  if (range.size() > kMaxClaimTokens) {
    TokenRange core = c.predicate;
    for (const claims::Argument& argument : c.arguments) {
      if (argument.tokens.empty()) continue;
      const TokenRange wide = Union(core, argument.tokens);
      if (wide.size() <= kMaxClaimTokens) core = wide;
    }
    range = core;
  }
  return Tidy(report, range);
}

TokenRange Around(const analysis::Analysis& report, TokenRange marked, uint32_t claim) {
  const TokenRange sentence = report.document.sentence_of(marked.begin).tokens;
  TokenRange shown = marked;
  if (claim != claims::kNoClaim) shown = WidenBy(report, marked, ClaimPassage(report, claim));
  if (shown.size() < kLeastPassageTokens) {
    const uint32_t more = (kLeastPassageTokens - shown.size() + 1) / 2;
    shown.begin = std::max(sentence.begin, shown.begin - std::min(shown.begin, more));
    shown.end = std::min(sentence.end, shown.end + more);
  }
  shown = Tidy(report, shown);
  return Union(shown, marked);
}

bool InDirectQuote(const analysis::Analysis& report, TokenRange marked) {
  constexpr uint32_t kQuotedTokens = 6;  // with the marks; what is shorter is a term
  for (const attribution::Quotation& quotation : QuotationsNear(report, marked)) {
    if (quotation.tokens.Contains(marked) && quotation.tokens.size() >= kQuotedTokens) return true;
  }
  return false;
}

std::string PassageText(const analysis::Analysis& report, TokenRange range, uint32_t max_words) {
  if (range.empty()) return "";
  const TokenRange sentence = report.document.sentence_of(range.begin).tokens;
  range.end = std::min(range.end, sentence.end);
  if (range.size() <= max_words) return std::string(report.document.text(range));
  return absl::StrCat(report.document.text(TokenRange{range.begin, range.begin + max_words}),
                      " ...");
}

}  // namespace parallax::framing
