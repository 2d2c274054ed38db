#include "server/attribution/internal/quotation_marks.h"

namespace parallax::attribution::internal {

MarkKind KindOfMark(absl::string_view token) {
  constexpr QuotationMark kDouble = QuotationMark::kDouble, kSingle = QuotationMark::kSingle;
  if (token == "\"" || token == "''" || token == "\u2033") return {kDouble, MarkShape::kEither};
  if (token == "\u201c" || token == "``" || token == "\u201e" || token == "\u00ab") {
    return {kDouble, MarkShape::kOpening};
  }
  if (token == "\u201d" || token == "\u00bb") return {kDouble, MarkShape::kClosing};
  if (token == "'") return {kSingle, MarkShape::kEither};
  if (token == "\u2018" || token == "`") return {kSingle, MarkShape::kOpening};
  if (token == "\u2019") return {kSingle, MarkShape::kClosing};
  return {};
}

bool QuotedState::Pass(absl::string_view token) {
  const MarkKind kind = KindOfMark(token);
  if (kind.mark != QuotationMark::kDouble) return open_;
  const bool was_open = open_;
  open_ = kind.shape == MarkShape::kOpening || (kind.shape == MarkShape::kEither && !was_open);
  return was_open || open_;
}

}  // namespace parallax::attribution::internal
