#include <vector>

#include "server/framing/detector.h"
#include "server/framing/kinds.h"

namespace parallax::framing {

std::span<const std::unique_ptr<const Detector>> Detectors() {
  static const auto& detectors = *[] {
    auto* list = new std::vector<std::unique_ptr<const Detector>>;
    list->push_back(MakeCommitmentDetector());
    list->push_back(MakePolarityDetector());
    list->push_back(MakeAttributionDetector());
    list->push_back(MakeReportingVerbDetector());
    list->push_back(MakeQuantityDetector());
    list->push_back(MakeTimeDetector());
    list->push_back(MakePlaceDetector());
    list->push_back(MakeCauseDetector());
    list->push_back(MakeLabelDetector());
    list->push_back(MakeWordingDetector());
    list->push_back(MakeScareQuotesDetector());
    list->push_back(MakeQuotationDetector());
    list->push_back(MakeAgencyDetector());
    list->push_back(MakeOmissionDetector());
    list->push_back(MakeProminenceDetector());
    return list;
  }();
  return detectors;
}

}  // namespace parallax::framing
