#include "server/service/memory_limit.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/temp_folder.h"

namespace parallax::service {
namespace {

using ::parallax::testing::TempFolder;
using ::testing::HasSubstr;

constexpr size_t kMiB = size_t{1} << 20;

class AvailableMemoryTest : public ::testing::Test {
 protected:
  AvailableMemoryTest() { folder_.Write("proc/meminfo", "MemTotal:  8388608 kB\nMemFree: 1 kB\n"); }
  TempFolder folder_;
};

TEST_F(AvailableMemoryTest, IsTheMachinesWhereNothingLimitsIt) {
  EXPECT_EQ(AvailableMemory(folder_.path()), 8192 * kMiB);
  folder_.Write("proc/self/cgroup", "0::/user.slice\n");
  folder_.Write("sys/fs/cgroup/user.slice/memory.max", "max\n");
  EXPECT_EQ(AvailableMemory(folder_.path()), 8192 * kMiB);
}

TEST_F(AvailableMemoryTest, IsTheLeastLimitOnTheWayUp) {
  folder_.Write("proc/self/cgroup", "0::/pods/one/container\n");
  folder_.Write("sys/fs/cgroup/pods/memory.max", "1073741824\n");
  folder_.Write("sys/fs/cgroup/pods/one/memory.max", "536870912\n");
  folder_.Write("sys/fs/cgroup/pods/one/container/memory.max", "max\n");
  EXPECT_EQ(AvailableMemory(folder_.path()), 512 * kMiB);
}

TEST_F(AvailableMemoryTest, InAContainerItsOwnGroupIsTheRoot) {
  folder_.Write("proc/self/cgroup", "0::/\n");
  folder_.Write("sys/fs/cgroup/memory.max", "268435456\n");
  EXPECT_EQ(AvailableMemory(folder_.path()), 256 * kMiB);
}

TEST_F(AvailableMemoryTest, KnowsTheOlderKindOfGroups) {
  folder_.Write("proc/self/cgroup", "5:cpu:/\n4:memory:/docker/abc\n0::/\n");
  folder_.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  folder_.Write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "134217728\n");
  EXPECT_EQ(AvailableMemory(folder_.path()), 128 * kMiB);
}

TEST(MemoryPlanTest, PartsFitIntoTheLimit) {
  const auto plan = MemoryPlan::Make({.limit = 1024 * kMiB,
                                      .max_followed_bytes = 64 * kMiB,
                                      .max_cache_bytes = 4096 * kMiB,
                                      .max_http_bytes = 32 * kMiB},
                                     100 * kMiB);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->cache, 128 * kMiB);
  EXPECT_EQ(plan->followed, 64 * kMiB);
  EXPECT_GT(plan->calls, 300 * kMiB);
  EXPECT_EQ(plan->http, 32 * kMiB);
  EXPECT_LE(100 * kMiB + plan->transport + plan->cache + plan->followed + plan->http + plan->calls,
            1024 * kMiB);
}

TEST(MemoryPlanTest, SaysWhatIsNeededWhereALimitIsTooLow) {
  const auto plan = MemoryPlan::Make(
      {.limit = 128 * kMiB, .max_followed_bytes = 0, .max_cache_bytes = 0}, 100 * kMiB);
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(plan.status().message()), HasSubstr("--memory_limit: 128 MiB"));
}

TEST(MemoryTest, TheProcessUsesSome) {
  EXPECT_GT(ResidentMemory(), kMiB);
  EXPECT_GT(AvailableMemory(), 64 * kMiB);
}

}  // namespace
}  // namespace parallax::service
