// Marks as a Marker gives them, made by hand from the words of a report.
#ifndef PARALLAX_TESTS_ATTRIBUTION_MADE_MARKS_H_
#define PARALLAX_TESTS_ATTRIBUTION_MADE_MARKS_H_

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "server/attribution/attribution.h"
#include "server/attribution/marker.h"
#include "server/text/document.h"

namespace parallax::attribution {

// One cue and what is linked with it, as the words stand in the text; empty for none.
struct MadeGroup {
  std::string source;
  std::string cue;
  std::vector<std::string> contents = {};
};

// The first tokens from `from` on that are these words. Ends the program where there are none.
inline TokenRange TokensOf(const text::Document& document, absl::string_view words,
                           uint32_t from = 0) {
  const uint32_t size = document.tokens().size();
  for (uint32_t begin = from; begin < size; ++begin) {
    if (words.substr(0, document.text(begin).size()) != document.text(begin)) continue;
    for (uint32_t end = begin + 1; end <= size; ++end) {
      const absl::string_view text = document.text(TokenRange{begin, end});
      if (text == words) return {begin, end};
      if (text.size() > words.size()) break;
    }
  }
  std::cerr << "no tokens \"" << words << "\"\n";
  std::abort();
}

// Spans of a group are linked with its cue, and with no other. Of a span that stands more than once
// in the text the first one is meant that follows on the cue before.
inline std::vector<SentenceMarks> MadeMarks(const text::Document& document,
                                            const std::vector<MadeGroup>& groups) {
  struct Owned {
    MarkedSpan span;
    size_t group;
  };
  struct Sentence {
    std::vector<Owned> sources, cues, contents;
  };
  std::vector<Sentence> sentences(document.sentences().size());
  const auto sentence_of = [&](uint32_t token) { return document.tokens()[token].sentence; };
  uint32_t from = 0;
  for (size_t g = 0; g < groups.size(); ++g) {
    const MadeGroup& group = groups[g];
    if (!group.source.empty()) {
      const TokenRange source = TokensOf(document, group.source, from);
      sentences[sentence_of(source.begin)].sources.push_back({{source}, g});
    }
    for (const std::string& words : group.contents) {
      const TokenRange content = TokensOf(document, words, from);
      const uint32_t last = sentence_of(content.end - 1);
      for (uint32_t s = sentence_of(content.begin); s <= last; ++s) {
        const TokenRange own = document.sentences()[s].tokens;
        const TokenRange part = {std::max(own.begin, content.begin),
                                 std::min(own.end, content.end)};
        sentences[s].contents.push_back({{part, part.begin > content.begin, s < last}, g});
      }
    }
    if (!group.cue.empty()) {
      const TokenRange cue = TokensOf(document, group.cue, from);
      sentences[sentence_of(cue.begin)].cues.push_back({{cue}, g});
      from = cue.end;
    }
  }
  std::vector<SentenceMarks> marks;
  for (Sentence& sentence : sentences) {
    SentenceMarks out;
    const auto take = [](std::vector<Owned>* owned, std::vector<MarkedSpan>* spans) {
      std::sort(owned->begin(), owned->end(),
                [](const Owned& a, const Owned& b) { return a.span.tokens < b.span.tokens; });
      for (const Owned& o : *owned) spans->push_back(o.span);
    };
    take(&sentence.sources, &out.sources);
    take(&sentence.cues, &out.cues);
    take(&sentence.contents, &out.contents);
    for (const Owned& cue : sentence.cues) {
      for (const Owned& s : sentence.sources) {
        out.source_links.push_back(s.group == cue.group ? 1.0f : -1.0f);
      }
      for (const Owned& c : sentence.contents) {
        out.content_links.push_back(c.group == cue.group ? 1.0f : -1.0f);
      }
    }
    marks.push_back(std::move(out));
  }
  return marks;
}

// "source | cue | content // content", "-" for what is not there.
inline std::string LineOf(const text::Document& document, const Attribution& attribution) {
  const auto text = [&](const absl::optional<TokenRange>& range) {
    return range ? std::string(document.text(*range)) : std::string("-");
  };
  std::vector<std::string> parts;
  for (TokenRange part : attribution.content) parts.emplace_back(document.text(part));
  return absl::StrCat(text(attribution.source), " | ", text(attribution.cue), " | ",
                      absl::StrJoin(parts, " // "));
}

inline std::vector<std::string> LinesOf(const text::Document& document,
                                        const AttributionSet& found) {
  std::vector<std::string> lines;
  for (const Attribution& attribution : found.attributions) {
    lines.push_back(LineOf(document, attribution));
  }
  return lines;
}

}  // namespace parallax::attribution

#endif  // PARALLAX_TESTS_ATTRIBUTION_MADE_MARKS_H_
