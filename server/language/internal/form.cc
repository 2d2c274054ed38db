#include "server/language/internal/form.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "server/language/internal/hash.h"

namespace parallax::language::internal {
namespace {

struct Replacement {
  absl::string_view from;
  absl::string_view to;
};

constexpr Replacement kReplacements[] = {{"\u2018", "'"},  {"\u2019", "'"}, {"\u201c", "\""},
                                         {"\u201d", "\""}, {"\u2013", "-"}, {"\u2014", "--"},
                                         {"\u2026", "..."}};

char ShapeOf(char c) {
  if (absl::ascii_isupper(c)) return 'X';
  if (absl::ascii_islower(c)) return 'x';
  if (absl::ascii_isdigit(c)) return 'd';
  if (static_cast<unsigned char>(c) >= 0x80) return 'u';
  return c;
}

// Affixes of words shorter than the affix carry the whole word, marked apart.
uint32_t AffixHash(absl::string_view affix, size_t wanted) {
  return static_cast<uint32_t>(Mix(HashString(affix), wanted == affix.size() ? wanted : 64));
}

}  // namespace

void NormalizeForm(absl::string_view form, std::string* out) {
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
}

void LowerAscii(absl::string_view text, std::string* out) {
  out->assign(text.data(), text.size());
  for (char& c : *out) c = absl::ascii_tolower(c);
}

FormFeatures ComputeFormFeatures(absl::string_view form, std::string* normalized,
                                 std::string* lower) {
  NormalizeForm(form, normalized);
  LowerAscii(*normalized, lower);
  const absl::string_view text = *normalized;
  const absl::string_view low = *lower;
  FormFeatures features;
  features.form = HashString(text);
  features.lower = HashString(low);
  for (size_t n = 1; n <= 3; ++n) features.prefix[n - 1] = AffixHash(low.substr(0, n), n);
  for (size_t n = 1; n <= 4; ++n) {
    features.suffix[n - 1] = AffixHash(low.size() > n ? low.substr(low.size() - n) : low, n);
  }
  uint64_t shape = kHashSeed;
  char last = 0;
  int run = 0;
  bool lower_seen = false;
  bool upper_seen = false;
  for (char c : text) {
    const char s = ShapeOf(c);
    upper_seen |= s == 'X';
    lower_seen |= s == 'x';
    features.digit |= s == 'd';
    features.hyphen |= s == '-';
    run = s == last ? run + 1 : 1;
    last = s;
    if (run <= 2) shape = HashByte(shape, s);
  }
  features.shape = static_cast<uint32_t>(shape ^ (shape >> 32));
  features.capital = !text.empty() && absl::ascii_isupper(text[0]);
  features.all_capitals = upper_seen && !lower_seen && text.size() > 1;
  return features;
}

}  // namespace parallax::language::internal
