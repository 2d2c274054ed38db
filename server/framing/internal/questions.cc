#include <vector>

#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

// Words of a value.
constexpr uint32_t kMaxValueWords = 12;

class ReadQuestion final : public Question {
 public:
  explicit ReadQuestion(Kind kind) : kind_(kind) {}
  Kind kind() const override { return kind_; }

  bool Refine(const Scene& scene, const PairView& /*view*/, Contrast* contrast) const override {
    for (Side* side : {&contrast->a, &contrast->b}) {
      side->value = PassageText(scene.report(side->report), side->marked, kMaxValueWords);
    }
    return true;
  }

 private:
  const Kind kind_;
};

}  // namespace

std::unique_ptr<const Question> MakeReadQuestion(Kind kind) {
  return std::make_unique<ReadQuestion>(kind);
}

std::span<const std::unique_ptr<const Question>> Questions() {
  static const auto& questions = *[] {
    auto* list = new std::vector<std::unique_ptr<const Question>>;
    list->push_back(MakeCommitmentQuestion());
    list->push_back(MakePolarityQuestion());
    list->push_back(MakeAttributionQuestion());
    list->push_back(MakeReportingVerbQuestion());
    list->push_back(MakeQuantityQuestion());
    list->push_back(MakeTimeQuestion());
    list->push_back(MakeReadQuestion(Kind::kPlace));
    list->push_back(MakeReadQuestion(Kind::kCause));
    list->push_back(MakeReadQuestion(Kind::kLabel));
    list->push_back(MakeReadQuestion(Kind::kWording));
    list->push_back(MakeScareQuotesQuestion());
    list->push_back(MakeQuotationQuestion());
    list->push_back(MakeReadQuestion(Kind::kAgency));
    return list;
  }();
  return questions;
}

}  // namespace parallax::framing
