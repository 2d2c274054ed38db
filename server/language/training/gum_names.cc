#include "server/language/training/gum_names.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/language/annotation.h"
#include "server/language/internal/neural_model.h"

namespace parallax::language::training {
namespace {

struct Span {
  uint32_t begin;
  uint32_t end;
  std::string type;
  bool known = false;  // linked to an article of an encyclopaedia
};

// Place of the link among the fields of an opening entry.
constexpr size_t kIdentityField = 7;

// The spans of GUM's "Entity=" entries: "(ID-TYPE-..." opens, "ID)" closes, "(ID-TYPE-...)" does
// both. A span that crosses a sentence border is left out.
std::vector<Span> EntitySpans(const ConlluSentence& sentence) {
  std::vector<Span> spans;
  std::vector<std::pair<std::string, Span>> open;
  for (uint32_t token = 0; token < sentence.words.size(); ++token) {
    for (absl::string_view entry : absl::StrSplit(sentence.words[token].misc, '|')) {
      if (!absl::ConsumePrefix(&entry, "Entity=")) continue;
      while (!entry.empty()) {
        const bool opens = absl::ConsumePrefix(&entry, "(");
        const size_t stop = std::min(entry.find_first_of("()"), entry.size());
        const std::vector<std::string> fields = absl::StrSplit(entry.substr(0, stop), '-');
        entry.remove_prefix(stop);
        const bool closes = absl::ConsumePrefix(&entry, ")");
        if (opens) {
          const Span span{token, token + 1, fields.size() > 1 ? fields[1] : "",
                          fields.size() > kIdentityField};
          if (closes) {
            spans.push_back(span);
          } else {
            open.emplace_back(fields[0], span);
          }
        } else {
          for (size_t i = open.size(); i-- > 0;) {
            if (open[i].first != fields[0]) continue;
            open[i].second.end = token + 1;
            spans.push_back(open[i].second);
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
            break;
          }
        }
      }
    }
  }
  return spans;
}

bool Capital(const ConlluWord& word) {
  return !word.form.empty() && std::isupper(static_cast<unsigned char>(word.form[0]));
}

EntityType TypeOf(const Span& span, const ConlluWord& head) {
  if (span.type == "person") {
    return head.xpos == Xpos::kNnps ? EntityType::kGroup : EntityType::kPerson;
  }
  if (span.type == "organization") return EntityType::kOrganization;
  if (span.type == "place") return EntityType::kLocation;
  if (span.type == "time") return EntityType::kDate;
  return EntityType::kOther;
}

// The head of the span: the first word whose head lies outside it.
uint32_t HeadOf(const ConlluSentence& sentence, const Span& span) {
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const uint32_t head = sentence.words[i].head;
    if (head == 0 || head - 1 < span.begin || head - 1 >= span.end) return i;
  }
  return span.begin;
}

// "the President", "Secretary": GUM calls them persons, but they are roles, not names.
bool IsTitle(absl::string_view form) {
  static constexpr absl::string_view kTitles[] = {
      "President", "Vice",    "Secretary", "Minister", "Prime", "Speaker",  "Senator", "Emperor",
      "King",      "Queen",   "Justice",   "Judge",    "Mayor", "Governor", "General", "Protector",
      "Chairman",  "Captain", "Chief",     "Doctor",   "Madam", "Sir",      "Mr.",     "Mrs.",
      "Ms.",       "Dr.",     "Professor", "Pope",     "Lord",  "Lady",     "Prince",  "Princess"};
  return std::find(std::begin(kTitles), std::end(kTitles), form) != std::end(kTitles);
}

bool IsAddress(const ConlluWord& word) {
  return word.xpos == Xpos::kAdd || absl::StrContains(word.form, "@") ||
         absl::StrContains(word.form, "://");
}

// Cuts a noun phrase down to the name around its head.
class NameCutter {
 public:
  NameCutter(const ConlluSentence& sentence, const std::vector<Span>& spans)
      : words_(sentence.words), ends_name_(words_.size(), false) {
    for (const Span& span : spans) {
      if (words_[HeadOf(sentence, span)].upos == Upos::kPropn) ends_name_[span.end - 1] = true;
    }
  }

  // No title, article, apposition, clause, possessor with a name of its own, or second conjunct.
  Span Cut(const Span& span, uint32_t head) const {
    Span name = span;
    name.begin = head;
    name.end = head + 1;
    while (name.begin > span.begin) {
      if (InName(name.begin - 1)) {
        --name.begin;
      } else if (name.begin - 1 > span.begin && InName(name.begin - 2) &&
                 BridgesBack(name, name.begin - 1)) {
        name.begin -= 2;
      } else {
        break;
      }
    }
    while (name.end < span.end) {
      uint32_t next = name.end;
      while (next < span.end && next < name.end + 3 && Bridges(next)) ++next;
      const bool number = next == name.end && next < span.end && words_[next].upos == Upos::kNum;
      if (next >= span.end || (!InName(next) && !number)) break;
      if (next > name.end && IsConjunctOf(head, name, next)) break;
      name.end = next + 1;
    }
    if (span.type == "person") {
      while (name.begin < head && IsTitle(words_[name.begin].form)) ++name.begin;
    }
    return name;
  }

  // Month, weekday or feast with the numbers around it, or a part of a day; empty without a name.
  Span CutDate(const Span& span, uint32_t head) const {
    const auto in_date = [&](uint32_t i) {
      return words_[i].upos == Upos::kPropn || words_[i].upos == Upos::kNum;
    };
    Span date = span;
    date.begin = head;
    date.end = head + 1;
    while (date.begin > span.begin && in_date(date.begin - 1)) --date.begin;
    while (date.end < span.end) {
      const uint32_t next = date.end + (words_[date.end].form == ",");
      if (next >= span.end || !in_date(next)) break;
      date.end = next + 1;
    }
    const bool named =
        std::any_of(words_.begin() + date.begin, words_.begin() + date.end,
                    [](const ConlluWord& word) { return word.upos == Upos::kPropn; });
    if (!named) date.end = date.begin;
    return date;
  }

 private:
  bool InName(uint32_t i) const {
    const ConlluWord& word = words_[i];
    if (word.relation == Relation::kNmodDesc || word.relation == Relation::kAppos) return false;
    return word.upos == Upos::kPropn || (Capital(word) && word.upos != Upos::kDet &&
                                         word.upos != Upos::kPron && word.upos != Upos::kAdp);
  }
  bool Bridges(uint32_t i) const {
    const absl::string_view form = words_[i].form;
    return form == "-" || form == "of" || form == "the" || form == "&" || form == "'s" ||
           form == "for" || form == "and" || form == "." || form == "/";
  }
  bool BridgesBack(const Span& name, uint32_t i) const {
    const absl::string_view form = words_[i].form;
    if (form == "-") return true;
    if (form == "'s" || form == "\u2019s") return !ends_name_[i] && !ends_name_[i - 1];
    // "Rock and Roll Hall": the first conjunct belongs to what follows.
    const uint32_t before = words_[i - 1].head;
    return (form == "and" || form == "&") && before > name.begin && before <= name.end;
  }
  // Whether `word` belongs to something that is joined to the head of the name.
  bool IsConjunctOf(uint32_t head, const Span& name, uint32_t word) const {
    for (uint32_t steps = 0; steps < words_.size(); ++steps) {
      const uint32_t above = words_[word].head;
      if (above == 0) return false;
      if (above - 1 >= name.begin && above - 1 < name.end) {
        return words_[word].relation == Relation::kConj && above - 1 == head;
      }
      word = above - 1;
    }
    return false;
  }

  const std::vector<ConlluWord>& words_;
  std::vector<bool> ends_name_;
};

// Whether a proper noun heads no name: a role ("the President", "Undersecretary for Education"), a
// member of a group ("a Democrat"), a common noun with a capital ("this Nation").
bool IsMereCapital(const ConlluSentence& sentence, const Span& span, const Span& name,
                   uint32_t head) {
  const auto& words = sentence.words;
  if (IsAddress(words[head])) return true;
  const bool person = span.type == "person";
  bool determined = false;
  bool flat = false;
  bool complement = false;
  for (uint32_t i = span.begin; i < span.end; ++i) {
    if (words[i].head != head + 1) continue;
    determined |= words[i].relation == Relation::kDet || words[i].relation == Relation::kNmodPoss;
    flat |= words[i].relation == Relation::kFlat;
    complement |= words[i].relation == Relation::kNmod;
  }
  if (flat) return false;
  if (person && IsTitle(words[head].form)) return true;
  if (span.known) return false;
  if (person && words[head].xpos == Xpos::kNnp) return determined || complement;
  return determined && name.end - name.begin == 1;
}

}  // namespace

void LabelEntities(const ConlluSentence& sentence, Example* example) {
  std::vector<Span> spans = EntitySpans(sentence);
  std::stable_sort(spans.begin(), spans.end(),
                   [](const Span& a, const Span& b) { return a.end - a.begin > b.end - b.begin; });
  // GUM marks neither numbers nor most times, and no nationality that stands as an adjective.
  example->labels.assign(example->size(), kNoNameLabel);
  for (uint32_t i = 0; i < example->size(); ++i) {
    const ConlluWord& word = sentence.words[i];
    if (word.upos == Upos::kAdj && Capital(word)) example->labels[i] = kUnknownLabel;
  }
  const NameCutter cutter(sentence, spans);
  for (const Span& span : spans) {
    const uint32_t head = HeadOf(sentence, span);
    const EntityType type = TypeOf(span, sentence.words[head]);
    if (sentence.words[head].upos != Upos::kPropn && type != EntityType::kDate) continue;
    const Span name =
        type == EntityType::kDate ? cutter.CutDate(span, head) : cutter.Cut(span, head);
    if (name.begin == name.end) continue;
    const auto begin = example->labels.begin() + name.begin;
    const auto end = example->labels.begin() + name.end;
    if (std::any_of(begin, end, [](uint8_t l) { return l < internal::kEntityLabels; })) continue;
    if (IsMereCapital(sentence, span, name, head)) {
      std::fill(begin, end, kUnknownLabel);
      continue;
    }
    std::fill(begin, end, static_cast<uint8_t>(BeginLabel(type) + 1));
    *begin = BeginLabel(type);
  }
  // A proper noun in no phrase of its own ("millions of Americans", "the island of Lewis") may be a
  // name all the same.
  for (uint32_t i = 0; i < example->size(); ++i) {
    const ConlluWord& word = sentence.words[i];
    if (example->labels[i] == kNoNameLabel && word.upos == Upos::kPropn &&
        word.relation != Relation::kNmodDesc && !IsTitle(word.form)) {
      example->labels[i] = kUnknownLabel;
    }
  }
}

}  // namespace parallax::language::training
