#include "server/http/readiness.h"

#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "tests/service/temp_folder.h"

namespace parallax::http {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

service::ServerState Busy(absl::Time moved) {
  service::ServerState state;
  state.threads = 2;
  state.working = 1;
  state.queued = 3;
  state.moved = moved;
  return state;
}

ProcessState Well() {
  ProcessState process;
  process.resident_bytes = 50;
  process.memory_limit_bytes = 100;
  process.descriptors = 50;
  process.descriptor_limit = 100;
  return process;
}

TEST(PoolWatchTest, APoolIsStuckFromWhenItWasSeenBusyOrLastMoved) {
  PoolWatch watch;
  service::ServerState idle;
  idle.threads = 2;
  idle.moved = kNow - absl::Hours(1);
  EXPECT_EQ(watch.Look(idle, kNow), absl::ZeroDuration());
  // Its first call for an hour has come, and nobody has begun it yet.
  service::ServerState waiting = idle;
  waiting.queued = 1;
  EXPECT_EQ(watch.Look(waiting, kNow), absl::ZeroDuration());
  EXPECT_EQ(watch.Look(waiting, kNow + absl::Seconds(7)), absl::Seconds(7));
  EXPECT_EQ(watch.Look(Busy(kNow + absl::Seconds(8)), kNow + absl::Seconds(9)), absl::Seconds(1));
  EXPECT_EQ(watch.Look(idle, kNow + absl::Seconds(10)), absl::ZeroDuration());
  EXPECT_EQ(watch.Look(waiting, kNow + absl::Seconds(20)), absl::ZeroDuration());
}

TEST(ReadinessTest, IsWellWhileThePoolMoves) {
  EXPECT_TRUE(AllWell(CheckReadiness(Busy(kNow), Well(), absl::Seconds(5), absl::Seconds(9))));
  EXPECT_TRUE(AllWell(CheckLife(Busy(kNow), absl::Seconds(5), absl::Seconds(9))));
}

TEST(ReadinessTest, NamesWhatIsWrong) {
  const auto page = [](const service::ServerState& state, const ProcessState& process,
                       absl::Duration not_moved) {
    return PageOf(CheckReadiness(state, process, not_moved, absl::Seconds(9)));
  };
  EXPECT_THAT(page(Busy(kNow), Well(), absl::Seconds(10)),
              HasSubstr("pool: 1 calls under way and 3 waiting, none begun or ended for 10s\n"));
  service::ServerState state = Busy(kNow);
  state.serving = false;
  EXPECT_THAT(page(state, Well(), absl::ZeroDuration()), HasSubstr("serving: stopping\n"));
  EXPECT_TRUE(AllWell(CheckLife(state, absl::ZeroDuration(), absl::Seconds(9))));
  ProcessState process = Well();
  process.resident_bytes = 96;
  EXPECT_THAT(page(Busy(kNow), process, absl::ZeroDuration()),
              HasSubstr("memory: 96 bytes of 100\n"));
  process = Well();
  process.descriptors = 96;
  EXPECT_THAT(page(Busy(kNow), process, absl::ZeroDuration()),
              HasSubstr("descriptors: 96 of 100\n"));
  process.descriptors = absl::nullopt;
  EXPECT_THAT(page(Busy(kNow), process, absl::ZeroDuration()),
              HasSubstr("descriptors: none is left\n"));
  EXPECT_EQ(page(Busy(kNow), Well(), absl::ZeroDuration()),
            "pool: ok\nserving: ok\nmemory: ok\ndescriptors: ok\n");
}

TEST(ProcessStateTest, KnowsThisProcess) {
  const ProcessState state = ReadProcessState();
  EXPECT_GT(state.resident_bytes, size_t{1} << 20);
  EXPECT_GE(state.memory_limit_bytes, state.resident_bytes);
  EXPECT_GE(state.descriptors.value_or(0), 3);
  EXPECT_GE(state.descriptor_limit, *state.descriptors);
  EXPECT_GT(state.start_seconds, 1e9);
}

TEST(ProcessStateTest, TakesTheLeastLimitOfItsGroups) {
  const parallax::testing::TempFolder v2, v1;
  v2.Write("proc/self/cgroup", "0::/a/b\n");
  v2.Write("sys/fs/cgroup/a/memory.max", "1048576\n");
  v2.Write("sys/fs/cgroup/a/b/memory.max", "max\n");
  EXPECT_EQ(ReadProcessState(v2.path()).memory_limit_bytes, 1048576);
  v1.Write("proc/self/cgroup", "4:memory:/docker/x\n1:name=systemd:/\n");
  v1.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2097152\n");
  EXPECT_EQ(ReadProcessState(v1.path()).memory_limit_bytes, 2097152);
  EXPECT_EQ(ReadProcessState(v1.path()).descriptors, absl::nullopt);
}

}  // namespace
}  // namespace parallax::http
