#include "server/api/parse.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "server/api/errors.h"
#include "server/text/utf8.h"

namespace parallax::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Depth of recursion here and below: that of the schema, which does not refer to itself.
void TurnStringsIntoBytes(DescriptorProto* message) {
  if (message->options().map_entry()) return;
  for (FieldDescriptorProto& field : *message->mutable_field()) {
    if (field.type() == FieldDescriptorProto::TYPE_STRING) {
      field.set_type(FieldDescriptorProto::TYPE_BYTES);
    }
  }
  for (DescriptorProto& nested : *message->mutable_nested_type()) TurnStringsIntoBytes(&nested);
}

void AddFile(const FileDescriptor& file, DescriptorPool* pool) {
  if (pool->FindFileByName(file.name()) != nullptr) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), pool);
  FileDescriptorProto lenient;
  file.CopyTo(&lenient);
  for (DescriptorProto& message : *lenient.mutable_message_type()) TurnStringsIntoBytes(&message);
  pool->BuildFile(lenient);
}

void FindInvalidStrings(const Message& message, const std::string& path,
                        std::vector<Violation>* violations) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string place =
          absl::StrCat(path, field->name(), repeated ? absl::StrCat("[", i, "]") : "");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        FindInvalidStrings(repeated ? reflection->GetRepeatedMessage(message, field, i)
                                    : reflection->GetMessage(message, field),
                           absl::StrCat(place, "."), violations);
      } else if (field->type() == FieldDescriptor::TYPE_BYTES) {
        std::string scratch;
        const std::string& value =
            repeated ? reflection->GetRepeatedStringReference(message, field, i, &scratch)
                     : reflection->GetStringReference(message, field, &scratch);
        const size_t byte = text::FindInvalidUtf8(value);
        if (byte != absl::string_view::npos) {
          violations->push_back({place, absl::StrCat("byte ", byte, " is not valid UTF-8")});
        }
      }
    }
  }
}

struct FieldCounts {
  size_t fields = 0;
  size_t reports = 0;  // of the request itself
  bool has_group = false;
};

// Depth of recursion: that of the schema, as above. Ends where the bytes are no such message.
void CountFields(const Descriptor& type, bool is_request, CodedInputStream* input,
                 FieldCounts* counts) {
  while (const uint32_t tag = input->ReadTag()) {
    ++counts->fields;
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const bool is_message =
        field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_request && is_message && field->is_repeated()) ++counts->reports;
    uint64_t varint = 0, fixed64 = 0;
    uint32_t fixed32 = 0, length = 0;
    bool read = false;
    switch (WireFormatLite::GetTagWireType(tag)) {
      case WireFormatLite::WIRETYPE_VARINT:
        read = input->ReadVarint64(&varint);
        break;
      case WireFormatLite::WIRETYPE_FIXED64:
        read = input->ReadLittleEndian64(&fixed64);
        break;
      case WireFormatLite::WIRETYPE_FIXED32:
        read = input->ReadLittleEndian32(&fixed32);
        break;
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
        read = input->ReadVarint32(&length) && length <= std::numeric_limits<int>::max();
        if (read && is_message) {
          const CodedInputStream::Limit outer = input->PushLimit(static_cast<int>(length));
          CountFields(*field->message_type(), false, input, counts);
          read = input->BytesUntilLimit() == 0;
          input->PopLimit(outer);
        } else {
          read = read && input->Skip(static_cast<int>(length));
        }
        break;
      case WireFormatLite::WIRETYPE_START_GROUP:
        counts->has_group = true;
        break;
      default:
        break;
    }
    if (!read) return;
  }
}

}  // namespace

absl::Status CheckFieldCounts(google::protobuf::io::ZeroCopyInputStream* bytes,
                              const Message& expected, const Limits& limits) {
  FieldCounts counts;
  CodedInputStream input(bytes);
  CountFields(*expected.GetDescriptor(), true, &input, &counts);
  if (counts.reports > limits.max_reports) {
    return InvalidRequest(
        {{"reports", absl::StrCat(counts.reports, " given, limit ", limits.max_reports)}});
  }
  constexpr size_t kFieldsOfRequest = 1024, kFieldsOfReport = 32;
  const size_t most = kFieldsOfRequest + kFieldsOfReport * limits.max_reports;
  if (!counts.has_group && counts.fields <= most) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kMalformedRequest,
                   counts.has_group
                       ? std::string("the request has a group; the API has none")
                       : absl::StrCat("the request has ", counts.fields, " fields, limit ", most));
}

absl::Status DescribeParseFailure(absl::string_view bytes, const Message& expected) {
  const Descriptor* descriptor = expected.GetDescriptor();
  DescriptorPool pool;
  AddFile(*descriptor->file(), &pool);
  const Descriptor* lenient = pool.FindMessageTypeByName(descriptor->full_name());
  std::vector<Violation> violations;
  if (lenient != nullptr) {
    google::protobuf::DynamicMessageFactory factory(&pool);
    const std::unique_ptr<Message> message(factory.GetPrototype(lenient)->New());
    if (bytes.size() <= std::numeric_limits<int>::max() &&
        message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      FindInvalidStrings(*message, "", &violations);
    }
  }
  if (!violations.empty()) return InvalidRequest(violations);
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kMalformedRequest,
                   absl::StrCat("the request is no ", descriptor->full_name(), " message"));
}

}  // namespace parallax::api
