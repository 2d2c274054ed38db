// parallax_answer_schema COMMAND DESCRIPTORS: writes proto/COMMAND.schema.json to standard output.
#include <iostream>

#include "absl/strings/string_view.h"
#include "tests/schema/answer_schema.h"

int main(int argc, char** argv) {
  const absl::string_view command = argc == 3 ? argv[1] : "";
  if (command != "compare" && command != "analyze") {
    std::cerr << "usage: parallax_answer_schema compare|analyze DESCRIPTORS\n";
    return 2;
  }
  std::cout << parallax::testing::MakeAnswerSchema(command, argv[2]);
  return 0;
}
