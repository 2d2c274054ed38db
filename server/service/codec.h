// Messages and statuses <-> what gRPC carries. The one place where an error becomes a grpc::Status.
#ifndef PARALLAX_SERVER_SERVICE_CODEC_H_
#define PARALLAX_SERVER_SERVICE_CODEC_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/api/limits.h"

namespace parallax::service {

// The rpcs take their messages as bytes: gRPC itself would answer UNIMPLEMENTED, without details,
// to one that cannot be parsed.
// Errors: INVALID_ARGUMENT as api::CheckFieldCounts and api::DescribeParseFailure have it, and for
// more than limits.max_request_bytes.
absl::Status Decode(const grpc::ByteBuffer& bytes, const api::Limits& limits,
                    google::protobuf::Message* message);

// Errors: INTERNAL for more than 2 GiB, which api::Limits keep off.
absl::Status Encode(const google::protobuf::Message& message, grpc::ByteBuffer* bytes);

grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CODEC_H_
