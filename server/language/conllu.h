// Reads and writes CoNLL-U, the exchange format of Universal Dependencies: for treebanks, for
// people who want the parses, and for tests on exact trees.
//
// Follows: universaldependencies.org/format.html. Empty nodes (8.1) are left out; enhanced
// dependencies are not read. Entities stand in MISC as NER=B-PERSON, NER=I-PERSON.
//
// Ownership: all values own their bytes. Thread safety: free functions, safe from many threads.
#ifndef PARALLAX_SERVER_LANGUAGE_CONLLU_H_
#define PARALLAX_SERVER_LANGUAGE_CONLLU_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/language/annotation.h"
#include "server/language/tags.h"
#include "server/text/document.h"

namespace parallax::language {

struct ConlluWord {
  std::string form;
  std::string lemma;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kFw;
  Features features = 0;
  uint32_t head = 0;  // 1-based in the sentence, 0 for the root
  Relation relation = Relation::kDep;
  bool space_after = true;
  std::string misc;
};

struct ConlluSentence {
  std::vector<std::string> comments;  // with the '#', without the line end
  std::vector<ConlluWord> words;      // may be empty where only a `# text` comment stands
};

// Columns that hold "_" keep the default of ConlluWord. Linear in the bytes given.
// Errors: INVALID_ARGUMENT, naming the line, for a line that is no CoNLL-U, an unknown universal
// tag or relation, or a head outside the sentence.
absl::StatusOr<std::vector<ConlluSentence>> ReadConllu(absl::string_view text);

// The value of the comment "# key = value", no value where the sentence has none.
absl::optional<absl::string_view> Comment(const ConlluSentence& sentence, absl::string_view key);

// A report of these sentences: forms joined by single spaces but after SpaceAfter=No. "# newpar"
// and
// "# newdoc" begin a paragraph; "# section = headline" on the first sentence makes it the headline.
// REQUIRES: every sentence has words.
text::Document DocumentFromConllu(std::span<const ConlluSentence> sentences);

// The annotation of that report.
// Errors: INVALID_ARGUMENT where the heads of a sentence form no tree with one root.
absl::StatusOr<Annotation> AnnotationFromConllu(std::span<const ConlluSentence> sentences);

// Appends one sentence of an annotated report, with "# text" and the empty line at its end.
void AppendConllu(const text::Document& document, const Annotation& annotation, uint32_t sentence,
                  std::string* out);

// "PERSON", "ORGANIZATION", ...; and back, no value for an unknown name.
absl::string_view Name(EntityType type);
absl::optional<EntityType> EntityTypeFromName(absl::string_view name);

}  // namespace parallax::language

#endif  // PARALLAX_SERVER_LANGUAGE_CONLLU_H_
