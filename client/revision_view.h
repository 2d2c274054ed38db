// What was changed between two versions of a report, for people and programs.
#ifndef PARALLAX_CLIENT_REVISION_VIEW_H_
#define PARALLAX_CLIENT_REVISION_VIEW_H_

#include <string>

#include "client/revision.h"

namespace parallax::client {

// Silent changes first, each kind under a heading, with the sentence before and after:
//
//   SILENT CHANGES (no note tells of them)
//     figure: “eight” → “ten”
//       - [Eight] officers searched the house.
//       + [Ten] officers searched the house.
std::string RevisionAsText(const Revision& revision, int width, bool color);

// The same in CommonMark.
std::string RevisionAsMarkdown(const Revision& revision);

// One object: "older" and "newer" (reportId, outlet), "sentences" (unchanged, rewritten, dropped,
// added), "warnings", "notes", and "changes", each with "change" (headline, figure, time, name,
// softened, hardened, source-gone, source-came, source-changed, framing, dropped, added), "silent",
// "before", "after", "kind" and "explanation" (of framing, else empty), and "older" and "newer"
// (sentenceIndex, text, marked: words), null where there is no such sentence.
std::string RevisionAsJson(const Revision& revision);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_REVISION_VIEW_H_
