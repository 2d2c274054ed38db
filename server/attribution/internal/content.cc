#include "server/attribution/internal/content.h"

#include <algorithm>
#include <utility>

#include "server/attribution/internal/phrases.h"
#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {

using language::Syntax;

std::vector<TokenRange> Union(std::vector<TokenRange> parts) {
  std::sort(parts.begin(), parts.end());
  std::vector<TokenRange> joined;
  for (TokenRange part : parts) {
    if (part.empty()) continue;
    if (!joined.empty() && part.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, part.end);
    } else {
      joined.push_back(part);
    }
  }
  return joined;
}

std::vector<TokenRange> Completed(const Context& context, std::vector<TokenRange> parts,
                                  uint32_t cue_head) {
  const Syntax& syntax = context.syntax;
  parts = Union(std::move(parts));
  std::vector<TokenRange> more;
  for (TokenRange part : parts) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      const uint32_t q = context.quotation_of[i];
      if (q == kNoQuotation) continue;
      const TokenRange quoted = context.quotations[q].tokens;
      if (!quoted.Contains(cue_head)) more.push_back(quoted);
      i = std::max(i, std::min(quoted.end, part.end) - 1);
    }
    // "said: 'X" whose opening mark hangs elsewhere in the tree.
    if (part.begin > 0 && IsQuotationMark(syntax.text(part.begin - 1)) &&
        context.quotation_of[part.begin] != kNoQuotation) {
      const TokenRange quoted = context.quotations[context.quotation_of[part.begin]].tokens;
      if (!quoted.Contains(cue_head)) more.push_back(quoted);
    }
  }
  parts.insert(parts.end(), more.begin(), more.end());
  parts = Union(std::move(parts));
  // Gaps of mere punctuation are none, but for the comma that stood before a cue.
  std::vector<TokenRange> closed;
  for (TokenRange part : parts) {
    if (!closed.empty()) {
      bool gap = false;
      for (uint32_t i = closed.back().end; i < part.begin && !gap; ++i) {
        gap = !syntax.IsPunctuation(i);
      }
      if (!gap) {
        closed.back().end = part.end;
        continue;
      }
    }
    closed.push_back(part);
  }
  std::vector<TokenRange> result;
  for (TokenRange part : closed) {
    for (TokenRange piece : Paragraphs(context, part)) result.push_back(piece);
  }
  return result;
}

void AppendWithContent(const Context& context, std::vector<TokenRange> parts,
                       Attribution attribution, std::vector<Attribution>* out) {
  attribution.content = Completed(context, std::move(parts), attribution.cue_head);
  if (!attribution.content.empty()) out->push_back(std::move(attribution));
}

TokenRange WithQuotation(const Context& context, TokenRange part, uint32_t cue_head) {
  const Syntax& syntax = context.syntax;
  const uint32_t sentence_begin = syntax.sentence(part.begin).tokens.begin;
  const uint32_t sentence_end = syntax.sentence(part.end - 1).tokens.end;
  const uint32_t before = context.quotation_of[part.begin];
  const uint32_t after = context.quotation_of[part.end - 1];
  if (before != kNoQuotation && part.begin <= sentence_begin + 1) {
    const TokenRange quoted = context.quotations[before].tokens;
    if (quoted.begin < sentence_begin && !quoted.Contains(cue_head)) part.begin = quoted.begin;
  }
  if (after != kNoQuotation && part.end + 1 >= sentence_end) {
    const TokenRange quoted = context.quotations[after].tokens;
    if (quoted.end > sentence_end && !quoted.Contains(cue_head)) part.end = quoted.end;
  }
  return part;
}

std::vector<TokenRange> Paragraphs(const Context& context, TokenRange content) {
  const Syntax& syntax = context.syntax;
  std::vector<TokenRange> result;
  uint32_t begin = content.begin;
  for (uint32_t i = content.begin + 1; i <= content.end; ++i) {
    if (i < content.end && syntax.sentence(i).paragraph == syntax.sentence(begin).paragraph)
      continue;
    TokenRange piece = Trim(syntax, {begin, i});
    // The stop of a quoted paragraph belongs to the quotation.
    if (!piece.empty() && context.quotation_of[i - 1] != kNoQuotation &&
        context.quotation_of[piece.end - 1] == context.quotation_of[i - 1]) {
      piece.end = i;
    }
    if (!piece.empty()) result.push_back(piece);
    begin = i;
  }
  return result;
}

}  // namespace parallax::attribution::internal
