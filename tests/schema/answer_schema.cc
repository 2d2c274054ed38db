#include "tests/schema/answer_schema.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/schema/message_schemas.h"

namespace parallax::testing {

using Json = MessageSchemas::Json;

std::string MakeAnswerSchema(absl::string_view command, const std::string& descriptors) {
  google::protobuf::DescriptorPool pool;
  LoadDescriptors(descriptors, &pool);
  const bool compares = command == "compare";
  const std::string name = compares ? "CompareReportsResponse" : "AnalyzeReportResponse";
  MessageSchemas schemas("#/$defs/", MessageSchemas::Fields::kAsPrinted);
  Json document = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"$id", absl::StrCat("urn:parallax:v1:", name)},
                   {"title", name}};
  document.update(schemas.Of(*pool.FindMessageTypeByName("parallax.v1." + name)));
  if (compares) {
    // No field of the message: the command line adds it.
    Json differences = document["properties"]["differences"];
    differences["description"] =
        "With `--baseline` alone: the differences that the baseline has and this comparison has "
        "not.";
    document["properties"]["gone"] = differences;
  }
  document["$defs"] = schemas.Take();
  return document.dump(2) + "\n";
}

}  // namespace parallax::testing
