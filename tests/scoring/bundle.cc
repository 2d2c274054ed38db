#include "tests/scoring/bundle.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "server/base/status_macros.h"

namespace parallax::scoring {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

const Value* Find(const Struct& object, const char* key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? nullptr : &found->second;
}

// Empty where the member is absent or null.
std::string Text(const Struct& object, const char* key) {
  const Value* value = Find(object, key);
  return value != nullptr ? value->string_value() : std::string();
}

// Reads every object of the array `key` with `read`, which takes the object and gives a status.
template <typename Read>
absl::Status ForEach(const Struct& object, const char* key, const Read& read) {
  const Value* value = Find(object, key);
  if (value == nullptr || value->kind_case() != Value::kListValue) {
    return absl::InvalidArgumentError(absl::StrCat("\"", key, "\" is no array"));
  }
  for (const Value& item : value->list_value().values()) {
    if (item.kind_case() != Value::kStructValue) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", key, "\" holds something not an object"));
    }
    PARALLAX_RETURN_IF_ERROR(read(item.struct_value()));
  }
  return absl::OkStatus();
}

absl::StatusOr<int> ReportIndex(const Bundle& bundle, const Struct& object) {
  const std::string id = Text(object, "report");
  for (size_t i = 0; i < bundle.reports.size(); ++i) {
    if (bundle.reports[i].id == id) return static_cast<int>(i);
  }
  return absl::InvalidArgumentError(absl::StrCat("no report \"", id, "\""));
}

// kNoSentence where the member is absent.
absl::StatusOr<int> SentenceIndex(const Bundle& bundle, int report, const Struct& object) {
  const Value* value = Find(object, "sentence");
  if (value == nullptr) return kNoSentence;
  const double index = value->number_value();
  const GoldReport& holder = bundle.reports[report];
  if (value->kind_case() != Value::kNumberValue || !(index >= 0) ||
      !(index < holder.sentences.size())) {
    return absl::InvalidArgumentError(absl::StrCat("no such sentence in report ", holder.id));
  }
  return static_cast<int>(index);
}

absl::Status ReadReports(const Struct& root, Bundle* bundle) {
  return ForEach(root, "reports", [&](const Struct& object) -> absl::Status {
    GoldReport report;
    report.id = Text(object, "id");
    report.source = Text(object, "source");
    report.published = Text(object, "published");
    const Value* sentences = Find(object, "sentences");
    if (sentences == nullptr || sentences->list_value().values().empty()) {
      return absl::InvalidArgumentError(absl::StrCat("report ", report.id, " has no sentences"));
    }
    for (const Value& sentence : sentences->list_value().values()) {
      report.sentences.push_back(sentence.string_value());
    }
    bundle->reports.push_back(std::move(report));
    return absl::OkStatus();
  });
}

absl::Status ReadFacts(const Struct& root, Bundle* bundle) {
  return ForEach(root, "facts", [&](const Struct& object) -> absl::Status {
    GoldFact fact;
    fact.id = Text(object, "id");
    fact.statement = Text(object, "statement");
    PARALLAX_RETURN_IF_ERROR(ForEach(object, "mentions", [&](const Struct& item) -> absl::Status {
      GoldMention mention;
      PARALLAX_ASSIGN_OR_RETURN(mention.report, ReportIndex(*bundle, item));
      PARALLAX_ASSIGN_OR_RETURN(mention.sentence, SentenceIndex(*bundle, mention.report, item));
      if (mention.sentence == kNoSentence) {
        return absl::InvalidArgumentError(
            absl::StrCat("a mention of ", fact.id, " has no sentence"));
      }
      mention.quote = Text(item, "quote");
      mention.commitment = Text(item, "commitment");
      fact.mentions.push_back(std::move(mention));
      return absl::OkStatus();
    }));
    bundle->facts.push_back(std::move(fact));
    return absl::OkStatus();
  });
}

absl::Status ReadDifferences(const Struct& root, Bundle* bundle) {
  return ForEach(root, "differences", [&](const Struct& object) -> absl::Status {
    GoldDifference difference;
    difference.kind = Text(object, "kind");
    difference.fact = Text(object, "fact");
    difference.note = Text(object, "note");
    PARALLAX_RETURN_IF_ERROR(ForEach(object, "positions", [&](const Struct& item) -> absl::Status {
      GoldPosition position;
      position.value = Text(item, "value");
      PARALLAX_RETURN_IF_ERROR(
          ForEach(item, "evidence", [&](const Struct& evidence) -> absl::Status {
            GoldEvidence place;
            PARALLAX_ASSIGN_OR_RETURN(place.report, ReportIndex(*bundle, evidence));
            PARALLAX_ASSIGN_OR_RETURN(place.sentence,
                                      SentenceIndex(*bundle, place.report, evidence));
            place.quote = Text(evidence, "quote");
            position.evidence.push_back(place);
            return absl::OkStatus();
          }));
      difference.positions.push_back(std::move(position));
      return absl::OkStatus();
    }));
    bundle->differences.push_back(std::move(difference));
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<Bundle> ReadBundle(absl::string_view json) {
  Struct root;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &root);
  if (!parsed.ok()) return absl::InvalidArgumentError(std::string(parsed.message()));
  Bundle bundle;
  bundle.name = Text(root, "bundle");
  PARALLAX_RETURN_IF_ERROR(ReadReports(root, &bundle));
  PARALLAX_RETURN_IF_ERROR(ReadFacts(root, &bundle));
  PARALLAX_RETURN_IF_ERROR(ReadDifferences(root, &bundle));
  return bundle;
}

absl::StatusOr<Bundle> ReadBundleFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream bytes;
  bytes << file.rdbuf();
  absl::StatusOr<Bundle> bundle = ReadBundle(bytes.str());
  if (!bundle.ok()) {
    return absl::Status(bundle.status().code(),
                        absl::StrCat(path, ": ", bundle.status().message()));
  }
  return bundle;
}

analysis::Report ToReport(const GoldReport& report) {
  analysis::Report out;
  out.id = report.id;
  out.outlet = report.source.empty() ? report.id : report.source;
  out.headline = report.sentences[0];
  out.body = absl::StrJoin(report.sentences.begin() + 1, report.sentences.end(), "\n");
  absl::Time noon;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, report.published + "T12:00:00Z", &noon, &error)) {
    out.publish_seconds = absl::ToUnixSeconds(noon);
  }
  return out;
}

}  // namespace parallax::scoring
