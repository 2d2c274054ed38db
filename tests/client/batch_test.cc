// Many bundles in one run.
#include "client/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/internal/batch_source.h"
#include "tests/client/scripted_service.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BatchTest : public RunTest {
 protected:
  static std::vector<std::string> Lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  static std::string Content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // A bundle a line, the first report of each named after its place.
  std::string Bundles(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&text, R"({"reports": [{"id": "n)", i, R"(", "text": "x"}, )",
                      R"({"id": "b", "text": "y"}, {"id": "c", "text": "z"}]})", "\n");
    }
    return File("bundles.jsonl", text);
  }
};

TEST_F(BatchTest, AnswersEachLineByALine) {
  const std::string path = File("r.jsonl",
                                "{\"reports\": [{\"text\": \"x\"}, {\"text\": \"y\"}]}\n\n"
                                "{\"reports\": [{\"text\": \"x\"}]}\n"
                                "nonsense\n"
                                "{\"reports\": [{\"text\": \"x\"}, {\"text\": \"z\"}]}");
  EXPECT_EQ(Run({"compare", "--request=" + path, "--format=jsonl"}), kExitUsage);
  std::istringstream lines(out_.str());
  std::vector<std::string> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(line);
  ASSERT_EQ(answers.size(), 4);
  EXPECT_THAT(answers[0], StartsWith("{\"facts\":["));
  EXPECT_THAT(answers[1], StartsWith("{\"error\":{\"code\":3,\"message\":\"1 violation\""));
  EXPECT_THAT(answers[1], HasSubstr("google.rpc.BadRequest"));
  EXPECT_THAT(answers[2], HasSubstr("line 4: not a CompareReportsRequest"));
  EXPECT_EQ(answers[3], answers[0]);
}

TEST_F(BatchTest, KeepsTheOrderWithManyAtATime) {
  service_.echo_ids = true;
  EXPECT_EQ(Run({"compare", "--request=" + Bundles(60), "--format=jsonl", "--jobs=8"}), kExitDone);
  const std::vector<std::string> answers = Lines(out_.str());
  ASSERT_THAT(answers, SizeIs(60));
  for (size_t i = 0; i < answers.size(); ++i) {
    ASSERT_THAT(answers[i], HasSubstr(absl::StrCat("\"reportId\":\"n", i, "\"")));
  }
}

TEST_F(BatchTest, SaysWhetherAnyBundleHasAGraveDifference) {
  const std::string request = "--request=" + Bundles(3);
  EXPECT_EQ(Run({"compare", request, "--format=jsonl", "--fail-on=high"}), kExitFound);
  service_.answer.clear_differences();
  EXPECT_EQ(Run({"compare", request, "--format=jsonl", "--fail-on=high"}), kExitDone);
}

TEST_F(BatchTest, GoesOnBehindTheAnswersThatAreThere) {
  service_.echo_ids = true;
  const std::string request = "--request=" + Bundles(10);
  const std::string output = folder_ + "/answers.jsonl";
  ASSERT_EQ(Run({"compare", request, "--format=jsonl", "--output=" + output}), kExitDone);
  EXPECT_EQ(out_.str(), "");
  const std::string whole = Content(output);
  ASSERT_THAT(Lines(whole), SizeIs(10));
  // A run that was killed: four answers and a piece of the fifth.
  size_t at = 0;
  for (int i = 0; i < 4; ++i) at = whole.find('\n', at) + 1;
  std::ofstream(output) << whole.substr(0, at + 25);
  service_.compare_requests.clear();
  EXPECT_EQ(Run({"compare", request, "--format=jsonl", "--output=" + output, "--resume"}),
            kExitDone);
  EXPECT_EQ(Content(output), whole);
  EXPECT_THAT(service_.compare_requests, SizeIs(6)) << "the first four are not asked about again";
  // Nothing is left to do.
  EXPECT_EQ(Run({"compare", request, "--format=jsonl", "--output=" + output, "--resume"}),
            kExitDone);
  EXPECT_EQ(Content(output), whole);
}

TEST_F(BatchTest, GoesOnWithNothingButItsOwnAnswers) {
  service_.echo_ids = true;
  const std::string output = folder_ + "/answers.jsonl";
  const std::string bundles = Bundles(4);
  const auto run = [&](const std::string& request, bool resume) {
    std::vector<std::string> words = {"compare", "--request=" + request, "--format=jsonl",
                                      "--output=" + output};
    if (resume) words.push_back("--resume");
    return Run(words);
  };
  ASSERT_EQ(run(bundles, false), kExitDone);
  EXPECT_EQ(run(bundles, false), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("is there already"));
  const std::string others =
      File("others.jsonl", Content(bundles).substr(Content(bundles).find('\n') + 1) +
                               "{\"reports\": [{\"id\": \"q\"}]}\n");
  EXPECT_EQ(run(others, true), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("made from other input"));
  const std::string fewer = File("fewer.jsonl", "{\"reports\": []}\n");
  EXPECT_EQ(run(fewer, true), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("more answers than there are bundles"));
}

TEST_F(BatchTest, TakesEachFolderForABundle) {
  service_.echo_ids = true;
  for (const char* folder : {"archive/one", "archive/two", "archive/three"}) {
    std::filesystem::create_directories(folder_ + "/" + folder);
    for (const char* name : {"a", "b"}) {
      File(absl::StrCat(folder, "/", name, "-", folder + 8, ".txt"), "Head\n\nBody.");
    }
  }
  File("archive/two/c.txt", "caf\xe9");
  EXPECT_EQ(Run({"compare", "--format=jsonl", folder_ + "/archive"}), kExitUsage);
  const std::vector<std::string> answers = Lines(out_.str());
  ASSERT_THAT(answers, SizeIs(3));
  EXPECT_THAT(answers[0], HasSubstr("\"reportId\":\"a-one\""));
  EXPECT_THAT(answers[1], HasSubstr("\"reportId\":\"a-three\""));
  EXPECT_THAT(answers[2], HasSubstr("c.txt: not UTF-8")) << "and the others are answered";
}

TEST_F(BatchTest, SaysThatTheAnswersCannotBeWritten) {
  EXPECT_EQ(Run({"compare", "--request=" + Bundles(3), "--format=jsonl", "--output=/dev/full"}),
            kExitUsage);
  EXPECT_EQ(Run({"compare", "--request=" + folder_ + "/none", "--format=jsonl"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("none: No such file"));
}

TEST_F(BatchTest, KnowsHowMuchOfItsInputItHasGiven) {
  const auto source = BatchSource::OfLines(File("four.jsonl", "{a}\n\n{b}\n{c}\n"));
  ASSERT_TRUE(source.ok());
  EXPECT_EQ((*source)->Next()->number, 1);
  EXPECT_EQ((*source)->Next()->number, 3) << "of the line, empty ones counted";
  EXPECT_GT((*source)->share(), 0.6);
  EXPECT_LT((*source)->share(), 0.8);
  EXPECT_EQ((*source)->Next()->line, "{c}");
  EXPECT_EQ((*source)->share(), 1);
  EXPECT_FALSE((*source)->Next().has_value());
}

}  // namespace
}  // namespace parallax::client
