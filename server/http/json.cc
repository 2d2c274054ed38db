#include "server/http/json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/zero_copy_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/api/errors.h"
#include "server/base/json_shape.h"

namespace parallax::http {
namespace {

constexpr char kUrlPrefix[] = "type.googleapis.com";
constexpr size_t kMaxPathLength = 64;

absl::Status Malformed(absl::string_view what) {
  return api::MakeError(absl::StatusCode::kInvalidArgument, api::reason::kMalformedRequest, what);
}

bool IsPath(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxPathLength &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '[' || c == ']';
         });
}

// The parser quotes what it stumbled over, which is the caller's text; where it stood will do.
// "(reports[0].publish_time): invalid value ..." or "(reports[1].x) y: Cannot find field."
absl::Status DescribeFault(absl::string_view message) {
  absl::string_view path;
  if (absl::StartsWith(message, "(")) {
    path = message.substr(1, std::min(message.find(')'), message.size()) - 1);
  }
  const absl::string_view what = absl::StrContains(message, "Cannot find field")
                                     ? "a field that the message does not have"
                                     : "a value that its field cannot have, or no JSON";
  return Malformed(IsPath(path) ? absl::StrCat(path, ": ", what) : std::string(what));
}

// A string that does not grow over a limit, nor beyond the room that there is.
class BoundedOutput final : public google::protobuf::io::ZeroCopyOutputStream {
 public:
  BoundedOutput(std::string* target, size_t limit, const std::function<bool(size_t)>& room)
      : target_(target), limit_(limit), room_(room) {}
  bool Next(void** data, int* size) override {
    const size_t begin = target_->size();
    const size_t more = std::min({std::max<size_t>(begin, 4096), size_t{1} << 20, limit_ - begin});
    full_ = full_ || more == 0;
    no_room_ = no_room_ || (!full_ && !room_(more));
    if (full_ || no_room_) return false;
    target_->resize(begin + more);
    *data = target_->data() + begin;
    *size = static_cast<int>(more);
    return true;
  }
  void BackUp(int count) override { target_->resize(target_->size() - static_cast<size_t>(count)); }
  int64_t ByteCount() const override { return static_cast<int64_t>(target_->size()); }
  bool full() const { return full_; }
  bool no_room() const { return no_room_; }

 private:
  std::string* const target_;
  const size_t limit_;
  const std::function<bool(size_t)>& room_;
  bool full_ = false;
  bool no_room_ = false;
};

}  // namespace

JsonCodec::JsonCodec()
    : resolver_(google::protobuf::util::NewTypeResolverForDescriptorPool(
          kUrlPrefix, google::protobuf::DescriptorPool::generated_pool())) {}

absl::StatusOr<std::string> JsonCodec::ToBytes(const std::string& name, absl::string_view json,
                                               size_t max_reports) const {
  const absl::Status shape = CheckJsonShape(json, MaxJsonValues(max_reports));
  if (!shape.ok()) return Malformed(shape.message());
  google::protobuf::io::ArrayInputStream input(json.data(), static_cast<int>(json.size()));
  std::string bytes;
  google::protobuf::io::StringOutputStream output(&bytes);
  const auto status = google::protobuf::util::JsonToBinaryStream(
      resolver_.get(), absl::StrCat(kUrlPrefix, "/", name), &input, &output);
  if (!status.ok()) {
    return DescribeFault({status.message().data(), status.message().size()});
  }
  return bytes;
}

absl::StatusOr<std::string> JsonCodec::ToJson(const std::string& name, const std::string& bytes,
                                              size_t max_bytes,
                                              const std::function<bool(size_t)>& room) const {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  google::protobuf::io::ArrayInputStream input(bytes.data(), static_cast<int>(bytes.size()));
  std::string json;
  bool full = false;
  {
    BoundedOutput output(&json, max_bytes, room);
    const auto status = google::protobuf::util::BinaryToJsonStream(
        resolver_.get(), absl::StrCat(kUrlPrefix, "/", name), &input, &output, options);
    if (output.no_room()) return NoRoom();
    full = output.full();
    if (!status.ok() && !full) return absl::InternalError("an answer that is no JSON");
  }
  if (full) {
    return api::MakeError(absl::StatusCode::kResourceExhausted, api::reason::kAnswerTooLarge,
                          absl::StrCat("the answer is over ", max_bytes, " bytes of JSON"));
  }
  return json;
}

absl::Status NoRoom() {
  return api::RetryLater(api::reason::kOutOfMemory, "the port holds as much as it takes on",
                         absl::Seconds(1));
}

std::string StatusJson(const google::rpc::Status& status) {
  std::string json;
  // Of details of our own, which are linked, nothing can fail.
  if (!google::protobuf::util::MessageToJsonString(status, &json).ok()) {
    return absl::StrCat("{\"code\":", status.code(), "}");
  }
  return json;
}

int HttpStatusOf(int code) {
  switch (static_cast<absl::StatusCode>(code)) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

}  // namespace parallax::http
