// The program itself: flags, exit status, signals, what it logs.
#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX, not C++
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "test_messages.pb.h"
#include "tests/service/bundles.h"
#include "tests/service/fixture.h"
#include "tests/service/raw_connection.h"
#include "tests/service/temp_folder.h"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A client that does nothing looks at its connection every 5 s; until then the server, which has
// told it to go, waits.
// NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
[[maybe_unused]] const int kLookOften =
    setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "50", 1);

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

bool ParseLine(absl::string_view line, LogLine* entry) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  return google::protobuf::util::JsonStringToMessage(std::string(line), entry, options).ok();
}

// One run of parallaxd, ended with the test at the latest.
class Program {
 public:
  // `shell`, where given, is what a shell does before.
  explicit Program(std::vector<std::string> arguments, const std::string& shell = "") {
    arguments.insert(arguments.begin(), PARALLAXD);
    if (!shell.empty()) {
      const std::string script = shell + "; exec \"$0\" \"$@\"";
      arguments.insert(arguments.begin(), {"/bin/sh", "-c", script});
    }
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    // Not fork: gRPC's threads may hold locks that the child would wait for.
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const int descriptors[] = {STDOUT_FILENO, STDERR_FILENO};
    for (const int descriptor : descriptors) {
      const std::string path = folder_.File(descriptor == STDOUT_FILENO ? "out" : "err");
      posix_spawn_file_actions_addopen(&files, descriptor, path.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    }
    if (posix_spawn(&pid_, argv[0], &files, nullptr, argv.data(), environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&files);
  }
  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  // Exit status, or 1000 and the number of the signal that ended it, or -1 where it does not end.
  int Wait(absl::Duration patience = kPatience) {
    const absl::Time give_up = absl::Now() + patience;
    if (pid_ <= 0) return 127;
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (absl::Now() > give_up) return -1;
      absl::SleepFor(absl::Milliseconds(5));
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  void Signal(int signal) { kill(pid_, signal); }
  std::string Out() const { return Contents(folder_.File("out")); }
  std::string Err() const { return Contents(folder_.File("err")); }

  // The address from the log, which must be JSON.
  std::string Address() const {
    const absl::Time give_up = absl::Now() + kPatience;
    while (absl::Now() < give_up) {
      for (const absl::string_view line : absl::StrSplit(Err(), '\n')) {
        LogLine entry;
        if (absl::StrContains(line, "\"listening\"") && ParseLine(line, &entry)) {
          return entry.address();
        }
      }
      absl::SleepFor(absl::Milliseconds(5));
    }
    return "";
  }

 private:
  TempFolder folder_;
  pid_t pid_ = -1;
};

std::unique_ptr<v1::FramingService::Stub> StubFor(const std::string& address) {
  return v1::FramingService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

TEST(ParallaxdTest, ServesUntilItIsToldToStop) {
  Program server({"--port=0", "--log_format=json", "--drain_delay=0s"});
  const std::string address = server.Address();
  ASSERT_NE(address, "") << server.Err();
  EXPECT_EQ(Program({"--health=" + address}).Wait(), 0);

  const v1::CompareReportsRequest request = AllBundles().front().request;
  v1::CompareReportsResponse response;
  grpc::ClientContext context;
  SetDeadline(&context);
  const grpc::Status status = StubFor(address)->CompareReports(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_GT(response.facts_size(), 0);

  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0) << server.Err();
  EXPECT_THAT(server.Err(), AllOf(HasSubstr("\"method\":\"CompareReports\",\"code\":\"OK\""),
                                  HasSubstr("\"stopping\""), HasSubstr("\"stopped\"")));
  Program probe({"--health=" + address});
  EXPECT_EQ(probe.Wait(), 1);
  EXPECT_THAT(probe.Err(), HasSubstr(address));
}

TEST(ParallaxdTest, LogsNothingOfTheReports) {
  Program server({"--port=0", "--log_format=json", "--drain_delay=0s"});
  const auto stub = StubFor(server.Address());
  v1::CompareReportsRequest request;
  for (int i = 0; i < 2; ++i) {
    v1::Report* report = request.add_reports();
    report->set_outlet("Zembla Gazette");
    report->set_headline("Zembla fell");
    report->set_text("The Zembla regime fell on Monday, officials said.");
    report->set_uri("https://example.org/zembla");
  }
  for (const char* id : {"fine", "zembla zembla"}) {
    request.mutable_reports(0)->set_id(id);
    grpc::ClientContext context;
    SetDeadline(&context);
    v1::CompareReportsResponse response;
    EXPECT_EQ(stub->CompareReports(&context, request, &response).ok(), id == std::string("fine"));
  }
  request.mutable_reports(1)->set_text("Zembl\xe4 fell.");
  grpc::ClientContext context;
  SetDeadline(&context);
  v1::CompareReportsResponse response;
  EXPECT_FALSE(stub->CompareReports(&context, request, &response).ok());
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  EXPECT_THAT(server.Err(), HasSubstr("INVALID_REQUEST"));
  EXPECT_THAT(absl::AsciiStrToLower(server.Err()), Not(HasSubstr("zembl")));
  // Every line is an object, the libraries' own included.
  for (const absl::string_view line : absl::StrSplit(server.Err(), '\n', absl::SkipEmpty())) {
    LogLine entry;
    EXPECT_TRUE(ParseLine(line, &entry)) << line;
  }
}

TEST(ParallaxdTest, SigtermUnderLoadLosesNoCallBeforeThePortCloses) {
  // A call may take minutes under a sanitizer; what counts here is that none is cut off.
  Program server({"--port=0", "--log_format=json", "--drain_delay=3s", "--threads=2", "--grace=10m",
                  "--max_call_time=10m", "--max_queue_time=10m"});
  const std::string address = server.Address();
  ASSERT_NE(address, "");
  const v1::CompareReportsRequest request = AllBundles().front().request;
  std::atomic<int> answered{0}, turned_away{0}, other{0};
  std::atomic<bool> leave{false};
  std::vector<std::thread> callers;
  callers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const auto stub = StubFor(address);
      // A caller that heeds health goes on for a while after the signal, then goes elsewhere.
      while (!leave) {
        grpc::ClientContext context;
        SetDeadline(&context);
        v1::CompareReportsResponse response;
        const grpc::Status status = stub->CompareReports(&context, request, &response);
        if (status.ok()) {
          ++answered;
        } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
          ++turned_away;
        } else {
          ++other;
        }
      }
    });
  }
  const absl::Time give_up = absl::Now() + kPatience;
  while (answered < 20 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_GE(answered, 4);
  server.Signal(SIGTERM);
  absl::SleepFor(absl::Milliseconds(200));
  leave = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(server.Wait(), 0) << server.Err();
  EXPECT_EQ(turned_away, 0);
  EXPECT_EQ(other, 0);
}

TEST(ParallaxdTest, ASecondSignalEndsItAtOnce) {
  Program server({"--port=0", "--log_format=json", "--drain_delay=1h"});
  ASSERT_NE(server.Address(), "");
  server.Signal(SIGTERM);
  const absl::Time give_up = absl::Now() + kPatience;
  while (!absl::StrContains(server.Err(), "draining") && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(server.Wait(absl::Milliseconds(100)), -1);
  server.Signal(SIGINT);
  EXPECT_EQ(server.Wait(), 128 + SIGINT);
}

TEST(ParallaxdTest, SighupReloadsAndDoesNotKill) {
  TempFolder folder;
  const std::string callers = folder.Write("callers", "desk san:desk.example\n");
  Program server({"--port=0", "--log_format=json", "--drain_delay=0s", "--callers=" + callers});
  const std::string address = server.Address();
  ASSERT_NE(address, "") << server.Err();
  const auto call = [&] {
    grpc::ClientContext context;
    SetDeadline(&context);
    context.AddMetadata("authorization", "Bearer s3cret");
    v1::CompareReportsResponse response;
    return StubFor(address)->CompareReports(&context, SomeReports(), &response).error_code();
  };
  EXPECT_EQ(call(), grpc::StatusCode::UNAUTHENTICATED);
  // printf %s s3cret | sha256sum
  folder.Write("callers",
               "desk sha256:1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0\n");
  server.Signal(SIGHUP);
  const absl::Time give_up = absl::Now() + kPatience;
  while (call() != grpc::StatusCode::OK && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(call(), grpc::StatusCode::OK);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0) << server.Err();
}

TEST(ParallaxdTest, MoreConnectionsThanDescriptorsDoNotEndIt) {
  Program server({"--port=0", "--log_format=json", "--drain_delay=0s"}, "ulimit -n 100");
  const std::string address = server.Address();
  ASSERT_NE(address, "") << server.Err();
  {
    std::vector<RawConnection> connections;
    for (int i = 0; i < 200; ++i) {
      connections.emplace_back(address);
      connections.back().Send("PRI");
    }
    absl::SleepFor(absl::Milliseconds(500));
  }
  grpc::Status status;
  const absl::Time give_up = absl::Now() + kPatience;
  do {
    grpc::ClientContext context;
    SetDeadline(&context);
    v1::CompareReportsResponse response;
    status = StubFor(address)->CompareReports(&context, SomeReports(), &response);
  } while (!status.ok() && absl::Now() < give_up);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST(ParallaxdTest, ValuesOfMalformedHeadersAreNotInTheLog) {
  Program server({"--port=0", "--log_format=json", "--drain_delay=0s"});
  const std::string address = server.Address();
  ASSERT_NE(address, "") << server.Err();
  for (const char* key :
       {":method", ":scheme", ":path", ":authority", "grpc-timeout", "content-type", "te",
        "user-agent", "grpc-encoding", "grpc-accept-encoding", "x-request-id", "traceparent",
        "authorization", "grpc-status", "zembla-bin", "Zembla"}) {
    std::vector<std::pair<std::string, std::string>> headers = {
        {":method", "POST"},
        {":scheme", "http"},
        {":path", "/parallax.v1.FramingService/CompareReports"},
        {":authority", "localhost"},
        {"te", "trailers"},
        {"content-type", "application/grpc"}};
    const auto place = std::find_if(headers.begin(), headers.end(),
                                    [key](const auto& header) { return header.first == key; });
    if (place != headers.end()) headers.erase(place);
    headers.insert(headers.begin(), {key, "zembla=:zembla"});
    const RawConnection connection(address);
    connection.Send(Http2Hello() + Http2Headers(headers));
    connection.ReadToEnd();
  }
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  EXPECT_THAT(absl::AsciiStrToLower(server.Err()), Not(HasSubstr("zembla")));
}

struct UsageCase {
  const char* name;
  std::vector<std::string> arguments;
  int exit;
  const char* says;

  // Without it GoogleTest prints the bytes, addresses among them, into the test's name.
  friend void PrintTo(const UsageCase& usage, std::ostream* out) { *out << usage.name; }
};

class ParallaxdUsageTest : public ::testing::TestWithParam<UsageCase> {};

TEST_P(ParallaxdUsageTest, SaysWhatIsWrong) {
  Program program(GetParam().arguments);
  EXPECT_EQ(program.Wait(), GetParam().exit);
  EXPECT_THAT(program.Out() + program.Err(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Usage, ParallaxdUsageTest,
    ::testing::Values(
        UsageCase{"Remote", {"--host=0.0.0.0"}, 2, "--host: 0.0.0.0 is not loopback"},
        UsageCase{"Range", {"--port=70000"}, 2, "--port: 70000, must be 0 to 65535"},
        UsageCase{"Format", {"--log_format=xml"}, 2, "must be text or json"},
        UsageCase{"Argument", {"serve"}, 2, "unexpected argument serve"},
        UsageCase{"UnknownFlag", {"--prot=1"}, 2, "Unknown command line flag 'prot'"},
        UsageCase{"Certificate",
                  {"--tls_cert=none.crt", "--tls_key=none.key"},
                  2,
                  "--tls_cert: none.crt: not readable"},
        UsageCase{"Model", {"--port=0", "--model=none"}, 2, "--model: none: not readable"},
        UsageCase{"DamagedModel",
                  {"--port=0", "--model=" PARALLAX_TEST_DATA "/run"},
                  2,
                  "--model: " PARALLAX_TEST_DATA "/run: "},
        UsageCase{"Callers",
                  {"--port=0", "--callers=" PARALLAX_TEST_DATA "/run"},
                  2,
                  "--callers: " PARALLAX_TEST_DATA "/run: line "},
        UsageCase{"Memory", {"--port=0", "--memory_limit=67108864"}, 2, "--memory_limit: 64 MiB"},
        UsageCase{"FlagValue", {"--port=x"}, 2, "port"},
        UsageCase{"HealthAddress", {"--health=junk"}, 2, "--health: junk, must be HOST:PORT"},
        UsageCase{"Health", {"--health=127.0.0.1:1"}, 1, "parallaxd: 127.0.0.1:1: no answer"},
        UsageCase{"Key",
                  {"--tls_cert=" PARALLAX_TEST_DATA "/run"},
                  2,
                  "--tls_key: missing beside --tls_cert"},
        UsageCase{"Lexicon",
                  {"--port=0", "--lexicon=" PARALLAX_TEST_DATA "/run"},
                  2,
                  "--lexicon: " PARALLAX_TEST_DATA "/run: "},
        UsageCase{"Style",
                  {"--port=0", "--style=" PARALLAX_TEST_DATA "/run"},
                  2,
                  "--style: " PARALLAX_TEST_DATA "/run: line "},
        UsageCase{"Version", {"--version"}, 0, "parallaxd "},
        UsageCase{"Help", {"--help"}, 0, "SIGTERM or SIGINT"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace parallax::testing
