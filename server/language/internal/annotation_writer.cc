#include "server/language/internal/annotation_writer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "server/language/internal/form.h"

namespace parallax::language::internal {

AnnotationWriter::AnnotationWriter(const SentenceHeads* heads, const text::Document* document)
    : heads_(heads), document_(document) {
  words_.reserve(document->tokens().size());
  lemmas_.reserve(document->tokens().size() * 6);
}

void AnnotationWriter::AddWord(uint32_t token, const float* outputs) {
  const absl::string_view form = document_->text(token);
  const Tags tags = SentenceHeads::TagsOf(outputs);
  Word& word = words_.emplace_back();
  word.upos = tags.upos;
  word.xpos = tags.xpos;
  word.features = tags.features;
  const bool proper = tags.upos == Upos::kPropn;
  LemmaForm(form, proper, &form_);
  word.lemma.begin = static_cast<uint32_t>(lemmas_.size());
  heads_->lemmatizer().AppendLemma(form_, tags.xpos, proper, &lemmas_);
  word.lemma.end = static_cast<uint32_t>(lemmas_.size());
  entity_decoder_.Add(form, SentenceHeads::NamesOf(outputs));
}

void AnnotationWriter::AddTree(TokenRange sentence) {
  uint32_t root = kNoToken;
  for (uint32_t done = 0; done < sentence.size(); done += kLongestParse) {
    const TokenRange piece = {done, std::min(sentence.size(), done + kLongestParse)};
    heads_->trees().Parse(outputs_, SentenceHeads::kTreeColumn, piece, &tree_);
    const uint32_t first = sentence.begin + done;
    uint32_t root_of_piece = kNoToken;
    for (uint32_t i = 0; i < piece.size(); ++i) {
      const Attachment& attachment = tree_.attachments[i];
      Word& word = words_[first + i];
      word.relation = attachment.relation;
      if (attachment.head == 0) {
        root_of_piece = first + i;
      } else {
        word.head = first + attachment.head - 1;
      }
    }
    if (root == kNoToken) {
      root = root_of_piece;
    } else {
      words_[root_of_piece].head = root;
      words_[root_of_piece].relation = Relation::kParataxis;
    }
  }
}

void AnnotationWriter::Add(const encoder::SentenceVectors& sentence) {
  const TokenRange tokens = document_->sentences()[sentence.sentence].tokens;
  assert(words_.size() == tokens.begin);
  assert(sentence.rows.size() == (size_t{tokens.size()} + 1) * encoder::kWidth);
  heads_->Apply(sentence.rows, &outputs_);
  for (uint32_t i = 0; i < tokens.size(); ++i) AddWord(tokens.begin + i, outputs_.row(1 + i));
  AddTree(tokens);
}

Annotation AnnotationWriter::Finish() {
  std::vector<NamedEntity> entities;
  entity_decoder_.Decode(document_->sentences(), &entities);
  return Annotation(std::move(words_), std::move(lemmas_), std::move(entities));
}

}  // namespace parallax::language::internal
