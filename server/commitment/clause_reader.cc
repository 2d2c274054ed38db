#include "server/commitment/clause_reader.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/commitment/internal/clause_heads.h"

namespace parallax::commitment {

ClauseReader::ClauseReader(std::unique_ptr<const internal::ClauseHeads> heads)
    : heads_(std::move(heads)) {}

ClauseReader::~ClauseReader() = default;

absl::StatusOr<std::unique_ptr<const ClauseReader>> ClauseReader::Load(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(internal::ClauseHeads heads, internal::ClauseHeads::Read(model));
  return std::unique_ptr<const ClauseReader>(
      new ClauseReader(std::make_unique<const internal::ClauseHeads>(std::move(heads))));
}

ClauseReader::Writer::Writer(const ClauseReader* reader)
    : writer_(std::make_unique<internal::ReadingsWriter>(reader->heads_.get())) {}

ClauseReader::Writer::~Writer() = default;

void ClauseReader::Writer::Add(const encoder::SentenceVectors& sentence) {
  writer_->Add(sentence.tokens());
}

std::vector<TokenReading> ClauseReader::Writer::Finish() { return writer_->Finish(); }

}  // namespace parallax::commitment
