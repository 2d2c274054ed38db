// Tokens by the conventions of the Universal Dependencies English treebanks (EWT, GUM 2.15 and
// later): clitics apart (do + n't, Stoltenberg + 's, can + not), hyphenated compounds split
// (long - term) unless the first part is a prefix (co-founder, e-mail), currency and per cent signs
// and units apart ($ 5 m, 20 %), abbreviations with their stop, runs of one mark together (... --).
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_TOKENIZER_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_TOKENIZER_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/base/range.h"

namespace parallax::text::internal {

// Appends the tokens of `range` of `text`, in order, not overlapping, none empty; every character
// that is no space is in one. REQUIRES: `text` is valid UTF-8, `range` at character borders.
// Linear; stateless, safe for concurrent use. Errors: that of `context` when the call has ended.
absl::Status Tokenize(absl::string_view text, ByteRange range, const CallContext& context,
                      std::vector<ByteRange>* tokens);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_TOKENIZER_H_
