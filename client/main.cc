#include <cstddef>

#include "client/program.h"

int main(int argc, char** argv) {
  // A program may be started without even a name.
  const size_t count = argc > 0 ? static_cast<size_t>(argc - 1) : 0;
  return parallax::client::Main({argv + (argc > 0 ? 1 : 0), count});
}
