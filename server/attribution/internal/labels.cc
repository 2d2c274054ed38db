// Who speaks told by a colon or a dash: headlines, speech, transcripts.
#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "server/attribution/internal/content.h"
#include "server/attribution/internal/cue.h"
#include "server/attribution/internal/phrases.h"
#include "server/attribution/internal/sieves.h"
#include "server/attribution/quotations.h"

namespace parallax::attribution::internal {
namespace {

using language::EntityType;
using language::Syntax;
using language::Upos;

// The most words that stand for who speaks before a colon.
constexpr uint32_t kLongestLabel = 8;

// "HANLON:", "MARSH (Harbour Wire):" at the beginning of a paragraph.
struct Label {
  TokenRange name;
  uint32_t colon = 0;
  bool capitals = false;   // the name throughout
  bool described = false;  // more than the name stands before the colon
};

// What stands before the colon that begins a paragraph with `sentence`, if all of it looks like a
// name; an empty name for none.
Label LabelOf(const Syntax& syntax, uint32_t sentence) {
  const std::vector<text::Sentence>& sentences = syntax.document().sentences();
  const text::Sentence& s = sentences[sentence];
  if (s.section != text::Section::kBody ||
      (sentence > 0 && sentences[sentence - 1].paragraph == s.paragraph)) {
    return {};
  }
  uint32_t first = s.tokens.begin;
  if (IsQuotationMark(syntax.text(first))) ++first;
  Label label = {{first, first}, 0, true, false};
  for (uint32_t i = first; i < s.tokens.end && i <= first + kLongestLabel; ++i) {
    const absl::string_view word = syntax.text(i);
    if (word == ":") {
      label.colon = i;
      return label;
    }
    label.described |= word == "(" || word == "," || word == "[";
    if (label.described) continue;
    if (!absl::ascii_isupper(word[0]) && !syntax.IsPunctuation(i)) return {};
    label.capitals &= std::none_of(word.begin(), word.end(), absl::ascii_islower);
    label.name.end = i + 1;
  }
  return {};
}

bool IsOfType(const Syntax& syntax, TokenRange name, std::initializer_list<EntityType> types) {
  const auto& entities = syntax.annotation().entities();
  const auto at = std::lower_bound(
      entities.begin(), entities.end(), name.begin,
      [](const language::NamedEntity& e, uint32_t token) { return e.tokens.begin < token; });
  return at != entities.end() && at->tokens == name &&
         std::find(types.begin(), types.end(), at->type) != types.end();
}

TokenRange RestOfParagraph(const Syntax& syntax, uint32_t sentence, uint32_t begin) {
  const std::vector<text::Sentence>& sentences = syntax.document().sentences();
  const uint32_t paragraph = sentences[sentence].paragraph;
  uint32_t end = begin;
  for (; sentence < sentences.size() && sentences[sentence].paragraph == paragraph; ++sentence) {
    end = sentences[sentence].tokens.end;
  }
  return {begin, end};
}

}  // namespace

void FindSpeakerLabels(const Context& context, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  const uint32_t sentences = syntax.document().sentences().size();
  std::vector<std::pair<uint32_t, Label>> labels;
  std::map<absl::string_view, uint32_t> times;
  for (uint32_t s = 0; s < sentences; ++s) {
    const Label label = LabelOf(syntax, s);
    if (label.name.empty()) continue;
    labels.emplace_back(s, label);
    ++times[syntax.document().text(label.name)];
  }
  // Who is named once by a place or a day, or in small letters, may head the line of a list.
  std::erase_if(labels, [&](const auto& entry) {
    const Label& label = entry.second;
    if (times[syntax.document().text(label.name)] > 1) return false;
    const bool place = IsOfType(syntax, label.name,
                                {EntityType::kLocation, EntityType::kDate, EntityType::kNumber});
    return label.capitals ? place && !label.described
                          : !IsOfType(syntax, label.name, {EntityType::kPerson});
  });
  // One alone is a dateline or a note.
  if (labels.size() < 2) return;
  for (const auto& [sentence, label] : labels) {
    Attribution attribution =
        StartAt({label.colon, label.colon + 1}, label.colon, nullptr, kSpeakerLabel);
    attribution.source = label.name;
    attribution.source_head = HeadOfSource(syntax, label.name);
    AppendWithContent(context, {RestOfParagraph(syntax, sentence, label.colon + 1)},
                      std::move(attribution), out);
  }
}

void FindColonOrDash(const Context& context, uint32_t sentence, std::vector<Attribution>* out) {
  const Syntax& syntax = context.syntax;
  const text::Sentence& s = syntax.document().sentences()[sentence];
  // A body may open with its headline: words without a stop.
  const bool headline = s.section == text::Section::kHeadline ||
                        (sentence == 0 && !syntax.IsPunctuation(s.tokens.end - 1));
  // Who speaks stands in a few words before the colon, without a predicate.
  for (uint32_t i = s.tokens.begin + 1; i + 1 < s.tokens.end && i <= s.tokens.begin + kLongestLabel;
       ++i) {
    if (syntax.text(i) != ":") continue;
    const TokenRange before = {s.tokens.begin, i};
    bool named = false, predicate = false;
    for (uint32_t j = before.begin; j < before.end; ++j) {
      const Upos upos = syntax.word(j).upos;
      named |= upos == Upos::kPropn || (headline && upos == Upos::kNoun);
      predicate |= upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kNum ||
                   context.quotation_of[j] != kNoQuotation;
    }
    const bool quoted = context.quotation_of[i + 1] != kNoQuotation;
    if (!named || predicate || (!headline && !quoted)) return;
    Attribution attribution =
        StartAt({i, i + 1}, i, nullptr, headline ? "headline-colon" : "colon");
    attribution.source = before;
    attribution.source_head = HeadOfSource(syntax, before);
    AppendWithContent(context, {{i + 1, s.tokens.end}}, std::move(attribution), out);
    return;
  }
  // "No deal - minister" in a headline, "words" - Name under a quotation.
  for (uint32_t i = s.tokens.end; i-- > s.tokens.begin + 1;) {
    const absl::string_view mark = syntax.text(i);
    const bool hyphen = mark == "-" && !syntax.document().tokens()[i].space_before;
    if (hyphen || (mark != "-" && mark != "--" && mark != "\u2013" && mark != "\u2014")) continue;
    const TokenRange after = Trim(syntax, {i + 1, s.tokens.end});
    if (after.empty() || after.size() > 6) return;
    bool names = false, other = false;
    for (uint32_t j = after.begin; j < after.end; ++j) {
      const Upos upos = syntax.word(j).upos;
      names |= upos == Upos::kPropn || upos == Upos::kNoun;
      other |= upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kNum ||
               upos == Upos::kPron || upos == Upos::kSconj;
    }
    const bool quoted = context.quotation_of[i - 1] != kNoQuotation;
    bool predicate = false;
    for (uint32_t j = s.tokens.begin; j < i; ++j) predicate |= syntax.IsVerb(j);
    if (!names || other || !(quoted || (headline && predicate && after.size() <= 3))) return;
    Attribution attribution = StartAt({i, i + 1}, i, nullptr, headline ? "headline-dash" : "dash");
    attribution.source = after;
    attribution.source_head = after.end - 1;
    AppendWithContent(context, {{s.tokens.begin, i}}, std::move(attribution), out);
    return;
  }
}

}  // namespace parallax::attribution::internal
