#include "client/mcp/session.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/mcp/tool_list.h"
#include "client/mcp/tools.h"
#include "server/base/json_shape.h"
#include "server/service/options.h"

namespace parallax::client::mcp {
namespace {

// The newest last.
constexpr std::array<absl::string_view, 3> kVersions = {"2024-11-05", "2025-03-26", "2025-06-18"};
// The one that has batches.
constexpr absl::string_view kBatchVersion = "2025-03-26";

// Each may hold a whole request.
constexpr size_t kMaxWaiting = 16;

constexpr char kInstructions[] =
    "Parallax compares English news reports of one event. Use compare with the whole texts, word "
    "for word: summaries hide the framing that it looks for. Show the quotes of a difference "
    "beside it, with its confidence. It does not say what is true or which outlet is right; do not "
    "rank outlets by its answers. explain says what stands behind a rule.";

// Of messages that came together: what answers them, until all are answered.
struct Batch {
  Mutex mutex;
  size_t open ABSL_GUARDED_BY(mutex) = 0;
  std::vector<std::string> answers ABSL_GUARDED_BY(mutex);
};

api::Limits Limits() { return service::ServerOptions().limits; }

}  // namespace

Session::Session(const Options& options, v1::FramingService::StubInterface& stub, Write write)
    : options_(options), stub_(stub), write_(std::move(write)), calls_(kMaxWaiting) {}

size_t Session::MaxLineBytes() { return 2 * Limits().max_request_bytes; }

void Session::Send(absl::string_view line) {
  MutexLock lock(&write_mutex_);
  write_(line);
}

void Session::Take(absl::string_view line) {
  if (absl::StripAsciiWhitespace(line).empty()) return;
  const absl::Status shape = CheckJsonShape(line, MaxJsonValues(Limits().max_reports));
  if (!shape.ok()) return Send(ErrorText(kNoId, kInvalidRequest, shape.message()));
  Json value = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return Send(ErrorText(kNoId, kParseError, "the line is not JSON"));
  if (value.is_array()) return TakeBatch(std::move(value));
  Dispatch(ReadMessage(std::move(value)), /*in_batch=*/false,
           [this](const absl::optional<std::string>& text) {
             if (text.has_value()) Send(*text);
           });
}

void Session::RefuseLongLine() {
  Send(
      ErrorText(kNoId, kInvalidRequest, absl::StrCat("a line of over ", MaxLineBytes(), " bytes")));
}

void Session::TakeBatch(Json batch) {
  if (version_ != kBatchVersion) {
    return Send(ErrorText(kNoId, kInvalidRequest,
                          absl::StrCat("a list of messages is of protocol version ", kBatchVersion,
                                       " alone: send one a line")));
  }
  if (batch.empty()) return Send(ErrorText(kNoId, kInvalidRequest, "an empty list of messages"));
  const auto state = std::make_shared<Batch>();
  {
    MutexLock lock(&state->mutex);
    state->open = batch.size();
  }
  const Answer answer = [this, state](absl::optional<std::string> text) {
    std::vector<std::string> answers;
    {
      MutexLock lock(&state->mutex);
      if (text.has_value()) state->answers.push_back(*std::move(text));
      if (--state->open > 0) return;
      answers.swap(state->answers);
    }
    if (!answers.empty()) Send(absl::StrCat("[", absl::StrJoin(answers, ","), "]"));
  };
  for (Json& value : batch) Dispatch(ReadMessage(std::move(value)), /*in_batch=*/true, answer);
}

void Session::Dispatch(Message message, bool in_batch, const Answer& answer) {
  const auto refuse = [&](int code, absl::string_view complaint) {
    answer(ErrorText(message.id, code, complaint));
  };
  switch (message.kind) {
    case MessageKind::kInvalid:
      return refuse(message.error, message.complaint);
    case MessageKind::kNotification:
      Notice(message);
      return answer(absl::nullopt);
    case MessageKind::kReply:
      return answer(absl::nullopt);
    case MessageKind::kRequest:
      break;
  }
  if (message.method == "ping") return answer(ResultText(message.id, "{}"));
  if (message.method == "initialize") {
    if (in_batch) return refuse(kInvalidRequest, "initialize does not go with other messages");
    return Initialize(message, answer);
  }
  const bool lists = message.method == "tools/list";
  if (!lists && message.method != "tools/call") {
    return refuse(kMethodNotFound,
                  "no such method; there are initialize, ping, tools/list and tools/call");
  }
  if (version_.empty()) return refuse(kInvalidRequest, "initialize comes first");
  if (!lists) return CallTool(std::move(message), answer);
  // One page has all tools, so that no cursor is ever given out.
  if (message.params.contains("cursor")) return refuse(kInvalidParams, "cursor: is not known");
  answer(ResultText(message.id, Json{{"tools", ToolList()}}.dump()));
}

void Session::Initialize(const Message& message, const Answer& answer) {
  const auto refuse = [&](int code, absl::string_view complaint) {
    answer(ErrorText(message.id, code, complaint));
  };
  if (!version_.empty()) return refuse(kInvalidRequest, "initialize comes once");
  const auto wanted = message.params.find("protocolVersion");
  if (wanted == message.params.end() || !wanted->is_string()) {
    return refuse(kInvalidParams, "protocolVersion: must be text");
  }
  const auto known =
      std::find(kVersions.begin(), kVersions.end(), wanted->get_ref<const std::string&>());
  version_ = std::string(known == kVersions.end() ? kVersions.back() : *known);
  const Json result = {
      {"protocolVersion", version_},
      {"capabilities", {{"tools", {{"listChanged", false}}}}},
      {"serverInfo", {{"name", "parallax"}, {"title", "Parallax"}, {"version", PARALLAX_VERSION}}},
      {"instructions", kInstructions}};
  answer(ResultText(message.id, result.dump()));
}

void Session::CallTool(Message message, const Answer& answer) {
  absl::StatusOr<ToolCall> call = ReadToolCall(std::move(message.params), options_, stub_);
  if (!call.ok()) {
    return answer(ErrorText(message.id, kInvalidParams, call.status().message()));
  }
  if (!call->asks_service) {
    grpc::ClientContext unused;
    return answer(ResultText(message.id, call->make(unused)));
  }
  const auto done = [answer, id = message.id](const absl::optional<std::string>& result) {
    answer(result.has_value() ? absl::make_optional(ResultText(id, *result)) : absl::nullopt);
  };
  const absl::Status added = calls_.Add(message.id, std::move(call->make), done);
  if (added.ok()) return;
  answer(ErrorText(message.id, absl::IsAlreadyExists(added) ? kInvalidRequest : kBusy,
                   added.message()));
}

void Session::Notice(const Message& message) {
  if (message.method != "notifications/cancelled") return;
  const auto id = message.params.find("requestId");
  if (id != message.params.end()) calls_.Cancel(IdText(*id));
}

}  // namespace parallax::client::mcp
