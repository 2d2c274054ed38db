#include "server/attribution/internal/features.h"

#include <algorithm>
#include <cmath>

#include "server/attribution/internal/feature_hash.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using language::Mark;
using language::Relation;
using language::Universal;
using language::Upos;

constexpr uint64_t kNone = 0xfffffff;
constexpr uint8_t kFar = 50;  // above any level of a mark

}  // namespace

Features::Features(const Context& context, const std::vector<Attribution>& sieved)
    : context_(context), syntax_(context.syntax), sieved_(sieved) {
  const uint32_t size = syntax_.size();
  words_.resize(size);
  entity_.assign(size, 0);
  lexical_.assign(size, 0);
  clause_.assign(size, 0);
  sieve_label_.assign(size, kOutside);
  sieve_at_.assign(size, kNoAttribution);
  quotation_gap_.assign(size, 0);
  for (const language::NamedEntity& entity : syntax_.annotation().entities()) {
    std::fill(entity_.begin() + entity.tokens.begin, entity_.begin() + entity.tokens.end,
              1 + static_cast<uint8_t>(entity.type));
  }
  for (uint32_t i = 0; i < size; ++i) {
    words_[i] = static_cast<uint32_t>(HashText(syntax_.lemma(i)));
    if (const lexicon::ReportingCue* cue = context.lexicon.reporting_cue(syntax_.lemma(i))) {
      lexical_[i] = static_cast<uint16_t>(
          static_cast<int>(cue->connotation) | cue->verb << 3 | cue->noun << 4 |
          cue->preposition << 5 | cue->adverb << 6 | cue->adjective << 7 | cue->takes_person << 8 |
          cue->accusation << 9 | cue->mental << 10 | cue->prospective << 11 | cue->weak << 12);
    }
    for (uint32_t c : syntax_.annotation().children(i)) {
      switch (Universal(syntax_.relation(c))) {
        case Relation::kCcomp:
          clause_[i] |= kHasCcomp;
          break;
        case Relation::kXcomp:
          clause_[i] |= kHasXcomp;
          break;
        case Relation::kObj:
          clause_[i] |= kHasObj;
          break;
        case Relation::kNsubj:
          clause_[i] |= kHasSubject;
          if (syntax_.relation(c) == Relation::kNsubjPass) clause_[i] |= kIsPassive;
          break;
        case Relation::kParataxis:
          clause_[i] |= kHasParataxis;
          break;
        case Relation::kObl:
        case Relation::kNmod:
          clause_[i] |= kHasObl;
          break;
        case Relation::kAcl:
          clause_[i] |= kHasAcl;
          break;
        case Relation::kAux:
          if (syntax_.relation(c) == Relation::kAuxPass) clause_[i] |= kIsPassive;
          break;
        default:
          break;
      }
    }
  }
  for (uint32_t a = 0; a < sieved.size(); ++a) {
    if (!sieved[a].cue) continue;
    for (uint32_t i = sieved[a].cue->begin; i < sieved[a].cue->end; ++i) {
      sieve_label_[i] = i == sieved[a].cue->begin ? kBegin : kInside;
    }
    if (sieve_at_[sieved[a].cue_head] == kNoAttribution) sieve_at_[sieved[a].cue_head] = a;
  }
  if (syntax_.annotation().has_readings()) {
    constexpr float kStepsPerUnit = 0.8f;
    levels_.reserve(size_t{size} * language::kMarkCount);
    for (uint32_t i = 0; i < size; ++i) {
      for (float mark : syntax_.annotation().reading(i).marks) {
        const int level = static_cast<int>(std::lround(mark * kStepsPerUnit)) + kFar;
        levels_.push_back(static_cast<uint8_t>(std::clamp(level, 0, 2 * kFar)));
      }
    }
  }
  opens_.assign(size, kNoToken);
  ends_.assign(size, kNoToken);
  for (uint32_t i = 0; i < size; ++i) {
    const TokenRange phrase = syntax_.annotation().subtree(i);
    uint32_t& opens = opens_[phrase.begin];
    if (opens == kNoToken || syntax_.annotation().subtree(opens).size() < phrase.size()) opens = i;
    uint32_t& ends = ends_[phrase.end - 1];
    if (ends == kNoToken || syntax_.annotation().subtree(ends).size() < phrase.size()) ends = i;
  }
  for (const text::Sentence& sentence : syntax_.document().sentences()) {
    uint32_t gap = 8;
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      gap = context.quotation_of[i] != kNoQuotation ? 0 : std::min(gap + 1, 8u);
      quotation_gap_[i] = gap;
    }
    gap = 8;
    for (uint32_t i = sentence.tokens.end; i-- > sentence.tokens.begin;) {
      gap = context.quotation_of[i] != kNoQuotation ? 0 : std::min(gap + 1, 8u);
      quotation_gap_[i] |= gap << 4;
    }
  }
}

uint64_t Features::Tag(uint32_t token) const {
  return static_cast<uint64_t>(syntax_.word(token).xpos);
}

uint64_t Features::Level(int64_t token, language::Mark mark, TokenRange sentence) const {
  if (levels_.empty()) return 2 * kFar;
  if (token < sentence.begin || token >= sentence.end) return 2 * kFar + 1;
  return levels_[static_cast<size_t>(token) * language::kMarkCount + static_cast<size_t>(mark)];
}

uint32_t Features::HeadOf(TokenRange cue) const {
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    if (sieve_at_[i] != kNoAttribution && syntax_.IsVerb(i)) return i;
  }
  uint32_t best = cue.begin;
  uint32_t best_depth = 0xffffffff;
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    uint32_t depth = 0;
    for (uint32_t at = i; depth < 64 && syntax_.head(at) != kNoToken; at = syntax_.head(at))
      ++depth;
    if (syntax_.IsPunctuation(i) && cue.size() > 1) depth += 64;
    if (depth < best_depth) {
      best = i;
      best_depth = depth;
    }
  }
  return best;
}

uint32_t Features::SievedAt(TokenRange cue) const {
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    if (sieve_at_[i] != kNoAttribution) return sieve_at_[i];
  }
  return kNoAttribution;
}

uint64_t Features::NearQuotation(uint32_t token) const {
  const uint64_t gap = quotation_gap_[token];
  return (gap & 15) <= 3 ? 1 : (gap >> 4) <= 3 ? 2 : 0;
}

uint64_t Features::Direction(uint32_t token) const {
  const uint32_t up = syntax_.head(token);
  return up == kNoToken ? 0 : up < token ? 1 + Bucket(token - up) : 20 + Bucket(up - token);
}

void Features::OfCues(TokenRange sentence, Positions* out) const {
  const auto word = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : words_[i];
  };
  const auto tag = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : Tag(i);
  };
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    Collector f(&out->node);
    const language::Word& me = syntax_.word(i);
    const uint64_t w = words_[i], p = Tag(i), r = static_cast<uint64_t>(me.relation);
    const uint32_t up = me.head;
    const uint64_t hw = up == kNoToken ? kNone : words_[up];
    const bool quoted = context_.quotation_of[i] != kNoQuotation;
    const uint64_t near = NearQuotation(i);
    const uint64_t clause = clause_[i];
    const uint64_t head_lexical = up == kNoToken ? 0 : lexical_[up];
    const uint64_t direction = Direction(i);
    const int64_t at = i;
    f.Add(0);
    f.Add(w);
    f.Add(HashText(syntax_.text(i)));
    f.Add(p);
    f.Add(w, r);
    f.Add(p, r);
    f.Add(w, p);
    f.Add(word(at - 1));
    f.Add(word(at + 1));
    f.Add(tag(at - 1), p);
    f.Add(p, tag(at + 1));
    f.Add(hw, r);
    f.Add(w, clause);
    f.Add(p, clause, near);
    f.Add(lexical_[i]);
    f.Add(lexical_[i], clause & (kHasCcomp | kHasXcomp | kHasParataxis | kHasObj), near, p);
    f.Add(lexical_[i], r, quoted);
    f.Add(r, head_lexical, direction);
    f.Add(quoted, p, near);
    f.Add(sieve_label_[i], p);
    f.Add(sieve_label_[i], w);
    const uint64_t begins = Level(i, Mark::kCueBegin, sentence);
    const uint64_t inside = Level(i, Mark::kCue, sentence);
    const uint64_t before = Level(at - 1, Mark::kCue, sentence);
    f.Add(begins);
    f.Add(inside);
    f.Add(begins, p);
    f.Add(before, inside);
    Collector e(&out->edge);
    e.Add(begins);
    e.Add(inside);
    e.Add(before, inside);
    e.Add(0);
    e.Add(p);
    e.Add(r, direction);
    e.Add(w);
    e.Add(sieve_label_[i], p);
    e.Add(tag(at - 1), p);
    e.Add(word(at - 1));
  }
}

void Features::OfLikelyCues(TokenRange sentence, const std::vector<uint8_t>& likely,
                            Positions* out) const {
  const language::Annotation& annotation = syntax_.annotation();
  const auto word = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : words_[i];
  };
  const auto tag = [&](int64_t i) -> uint64_t {
    return i < sentence.begin || i >= sentence.end ? kNone : Tag(i);
  };
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    out->edge.Close();
    Collector f(&out->node, 100);
    if (!likely[i - sentence.begin]) continue;
    const language::Word& me = syntax_.word(i);
    const uint64_t w = words_[i], p = Tag(i), r = static_cast<uint64_t>(me.relation);
    const uint32_t up = me.head;
    const uint64_t hw = up == kNoToken ? kNone : words_[up];
    const uint64_t hp = up == kNoToken ? kNone : Tag(up);
    const uint64_t hr = up == kNoToken ? kNone : static_cast<uint64_t>(syntax_.relation(up));
    const bool quoted = context_.quotation_of[i] != kNoQuotation;
    const uint64_t gap = quotation_gap_[i];
    const uint64_t near = NearQuotation(i);
    const uint64_t clause = clause_[i];
    const uint64_t head_clause = up == kNoToken ? 0 : clause_[up];
    const uint64_t direction = Direction(i);
    const int64_t at = i;
    f.Add(word(at - 2));
    f.Add(word(at + 2));
    f.Add(tag(at - 2), tag(at - 1), p);
    f.Add(p, tag(at + 1), tag(at + 2));
    f.Add(tag(at - 1), p, tag(at + 1));
    f.Add(word(at - 1), w);
    f.Add(w, word(at + 1));
    f.Add(word(at - 1), p);
    f.Add(p, word(at + 1));
    f.Add(word(at - 2), word(at - 1), w);
    f.Add(w, word(at + 1), word(at + 2));
    f.Add(w, tag(at + 1));
    f.Add(w, tag(at - 1));
    f.Add(hp, r, p);
    f.Add(hw, w);
    f.Add(r, hr, p);
    f.Add(r, hr, hw);
    f.Add(w, clause & (kHasCcomp | kHasXcomp | kHasParataxis), near);
    f.Add(w, hw, direction);
    f.Add(r, w, head_clause & (kHasCcomp | kHasXcomp), direction);
    f.Add(r, direction, hp, head_clause);
    f.Add(quoted, w);
    f.Add(gap, p);
    f.Add(gap & 15, w);
    f.Add(gap >> 4, w);
    const uint32_t sieve = sieve_at_[i];
    f.Add(sieve == kNoAttribution ? 0 : HashText(sieved_[sieve].rule));
    f.Add(sieve == kNoAttribution ? 0 : HashText(sieved_[sieve].rule), w);
    f.Add(up == kNoToken ? 9u : sieve_label_[up], r, p);
    f.Add(at > sentence.begin ? sieve_label_[at - 1] : 9u, sieve_label_[i],
          at + 1 < sentence.end ? sieve_label_[at + 1] : 9u);
    f.Add(entity_[i], p);
    f.Add(i == sentence.begin, p, w);
    // Suffixes speak for words that training has not seen.
    const absl::string_view text = syntax_.text(i);
    f.Add(HashText(text.substr(text.size() > 3 ? text.size() - 3 : 0)), p);
    const uint64_t begins = Level(i, Mark::kCueBegin, sentence);
    const uint64_t inside = Level(i, Mark::kCue, sentence);
    f.Add(begins, w);
    f.Add(begins, inside);
    f.Add(begins, sieve_label_[i]);
    f.Add(begins, lexical_[i]);
    f.Add(begins, clause & (kHasCcomp | kHasXcomp | kHasParataxis), near);
    f.Add(inside, Level(at + 1, Mark::kCue, sentence));
    f.Add(Level(i, Mark::kContent, sentence));
    f.Add(Level(i, Mark::kSource, sentence));
    f.Add(Level(at + 1, Mark::kContentBegin, sentence), p);
    f.Add(Level(at - 1, Mark::kSourceEnd, sentence), p);
    const uint32_t subject = syntax_.Subject(i);
    if (subject != kNoToken) {
      f.Add(static_cast<uint64_t>(syntax_.word(subject).upos), entity_[subject], w);
      f.AddSet(1, words_[subject], p);
      f.AddSet(2, words_[subject], w);
      f.AddSet(3, static_cast<uint64_t>(syntax_.word(subject).upos), entity_[subject], clause, p);
    } else {
      f.AddSet(4, p, r, near);
      f.AddSet(4, w, r, near);
    }
    for (uint32_t c : annotation.children(i)) {
      const uint64_t cr = static_cast<uint64_t>(syntax_.relation(c));
      f.AddSet(5, cr, p);
      f.AddSet(6, cr, w);
      f.AddSet(7, cr, words_[c], p);
    }
    if (up != kNoToken) {
      for (uint32_t c : annotation.children(up)) {
        if (c != i) f.AddSet(8, static_cast<uint64_t>(syntax_.relation(c)), r, p, c < i);
      }
    }
  }
}

}  // namespace parallax::attribution::internal
