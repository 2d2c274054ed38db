// Scores answers of the engine against gold bundles. The rules, word for word those of the
// project's published scorer of the command line:
//   facts        F1 over cross-report sentence pairs that state the same fact
//   commitment   accuracy and macro-F1 of the class of each gold mention
//   differences  precision, recall, F1 per kind and over all kinds
// A difference is found when the kind is the same and two of its positions rest, for two reports,
// on sentences of the gold difference (or of its fact), in two positions of the answer's. For
// COMMITMENT the two classes must be right too.
#ifndef PARALLAX_TESTS_SCORING_SCORE_H_
#define PARALLAX_TESTS_SCORING_SCORE_H_

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/scoring/answer.h"
#include "tests/scoring/bundle.h"

namespace parallax::scoring {

// True positives of `predicted` and `gold` items.
struct Counts {
  int hits = 0;
  int predicted = 0;
  int gold = 0;

  double precision() const;
  double recall() const;
  double f1() const;
};

inline constexpr int kNoClaim = -1;

// The claim, of its report, that best covers the quote of a gold mention: most overlap for its
// length, those first whose predicate lies in the quote. kNoClaim where none touches it.
int BestClaim(const Bundle& bundle, const GoldMention& mention,
              const std::vector<AnsweredClaim>& claims);

// For each difference answered the one of the gold that it matches, or kNoGold. The surest choose
// first; a gold difference is matched once, by one of its kind, else LABEL by WORDING and the other
// way about. With `by_words` the passages shown must touch the very words of the gold or its fact,
// not only their sentences.
inline constexpr size_t kNoGold = static_cast<size_t>(-1);
std::vector<size_t> MatchGold(const Bundle& bundle, const Answer& answer, bool by_words = false);

class Score {
 public:
  // Adds one bundle. With `details`, writes every gold difference missed and every one answered
  // that matches none, every sentence pair missed or unmatched with the sentences, and every
  // mention whose class is wrong.
  void Add(const Bundle& bundle, const Answer& answer, std::ostream* details);

  const Counts& facts() const { return facts_; }
  double commitment_accuracy() const;
  double commitment_macro_f1() const;
  double commitment_uncovered() const;  // share of mentions without any claim
  const std::map<std::string, Counts>& kinds() const { return kinds_; }
  Counts differences() const;  // over all kinds

  // The figures, a line each.
  void Print(std::ostream& out) const;

 private:
  void AddFacts(const Bundle& bundle, const Answer& answer, std::ostream* details);
  void AddCommitment(const Bundle& bundle, const Answer& answer, std::ostream* details);
  void AddDifferences(const Bundle& bundle, const Answer& answer, std::ostream* details);
  int mentions() const;

  Counts facts_;
  std::map<std::pair<std::string, std::string>, int> confusion_;  // gold, answered (empty: none)
  std::map<std::string, Counts> kinds_;
};

}  // namespace parallax::scoring

#endif  // PARALLAX_TESTS_SCORING_SCORE_H_
