#include "client/internal/page_metadata.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "client/internal/json_ld.h"

namespace parallax::client {
namespace {

constexpr size_t kHeadBytes = size_t{1} << 20;

using Attributes = std::vector<std::pair<std::string, std::string>>;

struct Tag {
  std::string name;  // lower case
  Attributes attributes;
};

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

void AppendUtf8(uint32_t code, std::string& out) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Character references that outlets' names are written with: numbers, the five of XML, and the
// letters of Latin-1 that are common in names.
std::string Decode(absl::string_view text) {
  static constexpr std::pair<absl::string_view, absl::string_view> kNamed[] = {
      {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
      {"nbsp", " "},   {"ndash", "–"},  {"mdash", "—"},  {"rsquo", "’"},  {"lsquo", "‘"},
      {"rdquo", "”"},  {"ldquo", "“"},  {"auml", "ä"},   {"ouml", "ö"},   {"uuml", "ü"},
      {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},  {"aring", "å"},
      {"Aring", "Å"},  {"aelig", "æ"},  {"AElig", "Æ"},  {"oslash", "ø"}, {"Oslash", "Ø"},
      {"eacute", "é"}, {"Eacute", "É"}, {"egrave", "è"}, {"ecirc", "ê"},  {"agrave", "à"},
      {"acirc", "â"},  {"aacute", "á"}, {"ccedil", "ç"}, {"Ccedil", "Ç"}, {"ntilde", "ñ"},
      {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"}, {"atilde", "ã"}, {"otilde", "õ"},
  };
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = text[i] == '&' ? text.substr(i, 12).find(';') : absl::string_view::npos;
    if (end == absl::string_view::npos) {
      out += text[i++];
      continue;
    }
    const absl::string_view name = text.substr(i + 1, end - 1);
    uint32_t code = 0;
    const size_t before = out.size();
    if (name.size() > 2 && (absl::StartsWith(name, "#x") || absl::StartsWith(name, "#X"))) {
      if (absl::SimpleHexAtoi(name.substr(2), &code)) AppendUtf8(code, out);
    } else if (absl::StartsWith(name, "#")) {
      if (absl::SimpleAtoi(name.substr(1), &code)) AppendUtf8(code, out);
    } else {
      for (const auto& [known, value] : kNamed) {
        if (name == known) out.append(value.data(), value.size());
      }
    }
    if (out.size() == before) {
      out += text[i++];  // no reference after all
    } else {
      i += end + 1;
    }
  }
  return std::string(absl::StripAsciiWhitespace(out));
}

// Reads the tag whose '<' stands at `at`, which moves behind it. The form is HTML's: attributes
// without value, unquoted, or in either quotation mark.
Tag ReadTag(absl::string_view html, size_t& at) {
  Tag tag;
  ++at;
  while (at < html.size() && !IsSpace(html[at]) && html[at] != '>' && html[at] != '/') {
    tag.name += absl::ascii_tolower(static_cast<unsigned char>(html[at++]));
  }
  while (at < html.size() && html[at] != '>') {
    if (IsSpace(html[at]) || html[at] == '/') {
      ++at;
      continue;
    }
    const size_t name_begin = at++;
    while (at < html.size() && !IsSpace(html[at]) && html[at] != '=' && html[at] != '>' &&
           html[at] != '/') {
      ++at;
    }
    std::string name = absl::AsciiStrToLower(html.substr(name_begin, at - name_begin));
    while (at < html.size() && IsSpace(html[at])) ++at;
    absl::string_view value;
    if (at < html.size() && html[at] == '=') {
      ++at;
      while (at < html.size() && IsSpace(html[at])) ++at;
      if (at < html.size() && (html[at] == '"' || html[at] == '\'')) {
        const char mark = html[at++];
        const size_t end = std::min(html.find(mark, at), html.size());
        value = html.substr(at, end - at);
        at = std::min(end + 1, html.size());
      } else {
        const size_t begin = at;
        while (at < html.size() && !IsSpace(html[at]) && html[at] != '>') ++at;
        value = html.substr(begin, at - begin);
      }
    }
    tag.attributes.emplace_back(std::move(name), Decode(value));
  }
  if (at < html.size()) ++at;
  return tag;
}

absl::string_view Get(const Tag& tag, absl::string_view name) {
  for (const auto& [key, value] : tag.attributes) {
    if (key == name) return value;
  }
  return absl::string_view();
}

// Where what follows the tag is no markup, up to which end tag. Empty: it is markup.
absl::string_view RawTextEnd(const Tag& tag) {
  if (tag.name == "script") return "</script";
  if (tag.name == "style") return "</style";
  if (tag.name == "title") return "</title";
  return absl::string_view();
}

// Position of `needle`, in lower case, in `text` from `at`, in either case; the end if there is
// none.
size_t FindIgnoreCase(absl::string_view text, absl::string_view needle, size_t at) {
  for (; (at = text.find(needle[0], at)) != absl::string_view::npos; ++at) {
    if (absl::EqualsIgnoreCase(text.substr(at, needle.size()), needle)) return at;
  }
  return text.size();
}

// `lang` as a BCP 47 tag where it looks like one; pages also write "en_US" and worse.
std::string LanguageTag(absl::string_view lang) {
  std::string tag = absl::StrReplaceAll(lang, {{"_", "-"}});
  const size_t primary = std::min(tag.find('-'), tag.size());
  const bool fits = primary >= 2 && primary <= 3 && tag.size() <= 35 &&
                    !absl::StrContains(tag, "--") && tag.back() != '-' &&
                    std::all_of(tag.begin(), tag.end(),
                                [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
  return fits ? tag : std::string();
}

void SetOnce(std::string& field, absl::string_view value) {
  if (field.empty()) field = std::string(value);
}

// Names of <meta> that say when a page was published, by no common vocabulary.
bool IsDateName(absl::string_view name) {
  static constexpr absl::string_view kNames[] = {"datepublished",
                                                 "date",
                                                 "dc.date.issued",
                                                 "dc.date",
                                                 "dcterms.created",
                                                 "dcterms.date",
                                                 "pubdate",
                                                 "publishdate",
                                                 "publish-date",
                                                 "publish_date",
                                                 "publication_date",
                                                 "parsely-pub-date",
                                                 "sailthru.date",
                                                 "article:published",
                                                 "og:article:published_time",
                                                 "cxenseparse:recs:publishtime",
                                                 "article.published",
                                                 "date.created"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool IsPublisherName(absl::string_view name) {
  return name == "publisher" || name == "dc.publisher" || name == "dcterms.publisher";
}

// Gathers by kind; which of them counts is decided at the end.
class Collector {
 public:
  void Take(const Tag& tag) {
    if (tag.name == "html") {
      SetOnce(page_.language, LanguageTag(Get(tag, "lang")));
    } else if (tag.name == "link") {
      if (absl::EqualsIgnoreCase(Get(tag, "rel"), "canonical")) {
        SetOnce(page_.uri, Get(tag, "href"));
      }
    } else if (tag.name == "meta") {
      TakeMeta(tag);
    } else if (tag.name == "time") {
      const bool is_sure = absl::EqualsIgnoreCase(Get(tag, "itemprop"), "datePublished") ||
                           Has(tag, "pubdate") || absl::StrContains(Get(tag, "class"), "publish");
      SetOnce(is_sure ? sure_time_ : any_time_, Get(tag, "datetime"));
    }
  }

  void TakeLinkedData(absl::string_view json) { ReadLinkedData(json, &data_); }

  PageMetadata Take() {
    for (const std::string* name : {&data_.publisher, &application_, &publisher_}) {
      SetOnce(page_.site_name, *name);
    }
    for (const std::string* date : {&data_.published, &meta_date_, &sure_time_, &any_time_}) {
      SetOnce(page_.published, *date);
    }
    SetOnce(page_.uri, graph_uri_);
    return std::move(page_);
  }

 private:
  static bool Has(const Tag& tag, absl::string_view name) {
    return std::any_of(tag.attributes.begin(), tag.attributes.end(),
                       [name](const auto& attribute) { return attribute.first == name; });
  }

  void TakeMeta(const Tag& tag) {
    const absl::string_view content = Get(tag, "content");
    absl::string_view key = Get(tag, "property");
    if (key.empty()) key = Get(tag, "name");
    if (key.empty()) key = Get(tag, "itemprop");
    const std::string name = absl::AsciiStrToLower(key);
    if (name == "og:site_name") SetOnce(page_.site_name, content);
    if (name == "application-name") SetOnce(application_, content);
    if (IsPublisherName(name) && !absl::StrContains(content, "://")) SetOnce(publisher_, content);
    if (name == "article:published_time") SetOnce(page_.published, content);
    if (IsDateName(name)) SetOnce(meta_date_, content);
    if (name == "og:url") SetOnce(graph_uri_, content);
  }

  PageMetadata page_;
  LinkedData data_;
  std::string application_, publisher_, graph_uri_;
  std::string meta_date_, sure_time_, any_time_;
};

}  // namespace

PageMetadata ReadPageMetadata(absl::string_view html) {
  html = html.substr(0, kHeadBytes);
  Collector collector;
  for (size_t at = 0; (at = html.find('<', at)) != absl::string_view::npos;) {
    if (absl::StartsWith(html.substr(at), "<!--")) {
      const size_t end = html.find("-->", at + 4);
      if (end == absl::string_view::npos) break;
      at = end + 3;
      continue;
    }
    if (at + 1 == html.size() || !absl::ascii_isalpha(static_cast<unsigned char>(html[at + 1]))) {
      ++at;
      continue;
    }
    const Tag tag = ReadTag(html, at);
    if (const absl::string_view end = RawTextEnd(tag); !end.empty()) {
      const size_t begin = at;
      at = FindIgnoreCase(html, end, at);
      if (absl::StrContains(Get(tag, "type"), "ld+json")) {
        collector.TakeLinkedData(html.substr(begin, at - begin));
      }
    } else {
      collector.Take(tag);
    }
  }
  return collector.Take();
}

}  // namespace parallax::client
