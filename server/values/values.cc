#include "server/values/values.h"

#include "server/base/status_macros.h"
#include "server/language/syntax.h"
#include "server/values/internal/atoms.h"
#include "server/values/internal/quantities.h"
#include "server/values/internal/times.h"

namespace parallax::values {

absl::StatusOr<ValueSet> FindValues(const text::Document& document,
                                    const language::Annotation& annotation,
                                    absl::optional<int32_t> publish_day,
                                    const CallContext& context) {
  // Years 1 to 9999, as a Timestamp allows; other days anchor nothing.
  constexpr int32_t kFirstDay = -719162;
  constexpr int32_t kLastDay = 2932896;
  if (publish_day.has_value() && (*publish_day < kFirstDay || *publish_day > kLastDay)) {
    publish_day.reset();
  }
  const language::Syntax syntax(document, annotation);
  ValueSet set;
  std::vector<bool> taken(document.tokens().size(), false);
  for (const text::Sentence& sentence : document.sentences()) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    const std::vector<internal::Atom> atoms = internal::AtomsOf(syntax, sentence.tokens);
    internal::FindTimes(syntax, atoms, publish_day, &taken, &set.times);
    internal::FindQuantities(syntax, sentence.tokens, atoms, taken, &set.quantities);
  }
  return set;
}

}  // namespace parallax::values
