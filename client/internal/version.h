// One version of a report, as an answer has it, sentence by sentence.
#ifndef PARALLAX_CLIENT_INTERNAL_VERSION_H_
#define PARALLAX_CLIENT_INTERNAL_VERSION_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/word_diff.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// A figure, time or name in a sentence.
struct VersionItem {
  std::string value;  // what it says, however it is written
  std::string group;  // values of one group can stand for each other
  std::string about;  // what is counted, in lower case; the id of a name's entity
  std::string text;
  int sentence = 0;
  TextRange place;  // bytes of the sentence; empty: not found
};

struct VersionFigures {
  std::vector<VersionItem> figures;
  std::vector<VersionItem> times;  // but for durations, which are figures
  std::vector<VersionItem> names;
};

// Borrows the answer. Thread safety: const access is safe from many threads.
class Version {
 public:
  // REQUIRES: the answer has an analysis of the report with this place.
  Version(const v1::CompareReportsResponse& response, int place);

  const std::string& report_id() const { return analysis_.report_id(); }
  const v1::ReportAnalysis& analysis() const { return analysis_; }
  const std::string& sentence(int index) const { return analysis_.sentences(index).span().text(); }
  bool IsHeadline(int index) const {
    return analysis_.sentences(index).span().section() == v1::Span::HEADLINE;
  }
  // In order of the text; times of a sentence may repeat.
  const VersionFigures& in_sentence(int index) const;
  // Whether the entity of the comparison is spoken of in the sentence, by whatever words.
  bool Mentions(int sentence, const std::string& entity_id) const;
  // Whether any sentence has a figure of this value.
  bool HasFigure(const std::string& value) const;

 private:
  void ReadClaims();
  void ReadNames(const v1::CompareReportsResponse& response);

  const v1::ReportAnalysis& analysis_;
  std::vector<VersionFigures> of_sentence_;
  std::map<int, std::vector<std::string>> entities_;  // by sentence
};

// Whether the text tells of corrections to the report: "Correction: ...", "An earlier version of
// this article ...".
bool IsCorrectionNote(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_VERSION_H_
