#include "server/language/annotation.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/strings/ascii.h"

namespace parallax::language {

Annotation::Annotation(std::vector<Word> words, std::string lemmas,
                       std::vector<NamedEntity> entities)
    : words_(std::move(words)),
      lemmas_(std::move(lemmas)),
      lower_lemmas_(absl::AsciiStrToLower(lemmas_)),
      entities_(std::move(entities)) {
  const uint32_t size = static_cast<uint32_t>(words_.size());
  child_begin_.assign(size + 2, 0);
  for (const Word& word : words_) {
    if (word.head != kNoToken) ++child_begin_[word.head + 2];
  }
  for (uint32_t i = 2; i < child_begin_.size(); ++i) child_begin_[i] += child_begin_[i - 1];
  children_.resize(child_begin_.back());
  // child_begin_[h + 1] is the next free place of head h, and ends up as the begin of h + 1.
  for (uint32_t token = 0; token < size; ++token) {
    const uint32_t head = words_[token].head;
    if (head != kNoToken) children_[child_begin_[head + 1]++] = token;
  }
  child_begin_.pop_back();

  // Heads before dependents, then ranges are merged from the leaves up.
  std::vector<uint32_t> order;
  order.reserve(size);
  subtrees_.resize(size);
  for (uint32_t token = 0; token < size; ++token) {
    subtrees_[token] = {token, token + 1};
    if (words_[token].head == kNoToken) order.push_back(token);
  }
  for (uint32_t i = 0; i < order.size(); ++i) {
    for (uint32_t child : children(order[i])) order.push_back(child);
  }
  assert(order.size() == size);
  for (uint32_t i = static_cast<uint32_t>(order.size()); i-- > 0;) {
    const uint32_t head = words_[order[i]].head;
    if (head == kNoToken) continue;
    const TokenRange range = subtrees_[order[i]];
    subtrees_[head] = {std::min(subtrees_[head].begin, range.begin),
                       std::max(subtrees_[head].end, range.end)};
  }
}

uint32_t Annotation::child(uint32_t token, Relation relation) const {
  for (uint32_t child : children(token)) {
    if (words_[child].relation == relation) return child;
  }
  return kNoToken;
}

bool Annotation::dominates(uint32_t ancestor, uint32_t token) const {
  while (token != kNoToken && token != ancestor) token = words_[token].head;
  return token == ancestor;
}

}  // namespace parallax::language
