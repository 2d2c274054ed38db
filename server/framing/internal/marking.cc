#include "server/framing/internal/marking.h"

#include <algorithm>

namespace parallax::framing {
namespace {

using language::Relation;
using language::Upos;

// A run of marked words goes on over gaps of so many.
constexpr uint32_t kMaxGap = 2;
// Longer names are read wrongly.
constexpr uint32_t kMaxNameTokens = 6;
// Of a sentence without words.
constexpr float kSaysNothing = -8;

// Kinds whose words mean something by themselves; of the others "not", "by" and marks may tell.
bool HasMeaningAlone(Kind kind) {
  return kind == Kind::kQuantity || kind == Kind::kTime || kind == Kind::kPlace ||
         kind == Kind::kCause || kind == Kind::kLabel || kind == Kind::kWording;
}

bool IsContent(Upos upos) {
  return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kVerb || upos == Upos::kAdj ||
         upos == Upos::kAdv || upos == Upos::kNum;
}

// Words at an end of a phrase that belong to what stands beyond it.
bool IsLoose(Upos upos) {
  return upos == Upos::kAdp || upos == Upos::kCconj || upos == Upos::kSconj ||
         upos == Upos::kPunct || upos == Upos::kPart;
}

bool IsPartOfName(const language::Word& word) {
  return word.relation == Relation::kCompound || word.relation == Relation::kFlat;
}

class Marker {
 public:
  Marker(const analysis::Analysis& report, TokenRange sentence,
         const std::vector<encoder::WordReading>& words, Kind kind)
      : report_(report),
        sentence_(sentence),
        words_(words),
        kind_(static_cast<size_t>(kind) - static_cast<size_t>(Kind::kCommitment)),
        alone_(HasMeaningAlone(kind)) {}

  Marking Mark() const {
    const uint32_t size = std::min(static_cast<uint32_t>(words_.size()), sentence_.size());
    if (size == 0) return {{sentence_.begin, sentence_.begin + 1}, kSaysNothing};
    const uint32_t best = Surest(size);
    TokenRange run = {best, best + 1};
    for (uint32_t i = best, gap = 0; i-- > 0 && gap <= kMaxGap;) {
      gap = Odds(i) >= 0 ? 0 : gap + 1;
      if (gap == 0) run.begin = i;
    }
    for (uint32_t i = best + 1, gap = 0; i < size && gap <= kMaxGap; ++i) {
      gap = Odds(i) >= 0 ? 0 : gap + 1;
      if (gap == 0) run.end = i + 1;
    }
    Marking marking = {{sentence_.begin + run.begin, sentence_.begin + run.end}, Odds(best)};
    if (alone_) marking.tokens = WholeNames(Trimmed(marking.tokens, sentence_.begin + best));
    return marking;
  }

 private:
  const language::Word& Word(uint32_t token) const { return report_.annotation.word(token); }
  float Odds(uint32_t i) const { return words_[i].kinds[kind_]; }

  // Among words with a meaning, where the kind wants one and the sentence has any.
  uint32_t Surest(uint32_t size) const {
    uint32_t best = size;
    for (const bool any : {!alone_, true}) {
      for (uint32_t i = 0; i < size; ++i) {
        if (!any && !IsContent(Word(sentence_.begin + i).upos)) continue;
        if (best == size || Odds(i) > Odds(best)) best = i;
      }
      if (best != size) break;
    }
    return best;
  }

  TokenRange Trimmed(TokenRange run, uint32_t kept) const {
    while (run.begin < kept && IsLoose(Word(run.begin).upos)) ++run.begin;
    while (run.end > kept + 1 &&
           (IsLoose(Word(run.end - 1).upos) || Word(run.end - 1).upos == Upos::kDet)) {
      --run.end;
    }
    return run;
  }

  TokenRange WholeNames(TokenRange run) const {
    TokenRange whole = run;
    const auto take = [&](uint32_t token) {
      whole = {std::min(whole.begin, token), std::max(whole.end, token + 1)};
    };
    for (uint32_t t = run.begin; t < run.end; ++t) {
      if (IsPartOfName(Word(t)) && Word(t).head != language::kNoToken) take(Word(t).head);
    }
    for (uint32_t t = sentence_.begin; t < sentence_.end; ++t) {
      const uint32_t head = Word(t).head;
      if (IsPartOfName(Word(t)) && head >= whole.begin && head < whole.end) take(t);
    }
    return whole.size() <= run.size() + kMaxNameTokens ? whole : run;
  }

  const analysis::Analysis& report_;
  const TokenRange sentence_;
  const std::vector<encoder::WordReading>& words_;
  const size_t kind_;
  const bool alone_;
};

}  // namespace

Marking Mark(const analysis::Analysis& report, TokenRange sentence,
             const std::vector<encoder::WordReading>& words, Kind kind) {
  return Marker(report, sentence, words, kind).Mark();
}

}  // namespace parallax::framing
