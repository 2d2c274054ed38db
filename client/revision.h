// Two versions of one report: what was changed between them, from an answer that compares the two.
//
// Sentences are aligned by their words and by the facts that they tell; one without a counterpart
// was dropped or added. In sentences that were rewritten, figures, times and names are compared by
// value, commitment and source fact by fact; of what the engine's differences say beyond that, the
// kind and the explanation are kept. What is told with other words alone is counted, not listed.
#ifndef PARALLAX_CLIENT_REVISION_H_
#define PARALLAX_CLIENT_REVISION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "client/word_diff.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

enum class ChangeKind : uint8_t {
  kHeadline,
  kFigure,  // also one that was left out, or came in
  kTime,
  kName,
  kSoftened,  // the report stands less behind a fact
  kHardened,
  kSourceGone,
  kSourceCame,
  kSourceChanged,
  kFraming,  // any other difference of the comparison
  kDropped,
  kAdded
};
inline constexpr int kChangeKindCount = 12;
// "source gone".
std::string Word(ChangeKind kind);

// A sentence of one version.
struct RevisedPassage {
  int sentence = -1;  // in ReportAnalysis.sentences; -1: none
  std::string text;
  std::vector<TextRange> marked;  // bytes of `text` that the change is in, in order
};

struct RevisionChange {
  ChangeKind kind = ChangeKind::kHeadline;
  // Of headline, figure, time and name: no note of the newer version tells of it.
  bool silent = false;
  // Figures, times, names and sources as written; class of commitment, "ASSERTED". Empty: none.
  std::string before;
  std::string after;
  // Of kDropped and kAdded the other one is a sentence that tells a fact of this one all the same.
  RevisedPassage older;
  RevisedPassage newer;
  v1::Difference::Kind difference = v1::Difference::KIND_UNSPECIFIED;  // of kFraming
  std::string explanation;                                             // of kFraming
};

struct Revision {
  // As ReportProfile has them.
  std::string older_id, older_outlet;
  std::string newer_id, newer_outlet;
  std::vector<std::string> warnings;
  // Sentences of the newer version that tell of corrections and were not in the older one.
  std::vector<std::string> notes;
  int unchanged = 0;  // sentences of the newer version
  int rewritten = 0;  // likewise, whether or not a change is listed for it
  // Silent ones first, then by kind, then in the order of the newer version.
  std::vector<RevisionChange> changes;
};

// The first report of `response` is the older version.
// REQUIRES: two reports, with their analyses, offsets in UTF-8.
Revision FindRevision(const v1::CompareReportsResponse& response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_REVISION_H_
