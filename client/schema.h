// The JSON Schema of answers, part of the program.
#ifndef PARALLAX_CLIENT_SCHEMA_H_
#define PARALLAX_CLIENT_SCHEMA_H_

#include "absl/strings/string_view.h"
#include "client/options.h"

namespace parallax::client {

// What `command --format=json` prints, in the words of JSON Schema, draft 2020-12: the file of
// proto/ that is made from the messages.
// REQUIRES: `command` is kCompare or kAnalyze.
absl::string_view AnswerSchema(Command command);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_SCHEMA_H_
