#include "server/service/byte_call.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>
#include <sys/random.h>

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/api/errors.h"
#include "server/service/server.h"
#include "server/service/trace.h"

namespace parallax::service {
namespace {

// Not to be guessed by who calls from outside.
const std::string& Secret() {
  static const std::string secret = [] {
    std::string bytes(16, '\0');
    // So few bytes come whole, and wait for nothing once the machine has started.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
      return std::string();
    return absl::BytesToHexString(bytes);
  }();
  return secret;
}

std::string TrailerOf(const grpc::ClientContext& context, const char* key) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto place = trailers.find(key);
  if (place == trailers.end()) return "";
  return std::string(place->second.data(), place->second.size());
}

google::rpc::Status ToRpcStatus(const grpc::Status& status) {
  google::rpc::Status rpc;
  if (status.ok()) return rpc;
  // gRPC's own errors come without details.
  if (!status.error_details().empty() && rpc.ParseFromString(status.error_details())) return rpc;
  return api::ToRpcStatus(
      absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                   {status.error_message().data(), status.error_message().size()}));
}

}  // namespace

std::string ForwardedPeer(absl::string_view value) {
  if (Secret().empty() || !absl::ConsumePrefix(&value, Secret())) return "";
  return std::string(value);
}

struct ByteCall::State {
  explicit State(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}
  grpc::GenericStub stub;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::function<void()> done;
};

std::unique_ptr<ByteCall> ByteCall::Start(const std::shared_ptr<grpc::Channel>& channel,
                                          Question question, std::function<void()> done) {
  auto state = std::make_shared<State>(channel);
  state->done = std::move(done);
  if (question.deadline != absl::InfiniteFuture()) {
    state->context.set_deadline(absl::ToChronoTime(question.deadline));
  }
  const auto add = [&state](const char* key, const std::string& value) {
    if (!value.empty()) state->context.AddMetadata(key, value);
  };
  if (!question.peer.empty()) add(kForwardedPeerKey, Secret() + question.peer);
  add("authorization", question.authorization);
  add(kRequestIdKey, question.request_id);
  add(kTraceParentKey, question.trace_parent);
  grpc::Slice slice(question.message);
  question.message = std::string();
  state->request = grpc::ByteBuffer(&slice, 1);
  const std::string method = absl::StrCat("/", kServiceName, "/", question.method);
  // What gRPC holds until it has called back holds the state.
  state->stub.UnaryCall(&state->context, method, {}, &state->request, &state->response,
                        [state](grpc::Status status) {
                          state->status = std::move(status);
                          state->done();
                        });
  return std::unique_ptr<ByteCall>(new ByteCall(std::move(state)));
}

ByteCall::ByteCall(std::shared_ptr<State> state) : state_(std::move(state)) {}
ByteCall::~ByteCall() = default;

void ByteCall::Cancel() { state_->context.TryCancel(); }

ByteCall::Answer ByteCall::Take() {
  Answer answer;
  answer.status = ToRpcStatus(state_->status);
  answer.request_id = TrailerOf(state_->context, kRequestIdKey);
  answer.trace_parent = TrailerOf(state_->context, kTraceParentKey);
  std::vector<grpc::Slice> slices;
  if (state_->status.ok() && state_->response.Dump(&slices).ok()) {
    answer.message.reserve(state_->response.Length());
    for (const grpc::Slice& slice : slices) {
      answer.message.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  state_->response.Clear();
  return answer;
}

}  // namespace parallax::service
