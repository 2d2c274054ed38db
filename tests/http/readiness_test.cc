#include "server/http/readiness.h"

#include <string>

#include "gmock/gmock.h"
#include "server/http/process_state.h"
#include "tests/service/temp_folder.h"

namespace parallax::http {
namespace {

using ::testing::HasSubstr;

service::Snapshot Well() {
  service::Snapshot server;
  server.memory.limit = 100;
  server.memory_used = 50;
  server.descriptors = 50;
  server.max_descriptors = 100;
  return server;
}

TEST(ReadinessTest, IsWellWhileWorkGoesOn) {
  EXPECT_EQ(PageOf(CheckReadiness(Well())), "pool: ok\nserving: ok\nmemory: ok\ndescriptors: ok\n");
  EXPECT_TRUE(AllWell(CheckReadiness(Well())));
  EXPECT_TRUE(AllWell(CheckLife(Well())));
}

TEST(ReadinessTest, NamesWhatIsWrong) {
  service::Snapshot stuck = Well();
  stuck.moving = false;
  stuck.work.calls = 3;
  EXPECT_THAT(PageOf(CheckReadiness(stuck)),
              HasSubstr("pool: 3 calls taken on, and none of them goes on\n"));
  EXPECT_FALSE(AllWell(CheckLife(stuck)));
  service::Snapshot stopping = Well();
  stopping.stopping = true;
  EXPECT_THAT(PageOf(CheckReadiness(stopping)), HasSubstr("serving: stopping\n"));
  EXPECT_TRUE(AllWell(CheckLife(stopping)));
  service::Snapshot tight = Well();
  tight.memory_is_tight = true;
  tight.memory_used = 96;
  EXPECT_THAT(PageOf(CheckReadiness(tight)), HasSubstr("memory: 96 bytes of 100\n"));
  service::Snapshot crowded = Well();
  crowded.descriptors = 96;
  EXPECT_THAT(PageOf(CheckReadiness(crowded)), HasSubstr("descriptors: 96 of 100\n"));
}

TEST(ProcessStateTest, KnowsThisProcess) {
  const ProcessState state = ReadProcessState();
  EXPECT_GE(state.cpu_seconds, 0);
  EXPECT_GT(state.start_seconds, 1e9);
}

TEST(ProcessStateTest, ReadsTheStartBehindAnyName) {
  const parallax::testing::TempFolder folder;
  folder.Write("proc/self/stat",
               "7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 500 20\n");
  folder.Write("proc/stat", "cpu 1 2\nbtime 1700000000\n");
  EXPECT_GT(ReadProcessState(folder.path()).start_seconds, 1'700'000'000);
  EXPECT_EQ(ReadProcessState(folder.File("none")).start_seconds, 0);
}

}  // namespace
}  // namespace parallax::http
