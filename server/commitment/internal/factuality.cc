#include "server/commitment/internal/factuality.h"

#include <algorithm>

namespace parallax::commitment::internal {

float Factuality(const std::vector<Layer>& layers) {
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
  return std::clamp(value, -3.0f, 3.0f);
}

}  // namespace parallax::commitment::internal
