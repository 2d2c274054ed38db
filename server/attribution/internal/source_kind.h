// What kind of source stands behind an attribution.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SOURCE_KIND_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SOURCE_KIND_H_

#include "server/attribution/attribution.h"
#include "server/language/syntax.h"

namespace parallax::attribution::internal {

// Classes sources in text order: a pronoun takes the kind of the last source it can stand for.
class SourceKinds {
 public:
  explicit SourceKinds(const language::Syntax& syntax) : syntax_(syntax) {}
  SourceKind Of(const Attribution& attribution);

 private:
  SourceKind OfNominal(const Attribution& attribution) const;

  const language::Syntax& syntax_;
  SourceKind last_person_ = SourceKind::kUnnamed;
  SourceKind last_group_ = SourceKind::kUnnamed;
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SOURCE_KIND_H_
