// Finds things in a comparison by id, for the views.
#ifndef PARALLAX_CLIENT_ANSWER_INDEX_H_
#define PARALLAX_CLIENT_ANSWER_INDEX_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// A piece of evidence with the rest of its sentence on either side.
struct InContext {
  absl::string_view before;
  absl::string_view evidence;
  absl::string_view after;
};

// Borrows the answer, which must outlive it and not change. Ids that lead nowhere are no error.
// Thread safety: const access is safe from many threads.
class AnswerIndex {
 public:
  explicit AnswerIndex(const v1::CompareReportsResponse& response ABSL_ATTRIBUTE_LIFETIME_BOUND);

  // The outlet; with the id added where another report has the same outlet; the id alone where
  // there is no outlet.
  std::string Outlet(const std::string& report_id) const;
  // Place of the report in the request, from 0; the number of reports for an unknown id.
  size_t Place(const std::string& report_id) const;
  // Place of the fact in the answer, -1 for an id of none.
  int FactIndex(const std::string& fact_id) const;
  // False for a fact that may well mix two: less likely than 0.55, where mentions of two facts
  // stand together in one of three, and no difference rests on it. REQUIRES: a place of a fact.
  bool IsLikely(int fact) const;
  // Under which the views show the fact, from 1 without gaps; 0 for one that they leave out: told
  // by one report alone, or not likely. REQUIRES: a place of a fact.
  int FactNumber(int fact) const;
  // The sentence around the evidence, where the answer has the analyses; else the evidence alone.
  InContext Context(const v1::Evidence& evidence) const ABSL_ATTRIBUTE_LIFETIME_BOUND;

 private:
  struct Report {
    std::string outlet;
    size_t place = 0;
    bool same_outlet = false;  // as another report
    const v1::ReportAnalysis* analysis = nullptr;
  };
  std::map<std::string, Report> reports_;
  std::map<std::string, int> facts_;
  std::vector<bool> likely_;
  std::vector<int> numbers_;
};

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_ANSWER_INDEX_H_
