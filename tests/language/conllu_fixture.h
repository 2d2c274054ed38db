// Builds a report with an exact annotation from a few lines, for tests of the rooms that read
// trees.
#ifndef PARALLAX_TESTS_LANGUAGE_CONLLU_FIXTURE_H_
#define PARALLAX_TESTS_LANGUAGE_CONLLU_FIXTURE_H_

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/language/annotation.h"
#include "server/language/conllu.h"
#include "server/text/document.h"

namespace parallax::language {

struct AnnotatedReport {
  text::Document document;
  Annotation annotation;

  // The first token with this text, kNoToken for none.
  uint32_t Find(absl::string_view form, uint32_t from = 0) const {
    for (uint32_t i = from; i < document.tokens().size(); ++i) {
      if (document.text(i) == form) return i;
    }
    return kNoToken;
  }
};

// CoNLL-U, or its short form: columns divided by blanks, without DEPS, and without MISC where it is
// empty; leading blanks are free:
//   # section = headline        (first sentence only, optional)
//   1 Police police NOUN NNS Number=Plur 2 nsubj
//   2 fired  fire   VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No
//   3 .      .      PUNCT . _ 2 punct
// Entities: NER=B-PERSON in MISC. An empty line ends a sentence.
// Ends the program with a message where the lines are wrong.
inline AnnotatedReport ReportFromConllu(absl::string_view lines) {
  std::vector<std::string> full;
  for (absl::string_view line : absl::StrSplit(lines, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') {
      full.emplace_back(line);
      continue;
    }
    std::vector<std::string> columns =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (columns.size() == 8) columns.push_back("_");
    if (columns.size() == 9) columns.insert(columns.begin() + 8, "_");
    full.push_back(absl::StrJoin(columns, "\t"));
  }
  absl::StatusOr<std::vector<ConlluSentence>> sentences =
      ReadConllu(absl::StrCat(absl::StrJoin(full, "\n"), "\n\n"));
  if (!sentences.ok()) {
    std::cerr << "ReportFromConllu: " << sentences.status() << "\n" << lines << "\n";
    std::abort();
  }
  absl::StatusOr<Annotation> annotation = AnnotationFromConllu(*sentences);
  if (!annotation.ok()) {
    std::cerr << "ReportFromConllu: " << annotation.status() << "\n" << lines << "\n";
    std::abort();
  }
  return {DocumentFromConllu(*sentences), *std::move(annotation)};
}

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_CONLLU_FIXTURE_H_
