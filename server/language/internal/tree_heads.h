// Dependency trees from the linear outputs of a sentence: biaffine scores of arcs, the best tree,
// then the best relation of each word to its head.
//
// Follows: Dozat & Manning 2017. With dep, head, below and above of the words after a leaky ReLU:
// arc(d, h) = (dep_d . arc + arc_bias) . head_h; relation r of d under h: [below_d, 1] . label_r .
// [above_h, 1]. The root's head and above are those of the sentence as a whole.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_HEADS_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_HEADS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/cpu_path.h"
#include "server/base/model_file.h"
#include "server/base/range.h"
#include "server/encoder/linear.h"
#include "server/language/internal/tree_decoder.h"
#include "server/language/tags.h"

namespace parallax::language::internal {

inline constexpr uint32_t kArcWidth = 192;
inline constexpr uint32_t kLabelWidth = 64;
// Outputs of a word, in this order: dep and head of arcs, below and above of labels.
inline constexpr uint32_t kTreeOutputs = 2 * kArcWidth + 2 * kLabelWidth;

// One word's place in the tree.
struct Attachment {
  uint32_t head = 0;  // 0 the root, h + 1 word h of the words parsed
  Relation relation = Relation::kRoot;
};

// What one document's parses work in; grows to the longest sentence. Thread safety: none.
struct TreeWork {
  std::vector<float> dependents, projected, heads, scores;
  std::vector<float> below, above, sides, labels;
  std::vector<uint32_t> chosen;
  std::vector<uint32_t> places;  // of each head among those that are one, in `above` and `sides`
  std::vector<Attachment> attachments;  // what Parse gives
  TreeDecoder decoder;
};

// Thread safety: const; safe for concurrent use with a workspace each.
class TreeHeads {
 public:
  // Reads "language/arcs" (arc of kArcWidth x kArcWidth, then arc_bias) and "language/labels" (of
  // each relation kLabelWidth + 1 rows and columns). Errors: DATA_LOSS.
  static absl::StatusOr<TreeHeads> Read(const ModelFile& model);

  // The tree of some words of a sentence, by their index: work->attachments gets one a word, with
  // exactly one root, which alone has the relation root. `outputs` has a row for the sentence, then
  // for each of its words, with kTreeOutputs values from `column` on. Time and memory are quadratic
  // in the words. REQUIRES: `words` is not empty.
  void Parse(const encoder::HeadOutputs& outputs, uint32_t column, TokenRange words,
             TreeWork* work) const;

 private:
  TreeHeads() : path_(BestCpuPath()) {}
  void ChooseHeads(const encoder::HeadOutputs& outputs, uint32_t column, TokenRange words,
                   TreeWork* work) const;
  void ChooseRelations(const encoder::HeadOutputs& outputs, uint32_t column, TokenRange words,
                       TreeWork* work) const;

  CpuPath path_;
  std::span<const float> arc_, arc_bias_;
  // The weights of all relations for below i and above j stand together, at [i][j].
  std::vector<float> labels_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_HEADS_H_
