#include "server/service/callers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"

namespace parallax::service {
namespace {

// A caller may use what its rate gives in this time at once.
constexpr double kBurstSeconds = 2;
// Advised to who has too much under way: until some of it has ended.
constexpr absl::Duration kBusyRetry = absl::Seconds(1);

}  // namespace

void Callers::Use(std::shared_ptr<const CallersFile> file) {
  MutexLock lock(&mutex_);
  file_ = std::move(file);
}

absl::StatusOr<Callers::Identity> Callers::Identify(const Credentials& credentials) const {
  std::shared_ptr<const CallersFile> file;
  {
    MutexLock lock(&mutex_);
    file = file_;
  }
  if (file == nullptr) {
    if (credentials.names.empty()) return Identity{absl::StrCat("peer/", credentials.peer), {}};
    return Identity{absl::StrCat("certificate/", credentials.names.front()), {}};
  }
  for (const std::string& name : credentials.names) {
    if (const CallersFile::Entry* entry = file->FindName(name)) {
      return Identity{absl::StrCat("certificate/", entry->name), entry->terms};
    }
  }
  absl::string_view token = credentials.authorization;
  if (absl::StartsWithIgnoreCase(token, "bearer ")) {
    token.remove_prefix(7);
    if (const CallersFile::Entry* entry = file->FindToken(absl::StripAsciiWhitespace(token))) {
      return Identity{absl::StrCat("token/", entry->name), entry->terms};
    }
    return api::MakeError(absl::StatusCode::kUnauthenticated, api::reason::kUnauthenticated,
                          "the bearer token is not known here");
  }
  if (!credentials.names.empty()) {
    return api::MakeError(absl::StatusCode::kPermissionDenied, api::reason::kPermissionDenied,
                          "no name of the certificate is on the list of callers");
  }
  return api::MakeError(absl::StatusCode::kUnauthenticated, api::reason::kUnauthenticated,
                        "a bearer token in `authorization`, or a certificate, is needed");
}

absl::StatusOr<std::unique_ptr<Callers::Place>> Callers::Enter(const Credentials& credentials,
                                                               Kind kind, absl::Time now) {
  PARALLAX_ASSIGN_OR_RETURN(const Identity identity, Identify(credentials));
  const CallerTerms& terms = identity.terms;
  MutexLock lock(&mutex_);
  State& state = states_[identity.name];
  if (kind == Kind::kStream && state.streams >= options_.streams_at_a_time) {
    return api::RetryLater(
        api::reason::kTooManyEvents,
        absl::StrCat(state.streams, " events are being followed by this caller, limit ",
                     options_.streams_at_a_time),
        kBusyRetry);
  }
  const int calls = terms.calls_at_a_time > 0 ? terms.calls_at_a_time : options_.calls_at_a_time;
  if (kind == Kind::kCall && calls > 0 && state.calls >= calls) {
    return api::RetryLater(
        api::reason::kCallerLimit,
        absl::StrCat(state.calls, " calls of this caller are under way, limit ", calls),
        kBusyRetry);
  }
  if (terms.calls_per_second > 0) {
    const double most = std::max(1.0, kBurstSeconds * terms.calls_per_second);
    const double gained = state.counted == absl::InfinitePast()
                              ? most
                              : absl::ToDoubleSeconds(now - state.counted) * terms.calls_per_second;
    state.allowance = std::min(most, state.allowance + gained);
    state.counted = now;
    if (state.allowance < 1) {
      return api::RetryLater(
          api::reason::kCallerLimit,
          absl::StrCat("this caller's rate is ", terms.calls_per_second, " calls a second"),
          absl::Seconds((1 - state.allowance) / terms.calls_per_second));
    }
    state.allowance -= 1;
  }
  ++(kind == Kind::kStream ? state.streams : state.calls);
  return std::make_unique<Place>(this, identity.name, terms.share, kind);
}

void Callers::Leave(const std::string& name, Kind kind) {
  MutexLock lock(&mutex_);
  const auto place = states_.find(name);
  State& state = place->second;
  --(kind == Kind::kStream ? state.streams : state.calls);
  // One with a rate is kept: there are no more of them than lines in the file.
  if (state.calls == 0 && state.streams == 0 && state.counted == absl::InfinitePast()) {
    states_.erase(place);
  }
}

size_t Callers::count() const {
  MutexLock lock(&mutex_);
  return static_cast<size_t>(std::count_if(states_.begin(), states_.end(), [](const auto& entry) {
    return entry.second.calls + entry.second.streams > 0;
  }));
}

}  // namespace parallax::service
