#include "server/attribution/internal/phrases.h"

#include <algorithm>

#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {
namespace {

using language::Relation;
using language::Syntax;
using language::Universal;

// What is cut off at the edges: marks of quotations are not.
bool IsEdge(const Syntax& syntax, uint32_t token) {
  return syntax.IsPunctuation(token) && !IsQuotationMark(syntax.text(token));
}

}  // namespace

std::vector<TokenRange> Subtree(const Syntax& syntax, uint32_t token,
                                const std::vector<uint32_t>& without) {
  const TokenRange range = syntax.annotation().subtree(token);
  std::vector<bool> inside(range.size(), false);
  std::vector<uint32_t> stack = {token};
  while (!stack.empty()) {
    const uint32_t at = stack.back();
    stack.pop_back();
    if (std::find(without.begin(), without.end(), at) != without.end()) continue;
    inside[at - range.begin] = true;
    for (uint32_t c : syntax.children(at)) stack.push_back(c);
  }
  std::vector<TokenRange> ranges;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (!inside[i - range.begin]) continue;
    if (!ranges.empty() && ranges.back().end == i) {
      ++ranges.back().end;
    } else {
      ranges.push_back({i, i + 1});
    }
  }
  return ranges;
}

TokenRange NounPhrase(const Syntax& syntax, uint32_t token) {
  TokenRange range = syntax.annotation().subtree(token);
  // A subtree of a wrong or crossing tree may reach over its neighbours: stay near the head.
  std::vector<uint32_t> without;
  for (uint32_t c : syntax.children(token)) {
    const Relation r = syntax.relation(c);
    if (r == Relation::kCase || r == Relation::kCc || r == Relation::kMark || r == Relation::kCop ||
        Universal(r) == Relation::kNsubj || r == Relation::kParataxis) {
      without.push_back(c);
    }
  }
  for (TokenRange part : Subtree(syntax, token, without)) {
    if (part.Contains(token)) range = part;
  }
  while (range.begin < token && IsEdge(syntax, range.begin)) ++range.begin;
  while (range.end > token + 1 && IsEdge(syntax, range.end - 1)) --range.end;
  // The comma that closes an apposition or a relative clause belongs to it.
  bool opened = false;
  for (uint32_t i = token + 1; i < range.end; ++i) opened |= syntax.text(i) == ",";
  if (opened && range.end < syntax.sentence(token).tokens.end && syntax.text(range.end) == ",") {
    for (uint32_t c : syntax.children(token)) {
      const Relation r = syntax.relation(c);
      if (c > token && (r == Relation::kAppos || r == Relation::kAclRelcl || r == Relation::kAcl)) {
        ++range.end;
        break;
      }
    }
  }
  return range;
}

uint32_t MarkerOf(const Syntax& syntax, uint32_t token) {
  const uint32_t marker = syntax.child(token, Relation::kCase);
  return marker != language::kNoToken ? marker : syntax.child(token, Relation::kMark);
}

TokenRange Trim(const Syntax& syntax, TokenRange range) {
  while (!range.empty() && IsEdge(syntax, range.begin)) ++range.begin;
  while (!range.empty() && IsEdge(syntax, range.end - 1)) --range.end;
  return range;
}

}  // namespace parallax::attribution::internal
