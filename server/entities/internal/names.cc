#include "server/entities/internal/names.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities::internal {
namespace {

// More names than these under one key are too many to say which is meant.
constexpr size_t kMaxCandidates = 16;

// Written forms of a few names that no rule derives from each other.
const absl::flat_hash_map<absl::string_view, absl::string_view>& Aliases() {
  static const auto& map = *new absl::flat_hash_map<absl::string_view, absl::string_view>{
      {"us", "united states"},
      {"usa", "united states"},
      {"america", "united states"},
      {"united states of america", "united states"},
      {"uk", "united kingdom"},
      {"britain", "united kingdom"},
      {"great britain", "united kingdom"},
      {"eu", "european union"},
      {"un", "united nations"},
      {"holland", "netherlands"},
      {"prc", "china"},
      {"dprk", "north korea"},
      {"gop", "republican party"}};
  return map;
}

// Short forms of first names.
absl::string_view FullFirstName(absl::string_view word) {
  static const auto& map = *new absl::flat_hash_map<absl::string_view, absl::string_view>{
      {"abe", "abraham"},     {"al", "albert"},         {"alex", "alexander"},
      {"andy", "andrew"},     {"ben", "benjamin"},      {"bernie", "bernard"},
      {"bill", "william"},    {"bob", "robert"},        {"bobby", "robert"},
      {"charlie", "charles"}, {"chris", "christopher"}, {"chuck", "charles"},
      {"dan", "daniel"},      {"dave", "david"},        {"dick", "richard"},
      {"don", "donald"},      {"doug", "douglas"},      {"ed", "edward"},
      {"eddie", "edward"},    {"fred", "frederick"},    {"greg", "gregory"},
      {"jack", "john"},       {"jeff", "jeffrey"},      {"jim", "james"},
      {"jimmy", "james"},     {"joe", "joseph"},        {"jon", "jonathan"},
      {"kate", "katherine"},  {"ken", "kenneth"},       {"larry", "lawrence"},
      {"liz", "elizabeth"},   {"matt", "matthew"},      {"max", "maximilian"},
      {"mike", "michael"},    {"mitch", "mitchell"},    {"nick", "nicholas"},
      {"pat", "patrick"},     {"pete", "peter"},        {"phil", "philip"},
      {"rick", "richard"},    {"rob", "robert"},        {"ron", "ronald"},
      {"sam", "samuel"},      {"steve", "steven"},      {"stephen", "steven"},
      {"sue", "susan"},       {"ted", "edward"},        {"tim", "timothy"},
      {"tom", "thomas"},      {"tony", "anthony"},      {"vlad", "vladimir"},
      {"will", "william"}};
  const auto found = map.find(word);
  return found == map.end() ? word : found->second;
}

bool IsCorporateForm(absl::string_view word) {
  static const auto& set = *new absl::flat_hash_set<absl::string_view>{
      "inc", "ltd",  "plc", "corp", "co", "llc",     "ag",          "sa",
      "nv",  "gmbh", "spa", "se",   "lp", "limited", "incorporated"};
  return set.contains(word);
}

bool IsSmallWord(absl::string_view word) {
  return word == "of" || word == "the" || word == "and" || word == "for" || word == "&" ||
         word == "in" || word == "on" || word == "to" || word == "de" || word == "la" ||
         word == "a";
}

bool IsAcronym(absl::string_view text) {
  int letters = 0;
  for (char c : text) {
    if (absl::ascii_isupper(c)) {
      ++letters;
    } else if (c != '.' && c != '&' && !absl::ascii_isdigit(c)) {
      return false;
    }
  }
  return letters >= 2 && text.size() <= 10;
}

bool Fits(Type a, Type b) {
  if (a == b || a == Type::kUnspecified || b == Type::kUnspecified) return true;
  if (a == Type::kPerson || b == Type::kPerson) return false;
  return true;  // organisation, place and other are often mistaken for each other
}

bool Fits(Gender a, Gender b) { return a == b || a == Gender::kUnknown || b == Gender::kUnknown; }

class Grouper {
 public:
  explicit Grouper(std::span<const Name> names) : names_(names), parent_(names.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  std::vector<uint32_t> Run() {
    SameWords();
    // From here on one name stands for all with the same words.
    for (uint32_t i = 0; i < names_.size(); ++i) {
      if (Find(i) == i) distinct_.push_back(i);
    }
    JoinByKey(&Grouper::InitialsKeys, &Grouper::AcronymKeys, &Grouper::FitsAcronym);
    JoinFullNames();
    JoinByKey(&Grouper::FirstPairKeys, &Grouper::WholePairKeys, &Grouper::FitsLongerPerson);
    JoinByKey(&Grouper::LastWordKeys, &Grouper::SingleWordKeys, &Grouper::FitsPerson);
    JoinByKey(&Grouper::FirstWordKeys, &Grouper::SingleWordKeys, &Grouper::FitsShortForm);
    JoinByKey(&Grouper::TeamKeys, &Grouper::SingleWordKeys, &Grouper::FitsTeam);
    JoinByKey(&Grouper::ContentPairKeys, &Grouper::WholeContentKeys, &Grouper::FitsBody);
    std::vector<uint32_t> groups(names_.size());
    for (uint32_t i = 0; i < names_.size(); ++i) groups[i] = Find(i);
    return groups;
  }

 private:
  using Keys = std::vector<std::string>;

  uint32_t Find(uint32_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  // The smaller index stays, so that the first name stands for its group.
  void Join(uint32_t a, uint32_t b) {
    a = Find(a);
    b = Find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

  void SameWords() {
    absl::flat_hash_map<std::string, uint32_t> first;
    for (uint32_t i = 0; i < names_.size(); ++i) {
      const auto [place, inserted] = first.try_emplace(absl::StrJoin(names_[i].words, " "), i);
      if (!inserted) Join(place->second, i);
    }
  }

  // Each short name whose keys lead to long names of one group only joins that group.
  void JoinByKey(Keys (Grouper::*long_keys)(const Name&) const,
                 Keys (Grouper::*short_keys)(const Name&) const,
                 bool (Grouper::*fits)(const Name&, const Name&) const) {
    absl::flat_hash_map<std::string, std::vector<uint32_t>> index;
    for (uint32_t i : distinct_) {
      for (std::string& key : (this->*long_keys)(names_[i])) {
        std::vector<uint32_t>& list = index[std::move(key)];
        if (list.size() <= kMaxCandidates) list.push_back(i);
      }
    }
    std::vector<std::pair<uint32_t, uint32_t>> joins;
    for (uint32_t i : distinct_) {
      absl::flat_hash_set<uint32_t> groups;
      uint32_t chosen = i;
      bool crowded = false;
      for (const std::string& key : (this->*short_keys)(names_[i])) {
        const auto found = index.find(key);
        if (found == index.end()) continue;
        crowded |= found->second.size() > kMaxCandidates;
        for (uint32_t candidate : found->second) {
          if (candidate == i || !(this->*fits)(names_[i], names_[candidate])) continue;
          groups.insert(Find(candidate));
          chosen = candidate;
        }
      }
      if (groups.size() == 1 && !crowded) joins.emplace_back(i, chosen);
    }
    // All are decided on the same groups before any is joined, so order does not matter.
    for (const auto& [a, b] : joins) Join(a, b);
  }

  // ---- Keys ----

  Keys InitialsKeys(const Name& name) const {
    if (name.words.size() < 2) return {};
    std::string strict;
    std::string full;
    for (const std::string& word : name.words) {
      full += word[0];
      if (!IsSmallWord(word)) strict += word[0];
    }
    Keys keys = {strict};
    if (full != strict) keys.push_back(full);
    return keys;
  }
  Keys AcronymKeys(const Name& name) const {
    if (!name.acronym || name.words.size() != 1) return {};
    return {name.words[0]};
  }
  bool FitsAcronym(const Name& a, const Name& b) const {
    return a.type != Type::kPerson && b.type != Type::kPerson && a.words[0].size() >= 2;
  }

  Keys LastWordKeys(const Name& name) const {
    if (name.words.size() < 2 || name.type == Type::kOrganization) return {};
    return {name.words.back()};
  }
  Keys FirstWordKeys(const Name& name) const {
    if (name.words.size() < 2) return {};
    return {name.words.front()};
  }
  Keys SingleWordKeys(const Name& name) const {
    if (name.words.size() != 1 || name.words[0].size() < 3) return {};
    return {name.words[0]};
  }
  bool FitsPerson(const Name& a, const Name& b) const {
    if (b.type != Type::kPerson) return false;
    return Fits(a.type, b.type) && Fits(a.gender, b.gender);
  }
  // "Maja Holm" for "Maja Holm Dahl", and for a name that the tagger ran on behind its end.
  Keys FirstPairKeys(const Name& name) const {
    if (name.words.size() < 3) return {};
    return {name.words[0] + " " + name.words[1]};
  }
  Keys WholePairKeys(const Name& name) const {
    if (name.words.size() != 2) return {};
    return {name.words[0] + " " + name.words[1]};
  }
  bool FitsLongerPerson(const Name& a, const Name& b) const {
    return a.type == Type::kPerson && (b.type == Type::kPerson || b.type == Type::kUnspecified);
  }

  // "Corvane" for "Corvane Resources", "Joana" for "Joana Reis"; not "New" for "New York".
  bool FitsShortForm(const Name& a, const Name& b) const {
    if (a.type == Type::kPerson && b.type == Type::kPerson) return Fits(a.gender, b.gender);
    return b.type == Type::kOrganization && a.type != Type::kPerson && a.type != Type::kLocation &&
           a.words[0].size() >= 4 && a.words[0] != "united" && a.words[0] != "national" &&
           a.words[0] != "royal" && a.words[0] != "north" && a.words[0] != "south" &&
           a.words[0] != "american" && a.words[0] != "european";
  }

  // "the Rovers" for "Leverton Rovers": the last word of a body's name where it is a plural.
  Keys TeamKeys(const Name& name) const {
    if (name.words.size() < 2 || name.type == Type::kPerson) return {};
    if (!absl::EndsWith(name.words.back(), "s") || IsOrganizationNoun(name.words.back())) return {};
    return {name.words.back()};
  }
  bool FitsTeam(const Name& a, const Name& b) const {
    return Fits(a.type, b.type) && a.type != Type::kPerson && a.words[0].size() > 3 &&
           a.words[0] != "states" && a.words[0] != "nations" && a.words[0] != "affairs";
  }

  static std::vector<std::string> Content(const Name& name) {
    std::vector<std::string> words;
    for (absl::string_view word : name.words) {
      if (IsSmallWord(word)) continue;
      if (word.size() > 4) absl::ConsumeSuffix(&word, "s");
      words.emplace_back(word);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
  }
  // Every pair of content words of a body's name; and the two that are all of a short one:
  // "Foreign Ministry" for "Ministry of Foreign Affairs".
  Keys ContentPairKeys(const Name& name) const {
    if (name.type == Type::kPerson) return {};
    const std::vector<std::string> words = Content(name);
    if (words.size() < 2 || words.size() > 6) return {};
    Keys keys;
    for (size_t i = 0; i < words.size(); ++i) {
      for (size_t j = i + 1; j < words.size(); ++j) keys.push_back(words[i] + " " + words[j]);
    }
    return keys;
  }
  Keys WholeContentKeys(const Name& name) const {
    if (name.type == Type::kPerson) return {};
    const std::vector<std::string> words = Content(name);
    if (words.size() != 2) return {};
    return {words[0] + " " + words[1]};
  }
  bool FitsBody(const Name& a, const Name& b) const {
    // Without a word that says what kind of body it is, two shared words prove little.
    const std::vector<std::string> words = Content(a);
    const bool body = std::any_of(words.begin(), words.end(),
                                  [](const std::string& word) { return IsOrganizationNoun(word); });
    return Fits(a.type, b.type) && (body || Content(b) == words);
  }

  // "George Bush" and "George W. Bush", "Bill Clinton" and "William Clinton", "J. Smith".
  void JoinFullNames() {
    std::map<std::string, std::vector<uint32_t>> by_last;
    for (uint32_t i : distinct_) {
      const Name& name = names_[i];
      if (name.words.size() >= 2 && name.type != Type::kOrganization &&
          name.type != Type::kLocation) {
        by_last[name.words.back()].push_back(i);
      }
    }
    for (const auto& [last, list] : by_last) {
      if (list.size() > kMaxCandidates) continue;
      for (size_t a = 0; a < list.size(); ++a) {
        for (size_t b = a + 1; b < list.size(); ++b) {
          const Name& x = names_[list[a]];
          const Name& y = names_[list[b]];
          if (Fits(x.type, y.type) && Fits(x.gender, y.gender) &&
              SameFirstName(x.words.front(), y.words.front(), list.size() == 2)) {
            Join(list[a], list[b]);
          }
        }
      }
    }
  }

  // `alone`: no third name shares the surname, so that an initial has one reading.
  static bool SameFirstName(absl::string_view a, absl::string_view b, bool alone) {
    if (FullFirstName(a) == FullFirstName(b)) return true;
    return alone && (a.size() == 1 || b.size() == 1) && a[0] == b[0];
  }

  std::span<const Name> names_;
  std::vector<uint32_t> parent_;
  std::vector<uint32_t> distinct_;
};

}  // namespace

bool IsTitle(absl::string_view word) {
  absl::ConsumeSuffix(&word, ".");
  static const auto& set = *new absl::flat_hash_set<absl::string_view>{
      "mr",  "mrs", "ms",  "miss", "dr",  "sir", "dame", "lord", "lady", "prof", "rev",
      "gen", "sen", "rep", "gov",  "col", "lt",  "maj",  "capt", "sgt",  "hon",  "st"};
  return set.contains(word) || IsTitleNoun(word);
}

Gender GenderOfTitle(absl::string_view word) {
  absl::ConsumeSuffix(&word, ".");
  if (word == "mr" || word == "sir" || word == "lord" || IsMaleNoun(word)) return Gender::kMale;
  if (word == "mrs" || word == "ms" || word == "miss" || word == "dame" || word == "lady" ||
      IsFemaleNoun(word)) {
    return Gender::kFemale;
  }
  return Gender::kUnknown;
}

Gender GenderOfFirstName(absl::string_view word) {
  if (IsMaleFirstName(word)) return Gender::kMale;
  if (IsFemaleFirstName(word)) return Gender::kFemale;
  return Gender::kUnknown;
}

std::vector<uint32_t> GroupNames(std::span<const Name> names) { return Grouper(names).Run(); }

Name ReadName(const text::Document& document, TokenRange tokens, Type type) {
  Name name;
  name.type = type;
  bool acronym = false;
  for (uint32_t token = tokens.begin; token < tokens.end; ++token) {
    const absl::string_view text = document.text(token);
    std::string word = absl::AsciiStrToLower(text);
    if (word == "'s" || word == "\u2019s" || word == "'" || word == "\u2019" || word == "," ||
        word == "(" || word == ")" || word == "-") {
      continue;
    }
    if (name.words.empty() && (word == "the" || IsTitle(word)) && token + 1 < tokens.end) {
      const Gender gender = GenderOfTitle(word);
      if (gender != Gender::kUnknown) name.gender = gender;
      continue;
    }
    word = absl::StrReplaceAll(word, {{".", ""}});
    if (word.empty() || (!name.words.empty() && IsCorporateForm(word))) continue;
    acronym = IsAcronym(text);
    name.words.push_back(std::move(word));
  }
  if (name.words.empty()) return name;
  name.acronym = acronym && name.words.size() == 1;
  const auto alias = Aliases().find(absl::StrJoin(name.words, " "));
  // "us" is America only where it is written so.
  if (alias != Aliases().end() &&
      (name.words.size() > 1 || name.words[0].size() > 3 || name.acronym)) {
    name.words = absl::StrSplit(alias->second, ' ');
    name.acronym = false;
  }
  if (name.gender == Gender::kUnknown && type == Type::kPerson && name.words.size() > 1) {
    name.gender = GenderOfFirstName(name.words[0]);
  }
  return name;
}

}  // namespace parallax::entities::internal
