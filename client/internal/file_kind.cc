#include "client/internal/file_kind.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/internal/news_item.h"

namespace parallax::client {
namespace {

struct Signature {
  size_t at;
  absl::string_view bytes;
  ForeignKind kind;
};

constexpr absl::string_view kPasteText =
    "it has no text that can be read: paste or type the article into a text file";
constexpr absl::string_view kUnpack = "unpack it and give the files in it";
constexpr absl::string_view kConvertDocument =
    "save it as .docx or as text, for example: soffice --headless --convert-to txt:Text FILE";
constexpr absl::string_view kListen = "it has no text that can be read: give a transcript";

constexpr std::array kSignatures = {
    Signature{0, "%PDF-", {"a PDF", "make text of it first, for example: pdftotext FILE -"}},
    Signature{0, "%!PS", {"PostScript", "make text of it first, for example: ps2ascii FILE"}},
    Signature{0, "{\\rtf", {"RTF", kConvertDocument}},
    Signature{0, "\xD0\xCF\x11\xE0", {"an old Word, Excel or Outlook file", kConvertDocument}},
    Signature{0, "\x89PNG", {"an image (PNG)", kPasteText}},
    Signature{0, "\xFF\xD8\xFF", {"an image (JPEG)", kPasteText}},
    Signature{0, "GIF8", {"an image (GIF)", kPasteText}},
    Signature{8, "WEBP", {"an image (WebP)", kPasteText}},
    Signature{0, absl::string_view("II*\0", 4), {"an image (TIFF)", kPasteText}},
    Signature{0, absl::string_view("MM\0*", 4), {"an image (TIFF)", kPasteText}},
    Signature{4, "ftyphei", {"an image (HEIC)", kPasteText}},
    Signature{4, "ftypavif", {"an image (AVIF)", kPasteText}},
    Signature{4, "ftyp", {"a film or sound (MP4)", kListen}},
    Signature{0, "ID3", {"sound (MP3)", kListen}},
    Signature{0, "OggS", {"sound or film (Ogg)", kListen}},
    Signature{0, "RIFF", {"sound or film (RIFF)", kListen}},
    Signature{0, "\x1F\x8B", {"packed (gzip)", "unpack it first: gunzip FILE"}},
    Signature{0, "7z\xBC\xAF", {"an archive (7z)", kUnpack}},
    Signature{0, "Rar!", {"an archive (RAR)", kUnpack}},
    Signature{0, "WEBVTT", {"subtitles (WebVTT)", "give the words alone, without the times"}},
    Signature{0,
              "\x7F"
              "ELF",
              {"a program", "give the article's text"}},
};

constexpr absl::string_view kZip = "PK\x03\x04";

// The names of the first files in a zip stand in its first bytes.
ForeignKind KindOfZip(absl::string_view content) {
  const absl::string_view start = content.substr(0, 4096);
  if (absl::StrContains(start, "opendocument.text")) {
    return {"an OpenDocument text", kConvertDocument};
  }
  if (absl::StrContains(start, "opendocument")) return {"an OpenDocument file", kConvertDocument};
  if (absl::StrContains(start, "epub+zip")) {
    return {"a book (EPUB)", "give the article as text or as a page"};
  }
  if (absl::StrContains(content, "xl/workbook")) {
    return {"a table (Excel)", "give the article's text"};
  }
  if (absl::StrContains(content, "ppt/presentation")) {
    return {"slides (PowerPoint)", "give the article's text"};
  }
  return {"an archive (zip)", kUnpack};
}

bool StartsWithTag(absl::string_view text, absl::string_view name) {
  if (text.empty() || text[0] != '<' || !absl::StartsWithIgnoreCase(text.substr(1), name)) {
    return false;
  }
  const absl::string_view rest = text.substr(1 + name.size());
  return rest.empty() || !absl::ascii_isalnum(static_cast<unsigned char>(rest[0]));
}

// Moves behind declarations, comments and processing instructions.
absl::string_view SkipProlog(absl::string_view text) {
  while (true) {
    text = absl::StripLeadingAsciiWhitespace(text);
    absl::string_view end;
    if (absl::StartsWith(text, "<?")) end = "?>";
    if (absl::StartsWith(text, "<!--")) end = "-->";
    if (end.empty()) return text;
    const size_t at = text.find(end);
    if (at == absl::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
}

ForeignKind KindOfXml(absl::string_view text) {
  constexpr absl::string_view kSaveThePage = "it lists stories: open one and save its page";
  if (LooksLikeNewsMl(text)) return {};
  const absl::string_view root = SkipProlog(text);
  if (StartsWithTag(root, "rss")) return {"a feed (RSS)", kSaveThePage};
  if (StartsWithTag(root, "feed")) return {"a feed (Atom)", kSaveThePage};
  if (StartsWithTag(root, "rdf:RDF")) return {"a feed (RDF)", kSaveThePage};
  if (StartsWithTag(root, "urlset") || StartsWithTag(root, "sitemapindex")) {
    return {"a map of a site", kSaveThePage};
  }
  if (StartsWithTag(root, "svg")) return {"an image (SVG)", kPasteText};
  if (absl::StartsWith(text, "<?xml") && !LooksLikePage(text)) {
    return {"XML", "give the article as text or as a page"};
  }
  return {};
}

// Lines "Name: value" up to the first empty one, as mail has them.
ForeignKind KindOfMail(absl::string_view text) {
  constexpr absl::string_view kSaveTheText = "save the text of the message, without its headers";
  if (absl::StartsWith(text, "From ") && absl::StrContains(text.substr(0, 4096), "\nReceived:")) {
    return {"mail (mbox)", kSaveTheText};
  }
  int of_mail = 0, from = 0, subject = 0;
  for (absl::string_view line : absl::StrSplit(text.substr(0, 16384), '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') continue;
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return {};
    const std::string key = absl::AsciiStrToLower(line.substr(0, colon));
    of_mail += key == "received" || key == "return-path" || key == "message-id" ||
               key == "mime-version" || key == "delivered-to" || key == "dkim-signature" ||
               key == "content-transfer-encoding" || key == "to";
    from += key == "from";
    subject += key == "subject";
  }
  if (of_mail >= 2 || (from > 0 && subject > 0)) return {"mail", kSaveTheText};
  return {};
}

bool HasBinary(absl::string_view content) {
  return absl::StrContains(content.substr(0, 65536), absl::string_view("\0", 1));
}

}  // namespace

ForeignKind FindForeignKind(absl::string_view content) {
  for (const Signature& signature : kSignatures) {
    if (content.size() > signature.at &&
        absl::StartsWith(content.substr(signature.at), signature.bytes)) {
      return signature.kind;
    }
  }
  if (absl::StartsWith(content, kZip)) {
    return LooksLikeDocx(content) ? ForeignKind() : KindOfZip(content);
  }
  if (HasBinary(content)) return {"no text", "give the article as text, as a page or as .docx"};
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(content);
  if (absl::StartsWith(text, "<")) return KindOfXml(text);
  return KindOfMail(text);
}

bool LooksLikePage(absl::string_view text) {
  text = SkipProlog(text);
  if (absl::StartsWithIgnoreCase(text, "<!doctype")) return true;
  for (absl::string_view name :
       {"html",   "head", "body", "article", "main",   "section", "header", "div",
        "p",      "h1",   "h2",   "meta",    "title",  "table",   "span",   "a",
        "figure", "ul",   "nav",  "link",    "script", "style"}) {
    if (StartsWithTag(text, name)) return true;
  }
  return false;
}

bool LooksLikeJson(absl::string_view text) {
  if (!absl::StartsWith(text, "{")) return false;
  text = absl::StripLeadingAsciiWhitespace(text.substr(1));
  return absl::StartsWith(text, "\"") || absl::StartsWith(text, "}");
}

bool LooksLikeMarkdown(absl::string_view text) {
  if (absl::StartsWith(text, "# ")) return true;
  size_t links = 0, bold = 0;
  for (size_t at = 0; (at = text.find("](http", at)) != absl::string_view::npos; ++at) ++links;
  for (size_t at = 0; (at = text.find("**", at)) != absl::string_view::npos; at += 2) ++bold;
  return links >= 2 || (links >= 1 && bold >= 2);
}

bool LooksLikeTable(absl::string_view text) {
  constexpr size_t kFewestLines = 3;
  for (const char separator : {',', ';', '\t', '|'}) {
    std::map<size_t, size_t> lines_by_fields;
    size_t lines = 0, sentences = 0;
    for (absl::string_view line : absl::StrSplit(text.substr(0, 65536), '\n')) {
      line = absl::StripAsciiWhitespace(line);
      if (line.empty()) continue;
      ++lines;
      sentences += line.back() == '.' || line.back() == '?';
      bool quoted = false;
      size_t fields = 1;
      for (const char c : line) {
        if (c == '"') quoted = !quoted;
        fields += c == separator && !quoted;
      }
      ++lines_by_fields[fields];
    }
    if (lines < kFewestLines || sentences * 4 > lines) continue;
    for (const auto& [fields, count] : lines_by_fields) {
      if (fields >= 3 && count * 10 >= lines * 9) return true;
    }
  }
  return false;
}

bool LooksLikeDocx(absl::string_view content) {
  return absl::StartsWith(content, kZip) && absl::StrContains(content, "word/document.xml");
}

}  // namespace parallax::client
