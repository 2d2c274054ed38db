// One maker a kind, for the list in detectors.cc alone. Each stands in the file of its kind.
#ifndef PARALLAX_SERVER_FRAMING_KINDS_H_
#define PARALLAX_SERVER_FRAMING_KINDS_H_

#include <memory>

#include "server/framing/detector.h"

namespace parallax::framing {

std::unique_ptr<const Detector> MakeCommitmentDetector();
std::unique_ptr<const Detector> MakePolarityDetector();
std::unique_ptr<const Detector> MakeAttributionDetector();
std::unique_ptr<const Detector> MakeReportingVerbDetector();
std::unique_ptr<const Detector> MakeQuantityDetector();
std::unique_ptr<const Detector> MakeTimeDetector();
std::unique_ptr<const Detector> MakePlaceDetector();
std::unique_ptr<const Detector> MakeCauseDetector();
std::unique_ptr<const Detector> MakeLabelDetector();
std::unique_ptr<const Detector> MakeWordingDetector();
std::unique_ptr<const Detector> MakeScareQuotesDetector();
std::unique_ptr<const Detector> MakeQuotationDetector();
std::unique_ptr<const Detector> MakeAgencyDetector();
std::unique_ptr<const Detector> MakeOmissionDetector();
std::unique_ptr<const Detector> MakeProminenceDetector();

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_KINDS_H_
