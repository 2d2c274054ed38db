#include "server/commitment/internal/scare_quotes.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/attribution/quotations.h"

namespace parallax::commitment::internal {
namespace {

using attribution::Quotation;
using language::Upos;

constexpr uint32_t kMaxWords = 4;

// The words between two tokens in lower case, one blank between them.
std::string Key(const text::Document& document, const language::Annotation& annotation,
                TokenRange range) {
  std::string key;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (annotation.word(i).upos == Upos::kPunct) continue;
    absl::StrAppend(&key, key.empty() ? "" : " ", absl::AsciiStrToLower(document.text(i)));
  }
  return key;
}

}  // namespace

std::vector<ScareQuote> FindScareQuotes(const text::Document& document,
                                        const language::Annotation& annotation,
                                        const attribution::AttributionSet& attributions) {
  const std::vector<Quotation>& quotations = attributions.quotations;
  std::vector<bool> held(document.tokens().size(), false);
  for (const attribution::Attribution& a : attributions.attributions) {
    for (TokenRange part : a.content) {
      std::fill(held.begin() + part.begin, held.begin() + part.end, true);
    }
  }
  // Every run of up to four words that stands in a longer quotation.
  absl::flat_hash_set<std::string> spoken;
  for (const Quotation& quotation : quotations) {
    const TokenRange inside = attribution::Inside(quotation);
    if (quotation.depth > 0 || inside.size() <= kMaxWords + 2) continue;
    for (uint32_t i = inside.begin; i < inside.end; ++i) {
      for (uint32_t n = 1; n <= kMaxWords && i + n <= inside.end; ++n) {
        spoken.insert(Key(document, annotation, {i, i + n}));
      }
    }
  }
  std::vector<ScareQuote> result;
  for (uint32_t q = 0; q < quotations.size(); ++q) {
    const Quotation& quotation = quotations[q];
    const TokenRange inside = attribution::Inside(quotation);
    if (inside.empty() || !quotation.closed || held[quotation.tokens.begin]) continue;
    uint32_t words = 0;
    bool predicate = false, ends_clause = false;
    for (uint32_t i = inside.begin; i < inside.end; ++i) {
      if (annotation.word(i).upos == Upos::kPunct) {
        ends_clause |= document.text(i) == "." || document.text(i) == "?" ||
                       document.text(i) == "!" || document.text(i) == ",";
        continue;
      }
      ++words;
      predicate |= annotation.has(i, language::kVerbFin);
    }
    if (words == 0 || words > kMaxWords || predicate || ends_clause) continue;
    if (!attribution::IsSpeech(quotation, document, annotation)) continue;
    if (spoken.contains(Key(document, annotation, inside))) continue;
    result.push_back({q});
  }
  return result;
}

}  // namespace parallax::commitment::internal
