#include <algorithm>

#include "server/attribution/internal/feature_hash.h"
#include "server/attribution/internal/features.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Mark;
using language::Relation;
using language::Universal;
using language::Upos;

constexpr uint64_t kNone = 0xfffffff;

}  // namespace

uint64_t Features::Phrase(uint32_t token) const {
  return token == kNoToken ? 0xff : static_cast<uint64_t>(syntax_.relation(token));
}

uint64_t Features::QuotePlace(uint32_t token, TokenRange sentence) const {
  const uint32_t q = context_.quotation_of[token];
  if (q == kNoQuotation) return 0;
  const TokenRange tokens = context_.quotations[q].tokens;
  return 1 + (tokens.begin == token) + 2 * (tokens.end == token + 1) +
         8 * (tokens.begin < sentence.begin) + 16 * (tokens.end > sentence.end);
}

void Features::OfArguments(TokenRange cue, Positions* out) const {
  const TokenRange sentence = syntax_.sentence(cue.begin);
  const uint32_t head = HeadOf(cue);
  const language::Annotation& annotation = syntax_.annotation();

  // The way from the cue to each token: how far up, then by which relation down.
  std::vector<uint8_t> up_steps(sentence.size(), 0xff);
  std::vector<uint64_t> up_path(sentence.size(), 0);
  {
    uint64_t path = 1;
    uint8_t steps = 0;
    for (uint32_t at = head; at != kNoToken && steps < 60; at = syntax_.head(at)) {
      up_steps[at - sentence.begin] = steps;
      up_path[at - sentence.begin] = path;
      path = Mix(path, static_cast<uint64_t>(Universal(syntax_.relation(at))));
      ++steps;
    }
  }
  struct Way {
    uint8_t up = 0xff;
    uint8_t down = 0;
    uint32_t top = kNoToken;  // the child, of the cue or an ancestor, by which the way goes down
    uint64_t path = 0;
  };
  std::vector<Way> ways(sentence.size());
  std::vector<uint32_t> stack;
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    stack.clear();
    uint32_t at = i;
    while (at != kNoToken && up_steps[at - sentence.begin] == 0xff &&
           ways[at - sentence.begin].up == 0xff) {
      stack.push_back(at);
      at = syntax_.head(at);
    }
    while (!stack.empty()) {
      const uint32_t token = stack.back();
      stack.pop_back();
      Way& way = ways[token - sentence.begin];
      const uint32_t above = syntax_.head(token);
      if (above == kNoToken) break;
      const uint64_t relation = static_cast<uint64_t>(syntax_.relation(token));
      if (up_steps[above - sentence.begin] != 0xff) {
        way.up = up_steps[above - sentence.begin];
        way.down = 1;
        way.top = token;
        way.path = Mix(up_path[above - sentence.begin], relation);
      } else {
        way = ways[above - sentence.begin];
        way.down = std::min(way.down + 1, 30);
        if (way.down <= 3) way.path = Mix(way.path, relation);
      }
    }
    if (up_steps[i - sentence.begin] != 0xff) {
      ways[i - sentence.begin].up = up_steps[i - sentence.begin];
      ways[i - sentence.begin].path = Mix(up_path[i - sentence.begin], 77);
    }
  }

  // What the sieves say of this cue, token by token.
  std::vector<uint8_t> sieve(sentence.size(), kOutside);
  const uint32_t a = SievedAt(cue);
  const auto mark = [&](TokenRange range, Label begin, Label inside) {
    for (uint32_t i = std::max(range.begin, sentence.begin); i < std::min(range.end, sentence.end);
         ++i) {
      sieve[i - sentence.begin] = i == range.begin ? begin : inside;
    }
  };
  if (a != kNoAttribution) {
    for (TokenRange part : sieved_[a].content) mark(part, kContentBegin, kContentInside);
    if (sieved_[a].source) mark(*sieved_[a].source, kBegin, kInside);
  }
  const uint32_t subject = syntax_.UnderstoodSubject(head);
  const TokenRange subject_range = subject == kNoToken ? TokenRange{} : syntax_.NounPhrase(subject);

  const uint64_t cue_word = words_[head];
  const uint64_t cue_tag = static_cast<uint64_t>(syntax_.word(head).upos);
  const uint64_t cue_last = words_[cue.end - 1];
  const uint64_t cue_clause = clause_[head];
  const uint64_t cue_quoted = context_.quotation_of[cue.begin];
  const uint64_t rule = a == kNoAttribution ? 0 : HashText(sieved_[a].rule);
  // Commas and verbs between the cue and each token.
  std::vector<uint8_t> commas(sentence.size(), 0), verbs(sentence.size(), 0);
  for (uint32_t i = cue.end; i < sentence.end; ++i) {
    const uint32_t at = i - sentence.begin;
    const bool first = i == cue.end;
    commas[at] = std::min<int>(
        3, (first ? 0 : commas[at - 1]) + (i > cue.end && syntax_.text(i - 1) == ","));
    verbs[at] =
        std::min<int>(3, (first ? 0 : verbs[at - 1]) + (i > cue.end && syntax_.IsVerb(i - 1)));
  }
  for (uint32_t i = cue.begin; i-- > sentence.begin;) {
    const uint32_t at = i - sentence.begin;
    const bool first = i + 1 == cue.begin;
    commas[at] =
        std::min<int>(3, (first ? 0 : commas[at + 1]) + (!first && syntax_.text(i + 1) == ","));
    verbs[at] = std::min<int>(3, (first ? 0 : verbs[at + 1]) + (!first && syntax_.IsVerb(i + 1)));
  }
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    Collector f(&out->node);
    const uint32_t at = i - sentence.begin;
    const Way& way = ways[at];
    const uint64_t w = words_[i], p = Tag(i), r = static_cast<uint64_t>(syntax_.relation(i));
    const uint64_t side = i < cue.begin ? 0 : i < cue.end ? 1 : 2;
    const uint64_t distance = side == 0   ? Bucket(cue.begin - 1 - i)
                              : side == 1 ? 0
                                          : Bucket(i - cue.end);
    const uint64_t top_relation =
        way.top == kNoToken ? kNone : static_cast<uint64_t>(syntax_.relation(way.top));
    const uint64_t edge_of_top = way.top == kNoToken
                                     ? 3
                                     : (annotation.subtree(way.top).begin == i) |
                                           (annotation.subtree(way.top).end == i + 1) << 1;
    uint64_t quote = QuotePlace(i, sentence);
    if (quote > 0 && context_.quotation_of[i] == cue_quoted) quote += 32;
    const uint64_t in_subject = !subject_range.Contains(i)   ? 0
                                : subject_range.begin == i   ? 1
                                : subject_range.end == i + 1 ? 3
                                                             : 2;
    const uint64_t s = sieve[at];
    const uint64_t top_key = Mix(way.up, top_relation);
    const uint64_t opening = Phrase(opens_[i]), ending = Phrase(ends_[i]);
    f.Add(side, distance);
    f.Add(p, side, distance);
    f.Add(way.path);
    f.Add(way.path, side);
    f.Add(way.path, p);
    f.Add(way.path, cue_tag, side);
    f.Add(way.path, cue_word);
    f.Add(top_key, side);
    f.Add(top_key, side, edge_of_top);
    f.Add(top_key, cue_word, side);
    f.Add(top_key, cue_clause, side);
    f.Add(top_key, cue_last, side);
    f.Add(top_key, p, way.down, side);
    f.Add(top_key, w);
    f.Add(top_key, s);
    f.Add(top_key, quote);
    f.Add(s);
    f.Add(s, side);
    f.Add(s, p);
    f.Add(s, w);
    f.Add(s, rule);
    f.Add(s, rule, side, in_subject);
    f.Add(s, quote);
    f.Add(s, at > 0 ? sieve[at - 1] : 9u, at + 1 < sentence.size() ? sieve[at + 1] : 9u);
    f.Add(in_subject, side, cue_tag);
    f.Add(in_subject, p);
    f.Add(in_subject, cue_word);
    f.Add(quote, side);
    f.Add(quote, side, rule);
    f.Add(quote, cue_word, side);
    f.Add(quote, side, cue_clause);
    f.Add(cue_word, side, distance);
    f.Add(cue_word, p, side);
    f.Add(cue_last, side, distance);
    f.Add(cue_tag, side, p);
    f.Add(cue_tag, side, distance, cue_clause);
    f.Add(commas[at], verbs[at], side);
    f.Add(commas[at], verbs[at], side, p);
    f.Add(commas[at], top_key, side);
    f.Add(entity_[i], side, in_subject);
    f.Add(w, way.path);
    f.Add(r, side, distance);
    f.Add(opening, top_key, side);
    f.Add(ending, top_key, side);
    f.Add(opening, cue_word, side);
    const uint64_t content = Level(i, Mark::kContent, sentence);
    const uint64_t source = Level(i, Mark::kSource, sentence);
    f.Add(content, top_key, side);
    f.Add(content, s, side);
    f.Add(content, quote, side);
    f.Add(content, cue_word, side);
    f.Add(content, source, side, distance);
    f.Add(source, s, side);
    f.Add(source, in_subject, side);
    Collector e(&out->edge);
    e.Add(side, distance <= 1 ? distance : 2);
    e.Add(quote, side);
    e.Add(s, at > 0 ? sieve[at - 1] : 9u);
    e.Add(at > 0 && ways[at - 1].top == way.top, top_relation, side);
    e.Add(in_subject, side);
    e.Add(at > 0 ? ways[at - 1].path : 0, way.path);
    e.Add(way.path, side);
    e.Add(opens_[i] == kNoToken ? 0 : ways[opens_[i] - sentence.begin].path, side);
  }
}

void Features::BesideCue(TokenRange tokens, bool after, Positions* out) const {
  if (tokens.empty()) return;
  const TokenRange sentence = syntax_.sentence(tokens.begin);
  const auto word = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : words_[i];
  };
  const auto tag = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : Tag(i);
  };
  const uint64_t side = after;
  for (uint32_t i = tokens.begin; i < tokens.end; ++i) {
    const uint64_t w = words_[i], p = Tag(i), r = static_cast<uint64_t>(syntax_.relation(i));
    const uint64_t opening = Phrase(opens_[i]), ending = Phrase(ends_[i]);
    const uint64_t ended = i > sentence.begin ? Phrase(ends_[i - 1]) : 0xfe;
    const uint64_t opened = i + 1 < sentence.end ? Phrase(opens_[i + 1]) : 0xfe;
    const uint64_t previous_quote =
        i > sentence.begin && context_.quotation_of[i - 1] != kNoQuotation;
    const int64_t n = i;
    Collector f(&out->node, 100);
    f.Add(side);
    f.Add(w, side);
    f.Add(p, r, side);
    f.Add(QuotePlace(i, sentence), previous_quote, p);
    f.Add(word(n - 1), side);
    f.Add(word(n + 1), side);
    f.Add(tag(n - 1), p, side);
    f.Add(p, tag(n + 1), side);
    f.Add(tag(n - 1), p, tag(n + 1));
    f.Add(i + 1 == sentence.end, p, side);
    f.Add(sentence.end - i <= 3 ? sentence.end - i : 0, side, p);
    f.Add(opening, side, p);
    f.Add(ending, side, p);
    f.Add(opening, ended, side);
    f.Add(ending, opened, side);
    const uint64_t content = Level(n, Mark::kContent, sentence);
    const uint64_t source = Level(n, Mark::kSource, sentence);
    const uint64_t before = Level(n - 1, Mark::kContent, sentence);
    const uint64_t content_begins = Level(n, Mark::kContentBegin, sentence);
    const uint64_t content_ended = Level(n - 1, Mark::kContentEnd, sentence);
    const uint64_t source_begins = Level(n, Mark::kSourceBegin, sentence);
    const uint64_t source_ended = Level(n - 1, Mark::kSourceEnd, sentence);
    f.Add(content, side);
    f.Add(content_begins, side);
    f.Add(Level(n, Mark::kContentEnd, sentence), side);
    f.Add(content_ended, side);
    f.Add(source, side);
    f.Add(source_begins, side);
    f.Add(Level(n, Mark::kSourceEnd, sentence), side);
    f.Add(source_ended, side);
    f.Add(Level(n, Mark::kCue, sentence), side);
    f.Add(before, content, side);
    f.Add(content, Level(n + 1, Mark::kContent, sentence), side);
    Collector e(&out->edge, 100);
    e.Add(content_begins, side);
    e.Add(content_ended, side);
    e.Add(source_begins, side);
    e.Add(source_ended, side);
    e.Add(before, content, side);
    e.Add(content, side);
    e.Add(source, side);
    e.Add(0);
    e.Add(p);
    e.Add(tag(n - 1), p);
    e.Add(syntax_.IsPunctuation(i) ? w : 0, tag(n + 1), side);
    e.Add(word(n - 1));
    e.Add(w);
    e.Add(opening, ended, side);
    e.Add(opening, side, p);
    e.Add(ended, tag(n - 1), p);
  }
}

}  // namespace parallax::attribution::internal
