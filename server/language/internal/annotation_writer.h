// Puts together the annotation of one document, sentence by sentence.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_ANNOTATION_WRITER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_ANNOTATION_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/range.h"
#include "server/encoder/encoder.h"
#include "server/encoder/linear.h"
#include "server/language/annotation.h"
#include "server/language/internal/entity_decoder.h"
#include "server/language/internal/sentence_heads.h"
#include "server/language/internal/tree_heads.h"
#include "server/text/document.h"

namespace parallax::language::internal {

// Longer sentences are parsed in pieces of this many words, so that time and memory stay bounded;
// the roots of further pieces become dependents of the first one's.
inline constexpr uint32_t kLongestParse = 512;

// As Annotator::Writer. Thread safety: none.
class AnnotationWriter {
 public:
  // Both are borrowed.
  AnnotationWriter(const SentenceHeads* heads, const text::Document* document);

  void Add(const encoder::SentenceVectors& sentence);
  Annotation Finish();

 private:
  void AddWord(uint32_t token, const float* outputs);
  void AddTree(TokenRange sentence);

  const SentenceHeads* const heads_;
  const text::Document* const document_;
  encoder::HeadOutputs outputs_;
  TreeWork tree_;
  EntityDecoder entity_decoder_;
  std::string form_;
  std::vector<Word> words_;
  std::string lemmas_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_ANNOTATION_WRITER_H_
