#include "server/language/internal/lemmatizer.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/language/internal/form.h"
#include "server/language/internal/hash.h"
#include "server/language/internal/model_file.h"

namespace parallax::language::internal {
namespace {

// A damaged table without empty slots must not make a search go round for ever.
constexpr uint32_t kMaxProbes = 64;

uint32_t Key(uint64_t kind, absl::string_view text, const Tag& tag) {
  const uint64_t proper = tag.upos == Upos::kPropn;
  const uint64_t hash =
      Mix(Mix(kind << 16 | proper << 8 | static_cast<uint64_t>(tag.xpos), HashString(text)), kind);
  return static_cast<uint32_t>(hash);
}

}  // namespace

void LemmaForm(absl::string_view form, const Tag& tag, std::string* out) {
  NormalizeForm(form, out);
  if (tag.upos == Upos::kPropn) return;
  for (char& c : *out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

uint32_t ExceptionKey(absl::string_view form, const Tag& tag) { return Key(1, form, tag); }
uint32_t SuffixKey(absl::string_view suffix, const Tag& tag) { return Key(2, suffix, tag); }

absl::StatusOr<Lemmatizer> Lemmatizer::Read(absl::string_view section) {
  SectionReader reader(section);
  Lemmatizer lemmatizer;
  const uint32_t scripts = reader.ReadU32();
  for (uint32_t i = 0; i < scripts && reader.status().ok(); ++i) {
    LemmaScript script;
    script.strip = reader.ReadU32();
    script.append = std::string(reader.ReadBytes(reader.ReadU32()));
    lemmatizer.scripts_.push_back(std::move(script));
  }
  const uint32_t bits = reader.ReadU32();
  if (bits > 24) reader.Fail();
  lemmatizer.slots_ = reader.ReadArray<Slot>(uint64_t{1} << (bits & 31));
  for (const Slot& slot : lemmatizer.slots_) {
    if (slot.script > lemmatizer.scripts_.size()) reader.Fail();
  }
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return lemmatizer;
}

const LemmaScript* Lemmatizer::Find(uint32_t key) const {
  const uint32_t mask = static_cast<uint32_t>(slots_.size() - 1);
  for (uint32_t probe = 0; probe < kMaxProbes; ++probe) {
    const Slot& slot = slots_[(key + probe) & mask];
    if (slot.script == 0) return nullptr;
    if (slot.key == key) return &scripts_[slot.script - 1];
  }
  return nullptr;
}

void Lemmatizer::AppendLemma(absl::string_view form, const Tag& tag, std::string* scratch,
                             std::string* out) const {
  LemmaForm(form, tag, scratch);
  const absl::string_view text = *scratch;
  const LemmaScript* script = Find(ExceptionKey(text, tag));
  for (size_t n = std::min<size_t>(text.size(), kLongestLemmaSuffix); script == nullptr && n > 0;
       --n) {
    script = Find(SuffixKey(text.substr(text.size() - n), tag));
  }
  const size_t kept =
      script == nullptr ? 0 : text.size() - std::min<size_t>(script->strip, text.size());
  const bool splits_character =
      kept < text.size() && (static_cast<unsigned char>(text[kept]) & 0xc0) == 0x80;
  if (script == nullptr || (kept == 0 && script->append.empty()) || splits_character) {
    out->append(*scratch);
    return;
  }
  out->append(text.data(), kept);
  out->append(script->append);
}

}  // namespace parallax::language::internal
