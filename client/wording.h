// The words in which views speak of the API's values.
#ifndef PARALLAX_CLIENT_WORDING_H_
#define PARALLAX_CLIENT_WORDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "parallax/v1/analysis.pb.h"
#include "parallax/v1/comparison.pb.h"

namespace parallax::client {

// "asserted", "not there" for values to come.
std::string Word(v1::Claim::Commitment commitment);
// "reporting verb".
std::string Word(v1::Difference::Kind kind);
// "high".
std::string Word(v1::Difference::Severity severity);

// What a position says, as it stands in front of its reports: "asserted", "not told" for ABSENT,
// the words as quoted where they are a report's; empty where it says nothing. Cleaned as by
// CleanLine.
std::string Side(v1::Difference::Kind kind, const v1::Position& position);

// The reports that a position lists; where it lists none, those of its evidence, each once.
std::vector<std::string> ReportsOf(const v1::Position& position);

// "1 claim", "3 claims"; `plural` where an s is not enough.
std::string Count(int64_t count, absl::string_view singular, absl::string_view plural = "");

// `text` in curly double quotation marks; single ones where the text has double ones of its own; as
// it is where it stands in quotation marks already.
std::string Quoted(absl::string_view text);

// `text` with the quotation marks that it lacks: of one that was cut inside a quotation, "he said
// “the bridge" becomes "he said “the bridge …”", and "the bridge” fell" "“… the bridge” fell".
std::string CloseQuotations(absl::string_view text);

// Whether the two are alike but for quotation marks, stops and blanks at either end.
bool SameWords(absl::string_view a, absl::string_view b);

// `text` as it stands between tags or in an attribute.
std::string EscapeHtml(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_WORDING_H_
