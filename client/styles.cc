#include "client/styles.h"

#include <array>

namespace parallax::client {

Style ReportStyle(const AnswerIndex& index, const std::string& report_id) {
  static constexpr std::array kStyles = {Style::kCyan, Style::kYellow, Style::kMagenta,
                                         Style::kGreen, Style::kBlue};
  return kStyles[index.Place(report_id) % kStyles.size()];
}

Style MarkedStyle(const AnswerIndex& index, const std::string& report_id) {
  static constexpr std::array kStyles = {Style::kBoldCyan, Style::kBoldYellow, Style::kBoldMagenta,
                                         Style::kBoldGreen, Style::kBoldBlue};
  return kStyles[index.Place(report_id) % kStyles.size()];
}

Style StyleOf(v1::Difference::Severity severity) {
  switch (severity) {
    case v1::Difference::HIGH:
      return Style::kBoldRed;
    case v1::Difference::MEDIUM:
      return Style::kBoldYellow;
    default:
      return Style::kBold;
  }
}

Style StyleOf(v1::Claim::Commitment commitment) {
  switch (commitment) {
    case v1::Claim::ASSERTED:
    case v1::Claim::ENDORSED:
      return Style::kGreen;
    case v1::Claim::ALLEGED:
    case v1::Claim::HEDGED:
      return Style::kYellow;
    case v1::Claim::DENIED:
    case v1::Claim::NEGATED:
      return Style::kRed;
    default:
      return Style::kPlain;
  }
}

}  // namespace parallax::client
