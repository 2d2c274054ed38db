#include "server/service/server.h"

#include <grpc/grpc.h>
#include <grpcpp/channel.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "server/base/status_macros.h"
#include "server/models/default_model.h"
#include "server/service/backend.h"
#include "server/service/framing_service.h"
#include "server/service/log.h"
#include "server/service/observer.h"
#include "server/service/tls.h"

namespace parallax::service {

std::string ModelId() { return std::string(parallax::ModelId()); }

namespace {

absl::Status CheckOptions(const ServerOptions& options,
                          const absl::optional<ListenOptions>& listen) {
  std::vector<std::string> complaints = Validate(options);
  if (listen.has_value()) {
    const std::vector<std::string> more = Validate(*listen);
    complaints.insert(complaints.end(), more.begin(), more.end());
  }
  if (complaints.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(complaints, "\n"));
}

// "127.0.0.1:7340", "[::1]:7340".
std::string AddressOf(const std::string& host, int port) {
  const bool bare_v6 = absl::StrContains(host, ":") && !absl::StartsWith(host, "[");
  return bare_v6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, std::numeric_limits<int>::max()));
}

void ApplyLimits(const ServerOptions& options, grpc::ServerBuilder* builder) {
  // Twice the limit of a request, so that one somewhat over it is told so in our own words.
  builder->SetMaxReceiveMessageSize(static_cast<int>(2 * options.limits.max_request_bytes));
  builder->SetMaxSendMessageSize(-1);  // api::AnswerBudget has the limit
  const TransportOptions& transport = options.transport;
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, transport.max_concurrent_streams);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                              static_cast<int>(transport.max_metadata_bytes));
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                              Milliseconds(transport.min_ping_interval));
  if (transport.max_connection_age != absl::InfiniteDuration()) {
    builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                                Milliseconds(transport.max_connection_age));
  }
  // Two servers on one port would share its connections without a word.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::ResourceQuota quota("parallax");
  quota.Resize(transport.memory_quota_bytes);
  builder->SetResourceQuota(quota);
}

}  // namespace

class Server::Impl {
 public:
  Impl(std::shared_ptr<const Backend> backend, ServerOptions options)
      : options_(std::move(options)), service_(std::move(backend), &options_) {}

  ~Impl() { Stop({.drain_delay = absl::ZeroDuration(), .grace = absl::ZeroDuration()}); }

  absl::Status Start(const absl::optional<ListenOptions>& listen) {
    // Process-wide and idempotent; both must come before the builder.
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // Reflection describes what is linked; gRPC's own health service brings no descriptor.
    grpc::health::v1::HealthCheckRequest::descriptor();
    grpc::ServerBuilder builder;
    ApplyLimits(options_, &builder);
    builder.RegisterService(&service_);
    int port = 0;
    if (listen.has_value()) {
      builder.AddListeningPort(AddressOf(listen->host, listen->port), ServerCredentials(*listen),
                               &port);
    }
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || (listen.has_value() && port == 0)) {
      return absl::UnavailableError(
          listen.has_value()
              ? absl::StrCat("cannot listen on ", AddressOf(listen->host, listen->port))
              : "cannot start the server");
    }
    if (listen.has_value()) address_ = AddressOf(listen->host, port);
    server_->GetHealthCheckService()->SetServingStatus(kServiceName, true);
    return absl::OkStatus();
  }

  void Stop(const StopOptions& stop, const std::function<void(absl::Time)>& before_end = nullptr) {
    serving_ = false;
    std::call_once(stopped_, [&] {
      if (server_ != nullptr) {
        server_->GetHealthCheckService()->SetServingStatus(false);
        if (!address_.empty() && stop.drain_delay > absl::ZeroDuration()) {
          Info(options_.log, "draining", {{"seconds", absl::ToDoubleSeconds(stop.drain_delay)}});
          absl::SleepFor(stop.drain_delay);
        }
        Info(options_.log, "stopping", {{"grace_s", absl::ToDoubleSeconds(stop.grace)}});
        const absl::Time grace_ends = absl::Now() + stop.grace;
        service_.EndFollowedEvents();
        if (before_end) before_end(grace_ends);
        server_->Shutdown(absl::ToChronoTime(grace_ends));
      }
      service_.Stop();
      Info(options_.log, "stopped");
    });
  }

  const ServerOptions& options() const { return options_; }
  const std::string& address() const { return address_; }
  grpc::Server& server() { return *server_; }
  ServerState state() const {
    ServerState state = service_.state();
    state.serving = serving_;
    return state;
  }

 private:
  const ServerOptions options_;
  FramingServiceImpl service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::atomic<bool> serving_{true};
  std::once_flag stopped_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const absl::optional<ListenOptions>& listen) {
  PARALLAX_RETURN_IF_ERROR(CheckOptions(options, listen));
  PARALLAX_ASSIGN_OR_RETURN(std::shared_ptr<const Backend> backend,
                            LoadEngine(options.model_file, options.lexicon_files));
  return StartWith(std::move(backend), options, listen);
}

absl::StatusOr<std::unique_ptr<Server>> Server::StartWith(
    std::shared_ptr<const Backend> backend, const ServerOptions& options,
    const absl::optional<ListenOptions>& listen) {
  PARALLAX_RETURN_IF_ERROR(CheckOptions(options, listen));
  ServerOptions resolved = options;
  if (resolved.work.threads == 0) {
    resolved.work.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  }
  if (options.observer != nullptr) backend = Observed(std::move(backend), options.observer);
  auto impl = std::make_unique<Impl>(std::move(backend), resolved);
  PARALLAX_RETURN_IF_ERROR(impl->Start(listen));
  if (listen.has_value()) {
    Info(options.log, "listening",
         {{"address", impl->address()},
          {"tls", listen->certificate_file.empty() ? "off" : "on"},
          {"threads", resolved.work.threads},
          {"model", ModelId()}});
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  return impl_->server().InProcessChannel(arguments);
}

const std::string& Server::address() const { return impl_->address(); }

void Server::Stop(const std::function<void(absl::Time)>& before_end) {
  impl_->Stop(impl_->options().stop, before_end);
}

ServerState Server::state() const { return impl_->state(); }

}  // namespace parallax::service
