// Closed lists of nouns and first names that tell what kind of thing a mention is.
#ifndef PARALLAX_SERVER_ENTITIES_INTERNAL_WORD_LISTS_H_
#define PARALLAX_SERVER_ENTITIES_INTERNAL_WORD_LISTS_H_

#include "absl/strings/string_view.h"

namespace parallax::entities::internal {

// All take lower-case words (nouns: lemmas).
bool IsMaleFirstName(absl::string_view word);
bool IsFemaleFirstName(absl::string_view word);
bool IsMaleNoun(absl::string_view word);    // man, king, widower
bool IsFemaleNoun(absl::string_view word);  // woman, queen, actress
// president, suspect, teacher; also by ending: -er, -ist, -man.
bool IsPersonNoun(absl::string_view word);
// police, crowd, family, voters: people taken together.
bool IsGroupNoun(absl::string_view word);
// ministry, company, party, court.
bool IsOrganizationNoun(absl::string_view word);
// city, river, hospital.
bool IsLocationNoun(absl::string_view word);
// president, minister, spokesman: words that stand before a name as titles.
bool IsTitleNoun(absl::string_view word);
// people, thing, time, way: say too little to know one mention by another.
bool IsGenericNoun(absl::string_view word);

}  // namespace parallax::entities::internal

#endif  // PARALLAX_SERVER_ENTITIES_INTERNAL_WORD_LISTS_H_
