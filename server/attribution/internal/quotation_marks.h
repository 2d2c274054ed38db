// Which tokens are quotation marks, and which tokens stand between double ones.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_QUOTATION_MARKS_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_QUOTATION_MARKS_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::attribution::internal {

enum class QuotationMark : uint8_t { kNone, kDouble, kSingle };
enum class MarkShape : uint8_t { kEither, kOpening, kClosing };

struct MarkKind {
  QuotationMark mark = QuotationMark::kNone;
  MarkShape shape = MarkShape::kEither;
};

MarkKind KindOfMark(absl::string_view token);

// Follows double quotations token by token, by their marks alone, as server/training/sentences.py
// does for the marker's heads. Thread safety: none.
class QuotedState {
 public:
  // Whether the tokens passed so far leave a quotation open.
  bool open() const { return open_; }
  // A paragraph begins.
  void Forget() { open_ = false; }
  // Passes a token: whether it stands inside a quotation, as both marks of one do.
  bool Pass(absl::string_view token);

 private:
  bool open_ = false;
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_QUOTATION_MARKS_H_
