#include "server/text/internal/abbreviations.h"

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace parallax::text::internal {
namespace {

constexpr size_t kLongest = 8;

using Table = absl::flat_hash_map<std::string, Abbreviation>;

void Add(absl::string_view words, Abbreviation kind, Table* table) {
  for (absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    table->emplace(std::string(word), kind);
  }
}

// In lower case; these are no words of their own, so the case of the text does not matter.
const Table& AnyCase() {
  static const Table* const kTable = [] {
    auto* table = new Table;
    Add("mr mrs ms messrs mmes dr drs lt sgt capt cpl cmdr supt asst", Abbreviation::kTitle, table);
    Add("vs viz cf incl esp approx ca", Abbreviation::kInside, table);
    Add("nos pp vol vols", Abbreviation::kBeforeNumber, table);
    Add("inc corp ltd bros pty", Abbreviation::kCompany, table);
    Add("jr esq dept depts ave blvd hwy bldg mfg univ assn natl intl govt al ext hr hrs yr yrs sq "
        "oz lbs tel",
        Abbreviation::kOther, table);
    Add("etc", Abbreviation::kEnding, table);
    return table;
  }();
  return *kTable;
}

// Only as written here: in lower case these are, or may be, common words.
const Table& Capitalised() {
  static const Table* const kTable = [] {
    auto* table = new Table;
    Add("Prof Profs Rev Revs Hon Gov Govs Sen Sens Rep Reps Gen Gens Col Cols Maj Adm Insp Det St "
        "Ste Pte Pvt Pfc Fr Amb Atty Ald Assoc Mlle Mme Brig Pres Sec Msgr Ft Mt",
        Abbreviation::kTitle, table);
    Add("Jan Feb Apr Aug Sept Oct Nov Dec", Abbreviation::kMonth, table);
    Add("No Mar Jun Jul Fig Figs Art Ch Pt Sun Mon Wed Sat", Abbreviation::kBeforeNumber, table);
    Add("Wash Ill Ind La Pa Mo Miss Mass Ore Del Mont Cal Ark Kan Ala Va Me Penn",
        Abbreviation::kAfterComma, table);
    Add("Co Cos", Abbreviation::kCompany, table);
    Add("Sr Ed Eds Calif Conn Colo Fla Ariz Minn Tenn Wis Wyo Ky Okla Nev Neb Mich Md Vt "
        "Tex Ga Tue Tues Thu Thur Thurs Fri Rd",
        Abbreviation::kOther, table);
    return table;
  }();
  return *kTable;
}

// "U.S", "a.m", "Ph.D", "M.Sc": parts of one or two letters between stops, one of them single.
bool IsAcronym(absl::string_view word) {
  size_t length = 0, parts = 0;
  bool has_single = false;
  for (size_t i = 0; i <= word.size(); ++i) {
    if (i == word.size() || word[i] == '.') {
      if (length == 0 || length > 2) return false;
      has_single |= length == 1;
      ++parts;
      length = 0;
    } else if (absl::ascii_isalpha(static_cast<unsigned char>(word[i]))) {
      ++length;
    } else {
      return false;
    }
  }
  return parts > 1 && has_single;
}

}  // namespace

Abbreviation ClassifyAbbreviation(absl::string_view word) {
  word = absl::StripSuffix(word, ".");
  if (word.empty() || word.size() > kLongest) return Abbreviation::kNone;
  if (word.size() == 1) {
    if (word[0] == 'v') return Abbreviation::kInside;  // Roe v. Wade
    return absl::ascii_isalpha(static_cast<unsigned char>(word[0])) ? Abbreviation::kInitial
                                                                    : Abbreviation::kNone;
  }
  if (absl::StrContains(word, '.')) {
    if (!IsAcronym(word)) return Abbreviation::kNone;
    const std::string lower = absl::AsciiStrToLower(word);
    if (lower == "e.g" || lower == "i.e") return Abbreviation::kInside;
    if (lower == "a.m" || lower == "p.m") return Abbreviation::kClock;
    return Abbreviation::kAcronym;
  }
  std::string key(word);
  const Table& capitalised = Capitalised();
  // "GOV." as in an agency's slug line.
  if (absl::ascii_isupper(static_cast<unsigned char>(word[0]))) {
    std::string title = absl::AsciiStrToLower(word);
    title[0] = word[0];
    const auto found = capitalised.find(title);
    if (found != capitalised.end()) return found->second;
  }
  absl::AsciiStrToLower(&key);
  const auto found = AnyCase().find(key);
  return found == AnyCase().end() ? Abbreviation::kNone : found->second;
}

}  // namespace parallax::text::internal
