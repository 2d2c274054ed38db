// Whether a word is one of a short list. Thread safety: free functions.
#ifndef PARALLAX_SERVER_BASE_ONE_OF_H_
#define PARALLAX_SERVER_BASE_ONE_OF_H_

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"

namespace parallax {

template <size_t N>
bool OneOf(absl::string_view word, const std::array<absl::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_ONE_OF_H_
