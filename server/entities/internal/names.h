// Names: how they are written, and which of them can name the same thing.
#ifndef PARALLAX_SERVER_ENTITIES_INTERNAL_NAMES_H_
#define PARALLAX_SERVER_ENTITIES_INTERNAL_NAMES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/base/range.h"
#include "server/entities/entities.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::entities::internal {

enum class Gender : uint8_t { kUnknown, kMale, kFemale };

struct Name {
  std::vector<std::string> words;  // lower case, without titles, "the", "'s" and "Inc"; never empty
  bool acronym = false;            // one word written in capitals: NATO, U.N.
  Type type = Type::kUnspecified;
  Gender gender = Gender::kUnknown;  // by title or first name
};

// The name in `tokens`; `words` is empty where nothing but titles stands there.
Name ReadName(const text::Document& document, TokenRange tokens, Type type);

// Groups names that name the same thing: the same words; a surname or first name and the one full
// name that has it; an acronym and the one name with these initials; a shorter form of a body's
// name. Gives for each name the index of the first name of its group. What is joined does not
// depend on the order. n log n for names that share words no more than real ones do, and bounded
// for all.
std::vector<uint32_t> GroupNames(std::span<const Name> names);

// Minister, president, captain: a word before a name that says what the person is. Lower case.
bool IsTitle(absl::string_view word);
// Mr -> kMale, Mrs -> kFemale, minister -> kUnknown.
Gender GenderOfTitle(absl::string_view word);
Gender GenderOfFirstName(absl::string_view word);

}  // namespace parallax::entities::internal

#endif  // PARALLAX_SERVER_ENTITIES_INTERNAL_NAMES_H_
