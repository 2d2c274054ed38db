#include "server/framing/evidence.h"

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
constexpr uint32_t kMaxPassageTokens = 40;

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

TokenRange CommittedPassage(const analysis::Analysis& report, uint32_t claim) {
  TokenRange range = ClaimPassage(report, claim);
  const commitment::Commitment& commitment = report.commitments.claims[claim];
  if (!commitment.attributions.empty()) {
    const attribution::Attribution& layer =
        report.attributions.attributions[commitment.attributions.front()];
    if (layer.cue) range = WidenBy(report, range, *layer.cue);
    if (layer.source) range = WidenBy(report, range, *layer.source);
  }
  if (!commitment.signals.empty()) range = WidenBy(report, range, commitment.signals[0].tokens);
  return Tidy(report, range);
}

TokenRange CuePassage(const analysis::Analysis& report, const attribution::Attribution& layer) {
  TokenRange range;
  if (layer.cue) range = *layer.cue;
  if (layer.source) range = range.empty() ? *layer.source : WidenBy(report, range, *layer.source);
  for (const TokenRange& content : layer.content) {
    if (range.empty()) range = content;
    const TokenRange sentence = report.document.sentence_of(range.begin).tokens;
    TokenRange near = content;
    near.end = std::min(near.end, sentence.end);
    if (!sentence.Contains(near) || near.empty()) continue;
    if (near.begin >= range.end) near.end = std::min(near.end, near.begin + 12);
    range = WidenBy(report, range, near);
  }
  return Tidy(report, range);
}

Position MakePosition(std::string value, std::vector<Evidence> evidence) {
  Position position;
  position.value = std::move(value);
  auto key = [](const Evidence& e) { return std::tie(e.report, e.tokens); };
  std::sort(evidence.begin(), evidence.end(),
            [&](const Evidence& a, const Evidence& b) { return key(a) < key(b); });
  evidence.erase(
      std::unique(evidence.begin(), evidence.end(),
                  [&](const Evidence& a, const Evidence& b) { return key(a) == key(b); }),
      evidence.end());
  for (const Evidence& e : evidence) {
    if (position.reports.empty() || position.reports.back() != e.report) {
      position.reports.push_back(e.report);
    }
  }
  position.evidence = std::move(evidence);
  return position;
}

std::string PassageText(const analysis::Analysis& report, TokenRange range, uint32_t max_words) {
  if (range.empty()) return "";
  const TokenRange sentence = report.document.sentence_of(range.begin).tokens;
  range.end = std::min(range.end, sentence.end);
  if (range.size() <= max_words) return std::string(report.document.text(range));
  return absl::StrCat(report.document.text(TokenRange{range.begin, range.begin + max_words}),
                      " ...");
}

uint32_t ReportCount(const std::vector<Position>& positions) {
  std::vector<uint32_t> reports;
  for (const Position& position : positions) {
    reports.insert(reports.end(), position.reports.begin(), position.reports.end());
  }
  std::sort(reports.begin(), reports.end());
  return static_cast<uint32_t>(std::unique(reports.begin(), reports.end()) - reports.begin());
}

}  // namespace parallax::framing
