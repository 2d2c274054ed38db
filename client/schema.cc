#include "client/schema.h"

#include <cstddef>

extern "C" {
extern const char parallax_compare_schema[];
extern const char parallax_compare_schema_end[];
extern const char parallax_analyze_schema[];
extern const char parallax_analyze_schema_end[];
}

namespace parallax::client {

absl::string_view AnswerSchema(Command command) {
  const bool analyzes = command == Command::kAnalyze;
  const char* begin = analyzes ? parallax_analyze_schema : parallax_compare_schema;
  const char* end = analyzes ? parallax_analyze_schema_end : parallax_compare_schema_end;
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace parallax::client
