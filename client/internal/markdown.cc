#include "client/internal/markdown.h"

#include <cmark.h>

#include <algorithm>
#include <cstddef>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace parallax::client {
namespace {

// A row of a table, or the rule under its head: a line that begins and ends with a bar.
bool IsTableRow(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  return line.size() > 2 && line.front() == '|' && line.back() == '|';
}

// "[^1]: Company statement."
bool IsFootnote(absl::string_view line) {
  return absl::StartsWith(line, "[^") && absl::StrContains(line, "]:");
}

// The line without the marks of footnotes in it: "maintained.[^1]".
std::string WithoutFootnoteMarks(absl::string_view line) {
  std::string result;
  while (!line.empty()) {
    const size_t mark = line.find("[^");
    const size_t end = mark == absl::string_view::npos ? mark : line.find(']', mark);
    if (end == absl::string_view::npos) break;
    absl::StrAppend(&result, line.substr(0, mark));
    line.remove_prefix(end + 1);
  }
  return absl::StrCat(result, line);
}

// CommonMark alone.
std::string WithoutExtensions(absl::string_view markdown) {
  std::string result;
  for (absl::string_view line : absl::StrSplit(markdown, '\n')) {
    if (IsTableRow(line) || IsFootnote(line)) continue;
    absl::StrAppend(&result, WithoutFootnoteMarks(line), "\n");
  }
  return result;
}

class Writer {
 public:
  void Enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_IMAGE:
        ++images_;  // its description is no sentence of the story
        break;
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        if (images_ == 0) absl::StrAppend(&block_, cmark_node_get_literal(node));
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        if (images_ == 0) block_.push_back(' ');
        break;
      default:
        break;
    }
  }

  void Exit(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_IMAGE) --images_;
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      EndBlock(type == CMARK_NODE_HEADING);
    }
  }

  PlainArticle Take() { return std::move(article_); }

 private:
  void EndBlock(bool is_heading) {
    const absl::string_view text = absl::StripAsciiWhitespace(block_);
    if (!text.empty()) {
      const bool is_first = article_.text.empty() && article_.headline.empty();
      if (is_first && is_heading) {
        article_.headline = std::string(text);
      } else {
        absl::StrAppend(&article_.text, article_.text.empty() ? "" : "\n\n", text);
      }
    }
    block_.clear();
  }

  PlainArticle article_;
  std::string block_;
  int images_ = 0;  // open
};

}  // namespace

PlainArticle ReadMarkdown(absl::string_view markdown) {
  const std::string text = WithoutExtensions(markdown);
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT), cmark_node_free);
  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iterator(
      cmark_iter_new(document.get()), cmark_iter_free);
  Writer writer;
  for (cmark_event_type event; (event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE;) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    if (event == CMARK_EVENT_ENTER) {
      writer.Enter(node);
    } else {
      writer.Exit(node);
    }
  }
  return writer.Take();
}

}  // namespace parallax::client
