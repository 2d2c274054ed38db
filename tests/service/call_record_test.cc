#include "server/service/call_record.h"

#include "gtest/gtest.h"
#include "server/api/errors.h"

namespace parallax::service {
namespace {

CallRecord Record(const absl::Status& status) {
  CallRecord record;
  record.method = "CompareReports";
  record.status = status;
  record.bytes_in = 100;
  record.bytes_out = status.ok() ? 50 : 0;
  record.tokens = 7;
  record.wait = absl::Milliseconds(3);
  record.work = absl::Seconds(2);
  return record;
}

TEST(CallBookTest, CountsByMethodAndReason) {
  CallBook book(nullptr);
  book.Add(Record(absl::OkStatus()));
  book.Add(Record(absl::OkStatus()));
  book.Add(Record(absl::CancelledError("gone")));
  book.Add(Record(api::RetryLater(api::reason::kQueueFull, "full", absl::Seconds(1))));
  const CallBook::Counts counts = book.counts();
  EXPECT_EQ(counts.calls.at({"CompareReports", ""}), 2u);
  EXPECT_EQ(counts.calls.at({"CompareReports", "CANCELLED"}), 1u);
  EXPECT_EQ(counts.calls.at({"CompareReports", "QUEUE_FULL"}), 1u);
  EXPECT_EQ(counts.bytes_in, 400u);
  EXPECT_EQ(counts.bytes_out, 100u);
  EXPECT_EQ(counts.tokens, 14u);
}

TEST(CallBookTest, KeepsTheTimesOfWhatWasBegun) {
  CallBook book(nullptr);
  book.Add(Record(absl::OkStatus()));
  book.Add(Record(api::RetryLater(api::reason::kQueueFull, "full", absl::Seconds(1))));
  const Histogram waits = book.counts().waits.at("CompareReports");
  EXPECT_EQ(waits.counts()[2], 1u);  // up to 5 ms
  EXPECT_DOUBLE_EQ(waits.sum(), 0.003);
  const Histogram works = book.counts().works.at("CompareReports");
  EXPECT_EQ(works.counts()[10], 1u);  // up to 2.5 s
}

TEST(CallBookTest, ATimeOverAllBoundsIsCountedToo) {
  Histogram histogram;
  histogram.Add(absl::Hours(1));
  EXPECT_EQ(histogram.counts().back(), 1u);
}

TEST(CallBookTest, RefusalsByTheThousandAreCountedAndNotAllTold) {
  CallBook book(nullptr);
  for (int i = 0; i < 1000; ++i) {
    book.Add(Record(api::RetryLater(api::reason::kQueueFull, "full", absl::Seconds(1))));
  }
  const CallBook::Counts counts = book.counts();
  EXPECT_EQ(counts.calls.at({"CompareReports", "QUEUE_FULL"}), 1000u);
  EXPECT_GT(counts.lines_left_out, 0u);
}

}  // namespace
}  // namespace parallax::service
