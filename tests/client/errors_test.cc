#include "client/errors.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"

namespace parallax::client {
namespace {

google::rpc::Status Refusal() {
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::INVALID_ARGUMENT);
  status.set_message("2 violations");
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field("reports[1].id");
  violation->set_description("same as reports[0].id");
  violation = bad_request.add_field_violations();
  violation->set_field("min_confidence");
  violation->set_description("2, limit 1");
  status.add_details()->PackFrom(bad_request);
  return status;
}

TEST(Explain, ListsEveryViolationByPathAndFile) {
  const std::vector<std::string> paths = {"a.txt", "b.html"};
  EXPECT_EQ(Explain(Refusal(), "", paths),
            "the request was refused: 2 violations (INVALID_ARGUMENT)\n"
            "  reports[1].id (b.html): same as reports[0].id\n"
            "  min_confidence: 2, limit 1\n");
}

TEST(Explain, NamesNoFileWhereThereIsNone) {
  EXPECT_EQ(Explain(Refusal(), "", {}),
            "the request was refused: 2 violations (INVALID_ARGUMENT)\n"
            "  reports[1].id: same as reports[0].id\n"
            "  min_confidence: 2, limit 1\n");
}

TEST(Explain, SaysWhenToTryAgain) {
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::RESOURCE_EXHAUSTED);
  status.set_message("queue full");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  retry.mutable_retry_delay()->set_nanos(500000000);
  status.add_details()->PackFrom(retry);
  EXPECT_EQ(Explain(status, "h:1", {}),
            "the request is too much for the server: queue full (RESOURCE_EXHAUSTED)\n"
            "  try again in 1.5 s\n");
}

TEST(Explain, NamesTheServerThatDoesNotAnswer) {
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::UNAVAILABLE);
  status.set_message("connection refused");
  EXPECT_EQ(Explain(status, "localhost:1", {}),
            "no answer from localhost:1: connection refused (UNAVAILABLE)\n");
}

TEST(ToProto, KeepsTheDetails) {
  const google::rpc::Status refusal = Refusal();
  const google::rpc::Status proto = ToProto(grpc::Status(
      grpc::StatusCode::INVALID_ARGUMENT, "2 violations", refusal.SerializeAsString()));
  EXPECT_EQ(proto.SerializeAsString(), refusal.SerializeAsString());
}

TEST(ToProto, LeavesOutDetailsThatCannotBeParsed) {
  const google::rpc::Status proto =
      ToProto(grpc::Status(grpc::StatusCode::INTERNAL, "broken", "\xff\xff\xff"));
  EXPECT_EQ(proto.code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(proto.message(), "broken");
  EXPECT_EQ(proto.details_size(), 0);
}

}  // namespace
}  // namespace parallax::client
