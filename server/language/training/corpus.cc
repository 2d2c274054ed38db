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
#include "server/language/training/gum_names.h"
#include "server/text/reader.h"

namespace parallax::language::training {
namespace {

uint8_t SpacingOf(bool before, bool after) {
  return static_cast<uint8_t>((before ? internal::kSpaceBefore : 0) |
                              (after ? internal::kSpaceAfter : 0));
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
    example.name = std::string(Comment(sentence, "sent_id").value_or(""));
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
  std::string document;
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
        if (absl::ConsumePrefix(&line, "# newdoc id = ")) {
          example.begins_document = true;
          document = std::string(line);
        }
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
    example.name = document;
    example.offsets.push_back(begin);
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
      if (!example.happened.empty()) {
        headline.happened.push_back(example.happened[i]);
        headline.happened_weight.push_back(example.happened_weight[i]);
      }
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
