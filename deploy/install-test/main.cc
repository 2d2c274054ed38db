// Compares two reports with the service in this process: what the README shows, as a program.
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <iostream>

#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/service/server.h"

int main() {
  const auto server = parallax::service::Server::Start({});
  if (!server.ok()) {
    std::cerr << server.status() << "\n";
    return 1;
  }
  const auto stub = parallax::v1::FramingService::NewStub((*server)->InProcessChannel());

  parallax::v1::CompareReportsRequest request;
  request.add_reports()->set_text("The minister resigned on Monday. Eight aides left with her.");
  request.add_reports()->set_text("The minister reportedly resigned on Monday.");
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  parallax::v1::CompareReportsResponse response;
  const grpc::Status status = stub->CompareReports(&context, request, &response);
  if (!status.ok()) {
    std::cerr << status.error_message() << "\n";
    return 1;
  }
  std::cout << response.facts_size() << " facts, " << response.differences_size()
            << " differences\n";
  return response.profiles_size() == 2 ? 0 : 1;
}
