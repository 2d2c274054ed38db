// The trained heads that say of each token, from the encoder's vectors, how far what it names is
// taken to have happened and how a report stands behind a clause that holds it.
//
// Follows: UDS-IH2 (Rudinger et al. 2018) for the number.
#ifndef PARALLAX_SERVER_COMMITMENT_CLAUSE_READER_H_
#define PARALLAX_SERVER_COMMITMENT_CLAUSE_READER_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/model_file.h"
#include "server/commitment/commitment.h"
#include "server/encoder/encoder.h"

namespace parallax::commitment {

namespace internal {
class ClauseHeads;
class ReadingsWriter;
}  // namespace internal

// A handle. Neither copyable nor movable. Thread safety: const; safe for concurrent use by multiple
// threads without any external synchronization.
class ClauseReader {
 public:
  ClauseReader(const ClauseReader&) = delete;
  ClauseReader& operator=(const ClauseReader&) = delete;
  ~ClauseReader();

  // Reads the sections "commitment/*". The bytes under `model` are borrowed.
  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<std::unique_ptr<const ClauseReader>> Load(const ModelFile& model);

  // Reads the sentences of one document. Thread safety: none.
  class Writer {
   public:
    explicit Writer(const ClauseReader* reader);  // borrowed
    ~Writer();
    // The next sentence. Linear in its tokens.
    void Add(const encoder::SentenceVectors& sentence);
    // One a token of all sentences that were added. Nothing may be called afterwards.
    std::vector<TokenReading> Finish();

   private:
    const std::unique_ptr<internal::ReadingsWriter> writer_;
  };

 private:
  explicit ClauseReader(std::unique_ptr<const internal::ClauseHeads> heads);
  const std::unique_ptr<const internal::ClauseHeads> heads_;
};

}  // namespace parallax::commitment

#endif  // PARALLAX_SERVER_COMMITMENT_CLAUSE_READER_H_
