// Whole articles through AnalyzeReport and CompareReports: texts put together from sentences of the
// bundles, cut and joined where the input says, with its own bytes between them. What comes out
// must point into what went in, and hold together.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "server/api/errors.h"
#include "server/service/backend.h"
#include "server/service/calls.h"
#include "server/text/utf8.h"
#include "tests/service/bundles.h"
#include "tests/service/direct_calls.h"
#include "tests/service/invariants.h"

namespace parallax {
namespace {

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

const service::Backend& Engine() {
  static const auto* const engine =
      new std::shared_ptr<const service::Backend>(service::LoadEngine("", {}).value());
  return **engine;
}

const std::vector<std::string>& Sentences() {
  static const auto* const sentences = [] {
    auto* all = new std::vector<std::string>;
    for (const testing::Bundle& bundle : testing::AllBundles()) {
      for (const v1::Report& report : bundle.request.reports()) {
        for (const auto line : absl::StrSplit(report.text(), '\n', absl::SkipEmpty())) {
          all->emplace_back(line);
        }
      }
    }
    if (all->empty()) Fail("no bundles");
    return all;
  }();
  return *sentences;
}

// Cuts at a character border.
std::string Cut(const std::string& text, size_t begin, size_t end) {
  const auto inside = [&text](size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (inside(begin)) ++begin;
  while (inside(end)) ++end;
  return begin < end ? text.substr(begin, end - begin) : "";
}

std::string Article(FuzzedDataProvider* input, size_t pieces) {
  static constexpr const char* kJoints[] = {" ",
                                            "\n",
                                            "\n\n",
                                            " \"",
                                            "\" ",
                                            ", ",
                                            " (",
                                            ") ",
                                            " - ",
                                            "... ",
                                            "\u201C",
                                            "\u201D ",
                                            "' ",
                                            "; ",
                                            ": ",
                                            "",
                                            " said that ",
                                            " denied that ",
                                            ". ",
                                            ".\" ",
                                            "?\" ",
                                            "!",
                                            ", police said. ",
                                            " according to "};
  std::string article;
  for (size_t i = 0; i < pieces && input->remaining_bytes() > 0; ++i) {
    const std::string& sentence =
        Sentences()[input->ConsumeIntegralInRange<size_t>(0, Sentences().size() - 1)];
    switch (input->ConsumeIntegralInRange(0, 7)) {
      case 0: {
        const std::string raw = input->ConsumeRandomLengthString(40);
        if (text::FindInvalidUtf8(raw) == absl::string_view::npos) article += raw;
        break;
      }
      case 1:
        article += Cut(sentence, 0, input->ConsumeIntegralInRange<size_t>(0, sentence.size()));
        break;
      case 2:
        article += Cut(sentence, input->ConsumeIntegralInRange<size_t>(0, sentence.size()),
                       sentence.size());
        break;
      default:
        article += sentence;
        break;
    }
    article += input->PickValueInArray(kJoints);
  }
  return article;
}

void Fill(FuzzedDataProvider* input, v1::Report* report) {
  if (input->ConsumeBool()) {
    report->mutable_publish_time()->set_seconds(
        input->ConsumeIntegralInRange<int64_t>(-30610224000, 221845391999));
  }
  if (input->ConsumeBool()) report->set_headline(Article(input, 1));
  if (input->ConsumeIntegralInRange(0, 3) == 0) {
    report->set_html("<article><h1>" + Article(input, 1) + "</h1><p>" + Article(input, 5) +
                     "</p><p>" + Article(input, 5) + "</p></article>");
  } else {
    report->set_text(Article(input, 10));
  }
}

void CheckStatus(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kInvalidArgument) Fail(status.ToString());
}

}  // namespace
}  // namespace parallax

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace parallax;   // NOLINT: the entry point has a fixed name
  if (size > 4096) return 0;  // longer inputs only repeat what shorter ones do, slower
  FuzzedDataProvider input(data, size);
  static const api::Limits limits;
  ByteBudget budget(0);
  const service::Workshop workshop = {.backend = &Engine(),
                                      .limits = &limits,
                                      .followed_bytes = &budget,
                                      .parallel = engine::Sequentially};
  if (input.ConsumeBool()) {
    v1::AnalyzeReportRequest request;
    Fill(&input, request.mutable_report());
    const v1::Report asked = request.report();
    v1::AnalyzeReportResponse response;
    const absl::Status status =
        testing::Ask(workshop, service::MakeAnalyzeReportCall(), &request, &response);
    if (!status.ok()) {
      CheckStatus(status);
      return 0;
    }
    const std::vector<std::string> wrong = testing::WrongWith(asked, response.analysis());
    if (!wrong.empty()) Fail(wrong.front());
    return 0;
  }
  v1::CompareReportsRequest request;
  request.set_view(v1::CompareReportsRequest::FULL);
  for (int i = 0; i < 3; ++i) Fill(&input, request.add_reports());
  const v1::CompareReportsRequest asked = request;
  v1::CompareReportsResponse response;
  const absl::Status status =
      testing::Ask(workshop, service::MakeCompareReportsCall(), &request, &response);
  if (!status.ok()) {
    CheckStatus(status);
    return 0;
  }
  const std::vector<std::string> wrong = testing::WrongWith(asked, response);
  if (!wrong.empty()) Fail(wrong.front());
  return 0;
}
