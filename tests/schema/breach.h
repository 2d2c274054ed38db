// Whether JSON keeps to a schema, of the words that the project's own schemas use.
#ifndef PARALLAX_TESTS_SCHEMA_BREACH_H_
#define PARALLAX_TESTS_SCHEMA_BREACH_H_

#include <nlohmann/json.hpp>
#include <string>

namespace parallax::testing {

// Where `value` does not keep to `schema`, "$.begin: no integer"; empty where it does. References
// are looked up in `document`; `path` is what the value is called.
std::string FindBreach(const nlohmann::json& document, const nlohmann::json& schema,
                       const nlohmann::json& value, const std::string& path);

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SCHEMA_BREACH_H_
