// Short notation for sentences with their trees, for tests.
#ifndef PARALLAX_TESTS_LANGUAGE_TREE_NOTATION_H_
#define PARALLAX_TESTS_LANGUAGE_TREE_NOTATION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::language {

inline std::string UposOf(absl::string_view xpos, absl::string_view relation) {
  if (relation == "punct") return "PUNCT";
  if (absl::StartsWith(relation, "aux") || relation == "cop" || xpos == "MD") return "AUX";
  if (absl::StartsWith(xpos, "VB")) return "VERB";
  if (absl::StartsWith(xpos, "NNP")) return "PROPN";
  if (absl::StartsWith(xpos, "NN")) return "NOUN";
  if (absl::StartsWith(xpos, "JJ")) return "ADJ";
  if (absl::StartsWith(xpos, "RB") || xpos == "WRB") return "ADV";
  if (absl::StartsWith(xpos, "PRP") || absl::StartsWith(xpos, "WP") || xpos == "WDT" ||
      xpos == "EX") {
    return "PRON";
  }
  if (xpos == "DT") return "DET";
  if (xpos == "CD") return "NUM";
  if (xpos == "CC") return "CCONJ";
  if (xpos == "$") return "SYM";
  if (xpos == "IN") return relation == "mark" ? "SCONJ" : "ADP";
  if (xpos == "TO") return relation == "case" ? "ADP" : "PART";
  if (xpos == "POS") return "PART";
  if (xpos == "RP") return "ADP";
  return "X";
}

// One sentence: words "form/lemma/XPOS/head/relation" or "form/XPOS/head/relation" (lemma: the form
// in lower case, as it is for names), divided by blanks. "@B-PERSON" at the end of a word is its
// entity tag, "~" after the form says that no space follows.
inline std::string Sentence(absl::string_view words) {
  std::string lines;
  int number = 0;
  for (absl::string_view word : absl::StrSplit(words, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    std::vector<std::string> misc;
    const std::pair<absl::string_view, absl::string_view> tagged =
        absl::StrSplit(word, absl::MaxSplits('@', 1));
    if (!tagged.second.empty()) misc.push_back(absl::StrCat("NER=", tagged.second));
    std::vector<std::string> parts = absl::StrSplit(tagged.first, '/');
    if (parts.size() == 4) {
      parts.insert(parts.begin() + 1,
                   absl::StartsWith(parts[1], "NNP") ? parts[0] : absl::AsciiStrToLower(parts[0]));
    }
    EXPECT_EQ(parts.size(), 5u) << word;
    if (absl::EndsWith(parts[0], "~")) {
      parts[0].pop_back();
      if (absl::EndsWith(parts[1], "~")) parts[1].pop_back();
      misc.push_back("SpaceAfter=No");
    }
    absl::StrAppend(&lines, ++number, "\t", parts[0], "\t", parts[1], "\t",
                    UposOf(parts[2], parts[4]), "\t", parts[2], "\t_\t", parts[3], "\t", parts[4],
                    "\t_\t", misc.empty() ? "_" : absl::StrJoin(misc, "|"), "\n");
  }
  return absl::StrCat(lines, "\n");
}

inline AnnotatedReport ReportOf(absl::string_view words) {
  return ReportFromConllu(Sentence(words));
}

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_TREE_NOTATION_H_
