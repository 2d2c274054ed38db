#include "server/text/internal/html_cleaner.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::text::internal {
namespace {

enum class Role : uint8_t {
  kUnwrap,  // the tag goes, its content stays
  kBlock,   // ends a paragraph
  kInline,
  kBreak,  // br, hr
  kMeta,
  kRaw,    // no markup inside; goes with its content
  kTitle,  // no markup inside; stays
};

struct Element {
  Role role = Role::kUnwrap;
  absl::string_view name;  // as written out
  bool is_cell = false;    // of a table
};

Element Find(absl::string_view name) {
  static const auto* const kElements = [] {
    auto* elements = new absl::flat_hash_map<absl::string_view, Element>;
    for (absl::string_view block :
         {"article",    "main",   "section",    "div",    "p",      "h1",     "h2",
          "h3",         "h4",     "h5",         "h6",     "ul",     "ol",     "li",
          "blockquote", "figure", "figcaption", "nav",    "header", "footer", "aside",
          "form",       "button", "label",      "address"}) {
      elements->emplace(block, Element{Role::kBlock, block});
    }
    for (absl::string_view block :
         {"table", "thead", "tbody", "tfoot", "tr", "dl", "dt", "dd", "pre", "center", "hgroup",
          "fieldset", "legend", "details", "summary", "body"}) {
      elements->emplace(block, Element{Role::kBlock, "div"});
    }
    for (absl::string_view cell : {"td", "th", "caption"}) {
      elements->emplace(cell, Element{Role::kBlock, "div", true});
    }
    elements->emplace("menu", Element{Role::kBlock, "nav"});
    for (absl::string_view name : {"a", "span"})
      elements->emplace(name, Element{Role::kInline, name});
    elements->emplace("br", Element{Role::kBreak, "br"});
    elements->emplace("hr", Element{Role::kBreak, "hr"});
    elements->emplace("meta", Element{Role::kMeta, "meta"});
    elements->emplace("title", Element{Role::kTitle, "title"});
    for (absl::string_view name :
         {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "svg", "math",
          "template", "noscript", "select", "object", "applet", "canvas", "audio", "video",
          "dialog", "datalist", "map",
          // of AMP pages: what is laid over the article or fetched to stand beside it
          "amp-sidebar", "amp-consent", "amp-user-notification", "amp-ad", "amp-sticky-ad",
          "amp-list", "amp-lightbox", "amp-next-page", "amp-app-banner"}) {
      elements->emplace(name, Element{Role::kRaw, name});
    }
    return elements;
  }();
  const auto found = kElements->find(name);
  return found == kElements->end() ? Element{} : found->second;
}

bool KeepsAttribute(absl::string_view name) {
  static const auto* const kNames = new absl::flat_hash_set<absl::string_view>(
      {"class", "id", "role", "itemprop", "hidden", "aria-hidden", "aria-modal", "property", "name",
       "content", "rel", "style", "data-hook", "data-testid"});
  return kNames->contains(name);
}

bool IsHtmlSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class Cleaner {
 public:
  explicit Cleaner(absl::string_view html) : html_(html) { out_.reserve(html.size() / 2); }

  absl::StatusOr<std::string> Run(const CallContext& context) {
    CallPoll poll(context, 256);
    while (at_ < html_.size()) {
      PARALLAX_RETURN_IF_ERROR(poll.Step());
      const size_t open = std::min(html_.find('<', at_), html_.size());
      absl::StrAppend(&out_, html_.substr(at_, open - at_));
      at_ = open;
      if (at_ < html_.size()) Markup();
    }
    while (!stack_.empty()) Pop();
    return std::move(out_);
  }

 private:
  char Peek(size_t ahead) const { return at_ + ahead < html_.size() ? html_[at_ + ahead] : '\0'; }

  // At '<'.
  void Markup() {
    const char next = Peek(1);
    if (absl::ascii_isalpha(static_cast<unsigned char>(next))) {
      ++at_;
      Tag(false);
    } else if (next == '/' && absl::ascii_isalpha(static_cast<unsigned char>(Peek(2)))) {
      at_ += 2;
      Tag(true);
    } else if (absl::StartsWith(html_.substr(at_), "<!--")) {
      SkipPast("-->", 2);
    } else if (next == '!' || next == '?' || next == '/') {
      SkipPast(">", 1);
    } else {
      absl::StrAppend(&out_, "&lt;");
      ++at_;
    }
  }

  // Moves behind the next `end`, or to the end of the text.
  void SkipPast(absl::string_view end, size_t from) {
    const size_t found = html_.find(end, at_ + from);
    at_ = found == absl::string_view::npos ? html_.size() : found + end.size();
  }

  // At the first letter of a tag's name.
  void Tag(bool closing) {
    const size_t begin = at_;
    while (at_ < html_.size() && !IsHtmlSpace(html_[at_]) && html_[at_] != '/' &&
           html_[at_] != '>') {
      ++at_;
    }
    constexpr size_t kLongestName = 24;
    const std::string name =
        absl::AsciiStrToLower(html_.substr(begin, std::min(at_ - begin, kLongestName)));
    const Element element = Find(name);
    attributes_.clear();
    while (at_ < html_.size() && html_[at_] != '>') Attribute(!closing);
    if (at_ >= html_.size()) return;  // never closed: no tag
    ++at_;
    if (closing) {
      Close(element);
    } else {
      Open(element, name);
    }
  }

  // Reads one attribute, and keeps it where it is wanted and `keep` is set.
  void Attribute(bool keep) {
    if (IsHtmlSpace(html_[at_]) || html_[at_] == '/') {
      ++at_;
      return;
    }
    const size_t begin = at_;
    ++at_;  // an attribute's name may begin with '='
    while (at_ < html_.size() && !IsHtmlSpace(html_[at_]) && html_[at_] != '/' &&
           html_[at_] != '>' && html_[at_] != '=') {
      ++at_;
    }
    const absl::string_view name = html_.substr(begin, at_ - begin);
    while (at_ < html_.size() && IsHtmlSpace(html_[at_])) ++at_;
    absl::string_view value;
    if (at_ < html_.size() && html_[at_] == '=') {
      ++at_;
      while (at_ < html_.size() && IsHtmlSpace(html_[at_])) ++at_;
      value = Value();
    }
    if (keep && name.size() <= 11) Keep(absl::AsciiStrToLower(name), value);
  }

  absl::string_view Value() {
    if (at_ >= html_.size()) return {};
    const char quote = html_[at_];
    if (quote == '"' || quote == '\'') {
      const size_t begin = ++at_;
      const size_t end = std::min(html_.find(quote, at_), html_.size());
      at_ = std::min(end + 1, html_.size());
      return html_.substr(begin, end - begin);
    }
    const size_t begin = at_;
    while (at_ < html_.size() && !IsHtmlSpace(html_[at_]) && html_[at_] != '>') ++at_;
    return html_.substr(begin, at_ - begin);
  }

  void Keep(const std::string& name, absl::string_view value) {
    constexpr size_t kLongestValue = 400, kLongestAttributes = 2000;
    if (!KeepsAttribute(name) || attributes_.size() > kLongestAttributes ||
        absl::StrContains(attributes_, absl::StrCat(" ", name, "=\""))) {
      return;
    }
    if (name == "style") {
      const std::string lower = absl::AsciiStrToLower(value.substr(0, kLongestValue));
      if (absl::StrContains(lower, "display:none") || absl::StrContains(lower, "display: none")) {
        absl::StrAppend(&attributes_, " aria-hidden=\"true\"");
      }
      return;
    }
    size_t size = std::min(value.size(), kLongestValue);
    while (size > 0 && size < value.size() && (static_cast<uint8_t>(value[size]) & 0xC0) == 0x80) {
      --size;
    }
    absl::StrAppend(&attributes_, " ", name, "=\"");
    for (const char c : value.substr(0, size)) {
      if (c == '"') {
        absl::StrAppend(&attributes_, "&quot;");
      } else if (c == '<') {
        absl::StrAppend(&attributes_, "&lt;");
      } else {
        attributes_.push_back(c);
      }
    }
    attributes_.push_back('"');
  }

  void Open(const Element& element, const std::string& name) {
    switch (element.role) {
      case Role::kUnwrap:
        return;
      case Role::kBreak:
        absl::StrAppend(&out_, "<", element.name, ">");
        return;
      case Role::kMeta:
        absl::StrAppend(&out_, "<meta", attributes_, ">");
        return;
      case Role::kRaw:
        SkipRaw(name, nullptr);
        return;
      case Role::kTitle: {
        absl::string_view title;
        SkipRaw(name, &title);
        absl::StrAppend(&out_, "<title>", title, "</title>");
        return;
      }
      case Role::kInline:
        if (stack_.size() < kMaxHtmlDepth) {
          if (element.name == "a") CloseUpTo("a", /*across_blocks=*/false);
          Push(element);
        }
        return;
      case Role::kBlock:
        CloseUpTo("p", false);
        if (element.name == "li") CloseListItem();
        if (stack_.size() < kMaxHtmlDepth) {
          Push(element);
        } else {
          ++too_deep_;
          absl::StrAppend(&out_, "<br>");
        }
        return;
    }
  }

  void Close(const Element& element) {
    if (element.role == Role::kInline) {
      CloseUpTo(element.name, false);
    } else if (element.role == Role::kBlock) {
      if (too_deep_ > 0) {
        --too_deep_;
        absl::StrAppend(&out_, "<br>");
      } else if (!CloseUpTo(element.name, element.name != "p")) {
        absl::StrAppend(&out_, "<br>");
      }
    }
  }

  void Push(const Element& element) {
    absl::StrAppend(&out_, "<", element.name, attributes_);
    if (element.is_cell) absl::StrAppend(&out_, " ", kCellAttribute, "=\"\"");
    out_.push_back('>');
    stack_.push_back(element);
  }

  void Pop() {
    absl::StrAppend(&out_, "</", stack_.back().name, ">");
    stack_.pop_back();
  }

  // Closes the innermost open `name` with all inside it; false where none is open, or only one
  // around a block that is not `name` itself and `across_blocks` is not set.
  bool CloseUpTo(absl::string_view name, bool across_blocks) {
    size_t i = stack_.size();
    while (i > 0 && stack_[i - 1].name != name) {
      if (stack_[i - 1].role == Role::kBlock && !across_blocks) return false;
      --i;
    }
    if (i == 0) return false;
    while (stack_.size() >= i) Pop();
    return true;
  }

  // A list item ends the one before it in the same list.
  void CloseListItem() {
    for (size_t i = stack_.size(); i > 0; --i) {
      const absl::string_view name = stack_[i - 1].name;
      if (name == "ul" || name == "ol") return;
      if (name == "li") {
        while (stack_.size() >= i) Pop();
        return;
      }
    }
  }

  // Moves behind the end tag of an element without markup inside; `content` (may be null) gets
  // what stands before it. Where there is no end tag, only the start tag goes.
  void SkipRaw(const std::string& name, absl::string_view* content) {
    if (unclosed_.contains(name)) return;
    size_t at = at_;
    while (true) {
      at = html_.find("</", at);
      if (at == absl::string_view::npos) {
        unclosed_.insert(name);  // nor will a later search find one
        if (name == "script" || name == "style") at_ = html_.size();  // code, as browsers see it
        return;
      }
      const absl::string_view rest = html_.substr(at + 2);
      if (absl::StartsWithIgnoreCase(rest, name)) {
        const char after = rest.size() > name.size() ? rest[name.size()] : '>';
        if (IsHtmlSpace(after) || after == '/' || after == '>') break;
      }
      at += 2;
    }
    if (content != nullptr) *content = html_.substr(at_, at - at_);
    at_ = at;
    SkipPast(">", 2);
  }

  absl::string_view html_;
  size_t at_ = 0;
  std::string out_;
  std::string attributes_;
  std::vector<Element> stack_;
  size_t too_deep_ = 0;  // open blocks that were left out
  absl::flat_hash_set<std::string> unclosed_;
};

}  // namespace

absl::StatusOr<std::string> CleanHtml(absl::string_view html, const CallContext& context) {
  return Cleaner(html).Run(context);
}

}  // namespace parallax::text::internal
