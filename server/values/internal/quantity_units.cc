#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "server/values/internal/quantity_finder.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {

using language::kNoToken;
using language::Relation;
using language::Upos;

size_t QuantityFinder::ReadUnit(size_t end, bool percent, const std::string& currency, size_t begin,
                                Quantity* quantity) {
  if (percent) return Percent(end, quantity);
  if (!currency.empty()) {
    quantity->kind = QuantityKind::kMoney;
    quantity->unit = currency;
    return end;
  }
  size_t at = end;
  if (Text(at) == "-") ++at;
  // "billions of dollars", "hundreds of miles"
  if (Text(at) == "of" && quantity->approximate &&
      (!CurrencyCode(Text(at + 1)).empty() || !Measure(Text(at + 1)).empty() ||
       !DurationUnit(Text(at + 1)).empty())) {
    ++at;
  }
  const absl::string_view text = Text(at);
  if (text == "%" || text == "percent" || text == "pct" || text == "pc")
    return Percent(at + 1, quantity);
  if (text == "per" && Text(at + 1) == "cent") return Percent(at + 2, quantity);
  if (text == "percentage" && absl::StartsWith(Text(at + 1), "point")) {
    quantity->kind = QuantityKind::kMeasure;
    quantity->unit = "percentage point";
    return at + 2;
  }
  if (absl::string_view code = HundredthCurrencyCode(text); !code.empty()) {
    quantity->kind = QuantityKind::kMoney;
    quantity->unit = std::string(code);
    quantity->low /= 100;
    quantity->high /= 100;
    return at + 1;
  }
  // "20 Canadian dollars"
  size_t currency_at = at;
  static constexpr std::pair<absl::string_view, absl::string_view> kAdjectives[] = {
      {"us", "USD"},        {"american", "USD"}, {"canadian", "CAD"},  {"australian", "AUD"},
      {"swiss", "CHF"},     {"danish", "DKK"},   {"norwegian", "NOK"}, {"swedish", "SEK"},
      {"singapore", "SGD"}, {"egyptian", "EGP"}};
  std::string code;
  for (const auto& [adjective, adjective_code] : kAdjectives) {
    if (text == adjective && !CurrencyCode(Text(at + 1)).empty()) {
      code = std::string(adjective_code);
      currency_at = at + 1;
    }
  }
  if (code.empty()) code = std::string(CurrencyCode(text));
  if (code == "NOK" && SpeaksOfDenmark()) code = "DKK";
  if (!code.empty()) {
    // Weight, not money: "ten pounds of cocaine".
    if (code == "GBP" && Text(currency_at + 1) == "of") {
      quantity->kind = QuantityKind::kMeasure;
      quantity->unit = "pound";
    } else {
      quantity->kind = QuantityKind::kMoney;
      quantity->unit = std::move(code);
    }
    return currency_at + 1;
  }
  size_t unit_at = at;
  std::string prefix;
  if (text == "square" || text == "cubic" || text == "nautical") {
    prefix = std::string(text) + " ";
    ++unit_at;
  }
  if (absl::string_view measure = Measure(Text(unit_at)); !measure.empty()) {
    quantity->kind = QuantityKind::kMeasure;
    quantity->unit = prefix + std::string(measure);
    return unit_at + 1;
  }
  absl::string_view duration = DurationUnit(text);
  if (!duration.empty()) {
    // "year - old", "years old", "years of age"
    size_t next = at + 1;
    if (Text(next) == "-") ++next;
    if (Text(next) == "old" || Text(next) == "olds") {
      quantity->kind = QuantityKind::kAge;
      quantity->unit = std::string(duration);
      return next + 1;
    }
    if (Text(at + 1) == "of" && Text(at + 2) == "age") {
      quantity->kind = QuantityKind::kAge;
      quantity->unit = std::string(duration);
      return at + 3;
    }
    const bool aged = begin > 0 && (Text(begin - 1) == "aged" || Text(begin - 1) == "age");
    quantity->kind = aged ? QuantityKind::kAge : QuantityKind::kDuration;
    quantity->unit = std::string(duration);
    return at + 1;
  }
  if (IsAge(begin, end)) {
    quantity->kind = QuantityKind::kAge;
    quantity->unit = "year";
  }
  return end;
}

bool QuantityFinder::SpeaksOfDenmark() const {
  constexpr size_t kMaxTokens = 1000;
  const size_t size = std::min(syntax_.document().tokens().size(), kMaxTokens);
  for (uint32_t token = 0; token < size; ++token) {
    const absl::string_view text = syntax_.text(token);
    if (text == "Denmark" || text == "Danish" || text == "Copenhagen") return true;
    if (absl::StartsWith(text, "DKr") || absl::StartsWith(text, "DKK")) return true;
    if (text == "Norway" || text == "Norwegian" || text == "Oslo") return false;
  }
  return false;
}

size_t QuantityFinder::Percent(size_t end, Quantity* quantity) {
  quantity->kind = QuantityKind::kPercent;
  quantity->unit = "percent";
  return end;
}

bool QuantityFinder::IsAge(size_t begin, size_t end) const {
  if (begin == 0) return false;
  if (Text(begin - 1) == "aged" || Text(begin - 1) == "age") return true;
  if (Text(begin - 1) != "," || begin < 2) return false;
  const language::Word& before = syntax_.word(TokenOf(begin - 2));
  const bool closes =
      end >= atoms_.size() || Text(end) == "," || Text(end) == "." || Text(end) == "and";
  return closes && before.upos == Upos::kPropn && TokenOf(begin) < sentence_.end &&
         absl::ascii_isdigit(Text(begin)[0]) && Text(begin).size() <= 3 &&
         syntax_.word(TokenOf(begin)).relation != Relation::kNummod;
}

uint32_t QuantityFinder::Counted(size_t number_at, size_t end, const Quantity& quantity) const {
  const TokenRange tokens = quantity.tokens;
  // "20 per cent of voters", "dozens of people", "six of the men"
  const uint32_t after = end < atoms_.size() ? TokenOf(end) : sentence_.end;
  if (after < sentence_.end && Text(end) == "of") {
    const uint32_t noun = syntax_.word(after).head;
    if (noun != kNoToken && noun > after && syntax_.HeadsNounPhrase(noun)) return noun;
  }
  uint32_t top = TokenOf(number_at);
  while (syntax_.word(top).head != kNoToken && tokens.Contains(syntax_.word(top).head)) {
    top = syntax_.word(top).head;
  }
  const language::Word& word = syntax_.word(top);
  if (word.head != kNoToken) {
    const language::Word& head = syntax_.word(word.head);
    const Relation plain = language::Universal(word.relation);
    const bool modifies = plain == Relation::kNummod || plain == Relation::kCompound ||
                          plain == Relation::kAmod || plain == Relation::kNmod ||
                          plain == Relation::kDet;
    const bool unit = quantity.kind == QuantityKind::kCount || plain != Relation::kNmod;
    if (modifies && unit && word.head > top &&
        (head.upos == Upos::kNoun || head.upos == Upos::kPropn)) {
      return word.head;
    }
    if (quantity.kind == QuantityKind::kAge &&
        (plain == Relation::kAppos || plain == Relation::kAmod || plain == Relation::kNummod ||
         plain == Relation::kAcl || plain == Relation::kNmod)) {
      return word.head;
    }
  }
  // Age in a copular clause: "the girl was nine years old".
  if (quantity.kind == QuantityKind::kAge) {
    const uint32_t subject = syntax_.SubjectOf(top);
    if (subject != kNoToken) return subject;
    if (word.head != kNoToken) return syntax_.SubjectOf(word.head);
  }
  // A wrong tree: the run of nouns behind the number.
  if (quantity.kind != QuantityKind::kCount) return kNoToken;
  uint32_t found = kNoToken;
  for (uint32_t token = tokens.end; token < sentence_.end && token < tokens.end + 5; ++token) {
    const Upos tag = syntax_.word(token).upos;
    if (tag == Upos::kNoun || tag == Upos::kPropn) {
      found = token;
    } else if (found != kNoToken || tag != Upos::kAdj) {
      break;
    }
  }
  return found;
}

}  // namespace parallax::values::internal
