#include "server/attribution/training/corpus.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "server/text/offsets.h"

namespace parallax::attribution::internal {
namespace {

// Begin and end of each token in code points of the body.
std::vector<std::pair<uint32_t, uint32_t>> TokenPlaces(const text::Document& document) {
  const text::OffsetMap map(document.section(text::Section::kBody), text::Encoding::kUtf32);
  std::vector<std::pair<uint32_t, uint32_t>> places;
  for (const text::Token& token : document.tokens()) {
    places.emplace_back(map.FromByte(token.bytes.begin), map.FromByte(token.bytes.end));
  }
  return places;
}

TokenRange Cover(const std::vector<std::pair<uint32_t, uint32_t>>& places, uint32_t begin,
                 uint32_t end) {
  const auto first = std::upper_bound(
      places.begin(), places.end(), begin,
      [](uint32_t value, const std::pair<uint32_t, uint32_t>& p) { return value < p.second; });
  const auto last = std::lower_bound(
      places.begin(), places.end(), end,
      [](const std::pair<uint32_t, uint32_t>& p, uint32_t value) { return p.first < value; });
  const auto b = static_cast<uint32_t>(first - places.begin());
  const auto e = static_cast<uint32_t>(last - places.begin());
  return b < e ? TokenRange{b, e} : TokenRange{};
}

}  // namespace

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<GoldItem> ReadGold(const std::string& standoff, const text::Document& document) {
  const std::vector<std::pair<uint32_t, uint32_t>> places = TokenPlaces(document);
  std::map<std::string, std::pair<std::string, std::vector<TokenRange>>> bounds;
  std::vector<GoldItem> items;
  for (absl::string_view line : absl::StrSplit(standoff, '\n')) {
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
          const TokenRange range = Cover(places, begin, end);
          if (!range.empty()) entry.second.push_back(range);
        }
      }
    } else if (line[0] == 'E') {
      GoldItem item;
      for (absl::string_view target : absl::StrSplit(columns[1], ' ', absl::SkipEmpty())) {
        const std::vector<std::string> sides = absl::StrSplit(target, ':');
        const auto it = sides.size() == 2 ? bounds.find(sides[1]) : bounds.end();
        if (it == bounds.end() || absl::StartsWith(sides[0], "Attribution")) continue;
        auto& ranges = it->second.first == "source" ? item.source
                       : it->second.first == "cue"  ? item.cue
                                                    : item.content;
        ranges.insert(ranges.end(), it->second.second.begin(), it->second.second.end());
      }
      if (!item.cue.empty()) items.push_back(std::move(item));
    }
  }
  return items;
}

}  // namespace parallax::attribution::internal
