// Who is calling, whether they may, and how much each has under way.
#ifndef PARALLAX_SERVER_SERVICE_CALLERS_H_
#define PARALLAX_SERVER_SERVICE_CALLERS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/service/callers_file.h"

namespace parallax::service {

// What is known of who makes a call.
struct Credentials {
  std::string peer;                // address without a port: "10.0.0.7"
  std::vector<std::string> names;  // of a certificate that was verified
  std::string authorization;       // as it came; empty: none
};

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class Callers {
 public:
  struct Options {
    int calls_at_a_time = 0;     // of a caller whose terms say nothing else; 0: any
    int streams_at_a_time = 16;  // followed events of one caller
  };
  enum class Kind { kCall, kStream };

  // One call under way; the place is free again when it goes.
  class Place {
   public:
    Place(Callers* callers, std::string name, double share, Kind kind)
        : callers_(callers), name_(std::move(name)), share_(share), kind_(kind) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { callers_->Leave(name_, kind_); }
    // "token/desk", "certificate/desk", "peer/10.0.0.7".
    const std::string& name() const { return name_; }
    double share() const { return share_; }

   private:
    Callers* const callers_;
    const std::string name_;
    const double share_;
    const Kind kind_;
  };

  explicit Callers(const Options& options) : options_(options) {}

  // From now on only those in `file` may call. nullptr: everyone may.
  void Use(std::shared_ptr<const CallersFile> file);

  // Errors: UNAUTHENTICATED and PERMISSION_DENIED for who may not call; RESOURCE_EXHAUSTED, with
  // RetryInfo, for who has asked for too much.
  absl::StatusOr<std::unique_ptr<Place>> Enter(const Credentials& credentials, Kind kind,
                                               absl::Time now);

  size_t count() const;  // with something under way

 private:
  struct State {
    int calls = 0;
    int streams = 0;
    double allowance = 0;  // calls that may be made at `counted`
    absl::Time counted = absl::InfinitePast();
  };
  struct Identity {
    std::string name;
    CallerTerms terms;
  };
  absl::StatusOr<Identity> Identify(const Credentials& credentials) const;
  void Leave(const std::string& name, Kind kind);

  const Options options_;
  mutable Mutex mutex_;
  std::shared_ptr<const CallersFile> file_ ABSL_GUARDED_BY(mutex_);
  // Those with something under way, or a rate that is not yet theirs in full again.
  std::map<std::string, State> states_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALLERS_H_
