// The OpenAPI document of the HTTP port, made from the .proto files and the paths of the port.
#ifndef PARALLAX_TESTS_HTTP_OPENAPI_H_
#define PARALLAX_TESTS_HTTP_OPENAPI_H_

#include <string>

namespace parallax::testing {

// What proto/openapi.json must hold. `descriptors`: a file of protoc's --descriptor_set_out, with
// imports and source info. Ends the program where it cannot be read.
std::string MakeOpenApiDocument(const std::string& descriptors);

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_HTTP_OPENAPI_H_
