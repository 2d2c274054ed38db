#include "server/analysis/loaded_terms.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace parallax::analysis {
namespace {

// Entries with more words than this are never matched; keeps the scan linear.
constexpr uint32_t kMaxPhraseTokens = 6;

// Names are not word choice: "Storm Arwen", "the Tea Party".
std::vector<bool> InsideNames(const language::Annotation& annotation) {
  std::vector<bool> inside(annotation.words().size(), false);
  for (const language::NamedEntity& entity : annotation.entities()) {
    if (entity.type == language::EntityType::kDate ||
        entity.type == language::EntityType::kNumber ||
        entity.type == language::EntityType::kMoney) {
      continue;
    }
    for (uint32_t t = entity.tokens.begin; t < entity.tokens.end; ++t) inside[t] = true;
  }
  return inside;
}

// As entries are written: "drag one's feet" for "drags his feet".
std::string EntryWord(const language::Annotation& annotation, uint32_t token) {
  if (annotation.word(token).xpos == language::Xpos::kPrpPoss) return "one's";
  return absl::AsciiStrToLower(annotation.lemma(token));
}

// Whether the token and the one before it are parts of a compound: "strong-arm" is three tokens.
bool IsJoined(const text::Document& document, uint32_t token) {
  return !document.tokens()[token].space_before &&
         (document.text(token) == "-" || document.text(token - 1) == "-");
}

}  // namespace

std::vector<LoadedPassage> FindLoadedTerms(const text::Document& document,
                                           const language::Annotation& annotation,
                                           const lexicon::Lexicon& lexicon) {
  std::vector<LoadedPassage> passages;
  const std::vector<bool> inside_name = InsideNames(annotation);
  for (const text::Sentence& sentence : document.sentences()) {
    uint32_t t = sentence.tokens.begin;
    while (t < sentence.tokens.end) {
      std::string phrase = absl::AsciiStrToLower(annotation.lemma(t));
      std::string form =
          absl::AsciiStrToLower(document.text(t));  // "war-torn" is no form of "tear"
      const uint32_t reach = lexicon.begins_phrase(phrase) ? kMaxPhraseTokens : 1;
      const uint32_t limit = std::min(sentence.tokens.end, t + reach);
      const lexicon::LoadedTerm* best = nullptr;
      uint32_t best_end = t + 1;
      for (uint32_t end = t; end < limit && !inside_name[end]; ++end) {
        const bool joined = end > t && IsJoined(document, end);
        if (end > t) {
          const absl::string_view gap = joined ? "" : " ";
          absl::StrAppend(&phrase, gap, EntryWord(annotation, end));
          absl::StrAppend(&form, gap, absl::AsciiStrToLower(document.text(end)));
        }
        const lexicon::LoadedTerm* term = lexicon.loaded_term(phrase);
        if (term == nullptr && joined) term = lexicon.loaded_term(form);
        if (term != nullptr) {
          best = term;
          best_end = end + 1;
        }
      }
      if (best != nullptr) passages.push_back({{t, best_end}, best->connotation, best->neutral});
      t = best_end;
    }
  }
  return passages;
}

}  // namespace parallax::analysis
