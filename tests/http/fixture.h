// A server with its HTTP port in the test's own process, and callers that keep to no protocol.
#ifndef PARALLAX_TESTS_HTTP_FIXTURE_H_
#define PARALLAX_TESTS_HTTP_FIXTURE_H_

#include <arpa/inet.h>
#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "server/http/http_server.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/service/server.h"
#include "tests/service/fake_backend.h"
#include "tests/service/fixture.h"

namespace parallax::testing {

inline int PortOf(const std::string& address) {
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port)) << address;
  return port;
}

// A connection by hand.
class RawClient {
 public:
  explicit RawClient(const std::string& address) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(PortOf(address)));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { close(socket_); }

  // Whether all of it was taken.
  bool Send(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }
  void EndSending() { shutdown(socket_, SHUT_WR); }
  // All that comes until the other side closes.
  std::string ReadAll() {
    std::string all;
    while (Read(&all)) {
    }
    return all;
  }
  // All that comes until it holds `what`, or the other side closes.
  std::string ReadUntil(absl::string_view what) {
    std::string all;
    while (all.find(std::string(what)) == std::string::npos && Read(&all)) {
    }
    return all;
  }
  // Whether the other side closed, which is waited for.
  bool WaitForEnd() {
    std::string rest;
    while (Read(&rest)) {
    }
    return ended_;
  }

 private:
  bool Read(std::string* all) {
    pollfd ready = {.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, static_cast<int>(absl::ToInt64Milliseconds(kPatience))) <= 0) return false;
    char bytes[4096];
    const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
    ended_ = count <= 0;
    if (ended_) return false;
    all->append(bytes, static_cast<size_t>(count));
    return true;
  }

  const int socket_;
  bool ended_ = false;
};

inline constexpr char kTwoReports[] =
    R"({"reports": [{"text": "It shut on Monday ."}, {"text": "It shut on Monday ."}]})";

class HttpTest : public ServiceTest {
 protected:
  HttpTest() : metrics_({.version = "1.2.3", .model = "abc"}) { options_.observer = &metrics_; }
  // Before what it calls into.
  ~HttpTest() override {
    http_.reset();
    server_.reset();
  }

  // To be called once, after options_, http_options_ and backend_ are as the test wants them.
  void StartHttp() {
    Start();
    ASSERT_NE(server_, nullptr);
    auto started = http::HttpServer::Start(http_options_, options_, server_.get(), &metrics_);
    ASSERT_TRUE(started.ok()) << started.status();
    http_ = *std::move(started);
  }

  httplib::Client Client() const {
    httplib::Client client("127.0.0.1", PortOf(http_->address()));
    client.set_read_timeout(absl::ToInt64Seconds(kPatience));
    client.set_write_timeout(absl::ToInt64Seconds(kPatience));
    return client;
  }
  httplib::Result Post(const std::string& path, const std::string& body,
                       const httplib::Headers& headers = {}) const {
    return Client().Post(path, headers, body, "application/json");
  }
  std::string Get(const std::string& path) const {
    const httplib::Result result = Client().Get(path);
    EXPECT_TRUE(result) << httplib::to_string(result.error());
    return result ? result->body : "";
  }

  http::HttpOptions http_options_;
  http::Metrics metrics_;
  std::unique_ptr<http::HttpServer> http_;
};

// The reason in an error's JSON.
inline std::string ReasonIn(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("details")) return "no details: " + body;
  for (const auto& detail : json["details"]) {
    if (detail["@type"] == "type.googleapis.com/google.rpc.ErrorInfo") return detail["reason"];
  }
  return "no reason: " + body;
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_HTTP_FIXTURE_H_
