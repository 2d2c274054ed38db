// Messages and statuses <-> what gRPC carries. The one place where an error becomes a grpc::Status.
#ifndef PARALLAX_SERVER_SERVICE_CODEC_H_
#define PARALLAX_SERVER_SERVICE_CODEC_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace parallax::service {

// The rpcs take their messages as bytes: gRPC itself would answer UNIMPLEMENTED, without details,
// to one that cannot be parsed.
// Errors: INVALID_ARGUMENT as api::DescribeParseFailure has it, and for more than `max_bytes`.
absl::Status Decode(const grpc::ByteBuffer& bytes, size_t max_bytes,
                    google::protobuf::Message* message);

// Errors: INTERNAL for more than 2 GiB, which api::Limits keep off.
absl::Status Encode(const google::protobuf::Message& message, grpc::ByteBuffer* bytes);

grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CODEC_H_
