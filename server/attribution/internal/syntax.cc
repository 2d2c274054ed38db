#include "server/attribution/internal/syntax.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;

Syntax::Syntax(const text::Document& document, const language::Annotation& annotation)
    : document_(document), annotation_(annotation) {
  lemmas_.reserve(annotation.words().size());
  for (uint32_t i = 0; i < annotation.words().size(); ++i) {
    lemmas_.push_back(absl::AsciiStrToLower(annotation.lemma(i)));
  }
}

bool Syntax::IsNominal(uint32_t token) const {
  const Upos upos = word(token).upos;
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron;
}

bool Syntax::IsPassive(uint32_t verb) const {
  for (uint32_t c : annotation_.children(verb)) {
    const Relation r = relation(c);
    if (r == Relation::kAuxPass || r == Relation::kNsubjPass || r == Relation::kCsubjPass ||
        r == Relation::kOblAgent) {
      return true;
    }
  }
  return false;
}

std::string Syntax::VerbLemma(uint32_t verb) const {
  const uint32_t particle = child(verb, Relation::kCompoundPrt);
  return particle == kNoToken ? lemma(verb) : absl::StrCat(lemma(verb), " ", lemma(particle));
}

uint32_t Syntax::Subject(uint32_t predicate) const {
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(relation(c));
    if (r == Relation::kNsubj) return c;
  }
  return kNoToken;
}

std::vector<TokenRange> Syntax::Subtree(uint32_t token,
                                        const std::vector<uint32_t>& without) const {
  const TokenRange range = annotation_.subtree(token);
  std::vector<bool> inside(range.size(), false);
  std::vector<uint32_t> stack = {token};
  while (!stack.empty()) {
    const uint32_t at = stack.back();
    stack.pop_back();
    if (std::find(without.begin(), without.end(), at) != without.end()) continue;
    inside[at - range.begin] = true;
    for (uint32_t c : annotation_.children(at)) stack.push_back(c);
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

TokenRange Syntax::NounPhrase(uint32_t token) const {
  TokenRange range = annotation_.subtree(token);
  // A subtree of a wrong or crossing tree may reach over its neighbours: stay near the head.
  std::vector<uint32_t> without;
  for (uint32_t c : annotation_.children(token)) {
    const Relation r = relation(c);
    if (r == Relation::kCase || r == Relation::kCc || r == Relation::kMark || r == Relation::kCop ||
        Universal(r) == Relation::kNsubj || r == Relation::kParataxis) {
      without.push_back(c);
    }
  }
  for (TokenRange part : Subtree(token, without)) {
    if (part.Contains(token)) range = part;
  }
  while (range.begin < token && IsPunctuation(range.begin) && !IsQuotationMark(text(range.begin))) {
    ++range.begin;
  }
  while (range.end > token + 1 && IsPunctuation(range.end - 1) &&
         !IsQuotationMark(text(range.end - 1))) {
    --range.end;
  }
  // The comma that closes an apposition or a relative clause belongs to it.
  bool opened = false;
  for (uint32_t i = token + 1; i < range.end; ++i) opened |= text(i) == ",";
  if (opened && range.end < sentence(token).end && text(range.end) == ",") {
    for (uint32_t c : annotation_.children(token)) {
      const Relation r = relation(c);
      if (c > token && (r == Relation::kAppos || r == Relation::kAclRelcl || r == Relation::kAcl)) {
        ++range.end;
        break;
      }
    }
  }
  return range;
}

TokenRange Syntax::Trim(TokenRange range) const {
  const auto edge = [this](uint32_t i) { return IsPunctuation(i) && !IsQuotationMark(text(i)); };
  while (!range.empty() && edge(range.begin)) ++range.begin;
  while (!range.empty() && edge(range.end - 1)) --range.end;
  return range;
}

}  // namespace parallax::attribution::internal
