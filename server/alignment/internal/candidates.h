// Pairs of sentences, of two reports each, that are worth reading together.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/alignment/internal/sentences.h"
#include "server/base/call_context.h"

namespace parallax::alignment {

// Indices into Sentences::all, first < second, ascending. A sentence proposes the nearest few of
// each other report by its vector, and as many by the words they share; of many reports the nearest
// of all. Errors: only those of `context`.
absl::StatusOr<std::vector<std::pair<uint32_t, uint32_t>>> FindCandidates(
    const Sentences& sentences, const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_
