#include "client/internal/docx.h"

#include <zip.h>

#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

// A zip of a few bytes can hold gigabytes.
constexpr size_t kMaxTextBytes = size_t{64} << 20;

absl::Status Damaged() { return absl::InvalidArgumentError("a Word file that cannot be opened"); }

// The bytes of word/document.xml.
absl::StatusOr<std::string> ReadDocumentPart(absl::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(content.data(), content.size(), 0, &error);
  if (source == nullptr) return Damaged();
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
      zip_open_from_source(source, ZIP_RDONLY, &error), zip_discard);
  if (archive == nullptr) {
    zip_source_free(source);
    return Damaged();
  }
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
      zip_fopen(archive.get(), "word/document.xml", 0), zip_fclose);
  if (file == nullptr) return Damaged();
  std::string xml;
  char block[65536];
  zip_int64_t count = 0;
  while ((count = zip_fread(file.get(), block, sizeof(block))) > 0) {
    xml.append(block, static_cast<size_t>(count));
    if (xml.size() > kMaxTextBytes) return absl::InvalidArgumentError("text over 64 MiB");
  }
  if (count < 0) return Damaged();
  return xml;
}

// Gathers paragraphs in document order; pugixml walks without recursion.
class Walker : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    const absl::string_view name = node.name();
    if (name == "w:p") {
      EndParagraph();
    } else if (name == "w:pStyle") {
      const absl::string_view style = node.attribute("w:val").value();
      is_title_ = style == "Title" || style == "Heading1";
    } else if (name == "w:t") {
      text_ += node.child_value();
    } else if (name == "w:tab" || name == "w:br" || name == "w:cr") {
      text_ += ' ';
    } else if (name == "w:noBreakHyphen") {
      text_ += '-';
    }
    return true;
  }

  PlainArticle Take() {
    EndParagraph();
    return std::move(article_);
  }

 private:
  void EndParagraph() {
    const absl::string_view text = absl::StripAsciiWhitespace(text_);
    if (!text.empty()) {
      const bool is_first = article_.text.empty() && article_.headline.empty();
      if (is_first && is_title_) {
        article_.headline = std::string(text);
      } else {
        absl::StrAppend(&article_.text, article_.text.empty() ? "" : "\n\n", text);
      }
    }
    text_.clear();
    is_title_ = false;
  }

  PlainArticle article_;
  std::string text_;
  bool is_title_ = false;
};

}  // namespace

absl::StatusOr<PlainArticle> ReadDocx(absl::string_view content) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string xml, ReadDocumentPart(content));
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) return Damaged();
  Walker walker;
  document.traverse(walker);
  return walker.Take();
}

}  // namespace parallax::client
