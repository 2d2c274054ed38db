// Attributions of what the heads have marked.
#include <algorithm>

#include "server/attribution/internal/content.h"
#include "server/attribution/internal/cue.h"
#include "server/attribution/internal/governed.h"
#include "server/attribution/internal/phrases.h"
#include "server/attribution/internal/sieves.h"

namespace parallax::attribution::internal {
namespace {

using language::Relation;
using language::Syntax;

class Marked {
 public:
  Marked(const Context& context, std::span<const SentenceMarks> marks)
      : context_(context), marks_(marks) {}

  std::vector<Attribution> Run() {
    for (uint32_t s = 0; s < marks_.size(); ++s) {
      const size_t first = out_.size();
      for (const MarkedSpan& cue : marks_[s].cues) AddCue(cue.tokens);
      AddContents(s, first);
      AddSources(s, first);
    }
    for (Attribution& attribution : out_) Finish(&attribution);
    return std::move(out_);
  }

 private:
  void AddCue(TokenRange cue) {
    const uint32_t head = HeadOfCue(context_, cue);
    out_.push_back(StartAt(cue, head, EntryOf(context_, cue, head), "trained-cue"));
  }

  const MarkedSpan* GoingOn(uint32_t s) const {
    const std::vector<MarkedSpan>& contents = marks_[s].contents;
    return contents.empty() || !contents.back().goes_on ? nullptr : &contents.back();
  }
  // The content of this sentence that the one before began, nullptr for none.
  const MarkedSpan* Continued(uint32_t s) const {
    const text::Document& document = context_.syntax.document();
    if (s == 0 || document.sentences()[s].section != document.sentences()[s - 1].section ||
        marks_[s].contents.empty() || !marks_[s].contents.front().from_before) {
      return nullptr;
    }
    return GoingOn(s - 1) == nullptr ? nullptr : &marks_[s].contents.front();
  }
  // A content with what follows of it in the sentences after.
  TokenRange Whole(uint32_t s, const MarkedSpan& content) const {
    TokenRange whole = content.tokens;
    bool goes_on = content.goes_on;
    while (goes_on && ++s < marks_.size()) {
      const MarkedSpan* const more = Continued(s);
      if (more == nullptr) break;
      whole.end = more->tokens.end;
      goes_on = more->goes_on;
    }
    return whole;
  }

  // Contents of sentence `s`, whose cues begin at `first`: to the cue that is best linked, and to
  // all that are linked. What comes from before, or is quoted without a cue in its sentence, goes
  // to the last cue before; where there is none, to the first one after.
  void AddContents(uint32_t s, size_t first) {
    const SentenceMarks& marks = marks_[s];
    const size_t cues = marks.cues.size(), contents = marks.contents.size();
    if (cues > 0 && !waiting_.empty()) {
      std::vector<TokenRange>& content = out_[first].content;
      content.insert(content.end(), waiting_.begin(), waiting_.end());
      waiting_.clear();
    }
    const MarkedSpan* const continued = Continued(s);
    for (size_t k = 0; k < contents; ++k) {
      if (&marks.contents[k] == continued) continue;
      const TokenRange whole = Whole(s, marks.contents[k]);
      const auto link = [&](size_t cue) { return marks.content_links[cue * contents + k]; };
      size_t best = 0;
      for (size_t cue = 1; cue < cues; ++cue) {
        if (link(cue) > link(best)) best = cue;
      }
      if (cues > 0 && (link(best) > 0 || !marks.contents[k].from_before)) {
        for (size_t cue = 0; cue < cues; ++cue) {
          if (cue == best || link(cue) > 0) out_[first + cue].content.push_back(whole);
        }
      } else if (!marks.contents[k].from_before &&
                 context_.quotation_of[whole.begin] == kNoQuotation) {
        continue;
      } else if (first > 0) {
        out_[first - 1].content.push_back(whole);
      } else if (cues > 0) {
        out_[first].content.push_back(whole);
      } else {
        waiting_.push_back(whole);
      }
    }
  }

  // Of each cue the source that is best linked, if any is.
  void AddSources(uint32_t s, size_t first) {
    const SentenceMarks& marks = marks_[s];
    const size_t sources = marks.sources.size();
    for (size_t cue = 0; cue < marks.cues.size(); ++cue) {
      Attribution& attribution = out_[first + cue];
      float best = 0;
      for (size_t k = 0; k < sources; ++k) {
        const float link = marks.source_links[cue * sources + k];
        if (link <= best || !MaySpeak(marks.sources[k].tokens, attribution.cue_head)) continue;
        best = link;
        attribution.source = marks.sources[k].tokens;
      }
      if (attribution.source) {
        attribution.source_head = HeadOfSource(context_.syntax, *attribution.source);
      } else {
        AddSpeaker(&attribution);
      }
    }
  }

  // Who speaks by the tree, where no source was marked.
  void AddSpeaker(Attribution* attribution) const {
    const Syntax& syntax = context_.syntax;
    const uint32_t speaker = SpeakerOf(context_, *attribution);
    if (speaker == language::kNoToken || !syntax.IsNominal(speaker)) return;
    const TokenRange source = NounPhrase(syntax, speaker);
    if (source.Overlaps(*attribution->cue) || !MaySpeak(source, attribution->cue_head)) return;
    for (TokenRange part : attribution->content) {
      if (part.Overlaps(source)) return;
    }
    attribution->source_head = speaker;
    attribution->source = source;
  }

  // False for who is spoken to or of, and for somebody named inside a quotation that the cue is not
  // in.
  bool MaySpeak(TokenRange source, uint32_t cue_head) const {
    const Syntax& syntax = context_.syntax;
    if (IsOfAddressee(context_, cue_head) &&
        (source.begin == 0 || syntax.lemma(source.begin - 1) != "by") &&
        syntax.relation(HeadOfSource(syntax, source)) != Relation::kOblAgent) {
      return false;
    }
    const uint32_t q = context_.quotation_of[source.begin];
    if (q == kNoQuotation || context_.quotations[q].tokens.Contains(cue_head)) return true;
    // “Experts” say: the source is all that is quoted.
    for (uint32_t i = source.end; i < context_.quotations[q].tokens.end; ++i) {
      if (!syntax.IsPunctuation(i)) return false;
    }
    for (uint32_t i = context_.quotations[q].tokens.begin; i < source.begin; ++i) {
      if (!syntax.IsPunctuation(i)) return false;
    }
    return true;
  }

  void Finish(Attribution* attribution) const {
    AddGoverned(context_, attribution);
    std::vector<TokenRange> parts;
    for (TokenRange part : attribution->content) {
      parts.push_back(WithQuotation(context_, part, attribution->cue_head));
    }
    attribution->content.clear();
    for (TokenRange part : Union(std::move(parts))) {
      for (TokenRange piece : Paragraphs(context_, part)) attribution->content.push_back(piece);
    }
    if (IsTaking(context_, *attribution)) attribution->content.clear();
    if (IsTrailing(*attribution)) attribution->rule = "trailing-cue";
  }

  // "..., the ministry said on Monday": whole clauses stand before a verb of saying.
  bool IsTrailing(const Attribution& attribution) const {
    const Syntax& syntax = context_.syntax;
    const lexicon::ReportingCue* entry = attribution.entry;
    if (attribution.content.empty() || !syntax.IsVerb(attribution.cue_head) ||
        IsPassiveCue(syntax, attribution.cue_head) ||
        (entry != nullptr && (entry->mental || entry->weak || entry->prospective))) {
      return false;
    }
    const TokenRange last = attribution.content.back();
    if (last.end > attribution.cue->begin ||
        !syntax.sentence(attribution.cue_head).tokens.Contains(last)) {
      return false;
    }
    for (uint32_t i = last.begin; i < last.end; ++i) {
      if (syntax.annotation().has(i, language::kVerbFin)) return true;
    }
    return false;
  }

  const Context& context_;
  const std::span<const SentenceMarks> marks_;
  std::vector<Attribution> out_;
  std::vector<TokenRange> waiting_;  // contents before the first cue
};

}  // namespace

std::vector<Attribution> FindMarked(const Context& context, std::span<const SentenceMarks> marks) {
  return Marked(context, marks).Run();
}

}  // namespace parallax::attribution::internal
