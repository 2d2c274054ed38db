#include "server/api/requests.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/api/errors.h"
#include "server/text/utf8.h"

namespace parallax::api {
namespace {

constexpr size_t kMaxIdBytes = 64;
constexpr size_t kMaxOutletBytes = 256;
constexpr size_t kMaxUriBytes = 2048;
constexpr int kMaxKinds = 64;
constexpr int kMaxPairs = 64 * 63 / 2;
// 1000-01-01T00:00:00Z and 8999-12-31T23:59:59Z: "900 years ago" still has a year of four digits.
constexpr int64_t kMinSeconds = -30610224000;
constexpr int64_t kMaxSeconds = 221845391999;

using Violations = std::vector<Violation>;

bool IsIdCharacter(char c) { return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-'; }

void CheckId(absl::string_view id, const std::string& field, Violations* violations) {
  if (id.size() > kMaxIdBytes) {
    violations->push_back({field, absl::StrCat(id.size(), " bytes, limit ", kMaxIdBytes)});
  } else if (!std::all_of(id.begin(), id.end(), IsIdCharacter)) {
    violations->push_back({field, "characters other than A-Z a-z 0-9 . _ -"});
  }
}

void CheckSize(absl::string_view value, size_t limit, const std::string& field,
               Violations* violations) {
  if (value.size() > limit) {
    violations->push_back({field, absl::StrCat(value.size(), " bytes, limit ", limit)});
  }
}

// RFC 5646: subtags of one to eight letters or digits between hyphens.
bool IsWellFormedTag(absl::string_view code) {
  constexpr size_t kLongestTag = 35, kLongestSubtag = 8;
  if (code.size() > kLongestTag) return false;
  const std::vector<absl::string_view> subtags = absl::StrSplit(code, '-');
  return std::all_of(subtags.begin(), subtags.end(), [](absl::string_view subtag) {
    return !subtag.empty() && subtag.size() <= kLongestSubtag &&
           std::all_of(subtag.begin(), subtag.end(),
                       [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
  });
}

void CheckLanguage(absl::string_view code, const std::string& field, Violations* violations) {
  if (code.empty()) return;
  if (!IsWellFormedTag(code)) {
    violations->push_back({field, "no well-formed BCP 47 tag"});
  } else if (!absl::EqualsIgnoreCase(code.substr(0, code.find('-')), "en")) {
    violations->push_back({field, "not supported; supported: en and its regional forms"});
  }
}

// `path` of the report's message, without a dot at its end.
analysis::Report ReadReport(v1::Report* report, const std::string& path, const Limits& limits,
                            Violations* violations) {
  analysis::Report result;
  CheckId(report->id(), path + ".id", violations);
  CheckSize(report->outlet(), kMaxOutletBytes, path + ".outlet", violations);
  CheckSize(report->uri(), kMaxUriBytes, path + ".uri", violations);
  CheckLanguage(report->language_code(), path + ".language_code", violations);
  if (report->has_publish_time()) {
    const auto& time = report->publish_time();
    if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds) {
      violations->push_back({path + ".publish_time", "outside years 1000 to 8999"});
    }
    if (time.nanos() < 0 || time.nanos() > 999'999'999) {
      violations->push_back(
          {path + ".publish_time.nanos", absl::StrCat(time.nanos(), ", must be 0 to 999999999")});
    }
    result.publish_seconds = time.seconds();
  }
  const bool is_html = report->has_html();
  result.format = is_html ? text::Format::kHtml : text::Format::kPlain;
  result.id = std::move(*report->mutable_id());
  result.outlet = std::move(*report->mutable_outlet());
  result.headline = std::move(*report->mutable_headline());
  if (is_html) {
    result.body = std::move(*report->mutable_html());
  } else if (report->has_text()) {
    result.body = std::move(*report->mutable_text());
  } else {
    violations->push_back({path, "neither text nor html"});
    return result;
  }
  const size_t bytes = result.headline.size() + result.body.size();
  if (bytes > limits.max_report_bytes) {
    violations->push_back({path, absl::StrCat(bytes, " bytes, limit ", limits.max_report_bytes)});
  } else if (text::IsBlank(result.body)) {
    violations->push_back({BodyPath(path, result), "empty"});
  }
  return result;
}

text::Encoding ReadEncoding(v1::Span::Encoding encoding, const std::string& field,
                            Violations* violations) {
  switch (encoding) {
    case v1::Span::ENCODING_UNSPECIFIED:
    case v1::Span::UTF8:
      return text::Encoding::kUtf8;
    case v1::Span::UTF16:
      return text::Encoding::kUtf16;
    case v1::Span::UTF32:
      return text::Encoding::kUtf32;
    default:
      violations->push_back({field, absl::StrCat("unknown value ", static_cast<int>(encoding))});
      return text::Encoding::kUtf8;
  }
}

// Of a message with the option fields of a comparison. `prefix` of its fields: "" or "options.".
template <typename Message>
ComparisonOptions ReadOptions(const Message& message, const std::string& prefix,
                              Violations* violations) {
  ComparisonOptions options;
  options.encoding =
      ReadEncoding(message.offset_encoding(), prefix + "offset_encoding", violations);
  if (!v1::CompareReportsRequest::View_IsValid(message.view())) {
    violations->push_back(
        {prefix + "view", absl::StrCat("unknown value ", static_cast<int>(message.view()))});
  }
  options.full = message.view() == v1::CompareReportsRequest::FULL;
  if (message.kinds_size() > kMaxKinds) {
    violations->push_back(
        {prefix + "kinds", absl::StrCat(message.kinds_size(), " given, limit ", kMaxKinds)});
  } else {
    for (int i = 0; i < message.kinds_size(); ++i) {
      const int kind = message.kinds(i);
      if (kind == v1::Difference::KIND_UNSPECIFIED || !v1::Difference::Kind_IsValid(kind)) {
        violations->push_back({absl::StrCat(prefix, "kinds[", i, "]"),
                               kind == 0 ? "unspecified" : absl::StrCat("unknown value ", kind)});
      } else {
        options.compare.kinds |= uint32_t{1} << kind;
      }
    }
  }
  if (v1::Difference::Severity_IsValid(message.min_severity())) {
    options.compare.min_severity = static_cast<framing::Severity>(message.min_severity());
  } else {
    violations->push_back(
        {prefix + "min_severity",
         absl::StrCat("unknown value ", static_cast<int>(message.min_severity()))});
  }
  if (message.has_min_confidence()) options.compare.min_confidence = message.min_confidence();
  if (!(message.min_confidence() >= 0 && message.min_confidence() <= 1)) {
    violations->push_back({prefix + "min_confidence", "outside 0 to 1"});
  }
  if (absl::StatusOr<framing::Style> style = framing::Style::Parse(message.style()); style.ok()) {
    options.compare.style = *std::move(style);
  } else {
    violations->push_back({prefix + "style", std::string(style.status().message())});
  }
  if (message.report_pairs_size() > kMaxPairs) {
    violations->push_back({prefix + "report_pairs",
                           absl::StrCat(message.report_pairs_size(), " given, limit ", kMaxPairs)});
    return options;
  }
  for (int i = 0; i < message.report_pairs_size(); ++i) {
    const v1::ReportPair& pair = message.report_pairs(i);
    const std::string field = absl::StrCat(prefix, "report_pairs[", i, "]");
    if (pair.first_report_id().empty() || pair.second_report_id().empty()) {
      violations->push_back({field, "needs two ids"});
    } else if (pair.first_report_id() == pair.second_report_id()) {
      violations->push_back({field, "twice the same report"});
    }
    options.compare.between.emplace_back(pair.first_report_id(), pair.second_report_id());
  }
  return options;
}

// Gives reports without an id that of their place, then checks that no two have the same.
void AssignIds(std::vector<analysis::Report>* reports, Violations* violations) {
  for (size_t i = 0; i < reports->size(); ++i) AssignId(i + 1, &(*reports)[i]);
  absl::flat_hash_map<absl::string_view, size_t> first_with;
  for (size_t i = 0; i < reports->size(); ++i) {
    const auto [place, is_new] = first_with.try_emplace((*reports)[i].id, i);
    if (!is_new) {
      violations->push_back({absl::StrCat("reports[", i, "].id"),
                             absl::StrCat("same as reports[", place->second, "].id")});
    }
  }
}

// Every id of a pair must be that of a report.
void CheckPairs(const CompareInput& input, Violations* violations) {
  const auto is_given = [&](const std::string& id) {
    return id.empty() || std::any_of(input.reports.begin(), input.reports.end(),
                                     [&](const analysis::Report& r) { return r.id == id; });
  };
  const auto& pairs = input.options.compare.between;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const std::string field = absl::StrCat("report_pairs[", i, "]");
    if (!is_given(pairs[i].first)) {
      violations->push_back({field + ".first_report_id", "no report has this id"});
    }
    if (!is_given(pairs[i].second)) {
      violations->push_back({field + ".second_report_id", "no report has this id"});
    }
  }
}

}  // namespace

std::string BodyPath(absl::string_view path, const analysis::Report& report) {
  return absl::StrCat(path, report.format == text::Format::kHtml ? ".html" : ".text");
}

void AssignId(size_t number, analysis::Report* report) {
  if (report->id.empty()) report->id = absl::StrCat("r", number);
  if (report->outlet.empty()) report->outlet = report->id;
}

absl::StatusOr<AnalyzeInput> ReadRequest(v1::AnalyzeReportRequest* request, const Limits& limits) {
  Violations violations;
  AnalyzeInput input;
  if (request->has_report()) {
    input.report = ReadReport(request->mutable_report(), "report", limits, &violations);
    AssignId(1, &input.report);
  } else {
    violations.push_back({"report", "missing"});
  }
  input.encoding = ReadEncoding(request->offset_encoding(), "offset_encoding", &violations);
  if (!violations.empty()) return InvalidRequest(violations);
  return input;
}

absl::StatusOr<CompareInput> ReadRequest(v1::CompareReportsRequest* request, const Limits& limits) {
  Violations violations;
  CompareInput input;
  const auto count = static_cast<size_t>(request->reports_size());
  if (count < 2) {
    violations.push_back({"reports", absl::StrCat(count, " given, at least 2 needed")});
  } else if (count > limits.max_reports) {
    violations.push_back({"reports", absl::StrCat(count, " given, limit ", limits.max_reports)});
  }
  if (count <= limits.max_reports) {
    input.reports.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      input.reports.push_back(ReadReport(request->mutable_reports(static_cast<int>(i)),
                                         absl::StrCat("reports[", i, "]"), limits, &violations));
    }
    AssignIds(&input.reports, &violations);
  }
  input.options = ReadOptions(*request, "", &violations);
  if (count <= limits.max_reports) CheckPairs(input, &violations);
  if (!violations.empty()) return InvalidRequest(violations);
  return input;
}

absl::StatusOr<FollowInput> ReadRequest(v1::FollowEventRequest* request, const Limits& limits) {
  Violations violations;
  FollowInput input;
  switch (request->action_case()) {
    case v1::FollowEventRequest::kReport:
      input.report = ReadReport(request->mutable_report(), "report", limits, &violations);
      break;
    case v1::FollowEventRequest::kRemoveReportId:
      if (request->remove_report_id().empty()) {
        violations.push_back({"remove_report_id", "empty"});
      }
      CheckId(request->remove_report_id(), "remove_report_id", &violations);
      input.remove_report_id = std::move(*request->mutable_remove_report_id());
      break;
    case v1::FollowEventRequest::ACTION_NOT_SET:
      if (!request->has_options()) violations.push_back({"action", "missing, as are options"});
      break;
  }
  if (request->has_options()) {
    input.options = ReadOptions(request->options(), "options.", &violations);
  }
  if (!violations.empty()) return InvalidRequest(violations);
  return input;
}

}  // namespace parallax::api
