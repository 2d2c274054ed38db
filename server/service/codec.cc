#include "server/service/codec.h"

#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>
#include <grpcpp/support/slice.h>

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "server/api/errors.h"
#include "server/api/parse.h"
#include "server/base/status_macros.h"

namespace parallax::service {

absl::Status Decode(const grpc::ByteBuffer& bytes, const api::Limits& limits,
                    google::protobuf::Message* message) {
  if (bytes.Length() > limits.max_request_bytes) {
    return api::InvalidRequest(
        {{"request", absl::StrCat(bytes.Length(), " bytes, limit ", limits.max_request_bytes)}});
  }
  grpc::ByteBuffer shared = bytes;  // by reference; the reader wants one that it may change
  {
    grpc::ProtoBufferReader reader(&shared);
    if (reader.status().ok()) {
      PARALLAX_RETURN_IF_ERROR(api::CheckFieldCounts(&reader, *message, limits));
    }
  }
  {
    grpc::ProtoBufferReader reader(&shared);
    if (reader.status().ok() && message->ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  }
  grpc::Slice slice;
  if (!shared.DumpToSingleSlice(&slice).ok()) return absl::InternalError("message not readable");
  return api::DescribeParseFailure(
      absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()), *message);
}

absl::Status Encode(const google::protobuf::Message& message, grpc::ByteBuffer* bytes) {
  const size_t size = message.ByteSizeLong();
  if (size > std::numeric_limits<int>::max()) return absl::InternalError("answer over 2 GiB");
  grpc::ProtoBufferWriter writer(bytes, grpc::kProtoBufferWriterMaxBufferLength,
                                 static_cast<int>(size));
  google::protobuf::io::CodedOutputStream output(&writer);
  output.SetSerializationDeterministic(true);
  if (!message.SerializeToCodedStream(&output)) return absl::InternalError("answer not writable");
  return absl::OkStatus();
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = api::ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

}  // namespace parallax::service
