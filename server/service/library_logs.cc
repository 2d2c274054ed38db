#include "server/service/library_logs.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <atomic>
#include <string>

namespace parallax::service {
namespace {

// The libraries' hooks are plain functions.
std::atomic<Log*> target{nullptr};

void FromGrpc(gpr_log_func_args* args) {
  Log* log = target.load();
  const auto write = args->severity == GPR_LOG_SEVERITY_ERROR ? &Warn : &Info;
  write(log, "grpc", {{"detail", args->message}});
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
