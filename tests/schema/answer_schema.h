// The JSON Schema of what `parallax --format=json` prints.
#ifndef PARALLAX_TESTS_SCHEMA_ANSWER_SCHEMA_H_
#define PARALLAX_TESTS_SCHEMA_ANSWER_SCHEMA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::testing {

// What proto/COMMAND.schema.json must hold. `descriptors`: as LoadDescriptors takes it.
// REQUIRES: `command` is "compare" or "analyze".
std::string MakeAnswerSchema(absl::string_view command, const std::string& descriptors);

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SCHEMA_ANSWER_SCHEMA_H_
