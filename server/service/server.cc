#include "server/service/server.h"

#include <grpc/grpc.h>
#include <grpcpp/channel.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "server/base/status_macros.h"
#include "server/models/default_model.h"
#include "server/service/backend.h"
#include "server/service/callers_file.h"
#include "server/service/descriptors.h"
#include "server/service/framing_service.h"
#include "server/service/listener.h"
#include "server/service/log.h"
#include "server/service/memory_limit.h"
#include "server/service/observer.h"
#include "server/service/reception.h"
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

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, std::numeric_limits<int>::max()));
}

void ApplyLimits(const ServerOptions& options, size_t memory, grpc::ServerBuilder* builder) {
  // Twice the limit of a request, so that one somewhat over it is told so in our own words.
  builder->SetMaxReceiveMessageSize(static_cast<int>(2 * options.limits.max_request_bytes));
  builder->SetMaxSendMessageSize(-1);  // api::AnswerBudget has the limit
  // Compressed messages are refused before they are unpacked: a thousandth of their size will do to
  // send them.
  builder->SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder->SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder->AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  const TransportOptions& transport = options.transport;
  const auto set = [builder](const char* argument, int value) {
    builder->AddChannelArgument(argument, value);
  };
  set(GRPC_ARG_MAX_CONCURRENT_STREAMS, transport.max_concurrent_streams);
  set(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(transport.max_metadata_bytes));
  // A tenth less than clients are told: what they send every ten seconds does not come so exactly.
  set(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      Milliseconds(0.9 * transport.min_ping_interval));
  // Without this every ping of a connection without a call would count as one too many.
  set(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  set(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(transport.keepalive_interval));
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(transport.keepalive_timeout));
  set(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // of our own
  set(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(transport.max_connection_idle));
  set(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(transport.max_transfer_time));
  // What a stream may send before it is read stays at 64 KiB.
  set(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  if (transport.max_connection_age != absl::InfiniteDuration()) {
    set(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(transport.max_connection_age));
  }
  grpc::ResourceQuota quota("parallax");
  quota.Resize(memory);
  builder->SetResourceQuota(quota);
}

// gRPC's library of reflection adds itself to every server of the process; this takes it out of
// one.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const std::unique_ptr<grpc::ServerBuilderPlugin>& plugin) {
      return dynamic_cast<const grpc::reflection::ProtoServerReflectionPlugin*>(plugin.get()) !=
             nullptr;
    });
  }
};

absl::StatusOr<std::shared_ptr<const CallersFile>> ReadCallers(const std::string& path) {
  if (path.empty()) return nullptr;
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return absl::InvalidArgumentError(absl::StrCat("--callers: ", path, ": not readable"));
  }
  absl::StatusOr<CallersFile> callers = CallersFile::Parse(text);
  if (!callers.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--callers: ", path, ": ", callers.status().message()));
  }
  return std::make_shared<const CallersFile>(*std::move(callers));
}

// How often memory is looked at, and who keeps the server waiting.
constexpr absl::Duration kTick = absl::Milliseconds(100);
// After a stop has begun and no call is open, calls that were on their way still have so long.
constexpr absl::Duration kQuiet = absl::Milliseconds(300);

}  // namespace

class Server::Impl {
 public:
  Impl(std::shared_ptr<const Backend> backend, ServerOptions options, const MemoryPlan& memory)
      : options_(std::move(options)),
        memory_(memory),
        reception_(std::move(backend), &options_, memory),
        service_(&reception_) {}

  ~Impl() { Stop({.drain_delay = absl::ZeroDuration(), .grace = absl::ZeroDuration()}); }

  absl::Status Start(const absl::optional<ListenOptions>& listen) {
    PARALLAX_ASSIGN_OR_RETURN(std::shared_ptr<const CallersFile> callers,
                              ReadCallers(options_.callers.file));
    reception_.callers().Use(std::move(callers));
    // Process-wide and idempotent; both must come before the builder.
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // Reflection describes what is linked; gRPC's own health service brings no descriptor.
    grpc::health::v1::HealthCheckRequest::descriptor();
    grpc::ServerBuilder builder;
    if (!options_.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
    ApplyLimits(options_, memory_.transport, &builder);
    builder.RegisterService(&service_);
    std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor;
    if (listen.has_value()) {
      std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
      if (!listen->certificate_file.empty()) {
        PARALLAX_ASSIGN_OR_RETURN(certificate_, ServedCertificate::Load(*listen));
        credentials = certificate_->Credentials();
        reload_interval_ = listen->certificate_reload_interval;
      }
      PARALLAX_ASSIGN_OR_RETURN(listener_, Listener::Bind(listen->host, listen->port));
      acceptor = builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
    }
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return absl::UnavailableError("cannot start the server");
    if (listener_ != nullptr) {
      listener_->Start(options_.transport.max_connections, [acceptor](int fd) {
        grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
        connection.fd = fd;
        acceptor->HandleNewConnection(&connection);
      });
    }
    server_->GetHealthCheckService()->SetServingStatus(kServiceName, true);
    ticker_ = std::thread([this] { Tick(); });
    return absl::OkStatus();
  }

  absl::Status Reload() {
    absl::Status first;
    const auto tell = [&](const absl::Status& status) {
      if (status.ok()) return;
      Warn(options_.log, "not reloaded", {{"reason", status.message()}});
      first.Update(status);
    };
    if (certificate_ != nullptr) {
      const absl::StatusOr<bool> changed = certificate_->Reload();
      tell(changed.status());
      if (changed.ok() && *changed) Info(options_.log, "certificate reloaded");
    }
    if (!options_.callers.file.empty()) {
      auto callers = ReadCallers(options_.callers.file);
      tell(callers.status());
      if (callers.ok()) reception_.callers().Use(*std::move(callers));
    }
    return first;
  }

  void Stop(const StopOptions& stop, const std::function<void(absl::Time)>& before_end = nullptr) {
    std::call_once(stopped_, [&] {
      if (server_ != nullptr) {
        stopping_ = true;
        server_->GetHealthCheckService()->SetServingStatus(false);
        if (listener_ != nullptr && stop.drain_delay > absl::ZeroDuration()) {
          Info(options_.log, "draining", {{"seconds", absl::ToDoubleSeconds(stop.drain_delay)}});
          absl::SleepFor(stop.drain_delay);
        }
        Info(options_.log, "stopping", {{"grace_s", absl::ToDoubleSeconds(stop.grace)}});
        const absl::Time grace_ends = absl::Now() + stop.grace;
        service_.EndFollowedEvents();
        if (listener_ != nullptr) listener_->Stop();
        if (before_end) before_end(grace_ends);
        ShutDown(grace_ends);
      }
      reception_.Stop();
      over_ = true;
      if (ticker_.joinable()) ticker_.join();
      if (server_ != nullptr) Info(options_.log, "stopped");
    });
  }

  Snapshot snapshot() const {
    Snapshot snapshot = reception_.snapshot();
    if (listener_ != nullptr) snapshot.connections_turned_away = listener_->turned_away();
    snapshot.descriptors = DescriptorsInUse();
    snapshot.max_descriptors = MaxDescriptors();
    snapshot.stopping = stopping_;
    return snapshot;
  }
  const ServerOptions& options() const { return options_; }
  std::string address() const { return listener_ != nullptr ? listener_->address() : ""; }
  grpc::Server& server() { return *server_; }

 private:
  // gRPC waits until clients have taken note, which one that hangs never does: once no call is open
  // any more, what is left of connections is closed.
  void ShutDown(absl::Time deadline) {
    std::atomic<bool> down{false};
    std::thread closer([&] {
      absl::Time busy = absl::Now();
      while (!down && absl::Now() < deadline) {
        absl::SleepFor(absl::Milliseconds(10));
        if (reception_.live_calls().count() > 0) busy = absl::Now();
        if (absl::Now() - busy > kQuiet) break;
      }
      if (!down) grpc_server_cancel_all_calls(server_->c_server());
    });
    server_->Shutdown(absl::ToChronoTime(deadline));
    down = true;
    closer.join();
  }

  void Tick() {
    bool serving = true;
    absl::Time reload = absl::Now() + reload_interval_;
    while (!over_) {
      absl::SleepFor(kTick);
      const absl::Time now = absl::Now();
      reception_.Tick(now);
      if (now >= reload) {
        reload = now + reload_interval_;
        Reload().IgnoreError();  // it has told
      }
      const bool moving = reception_.IsMoving();
      if (moving != serving && !stopping_) {
        serving = moving;
        Warn(options_.log, moving ? "work moves again" : "work does not move");
        server_->GetHealthCheckService()->SetServingStatus(kServiceName, serving);
      }
    }
  }

  const ServerOptions options_;
  const MemoryPlan memory_;
  Reception reception_;
  FramingServiceImpl service_;
  std::unique_ptr<ServedCertificate> certificate_;
  absl::Duration reload_interval_ = absl::Minutes(1);
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<grpc::Server> server_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> over_{false};
  std::thread ticker_;
  std::once_flag stopped_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const absl::optional<ListenOptions>& listen) {
  PARALLAX_RETURN_IF_ERROR(CheckOptions(options, listen));
  PARALLAX_ASSIGN_OR_RETURN(
      std::shared_ptr<const Backend> backend,
      LoadEngine(options.model_file, options.lexicon_files, options.style_file));
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
  PARALLAX_ASSIGN_OR_RETURN(const MemoryPlan memory,
                            MemoryPlan::Make(resolved.memory, ResidentMemory()));
  if (options.observer != nullptr) backend = Observed(std::move(backend), options.observer);
  auto impl = std::make_unique<Impl>(std::move(backend), resolved, memory);
  PARALLAX_RETURN_IF_ERROR(impl->Start(listen));
  if (listen.has_value()) {
    Info(options.log, "listening",
         {{"address", impl->address()},
          {"tls", listen->certificate_file.empty() ? "off" : "on"},
          {"threads", resolved.work.threads},
          {"memory_limit", memory.limit},
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

std::string Server::address() const { return impl_->address(); }

Snapshot Server::snapshot() const { return impl_->snapshot(); }

absl::Status Server::Reload() { return impl_->Reload(); }

void Server::Stop(const std::function<void(absl::Time)>& before_end) {
  impl_->Stop(impl_->options().stop, before_end);
}

}  // namespace parallax::service
