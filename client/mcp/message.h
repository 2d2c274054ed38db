// JSON-RPC 2.0 as the Model Context Protocol uses it: what a client sends, and the texts that
// answer.
#ifndef PARALLAX_CLIENT_MCP_MESSAGE_H_
#define PARALLAX_CLIENT_MCP_MESSAGE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client::mcp {

using Json = nlohmann::json;

// Codes of errors.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kBusy = -32000;  // ours: the same call may be taken later

// The id of an answer to what has none that can be read.
inline constexpr char kNoId[] = "null";

enum class MessageKind : uint8_t {
  kRequest,
  kNotification,  // wants no answer
  kReply,         // to a request; this server makes none
  kInvalid,       // none of these
};

struct Message {
  MessageKind kind = MessageKind::kInvalid;
  std::string id = kNoId;        // as JSON, to be sent back as it came; of a request, else kNoId
  std::string method;            // of a request or a notification
  Json params = Json::object();  // always an object
  int error = 0;                 // of kInvalid
  std::string complaint;         // likewise
};

// Takes `value`, one message, apart. Its texts are moved out of it.
Message ReadMessage(Json value);

// `id` as JSON; empty for what cannot be the id of a request: null (which MCP rules out), or a
// number so large that it would not come back as it was.
std::string IdText(const Json& id);

// Answers on one line, without its end. `id` and `result` are JSON.
std::string ResultText(absl::string_view id, absl::string_view result);
std::string ErrorText(absl::string_view id, int code, absl::string_view complaint);

// `text` as a JSON string; what is not UTF-8 in it is replaced.
std::string Quote(absl::string_view text);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_MESSAGE_H_
