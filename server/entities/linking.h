// Entities across reports: which entities of different reports are the same person, body or thing.
//
// Ownership, thread safety: plain values; pointers in the input are borrowed for the call.
#ifndef PARALLAX_SERVER_ENTITIES_LINKING_H_
#define PARALLAX_SERVER_ENTITIES_LINKING_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/entities/entities.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::entities {

struct ReportView {
  const text::Document* document = nullptr;
  const language::Annotation* annotation = nullptr;
  const EntitySet* entities = nullptr;
};

struct LinkedEntity {
  struct Member {
    uint32_t report = 0;  // index into the reports given
    uint32_t entity = 0;  // into the EntitySet of that report
  };
  std::string name;
  Type type = Type::kUnspecified;
  std::vector<Member> members;  // by report, then by entity
};

struct LinkedEntities {
  std::vector<LinkedEntity> entities;            // most widely carried first
  std::vector<std::vector<uint32_t>> linked_of;  // [report][entity] -> index into entities
};

// Links by name variants, acronyms, titles and roles. Every entity of every report ends up in just
// one LinkedEntity. The order of reports changes the order of the answer, not which are joined.
// Errors: only those of `context`.
absl::StatusOr<LinkedEntities> LinkEntities(std::span<const ReportView> reports,
                                            const CallContext& context);

}  // namespace parallax::entities

#endif  // PARALLAX_SERVER_ENTITIES_LINKING_H_
