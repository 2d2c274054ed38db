#include "server/service/reception.h"

#include <malloc.h>

#include <algorithm>
#include <new>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "server/api/errors.h"

namespace parallax::service {
namespace {

// Of its limit the process may use so much before it takes nothing more on.
constexpr double kTight = 0.95;
constexpr double kRelaxed = 0.88;
// A slot that does not ask for its turn for so long, while calls wait, is stuck.
constexpr absl::Duration kStuck = absl::Seconds(20);
constexpr absl::Duration kMemoryRetryDelay = absl::Seconds(1);

std::string Seconds(absl::Duration time) {
  return absl::StrFormat("%.1f s", absl::ToDoubleSeconds(time));
}

absl::Status Refusal(const Schedule::Decision& decision) {
  if (decision.verdict == Schedule::Verdict::kTooLarge) {
    return api::RetryLater(
        api::reason::kWorkTooLarge,
        absl::StrCat("would take ", Seconds(decision.alone), " with the server to itself, limit ",
                     Seconds(std::max(decision.available, absl::ZeroDuration()))),
        decision.retry);
  }
  return api::RetryLater(
      api::reason::kQueueFull,
      absl::StrCat("would take ", Seconds(decision.estimate), " with what is before it, limit ",
                   Seconds(decision.available)),
      decision.retry);
}

}  // namespace

Reception::Reception(std::shared_ptr<const Backend> backend, const ServerOptions* options,
                     const MemoryPlan& memory)
    : options_(*options),
      memory_(memory),
      engine_(std::move(backend)),
      cache_(engine_.get(), memory.cache),
      followed_bytes_(memory.followed),
      call_bytes_(memory.calls),
      callers_({.calls_at_a_time = options->callers.max_calls,
                .streams_at_a_time = options->callers.max_followed_events}),
      // Each may become as long as the longest that is accepted.
      read_gate_(std::max<size_t>(4, memory.transport / (2 * options->limits.max_request_bytes))),
      book_(options->log),
      pool_({.slots = options->work.threads, .max_wait = options->work.max_queue_time}),
      workshop_{
          .backend = &cache_,
          .limits = &options->limits,
          .followed_bytes = &followed_bytes_,
          .parallel =
              [this](size_t count, const std::function<void(size_t)>& body) {
                pool_.ParallelFor(count, body);
              },
          .learn = [this](double tokens, absl::Duration busy) { pool_.Learn(tokens, busy); }} {}

absl::StatusOr<std::unique_ptr<Callers::Place>> Reception::Enter(const Credentials& credentials,
                                                                 Callers::Kind kind) {
  auto place = callers_.Enter(credentials, kind, absl::Now());
  if (place.ok() && memory_is_tight_) return OutOfMemory();
  return place;
}

std::unique_ptr<ByteBudget::Share> Reception::TakeMemory(size_t bytes) {
  return call_bytes_.Take(bytes);
}

absl::StatusOr<std::shared_ptr<WorkPool::Ticket>> Reception::Submit(const Callers::Place& place,
                                                                    const Cost& cost,
                                                                    absl::Time deadline,
                                                                    ByteBudget::Share* memory,
                                                                    WorkPool::Task task) {
  const size_t bytes = memory->bytes() + cost.bytes;
  if (bytes > memory_.calls) {
    return api::RetryLater(
        api::reason::kOutOfMemory,
        absl::StrCat("would use ", bytes, " bytes of memory, limit ", memory_.calls),
        kMemoryRetryDelay);
  }
  if (!memory->Resize(bytes)) return OutOfMemory();
  WorkPool::Entry entry =
      pool_.Submit(place.name(), place.share(), cost.work, deadline, std::move(task));
  if (entry.ticket == nullptr) return Refusal(entry.decision);
  return std::move(entry.ticket);
}

absl::Time Reception::DeadlineOf(absl::Time arrival, absl::Time callers_deadline) const {
  return std::min(callers_deadline, arrival + options_.work.max_call_time);
}

absl::Status Reception::TooLate() const {
  return api::RetryLater(api::reason::kQueueFull,
                         "what was before it took longer than estimated; there is no time left",
                         pool_.snapshot().backlog);
}

void Reception::Record(const CallRecord& record) {
  try {
    book_.Add(record);
  } catch (const std::bad_alloc&) {
  }
}

void Reception::Tick(absl::Time now) {
  cut_off_ += live_calls_.CutDue(now);
  const auto limit = static_cast<double>(memory_.limit);
  auto used = static_cast<double>(ResidentMemory());
  if (used > kTight * limit) {
    cache_.Clear();
    malloc_trim(0);
    used = static_cast<double>(ResidentMemory());
  }
  if (!memory_is_tight_ && used > kTight * limit) {
    memory_is_tight_ = true;
    Warn(options_.log, "memory is tight", {{"bytes", static_cast<uint64_t>(used)}});
  } else if (memory_is_tight_ && used < kRelaxed * limit) {
    memory_is_tight_ = false;
    Info(options_.log, "memory suffices again", {{"bytes", static_cast<uint64_t>(used)}});
  }
}

Snapshot Reception::snapshot() const {
  Snapshot snapshot;
  snapshot.calls = book_.counts();
  snapshot.work = pool_.snapshot();
  snapshot.cache = cache_.counts();
  snapshot.memory = memory_;
  snapshot.memory_used = ResidentMemory();
  snapshot.call_bytes_left = call_bytes_.left();
  snapshot.followed_bytes_left = followed_bytes_.left();
  snapshot.memory_is_tight = memory_is_tight_;
  snapshot.open_calls = live_calls_.count();
  snapshot.callers = callers_.count();
  snapshot.messages_waiting = read_gate_.waiting();
  snapshot.cut_off = cut_off_;
  snapshot.log_lines_dropped = options_.log != nullptr ? options_.log->dropped() : 0;
  snapshot.moving = IsMoving();
  return snapshot;
}

bool Reception::IsMoving() const {
  const WorkPool::Snapshot work = pool_.snapshot();
  return work.calls == 0 || absl::Now() - work.moved < kStuck;
}

}  // namespace parallax::service
