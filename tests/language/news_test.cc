// The model against sentences of our own that were annotated by hand.
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/language/conllu.h"
#include "tests/language/conllu_fixture.h"
#include "tests/language/default_annotator.h"

namespace parallax::language {
namespace {

AnnotatedReport ReadSample() {
  std::ifstream file(PARALLAX_TEST_DATA "/language/news.conllu");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ReportFromConllu(text);
}

TEST(NewsTest, PlainNewsIsReadRight) {
  const AnnotatedReport gold = ReadSample();
  const Annotation found = DefaultAnnotator::Get().Annotate(gold.document);
  uint32_t tags = 0;
  uint32_t lemmas = 0;
  uint32_t arcs = 0;
  uint32_t names = 0;
  std::string errors;
  const uint32_t size = static_cast<uint32_t>(found.words().size());
  for (uint32_t i = 0; i < size; ++i) {
    const Word& want = gold.annotation.word(i);
    const Word& got = found.word(i);
    tags += got.upos == want.upos;
    lemmas += found.lemma(i) == gold.annotation.lemma(i);
    const bool arc = got.head == want.head && got.relation == want.relation;
    arcs += arc;
    if (!arc || got.upos != want.upos) {
      absl::StrAppend(&errors, gold.document.text(i), ": ", Name(got.upos), " ", Name(got.relation),
                      " of ", got.head == kNoToken ? "-" : gold.document.text(got.head),
                      ", wanted ", Name(want.upos), " ", Name(want.relation), " of ",
                      want.head == kNoToken ? "-" : gold.document.text(want.head), "\n");
    }
  }
  for (const NamedEntity& want : gold.annotation.entities()) {
    for (const NamedEntity& got : found.entities()) {
      names += got.tokens == want.tokens && got.type == want.type;
    }
  }
  EXPECT_GE(tags, size * 96 / 100) << errors;
  EXPECT_GE(lemmas, size * 97 / 100) << errors;
  EXPECT_GE(arcs, size * 92 / 100) << errors;
  EXPECT_GE(names, gold.annotation.entities().size() * 90 / 100);
}

}  // namespace
}  // namespace parallax::language
