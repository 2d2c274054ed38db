// The language of a report's prose.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_PROSE_LANGUAGE_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_PROSE_LANGUAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/text/document.h"

namespace parallax::text::internal {

// The prose of the sentences, what stands in double quotation marks left out: a source may speak
// any language. `headline` and `body` as read.
std::string ProseOf(absl::string_view headline, absl::string_view body,
                    const std::vector<Sentence>& sentences);

// The language of `prose` as a BCP 47 tag, "en" where it is too short or not plain enough to say:
// to refuse an English report costs more than to read a foreign one. By Compact Language Detector 2
// (character n-grams), overruled where the text is full of English function words. Linear;
// stateless, safe for concurrent use.
std::string LanguageOf(absl::string_view prose);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_PROSE_LANGUAGE_H_
