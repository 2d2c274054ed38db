#include "server/analysis/loaded_terms.h"

#include "server/language/syntax.h"
#include "server/lexicon/matcher.h"

namespace parallax::analysis {
namespace {

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

}  // namespace

std::vector<LoadedPassage> FindLoadedTerms(const text::Document& document,
                                           const language::Annotation& annotation,
                                           const lexicon::Lexicon& lexicon) {
  std::vector<LoadedPassage> passages;
  const std::vector<bool> inside_name = InsideNames(annotation);
  const language::Syntax syntax(document, annotation);
  const lexicon::Matcher matcher(syntax, lexicon);
  for (uint32_t t = 0; t < syntax.size();) {
    const lexicon::Match<lexicon::LoadedTerm> match = matcher.loaded_term(t);
    if (match.entry == nullptr || inside_name[t] || inside_name[match.tokens.end - 1]) {
      ++t;
      continue;
    }
    passages.push_back({match.tokens, match.entry->connotation, match.entry->neutral});
    t = match.tokens.end;
  }
  return passages;
}

}  // namespace parallax::analysis
