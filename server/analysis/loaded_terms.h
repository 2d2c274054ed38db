// Words of a report that carry connotation by themselves, as the lexicon lists them.
#ifndef PARALLAX_SERVER_ANALYSIS_LOADED_TERMS_H_
#define PARALLAX_SERVER_ANALYSIS_LOADED_TERMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"

namespace parallax::analysis {

struct LoadedPassage {
  TokenRange tokens;
  int8_t connotation = 0;  // as lexicon::LoadedTerm
  std::string neutral;     // a plainer word; empty where there is none
};

// In text order, not overlapping; longer entries win. Linear in the tokens.
std::vector<LoadedPassage> FindLoadedTerms(const text::Document& document,
                                           const language::Annotation& annotation,
                                           const lexicon::Lexicon& lexicon);

}  // namespace parallax::analysis

#endif  // PARALLAX_SERVER_ANALYSIS_LOADED_TERMS_H_
