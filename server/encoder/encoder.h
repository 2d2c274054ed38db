// The pretrained encoder that every reader of the engine rests on: a BERT-shaped transformer that
// reads one sentence alone, or two passages together, by a tower of layers for either.
//
// Follows: Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM), Reimers & Gurevych 2019
// (Sentence-BERT) for vectors of sentences. Matrix products are of integers and exact; the rest is
// computed in one fixed order: the same bits on every processor.
#ifndef PARALLAX_SERVER_ENCODER_ENCODER_H_
#define PARALLAX_SERVER_ENCODER_ENCODER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/base/model_file.h"
#include "server/base/range.h"
#include "server/text/document.h"

namespace parallax::encoder {

namespace internal {
class Model;
}

inline constexpr uint32_t kWidth = 384;

// What the reader of pairs says for each kind of difference, in this order.
enum class ReadKind : uint8_t {
  kCommitment,
  kPolarity,
  kAttribution,
  kReportingVerb,
  kQuantity,
  kTime,
  kPlace,
  kCause,
  kLabel,
  kWording,
  kScareQuotes,
  kQuotation,
  kAgency
};
inline constexpr uint32_t kReadKinds = 13;
// Classes of commitment, in the order of commitment::Class from kAsserted on.
inline constexpr uint32_t kReadClasses = 8;

// Some tokens of a sentence of a report. The document is borrowed.
struct Passage {
  const text::Document* document = nullptr;
  TokenRange tokens;  // not empty, inside one sentence
};

struct PassagePair {
  Passage a;
  Passage b;
};

// Log-odds of a word of which nothing was read: one without pieces, or beyond the window.
inline constexpr float kSaysNothing = -10.0f;

// What is read off one token of a pair: log-odds, the largest of the token's pieces; classes are
// the mean of its pieces. Of a word of which nothing was read, kSaysNothing and zeros.
struct WordReading {
  float fact = 0;                                // that the word states what both passages tell
  std::array<float, kReadKinds> kinds = {};      // that it shows a difference of the kind
  std::array<float, kReadClasses> classes = {};  // logits; their mean over a clause tells its class
};

struct PairReading {
  float same = 0;                            // log-odds that the two tell a common fact
  std::array<float, kReadKinds> kinds = {};  // log-odds that they differ so
  // One a token of the passage.
  std::vector<WordReading> a;
  std::vector<WordReading> b;
};

// One sentence as it is read alone. Views memory that changes after the visit.
struct SentenceVectors {
  uint32_t sentence = 0;  // of the document
  // kWidth floats of the sentence as a whole ([CLS]), then of each of its tokens: the mean of the
  // token's pieces; of a token without any, the sentence's.
  std::span<const float> rows;

  std::span<const float> tokens() const { return rows.subspan(kWidth); }
};
using SentenceVisit = absl::FunctionRef<void(const SentenceVectors&)>;

// A handle. Thread safety: const; safe for concurrent use by multiple threads without any external
// synchronization (each call leases a workspace of its own).
class Encoder {
 public:
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  ~Encoder();

  // Reads the sections "vocabulary", "encoder/*" (what both towers share), "sentences/*", "pairs/*"
  // and "reader/*", and replays "selftest/encoder".
  // The bytes under `model` are borrowed: weights are used where they lie.
  // Errors: DATA_LOSS, naming section and offset, for damage; FAILED_PRECONDITION where the
  // self-test does not come out.
  static absl::StatusOr<std::unique_ptr<const Encoder>> Load(const ModelFile& model);

  // The same without the self-test: for the tool that writes what it must give.
  static absl::StatusOr<std::unique_ptr<const Encoder>> LoadUnsealed(const ModelFile& model);

  // Reads each sentence alone and shows its vectors to `visit`, in the order of the sentences.
  // Those of more pieces than a window holds are read in overlapping windows. Gives one vector a
  // sentence, of unit length, kWidth floats each: the mean of its pieces, near to those of
  // sentences that tell the same. Errors: only those of `context`, which is asked between batches.
  absl::StatusOr<std::vector<float>> Encode(const text::Document& document,
                                            const CallContext& context, SentenceVisit visit) const;
  absl::StatusOr<std::vector<float>> Encode(const text::Document& document,
                                            const CallContext& context) const;

  // One reading a pair, in order. Batches by length, whatever the order of `pairs`; a passage of
  // more pieces than its half of the window is read up to there, and the words beyond have the
  // readings of a word that says nothing. REQUIRES: passages as above.
  // Errors: only those of `context`, which is asked between batches.
  absl::StatusOr<std::vector<PairReading>> ReadPairs(std::span<const PassagePair> pairs,
                                                     const CallContext& context) const;

 private:
  explicit Encoder(std::unique_ptr<const internal::Model> model);
  const std::unique_ptr<const internal::Model> model_;
};

}  // namespace parallax::encoder

#endif  // PARALLAX_SERVER_ENCODER_ENCODER_H_
