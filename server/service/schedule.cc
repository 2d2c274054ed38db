#include "server/service/schedule.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace parallax::service {
namespace {

// A call may take this many times its own work before those that came later go first.
constexpr double kStretch = 10;
// Of the time until its deadline a call is to need no more: what is left makes up for estimates.
constexpr double kSafety = 0.85;
// A call that has used up its estimate counts as having this part of it left.
constexpr double kLeastLeft = 0.05;
// Callers closer than this have had the same.
constexpr double kEvenSeconds = 0.02;
// Of a slot; what takes no longer is small.
constexpr double kSmallSeconds = 0.05;
// Work done this long ago counts a third for the rate.
constexpr double kMemorySeconds = 10;
// How much the first guess of the rate counts.
constexpr double kFirstSeconds = 0.2;
constexpr absl::Duration kMinRetry = absl::Milliseconds(100);
constexpr absl::Duration kMaxRetry = absl::Seconds(30);

}  // namespace

struct Schedule::Caller {
  std::string name;
  double weight = 1;
  double served = 0;  // seconds of a slot, by weight
  double left = 0;    // seconds, as of the last look; see Admit
  Queue calls;
  Queue wants;  // those of `calls` that want a slot
};

Schedule::Schedule(const Options& options)
    : options_(options), tokens_(options.first_rate * kFirstSeconds), seconds_(kFirstSeconds) {}

Schedule::~Schedule() = default;

double Schedule::Left(const Call& call) const {
  const double whole = call.work_.tokens / rate();
  return std::max(whole - absl::ToDoubleSeconds(call.used_), kLeastLeft * whole);
}

double Schedule::LeftInLine(const Call& call) const {
  return std::max(0.0, call.work_.in_line / rate() - absl::ToDoubleSeconds(call.used_));
}

double Schedule::Alone(const Work& work) const {
  return std::max(work.tokens / options_.slots, work.in_line) / rate();
}

absl::Duration Schedule::backlog() const {
  double seconds = 0;
  for (const auto& [unused, call] : calls_) seconds += Left(*call);
  return absl::Seconds(seconds / options_.slots);
}

Schedule::Decision Schedule::Admit(absl::string_view name, double weight, const Work& work,
                                   absl::Time deadline, absl::Time now) {
  assert(work.tokens > 0 && weight > 0);
  Decision decision;
  const double own = work.tokens / rate();
  const double alone = Alone(work);
  const double available = absl::ToDoubleSeconds(deadline - now);
  decision.alone = absl::Seconds(alone);
  decision.estimate = decision.alone;
  decision.available = deadline - now;
  decision.retry = kMaxRetry;
  if (alone > available * kSafety) {
    decision.verdict = Verdict::kTooLarge;
    return decision;
  }

  auto call = std::make_unique<Call>();
  call->work_ = work;
  call->deadline_ = deadline;
  call->key_ = std::min(now + absl::Seconds(kStretch * own), deadline);
  call->number_ = next_number_;

  const auto place = callers_.find(name);
  Caller* const known = place == callers_.end() ? nullptr : place->second.get();
  for (const auto& [unused, caller] : callers_) {
    caller->left = 0;
    for (const Call* other : caller->calls) caller->left += Left(*other);
  }
  // When all slots have done `work` of this caller's, and meanwhile as much as is due to others.
  const auto finish = [&](double work) {
    double all = work;
    for (const auto& [unused, caller] : callers_) {
      if (caller.get() == known) continue;
      all += std::min(caller->left, work * caller->weight / weight);
    }
    return all / options_.slots;
  };

  // The same for the one whose turn comes after `before`: it may not be able to use all slots.
  const auto finish_after = [&](double before, double left, double in_line) {
    return std::max(finish(before + left), finish(before) + in_line);
  };

  double before = 0;
  double ahead = 0;
  double late = 0;  // seconds by which the call would make one late that was taken on before
  if (known != nullptr) {
    for (const Call* other : known->calls) {
      const double left = Left(*other);
      if (InOrder()(other, call.get())) {
        before += left;
      } else {
        // Where that one is late anyway, it is not for this call to make up for it.
        const double its = absl::ToDoubleSeconds(other->deadline_ - now);
        const double in_line = LeftInLine(*other);
        if (finish_after(ahead, left, in_line) <= its) {
          late = std::max(late, finish_after(ahead + own, left, in_line) - its);
        }
      }
      ahead += left;
    }
  }
  const double estimate = finish_after(before, own, alone);
  const double wait = estimate - alone;
  const double excess = std::max(
      {estimate - available * kSafety, wait - absl::ToDoubleSeconds(options_.max_wait), late});
  decision.estimate = absl::Seconds(estimate);
  decision.retry = std::clamp(absl::Seconds(excess), kMinRetry, kMaxRetry);
  if (excess > 0) {
    decision.verdict = Verdict::kQueueFull;
    return decision;
  }

  Caller* caller = known;
  if (caller == nullptr) {
    auto made = std::make_unique<Caller>();
    caller = made.get();
    caller->name = std::string(name);
    caller->served = served_;  // what it did not ask for, it does not get later
    callers_.emplace(caller->name, std::move(made));
  }
  caller->weight = weight;
  ++next_number_;
  call->caller_ = caller;
  caller->calls.insert(call.get());
  decision.call = call.get();
  calls_.emplace(call.get(), std::move(call));
  return decision;
}

void Schedule::End(Call* call) {
  assert(call->wants_fresh_ == 0 && call->wants_begun_ == 0);
  Caller* const caller = call->caller_;
  caller->calls.erase(call);
  if (caller->calls.empty()) callers_.erase(callers_.find(caller->name));
  calls_.erase(call);
}

void Schedule::Want(Call* call, bool begun) {
  ++(begun ? call->wants_begun_ : call->wants_fresh_);
  call->caller_->wants.insert(call);
}

void Schedule::Unwant(Call* call, bool begun) {
  --(begun ? call->wants_begun_ : call->wants_fresh_);
  assert(call->wants_begun_ >= 0 && call->wants_fresh_ >= 0);
  if (call->wants_fresh_ + call->wants_begun_ == 0) call->caller_->wants.erase(call);
}

const Schedule::Call* Schedule::First(const Caller& caller, bool only_begun) const {
  for (const Call* call : caller.wants) {
    if (!only_begun || call->wants_begun_ > 0) return call;
  }
  return nullptr;
}

// Of the calls that want a slot and `running` (may be null), the one that is to have it.
const Schedule::Call* Schedule::Best(bool only_begun, const Call* running) const {
  std::vector<const Call*> firsts;
  if (running != nullptr) firsts.push_back(running);
  for (const auto& [unused, caller] : callers_) {
    if (const Call* call = First(*caller, only_begun)) firsts.push_back(call);
  }
  const auto served = [](const Call* call) { return call->caller_->served; };
  double least = std::numeric_limits<double>::infinity();
  for (const Call* call : firsts) least = std::min(least, served(call));
  const Call* best = nullptr;
  for (const Call* call : firsts) {
    if (served(call) > least + kEvenSeconds) continue;
    if (best == nullptr || InOrder()(call, best)) best = call;
  }
  return best;
}

Schedule::Call* Schedule::Next(bool only_begun) const {
  return const_cast<Call*>(Best(only_begun, nullptr));
}

bool Schedule::IsToYield(const Call& running, bool only_begun) const {
  const Call* const best = Best(only_begun, &running);
  return best != nullptr && best != &running;
}

bool Schedule::IsSmall(const Call& call) const {
  return call.work_.tokens / rate() <= kSmallSeconds;
}

bool Schedule::IsHopeless(const Call& call, absl::Time now) const {
  return now + absl::Seconds(Alone(call.work_)) > call.deadline_;
}

void Schedule::Used(Call* call, absl::Duration busy) {
  call->used_ += busy;
  call->caller_->served += absl::ToDoubleSeconds(busy) / call->caller_->weight;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [unused, caller] : callers_) least = std::min(least, caller->served);
  served_ = std::max(served_, least);
}

void Schedule::Learn(double tokens, absl::Duration busy) {
  const double seconds = absl::ToDoubleSeconds(busy);
  if (!(tokens > 0 && seconds > 0)) return;
  const double kept = std::exp(-seconds / kMemorySeconds);
  tokens_ = tokens_ * kept + tokens;
  seconds_ = seconds_ * kept + seconds;
}

}  // namespace parallax::service
