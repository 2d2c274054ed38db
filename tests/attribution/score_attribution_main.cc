// parallax_attribution_score DIR [--show] [--every=N]
//
// Holds the attribution room against articles annotated as PolNeAR is: DIR has NAME.txt and
// NAME_ANNOTATOR.ann (brat standoff). Prints, for source, cue and content, precision, recall and F1
// of exact spans and of characters, and the F1 of whole attributions. An article with several
// annotators is scored against the one that it agrees with most. --show prints both sides of each
// article, --every=N reads each N-th article alone.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/attribution/attribution.h"
#include "server/text/offsets.h"
#include "server/text/reader.h"
#include "tests/attribution/default_readers.h"

namespace parallax::attribution {
namespace {

using Span = std::pair<uint32_t, uint32_t>;  // in code points
constexpr int kRoles = 3;
constexpr const char* kNames[] = {"source", "cue", "content"};

struct Item {
  std::set<Span> spans[kRoles];
  std::string rule;
};

struct Counts {
  double hit = 0, predicted = 0, gold = 0;
  void operator+=(const Counts& other) {
    hit += other.hit;
    predicted += other.predicted;
    gold += other.gold;
  }
};
struct Figures {
  Counts exact[kRoles], overlap[kRoles], whole;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<Item> ReadAnn(const std::string& text) {
  std::map<std::string, std::pair<std::string, std::vector<Span>>> bounds;
  std::vector<Item> items;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 2) continue;
    if (line[0] == 'T') {
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(columns[1], absl::MaxSplits(' ', 1));
      auto& entry = bounds[columns[0]];
      entry.first = absl::AsciiStrToLower(parts.first);
      for (absl::string_view place : absl::StrSplit(parts.second, ';')) {
        const std::vector<std::string> ends = absl::StrSplit(place, ' ', absl::SkipEmpty());
        uint32_t begin = 0, end = 0;
        if (ends.size() == 2 && absl::SimpleAtoi(ends[0], &begin) &&
            absl::SimpleAtoi(ends[1], &end)) {
          entry.second.emplace_back(begin, end);
        }
      }
    } else if (line[0] == 'E') {
      Item item;
      for (absl::string_view target : absl::StrSplit(columns[1], ' ', absl::SkipEmpty())) {
        const std::vector<std::string> sides = absl::StrSplit(target, ':');
        const auto it = sides.size() == 2 ? bounds.find(sides[1]) : bounds.end();
        if (it == bounds.end()) continue;
        for (int role = 0; role < kRoles; ++role) {
          if (it->second.first != kNames[role]) continue;
          item.spans[role].insert(it->second.second.begin(), it->second.second.end());
        }
      }
      items.push_back(std::move(item));
    }
  }
  return items;
}

std::set<uint32_t> Characters(const std::vector<Item>& items, int role) {
  std::set<uint32_t> characters;
  for (const Item& item : items) {
    for (const Span& span : item.spans[role]) {
      for (uint32_t c = span.first; c < span.second; ++c) characters.insert(c);
    }
  }
  return characters;
}

double Shared(const std::set<uint32_t>& a, const std::set<uint32_t>& b) {
  double shared = 0;
  for (uint32_t c : a) shared += b.contains(c);
  return shared;
}

bool Agree(const Item& gold, const Item& system, int role) {
  const std::set<uint32_t> g = Characters({gold}, role), s = Characters({system}, role);
  if (g.empty()) return true;
  const double shared = Shared(g, s);
  return role == 1 ? shared > 0 : shared * 2 >= std::max(g.size(), s.size());
}

Figures Score(const std::vector<Item>& gold, const std::vector<Item>& system) {
  Figures figures;
  for (int role = 0; role < kRoles; ++role) {
    std::set<Span> g, s;
    for (const Item& item : gold) g.insert(item.spans[role].begin(), item.spans[role].end());
    for (const Item& item : system) s.insert(item.spans[role].begin(), item.spans[role].end());
    figures.exact[role].predicted = s.size();
    figures.exact[role].gold = g.size();
    for (const Span& span : s) figures.exact[role].hit += g.contains(span);
    const std::set<uint32_t> gc = Characters(gold, role), sc = Characters(system, role);
    figures.overlap[role] = {Shared(gc, sc), static_cast<double>(sc.size()),
                             static_cast<double>(gc.size())};
  }
  std::vector<bool> taken(gold.size(), false);
  for (const Item& item : system) {
    for (size_t g = 0; g < gold.size(); ++g) {
      if (taken[g] || !Agree(gold[g], item, 1) || !Agree(gold[g], item, 0) ||
          !Agree(gold[g], item, 2)) {
        continue;
      }
      taken[g] = true;
      ++figures.whole.hit;
      break;
    }
  }
  figures.whole.predicted = system.size();
  figures.whole.gold = gold.size();
  return figures;
}

std::vector<Item> SystemItems(const text::Document& document, const AttributionSet& set) {
  const text::OffsetMap map(document.given(text::Section::kBody), text::Encoding::kUtf32);
  const auto span = [&](TokenRange range) {
    const ByteRange bytes = document.given(text::Section::kBody, document.bytes(range));
    return Span(map.FromByte(bytes.begin), map.FromByte(bytes.end));
  };
  std::vector<Item> items;
  for (const Attribution& attribution : set.attributions) {
    Item item;
    if (attribution.source) item.spans[0].insert(span(*attribution.source));
    if (attribution.cue) item.spans[1].insert(span(*attribution.cue));
    for (TokenRange part : attribution.content) item.spans[2].insert(span(part));
    item.rule = std::string(attribution.rule);
    items.push_back(std::move(item));
  }
  return items;
}

// The text of spans given in code points.
std::string TextOf(const std::u32string& text, const std::set<Span>& spans) {
  std::string out;
  for (const Span& span : spans) {
    if (!out.empty()) out += " // ";
    for (uint32_t c = span.first; c < span.second && c < text.size(); ++c) {
      const char32_t point = text[c];
      if (point < 0x80) {
        out += static_cast<char>(point == '\n' ? '|' : point);
      } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3f));
      } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
      } else {
        out += "?";
      }
    }
  }
  return out;
}

std::u32string CodePoints(const std::string& bytes) {
  std::u32string points;
  for (unsigned char c : bytes) {
    if ((c & 0xc0) == 0x80) {
      points.back() = (points.back() << 6) | (c & 0x3f);
    } else {
      points += static_cast<char32_t>(c < 0x80   ? c
                                      : c < 0xe0 ? c & 0x1f
                                      : c < 0xf0 ? c & 0x0f
                                                 : c & 7);
    }
  }
  return points;
}

void Show(const std::string& name, const std::string& text, const std::vector<Item>& gold,
          const std::vector<Item>& system) {
  const std::u32string points = CodePoints(text);
  std::set<Span> gold_spans[kRoles], system_spans[kRoles];
  for (int role = 0; role < kRoles; ++role) {
    for (const Item& i : gold) gold_spans[role].insert(i.spans[role].begin(), i.spans[role].end());
    for (const Item& i : system) {
      system_spans[role].insert(i.spans[role].begin(), i.spans[role].end());
    }
  }
  std::vector<std::pair<uint32_t, std::string>> lines;
  for (const bool is_gold : {true, false}) {
    for (const Item& item : is_gold ? gold : system) {
      std::string line = is_gold ? "GOLD " : "SYS  ";
      uint32_t first = 0xffffffff;
      for (int role = 0; role < kRoles; ++role) {
        bool all = true;
        for (const Span& span : item.spans[role]) {
          first = std::min(first, span.first);
          all = all && (is_gold ? system_spans : gold_spans)[role].contains(span);
        }
        absl::StrAppend(&line, " ", kNames[role], all ? "+" : "-", "[",
                        TextOf(points, item.spans[role]), "]");
      }
      if (!is_gold) absl::StrAppend(&line, " ", item.rule);
      lines.emplace_back(first, line);
    }
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::cout << "## " << name << "\n";
  for (const auto& [first, line] : lines) std::cout << line << "\n";
}

void Print(const char* role, const char* how, const Counts& counts) {
  const double p = counts.predicted ? counts.hit / counts.predicted : 0;
  const double r = counts.gold ? counts.hit / counts.gold : 0;
  std::printf("%-8s %-8s P %.3f  R %.3f  F1 %.3f\n", role, how, p, r,
              p + r > 0 ? 2 * p * r / (p + r) : 0);
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: parallax_attribution_score DIR [--show] [--every=N]\n";
    return 2;
  }
  bool show = false;
  uint32_t every = 1;
  for (int i = 2; i < argc; ++i) {
    absl::string_view flag = argv[i];
    if (flag == "--show") {
      show = true;
    } else if (!absl::ConsumePrefix(&flag, "--every=") || !absl::SimpleAtoi(flag, &every) ||
               every == 0) {
      std::cerr << "unknown flag " << argv[i] << "\n";
      return 2;
    }
  }
  std::map<std::string, std::vector<std::filesystem::path>> articles;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    if (entry.path().extension() != ".ann") continue;
    const std::string stem = entry.path().stem().string();
    articles[stem.substr(0, stem.rfind('_'))].push_back(entry.path());
  }
  const absl::StatusOr<DefaultReaders> readers = DefaultReaders::Load();
  if (!readers.ok()) {
    std::cerr << readers.status() << "\n";
    return 1;
  }
  Figures total;
  uint32_t number = 0;
  for (auto& [name, paths] : articles) {
    if (number++ % every != every - 1) continue;
    std::sort(paths.begin(), paths.end());
    const std::string text = ReadFile(std::filesystem::path(argv[1]) / (name + ".txt"));
    const auto document = text::ReadReport("", text, text::Format::kPlain, {}, CallContext());
    if (!document.ok()) {
      std::cerr << name << ": " << document.status() << "\n";
      return 1;
    }
    const auto found = readers->Read(*document);
    if (!found.ok()) {
      std::cerr << name << ": " << found.status() << "\n";
      return 1;
    }
    const std::vector<Item> system = SystemItems(*document, *found);
    Figures best;
    std::vector<Item> best_gold;
    for (const std::filesystem::path& path : paths) {
      std::vector<Item> gold = ReadAnn(ReadFile(path));
      const Figures figures = Score(gold, system);
      if (best_gold.empty() || figures.whole.hit > best.whole.hit) {
        best = figures;
        best_gold = std::move(gold);
      }
    }
    for (int role = 0; role < kRoles; ++role) {
      total.exact[role] += best.exact[role];
      total.overlap[role] += best.overlap[role];
    }
    total.whole += best.whole;
    if (show) Show(name, text, best_gold, system);
  }
  for (int role = 0; role < kRoles; ++role) {
    Print(kNames[role], "exact", total.exact[role]);
    Print(kNames[role], "overlap", total.overlap[role]);
  }
  Print("whole", "overlap", total.whole);
  return 0;
}

}  // namespace
}  // namespace parallax::attribution

int main(int argc, char** argv) { return parallax::attribution::Main(argc, argv); }
