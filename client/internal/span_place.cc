#include "client/internal/span_place.h"

#include <cstddef>

#include "absl/strings/string_view.h"

namespace parallax::client {

TextRange PlaceOf(const v1::Span& outer, const v1::Span& inner) {
  const absl::string_view text = outer.text();
  const absl::string_view words = inner.text();
  if (words.empty()) return {};
  size_t at = absl::string_view::npos;
  if (inner.begin() >= outer.begin()) {
    at = static_cast<size_t>(inner.begin()) - static_cast<size_t>(outer.begin());
  }
  if (at > text.size() || text.substr(at, words.size()) != words) at = text.find(words);
  if (at == absl::string_view::npos) return {};
  return {at, at + words.size()};
}

}  // namespace parallax::client
