#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/internal/news_item.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace parallax::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

const Value* Get(const Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? nullptr : &found->second;
}

std::string Text(const Struct& object, const std::string& key) {
  const Value* value = Get(object, key);
  if (value == nullptr || value->kind_case() != Value::kStringValue) return "";
  return std::string(absl::StripAsciiWhitespace(value->string_value()));
}

std::string FirstOf(const Struct& object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (std::string text = Text(object, key); !text.empty()) return text;
  }
  return "";
}

// Of a list of objects with a role and a value, as version 2 has them: the main one, else the
// first. `is_html` gets what its contenttype says, if not null.
std::string MainOf(const Struct& item, const std::string& key, bool* is_html) {
  const Value* list = Get(item, key);
  if (list == nullptr || !list->has_list_value()) return "";
  const Struct* best = nullptr;
  for (const Value& entry : list->list_value().values()) {
    if (!entry.has_struct_value() || Text(entry.struct_value(), "value").empty()) continue;
    const bool is_main = absl::EndsWith(Text(entry.struct_value(), "role"), "main");
    if (best == nullptr || is_main) best = &entry.struct_value();
    if (is_main) break;
  }
  if (best == nullptr) return "";
  if (is_html != nullptr) *is_html = absl::StrContains(Text(*best, "contenttype"), "html");
  return Text(*best, "value");
}

std::string ProviderOf(const Struct& item) {
  std::string provider = FirstOf(item, {"provider", "source"});
  if (!provider.empty()) return provider;
  const Value* sources = Get(item, "infosources");
  if (sources != nullptr && sources->has_list_value()) {
    for (const Value& source : sources->list_value().values()) {
      if (source.has_struct_value()) provider = FirstOf(source.struct_value(), {"name", "literal"});
      if (!provider.empty()) return provider;
    }
  }
  return Text(item, "copyrightholder");
}

void ReadBody(const Struct& json, NewsItem& item) {
  bool is_html = false;
  if (std::string body = MainOf(json, "bodies", &is_html); !body.empty()) {
    (is_html ? item.html : item.text) = std::move(body);
    return;
  }
  item.text = Text(json, "body_text");
  if (!item.text.empty()) return;
  item.html = FirstOf(json, {"body_html", "body_xhtml", "body_html5"});
  if (!item.html.empty()) return;
  std::string least;  // of names that a provider made, so that it is always the same one
  for (const auto& [key, value] : json.fields()) {
    if (!absl::StartsWith(key, "body_") || value.kind_case() != Value::kStringValue) continue;
    if (least.empty() || key < least) least = key;
  }
  std::string body = least.empty() ? "" : Text(json, least);
  (absl::StartsWith(body, "<") ? item.html : item.text) = std::move(body);
}

}  // namespace

bool LooksLikeNinjs(absl::string_view json) {
  for (absl::string_view key : {"\"versioncreated\"", "\"body_text\"", "\"body_html\"",
                                "\"body_xhtml\"", "\"bodies\"", "\"pubstatus\""}) {
    if (absl::StrContains(json, key)) {
      // The words may stand within a report's text: what counts is a key at the top.
      Struct parsed;
      const auto status = google::protobuf::util::JsonStringToMessage(
          google::protobuf::StringPiece(json.data(), json.size()), &parsed);
      if (!status.ok()) return false;
      for (const char* known :
           {"versioncreated", "body_text", "body_html", "body_xhtml", "bodies", "pubstatus"}) {
        if (Get(parsed, known) != nullptr) return true;
      }
      return false;
    }
  }
  return false;
}

absl::StatusOr<NewsItem> ReadNinjs(absl::string_view json) {
  Struct parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &parsed);
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("no JSON: ", std::string(status.message())));
  }
  if (absl::EqualsIgnoreCase(Text(parsed, "pubstatus"), "canceled")) {
    return absl::InvalidArgumentError("an item that its provider has canceled; leave it out");
  }
  NewsItem item;
  ReadBody(parsed, item);
  if (item.text.empty() && item.html.empty()) {
    const std::string type = Text(parsed, "type");
    return absl::InvalidArgumentError(
        absl::StrCat("an item without a body", type.empty() ? "" : " (", type,
                     type.empty() ? "" : ")", "; give one with the article's text"));
  }
  item.headline = Text(parsed, "headline");
  if (item.headline.empty()) item.headline = MainOf(parsed, "headlines", nullptr);
  item.provider = ProviderOf(parsed);
  item.published = FirstOf(parsed, {"versioncreated", "contentcreated", "firstcreated"});
  item.language = Text(parsed, "language");
  item.uri = Text(parsed, "uri");
  return item;
}

}  // namespace parallax::client
