#include "server/language/internal/lemmatizer.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/text/utf8.h"

namespace parallax::language::internal {
namespace {

constexpr size_t kLongestEnding = 6;

}  // namespace

bool Lemmatizer::Rule::Fits(absl::string_view form) const {
  if (strip > form.size() || (strip == form.size() && append.empty())) return false;
  const size_t kept = form.size() - strip;
  return kept == form.size() || (static_cast<unsigned char>(form[kept]) & 0xc0) != 0x80;
}

Lemmatizer::Table Lemmatizer::ReadTable(SectionReader* reader) const {
  Table table;
  const uint32_t size = reader->ReadU32();
  for (uint32_t i = 0; i < size && reader->status().ok(); ++i) {
    const uint32_t tag = reader->ReadU32();
    const uint32_t rule = reader->ReadU32();
    if (rule >= rules_.size()) reader->Fail();
    table.emplace(std::pair(tag, reader->ReadBytes(reader->ReadU32())), rule);
  }
  return table;
}

absl::StatusOr<Lemmatizer> Lemmatizer::Read(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, model.Open("language/lemmas"));
  Lemmatizer lemmatizer;
  const uint32_t size = reader.ReadU32();
  for (uint32_t i = 0; i < size && reader.status().ok(); ++i) {
    Rule& rule = lemmatizer.rules_.emplace_back();
    rule.strip = reader.ReadU32();
    rule.append = reader.ReadBytes(reader.ReadU32());
    if (text::FindInvalidUtf8(rule.append) != absl::string_view::npos) reader.Fail();
  }
  lemmatizer.words_ = lemmatizer.ReadTable(&reader);
  lemmatizer.endings_ = lemmatizer.ReadTable(&reader);
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return lemmatizer;
}

const Lemmatizer::Rule* Lemmatizer::Find(absl::string_view form, uint32_t tag) const {
  const auto word = words_.find(std::pair(tag, form));
  if (word != words_.end()) return &rules_[word->second];
  for (size_t n = std::min(form.size(), kLongestEnding); n > 0; --n) {
    const auto ending = endings_.find(std::pair(tag, form.substr(form.size() - n)));
    if (ending != endings_.end()) return &rules_[ending->second];
  }
  return nullptr;
}

void Lemmatizer::AppendLemma(absl::string_view form, Xpos xpos, bool proper,
                             std::string* out) const {
  const Rule* const rule = Find(form, 2 * static_cast<uint32_t>(xpos) + (proper ? 1 : 0));
  if (rule == nullptr || !rule->Fits(form)) {
    out->append(form.data(), form.size());
    return;
  }
  out->append(form.data(), form.size() - rule->strip);
  out->append(rule->append.data(), rule->append.size());
}

}  // namespace parallax::language::internal
