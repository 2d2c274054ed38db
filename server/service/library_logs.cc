#include "server/service/library_logs.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <atomic>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace parallax::service {
namespace {

// The libraries' hooks are plain functions.
std::atomic<Log*> target{nullptr};
// A caller can make the libraries say something with every message.
LineSampler sampler(20);

// Of what gRPC says, the part before it quotes anybody: "Error parsing metadata" of "Error parsing
// metadata: error=invalid value key=grpc-timeout value=...". With file and line its source tells
// the rest.
absl::string_view WithoutValues(absl::string_view message) {
  return absl::StripTrailingAsciiWhitespace(message.substr(0, message.find_first_of(":=\"'{[")));
}

void FromGrpc(gpr_log_func_args* args) {
  Log* log = target.load();
  uint64_t left_out = 0;
  if (!sampler.Passes(absl::Now(), &left_out)) return;
  const absl::string_view path = args->file;
  const auto write = args->severity == GPR_LOG_SEVERITY_ERROR ? &Warn : &Info;
  write(log, "grpc",
        {{"detail", WithoutValues(args->message)},
         {"source", absl::StrCat(path.substr(path.rfind('/') + 1), ":", args->line)},
         {"left_out", left_out}});
}

// What it says of messages from callers names fields, never their values; the caller is told by the
// status of the call.
void FromProtobuf(google::protobuf::LogLevel level, const char*, int, const std::string& message) {
  Log* log = target.load();
  const auto write = level >= google::protobuf::LOGLEVEL_ERROR ? &Warn : &Info;
  write(log, "protobuf", {{"detail", message}});
}

}  // namespace

void RouteLibraryLogs(Log* log) {
  target.store(log);
  gpr_set_log_function(&FromGrpc);
  google::protobuf::SetLogHandler(&FromProtobuf);
}

}  // namespace parallax::service
