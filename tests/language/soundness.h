// What holds of every annotation, whatever the weights.
#ifndef PARALLAX_TESTS_LANGUAGE_SOUNDNESS_H_
#define PARALLAX_TESTS_LANGUAGE_SOUNDNESS_H_

#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "server/language/annotation.h"
#include "server/language/conllu.h"
#include "server/text/document.h"

namespace parallax::language {

inline std::string Print(const text::Document& document, const Annotation& annotation) {
  std::string out;
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &out);
  }
  return out;
}

// One tree a sentence, entities inside sentences, no empty lemma.
inline void ExpectSound(const text::Document& document, const Annotation& annotation) {
  ASSERT_EQ(annotation.words().size(), document.tokens().size());
  for (const text::Sentence& sentence : document.sentences()) {
    uint32_t roots = 0;
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      const Word& word = annotation.word(i);
      roots += word.head == kNoToken;
      EXPECT_EQ(word.relation == Relation::kRoot, word.head == kNoToken);
      if (word.head != kNoToken) {
        EXPECT_TRUE(sentence.tokens.Contains(word.head));
      }
      EXPECT_FALSE(annotation.lemma(i).empty());
      uint32_t steps = 0;
      for (uint32_t n = i; n != kNoToken && steps <= sentence.tokens.size(); ++steps) {
        n = annotation.word(n).head;
      }
      EXPECT_LE(steps, sentence.tokens.size()) << "a cycle";
    }
    EXPECT_EQ(roots, 1u);
  }
  uint32_t end = 0;
  for (const NamedEntity& entity : annotation.entities()) {
    EXPECT_GE(entity.tokens.begin, end);
    EXPECT_FALSE(entity.tokens.empty());
    EXPECT_TRUE(document.sentence_of(entity.tokens.begin).tokens.Contains(entity.tokens));
    end = entity.tokens.end;
  }
}

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_SOUNDNESS_H_
