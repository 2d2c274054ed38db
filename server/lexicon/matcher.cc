#include "server/lexicon/matcher.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace parallax::lexicon {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using language::Xpos;

// What an entry's first word may be.
template <typename Entry>
Parts EntryParts(const Entry& entry) {
  return entry.parts;
}
Parts EntryParts(const Signature& /*signature*/) { return {.verb = true}; }

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// "plan", whose forms double the last letter; not "rain", "fix", "answer".
bool DoublesLast(absl::string_view verb) {
  const size_t size = verb.size();
  if (size < 2 || IsVowel(verb[size - 1]) || !IsVowel(verb[size - 2])) return false;
  if (absl::string_view("wxy").find(verb[size - 1]) != absl::string_view::npos) return false;
  return std::none_of(verb.begin(), verb.end() - 2, [](char c) { return IsVowel(c) || c == 'y'; });
}

// Irregular forms of verbs that are rarer than what the model learnt its lemmas from.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 13> kIrregularForms = {
    {{"dug", "dig"},
     {"fled", "flee"},
     {"forbore", "forbear"},
     {"forewent", "forego"},
     {"forwent", "forgo"},
     {"leapt", "leap"},
     {"overran", "overrun"},
     {"overthrew", "overthrow"},
     {"shot", "shoot"},
     {"slew", "slay"},
     {"spat", "spit"},
     {"upheld", "uphold"},
     {"withheld", "withhold"}}};

// The verbs that a form may be one of: blasted, toppled, nodded, hurried, panicked, hushes, fled.
std::vector<std::string> VerbsOf(absl::string_view form) {
  std::vector<std::string> verbs;
  for (const auto& [irregular, verb] : kIrregularForms) {
    if (form == irregular) verbs.emplace_back(verb);
  }
  for (const absl::string_view ending : {"ed", "ing"}) {
    absl::string_view stem = form;
    if (!absl::ConsumeSuffix(&stem, ending) || stem.size() < 2) continue;
    const char last = stem.back();
    if (!DoublesLast(stem)) verbs.emplace_back(stem);
    verbs.push_back(absl::StrCat(stem, "e"));
    if (ending == "ed" && last == 'i') {
      verbs.push_back(absl::StrCat(stem.substr(0, stem.size() - 1), "y"));
    }
    if (stem.size() > 2 && (stem[stem.size() - 2] == last || absl::EndsWith(stem, "ck"))) {
      verbs.emplace_back(stem.substr(0, stem.size() - 1));
    }
  }
  if (absl::EndsWith(form, "s")) verbs.emplace_back(form.substr(0, form.size() - 1));
  if (absl::EndsWith(form, "es")) verbs.emplace_back(form.substr(0, form.size() - 2));
  return verbs;
}

}  // namespace

bool Matcher::Is(uint32_t token, absl::string_view word) const {
  if (syntax_.lemma(token) == word) return true;
  const std::string form = syntax_.lower(token);
  if (form == word || !syntax_.IsVerb(token)) return form == word;
  const std::vector<std::string> verbs = VerbsOf(form);
  return std::find(verbs.begin(), verbs.end(), word) != verbs.end();
}

// "was convinced that", "is planned to"
bool Matcher::IsStateOfMind(uint32_t participle) const {
  if (!syntax_.IsPassive(participle) && syntax_.ChildOf(participle, Relation::kCop) == kNoToken) {
    return false;
  }
  const std::span<const uint32_t> children = syntax_.children(participle);
  return std::any_of(children.begin(), children.end(), [&](uint32_t c) {
    const Relation r = Universal(syntax_.relation(c));
    return r == Relation::kCcomp || r == Relation::kXcomp;
  });
}

// A participle is its verb by its lemma, and by its form an adjective where it modifies a noun or
// governs a clause. What stands before a noun may be read as an adjective or as a noun.
Parts Matcher::PartsOf(uint32_t token, bool by_form) const {
  const language::Word& word = syntax_.word(token);
  const Relation r = Universal(word.relation);
  const bool modifies = r == Relation::kAmod || r == Relation::kCompound;
  Parts parts;
  switch (word.upos) {
    case Upos::kVerb:
      parts.verb = true;
      parts.adjective = by_form && (modifies || IsStateOfMind(token));
      break;
    case Upos::kNoun:
    case Upos::kPropn:
      parts.noun = true;
      parts.adjective = modifies;
      break;
    case Upos::kAdj:
      parts.adjective = true;
      parts.noun = modifies;
      parts.adverb = r == Relation::kAdvmod;
      break;
    case Upos::kAdv:
      parts.adverb = true;
      parts.adjective = r == Relation::kAmod;
      break;
    case Upos::kAux:
      parts.verb = parts.function = true;
      break;
    default:
      parts.function = true;
  }
  parts.function |= r == Relation::kCase || r == Relation::kMark || r == Relation::kCc ||
                    r == Relation::kDet || r == Relation::kAux;
  return parts;
}

// The head of the phrase right behind `last` that is the verb's object, or the subject of what the
// verb lets be done; kNoToken where there is none.
uint32_t Matcher::ObjectBehind(uint32_t first, uint32_t last) const {
  for (uint32_t c : syntax_.children(first)) {
    const Relation r = Universal(syntax_.relation(c));
    if ((r == Relation::kObj || r == Relation::kIobj || r == Relation::kNsubj) && c > last &&
        syntax_.annotation().subtree(c).begin == last + 1) {
      return c;
    }
  }
  return kNoToken;
}

// The token that is an entry's next word after `last`, its `first` being the entry's first.
uint32_t Matcher::FollowWord(uint32_t first, uint32_t last, absl::string_view word) const {
  const uint32_t next = last + 1;
  if (next >= syntax_.sentence(first).tokens.end) return kNoToken;
  if (Is(next, word)) return next;
  uint32_t object = kNoToken;
  for (uint32_t c : syntax_.children(first)) {
    if (c < next) continue;
    const Relation r = Universal(syntax_.relation(c));
    if ((syntax_.relation(c) == Relation::kCompoundPrt || r == Relation::kAdvmod) && Is(c, word)) {
      return c;
    }
    if (r == Relation::kObj) {
      object = c;
      if (Is(c, word) && syntax_.annotation().subtree(c).begin == next) return c;
    }
    const bool clause = r == Relation::kXcomp || r == Relation::kCcomp || r == Relation::kAdvcl;
    if (!clause && (r != Relation::kObl || object != kNoToken)) continue;
    for (uint32_t d : syntax_.children(c)) {
      const Relation mark = Universal(syntax_.relation(d));
      if ((mark == Relation::kCase || mark == Relation::kMark) && d >= next && Is(d, word)) {
        return d;
      }
    }
  }
  return kNoToken;
}

// The token of the last of `words`, which follow `last`; kNoToken where they do not.
uint32_t Matcher::Follow(uint32_t first, uint32_t last, std::span<const std::string> words) const {
  if (words.empty()) return last;
  const std::span<const std::string> rest = words.subspan(1);
  if (words.front() == "someone") {
    const uint32_t object = ObjectBehind(first, last);
    if (object == kNoToken) {
      const bool passive = syntax_.IsPassive(first) || syntax_.word(first).xpos == Xpos::kVbn;
      return passive ? Follow(first, last, rest) : kNoToken;
    }
    // The tree may hang what follows on the object: "starved [the schools of funds]".
    const uint32_t end = Follow(first, syntax_.annotation().subtree(object).end - 1, rest);
    return end != kNoToken ? end : Follow(first, object, rest);
  }
  uint32_t next = last + 1;
  if (words.front() != "one's") {
    next = FollowWord(first, last, words.front());
  } else if (next >= syntax_.sentence(first).tokens.end ||
             syntax_.word(next).xpos != Xpos::kPrpPoss) {
    next = kNoToken;
  }
  return next == kNoToken ? kNoToken : Follow(first, next, rest);
}

template <typename Entry>
Match<Entry> Matcher::Longest(From<Entry> from, absl::string_view word, uint32_t token,
                              Extent extent, bool by_form) const {
  const std::span<const Phrase<Entry>> phrases = (lexicon_->*from)(word);
  if (phrases.empty()) return {};
  const Parts parts = PartsOf(token, by_form);
  const uint32_t particle = syntax_.child(token, Relation::kCompoundPrt);
  for (const Phrase<Entry>& phrase : phrases) {
    const std::span<const std::string> rest = std::span(phrase.words).subspan(1);
    if (extent == Extent::kWord && !rest.empty()) continue;
    // Words that stand together need no tags, which are often wrong for them ("according to",
    // "strong-armed"); those of a verb stand apart.
    const Parts own = EntryParts(*phrase.entry);
    const bool together = !rest.empty() && (!own.verb || rest.front() == "-");
    if (!together && !own.Overlaps(parts)) continue;
    const uint32_t last = Follow(token, token, rest);
    if (last == kNoToken) continue;
    if (extent == Extent::kPhrase && particle != kNoToken && particle > last) continue;
    return {phrase.entry, {token, last + 1}};
  }
  return {};
}

template <typename Entry>
Match<Entry> Matcher::At(From<Entry> from, uint32_t token, Extent extent) const {
  const std::string form = syntax_.lower(token);
  const absl::string_view lemma = syntax_.lemma(token);
  const Match<Entry> by_form = Longest(from, form, token, extent, /*by_form=*/true);
  Match<Entry> match;
  if (form != lemma) match = Longest(from, lemma, token, extent, /*by_form=*/false);
  if (by_form.tokens.size() >= match.tokens.size()) match = by_form;
  if (match.entry != nullptr || !syntax_.IsVerb(token)) return match;
  // A lemma is guessed where the model never saw the form: "blasted" is no form of "blaste".
  for (const std::string& verb : VerbsOf(form)) {
    match = Longest(from, verb, token, extent, /*by_form=*/false);
    if (match.entry != nullptr) break;
  }
  return match;
}

Match<ReportingCue> Matcher::cue(uint32_t token) const {
  return At(&Lexicon::cues_from, token, Extent::kPhrase);
}

Match<LoadedTerm> Matcher::loaded_term(uint32_t token) const {
  return At(&Lexicon::loaded_from, token, Extent::kPhrase);
}

Match<Signature> Matcher::signature(uint32_t token) const {
  return At(&Lexicon::signatures_from, token, Extent::kPhrase);
}

const Marker* Matcher::marker(uint32_t token) const {
  return At(&Lexicon::markers_from, token, Extent::kPhrase).entry;
}

const ReportingCue* Matcher::cue_of_word(uint32_t token) const {
  return At(&Lexicon::cues_from, token, Extent::kWord).entry;
}

}  // namespace parallax::lexicon
