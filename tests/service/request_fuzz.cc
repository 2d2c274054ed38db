// Requests of every shape against the service's calls and the engine behind them: none may crash or
// hang, and every answer must hold together. Half of the inputs are taken as the bytes of a
// message, the other half says how to put a valid message together.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/api/errors.h"
#include "server/api/parse.h"
#include "server/service/backend.h"
#include "server/service/calls.h"
#include "tests/service/direct_calls.h"
#include "tests/service/invariants.h"

namespace parallax {
namespace {

const service::Backend& Engine() {
  static const auto* const engine =
      new std::shared_ptr<const service::Backend>(service::LoadEngine("", {}).value());
  return **engine;
}

// A verbatim string may be any bytes; those of a message are UTF-8, as protobuf sees to.
std::string Text(FuzzedDataProvider* data, size_t max) {
  std::string text = data->ConsumeRandomLengthString(max);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) c = ' ';
  }
  return text;
}

void FillReport(FuzzedDataProvider* data, v1::Report* report) {
  if (data->ConsumeProbability<float>() < 0.2F) report->set_id(Text(data, 70));
  if (data->ConsumeBool()) report->set_headline(Text(data, 120));
  if (data->ConsumeBool())
    report->mutable_publish_time()->set_seconds(data->ConsumeIntegral<int64_t>());
  if (data->ConsumeProbability<float>() < 0.3F) {
    report->set_html(Text(data, 1500));
  } else {
    report->set_text(Text(data, 1500));
  }
}

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

void CheckError(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kInvalidArgument &&
      api::ReasonOf(status) != api::reason::kAnswerTooLarge) {
    Fail(status.ToString());
  }
  if (api::ToRpcStatus(status).ByteSizeLong() > 6000) Fail("error too long for its trailers");
}

void Compare(const service::Workshop& workshop, v1::CompareReportsRequest request) {
  request.set_view(v1::CompareReportsRequest::FULL);
  request.set_offset_encoding(v1::Span::UTF8);
  const v1::CompareReportsRequest asked = request;
  v1::CompareReportsResponse response;
  const absl::Status status =
      testing::Ask(workshop, service::MakeCompareReportsCall(), &request, &response);
  if (!status.ok()) return CheckError(status);
  const std::vector<std::string> wrong = testing::WrongWith(asked, response);
  if (!wrong.empty()) Fail(wrong.front());
}

void Analyze(const service::Workshop& workshop, v1::AnalyzeReportRequest request) {
  const v1::AnalyzeReportRequest asked = request;
  v1::AnalyzeReportResponse response;
  const absl::Status status =
      testing::Ask(workshop, service::MakeAnalyzeReportCall(), &request, &response);
  if (!status.ok()) return CheckError(status);
  if (asked.offset_encoding() > v1::Span::UTF8) return;
  const std::vector<std::string> wrong = testing::WrongWith(asked.report(), response.analysis());
  if (!wrong.empty()) Fail(wrong.front());
}

// Returns whether `bytes` are such a message.
template <typename Request>
bool Parse(const service::Workshop& workshop, const std::string& bytes, Request* request) {
  google::protobuf::io::ArrayInputStream input(bytes.data(), static_cast<int>(bytes.size()));
  if (const absl::Status status = api::CheckFieldCounts(&input, *request, *workshop.limits);
      !status.ok()) {
    CheckError(status);
    return false;
  }
  if (request->ParseFromString(bytes)) return true;
  CheckError(api::DescribeParseFailure(bytes, *request));
  return false;
}

void FromBytes(const service::Workshop& workshop, int rpc, const std::string& bytes) {
  if (rpc == 0) {
    v1::CompareReportsRequest request;
    if (Parse(workshop, bytes, &request)) Compare(workshop, request);
  } else if (rpc == 1) {
    v1::AnalyzeReportRequest request;
    if (Parse(workshop, bytes, &request)) Analyze(workshop, request);
  } else {
    v1::FollowEventRequest request;
    service::FollowedEvent event;
    v1::FollowEventResponse response;
    if (!Parse(workshop, bytes, &request)) return;
    const absl::Status status = testing::Step(workshop, &event, &request, &response);
    if (!status.ok()) CheckError(status);
  }
}

void FromParts(const service::Workshop& workshop, int rpc, FuzzedDataProvider* data) {
  if (rpc == 0) {
    v1::CompareReportsRequest request;
    const int reports = data->ConsumeIntegralInRange(1, 4);
    for (int i = 0; i < reports; ++i) FillReport(data, request.add_reports());
    request.set_min_confidence(data->ConsumeFloatingPointInRange(-0.1F, 1.1F));
    if (data->ConsumeBool()) request.set_style("[severity]\n" + Text(data, 200));
    Compare(workshop, request);
  } else if (rpc == 1) {
    v1::AnalyzeReportRequest request;
    FillReport(data, request.mutable_report());
    request.set_offset_encoding(
        static_cast<v1::Span::Encoding>(data->ConsumeIntegralInRange(0, 4)));
    Analyze(workshop, request);
  } else {
    service::FollowedEvent event;
    for (int step = 0; step < 6 && data->remaining_bytes() > 0; ++step) {
      v1::FollowEventRequest request;
      if (data->ConsumeProbability<float>() < 0.2F) {
        request.set_remove_report_id(Text(data, 4));
      } else {
        FillReport(data, request.mutable_report());
      }
      v1::FollowEventResponse response;
      const absl::Status status = testing::Step(workshop, &event, &request, &response);
      if (!status.ok()) CheckError(status);
    }
  }
}

}  // namespace
}  // namespace parallax

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace parallax;  // NOLINT: the entry point has a fixed name
  if (size > 8192) return 0;
  static const api::Limits limits = {
      .max_reports = 4, .max_report_bytes = 4096, .max_request_bytes = 8192};
  ByteBudget budget(size_t{64} << 20);
  const service::Workshop workshop = {.backend = &Engine(),
                                      .limits = &limits,
                                      .followed_bytes = &budget,
                                      .parallel = engine::Sequentially};
  FuzzedDataProvider data(bytes, size);
  const int rpc = data.ConsumeIntegralInRange(0, 2);
  if (data.ConsumeBool()) {
    FromBytes(workshop, rpc, data.ConsumeRemainingBytesAsString());
  } else {
    FromParts(workshop, rpc, &data);
  }
  return 0;
}
