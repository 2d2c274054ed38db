// What comes of the decisions about work under load, in a world whose clock is the test's.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/service/schedule.h"

namespace parallax::service {
namespace {

using ::testing::Gt;
using ::testing::Le;
using ::testing::Lt;

constexpr double kRate = 1000;  // tokens a second and slot, so that a token is a millisecond
const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

Work Tokens(double tokens) { return {.tokens = tokens, .in_line = tokens}; }

// Slots that work for real on time that is not: calls come, are refused or taken on, and use slots
// in small turns, each for as long as it truly takes.
class World {
 public:
  World(int slots, Schedule::Options options)
      : slots_(slots), schedule_(WithSlots(options, slots)) {}

  struct Arrival {
    absl::Time at;
    std::string caller;
    double true_tokens;   // what it takes
    double estimate = 0;  // what the schedule is told; 0: the truth
    absl::Duration in = absl::Seconds(10);
  };
  struct Outcome {
    int taken = 0, refused = 0, in_time = 0, late = 0;
    double tokens_in_time = 0;
    std::vector<absl::Duration> times;  // of those in time
  };

  // Until all arrivals are over; what is under way then is left.
  void Run(std::vector<Arrival> arrivals, absl::Duration duration) {
    std::sort(arrivals.begin(), arrivals.end(),
              [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
    constexpr absl::Duration kTurn = absl::Milliseconds(2);
    size_t next = 0;
    std::vector<Running*> slots(slots_, nullptr);
    for (absl::Time now = kStart; now < kStart + duration; now += kTurn) {
      for (; next < arrivals.size() && arrivals[next].at <= now; ++next)
        Arrive(arrivals[next], now);
      for (Running*& slot : slots) {
        if (slot != nullptr && schedule_.IsToYield(*slot->call, false)) {
          schedule_.Want(slot->call, true);
          slot->begun = true;
          slot = nullptr;
        }
        while (slot == nullptr) {
          Schedule::Call* const call = schedule_.Next(false);
          if (call == nullptr) break;
          Running& running = running_[call];
          schedule_.Unwant(call, running.begun);
          if (!running.begun && schedule_.IsHopeless(*call, now)) {
            Finish(&running, false, now);
            continue;
          }
          slot = &running;
        }
        if (slot == nullptr) continue;
        const absl::Duration needs = absl::Seconds(slot->left / rate);
        schedule_.Used(slot->call, std::min(needs, kTurn));
        slot->used += std::min(needs, kTurn);
        slot->left -= absl::ToDoubleSeconds(kTurn) * rate;
        const bool late = now + kTurn > slot->arrival.at + slot->arrival.in;
        if (slot->left > 0 && !late) continue;
        if (slot->left <= 0) {
          schedule_.Learn(schedule_tokens(slot->arrival), slot->used);
        }
        Finish(slot, slot->left <= 0 && !late, now + kTurn);
        slot = nullptr;
      }
    }
  }

  const Outcome& of(const std::string& caller) { return outcomes_[caller]; }
  double rate = kRate;  // the true one

 private:
  struct Running {
    Schedule::Call* call = nullptr;
    Arrival arrival;
    double left = 0;
    absl::Duration used;
    bool begun = false;
  };

  static Schedule::Options WithSlots(Schedule::Options options, int slots) {
    options.slots = slots;
    return options;
  }
  static double schedule_tokens(const Arrival& arrival) {
    return arrival.estimate > 0 ? arrival.estimate : arrival.true_tokens;
  }
  void Arrive(const Arrival& arrival, absl::Time now) {
    const auto decision = schedule_.Admit(arrival.caller, 1, Tokens(schedule_tokens(arrival)),
                                          arrival.at + arrival.in, now);
    Outcome& outcome = outcomes_[arrival.caller];
    if (decision.call == nullptr) {
      ++outcome.refused;
      return;
    }
    ++outcome.taken;
    schedule_.Want(decision.call, false);
    running_[decision.call] = {
        .call = decision.call, .arrival = arrival, .left = arrival.true_tokens};
  }
  void Finish(Running* running, bool in_time, absl::Time now) {
    Outcome& outcome = outcomes_[running->arrival.caller];
    ++(in_time ? outcome.in_time : outcome.late);
    if (in_time) {
      outcome.tokens_in_time += running->arrival.true_tokens;
      outcome.times.push_back(now - running->arrival.at);
    }
    Schedule::Call* const call = running->call;
    running_.erase(call);
    schedule_.End(call);
  }

  const int slots_;
  Schedule schedule_;
  std::map<Schedule::Call*, Running> running_;
  std::map<std::string, Outcome> outcomes_;
};

constexpr unsigned kSeed = 7;  // the clock is the test's, so the same happens every time

// Arrivals as they come from many: `load` times what `slots` can do.
std::vector<World::Arrival> Poisson(const std::string& caller, double load, int slots,
                                    absl::Duration duration,
                                    const std::function<double(std::mt19937*)>& tokens,
                                    double mean_tokens, double estimate_error = 0) {
  std::mt19937 random(kSeed);
  std::exponential_distribution<double> gap(load * slots * kRate / mean_tokens);
  std::lognormal_distribution<double> error(0, estimate_error);
  std::vector<World::Arrival> arrivals;
  for (double at = gap(random); at < absl::ToDoubleSeconds(duration); at += gap(random)) {
    const double truth = tokens(&random);
    arrivals.push_back({.at = kStart + absl::Seconds(at),
                        .caller = caller,
                        .true_tokens = truth,
                        .estimate = estimate_error > 0 ? truth * error(random) : 0});
  }
  return arrivals;
}

struct OverloadCase {
  const char* name;
  double load;
  double error;       // of estimates, as the deviation of their logarithm
  double first_rate;  // what the schedule begins with
  int late = 50;      // of so many that were taken on, one may be
};

class OverloadTest : public ::testing::TestWithParam<OverloadCase> {};

TEST_P(OverloadTest, GoodputStaysWithinATenthOfCapacity) {
  constexpr absl::Duration kDuration = absl::Seconds(120);
  World world(2, {.first_rate = GetParam().first_rate});
  world.Run(Poisson(
                "a", GetParam().load, 2, kDuration, [](std::mt19937*) { return 600.0; }, 600,
                GetParam().error),
            kDuration);
  const double capacity = 2 * kRate * absl::ToDoubleSeconds(kDuration);
  EXPECT_GE(world.of("a").tokens_in_time, 0.9 * capacity);
  EXPECT_GT(world.of("a").refused, 0);
  // What was taken on is done.
  EXPECT_LE(world.of("a").late, world.of("a").taken / GetParam().late);
}

TEST_P(OverloadTest, SoItDoesWhereCallsAreOfManySizes) {
  constexpr absl::Duration kDuration = absl::Seconds(120);
  World world(2, {.first_rate = GetParam().first_rate});
  const auto sizes = [](std::mt19937* random) {
    return std::uniform_real_distribution<double>(20, 2000)(*random);
  };
  world.Run(Poisson("a", GetParam().load, 2, kDuration, sizes, 1010, GetParam().error), kDuration);
  const double capacity = 2 * kRate * absl::ToDoubleSeconds(kDuration);
  EXPECT_GE(world.of("a").tokens_in_time, 0.9 * capacity);
  EXPECT_LE(world.of("a").late, world.of("a").taken / GetParam().late);
}

INSTANTIATE_TEST_SUITE_P(Loads, OverloadTest,
                         ::testing::Values(OverloadCase{"Twice", 2, 0, kRate},
                                           OverloadCase{"FourTimes", 4, 0, kRate},
                                           OverloadCase{"EstimatesThatErr", 4, 0.3, kRate, 20},
                                           OverloadCase{"RateGuessedTooHigh", 4, 0, 20 * kRate},
                                           OverloadCase{"RateGuessedTooLow", 4, 0, kRate / 4}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(FairnessTest, ATinyCallIsPromptBesideALargeOneOfTheSameCaller) {
  World world(1, {.first_rate = kRate});
  std::vector<World::Arrival> arrivals = {
      {.at = kStart, .caller = "a", .true_tokens = 20'000, .in = absl::Seconds(60)}};
  for (int i = 0; i < 200; ++i) {
    arrivals.push_back(
        {.at = kStart + absl::Milliseconds(50 * (i + 1)), .caller = "a", .true_tokens = 4});
  }
  world.Run(arrivals, absl::Seconds(60));
  ASSERT_EQ(world.of("a").in_time, 201);
  std::vector<absl::Duration> times = world.of("a").times;
  std::sort(times.begin(), times.end());
  EXPECT_THAT(times[198], Le(absl::Milliseconds(8)));
  EXPECT_THAT(times[200], Lt(absl::Seconds(22)));  // the large one
}

TEST(FairnessTest, CallersShareWhateverTheySend) {
  constexpr absl::Duration kDuration = absl::Seconds(60);
  World world(2, {.first_rate = kRate});
  std::vector<World::Arrival> arrivals = Poisson(
      "greedy", 8, 2, kDuration, [](std::mt19937*) { return 200.0; }, 200);
  const std::vector<World::Arrival> modest = Poisson(
      "modest", 0.4, 2, kDuration, [](std::mt19937*) { return 200.0; }, 200);
  arrivals.insert(arrivals.end(), modest.begin(), modest.end());
  world.Run(arrivals, kDuration);
  EXPECT_THAT(world.of("modest").refused, Le(static_cast<int>(modest.size() / 50)));
  EXPECT_GE(world.of("modest").in_time, 0.95 * static_cast<double>(modest.size()));
  EXPECT_THAT(world.of("greedy").tokens_in_time, Gt(0.5 * 2 * kRate * 60));  // nothing is idle
}

}  // namespace
}  // namespace parallax::service
