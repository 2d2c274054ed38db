#include "server/language/conllu.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"

namespace parallax::language {
namespace {

constexpr absl::string_view kEntityNames[] = {"PERSON", "ORGANIZATION", "LOCATION", "GROUP",
                                              "DATE",   "NUMBER",       "MONEY",    "OTHER"};
constexpr size_t kColumns = 10;

absl::Status Malformed(size_t line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

bool HasMisc(absl::string_view misc, absl::string_view entry) {
  for (absl::string_view part : absl::StrSplit(misc, '|')) {
    if (part == entry) return true;
  }
  return false;
}

// The value of "NER=" in MISC, empty for none.
absl::string_view EntityTag(absl::string_view misc) {
  for (absl::string_view part : absl::StrSplit(misc, '|')) {
    if (absl::ConsumePrefix(&part, "NER=")) return part;
  }
  return absl::string_view();
}

absl::StatusOr<ConlluWord> ParseWord(const std::vector<absl::string_view>& columns, size_t line) {
  ConlluWord word;
  word.form = std::string(columns[1]);
  if (columns[2] != "_" || columns[1] == "_") word.lemma = std::string(columns[2]);
  if (columns[3] != "_") {
    const absl::optional<Upos> upos = UposFromName(columns[3]);
    if (!upos.has_value()) return Malformed(line, "unknown universal tag");
    word.upos = *upos;
  }
  word.xpos = XposFromName(columns[4]).value_or(Xpos::kFw);
  word.features = FeaturesFromName(columns[5]);
  if (columns[6] != "_" && !absl::SimpleAtoi(columns[6], &word.head)) {
    return Malformed(line, "the head is no number");
  }
  if (columns[7] != "_") {
    const absl::optional<Relation> relation = RelationFromName(columns[7]);
    if (!relation.has_value()) return Malformed(line, "unknown relation");
    word.relation = *relation;
  }
  if (columns[9] != "_") word.misc = std::string(columns[9]);
  word.space_after = !HasMisc(columns[9], "SpaceAfter=No");
  return word;
}

}  // namespace

absl::StatusOr<std::vector<ConlluSentence>> ReadConllu(absl::string_view text) {
  std::vector<ConlluSentence> sentences;
  ConlluSentence sentence;
  uint32_t group_end = 0;  // last word of the multiword token being read
  bool group_space_after = true;
  size_t number = 0;
  const auto finish = [&]() -> absl::Status {
    for (const ConlluWord& word : sentence.words) {
      if (word.head > sentence.words.size()) return Malformed(number, "head outside the sentence");
    }
    if (!sentence.words.empty() || Comment(sentence, "text").has_value()) {
      sentences.push_back(std::move(sentence));
    }
    sentence = ConlluSentence();
    group_end = 0;
    return absl::OkStatus();
  };
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripSuffix(line, "\r");
    if (line.empty()) {
      PARALLAX_RETURN_IF_ERROR(finish());
      continue;
    }
    if (line[0] == '#') {
      sentence.comments.emplace_back(line);
      continue;
    }
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() != kColumns) return Malformed(number, "expected ten columns");
    if (absl::StrContains(columns[0], '.')) continue;
    const std::pair<absl::string_view, absl::string_view> range = absl::StrSplit(columns[0], '-');
    if (!range.second.empty()) {
      if (!absl::SimpleAtoi(range.second, &group_end)) return Malformed(number, "bad id");
      group_space_after = !HasMisc(columns[9], "SpaceAfter=No");
      continue;
    }
    uint32_t id = 0;
    if (!absl::SimpleAtoi(columns[0], &id) || id != sentence.words.size() + 1) {
      return Malformed(number, "ids do not count from 1");
    }
    PARALLAX_ASSIGN_OR_RETURN(ConlluWord word, ParseWord(columns, number));
    if (id < group_end) word.space_after = false;
    if (id == group_end) word.space_after = group_space_after;
    sentence.words.push_back(std::move(word));
  }
  PARALLAX_RETURN_IF_ERROR(finish());
  return sentences;
}

absl::optional<absl::string_view> Comment(const ConlluSentence& sentence, absl::string_view key) {
  for (const std::string& comment : sentence.comments) {
    absl::string_view rest =
        absl::StripLeadingAsciiWhitespace(absl::string_view(comment).substr(1));
    if (!absl::ConsumePrefix(&rest, key)) continue;
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (rest.empty()) return rest;
    if (absl::ConsumePrefix(&rest, "=")) return absl::StripAsciiWhitespace(rest);
  }
  return absl::nullopt;
}

text::Document DocumentFromConllu(std::span<const ConlluSentence> sentences) {
  std::string sections[2];
  std::vector<text::Sentence> out_sentences;
  std::vector<text::Token> tokens;
  uint32_t paragraph = 0;
  for (size_t i = 0; i < sentences.size(); ++i) {
    const ConlluSentence& sentence = sentences[i];
    const bool headline = i == 0 && Comment(sentence, "section") == absl::string_view("headline");
    const bool after_headline = i == 1 && out_sentences[0].section == text::Section::kHeadline;
    const bool new_paragraph = Comment(sentence, "newpar").has_value() ||
                               Comment(sentence, "newdoc").has_value() || after_headline;
    std::string& text = sections[headline ? 0 : 1];
    if (!text.empty()) {
      // An empty line stands between paragraphs, as in a report.
      if (new_paragraph) text.append(text.back() == ' ' ? "\n" : "\n\n");
    }
    if (new_paragraph && i > 0) ++paragraph;
    text::Sentence out;
    out.section = headline ? text::Section::kHeadline : text::Section::kBody;
    out.paragraph = paragraph;
    out.tokens.begin = static_cast<uint32_t>(tokens.size());
    for (const ConlluWord& word : sentence.words) {
      text::Token token;
      token.space_before = text.empty() || text.back() == ' ' || text.back() == '\n';
      token.bytes.begin = static_cast<uint32_t>(text.size());
      text.append(word.form);
      token.bytes.end = static_cast<uint32_t>(text.size());
      token.sentence = static_cast<uint32_t>(i);
      tokens.push_back(token);
      if (word.space_after) text.append(" ");
    }
    out.tokens.end = static_cast<uint32_t>(tokens.size());
    out.bytes = {tokens[out.tokens.begin].bytes.begin, tokens.back().bytes.end};
    out_sentences.push_back(out);
  }
  return text::Document(std::move(sections[0]), std::move(sections[1]), std::move(out_sentences),
                        std::move(tokens), {});
}

absl::StatusOr<Annotation> AnnotationFromConllu(std::span<const ConlluSentence> sentences) {
  std::vector<Word> words;
  std::string lemmas;
  std::vector<NamedEntity> entities;
  for (const ConlluSentence& sentence : sentences) {
    const uint32_t first = static_cast<uint32_t>(words.size());
    const uint32_t size = static_cast<uint32_t>(sentence.words.size());
    absl::string_view open;
    for (const ConlluWord& source : sentence.words) {
      Word word;
      word.upos = source.upos;
      word.xpos = source.xpos;
      word.features = source.features;
      word.relation = source.relation;
      word.head = source.head == 0 ? kNoToken : first + source.head - 1;
      word.lemma.begin = static_cast<uint32_t>(lemmas.size());
      lemmas.append(source.lemma);
      word.lemma.end = static_cast<uint32_t>(lemmas.size());
      const uint32_t token = static_cast<uint32_t>(words.size());
      words.push_back(word);

      absl::string_view tag = EntityTag(source.misc);
      const bool begin = absl::ConsumePrefix(&tag, "B-");
      if (!begin) absl::ConsumePrefix(&tag, "I-");
      const absl::optional<EntityType> type = EntityTypeFromName(tag);
      if (!type.has_value()) {
        open = absl::string_view();
      } else if (!begin && tag == open) {
        entities.back().tokens.end = token + 1;
      } else {
        entities.push_back({{token, token + 1}, *type});
        open = tag;
      }
    }
    // With one root and `size` nodes, it is a tree exactly where every walk up ends.
    std::vector<uint8_t> rooted(size, 0);
    uint32_t roots = 0;
    for (uint32_t i = 0; i < size; ++i) {
      roots += sentence.words[i].head == 0;
      uint32_t steps = 0;
      uint32_t node = i;
      while (!rooted[node] && sentence.words[node].head != 0 && steps++ <= size) {
        node = sentence.words[node].head - 1;
      }
      if (steps > size) return absl::InvalidArgumentError("the heads of a sentence form a cycle");
      for (uint32_t n = i; !rooted[n]; n = sentence.words[n].head - 1) {
        rooted[n] = 1;
        if (sentence.words[n].head == 0) break;
      }
    }
    if (roots != 1) return absl::InvalidArgumentError("a sentence has not exactly one root");
  }
  return Annotation(std::move(words), std::move(lemmas), std::move(entities));
}

void AppendConllu(const text::Document& document, const Annotation& annotation, uint32_t sentence,
                  std::string* out) {
  const TokenRange range = document.sentences()[sentence].tokens;
  std::string text(document.text(range));
  std::replace(text.begin(), text.end(), '\n', ' ');
  absl::StrAppend(out, "# text = ", text, "\n");
  const std::vector<NamedEntity>& entities = annotation.entities();
  auto entity =
      std::lower_bound(entities.begin(), entities.end(), range.begin,
                       [](const NamedEntity& e, uint32_t token) { return e.tokens.end <= token; });
  for (uint32_t token = range.begin; token < range.end; ++token) {
    const Word& word = annotation.word(token);
    const absl::string_view lemma = annotation.lemma(token);
    absl::StrAppend(out, token - range.begin + 1, "\t", document.text(token), "\t",
                    lemma.empty() ? absl::string_view("_") : lemma, "\t", Name(word.upos), "\t",
                    Name(word.xpos), "\t");
    AppendFeatures(word.features, out);
    absl::StrAppend(out, "\t", word.head == kNoToken ? 0 : word.head - range.begin + 1, "\t",
                    Name(word.relation), "\t_\t");
    std::string misc;
    while (entity != entities.end() && entity->tokens.end <= token) ++entity;
    if (entity != entities.end() && entity->tokens.Contains(token)) {
      absl::StrAppend(&misc, "NER=", entity->tokens.begin == token ? "B-" : "I-",
                      Name(entity->type));
    }
    const bool last = token + 1 == range.end;
    if (!last && !document.tokens()[token + 1].space_before) {
      absl::StrAppend(&misc, misc.empty() ? "" : "|", "SpaceAfter=No");
    }
    absl::StrAppend(out, misc.empty() ? "_" : misc, "\n");
  }
  out->append("\n");
}

absl::string_view Name(EntityType type) { return kEntityNames[static_cast<size_t>(type)]; }

absl::optional<EntityType> EntityTypeFromName(absl::string_view name) {
  for (size_t i = 0; i < std::size(kEntityNames); ++i) {
    if (kEntityNames[i] == name) return static_cast<EntityType>(i);
  }
  return absl::nullopt;
}

}  // namespace parallax::language
