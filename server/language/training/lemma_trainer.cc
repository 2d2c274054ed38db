#include "server/language/training/lemma_trainer.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "server/language/internal/form.h"
#include "server/language/internal/lemmatizer.h"
#include "server/language/internal/model_file.h"

namespace parallax::language::training {
namespace {

using internal::LemmaScript;
using internal::Tag;

LemmaScript ScriptOf(absl::string_view form, absl::string_view lemma) {
  size_t shared = 0;
  while (shared < form.size() && shared < lemma.size() && form[shared] == lemma[shared]) ++shared;
  // Never split a character.
  while (shared > 0 && shared < form.size() &&
         (static_cast<unsigned char>(form[shared]) & 0xc0) == 0x80) {
    --shared;
  }
  return {static_cast<uint32_t>(form.size() - shared), std::string(lemma.substr(shared))};
}

// What the table distinguishes of a tag.
using TagKey = std::pair<Xpos, bool>;
using Counts = std::map<LemmaScript, uint32_t>;

const LemmaScript* Most(const Counts& counts) {
  const LemmaScript* best = nullptr;
  uint32_t most = 0;
  for (const auto& [script, count] : counts) {
    if (count > most) {
      best = &script;
      most = count;
    }
  }
  return best;
}

}  // namespace

std::string TrainLemmas(const std::vector<Example>& examples) {
  std::map<std::pair<TagKey, std::string>, Counts> words;
  std::string form;
  std::string lemma;
  for (const Example& example : examples) {
    for (uint32_t i = 0; i < example.size(); ++i) {
      const Tag& tag = example.tags[i];
      const bool proper = tag.upos == Upos::kPropn;
      internal::LemmaForm(example.forms[i], tag, &form);
      internal::LemmaForm(example.lemmas[i], tag, &lemma);
      if (form.empty() || lemma.empty() || lemma == "_") continue;
      ++words[{{tag.xpos, proper}, form}][ScriptOf(form, lemma)];
    }
  }
  // Each type of word votes once for each of its suffixes: a rule is about words, not tokens.
  std::map<std::pair<TagKey, std::string>, Counts> suffixes;
  for (const auto& [key, counts] : words) {
    const LemmaScript& script = *Most(counts);
    const std::string& word = key.second;
    for (size_t n = 1; n <= std::min<size_t>(word.size(), internal::kLongestLemmaSuffix); ++n) {
      if (script.strip > n) continue;
      ++suffixes[{key.first, word.substr(word.size() - n)}][script];
    }
  }
  std::map<LemmaScript, uint32_t> ids;
  std::vector<LemmaScript> scripts;
  std::map<uint32_t, uint32_t> rules;
  std::map<std::pair<TagKey, std::string>, LemmaScript> kept;
  const auto add = [&](uint32_t key, const LemmaScript& script) {
    const auto [it, is_new] = ids.emplace(script, static_cast<uint32_t>(scripts.size()) + 1);
    if (is_new) scripts.push_back(script);
    rules.emplace(key, it->second);
  };
  const auto tag_of = [](const TagKey& key) {
    return Tag{key.second ? Upos::kPropn : Upos::kX, key.first, 0};
  };
  const auto by_rule = [&](const TagKey& tag, absl::string_view word, size_t longest) {
    for (size_t n = std::min(word.size(), longest); n > 0; --n) {
      const auto found = kept.find({tag, std::string(word.substr(word.size() - n))});
      if (found != kept.end()) return found->second;
    }
    return LemmaScript();
  };
  for (size_t n = 1; n <= internal::kLongestLemmaSuffix; ++n) {
    for (const auto& [key, counts] : suffixes) {
      if (key.second.size() != n) continue;
      uint32_t total = 0;
      for (const auto& [script, count] : counts) total += count;
      const LemmaScript& best = *Most(counts);
      if (total < 2 || best == by_rule(key.first, key.second, n - 1)) continue;
      kept.emplace(key, best);
    }
  }
  for (const auto& [key, script] : kept)
    add(internal::SuffixKey(key.second, tag_of(key.first)), script);
  for (const auto& [key, counts] : words) {
    const LemmaScript& script = *Most(counts);
    if (script != by_rule(key.first, key.second, internal::kLongestLemmaSuffix)) {
      add(internal::ExceptionKey(key.second, tag_of(key.first)), script);
    }
  }
  uint32_t bits = 1;
  while ((size_t{1} << bits) < rules.size() * 2) ++bits;
  std::vector<std::pair<uint32_t, uint32_t>> slots(size_t{1} << bits);
  for (const auto& [key, script] : rules) {
    size_t i = key & (slots.size() - 1);
    while (slots[i].second != 0) i = (i + 1) & (slots.size() - 1);
    slots[i] = {key, script};
  }
  internal::SectionWriter writer;
  writer.WriteU32(static_cast<uint32_t>(scripts.size()));
  for (const LemmaScript& script : scripts) {
    writer.WriteU32(script.strip);
    writer.WriteU32(static_cast<uint32_t>(script.append.size()));
    writer.WriteBytes(script.append);
  }
  writer.WriteU32(bits);
  std::vector<uint32_t> flat;
  for (const auto& [key, script] : slots) {
    flat.push_back(key);
    flat.push_back(script);
  }
  writer.WriteArray(flat);
  return writer.Release();
}

}  // namespace parallax::language::training
