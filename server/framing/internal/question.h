// One question a kind: what the reader's proposal is held against, and how it is told.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_QUESTION_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_QUESTION_H_

#include <memory>
#include <span>

#include "server/framing/internal/contrast.h"

namespace parallax::framing {

// Stateless. Thread safety: const, safe for concurrent use.
class Question {
 public:
  virtual ~Question() = default;
  virtual Kind kind() const = 0;
  // Weighs in on what the reader proposes: `contrast` comes with the words that the reader marked,
  // its log-odds, and rule and severity of the kind. May set exacter words, values, rule, severity
  // and `features.exact`. False where there is no difference of the kind for certain.
  virtual bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const = 0;
};

// One for each kind that is read, in the order of encoder::ReadKind.
std::span<const std::unique_ptr<const Question>> Questions();

// Each stands in the file of its kind; kinds without one of their own take the reader's word.
std::unique_ptr<const Question> MakeCommitmentQuestion();
std::unique_ptr<const Question> MakePolarityQuestion();
std::unique_ptr<const Question> MakeAttributionQuestion();
std::unique_ptr<const Question> MakeReportingVerbQuestion();
std::unique_ptr<const Question> MakeQuantityQuestion();
std::unique_ptr<const Question> MakeTimeQuestion();
std::unique_ptr<const Question> MakeScareQuotesQuestion();
std::unique_ptr<const Question> MakeQuotationQuestion();
std::unique_ptr<const Question> MakeReadQuestion(Kind kind);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_QUESTION_H_
