#include "server/service/call_entry.h"

#include <grpcpp/security/auth_context.h>

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/service/byte_call.h"
#include "server/service/work_pool.h"

namespace parallax::service {
namespace {

// Of the property of a certificate's subject alternative names, whatever their kind.
constexpr char kAlternativeNames[] = "x509_subject_alternative_name";

std::string Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto place = context.client_metadata().find(key);
  if (place == context.client_metadata().end()) return "";
  return std::string(place->second.data(), place->second.size());
}

}  // namespace

std::string AddressOfPeer(absl::string_view peer) {
  std::string address = absl::StrReplaceAll(peer, {{"%5B", "["}, {"%5D", "]"}, {"%25", "%"}});
  absl::string_view rest = address;
  if (!absl::ConsumePrefix(&rest, "ipv4:") && !absl::ConsumePrefix(&rest, "ipv6:")) {
    return std::string(rest.substr(0, rest.find(':')));  // "unix", "inproc"
  }
  rest = rest.substr(0, rest.rfind(':'));
  if (absl::ConsumePrefix(&rest, "[")) absl::ConsumeSuffix(&rest, "]");
  return std::string(rest);
}

Credentials CredentialsOf(const grpc::CallbackServerContext& context) {
  Credentials credentials;
  credentials.peer = AddressOfPeer(context.peer());
  const std::string forwarded = ForwardedPeer(Metadata(context, kForwardedPeerKey));
  if (!forwarded.empty()) credentials.peer = forwarded;
  credentials.authorization = Metadata(context, "authorization");
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  if (auth != nullptr && auth->IsPeerAuthenticated()) {
    for (const grpc::string_ref& name : auth->FindPropertyValues(kAlternativeNames)) {
      credentials.names.emplace_back(name.data(), name.size());
    }
  }
  return credentials;
}

CallIds TakeIds(grpc::CallbackServerContext* context) {
  CallIds ids = MakeCallIds(Metadata(*context, kRequestIdKey), Metadata(*context, kTraceParentKey));
  context->AddTrailingMetadata(kRequestIdKey, ids.request_id);
  context->AddTrailingMetadata(kTraceParentKey, ids.trace_parent);
  return ids;
}

CallContext ContextOf(grpc::CallbackServerContext* context, absl::Time deadline) {
  return CallContext(
      deadline, [context] { return context->IsCancelled(); }, &WorkPool::Pause);
}

}  // namespace parallax::service
