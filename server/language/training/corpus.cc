#include "server/language/training/corpus.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/language/annotation.h"
#include "server/language/conllu.h"
#include "server/language/internal/neural_model.h"
#include "server/language/internal/word_pieces.h"
#include "server/text/reader.h"

namespace parallax::language::training {
namespace {

uint8_t SpacingOf(bool before, bool after) {
  return static_cast<uint8_t>((before ? internal::kSpaceBefore : 0) |
                              (after ? internal::kSpaceAfter : 0));
}

uint8_t BeginLabel(EntityType type) { return static_cast<uint8_t>(1 + 2 * static_cast<int>(type)); }

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

absl::optional<EntityType> SilverType(absl::string_view name, absl::string_view xpos) {
  if (name == "PERSON") return EntityType::kPerson;
  if (name == "ORGANIZATION") return EntityType::kOrganization;
  if (name == "LOCATION") return EntityType::kLocation;
  if (name == "MISC") {
    return absl::StartsWith(xpos, "JJ") || xpos == "NNPS" || xpos == "NNS" ? EntityType::kGroup
                                                                           : EntityType::kOther;
  }
  if (name == "MONEY") return EntityType::kMoney;
  if (name == "NUMBER" || name == "PERCENT" || name == "ORDINAL") return EntityType::kNumber;
  if (name == "DATE" || name == "TIME" || name == "DURATION" || name == "SET") {
    return EntityType::kDate;
  }
  return absl::nullopt;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

absl::StatusOr<std::vector<Example>> ReadTreebank(const std::string& path) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<ConlluSentence> sentences, ReadConllu(text));
  const bool has_entities = absl::StrContains(text, "Entity=(");
  std::vector<Example> examples;
  for (const ConlluSentence& sentence : sentences) {
    Example example;
    example.begins_document = Comment(sentence, "newdoc").has_value();
    for (const ConlluWord& word : sentence.words) {
      const bool before = example.forms.empty() || sentence.words[example.size() - 1].space_after;
      const bool after = example.size() + 1 == sentence.words.size() || word.space_after;
      example.spacing.push_back(SpacingOf(before, after));
      example.forms.push_back(word.form);
      example.lemmas.push_back(word.lemma);
      example.tags.push_back({word.upos, word.xpos, word.features});
      example.heads.push_back(word.head == 0 ? static_cast<uint32_t>(sentence.words.size())
                                             : word.head - 1);
      example.relations.push_back(word.relation);
    }
    if (has_entities) {
      LabelEntities(sentence, &example);
    } else {
      example.labels.assign(example.size(), kUnknownLabel);
    }
    if (example.size() > 0) examples.push_back(std::move(example));
  }
  return examples;
}

absl::StatusOr<std::vector<Example>> ReadSilver(const std::string& path) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<Example> examples;
  Example example;
  std::string open;
  uint32_t last_end = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty()) {
      if (example.size() > 0) examples.push_back(std::move(example));
      example = Example();
      open.clear();
      continue;
    }
    if (line[0] == '#') {
      // A comment has no tab; a token "#" stands in the second column.
      if (!absl::StrContains(line, '\t')) {
        example.begins_document |= absl::StartsWith(line, "# newdoc");
        continue;
      }
    }
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 7)
      return absl::InvalidArgumentError(absl::StrCat(path, ": too few columns"));
    const absl::optional<EntityType> type = SilverType(columns[4], columns[3]);
    uint8_t label = 0;
    if (type.has_value()) {
      label = BeginLabel(*type);
      if (open == columns[4] && !example.labels.empty() && example.labels.back() != 0) {
        // The type of the first word holds for the whole entity.
        label = static_cast<uint8_t>((example.labels.back() - 1) / 2 * 2 + 2);
      }
    }
    open = std::string(columns[4]);
    uint32_t begin = 0;
    uint32_t end = 0;
    if (columns.size() < 9 || !absl::SimpleAtoi(columns[7], &begin) ||
        !absl::SimpleAtoi(columns[8], &end)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": no offsets"));
    }
    const bool before = example.forms.empty() || begin != last_end;
    if (!before) example.spacing.back() &= static_cast<uint8_t>(~internal::kSpaceAfter);
    example.spacing.push_back(SpacingOf(before, true));
    last_end = end;
    example.forms.emplace_back(columns[1]);
    example.labels.push_back(label);
    uint32_t head = 0;
    if (!absl::SimpleAtoi(columns[5], &head)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": the head is no number"));
    }
    example.heads.push_back(head);
    example.silver_tags.emplace_back(columns[3]);
    example.silver_relations.emplace_back(columns[6]);
  }
  if (example.size() > 0) examples.push_back(std::move(example));
  return examples;
}

std::vector<Example> MakeCapitals(const std::vector<Example>& examples, size_t every) {
  std::vector<Example> capitals;
  for (size_t e = every - 1; e < examples.size(); e += every) {
    Example& example = capitals.emplace_back(examples[e]);
    for (std::string& form : example.forms) absl::AsciiStrToUpper(&form);
  }
  return capitals;
}

std::vector<Example> MakeHeadlines(const std::vector<Example>& examples) {
  constexpr size_t kEvery = 7;
  constexpr uint32_t kShortest = 4;
  constexpr uint32_t kLongest = 25;
  std::vector<Example> headlines;
  for (size_t e = 0; e < examples.size(); e += kEvery) {
    const Example& example = examples[e];
    const uint32_t size = example.size();
    if (size < kShortest || size > kLongest) continue;
    std::vector<bool> is_head(size + 1, false);
    for (uint32_t head : example.heads) is_head[head] = true;
    std::vector<uint32_t> place(size + 1, 0);
    std::vector<uint32_t> kept;
    for (uint32_t i = 0; i < size; ++i) {
      const bool article = example.tags[i].upos == Upos::kDet &&
                           (example.tags[i].features & (kDefiniteDef | kDefiniteInd));
      const bool stop = i + 1 == size && example.tags[i].xpos == Xpos::kStop;
      // "Two bridges closed after flood": the auxiliary goes, the passive stays.
      const bool auxiliary =
          example.relations[i] == Relation::kAuxPass && example.lemmas[i] == "be";
      if ((article || stop || auxiliary) && !is_head[i]) continue;
      place[i] = static_cast<uint32_t>(kept.size());
      kept.push_back(i);
    }
    place[size] = static_cast<uint32_t>(kept.size());
    Example headline;
    const size_t manner = headlines.size() % 3;
    for (uint32_t i : kept) {
      std::string form = example.forms[i];
      if (manner == 2) {
        absl::AsciiStrToUpper(&form);
      } else if ((manner == 1 && form.size() > 3) || headline.forms.empty()) {
        form[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(form[0])));
      }
      headline.forms.push_back(std::move(form));
      headline.spacing.push_back(example.spacing[i]);
      headline.lemmas.push_back(example.lemmas[i]);
      headline.tags.push_back(example.tags[i]);
      headline.heads.push_back(place[example.heads[i]]);
      headline.relations.push_back(example.relations[i]);
      headline.labels.push_back(example.labels[i]);
    }
    headlines.push_back(std::move(headline));
  }
  return headlines;
}

absl::StatusOr<std::vector<std::vector<std::string>>> ReadPlain(const std::string& path) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<std::vector<std::string>> sentences;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    PARALLAX_ASSIGN_OR_RETURN(
        const text::Document document,
        text::ReadReport("", line, text::Format::kPlain, text::ReadOptions(), CallContext()));
    for (const text::Sentence& sentence : document.sentences()) {
      std::vector<std::string>& forms = sentences.emplace_back();
      for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
        forms.emplace_back(document.text(i));
      }
    }
  }
  return sentences;
}

}  // namespace parallax::language::training
