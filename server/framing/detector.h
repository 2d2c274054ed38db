// The one small interface behind which every kind of difference is found.
#ifndef PARALLAX_SERVER_FRAMING_DETECTOR_H_
#define PARALLAX_SERVER_FRAMING_DETECTOR_H_

#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "server/alignment/alignment.h"
#include "server/base/call_context.h"
#include "server/framing/difference.h"
#include "server/lexicon/lexicon.h"

namespace parallax::framing {

// What a comparison has found before its framing is read. All of it is borrowed and immutable.
struct Scene {
  alignment::Reports reports;
  const entities::LinkedEntities* entities = nullptr;
  const alignment::Alignment* alignment = nullptr;
  const lexicon::Lexicon* lexicon = nullptr;
};

class Stage;  // account.h: the scene with its facts told report by report

// Finds the differences of one kind. Stateless; thread safety: const, safe for concurrent use.
class Detector {
 public:
  virtual ~Detector() = default;
  virtual Kind kind() const = 0;
  // Appends what it finds to `found`, sure or not, in an order that depends on the scene alone;
  // under kLeastConfidence what speaks more against than for being flagged. One difference a
  // fact (or entity), with all reports in its positions; never the same passages twice.
  virtual void Detect(const Stage& stage, std::vector<Difference>* found) const = 0;
};

// Flags less sure than this are not worth an editor's time.
inline constexpr float kLeastConfidence = 0.45f;
// By how much surer those of a kind have to be that, near that bound, are mostly wrong on reports
// the model has not seen.
constexpr float ExtraConfidence(Kind kind) {
  return kind == Kind::kCause || kind == Kind::kPlace || kind == Kind::kProminence ? 0.05f : 0;
}

// Every detector of the engine, in the order of Kind: the one list to add a kind to.
std::span<const std::unique_ptr<const Detector>> Detectors();

// Runs the detectors of the wanted kinds (bit 1 << kind; 0: all) and selects what is shown, by the
// model that is compiled in; see selection.h.
// Errors: only those of `context`.
absl::StatusOr<std::vector<Difference>> FindDifferences(const Scene& scene, uint32_t kinds,
                                                        const CallContext& context);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_DETECTOR_H_
