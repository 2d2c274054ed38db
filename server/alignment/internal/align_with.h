// Alignment with given weights, for the trainer; Align uses those compiled in.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_ALIGN_WITH_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_ALIGN_WITH_H_

#include "absl/status/statusor.h"
#include "server/alignment/alignment.h"
#include "server/alignment/internal/model.h"
#include "server/base/call_context.h"

namespace parallax::alignment {

// As Align.
absl::StatusOr<Alignment> AlignWith(const Model& model, Reports reports,
                                    const entities::LinkedEntities& entities,
                                    const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_ALIGN_WITH_H_
