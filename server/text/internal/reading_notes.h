// What should be said of how a report was read: see Note in document.h.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_READING_NOTES_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_READING_NOTES_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/range.h"
#include "server/text/document.h"
#include "server/text/internal/html.h"

namespace parallax::text::internal {

// What the notes are taken from. Borrows all of it.
struct ReadingFacts {
  absl::string_view headline;  // as read
  absl::string_view body;
  const std::vector<ByteRange>& paragraphs;
  const std::vector<Sentence>& sentences;
  const std::vector<Furniture>& furniture;
  uint32_t headline_sentences = 0;  // by the rules for the body
  bool all_furniture = false;       // and read as it stands
  HtmlFindings page;
};

// Each note once, in the order of the enum. Every rule wants plain signs: a note that does not hold
// teaches its reader to pass over all of them. Linear; stateless, safe for concurrent use.
std::vector<Note> TakeNotes(const ReadingFacts& facts, bool english);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_READING_NOTES_H_
