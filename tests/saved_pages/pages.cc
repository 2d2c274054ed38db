#include "tests/saved_pages/pages.h"

#include <cstddef>
#include <fstream>
#include <initializer_list>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace parallax::testing {
namespace {

constexpr const char* kSystems[] = {"wordpress",
                                    "arc",
                                    "chorus",
                                    "squarespace",
                                    "drupal",
                                    "ghost",
                                    "brightspot",
                                    "wix",
                                    "medium",
                                    "amp",
                                    "substack",
                                    "blox",
                                    "joomla",
                                    "movabletype",
                                    "coremedia",
                                    "naviga",
                                    "webflow",
                                    "escenic",
                                    "polopoly",
                                    "handmade",
                                    "hashed-blocks",
                                    "element-blocks",
                                    "companion-columns",
                                    "component-layout",
                                    "weblog",
                                    "portal"};
constexpr size_t kVariants = 3;
constexpr const char* kOutlets[] = {"Marrow Herald", "The Ostermere Courier", "Tolva Post",
                                    "Calder Valley News", "The Linden Observer"};

struct Piece {
  std::string kind;
  std::vector<std::string> fields;
};

struct Story {
  std::string name, headline, deck;
  std::vector<Piece> pieces;
};

struct Addition {
  std::string place, name, html;
};

// The parts of a system's page, by name.
using Template = std::map<std::string, std::string>;
using Values = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> ReadLines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> Fields(absl::string_view text, char mark) {
  std::vector<std::string> fields;
  for (absl::string_view field : absl::StrSplit(text, mark)) {
    fields.emplace_back(absl::StripAsciiWhitespace(field));
  }
  return fields;
}

std::vector<Story> ReadStories(const std::string& path) {
  std::vector<Story> stories;
  for (const std::string& line : ReadLines(path)) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (key == "story") {
      stories.push_back({.name = rest});
    } else if (key == "headline") {
      stories.back().headline = rest;
    } else if (key == "deck") {
      stories.back().deck = rest;
    } else {
      stories.back().pieces.push_back({key, Fields(rest, '|')});
    }
  }
  return stories;
}

std::vector<Addition> ReadAdditions(const std::string& path, absl::string_view place) {
  std::vector<Addition> additions = {{std::string(place), "", ""}};
  std::string last;
  for (const std::string& line : ReadLines(path)) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] != '<') {
      const std::vector<std::string> fields = absl::StrSplit(line, ' ');
      last = fields[0];
      if (last == place) additions.push_back({fields[0], fields[1], ""});
    } else if (last == place) {
      additions.back().html += line;
    }
  }
  return additions;
}

Template ReadTemplate(const std::string& path) {
  Template parts;
  std::string part;
  for (const std::string& line : ReadLines(path)) {
    if (absl::StartsWith(line, "=")) {
      part = line.substr(1);
    } else {
      absl::StrAppend(&parts[part], line, "\n");
    }
  }
  return parts;
}

// "{name}" for each of `values`; what has no value goes.
std::string Fill(absl::string_view text, const Values& values) {
  std::vector<std::pair<std::string, std::string>> replacements;
  for (const auto& [name, value] : values) {
    replacements.emplace_back(absl::StrCat("{", name, "}"), value);
  }
  return absl::StrReplaceAll(text, replacements);
}

// "[words]" as a link and "*words*" in bold, or without either.
std::string Marked(absl::string_view text, bool as_html) {
  std::string out;
  bool bold = false;
  for (const char c : text) {
    if (c == '*') {
      bold = !bold;
      if (as_html) out += bold ? "<strong>" : "</strong>";
    } else if (c == '[') {
      if (as_html) out += "<a href=\"https://paper.example/x\">";
    } else if (c == ']') {
      if (as_html) out += "</a>";
    } else {
      out += c;
    }
  }
  return out;
}

// What the page says of who published it and when.
std::string Metadata(size_t form, const std::string& outlet, const std::string& headline) {
  switch (form) {
    case 0:
      return absl::StrCat(
          R"(<script type="application/ld+json">{"@context":"https://schema.org","@graph":[)"
          R"({"@type":"Organization","@id":"#org","name":")",
          outlet, R"("},{"@type":"NewsArticle","headline":")", headline,
          R"(","datePublished":"2024-03-05T17:04:00+01:00","dateModified":"2024-03-06T09:00:00Z",)"
          R"("author":{"@type":"Person","name":"Hanne Ruud"},"publisher":{"@id":"#org"}}]})"
          "</script>");
    case 1:
      return absl::StrCat(
          R"(<meta property="og:site_name" content=")", outlet,
          R"("><meta property="og:title" content=")", headline,
          R"("><meta property="article:published_time" )", R"(content="2024-03-05T16:04:00.000Z">)",
          R"(<meta property="article:modified_time" )", R"(content="2024-03-07T10:00:00Z">)");
    case 2:  // the time stands in a <time> of the page
      return absl::StrCat(R"(<meta name="application-name" content=")", outlet, R"(">)");
    case 3:
      return absl::StrCat(R"(<meta name="publisher" content=")", outlet,
                          R"("><meta property="og:title" content=")", headline, " | ", outlet,
                          R"("><meta name="pubdate" content="Tue, 05 Mar 2024 16:04:00 GMT">)");
    default:
      return absl::StrCat(R"(<meta name="DC.publisher" content=")", outlet,
                          R"("><meta name="date" content="March 5, 2024 11:04 a.m. EST">)");
  }
}

// Writes one story in one system's markup, and keeps what must be found.
class Writer {
 public:
  Writer(const Template& parts, const Story& story, Page* page)
      : parts_(parts), story_(story), page_(*page) {}

  std::string Body() {
    size_t told = 0;
    for (const Piece& piece : story_.pieces) {
      Write(piece);
      told += piece.kind == "p";
      if (piece.kind == "p" && (told == 2 || told == 5)) body_ += Part("extra");
    }
    return std::move(body_);
  }

 private:
  std::string Part(const std::string& name) const {
    const auto found = parts_.find(name);
    return found == parts_.end() ? "" : found->second;
  }

  void Add(absl::string_view part, const Values& values) {
    body_ += Fill(Part(std::string(part)), values);
  }

  void Paragraph(const std::string& html) {
    const bool first = page_.story.empty();
    page_.story.push_back(Marked(Unlinked(html), false));
    const std::string part = first && parts_.count("lead") > 0 ? "lead" : "paragraph";
    Add(part,
        {{"text", Marked(html, true)}, {"odd", page_.story.size() % 2 == 0 ? "even" : "odd"}});
    if (absl::StrContains(Part(part), "MARROW.")) page_.neutral.push_back("MARROW.");
  }
  static std::string Unlinked(absl::string_view html) {
    return absl::StrReplaceAll(html, {{"[", ""}, {"]", ""}});
  }

  void Write(const Piece& piece) {
    const std::string& text = piece.fields[0];
    if (piece.kind == "p") {
      Paragraph(text);
    } else if (piece.kind == "lp") {
      Paragraph(absl::StrCat("[", text, "]"));
    } else if (piece.kind == "h") {
      page_.neutral.push_back(text);
      Add("subhead", {{"text", text}});
    } else if (piece.kind == "q") {
      page_.pull_quotes.push_back(text);
      Add("pull", {{"text", text}});
    } else if (piece.kind == "f") {
      Add("figure", {{"text", text}, {"credit", piece.fields[1]}});
    } else if (piece.kind == "r") {
      Add("related", {{"text", text}});
    } else if (piece.kind == "c") {
      Add("correction", {{"text", text}});
    } else if (piece.kind == "l") {
      List(piece.fields);
    } else if (piece.kind == "t") {
      Table(piece.fields);
    } else if (piece.kind == "post") {
      Post(piece.fields);
    } else if (piece.kind == "e") {
      Entry(piece.fields);
    }
  }

  void List(const std::vector<std::string>& items) {
    body_ += "<ul>";
    for (const std::string& item : items) {
      page_.story.push_back(item);
      absl::StrAppend(&body_, "<li>", item, "</li>");
    }
    body_ += "</ul>";
  }

  void Table(const std::vector<std::string>& rows) {
    std::string html;
    for (const std::string& row : rows) {
      html += "<tr>";
      for (const std::string& cell : Fields(row, ';'))
        absl::StrAppend(&html, "<td>", cell, "</td>");
      html += "</tr>";
    }
    Add("table", {{"rows", html}});
  }

  void Post(const std::vector<std::string>& fields) {
    page_.story.push_back(fields[3]);
    page_.posts.push_back({fields[0], fields[3]});
    for (size_t i = 0; i < 3; ++i) page_.neutral.push_back(fields[i]);
    Add("post",
        {{"name", fields[0]}, {"handle", fields[1]}, {"when", fields[2]}, {"text", fields[3]}});
  }

  void Entry(const std::vector<std::string>& fields) {
    page_.neutral.push_back(fields[0]);
    page_.neutral.push_back(fields[1]);
    page_.story.push_back(fields[2]);
    if (parts_.count("entry") > 0) {
      Add("entry", {{"time", fields[0]}, {"heading", fields[1]}, {"text", fields[2]}});
      return;
    }
    absl::StrAppend(&body_, "<div class=\"liveblog-entry\"><span class=\"liveblog-entry__time\">",
                    fields[0], "</span>");
    Add("subhead", {{"text", fields[1]}});
    Add("paragraph", {{"text", fields[2]}, {"odd", "odd"}});
    body_ += "</div>";
  }

  const Template& parts_;
  const Story& story_;
  Page& page_;
  std::string body_;
};

Page MakePage(const std::string& system, const Template& parts, const Story& story, size_t number,
              const Addition& before, const Addition& after) {
  Page page;
  page.name = absl::StrCat(system, "-", story.name);
  for (const Addition& addition : {before, after}) {
    if (!addition.name.empty()) absl::StrAppend(&page.name, "-", addition.name);
  }
  page.headline = story.headline;
  page.outlet = kOutlets[number % std::size(kOutlets)];
  if (!story.deck.empty()) page.neutral.push_back(story.deck);
  const std::string body = Writer(parts, story, &page).Body();
  const std::string& frame = parts.at("page");
  const size_t form = number % 5;
  std::string first = before.html;
  if (form == 2 && !absl::StrContains(frame, "<time")) {
    first += R"(<div hidden><time itemprop="datePublished" datetime="2024-03-05T17:04+01:00">)"
             "</time></div>";
  }
  page.html = Fill(frame, {{"head", Metadata(form, page.outlet, story.headline)},
                           {"before", first},
                           {"after", after.html},
                           {"headline", story.headline},
                           {"deck", story.deck},
                           {"outlet", page.outlet},
                           {"iso", "2024-03-05T17:04:00+01:00"},
                           {"date", "March 5, 2024"},
                           {"body", Fill(body, {{"outlet", page.outlet}})}});
  return page;
}

}  // namespace

std::vector<Page> MakePages(const std::string& folder) {
  const std::vector<Story> stories = ReadStories(folder + "/stories.txt");
  const std::vector<Addition> before = ReadAdditions(folder + "/additions.txt", "before");
  const std::vector<Addition> after = ReadAdditions(folder + "/additions.txt", "after");
  std::vector<Page> pages;
  for (size_t s = 0; s < std::size(kSystems) && !stories.empty(); ++s) {
    const Template parts = ReadTemplate(absl::StrCat(folder, "/systems/", kSystems[s], ".html"));
    if (parts.count("page") == 0) return {};
    for (size_t variant = 0; variant < kVariants; ++variant) {
      const size_t number = s * kVariants + variant;
      pages.push_back(MakePage(kSystems[s], parts, stories[number % stories.size()], number,
                               before[(s + 2 * variant) % before.size()],
                               after[(s + variant) % after.size()]));
    }
  }
  return pages;
}

}  // namespace parallax::testing
