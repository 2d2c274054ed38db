// Calls as the service does them, without a server: for tests and fuzzers.
#ifndef PARALLAX_TESTS_SERVICE_DIRECT_CALLS_H_
#define PARALLAX_TESTS_SERVICE_DIRECT_CALLS_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "server/base/status_macros.h"
#include "server/service/calls.h"

namespace parallax::testing {

// Texts are moved out of `request`.
template <typename Request, typename Response>
absl::Status Ask(const service::Workshop& workshop, std::unique_ptr<service::UnaryCall> call,
                 Request* request, Response* response) {
  call->request()->GetReflection()->Swap(call->request(), request);
  PARALLAX_RETURN_IF_ERROR(call->Read(*workshop.limits));
  PARALLAX_RETURN_IF_ERROR(call->Run(workshop, CallContext()));
  response->CopyFrom(call->response());
  return absl::OkStatus();
}

inline absl::Status Step(const service::Workshop& workshop, service::FollowedEvent* event,
                         v1::FollowEventRequest* request, v1::FollowEventResponse* response) {
  absl::StatusOr<api::FollowInput> input = api::ReadRequest(request, *workshop.limits);
  if (!input.ok()) {
    event->Fail(input.status(), response);
    return input.status();
  }
  return event->Step(workshop, CallContext(), *std::move(input), response);
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_DIRECT_CALLS_H_
