#include "client/annotations_view.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "client/answer_index.h"
#include "client/cards.h"
#include "client/json.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr size_t kAround = 32;  // code points on either side of a quotation

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

absl::string_view FirstPoints(absl::string_view text, size_t count) {
  size_t at = 0;
  while (at < text.size() && count-- > 0) {
    ++at;
    while (at < text.size() && IsContinuation(text[at])) ++at;
  }
  return text.substr(0, at);
}

absl::string_view LastPoints(absl::string_view text, size_t count) {
  size_t at = text.size();
  while (at > 0 && count-- > 0) {
    --at;
    while (at > 0 && IsContinuation(text[at])) --at;
  }
  return text.substr(at);
}

// What stands behind "urn:parallax:": characters that RFC 8141 allows there.
std::string UrnPart(absl::string_view text) {
  std::string part;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = absl::ascii_isalnum(byte) || c == '-' || c == '_' || c == '.';
    absl::StrAppend(
        &part, plain ? std::string(1, c) : absl::StrCat("%", absl::Hex(byte, absl::kZeroPad2)));
  }
  return part;
}

std::string Member(absl::string_view name, absl::string_view value) {
  return absl::StrCat(JsonString(name), ": ", JsonString(value));
}

std::string Body(absl::string_view purpose, absl::string_view value) {
  return absl::StrCat("{\"type\": \"TextualBody\", ", Member("purpose", purpose), ", ",
                      Member("format", "text/plain"), ", ", Member("language", "en"), ", ",
                      Member("value", value), "}");
}

std::string Target(const v1::Evidence& evidence, const AnswerIndex& index,
                   const std::map<std::string, std::string>& uris) {
  const auto uri = uris.find(evidence.report_id());
  const std::string source =
      uri != uris.end() && !uri->second.empty()
          ? uri->second
          : absl::StrCat("urn:parallax:report:", UrnPart(evidence.report_id()));
  const InContext words = index.Context(evidence);
  std::string selectors =
      absl::StrCat("{\"type\": \"TextQuoteSelector\", ", Member("exact", words.evidence));
  if (!words.before.empty()) {
    absl::StrAppend(&selectors, ", ", Member("prefix", LastPoints(words.before, kAround)));
  }
  if (!words.after.empty()) {
    absl::StrAppend(&selectors, ", ", Member("suffix", FirstPoints(words.after, kAround)));
  }
  absl::StrAppend(&selectors, "}");
  if (evidence.span().section() == v1::Span::BODY) {
    absl::StrAppend(&selectors,
                    ", {\"type\": \"TextPositionSelector\", \"start\": ", evidence.span().begin(),
                    ", \"end\": ", evidence.span().end(), "}");
  }
  return absl::StrCat("{", Member("source", source), ", \"selector\": [", selectors, "]}");
}

std::string Annotation(const v1::Difference& difference, const std::string& anchor,
                       const AnswerIndex& index, const std::map<std::string, std::string>& uris) {
  std::vector<std::string> targets;
  for (const v1::Position& position : difference.positions()) {
    for (const v1::Evidence& evidence : position.evidence()) {
      targets.push_back(absl::StrCat("        ", Target(evidence, index, uris)));
    }
  }
  const std::string text =
      difference.explanation().empty() ? Word(difference.kind()) : difference.explanation();
  return absl::StrCat(
      "      {\n        ", Member("id", absl::StrCat("urn:parallax:difference:", anchor)),
      ",\n        \"type\": \"Annotation\",\n        \"motivation\": \"commenting\",\n"
      "        \"generator\": {\"type\": \"Software\", \"name\": \"Parallax\"},\n"
      "        \"body\": [\n          ",
      Body("commenting", text), ",\n          ", Body("tagging", Word(difference.kind())),
      ",\n          ", Body("tagging", Word(difference.severity())), ",\n          ",
      Body("classifying", difference.rule()), "\n        ],\n        \"target\": [\n  ",
      absl::StrJoin(targets, ",\n  "), "\n        ]\n      }");
}

}  // namespace

std::string RenderAnnotations(const v1::CompareReportsResponse& response,
                              const std::map<std::string, std::string>& uris) {
  const AnswerIndex index(response);
  std::vector<std::string> items;
  std::map<std::string, int> names;
  for (const v1::Difference& difference : response.differences()) {
    std::string name = UrnPart(difference.key().empty() ? difference.id() : difference.key());
    if (const int times = ++names[name]; times > 1) absl::StrAppend(&name, "-", times);
    items.push_back(Annotation(difference, name, index, uris));
  }
  return absl::StrCat(
      "{\n  \"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n"
      "  \"type\": \"AnnotationCollection\",\n  \"label\": \"Differences between reports\",\n"
      "  \"total\": ",
      items.size(),
      ",\n  \"first\": {\n    \"type\": \"AnnotationPage\",\n    \"startIndex\": 0,\n"
      "    \"items\": [",
      items.empty() ? "" : "\n", absl::StrJoin(items, ",\n"), items.empty() ? "" : "\n    ",
      "]\n  }\n}\n");
}

}  // namespace parallax::client
