#include "server/alignment/internal/stem.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace parallax::alignment {
namespace {

using Pair = std::pair<absl::string_view, absl::string_view>;

// Families that no suffix rule joins: derived word, base.
constexpr Pair kIrregular[] = {
    // Nouns of action and result.
    {"death", "die"},
    {"dead", "die"},
    {"deadly", "die"},
    {"loss", "lose"},
    {"sale", "sell"},
    {"flight", "fly"},
    {"growth", "grow"},
    {"choice", "choose"},
    {"thought", "think"},
    {"theft", "steal"},
    {"thief", "steal"},
    {"proof", "prove"},
    {"belief", "believe"},
    {"speech", "speak"},
    {"success", "succeed"},
    {"gift", "give"},
    {"birth", "born"},
    {"trial", "try"},
    {"denial", "deny"},
    {"response", "respond"},
    {"defence", "defend"},
    {"defense", "defend"},
    {"offence", "offend"},
    {"offense", "offend"},
    {"advice", "advise"},
    {"pursuit", "pursue"},
    {"complaint", "complain"},
    {"restraint", "restrain"},
    {"constraint", "constrain"},
    {"descent", "descend"},
    {"relief", "relieve"},
    {"receipt", "receive"},
    {"warmth", "warm"},
    {"width", "wide"},
    {"length", "long"},
    {"strength", "strong"},
    {"depth", "deep"},
    {"height", "high"},
    {"truth", "true"},
    {"wealth", "wealthy"},
    {"inquiry", "inquire"},
    {"enquiry", "inquire"},
    {"probe", "investigate"},
    {"destruction", "destroy"},
    {"poll", "vote"},
    {"ballot", "vote"},
    {"lawsuit", "sue"},
    {"suit", "sue"},
    {"fatality", "die"},
    {"fatal", "die"},
    {"shot", "shoot"},
    {"spying", "spy"},
    {"espionage", "spy"},
    {"blaze", "fire"},
    {"cop", "police"},
    {"policeman", "police"},
    {"wed", "marry"},
    {"wedding", "marry"},
    {"marriage", "marry"},
    {"suspicion", "suspect"},
    {"product", "produce"},
    // Countries and their people.
    {"danish", "denmark"},
    {"dane", "denmark"},
    {"dutch", "netherlands"},
    {"dutchman", "netherlands"},
    {"french", "france"},
    {"frenchman", "france"},
    {"british", "britain"},
    {"briton", "britain"},
    {"uk", "britain"},
    {"u.k.", "britain"},
    {"english", "england"},
    {"irish", "ireland"},
    {"scottish", "scotland"},
    {"scot", "scotland"},
    {"welsh", "wales"},
    {"german", "germany"},
    {"greek", "greece"},
    {"spanish", "spain"},
    {"spaniard", "spain"},
    {"swedish", "sweden"},
    {"swede", "sweden"},
    {"finnish", "finland"},
    {"finn", "finland"},
    {"polish", "poland"},
    {"pole", "poland"},
    {"swiss", "switzerland"},
    {"turkish", "turkey"},
    {"turk", "turkey"},
    {"chinese", "china"},
    {"japanese", "japan"},
    {"portuguese", "portugal"},
    {"norwegian", "norway"},
    {"iraqi", "iraq"},
    {"israeli", "israel"},
    {"pakistani", "pakistan"},
    {"afghan", "afghanistan"},
    {"thai", "thailand"},
    {"us", "america"},
    {"u.s.", "america"},
    {"usa", "america"},
    {"american", "america"},
    {"european", "europe"},
    {"eu", "europe"},
    {"belgian", "belgium"},
    {"brazilian", "brazil"},
    {"canadian", "canada"},
    {"ukrainian", "ukraine"},
    {"hungarian", "hungary"},
    {"italian", "italy"},
    {"iranian", "iran"},
    {"egyptian", "egypt"},
    {"gop", "republican"},
};

// Words that a rule would join with another family: "policy" is not of "police".
constexpr absl::string_view kWhole[] = {
    "policy", "police", "party", "business", "busy",   "bus",    "news",   "number",
    "matter", "bill",   "medal", "general",  "letter", "member", "season", "station"};

// What a stem ends in once "-ion" or "-ive" is gone, and what its verb ends in.
constexpr Pair kLatin[] = {
    {"puls", "pel"},     {"miss", "mit"},    {"cess", "ced"},   {"cept", "ceiv"}, {"duct", "duc"},
    {"script", "scrib"}, {"vers", "vert"},   {"tens", "tend"},  {"clus", "clud"}, {"cis", "cid"},
    {"vas", "vad"},      {"quisit", "quir"}, {"solut", "solv"}, {"sumpt", "sum"}, {"hens", "hend"},
    {"pans", "pand"},    {"plos", "plod"},   {"pens", "pend"},  {"lus", "lud"},   {"volut", "volv"},
    {"vis", "vid"},      {"clam", "claim"},  {"plan", "plain"}, {"tent", "tain"},
};

// At least `keep` letters must be left before a suffix. Longer suffixes come first.
struct Suffix {
  absl::string_view text;
  size_t keep;
};
constexpr Suffix kSuffixes[] = {
    {"ification", 3}, {"ization", 3}, {"isation", 3}, {"iveness", 3}, {"fulness", 3},
    {"ousness", 3},   {"ability", 3}, {"ibility", 3}, {"ational", 4}, {"ation", 4},
    {"ative", 4},     {"ition", 4},   {"ator", 4},    {"ment", 3},    {"ance", 3},
    {"ence", 3},      {"ancy", 3},    {"ency", 3},    {"sion", 3},    {"tion", 3},
    {"able", 3},      {"ible", 3},    {"less", 3},    {"ness", 3},    {"ion", 3},
    {"ise", 4},       {"ize", 4},     {"ate", 4},     {"ive", 5},     {"ing", 3},
    {"ity", 4},       {"ism", 3},     {"ist", 4},     {"ian", 4},     {"ary", 4},
    {"ous", 4},       {"ful", 3},     {"ure", 4},     {"age", 4},     {"ed", 3},
    {"ee", 4},        {"er", 4},      {"or", 4},      {"al", 4},      {"ia", 4},
    {"ly", 3},        {"es", 4},      {"s", 3},
};

const absl::flat_hash_map<absl::string_view, absl::string_view>& Irregular() {
  static const auto* const table = new absl::flat_hash_map<absl::string_view, absl::string_view>(
      std::begin(kIrregular), std::end(kIrregular));
  return *table;
}

bool IsWhole(absl::string_view word) {
  return std::find(std::begin(kWhole), std::end(kWhole), word) != std::end(kWhole);
}

bool IsVowel(char letter) { return absl::StrContains("aeiou", absl::string_view(&letter, 1)); }

// American spelling, no final e or y, no doubled last consonant: "criticise" -> "criticiz".
void Normalize(std::string* word) {
  const auto replace_end = [&](absl::string_view end, absl::string_view with) {
    if (!absl::EndsWith(*word, end) || word->size() < end.size() + 3) return;
    word->resize(word->size() - end.size());
    word->append(with.data(), with.size());
  };
  replace_end("our", "or");
  replace_end("tre", "ter");
  replace_end("ogue", "og");
  if (word->size() > 3 && (word->back() == 'e' || word->back() == 'y')) word->pop_back();
  if (word->size() > 3 && word->back() == 'i') word->pop_back();
  const size_t n = word->size();
  if (n > 4 && (*word)[n - 1] == (*word)[n - 2] && !IsVowel(word->back()) && word->back() != 's') {
    word->pop_back();
  }
}

// The suffix taken off; empty where there is none.
absl::string_view StripSuffix(std::string* word) {
  for (const Suffix& suffix : kSuffixes) {
    if (!absl::EndsWith(*word, suffix.text) || word->size() < suffix.text.size() + suffix.keep) {
      continue;
    }
    if (suffix.text == "s" && absl::EndsWith(*word, "ss")) continue;  // no plural
    word->resize(word->size() - suffix.text.size());
    // The letter before "-ion" belongs to the stem.
    if (suffix.text == "sion" || suffix.text == "tion") word->push_back(suffix.text[0]);
    return suffix.text;
  }
  return absl::string_view();
}

// Endings behind which another suffix may stand: "injured", "protesters", "presidentially".
bool IsOuter(absl::string_view suffix) {
  return suffix == "s" || suffix == "es" || suffix == "ed" || suffix == "ing" || suffix == "ly";
}

bool IsOfAction(absl::string_view suffix) {
  return absl::EndsWith(suffix, "ion") || suffix == "ive";
}

void UndoLatinChange(std::string* word) {
  for (const auto& [noun, verb] : kLatin) {
    if (absl::EndsWith(*word, noun) && word->size() > noun.size()) {
      word->resize(word->size() - noun.size());
      word->append(verb.data(), verb.size());
      return;
    }
  }
}

}  // namespace

std::string Stem(absl::string_view lemma) {
  std::string word = absl::AsciiStrToLower(lemma);
  if (absl::EndsWith(word, "'s")) word.resize(word.size() - 2);
  if (word.empty() || !absl::ascii_isalpha(word[0]) || IsWhole(word)) return word;
  const auto known = Irregular().find(word);
  if (known != Irregular().end()) word.assign(known->second.data(), known->second.size());
  absl::string_view suffix = StripSuffix(&word);
  if (IsOuter(suffix)) suffix = StripSuffix(&word);
  if (IsOfAction(suffix)) UndoLatinChange(&word);
  Normalize(&word);
  return word;
}

}  // namespace parallax::alignment
