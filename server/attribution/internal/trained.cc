#include "server/attribution/internal/trained.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace parallax::attribution::internal {
namespace {

using language::kNoToken;
using lexicon::ReportingCue;

// Takes in what a quotation that the part reaches into says in other sentences, paragraph by
// paragraph.
void AddWithQuotation(const Context& context, TokenRange part, TokenRange sentence,
                      uint32_t cue_head, std::vector<TokenRange>* out) {
  const auto spread = [&](uint32_t token) {
    const uint32_t q = context.quotation_of[token];
    if (q == kNoQuotation) return;
    const TokenRange quoted = context.quotations[q].tokens;
    if (quoted.Contains(cue_head)) return;
    if (quoted.begin < sentence.begin && part.begin <= sentence.begin + 1) {
      part.begin = quoted.begin;
    }
    if (quoted.end > sentence.end && part.end + 1 >= sentence.end) part.end = quoted.end;
  };
  spread(part.begin);
  spread(std::min(part.end, sentence.end) - 1);
  for (TokenRange piece : Paragraphs(context, part)) out->push_back(piece);
}

// The more a cue says of its content, the more it decides: "rejected suggestions" is a denial.
int Weight(const ReportingCue* entry) {
  if (entry == nullptr) return 0;
  switch (entry->connotation) {
    case lexicon::Connotation::kDenying:
      return 5;
    case lexicon::Connotation::kDistancing:
      return 4;
    case lexicon::Connotation::kEndorsing:
      return 3;
    case lexicon::Connotation::kCharged:
      return 2;
    default:
      return 1;
  }
}

const ReportingCue* EntryOf(const Context& context, TokenRange cue, uint32_t head) {
  const Syntax& syntax = context.syntax;
  const ReportingCue* entry = context.lexicon.reporting_cue(syntax.VerbLemma(head));
  if (entry == nullptr) entry = context.lexicon.reporting_cue(syntax.lemma(head));
  for (uint32_t i = cue.begin; i < cue.end; ++i) {
    const ReportingCue* other = context.lexicon.reporting_cue(syntax.lemma(i));
    if (other == nullptr ||
        !(syntax.IsVerb(i) ? other->verb : other->noun && syntax.IsNominal(i))) {
      continue;
    }
    if (Weight(other) > Weight(entry)) entry = other;
  }
  return entry;
}

// Sieves whose word counts for more than that of the trained sequences.
bool IsCertain(const Syntax& syntax, const Attribution& attribution) {
  const absl::string_view rule = attribution.rule;
  if (rule == "trailing-cue" || rule == "according-to" || rule == "in-the-words-of" ||
      rule == "for-source" || rule == "headline-colon" || rule == "headline-dash" ||
      rule == "colon" || rule == "adverb-of-hearsay") {
    return true;
  }
  // A denial or a claim changes what the report says of its content too much to be missed.
  const ReportingCue* entry = attribution.entry;
  return rule == "verb-clause" && entry != nullptr && !entry->mental &&
         (entry->connotation == lexicon::Connotation::kDenying ||
          entry->connotation == lexicon::Connotation::kDistancing) &&
         syntax.text(attribution.content.front().begin) == "that";
}

// No sentence of a report has more; each costs a reading of its sentence.
constexpr size_t kMostCues = 12;

// Drops the least sure of too many cues.
void KeepSurest(const SequenceModel::Sums& sums, uint32_t offset, std::vector<TokenRange>* cues) {
  if (cues->size() <= kMostCues) return;
  const auto surer = [&](TokenRange a, TokenRange b) {
    const auto margin = [&](TokenRange cue) {
      const int32_t* const node = &sums.node[size_t{cue.begin - offset} * kCueLabels];
      return node[kBegin] - node[kOutside];
    };
    return std::pair(-margin(a), a) < std::pair(-margin(b), b);
  };
  std::nth_element(cues->begin(), cues->begin() + kMostCues, cues->end(), surer);
  cues->resize(kMostCues);
  std::sort(cues->begin(), cues->end());
}

uint32_t TopOf(const Syntax& syntax, TokenRange range) {
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const uint32_t up = syntax.head(i);
    if (!syntax.IsPunctuation(i) && (up == kNoToken || !range.Contains(up)) &&
        syntax.IsNominal(i)) {
      return i;
    }
  }
  return range.end - 1;
}

}  // namespace

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

void FindTrained(const Context& context, const Features& features,
                 const std::vector<Attribution>& sieved, std::pair<uint32_t, uint32_t> sieved_here,
                 const AttributionModels& models, TokenRange sentence,
                 std::vector<Attribution>* out) {
  const size_t first = out->size();
  Positions positions;
  features.OfCues(sentence, &positions);
  const std::vector<uint8_t> likely = models.filter.Likely(positions.node);
  SequenceModel::Sums sums, before, after;
  std::vector<TokenRange> cues;
  if (std::find(likely.begin(), likely.end(), 1) != likely.end()) {
    models.cues.SumUp(positions, &sums);
    positions.Clear();
    features.OfLikelyCues(sentence, likely, &positions);
    models.cues.SumUp(positions, &before);
    models.cues.Add(before, 0, 0, sentence.size(), &sums);
    cues = RangesOf(models.cues.Decode(sums, AllowedCues(likely)), kBegin, sentence.begin);
    KeepSurest(sums, sentence.begin, &cues);
  }
  // What does not look at the cue is summed up once for all cues.
  if (!cues.empty()) {
    positions.Clear();
    features.BesideCue({sentence.begin, cues.back().end}, false, &positions);
    models.arguments.SumUp(positions, &before);
    positions.Clear();
    features.BesideCue({cues.front().end, sentence.end}, true, &positions);
    models.arguments.SumUp(positions, &after);
  }
  for (TokenRange cue : cues) {
    positions.Clear();
    features.OfArguments(cue, &positions);
    models.arguments.SumUp(positions, &sums);
    const uint32_t split = cue.end - sentence.begin;
    models.arguments.Add(before, 0, 0, split, &sums);
    models.arguments.Add(after, cue.end - cues.front().end, split, sentence.size() - split, &sums);
    std::vector<uint8_t> allowed = AllowedBeside(sentence, cue);
    KeepToRelativeClause(context, features.HeadOf(cue), sentence, &allowed);
    const std::vector<uint8_t> labels = models.arguments.Decode(sums, allowed);
    const std::vector<TokenRange> parts = RangesOf(labels, kContentBegin, sentence.begin);
    const uint32_t at = features.SievedAt(cue);
    if (parts.empty() && at == kNoAttribution) continue;
    Attribution attribution;
    attribution.cue = cue;
    attribution.cue_head = features.HeadOf(cue);
    attribution.entry = EntryOf(context, cue, attribution.cue_head);
    if (attribution.entry == nullptr && at != kNoAttribution) attribution.entry = sieved[at].entry;
    if (attribution.entry != nullptr) attribution.connotation = attribution.entry->connotation;
    attribution.rule = at != kNoAttribution ? sieved[at].rule : "trained-cue";
    for (TokenRange part : parts) {
      AddWithQuotation(context, part, sentence, attribution.cue_head, &attribution.content);
    }
    if (parts.empty()) attribution.content = sieved[at].content;
    const std::vector<TokenRange> sources = RangesOf(labels, kBegin, sentence.begin);
    if (!sources.empty()) {
      attribution.source = sources.front();
      attribution.source_head = TopOf(context.syntax, sources.front());
    } else if (at != kNoAttribution && sieved[at].rule == "trailing-cue") {
      attribution.source = sieved[at].source;
      attribution.source_head = sieved[at].source_head;
      if (attribution.source) {
        std::erase_if(attribution.content, [&attribution](TokenRange part) {
          return part.Overlaps(*attribution.source);
        });
      }
    }
    if (!attribution.content.empty()) out->push_back(std::move(attribution));
  }
  // What the sequences missed though a sieve is certain of it.
  for (uint32_t a = sieved_here.first; a < sieved_here.second; ++a) {
    const Attribution& attribution = sieved[a];
    if (!attribution.cue || !IsCertain(context.syntax, attribution)) continue;
    bool taken = false;
    for (size_t i = first; i < out->size(); ++i) {
      taken |= (*out)[i].cue && (*out)[i].cue->Overlaps(*attribution.cue);
    }
    if (!taken) out->push_back(attribution);
  }
}

}  // namespace parallax::attribution::internal
