// Schemas of the messages as JSON, made from the .proto files with their comments.
#ifndef PARALLAX_TESTS_SCHEMA_MESSAGE_SCHEMAS_H_
#define PARALLAX_TESTS_SCHEMA_MESSAGE_SCHEMAS_H_

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace parallax::testing {

// The messages of `file`, one of protoc's --descriptor_set_out, with imports and source info. Ends
// the program where it cannot be read.
void LoadDescriptors(const std::string& file, google::protobuf::DescriptorPool* pool);

// A comment as one text: lines joined, paragraphs kept.
template <typename T>
std::string CommentOf(const T& element) {
  google::protobuf::SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  std::string text = absl::StrReplaceAll(location.leading_comments, {{"\n ", "\n"}});
  text = absl::StrReplaceAll(text, {{"\n\n", "\x01"}});
  text = absl::StrReplaceAll(text, {{"\n-", "\x02-"}});
  text = absl::StrReplaceAll(text, {{"\n", " "}});
  text = absl::StrReplaceAll(text, {{"\x01", "\n\n"}, {"\x02", "\n"}});
  return std::string(absl::StripAsciiWhitespace(text));
}

// Collects the schemas that are used. The descriptors must outlive it.
class MessageSchemas {
 public:
  using Json = nlohmann::ordered_json;

  // Whether fields that proto3 JSON prints even where they are empty must be there: in what is
  // printed they are, in what is sent they need not be.
  enum class Fields : uint8_t { kAsSent, kAsPrinted };

  // `place` is the pointer under which the schemas will stand, such as "#/$defs/".
  MessageSchemas(std::string place, Fields fields) : place_(std::move(place)), fields_(fields) {}

  // A reference to the schema, which Take() will have.
  Json Use(const google::protobuf::Descriptor& message);
  Json Use(const google::protobuf::EnumDescriptor& type);
  Json Reference(const std::string& name) const;

  // The schema itself.
  Json Of(const google::protobuf::Descriptor& message);

  // All that was used, and what that uses, by name.
  Json Take();

 private:
  Json OfValue(const google::protobuf::FieldDescriptor& field);

  const std::string place_;
  const Fields fields_;
  std::set<std::string> wanted_;
  std::vector<const google::protobuf::Descriptor*> messages_;
  std::vector<const google::protobuf::EnumDescriptor*> enums_;
};

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SCHEMA_MESSAGE_SCHEMAS_H_
