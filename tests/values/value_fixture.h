// Values read from trees in short notation, for tests.
#ifndef PARALLAX_TESTS_VALUES_VALUE_FIXTURE_H_
#define PARALLAX_TESTS_VALUES_VALUE_FIXTURE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gtest/gtest.h"
#include "server/values/values.h"
#include "tests/language/tree_notation.h"

namespace parallax::values {

struct ReadReport {
  language::AnnotatedReport report;
  ValueSet set;

  std::string Text(TokenRange range) const { return std::string(report.document.text(range)); }
};

// Values of one sentence; `publish_day` as FindValues has it.
inline ReadReport ReadBody(absl::string_view words,
                           absl::optional<int32_t> publish_day = absl::nullopt) {
  ReadReport read{language::ReportOf(words), {}};
  absl::StatusOr<ValueSet> set =
      FindValues(read.report.document, read.report.annotation, publish_day, CallContext());
  EXPECT_TRUE(set.ok()) << set.status();
  read.set = *std::move(set);
  return read;
}

}  // namespace parallax::values

#endif  // PARALLAX_TESTS_VALUES_VALUE_FIXTURE_H_
