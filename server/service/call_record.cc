#include "server/service/call_record.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/time/clock.h"
#include "server/api/errors.h"

namespace parallax::service {
namespace {

// Ended before any work was done, for want of room or right.
bool IsRefusal(absl::StatusCode code) {
  return code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kUnauthenticated || code == absl::StatusCode::kPermissionDenied;
}

}  // namespace

void Histogram::Add(absl::Duration time) {
  const double seconds = absl::ToDoubleSeconds(time);
  const auto place = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  ++counts_[static_cast<size_t>(std::distance(kBounds.begin(), place))];
  sum_ += seconds;
}

void CallBook::Add(const CallRecord& record) {
  const absl::Status& status = record.status;
  const std::string reason = status.ok() ? "" : api::ReasonOf(status);
  const bool refusal = IsRefusal(status.code());
  uint64_t left_out = 0;
  const bool passes = !refusal || refusals_.Passes(absl::Now(), &left_out);
  {
    MutexLock lock(&mutex_);
    ++counts_.calls[{record.method, reason}];
    counts_.bytes_in += record.bytes_in;
    counts_.bytes_out += record.bytes_out;
    if (!refusal) {
      counts_.waits[record.method].Add(record.wait);
      counts_.works[record.method].Add(record.work);
    }
    if (status.ok()) counts_.tokens += static_cast<uint64_t>(record.tokens);
    if (!passes) ++counts_.lines_left_out;
  }
  if (!passes || log_ == nullptr) return;
  std::vector<Log::Field> fields = {{"method", record.method},
                                    {"code", absl::StatusCodeToString(status.code())},
                                    {"reason", reason},
                                    {"request_id", record.ids.request_id},
                                    {"trace_id", record.ids.trace_id},
                                    {"caller", record.caller},
                                    {"peer", record.peer},
                                    {"bytes_in", record.bytes_in},
                                    {"bytes_out", record.bytes_out},
                                    {"tokens", static_cast<uint64_t>(record.tokens)},
                                    {"wait_s", absl::ToDoubleSeconds(record.wait)},
                                    {"work_s", absl::ToDoubleSeconds(record.work)}};
  if (record.sequence > 0) fields.emplace_back("sequence", record.sequence);
  if (left_out > 0) fields.emplace_back("refusals_left_out", left_out);
  log_->Write(Log::Severity::kInfo, record.sequence > 0 ? "step" : "call", fields);
  if (absl::IsInternal(status) || absl::IsUnknown(status)) {
    Error(log_, "fault",
          {{"method", record.method},
           {"request_id", record.ids.request_id},
           {"error", status.message()}});
  }
}

CallBook::Counts CallBook::counts() const {
  MutexLock lock(&mutex_);
  return counts_;
}

}  // namespace parallax::service
