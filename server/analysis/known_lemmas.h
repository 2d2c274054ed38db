// Lemmas of verbs that the lexicon knows.
//
// The lemmatiser guesses the lemma of a rare verb from its ending, and "boasted" may come out as
// "boaste". Where the guess is no word of the lexicon and a regular one is, that one is meant.
#ifndef PARALLAX_SERVER_ANALYSIS_KNOWN_LEMMAS_H_
#define PARALLAX_SERVER_ANALYSIS_KNOWN_LEMMAS_H_

#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"

namespace parallax::analysis {

// Sets the lemma of each inflected verb that the lexicon knows only by another regular reading of
// its form. Time linear in the document. Thread safety: as for any change of `annotation`.
void UseKnownLemmas(const text::Document& document, const lexicon::Lexicon& lexicon,
                    language::Annotation* annotation);

}  // namespace parallax::analysis

#endif  // PARALLAX_SERVER_ANALYSIS_KNOWN_LEMMAS_H_
