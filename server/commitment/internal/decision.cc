#include "server/commitment/internal/decision.h"

#include <algorithm>

namespace parallax::commitment::internal {
namespace {

// "said that no shot had been fired", "I do not question ...": a source that says so rejects.
bool RejectsOutright(Rule rule) {
  return rule == Rule::kOutrightNegation || rule == Rule::kDisclaimedWords ||
         rule == Rule::kUntrueReport;
}

}  // namespace

Class ClassOfLayers(const std::vector<Layer>& layers) {
  const auto speaks = [](const Layer& layer) { return layer.value != Class::kAsserted; };
  const auto outermost = std::find_if(layers.begin(), layers.end(), speaks);
  if (outermost == layers.end()) return Class::kAsserted;
  if (outermost->value != Class::kAttributed) return outermost->value;
  const auto inner = std::find_if(outermost, layers.end(), [](const Layer& layer) {
    return layer.value != Class::kAttributed;
  });
  return inner != layers.end() && RejectsOutright(inner->rule) ? Class::kDenied
                                                               : Class::kAttributed;
}

float NumberOfLayers(const std::vector<Layer>& layers) {
  float value = 3;
  for (size_t i = layers.size(); i-- > 0;) {
    switch (layers[i].value) {
      case Class::kAttributed:
        value *= 0.8f;
        break;
      case Class::kHedged:
        value *= 0.3f;
        break;
      case Class::kAlleged:
        value *= 0.5f;
        break;
      case Class::kDenied:
        value *= -0.6f;
        break;
      case Class::kNegated:
        value = -value;
        break;
      case Class::kProspective:
        value *= 0.2f;
        break;
      case Class::kUnspecified:
      case Class::kAsserted:
      case Class::kEndorsed:
        break;
    }
  }
  return value;
}

}  // namespace parallax::commitment::internal
