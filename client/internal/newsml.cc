#include <cstring>
#include <pugixml.hpp>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/internal/news_item.h"

namespace parallax::client {
namespace {

// The name without the prefix of its namespace.
absl::string_view LocalName(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

// The first child of this name, whatever its prefix; an empty node for none.
pugi::xml_node Child(const pugi::xml_node& node, absl::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child.name()) == name) return child;
  }
  return {};
}

bool IsOneOf(absl::string_view name, std::initializer_list<absl::string_view> names) {
  for (absl::string_view one : names) {
    if (name == one) return true;
  }
  return false;
}

// Gathers paragraphs in document order; pugixml walks without recursion.
class Paragraphs : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    if (skipped_ >= 0 && depth() > skipped_) return true;
    skipped_ = -1;
    const absl::string_view name = LocalName(node.name());
    if (IsOneOf(name, {"script", "style", "media", "figure", "table", "head", "body.head",
                       "hedline", "aside"})) {
      skipped_ = depth();
    } else if (IsOneOf(name, {"p", "hl2", "h2", "h3", "h4", "li", "blockquote", "bq", "div", "br",
                              "block", "section"})) {
      paragraphs_.emplace_back();
    } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      absl::StrAppend(&paragraphs_.back(), node.value());
    }
    return true;
  }

  std::string Take() {
    std::vector<std::string> kept;
    for (std::string& paragraph : paragraphs_) {
      absl::RemoveExtraAsciiWhitespace(&paragraph);
      if (!paragraph.empty()) kept.push_back(std::move(paragraph));
    }
    return absl::StrJoin(kept, "\n\n");
  }

 private:
  std::vector<std::string> paragraphs_ = {""};
  int skipped_ = -1;  // depth of the element that is left out
};

std::string TextOf(pugi::xml_node node) {
  Paragraphs walker;
  node.traverse(walker);
  return walker.Take();
}

// "AFP" of literal="AFP", of <name>AFP</name>, of qcode="nprov:AFP".
std::string PartyOf(const pugi::xml_node& party) {
  const std::string name = TextOf(Child(party, "name"));
  if (!name.empty()) return name;
  const std::string literal = party.attribute("literal").value();
  if (!literal.empty()) return literal;
  const std::string code = party.attribute("qcode").value();
  if (!code.empty()) return code.substr(code.find(':') + 1);
  return party.attribute("uri").value();
}

bool IsCanceled(const pugi::xml_node& meta) {
  const pugi::xml_node status = Child(meta, "pubStatus");
  const absl::string_view code = status.attribute("qcode").value();
  const absl::string_view uri = status.attribute("uri").value();
  return absl::EndsWithIgnoreCase(code, ":canceled") || absl::EndsWithIgnoreCase(uri, "/canceled");
}

void ReadContent(const pugi::xml_node& content, NewsItem& item) {
  for (const pugi::xml_node& part : content.children()) {
    const absl::string_view name = LocalName(part.name());
    if (name == "inlineXML") {
      item.text = TextOf(part);
    } else if (name == "inlineData") {
      const std::string data(absl::StripAsciiWhitespace(part.text().get()));
      const bool html = absl::StrContains(part.attribute("contenttype").value(), "html");
      (html ? item.html : item.text) = data;
    }
    if (!item.text.empty() || !item.html.empty()) return;
  }
}

// The items of a message, or the root itself.
std::vector<pugi::xml_node> ItemsOf(const pugi::xml_node& root) {
  if (LocalName(root.name()) != "newsMessage") return {root};
  std::vector<pugi::xml_node> items;
  for (const pugi::xml_node& child : Child(root, "itemSet").children()) {
    if (child.type() == pugi::node_element) items.push_back(child);
  }
  return items;
}

}  // namespace

bool LooksLikeNewsMl(absl::string_view xml) {
  // The root stands near the start, behind a declaration and comments.
  const absl::string_view start = xml.substr(0, 4096);
  for (size_t at = start.find('<'); at != absl::string_view::npos; at = start.find('<', at + 1)) {
    absl::string_view name = start.substr(at + 1);
    if (absl::StartsWith(name, "?") || absl::StartsWith(name, "!")) continue;
    name = name.substr(0, name.find_first_of(" \t\r\n>/"));
    const size_t colon = name.find(':');
    if (colon != absl::string_view::npos) name = name.substr(colon + 1);
    return IsOneOf(name, {"newsItem", "newsMessage", "packageItem"});
  }
  return false;
}

absl::StatusOr<NewsItem> ReadNewsMl(absl::string_view xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) {
    return absl::InvalidArgumentError(
        absl::StrCat("damaged XML at byte ", parsed.offset, ": ", parsed.description()));
  }
  const std::vector<pugi::xml_node> items = ItemsOf(document.document_element());
  if (items.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a message with ", items.size(), " items; give each in a file of its own"));
  }
  const pugi::xml_node& root = items.front();
  if (LocalName(root.name()) != "newsItem") {
    return absl::InvalidArgumentError(
        absl::StrCat("a ", std::string(LocalName(root.name())),
                     " of NewsML-G2; give one newsItem with its text"));
  }
  const pugi::xml_node meta = Child(root, "itemMeta");
  if (IsCanceled(meta)) {
    return absl::InvalidArgumentError("an item that its provider has canceled; leave it out");
  }
  NewsItem item;
  ReadContent(Child(root, "contentSet"), item);
  if (item.text.empty() && item.html.empty()) {
    return absl::InvalidArgumentError("an item without a body; give one with the article's text");
  }
  const pugi::xml_node content = Child(root, "contentMeta");
  item.headline = TextOf(Child(content, "headline"));
  if (item.headline.empty()) item.headline = TextOf(Child(meta, "title"));
  item.provider = PartyOf(Child(meta, "provider"));
  item.published = TextOf(Child(meta, "versionCreated"));
  item.language = Child(content, "language").attribute("tag").value();
  if (item.language.empty()) item.language = root.attribute("xml:lang").value();
  item.uri = root.attribute("guid").value();
  return item;
}

}  // namespace parallax::client
