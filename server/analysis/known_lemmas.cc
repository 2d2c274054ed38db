#include "server/analysis/known_lemmas.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace parallax::analysis {
namespace {

// No English verb is longer; what is, is no verb.
constexpr size_t kMaxForm = 32;

bool Knows(const lexicon::Lexicon& lexicon, absl::string_view lemma) {
  return lexicon.reporting_cue(lemma) != nullptr || lexicon.marker(lemma) != nullptr ||
         lexicon.signature(lemma) != nullptr || lexicon.loaded_term(lemma) != nullptr ||
         lexicon.begins_phrase(lemma);
}

// The lemmas that a regular form may have: blasted, fined, nodded, bloodied, typing, hushes.
std::vector<std::string> RegularLemmas(absl::string_view form) {
  std::vector<std::string> lemmas;
  auto add = [&](size_t cut, absl::string_view ending) {
    if (form.size() >= cut + 2) {
      lemmas.push_back(absl::StrCat(form.substr(0, form.size() - cut), ending));
    }
  };
  for (const absl::string_view ending : {"ed", "ing"}) {
    if (!absl::EndsWith(form, ending)) continue;
    const size_t stem = form.size() - ending.size();
    if (ending == "ed" && absl::EndsWith(form, "ied")) add(3, "y");
    add(ending.size(), "");
    if (stem > 3 && form[stem - 1] == form[stem - 2]) add(ending.size() + 1, "");
    if (stem > 3 && absl::EndsWith(form.substr(0, stem), "ck")) add(ending.size() + 1, "");
    add(ending.size(), "e");
  }
  if (absl::EndsWith(form, "ies")) add(3, "y");
  if (absl::EndsWith(form, "s")) add(1, "");
  if (absl::EndsWith(form, "es")) add(2, "");
  return lemmas;
}

}  // namespace

void UseKnownLemmas(const text::Document& document, const lexicon::Lexicon& lexicon,
                    language::Annotation* annotation) {
  for (uint32_t token = 0; token < annotation->words().size(); ++token) {
    if (annotation->word(token).upos != language::Upos::kVerb) continue;
    const absl::string_view text = document.text(token);
    if (text.size() > kMaxForm || Knows(lexicon, annotation->lemma(token))) continue;
    for (const std::string& lemma : RegularLemmas(absl::AsciiStrToLower(text))) {
      if (!Knows(lexicon, lemma)) continue;
      annotation->SetLemma(token, lemma);
      break;
    }
  }
}

}  // namespace parallax::analysis
