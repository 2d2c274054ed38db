// What the words of a cue tell of it.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CUE_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CUE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "server/attribution/internal/report_reading.h"

namespace parallax::attribution::internal {

// The word of a cue that says so: the highest in the tree, or, where the lexicon does not have it,
// the first verb that it has ("appeared in court accused of").
uint32_t HeadOfCue(const Context& context, TokenRange cue);
// The noun that governs the others of a source.
uint32_t HeadOfSource(const language::Syntax& syntax, TokenRange source);

// The entry of the cue's words, or of the one among them that says most of the content: "rejected
// suggestions" is a denial. nullptr where the lexicon has none.
const lexicon::ReportingCue* EntryOf(const Context& context, TokenRange cue, uint32_t head);

// An attribution with all that its cue tells. `rule` is static.
Attribution StartAt(TokenRange cue, uint32_t head, const lexicon::ReportingCue* entry,
                    absl::string_view rule);

// A passive, or a bare participle with its doer: "a man accused by police".
bool IsPassiveCue(const language::Syntax& syntax, uint32_t cue_head);

// True where who stands before the verb is spoken to or of: "was told", "was accused of", "a man
// accused of".
bool IsOfAddressee(const Context& context, uint32_t cue_head);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_CUE_H_
