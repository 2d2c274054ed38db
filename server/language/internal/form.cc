#include "server/language/internal/form.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace parallax::language::internal {
namespace {

struct Replacement {
  absl::string_view from;
  absl::string_view to;
};

constexpr Replacement kReplacements[] = {{"\u2018", "'"},  {"\u2019", "'"}, {"\u201c", "\""},
                                         {"\u201d", "\""}, {"\u2013", "-"}, {"\u2014", "--"},
                                         {"\u2026", "..."}};

}  // namespace

void LemmaForm(absl::string_view form, bool proper_noun, std::string* out) {
  out->clear();
  for (size_t i = 0; i < form.size();) {
    if (static_cast<unsigned char>(form[i]) == 0xe2) {
      const Replacement* found = std::find_if(
          std::begin(kReplacements), std::end(kReplacements),
          [&](const Replacement& r) { return form.substr(i, r.from.size()) == r.from; });
      if (found != std::end(kReplacements)) {
        out->append(found->to.data(), found->to.size());
        i += found->from.size();
        continue;
      }
    }
    out->push_back(form[i++]);
  }
  if (!proper_noun) absl::AsciiStrToLower(out);
}

}  // namespace parallax::language::internal
