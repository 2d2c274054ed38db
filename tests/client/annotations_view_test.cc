#include "client/annotations_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client/json.h"
#include "google/protobuf/struct.pb.h"
#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

Struct Parse(const std::string& json) {
  Struct parsed;
  const absl::Status status = FromJson(json, "annotations", parsed);
  EXPECT_TRUE(status.ok()) << status << json;
  return parsed;
}

const Value& At(const Struct& object, const std::string& key) {
  static const Value none;
  const auto found = object.fields().find(key);
  EXPECT_NE(found, object.fields().end()) << key;
  return found == object.fields().end() ? none : found->second;
}

const Struct& Item(const Struct& collection, int i) {
  return At(At(collection, "first").struct_value(), "items").list_value().values(i).struct_value();
}

const Struct& Target(const Struct& item, int i) {
  return At(item, "target").list_value().values(i).struct_value();
}

const Struct& Selector(const Struct& target, int i) {
  return At(target, "selector").list_value().values(i).struct_value();
}

v1::CompareReportsResponse WithSentences() {
  v1::CompareReportsResponse response = SmallComparison();
  response.mutable_differences(0)->set_key("00ff");
  v1::ReportAnalysis& analysis = *response.add_analyses();
  analysis.set_report_id("a");
  v1::Span& sentence = *analysis.add_sentences()->mutable_span();
  sentence.set_section(v1::Span::BODY);
  sentence.set_text("“Città”: closed the bridge on Monday, as was announced by all of the papers.");
  v1::Span& span =
      *response.mutable_differences(0)->mutable_positions(0)->mutable_evidence(0)->mutable_span();
  span.set_begin(9);
  span.set_end(26);
  return response;
}

TEST(Annotations, AreACollectionOfTheW3cModel) {
  const Struct collection = Parse(RenderAnnotations(WithSentences(), {{"a", "https://post/1"}}));
  EXPECT_EQ(At(collection, "@context").string_value(), "http://www.w3.org/ns/anno.jsonld");
  EXPECT_EQ(At(collection, "type").string_value(), "AnnotationCollection");
  EXPECT_EQ(At(collection, "total").number_value(), 3);
  const Struct& item = Item(collection, 0);
  EXPECT_EQ(At(item, "type").string_value(), "Annotation");
  EXPECT_EQ(At(item, "id").string_value(), "urn:parallax:difference:00ff");
  const auto& bodies = At(item, "body").list_value();
  EXPECT_EQ(At(bodies.values(0).struct_value(), "value").string_value(),
            "The Post states it, the Times alleges it.");
  EXPECT_EQ(At(bodies.values(1).struct_value(), "purpose").string_value(), "tagging");
  EXPECT_EQ(At(bodies.values(1).struct_value(), "value").string_value(), "commitment");
  EXPECT_EQ(At(bodies.values(2).struct_value(), "value").string_value(), "high");
}

TEST(Annotations, PointToEachPassageByQuotationAndPosition) {
  const Struct collection = Parse(RenderAnnotations(WithSentences(), {{"a", "https://post/1"}}));
  const Struct& first = Target(Item(collection, 0), 0);
  EXPECT_EQ(At(first, "source").string_value(), "https://post/1");
  const Struct& quote = Selector(first, 0);
  EXPECT_EQ(At(quote, "type").string_value(), "TextQuoteSelector");
  EXPECT_EQ(At(quote, "exact").string_value(), "closed the bridge");
  EXPECT_EQ(At(quote, "prefix").string_value(), "“Città”: ");
  EXPECT_EQ(At(quote, "suffix").string_value(), " on Monday, as was announced by ")
      << "32 characters at most";
  const Struct& position = Selector(first, 1);
  EXPECT_EQ(At(position, "type").string_value(), "TextPositionSelector");
  EXPECT_EQ(At(position, "start").number_value(), 9);
  EXPECT_EQ(At(position, "end").number_value(), 26);
  // A report without an address, and a passage that is not in the body.
  const Struct& second = Target(Item(collection, 0), 1);
  EXPECT_EQ(At(second, "source").string_value(), "urn:parallax:report:b");
  const Struct& headline = Target(Item(collection, 1), 0);
  EXPECT_EQ(At(headline, "selector").list_value().values_size(), 1) << "quotation alone";
}

TEST(Annotations, HoldWhateverAReportSaysAsText) {
  v1::CompareReportsResponse response = WithSentences();
  const std::string hostile = "\"},{\"\\ \n\t\x01 </script>";
  response.mutable_differences(0)->set_explanation(hostile);
  response.mutable_differences(1)->set_key("a b/\"");
  const Struct collection = Parse(RenderAnnotations(response, {{"a", "\" onload="}}));
  EXPECT_EQ(At(At(Item(collection, 0), "body").list_value().values(0).struct_value(), "value")
                .string_value(),
            hostile);
  EXPECT_EQ(At(Item(collection, 1), "id").string_value(), "urn:parallax:difference:a%20b%2f%22");
}

TEST(Annotations, OfNothingAreAnEmptyCollection) {
  const Struct collection = Parse(RenderAnnotations({}, {}));
  EXPECT_EQ(At(collection, "total").number_value(), 0);
  EXPECT_EQ(At(At(collection, "first").struct_value(), "items").list_value().values_size(), 0);
}

}  // namespace
}  // namespace parallax::client
