#include "client/mcp/message.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace parallax::client::mcp {
namespace {

Message Invalid(std::string id, int error, absl::string_view complaint) {
  Message message;
  message.id = std::move(id);
  message.error = error;
  message.complaint = std::string(complaint);
  return message;
}

std::string Line(const Json& value) {
  return value.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

}  // namespace

std::string IdText(const Json& id) {
  // Whole numbers are exact in a double up to here; integers of 64 bits are none.
  constexpr double kExact = 9007199254740992;
  const bool is_exact = id.is_string() || id.is_number_integer() ||
                        (id.is_number_float() && std::abs(id.get<double>()) < kExact);
  return is_exact ? Line(id) : "";
}

Message ReadMessage(Json value) {
  if (!value.is_object()) return Invalid(kNoId, kInvalidRequest, "a message is an object");
  const auto id_at = value.find("id");
  const bool has_id = id_at != value.end();
  std::string id = has_id ? IdText(*id_at) : "";
  if (has_id && id.empty()) {
    return Invalid(kNoId, kInvalidRequest, "id: must be text or a number of up to 64 bits");
  }
  if (!has_id) id = kNoId;
  const auto version = value.find("jsonrpc");
  if (version == value.end() || *version != "2.0") {
    return Invalid(id, kInvalidRequest, "jsonrpc: must be \"2.0\"");
  }
  const auto method = value.find("method");
  if (method == value.end() && has_id && (value.contains("result") || value.contains("error"))) {
    Message reply;
    reply.kind = MessageKind::kReply;
    return reply;
  }
  if (method == value.end() || !method->is_string()) {
    return Invalid(id, kInvalidRequest, "method: must be text");
  }
  Message message;
  if (const auto params = value.find("params"); params != value.end()) {
    if (!params->is_object() && has_id) {
      return Invalid(id, kInvalidParams, "params: must be an object");
    }
    if (params->is_object()) message.params = std::move(*params);
  }
  message.kind = has_id ? MessageKind::kRequest : MessageKind::kNotification;
  message.id = std::move(id);
  message.method = std::move(method->get_ref<std::string&>());
  return message;
}

std::string ResultText(absl::string_view id, absl::string_view result) {
  return absl::StrCat(R"({"jsonrpc":"2.0","id":)", id, R"(,"result":)", result, "}");
}

std::string ErrorText(absl::string_view id, int code, absl::string_view complaint) {
  return absl::StrCat(R"({"jsonrpc":"2.0","id":)", id, R"(,"error":{"code":)", code,
                      R"(,"message":)", Quote(complaint), "}}");
}

std::string Quote(absl::string_view text) { return Line(std::string(text)); }

}  // namespace parallax::client::mcp
