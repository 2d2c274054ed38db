#include "server/api/errors.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace parallax::api {
namespace {

using ::testing::EndsWith;
using ::testing::SizeIs;

template <typename Detail>
Detail DetailOf(const google::rpc::Status& status) {
  Detail detail;
  int found = 0;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.Is<Detail>()) {
      ++found;
      any.UnpackTo(&detail);
    }
  }
  EXPECT_EQ(found, 1) << Detail::descriptor()->full_name();
  return detail;
}

TEST(ErrorsTest, OneViolationIsTheMessage) {
  const google::rpc::Status status =
      ToRpcStatus(InvalidRequest({{"reports[3]", "1048577 bytes, limit 1048576"}}));
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "reports[3]: 1048577 bytes, limit 1048576");
}

TEST(ErrorsTest, AllViolationsAreListedByPathInOrder) {
  const google::rpc::Status status =
      ToRpcStatus(InvalidRequest({{"reports[0].id", "97 bytes, limit 64"}, {"view", "unknown"}}));
  EXPECT_EQ(status.message(), "2 violations: reports[0].id: 97 bytes, limit 64; view: unknown");
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_THAT(bad.field_violations(), SizeIs(2));
  EXPECT_EQ(bad.field_violations(0).field(), "reports[0].id");
  EXPECT_EQ(bad.field_violations(0).description(), "97 bytes, limit 64");
  EXPECT_EQ(bad.field_violations(1).field(), "view");
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "INVALID_REQUEST");
  EXPECT_EQ(info.domain(), "parallax");
}

TEST(ErrorsTest, ManyViolationsStillFitIntoTheTrailersOfACall) {
  std::vector<Violation> violations;
  violations.reserve(1000);
  for (int i = 0; i < 1000; ++i) {
    violations.push_back({absl::StrCat("reports[", i, "].language_code"),
                          "not supported; supported: en and its regional forms"});
  }
  const google::rpc::Status status = ToRpcStatus(InvalidRequest(violations));
  EXPECT_LT(absl::Base64Escape(status.SerializeAsString()).size() + status.message().size(), 8192u);
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  const int listed = bad.field_violations_size() - 1;
  EXPECT_GE(listed, 40);
  EXPECT_EQ(bad.field_violations(listed).description(),
            absl::StrCat("and ", 1000 - listed, " more"));
}

TEST(ErrorsTest, LongMessagesAreCutBetweenCharacters) {
  const std::string long_name(600, 'x');
  EXPECT_THAT(ToRpcStatus(absl::CancelledError(long_name)).message(), SizeIs(512));
  std::string accents;
  for (int i = 0; i < 400; ++i) accents += "\xc3\xa9";
  const std::string message = ToRpcStatus(absl::CancelledError(accents)).message();
  EXPECT_THAT(message, EndsWith("\xa9..."));
  EXPECT_LE(message.size(), 512u);
}

TEST(ErrorsTest, RetryInfoCarriesTheDelay) {
  const google::rpc::Status status =
      ToRpcStatus(RetryLater(reason::kQueueFull, "3 calls are waiting", absl::Milliseconds(1250)));
  EXPECT_EQ(status.code(), 8);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).reason(), "QUEUE_FULL");
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

struct CodeCase {
  const char* name;
  absl::Status status;
  int code;
  const char* reason;
  const char* message;

  // Without it GoogleTest prints the bytes, addresses among them, into the test's name.
  friend void PrintTo(const CodeCase& given, std::ostream* out) { *out << given.name; }
};

class ErrorCodesTest : public ::testing::TestWithParam<CodeCase> {};

TEST_P(ErrorCodesTest, EveryErrorHasAReasonAndFaultsKeepTheirMessage) {
  const google::rpc::Status status = ToRpcStatus(GetParam().status);
  EXPECT_EQ(status.code(), GetParam().code);
  EXPECT_EQ(status.message(), GetParam().message);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(status).reason(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ErrorCodesTest,
    ::testing::Values(
        CodeCase{"Deadline", absl::DeadlineExceededError("deadline exceeded"), 4,
                 "DEADLINE_EXCEEDED", "deadline exceeded"},
        CodeCase{"Cancelled", absl::CancelledError("gone"), 1, "CANCELLED", "gone"},
        CodeCase{"AnswerTooLarge",
                 MakeError(absl::StatusCode::kResourceExhausted, reason::kAnswerTooLarge, "much"),
                 8, "ANSWER_TOO_LARGE", "much"},
        CodeCase{"Stopping",
                 MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown, "stopping"), 14,
                 "SHUTTING_DOWN", "stopping"},
        CodeCase{"Internal", absl::InternalError("index 7 of 3"), 13, "INTERNAL", "internal error"},
        CodeCase{"DataLoss", absl::DataLossError("bad model"), 13, "INTERNAL", "internal error"},
        CodeCase{"NotFound", absl::NotFoundError("x"), 13, "INTERNAL", "internal error"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace parallax::api
