#include "client/internal/json_ld.h"

#include <cstddef>
#include <vector>

#include "absl/strings/match.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace parallax::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

const Value* Get(const Struct& object, const char* key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? nullptr : &found->second;
}

// A string, or the first of a list of them.
absl::string_view Text(const Value* value) {
  if (value == nullptr) return {};
  if (value->has_list_value() && value->list_value().values_size() > 0) {
    value = &value->list_value().values(0);
  }
  return value->kind_case() == Value::kStringValue ? absl::string_view(value->string_value())
                                                   : absl::string_view();
}

bool IsArticleType(absl::string_view type) {
  return absl::EndsWith(type, "Article") || absl::EndsWith(type, "BlogPosting") ||
         absl::EndsWith(type, "Report");
}

bool IsArticle(const Struct& object) {
  const Value* type = Get(object, "@type");
  if (type == nullptr) return false;
  if (!type->has_list_value()) return IsArticleType(Text(type));
  for (const Value& one : type->list_value().values()) {
    if (IsArticleType(one.string_value())) return true;
  }
  return false;
}

// All objects, in document order, however deep.
std::vector<const Struct*> Objects(const Value& root) {
  std::vector<const Struct*> objects;
  std::vector<const Value*> open = {&root};
  while (!open.empty()) {
    const Value* value = open.back();
    open.pop_back();
    if (value->has_struct_value()) {
      objects.push_back(&value->struct_value());
      // A map has no order of its own; what is described lies in lists or stands at the top.
      for (const char* key : {"publisher", "mainEntity", "mainEntityOfPage", "@graph"}) {
        if (const Value* inner = Get(value->struct_value(), key)) open.push_back(inner);
      }
    } else if (value->has_list_value()) {
      const auto& values = value->list_value().values();
      for (int i = values.size(); i-- > 0;) open.push_back(&values.Get(i));
    }
  }
  return objects;
}

// The publisher's name, where it stands or under the "@id" that it refers to.
absl::string_view PublisherOf(const Struct& article, const std::vector<const Struct*>& objects) {
  const Value* publisher = Get(article, "publisher");
  if (publisher == nullptr) return {};
  if (publisher->has_list_value() && publisher->list_value().values_size() > 0) {
    publisher = &publisher->list_value().values(0);
  }
  if (!publisher->has_struct_value()) return Text(publisher);
  const absl::string_view name = Text(Get(publisher->struct_value(), "name"));
  const absl::string_view id = Text(Get(publisher->struct_value(), "@id"));
  if (!name.empty() || id.empty()) return name;
  for (const Struct* object : objects) {
    const absl::string_view other = Text(Get(*object, "name"));
    if (!other.empty() && Text(Get(*object, "@id")) == id) return other;
  }
  return {};
}

}  // namespace

void ReadLinkedData(absl::string_view json, LinkedData* data) {
  Value root;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &root);
  if (!status.ok()) return;  // pages carry all sorts
  const std::vector<const Struct*> objects = Objects(root);
  for (const Struct* object : objects) {
    if (!IsArticle(*object)) continue;
    if (data->publisher.empty()) data->publisher = std::string(PublisherOf(*object, objects));
    if (data->published.empty()) {
      data->published = std::string(Text(Get(*object, "datePublished")));
    }
  }
}

}  // namespace parallax::client
