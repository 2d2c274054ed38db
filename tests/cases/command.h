// Whole commands on files, over the engine itself: what somebody at a terminal gets. Each test of
// this folder is a thing that once went wrong, with neighbours of its kind.
#ifndef PARALLAX_TESTS_CASES_COMMAND_H_
#define PARALLAX_TESTS_CASES_COMMAND_H_

#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "client/app.h"
#include "client/connection.h"
#include "client/json.h"
#include "client/options.h"
#include "gtest/gtest.h"
#include "parallax/v1/framing_service.pb.h"
#include "tests/service/temp_folder.h"

namespace parallax::client {

struct File {
  std::string name;
  std::string content;
};

struct Printed {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// One connection for all tests: it reads the models in.
inline v1::FramingService::StubInterface& Service() {
  static Connection* const kConnection = [] {
    absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(Options());
    EXPECT_TRUE(connection.ok()) << connection.status();
    return connection->release();
  }();
  return kConnection->stub();
}

inline Printed RunCommand(const std::vector<std::string>& words, const std::vector<File>& files) {
  const testing::TempFolder folder;
  std::vector<std::string> arguments = words;
  for (const File& file : files) arguments.push_back(folder.Write(file.name, file.content));
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  const absl::StatusOr<Options> options = ParseArguments(pointers);
  EXPECT_TRUE(options.ok()) << options.status();
  std::ostringstream out, err;
  const int exit_code = Run(*options, Service(), {.out = out, .err = err}, nullptr);
  return {exit_code, out.str(), err.str()};
}

inline v1::AnalyzeReportResponse Analyze(const File& file) {
  const Printed printed = RunCommand({"analyze", "--format=json"}, {file});
  v1::AnalyzeReportResponse response;
  EXPECT_EQ(printed.exit_code, kExitDone) << printed.err;
  const absl::Status parsed = FromJson(printed.out, "answer", response);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return response;
}

inline v1::CompareReportsResponse Compare(const std::vector<File>& files) {
  const Printed printed = RunCommand({"compare", "--format=json", "--view=full"}, files);
  v1::CompareReportsResponse response;
  EXPECT_EQ(printed.exit_code, kExitDone) << printed.err;
  const absl::Status parsed = FromJson(printed.out, "answer", response);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return response;
}

// What is said to standard error where a file is refused.
inline std::string RefusalOf(const File& file) {
  const Printed printed = RunCommand({"analyze"}, {file});
  EXPECT_EQ(printed.exit_code, kExitUsage) << printed.out;
  return printed.err;
}

// Those of the article.
inline std::vector<std::string> SentencesOf(const v1::ReportAnalysis& analysis) {
  std::vector<std::string> sentences;
  for (const v1::Sentence& sentence : analysis.sentences()) {
    if (sentence.furniture().empty()) sentences.push_back(sentence.span().text());
  }
  return sentences;
}
// "rule: text" of what is marked as no part of it.
inline std::vector<std::string> FurnitureOf(const v1::ReportAnalysis& analysis) {
  std::vector<std::string> furniture;
  for (const v1::Sentence& sentence : analysis.sentences()) {
    if (sentence.furniture().empty()) continue;
    furniture.push_back(sentence.furniture() + ": " + sentence.span().text());
  }
  return furniture;
}
inline std::vector<std::string> SentencesOf(const File& file) {
  return SentencesOf(Analyze(file).analysis());
}

// The headline in use; empty where there is none.
inline std::string HeadlineOf(const v1::ReportAnalysis& analysis) {
  if (analysis.sentences_size() == 0) return "";
  const v1::Span& first = analysis.sentences(0).span();
  return first.section() == v1::Span::HEADLINE ? first.text() : "";
}

// "CODE report".
template <typename Response>
std::vector<std::string> WarningsOf(const Response& response) {
  std::vector<std::string> warnings;
  for (const v1::Warning& warning : response.warnings()) {
    EXPECT_NE(warning.text(), "");
    warnings.push_back(v1::Warning::Code_Name(warning.code()) + " " + warning.report_id());
  }
  return warnings;
}
template <typename Response>
bool Warns(const Response& response, v1::Warning::Code code) {
  for (const v1::Warning& warning : response.warnings()) {
    if (warning.code() == code) return true;
  }
  return false;
}

// "CLASS words" of each claim, in order.
inline std::vector<std::string> ClassesOf(const v1::ReportAnalysis& analysis) {
  std::vector<std::string> classes;
  for (const v1::Claim& claim : analysis.claims()) {
    classes.push_back(v1::Claim::Commitment_Name(claim.commitment()) + " " +
                      std::to_string(claim.sentence_index()));
  }
  return classes;
}

}  // namespace parallax::client

#endif  // PARALLAX_TESTS_CASES_COMMAND_H_
