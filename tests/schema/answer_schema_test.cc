// The schemas in the repository are what the messages say, and answers of the engine keep to them.
#include "tests/schema/answer_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "client/app.h"
#include "client/connection.h"
#include "client/schema.h"
#include "tests/schema/breach.h"

namespace parallax::testing {
namespace {

using Json = nlohmann::json;
using client::Command;

std::string Read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string Sample(const std::string& name) {
  return PARALLAX_TEST_DATA "/samples/diplomats/" + name;
}

// What `parallax WORDS... --format=json` prints.
std::string Answer(std::vector<std::string> words) {
  words.push_back("--format=json");
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  const auto options = client::ParseArguments(arguments);
  EXPECT_TRUE(options.ok()) << options.status();
  const auto connection = client::Connection::Open(*options);
  EXPECT_TRUE(connection.ok()) << connection.status();
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(client::Run(*options, (*connection)->stub(), {.out = out, .err = err}, nullptr), 0)
      << err.str();
  return out.str();
}

Json SchemaOf(Command command) { return Json::parse(std::string(client::AnswerSchema(command))); }

TEST(AnswerSchema, TheFilesSayWhatTheMessagesSay) {
  for (const auto& [name, command] :
       {std::pair{"compare", Command::kCompare}, std::pair{"analyze", Command::kAnalyze}}) {
    const std::string file =
        Read(PARALLAX_TEST_DATA "/../proto/" + std::string(name) + ".schema.json");
    EXPECT_EQ(file, MakeAnswerSchema(name, PARALLAX_DESCRIPTORS))
        << "write it anew: see tests/schema/CMakeLists.txt";
    EXPECT_EQ(file, std::string(client::AnswerSchema(command)));
  }
}

TEST(AnswerSchema, ComparisonsKeepToIt) {
  const Json schema = SchemaOf(Command::kCompare);
  const Json all = Json::parse(Answer({"compare", "--view=full", "--min-confidence=0",
                                       Sample("northline.txt"), Sample("daily-beacon.html")}));
  EXPECT_EQ(FindBreach(schema, schema, all, "$"), "");
  EXPECT_FALSE(all["differences"].empty());
  EXPECT_FALSE(all["analyses"].empty());
  const Json few =
      Json::parse(Answer({"compare", Sample("northline.txt"), Sample("northline.txt")}));
  EXPECT_EQ(FindBreach(schema, schema, few, "$"), "");
  EXPECT_FALSE(few["warnings"].empty());
}

TEST(AnswerSchema, WhatIsGoneSinceABaselineKeepsToIt) {
  const std::string baseline = ::testing::TempDir() + "parallax_answer_schema_test.json";
  std::ofstream(baseline) << Answer(
      {"compare", Sample("northline.txt"), Sample("radio-vostra.txt")});
  const Json answer = Json::parse(Answer(
      {"compare", "--baseline=" + baseline, Sample("northline.txt"), Sample("daily-beacon.html")}));
  std::filesystem::remove(baseline);
  const Json schema = SchemaOf(Command::kCompare);
  EXPECT_EQ(FindBreach(schema, schema, answer, "$"), "");
  EXPECT_FALSE(answer["gone"].empty());
}

TEST(AnswerSchema, AnalysesKeepToIt) {
  const Json schema = SchemaOf(Command::kAnalyze);
  const Json answer = Json::parse(Answer({"analyze", Sample("oresund-courier.html")}));
  EXPECT_EQ(FindBreach(schema, schema, answer, "$"), "");
  EXPECT_FALSE(answer["analysis"]["claims"].empty());
}

TEST(AnswerSchema, WhatIsNoAnswerBreachesIt) {
  const Json schema = SchemaOf(Command::kCompare);
  const Json good =
      Json::parse(Answer({"compare", Sample("northline.txt"), Sample("daily-beacon.html")}));
  Json bad = good;
  bad["differences"][0]["confidence"] = "0.9";
  EXPECT_EQ(FindBreach(schema, schema, bad, "$"), "$.differences[0].confidence: no number");
  bad = good;
  bad["differences"][0]["severity"] = "DIRE";
  EXPECT_EQ(FindBreach(schema, schema, bad, "$"), "$.differences[0].severity: \"DIRE\"");
  bad = good;
  bad.erase("facts");
  EXPECT_EQ(FindBreach(schema, schema, bad, "$"), "$: without \"facts\"");
  bad = good;
  bad["zembla"] = 1;
  EXPECT_EQ(FindBreach(schema, schema, bad, "$"), "$.zembla: not in the document");
}

TEST(AnswerSchema, EveryMemberIsExplained) {
  for (const Command command : {Command::kCompare, Command::kAnalyze}) {
    const Json schema = SchemaOf(command);
    Json parts = schema["$defs"];
    parts["$"] = schema;
    for (const auto& [name, part] : parts.items()) {
      EXPECT_FALSE(part.value("description", "").empty()) << name;
      if (!part.contains("properties")) continue;
      for (const auto& [member, property] : part["properties"].items()) {
        EXPECT_FALSE(property.value("description", "").empty()) << name << "." << member;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::testing
