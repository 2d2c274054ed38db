#include "server/attribution/internal/candidates.h"

#include <algorithm>
#include <utility>

#include "server/attribution/internal/feature_hash.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;

// No sentence of a report has more; each costs a reading of its sentence.
constexpr size_t kMostCandidates = 12;

// Drops the least sure of too many.
void KeepSurest(std::vector<Candidate>* candidates) {
  if (candidates->size() <= kMostCandidates) return;
  std::nth_element(candidates->begin(), candidates->begin() + kMostCandidates, candidates->end(),
                   [](const Candidate& a, const Candidate& b) {
                     return std::pair(-a.margin, a.cue) < std::pair(-b.margin, b.cue);
                   });
  candidates->resize(kMostCandidates);
  std::sort(candidates->begin(), candidates->end(),
            [](const Candidate& a, const Candidate& b) { return a.cue < b.cue; });
}

// Who "the nurse who claimed that ..." is may not run on into what is said of the nurse.
void KeepToRelativeClause(const Context& context, uint32_t head, TokenRange sentence,
                          std::vector<uint8_t>* allowed) {
  const Syntax& syntax = context.syntax;
  if (syntax.relation(head) != language::Relation::kAclRelcl) return;
  const uint32_t subject = syntax.Subject(head);
  if (subject == kNoToken || !syntax.annotation().has(subject, language::kPronRel)) return;
  const TokenRange phrase = syntax.annotation().subtree(syntax.head(head));
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    if (phrase.Contains(i) || context.quotation_of[i] != kNoQuotation) continue;
    (*allowed)[i - sentence.begin] &= 1 << kOutside | 1 << kBegin | 1 << kInside;
  }
}

// "... said that A and denied that B": the second act is no content of the first.
void KeepFromOtherActs(const Context& context, uint32_t head, TokenRange sentence,
                       std::vector<uint8_t>* allowed) {
  const Syntax& syntax = context.syntax;
  for (uint32_t c : syntax.annotation().children(head)) {
    if (c < head || syntax.relation(c) != language::Relation::kConj || !syntax.IsVerb(c) ||
        syntax.Subject(c) != kNoToken || context.quotation_of[c] != kNoQuotation) {
      continue;
    }
    const lexicon::ReportingCue* entry = context.lexicon.reporting_cue(syntax.lemma(c));
    if (entry == nullptr || !entry->verb || entry->mental || entry->weak) continue;
    const TokenRange act = syntax.annotation().subtree(c);
    for (uint32_t i = std::max(act.begin, head); i < std::min(act.end, sentence.end); ++i) {
      (*allowed)[i - sentence.begin] &= 1 << kOutside | 1 << kBegin | 1 << kInside;
    }
  }
}

// Steps of half a point, the ends taken together.
uint64_t Step(float margin) {
  return static_cast<uint64_t>(std::clamp(margin * 2 + 16, 0.0f, 31.0f));
}
uint64_t WideStep(float margin) {
  return static_cast<uint64_t>(std::clamp(margin / 2 + 4, 0.0f, 7.0f));
}

}  // namespace

std::vector<Candidate> FindCandidates(const Context& context, const Features& features,
                                      const AttributionModels& models, TokenRange sentence,
                                      Workspace* workspace) {
  std::vector<Candidate> candidates;
  auto& [positions, sums, before, after] = *workspace;
  positions.Clear();
  features.OfCues(sentence, &positions);
  const std::vector<uint8_t> likely = models.filter.Over(positions.node);
  if (std::find(likely.begin(), likely.end(), 1) == likely.end()) return candidates;
  models.cues.SumUp(positions, likely, &sums);
  positions.Clear();
  features.OfLikelyCues(sentence, likely, &positions);
  models.cues.SumUp(positions, likely, &before);
  models.cues.Add(before, 0, 0, sentence.size(), &sums);
  Scores scores = models.cues.ScoresOf(sums);
  std::vector<uint8_t> allowed = AllowedCues(likely);
  const std::vector<float> margins = BeginMargins(scores, allowed);
  const std::vector<uint8_t> cues = Viterbi(scores, allowed);
  for (TokenRange cue : RangesOf(cues, kBegin, sentence.begin)) {
    Candidate candidate;
    candidate.cue = cue;
    candidate.margin = margins[cue.begin - sentence.begin];
    candidates.push_back(std::move(candidate));
  }
  if (candidates.empty()) return candidates;
  KeepSurest(&candidates);
  // What does not look at the cue is summed up once for all cues.
  const uint32_t first_end = candidates.front().cue.end;
  positions.Clear();
  features.BesideCue({sentence.begin, candidates.back().cue.end}, false, &positions);
  models.arguments.SumUp(positions, {}, &before);
  positions.Clear();
  features.BesideCue({first_end, sentence.end}, true, &positions);
  models.arguments.SumUp(positions, {}, &after);
  for (Candidate& candidate : candidates) {
    const TokenRange cue = candidate.cue;
    positions.Clear();
    features.OfArguments(cue, &positions);
    models.arguments.SumUp(positions, {}, &sums);
    const uint32_t split = cue.end - sentence.begin;
    models.arguments.Add(before, 0, 0, split, &sums);
    models.arguments.Add(after, cue.end - first_end, split, sentence.size() - split, &sums);
    allowed = AllowedBeside(sentence, cue);
    const uint32_t head = features.HeadOf(cue);
    KeepToRelativeClause(context, head, sentence, &allowed);
    KeepFromOtherActs(context, head, sentence, &allowed);
    scores = models.arguments.ScoresOf(sums);
    candidate.labels = Viterbi(scores, allowed);
    if (candidate.margin > kCertainMargin) continue;
    candidate.content_margin = MarginOver(scores, candidate.labels, allowed, kContentBegin);
    candidate.source_margin = MarginOver(scores, candidate.labels, allowed, kBegin);
  }
  return candidates;
}

void OfCandidates(const Context& context, const Features& features,
                  const std::vector<Attribution>& sieved, TokenRange sentence,
                  const std::vector<Candidate>& candidates, FeatureLists* out) {
  const Syntax& syntax = context.syntax;
  for (const Candidate& candidate : candidates) {
    if (candidate.margin > kCertainMargin) continue;
    const TokenRange cue = candidate.cue;
    const uint32_t head = features.HeadOf(cue);
    const uint32_t at = features.SievedAt(cue);
    const auto text = [&](uint32_t i) -> uint64_t { return HashText(syntax.lemma(i)); };
    uint64_t whole = 1;
    for (uint32_t i = cue.begin; i < cue.end; ++i) whole = Mix(whole, text(i));
    const uint64_t word = text(head), tag = static_cast<uint64_t>(syntax.word(head).xpos);
    const uint64_t relation = static_cast<uint64_t>(syntax.relation(head));
    const uint64_t rule = at == kNoAttribution ? 0 : HashText(sieved[at].rule);
    const std::vector<TokenRange> parts = RangesOf(candidate.labels, kContentBegin, sentence.begin);
    const std::vector<TokenRange> sources = RangesOf(candidate.labels, kBegin, sentence.begin);
    uint32_t size = 0;
    bool quoted = false, before = false, clause = false;
    for (TokenRange part : parts) {
      size += part.size();
      before |= part.begin < cue.begin;
      for (uint32_t i = part.begin; i < part.end; ++i) {
        quoted |= context.quotation_of[i] != kNoQuotation;
        clause |= syntax.annotation().has(i, language::kVerbFin);
      }
    }
    const uint64_t kind =
        parts.empty() ? 0 : 1 + quoted + 2 * before + 4 * clause + 8 * (parts.size() > 1);
    uint64_t source = 0;
    if (!sources.empty()) {
      const uint32_t last = sources.front().end - 1;
      source = 1 + static_cast<uint64_t>(syntax.word(last).upos) +
               64 * (sources.front().begin < cue.begin);
    }
    // How the surest other candidate lies to this one: it holds it, is held by it, shares content.
    uint64_t company = 0;
    float held_by = -100;
    for (const Candidate& other : candidates) {
      if (&other == &candidate) continue;
      if (candidate.labels[other.cue.begin - sentence.begin] >= kContentBegin) company |= 1;
      if (other.labels[cue.begin - sentence.begin] >= kContentBegin) {
        held_by = std::max(held_by, other.margin);
      }
    }
    const uint64_t held = held_by < -99 ? 20 : WideStep(held_by);
    const uint64_t sure = Step(candidate.margin), content = Step(candidate.content_margin);
    const uint64_t sure_wide = WideStep(candidate.margin);
    const uint64_t content_wide = WideStep(candidate.content_margin);
    const uint64_t inside = context.quotation_of[head] != kNoQuotation;
    Collector f(out);
    f.Add(0);
    f.Add(sure);
    f.Add(content);
    f.Add(Step(candidate.source_margin));
    f.Add(sure_wide, content_wide);
    f.Add(sure_wide, content_wide, rule);
    f.Add(sure, tag);
    f.Add(sure_wide, word);
    f.Add(content_wide, word);
    f.Add(word);
    f.Add(whole);
    f.Add(word, kind);
    f.Add(word, source);
    f.Add(kind, tag);
    f.Add(kind, source);
    f.Add(kind, rule);
    f.Add(kind, sure_wide, content_wide);
    f.Add(source, sure_wide);
    f.Add(source, tag, relation);
    f.Add(rule, tag);
    f.Add(rule, sure);
    f.Add(rule, content);
    f.Add(relation, tag);
    f.Add(relation, word);
    f.Add(Bucket(size), kind);
    f.Add(Bucket(size), word);
    f.Add(inside, tag, kind);
    f.Add(inside, sure_wide, source);
    f.Add(held, sure_wide);
    f.Add(held, tag, relation);
    f.Add(company, candidates.size() > 2, sure_wide);
    f.Add(cue.size(), tag);
    f.Add(cue.size(), sure_wide);
    f.Add(cue.begin == sentence.begin, cue.end == sentence.end, tag);
    f.Add(cue.end < sentence.end ? text(cue.end) : 0, tag);
    f.Add(cue.begin > sentence.begin ? text(cue.begin - 1) : 0, tag);
  }
}

std::vector<uint8_t> AllowedCues(const std::vector<uint8_t>& likely) {
  std::vector<uint8_t> allowed(likely.size());
  for (size_t i = 0; i < likely.size(); ++i) allowed[i] = likely[i] ? 0x7 : 1 << kOutside;
  return allowed;
}

std::vector<uint8_t> AllowedBeside(TokenRange sentence, TokenRange cue) {
  std::vector<uint8_t> allowed(sentence.size(), 0x1f);
  for (uint32_t i = cue.begin; i < cue.end; ++i) allowed[i - sentence.begin] = 1 << kOutside;
  return allowed;
}

std::vector<TokenRange> RangesOf(const std::vector<uint8_t>& labels, Label begin, uint32_t offset) {
  std::vector<TokenRange> ranges;
  for (uint32_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == begin) {
      ranges.push_back({offset + i, offset + i + 1});
    } else if (labels[i] == begin + 1 && !ranges.empty() && ranges.back().end == offset + i) {
      ++ranges.back().end;
    }
  }
  return ranges;
}

}  // namespace parallax::attribution::internal
