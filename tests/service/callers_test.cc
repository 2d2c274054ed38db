#include "server/service/callers.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/api/errors.h"

namespace parallax::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// printf %s s3cret | sha256sum
constexpr char kHash[] = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";
const absl::Time kNow = absl::FromUnixSeconds(1'000'000);

std::shared_ptr<const CallersFile> File(const std::string& text) {
  auto file = CallersFile::Parse(text);
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? std::make_shared<const CallersFile>(*std::move(file)) : nullptr;
}
Credentials Token(const std::string& token) {
  return {.peer = "10.0.0.1", .names = {}, .authorization = "Bearer " + token};
}
Credentials Certificate(const std::string& name) {
  return {.peer = "10.0.0.1", .names = {name}, .authorization = ""};
}

TEST(CallersFileTest, ReadsNamesProofsAndTerms) {
  const auto file = File(absl::StrCat("# who may call\n\ndesk sha256:", kHash,
                                      " rate=2.5 calls=4 share=3  # the desk\n"
                                      "wire\tsan:wire.example\n"));
  ASSERT_EQ(file->size(), 2u);
  const CallersFile::Entry* desk = file->FindToken("s3cret");
  ASSERT_NE(desk, nullptr);
  EXPECT_EQ(desk->name, "desk");
  EXPECT_EQ(desk->terms.calls_per_second, 2.5);
  EXPECT_EQ(desk->terms.calls_at_a_time, 4);
  EXPECT_EQ(desk->terms.share, 3);
  EXPECT_EQ(file->FindToken("s3creT"), nullptr);
  EXPECT_EQ(file->FindToken(""), nullptr);
  ASSERT_NE(file->FindName("wire.example"), nullptr);
  EXPECT_EQ(file->FindName("wire.example")->name, "wire");
  EXPECT_EQ(file->FindName("desk"), nullptr);
}

TEST(CallersFileTest, NamesTheLineThatIsWrongAndNotAWordOfIt) {
  for (const char* line :
       {"desk", "desk sha256:12", "desk token:zembla", "a/b san:zembla", "desk san:zembla rate=0",
        "desk san:zembla rate=zembla", "desk san:zembla zembla=1", "desk san:"}) {
    const absl::Status status = CallersFile::Parse(absl::StrCat("# first\n", line)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << line;
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 2: ")) << line;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("zembla"))) << line;
  }
  EXPECT_FALSE(CallersFile::Parse("# nobody\n").ok());
  EXPECT_THAT(std::string(CallersFile::Parse("a san:x\nb san:x").status().message()),
              HasSubstr("line 2: the same"));
}

TEST(CallersTest, WithoutAFileACallerIsItsCertificateOrItsAddress) {
  Callers callers({});
  auto place = callers.Enter({.peer = "10.0.0.1"}, Callers::Kind::kCall, kNow);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ((*place)->name(), "peer/10.0.0.1");
  place = callers.Enter(Certificate("alpha.example"), Callers::Kind::kCall, kNow);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ((*place)->name(), "certificate/alpha.example");
  // What a token says, nobody has checked.
  place = callers.Enter(Token("s3cret"), Callers::Kind::kCall, kNow);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ((*place)->name(), "peer/10.0.0.1");
}

TEST(CallersTest, WithAFileOnlyThoseInItMayCall) {
  Callers callers({});
  callers.Use(File(absl::StrCat("desk sha256:", kHash, " share=2\nwire san:wire.example")));
  auto place = callers.Enter(Token("s3cret"), Callers::Kind::kCall, kNow);
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ((*place)->name(), "token/desk");
  EXPECT_EQ((*place)->share(), 2);
  place = callers.Enter(Certificate("wire.example"), Callers::Kind::kCall, kNow);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ((*place)->name(), "certificate/wire");
  const auto code = [&](const Credentials& credentials) {
    return callers.Enter(credentials, Callers::Kind::kCall, kNow).status().code();
  };
  EXPECT_EQ(code(Token("other")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(code(Certificate("other.example")), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(code({.peer = "10.0.0.1"}), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(code({.authorization = "Basic s3cret"}), absl::StatusCode::kUnauthenticated);
}

TEST(CallersTest, ANewFileHoldsFromTheNextCallOn) {
  Callers callers({});
  callers.Use(File(absl::StrCat("desk sha256:", kHash)));
  const auto held = callers.Enter(Token("s3cret"), Callers::Kind::kCall, kNow);
  ASSERT_TRUE(held.ok());
  callers.Use(File("wire san:wire.example"));
  EXPECT_FALSE(callers.Enter(Token("s3cret"), Callers::Kind::kCall, kNow).ok());
  EXPECT_EQ(callers.count(), 1u);
}

TEST(CallersTest, BoundsCallsAtATimeOfEachCaller) {
  Callers callers({.calls_at_a_time = 2});
  const auto enter = [&](const std::string& peer) {
    return callers.Enter({.peer = peer}, Callers::Kind::kCall, kNow);
  };
  auto first = enter("a");
  auto second = enter("a");
  ASSERT_TRUE(first.ok() && second.ok());
  const auto third = enter("a");
  EXPECT_EQ(third.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(api::ReasonOf(third.status()), "CALLER_LIMIT");
  EXPECT_TRUE(enter("b").ok());
  first->reset();
  EXPECT_TRUE(enter("a").ok());
}

TEST(CallersTest, BoundsStreamsOfEachCaller) {
  Callers callers({.streams_at_a_time = 1});
  const auto enter = [&](Callers::Kind kind) { return callers.Enter({.peer = "a"}, kind, kNow); };
  const auto stream = enter(Callers::Kind::kStream);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ(api::ReasonOf(enter(Callers::Kind::kStream).status()), "TOO_MANY_EVENTS");
  EXPECT_TRUE(enter(Callers::Kind::kCall).ok());
}

TEST(CallersTest, ARateLetsABurstThroughAndThenSoManyASecond) {
  Callers callers({});
  callers.Use(File(absl::StrCat("desk sha256:", kHash, " rate=5")));
  const auto taken = [&](absl::Time at) {
    int count = 0;
    while (callers.Enter(Token("s3cret"), Callers::Kind::kCall, at).ok()) ++count;
    return count;
  };
  EXPECT_EQ(taken(kNow), 10);  // two seconds' worth
  EXPECT_EQ(taken(kNow), 0);
  EXPECT_EQ(taken(kNow + absl::Seconds(1)), 5);
  EXPECT_EQ(taken(kNow + absl::Hours(1)), 10);
}

}  // namespace
}  // namespace parallax::service
