#include "server/text/internal/token_words.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/text/internal/characters.h"

namespace parallax::text::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

Words MakeWords(absl::string_view words) {
  return Words(absl::StrSplit(words, ' ', absl::SkipEmpty()));
}

bool IsAsciiAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

size_t WebAddressSize(absl::string_view rest) {
  const size_t size = std::min(rest.find_first_of("<>\""), rest.size());
  const bool has_open = absl::StrContains(rest.substr(0, size), '(');
  size_t end = size;
  while (end > 0) {
    const Character last = CharacterBefore(rest, end);
    const bool trails = last.value < 0x80
                            ? absl::StrContains(".,;:!?'`]}*", static_cast<char>(last.value))
                            : IsQuotationMark(last.value);
    if (!trails && !(last.value == ')' && !has_open)) break;
    end -= last.size;
  }
  return end;
}

size_t MailAddressSize(absl::string_view rest) {
  size_t at = 0;
  while (at < rest.size() && (IsAsciiAlnum(rest[at]) || absl::StrContains("._%+-", rest[at]))) ++at;
  if (at == 0 || at >= rest.size() || rest[at] != '@') return 0;
  const size_t domain = at + 1;
  size_t end = domain;
  while (end < rest.size() && (IsAsciiAlnum(rest[end]) || rest[end] == '.' || rest[end] == '-')) {
    ++end;
  }
  while (end > domain && !IsAsciiAlnum(rest[end - 1])) --end;
  return end > domain ? end : 0;
}

}  // namespace

bool IsPrefix(absl::string_view lower) {
  static const Words* const kPrefixes = new Words(
      MakeWords("anti arch bi co counter cross de e em ex extra hyper infra inter intra macro mega "
                "meta micro mid mini mis mono multi neo non over paleo para poly post pre pro "
                "proto pseudo psycho re semi socio sub super trans tri ultra un under uni vice"));
  return kPrefixes->contains(lower);
}

bool IsClitic(absl::string_view lower) {
  return lower == "s" || lower == "re" || lower == "ve" || lower == "ll" || lower == "d" ||
         lower == "m";
}

bool IsElided(absl::string_view lower) {
  return lower == "em" || lower == "til" || lower == "cause" || lower == "tis" || lower == "twas" ||
         lower == "bout" || lower == "n";
}

size_t FusedSplit(absl::string_view lower) {
  struct Fused {
    absl::string_view word;
    size_t first;
  };
  static constexpr Fused kFused[] = {
      {"cannot", 3}, {"gonna", 3},   {"wanna", 3},   {"gotta", 3},    {"gimme", 3}, {"lemme", 3},
      {"dont", 2},   {"didnt", 3},   {"doesnt", 4},  {"isnt", 2},     {"wasnt", 3}, {"arent", 3},
      {"werent", 4}, {"couldnt", 5}, {"wouldnt", 5}, {"shouldnt", 6}, {"hasnt", 3}, {"havent", 4},
      {"hadnt", 3},  {"cant", 2},    {"im", 1},      {"ive", 1},      {"youre", 3}, {"theyre", 4},
      {"thats", 4},  {"theres", 5},  {"youve", 3},   {"theyve", 4},   {"whats", 4},
  };
  for (const Fused& fused : kFused) {
    if (fused.word == lower) return fused.first;
  }
  return 0;
}

bool IsUnit(absl::string_view unit) {
  static const Words* const kUnits =
      new Words(MakeWords("k m mm bn tn b am pm km cm kg mg g ft in lb lbs oz mph kph hp kw mw gw "
                          "gb mb tb hrs hr min mins sec secs yr yrs percent pc pct p c x million "
                          "billion trillion"));
  return kUnits->contains(absl::AsciiStrToLower(unit));
}

bool IsDomainEnding(absl::string_view lower) {
  static const Words* const kDomains = new Words(
      MakeWords("com org net gov edu mil int info biz io tv co uk us eu au ca de fr nz ie"));
  return kDomains->contains(lower);
}

size_t EmoticonSize(absl::string_view chunk) {
  size_t size = chunk.size();
  while (size > 2 && absl::StrContains(".,!", chunk[size - 1])) --size;
  if (size < 2 || size > 4) return 0;
  static const Words* const kEmoticons = new Words(MakeWords(
      ":) :-) ;) ;-) :( :-( :D :-D ;D :P :-P ;P :p :-p :o :-o :O =) =( =D :/ :-/ :| :-| (: (; :)) "
      ":(( :'( :'-( <3 ^_^ ^^ xD XD 8) 8-) :* :-* :] :["));
  return kEmoticons->contains(chunk.substr(0, size)) ? size : 0;
}

size_t AddressSize(absl::string_view rest) {
  for (absl::string_view scheme : {"http://", "https://", "ftp://", "www.", "mailto:"}) {
    if (absl::StartsWithIgnoreCase(rest, scheme)) return WebAddressSize(rest);
  }
  return MailAddressSize(rest);
}

}  // namespace parallax::text::internal
