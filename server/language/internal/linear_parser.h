// Features of the linear parser.
//
// Follows: Zhang & Nivre 2011, fitted to arc-hybrid.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_PARSER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_PARSER_H_

#include <cstdint>
#include <span>

#include "server/language/internal/form.h"
#include "server/language/internal/linear_scorer.h"
#include "server/language/internal/tag_inventory.h"
#include "server/language/internal/transition.h"

namespace parallax::language::internal {

// Replaces `features` by those of the next move in `state`.
void ParserFeatures(const ParserState& state, std::span<const FormFeatures> forms,
                    std::span<const uint8_t> tags, const TagInventory& inventory,
                    FeatureList* features);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_PARSER_H_
