#include "client/mcp/arguments.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/bundle.h"
#include "client/dismissed.h"
#include "client/input.h"
#include "client/internal/flag_values.h"
#include "server/base/status_macros.h"

namespace parallax::client::mcp {
namespace {

absl::Status Fault(absl::string_view path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

// The text of a member, moved out; empty where there is none.
std::string Take(Json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() ? "" : std::move(member->get_ref<std::string&>());
}

absl::StatusOr<v1::Report> ReadReport(Json& given, const std::string& path) {
  if (given.contains("text") == given.contains("html")) {
    return Fault(path, given.contains("text") ? "has both text and html" : "needs text or html");
  }
  v1::Report report;
  if (given.contains("html")) {
    SetPage(Take(given, "html"), report);
  } else {
    report.set_text(Take(given, "text"));
  }
  // What is said comes before what the page says of itself.
  report.set_id(Take(given, "id"));
  report.set_headline(Take(given, "headline"));
  if (std::string outlet = Take(given, "outlet"); !outlet.empty()) report.set_outlet(outlet);
  if (std::string uri = Take(given, "uri"); !uri.empty()) report.set_uri(uri);
  if (const std::string published = Take(given, "published"); !published.empty()) {
    PARALLAX_RETURN_IF_ERROR(SetPublishTime(absl::StrCat(path, ".published"), published, report));
  }
  return report;
}

// The value of a word that the schema has let through; unspecified for an absent one.
template <typename Enum>
Enum EnumOf(Json& object, const char* name) {
  const std::string word = Take(object, name);
  return word.empty() ? Enum{} : *ParseEnum<Enum>(name, word);
}

absl::Status ReadPairs(const Json& given, std::vector<v1::Report> reports,
                       v1::CompareReportsRequest& request) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Json& pair : given) {
    pairs.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  if (const absl::Status known = ResolvePairs(reports, {}, pairs); !known.ok()) {
    return Fault("between", absl::StripPrefix(known.message(), "--between: "));
  }
  for (const auto& [first, second] : pairs) {
    v1::ReportPair& pair = *request.add_report_pairs();
    pair.set_first_report_id(first);
    pair.set_second_report_id(second);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CompareArguments> ReadCompareArguments(Json arguments) {
  CompareArguments read;
  v1::CompareReportsRequest& request = read.request;
  size_t place = 0;
  for (Json& given : arguments["reports"]) {
    PARALLAX_ASSIGN_OR_RETURN(*request.add_reports(),
                              ReadReport(given, absl::StrCat("reports[", place, "]")));
    // The name that the service would give it, so that pairs can speak of it.
    v1::Report& report = *request.mutable_reports(static_cast<int>(place++));
    if (report.id().empty()) report.set_id(absl::StrCat("r", place));
  }
  for (const Json& kind : arguments.value("kinds", Json::array())) {
    request.add_kinds(*ParseEnum<v1::Difference::Kind>("kinds", kind.get<std::string>()));
  }
  if (const auto pairs = arguments.find("between"); pairs != arguments.end()) {
    std::vector<v1::Report> named;
    for (const v1::Report& report : request.reports()) {
      v1::Report& name = named.emplace_back();
      name.set_id(report.id());
      name.set_outlet(report.outlet());
    }
    PARALLAX_RETURN_IF_ERROR(ReadPairs(*pairs, std::move(named), request));
  }
  request.set_min_severity(EnumOf<v1::Difference::Severity>(arguments, "min_severity"));
  request.set_offset_encoding(EnumOf<v1::Span::Encoding>(arguments, "encoding"));
  if (const auto least = arguments.find("min_confidence"); least != arguments.end()) {
    request.set_min_confidence(least->get<float>());
  }
  size_t key_place = 0;
  for (const Json& key : arguments.value("dismissed", Json::array())) {
    const std::string& text = key.get_ref<const std::string&>();
    if (!IsDifferenceKey(text)) {
      return Fault(absl::StrCat("dismissed[", key_place, "]"),
                   "must be the key of a difference, 16 hexadecimal digits");
    }
    read.dismissed.insert(text);
    ++key_place;
  }
  return read;
}

absl::StatusOr<v1::AnalyzeReportRequest> ReadAnalyzeArguments(Json arguments) {
  v1::AnalyzeReportRequest request;
  PARALLAX_ASSIGN_OR_RETURN(*request.mutable_report(), ReadReport(arguments["report"], "report"));
  request.set_offset_encoding(EnumOf<v1::Span::Encoding>(arguments, "encoding"));
  return request;
}

}  // namespace parallax::client::mcp
