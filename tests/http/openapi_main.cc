// parallax_openapi DESCRIPTORS: writes proto/openapi.json to standard output.
#include <iostream>

#include "tests/http/openapi.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: parallax_openapi DESCRIPTORS\n";
    return 2;
  }
  std::cout << parallax::testing::MakeOpenApiDocument(argv[1]);
  return 0;
}
