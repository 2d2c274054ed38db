// Which calls are taken on, and whose turn it is: every decision about work, without threads or a
// clock of its own.
//
// Work is counted in tokens and turned into time by a rate learnt from work done lately. A call is
// taken on where it can be done by its deadline after what goes before it and without making late
// what was taken on earlier; so what is taken on is done, however much is refused.
//
// Order. Between callers: whoever had least of the slots lately, by weight. Between the calls of
// one caller: by arrival plus a multiple of the call's own work, or by deadline where that is
// earlier, so that a small call goes before a large one and calls of one size go as they came.
#ifndef PARALLAX_SERVER_SERVICE_SCHEDULE_H_
#define PARALLAX_SERVER_SERVICE_SCHEDULE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace parallax::service {

struct Work {
  double tokens = 0;   // all of it
  double in_line = 0;  // of these, what must be done one after another
};

// Thread safety: none; guarded by its owner.
class Schedule {
 private:
  struct Caller;

 public:
  struct Options {
    int slots = 1;  // that work at the same time
    // Calls wait no longer than this for what goes before them, whatever deadline they have.
    absl::Duration max_wait = absl::Seconds(5);
    double first_rate = 10'000;  // tokens a second and slot, until something was learnt
  };

  // A call that was taken on.
  class Call {
   public:
    const Work& work() const { return work_; }
    absl::Duration used() const { return used_; }

   private:
    friend class Schedule;
    Caller* caller_ = nullptr;
    Work work_;
    absl::Time deadline_;
    absl::Time key_;  // the earliest goes first
    uint64_t number_ = 0;
    absl::Duration used_;
    int wants_fresh_ = 0;
    int wants_begun_ = 0;
  };

  enum class Verdict { kTakenOn, kTooLarge, kQueueFull };
  struct Decision {
    Verdict verdict = Verdict::kTakenOn;
    Call* call = nullptr;      // where it was taken on; until End
    absl::Duration alone;      // what it takes with all slots to itself
    absl::Duration estimate;   // until it would be done
    absl::Duration available;  // until its deadline
    absl::Duration retry;      // after which it is likely to be taken on
  };

  explicit Schedule(const Options& options);
  ~Schedule();

  // REQUIRES: work.tokens > 0, weight > 0. `weight` is that of the caller from now on.
  Decision Admit(absl::string_view caller, double weight, const Work& work, absl::Time deadline,
                 absl::Time now);
  // REQUIRES: nothing of the call wants a slot. The call must not be used any more.
  void End(Call* call);

  // One more, or one less, part of the call that waits for a slot. A part that has begun holds a
  // thread already.
  void Want(Call* call, bool begun);
  void Unwant(Call* call, bool begun);

  // The call that is to have the next slot; nullptr where none wants one.
  Call* Next(bool only_begun) const;
  // Whether the slot that `running` has is to go to another call, which Next then names.
  bool IsToYield(const Call& running, bool only_begun) const;
  // Whether the call is so small that it need not wait until a slot is given away.
  bool IsSmall(const Call& call) const;
  // Whether a call that has not begun cannot be done by its deadline any more.
  bool IsHopeless(const Call& call, absl::Time now) const;

  // `busy` of a slot went to the call.
  void Used(Call* call, absl::Duration busy);
  // So many tokens took so long on one slot.
  void Learn(double tokens, absl::Duration busy);

  double rate() const { return tokens_ / seconds_; }  // tokens a second and slot
  size_t calls() const { return calls_.size(); }
  size_t callers() const { return callers_.size(); }
  // What is taken on and not done, as time of all slots together.
  absl::Duration backlog() const;

 private:
  struct InOrder {
    bool operator()(const Call* a, const Call* b) const {
      return a->key_ != b->key_ ? a->key_ < b->key_ : a->number_ < b->number_;
    }
  };
  using Queue = std::set<Call*, InOrder>;

  double Left(const Call& call) const;  // seconds of a slot
  double LeftInLine(const Call& call) const;
  double Alone(const Work& work) const;  // seconds with all slots
  const Call* First(const Caller& caller, bool only_begun) const;
  const Call* Best(bool only_begun, const Call* running) const;

  const Options options_;
  double tokens_;
  double seconds_;
  uint64_t next_number_ = 0;
  double served_ = 0;  // the least that a caller with work has had; never falls
  std::map<std::string, std::unique_ptr<Caller>, std::less<>> callers_;
  std::map<const Call*, std::unique_ptr<Call>> calls_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_SCHEDULE_H_
