// Reports with random words, tags and trees, for property tests: right or wrong, any tree must be
// read without harm.
#ifndef PARALLAX_TESTS_LANGUAGE_RANDOM_REPORT_H_
#define PARALLAX_TESTS_LANGUAGE_RANDOM_REPORT_H_

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "server/language/conllu.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::language {

// PARALLAX_TEST_SEED from the environment, else always the same: fuzzers look further.
inline uint64_t TestSeed() {
  uint64_t seed = 0;
  const char* given = std::getenv("PARALLAX_TEST_SEED");
  if (given != nullptr && absl::SimpleAtoi(given, &seed)) return seed;
  return 1;
}

inline AnnotatedReport RandomReport(uint64_t seed) {
  static constexpr absl::string_view kForms[] = {
      "said",   "attack",   "six",      "20",    "-",      "million",     "on",      "Wednesday",
      "last",   "week",     "the",      "Orlov", ",",      "who",         "per",     "cent",
      "2021",   "6",        "October",  "dead",  "to",     "leave",       "and",     "a",
      "few",    "dozens",   "of",       "not",   "be",     "$",           "3m",      "expulsion",
      "1990s",  "p.m.",     "4:30",     "years", "old",    "22-year-old", "between", "NATO",
      "'s",     "alliance", "minister", "he",    "they",   "its",         "first",   "half",
      "more",   "than",     "ago",      "next",  "Monday", "night",       "--",      "%",
      "\u2013", "twenty",   "hundred",  "from",  "until",  "summer",      "5th",     "\u00a3"};
  std::mt19937_64 random(seed);
  const auto pick = [&](uint64_t below) { return static_cast<uint32_t>(random() % below); };
  std::vector<ConlluSentence> sentences(1 + pick(4));
  for (size_t s = 0; s < sentences.size(); ++s) {
    ConlluSentence& sentence = sentences[s];
    if (s == 0 && pick(2) == 0) sentence.comments = {"# section = headline"};
    const uint32_t size = 1 + pick(30);
    // A random order in which words join the tree: each hangs on one that joined before it.
    std::vector<uint32_t> order(size);
    for (uint32_t i = 0; i < size; ++i) order[i] = i;
    for (uint32_t i = size; i > 1; --i) std::swap(order[i - 1], order[pick(i)]);
    sentence.words.resize(size);
    for (uint32_t i = 0; i < size; ++i) {
      ConlluWord& word = sentence.words[order[i]];
      word.form = std::string(kForms[pick(std::size(kForms))]);
      word.lemma = absl::AsciiStrToLower(word.form);
      word.upos = static_cast<Upos>(pick(kUposCount));
      word.xpos = static_cast<Xpos>(pick(kXposCount));
      word.features = static_cast<Features>(random() & random() & 0x1fffffff);
      word.head = i == 0 ? 0 : order[pick(i)] + 1;
      word.relation =
          i == 0 ? Relation::kRoot : static_cast<Relation>(1 + pick(kRelationCount - 1));
      if (pick(6) == 0) word.misc = pick(2) == 0 ? "NER=B-PERSON" : "NER=B-LOCATION";
    }
  }
  absl::StatusOr<Annotation> annotation = AnnotationFromConllu(sentences);
  if (!annotation.ok()) {
    std::cerr << "RandomReport: " << annotation.status() << "\n";
    std::abort();
  }
  return {DocumentFromConllu(sentences), *std::move(annotation)};
}

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_RANDOM_REPORT_H_
