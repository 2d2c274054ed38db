#include "server/text/reader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/range.h"
#include "server/base/status_macros.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/furniture.h"
#include "server/text/internal/html.h"
#include "server/text/internal/paragraphs.h"
#include "server/text/internal/prose_language.h"
#include "server/text/internal/reading_notes.h"
#include "server/text/internal/reading_text.h"
#include "server/text/internal/sentences.h"
#include "server/text/internal/tokenizer.h"
#include "server/text/utf8.h"

namespace parallax::text {
namespace {

// Collects the sentences and tokens of a report, section by section.
class Builder {
 public:
  Builder(const ReadOptions& options, const CallContext& context)
      : max_sentence_tokens_(std::max<uint32_t>(options.max_sentence_tokens, 1)),
        max_tokens_(options.max_tokens),
        context_(context) {}

  // The headline is one sentence, whatever stops stand in it; the outlet's name behind a bar
  // ("Mine shut | The Herald") is no part of it.
  absl::Status AddHeadline(absl::string_view headline) {
    if (IsBlank(headline)) return absl::OkStatus();
    token_bytes_.clear();
    const size_t bar = headline.find(" | ");
    const size_t end = std::min(bar, headline.size());
    PARALLAX_RETURN_IF_ERROR(
        internal::Tokenize(headline, {0, static_cast<uint32_t>(end)}, context_, &token_bytes_));
    if (token_bytes_.size() < 2 && end < headline.size()) {  // a section's name before the bar
      token_bytes_.clear();
      PARALLAX_RETURN_IF_ERROR(internal::Tokenize(
          headline, {0, static_cast<uint32_t>(headline.size())}, context_, &token_bytes_));
    }
    if (token_bytes_.empty()) return absl::OkStatus();
    const std::vector<uint32_t> starts = {0};
    return AddSentences(Section::kHeadline, headline, starts);
  }

  // REQUIRES: `paragraphs` in order, inside `body`.
  absl::Status AddBody(absl::string_view headline, absl::string_view body,
                       const std::vector<ByteRange>& paragraphs, Format format) {
    // Inside a paragraph a line end is a space: the break rules must not see it.
    std::string flat(body);
    for (const ByteRange paragraph : paragraphs) {
      internal::BlankLineEnds(paragraph, &flat);
    }
    std::vector<uint32_t> breaks;
    PARALLAX_RETURN_IF_ERROR(internal::FindUnicodeBreaks(flat, context_, &breaks));
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<internal::LineVerdict> verdicts,
                              internal::FindFurniture(headline, flat, paragraphs, context_));
    PARALLAX_RETURN_IF_ERROR(AddParagraphs(flat, paragraphs, breaks, verdicts));
    if (format == Format::kHtml || !sentences_.empty()) return absl::OkStatus();
    furniture_.clear();
    keep_all_ = true;
    return AddParagraphs(flat, paragraphs, breaks, internal::KeepLinesWithWords(flat, paragraphs));
  }

  // Whether all of the text was furniture by the rules, and was read for want of better.
  bool kept_all() const { return keep_all_; }
  const std::vector<Sentence>& sentences() const { return sentences_; }
  const std::vector<Furniture>& furniture() const { return furniture_; }

  std::vector<Sentence> TakeSentences() { return std::move(sentences_); }
  std::vector<Token> TakeTokens() { return std::move(tokens_); }
  std::vector<Furniture> TakeFurniture() { return std::move(furniture_); }

 private:
  // Parallel to `paragraphs`: `verdicts`.
  absl::Status AddParagraphs(const std::string& flat, const std::vector<ByteRange>& paragraphs,
                             const std::vector<uint32_t>& breaks,
                             const std::vector<internal::LineVerdict>& verdicts) {
    std::vector<uint32_t> starts;
    for (size_t i = 0; i < paragraphs.size(); ++i) {
      PARALLAX_RETURN_IF_ERROR(context_.Check());
      ByteRange paragraph = paragraphs[i];
      if (!verdicts[i].rule.empty()) {
        furniture_.push_back({paragraph, verdicts[i].rule});
        continue;
      }
      if (!verdicts[i].prefix.empty()) {
        furniture_.push_back({verdicts[i].prefix, verdicts[i].prefix_rule});
        paragraph.begin = verdicts[i].prefix.end;
      }
      token_bytes_.clear();
      starts.clear();
      PARALLAX_RETURN_IF_ERROR(internal::Tokenize(flat, paragraph, context_, &token_bytes_));
      PARALLAX_RETURN_IF_ERROR(
          internal::SplitParagraph(flat, breaks, 0, context_, &token_bytes_, &starts));
      PARALLAX_RETURN_IF_ERROR(AddSentences(Section::kBody, flat, starts));
    }
    return absl::OkStatus();
  }

  // Adds `token_bytes_` as one paragraph whose sentences begin at `starts`, furniture left out.
  absl::Status AddSentences(Section section, absl::string_view text,
                            const std::vector<uint32_t>& starts) {
    if (token_bytes_.empty()) return absl::OkStatus();
    if (tokens_.size() + token_bytes_.size() > max_tokens_) {
      return absl::InvalidArgumentError(
          absl::StrCat("more than ", max_tokens_, " words and marks, the limit"));
    }
    const size_t before = sentences_.size();
    for (size_t i = 0; i < starts.size(); ++i) {
      PARALLAX_RETURN_IF_ERROR(context_.Check());
      const size_t end = i + 1 < starts.size() ? starts[i + 1] : token_bytes_.size();
      if (starts.size() > 1 &&
          !keep_all_) {  // a paragraph of one sentence has been judged as a line
        const ByteRange bytes = {token_bytes_[starts[i]].begin, token_bytes_[end - 1].end};
        const internal::FurnitureRule rule =
            internal::ClassifySentence(text.substr(bytes.begin, bytes.size()));
        if (!rule.empty()) {
          furniture_.push_back({bytes, rule});
          continue;
        }
      }
      for (size_t begin = starts[i]; begin < end; begin += max_sentence_tokens_) {
        AddSentence(section, text, begin, std::min<size_t>(begin + max_sentence_tokens_, end));
      }
    }
    paragraph_ += sentences_.size() > before;
    return absl::OkStatus();
  }

  void AddSentence(Section section, absl::string_view text, size_t begin, size_t end) {
    const auto index = static_cast<uint32_t>(sentences_.size());
    const auto first = static_cast<uint32_t>(tokens_.size());
    for (size_t i = begin; i < end; ++i) {
      const ByteRange bytes = token_bytes_[i];
      const bool space =
          bytes.begin > 0 && internal::IsSpace(internal::CharacterBefore(text, bytes.begin).value);
      tokens_.push_back({bytes, index, space});
    }
    sentences_.push_back({section,
                          {token_bytes_[begin].begin, token_bytes_[end - 1].end},
                          {first, static_cast<uint32_t>(tokens_.size())},
                          paragraph_});
  }

  const uint32_t max_sentence_tokens_;
  const uint32_t max_tokens_;
  const CallContext& context_;
  std::vector<ByteRange> token_bytes_;  // of the paragraph at hand
  std::vector<Sentence> sentences_;
  std::vector<Token> tokens_;
  std::vector<Furniture> furniture_;
  uint32_t paragraph_ = 0;
  bool keep_all_ = false;  // no sentence is furniture
};

// A report's bytes with all that is known before its sentences are.
struct Source {
  std::string headline;  // as read
  std::string body;
  std::vector<ByteRange> paragraphs;
  internal::HtmlFindings page;
  absl::optional<GivenText> given_headline;
  absl::optional<GivenText> given_body;
};

// Puts `text` as it is read in its place, and returns it as given where the two are not the same.
absl::optional<GivenText> TakeGiven(std::string* text) {
  absl::optional<internal::ReadingText> read = internal::ReadAs(*text);
  if (!read.has_value()) return absl::nullopt;
  text->swap(read->text);
  return GivenText{std::move(read->text), std::move(read->map)};
}

absl::StatusOr<Source> ReadSource(absl::string_view headline, absl::string_view body, Format format,
                                  const CallContext& context) {
  Source source;
  source.headline = std::string(headline);
  if (format == Format::kPlain) {
    source.body = std::string(body);
  } else {
    PARALLAX_ASSIGN_OR_RETURN(internal::HtmlArticle article,
                              internal::ExtractArticle(body, context));
    if (IsBlank(source.headline)) {
      source.headline = std::move(article.title);
    } else {
      article.findings.title_is_weak = false;
    }
    source.body = std::move(article.body);
    source.page = article.findings;
  }
  source.given_headline = TakeGiven(&source.headline);
  source.given_body = TakeGiven(&source.body);
  PARALLAX_RETURN_IF_ERROR(context.Check());
  // The paragraphs of a page are lines of the text made of it.
  PARALLAX_ASSIGN_OR_RETURN(source.paragraphs, format == Format::kPlain
                                                   ? internal::FindParagraphs(source.body, context)
                                                   : internal::FindLines(source.body, context));
  return source;
}

// As the rules for the body split it; 0 for a headline that is none.
absl::StatusOr<uint32_t> CountSentences(absl::string_view headline, const CallContext& context) {
  std::vector<ByteRange> tokens;
  std::vector<uint32_t> breaks, starts;
  PARALLAX_RETURN_IF_ERROR(internal::FindUnicodeBreaks(headline, context, &breaks));
  PARALLAX_RETURN_IF_ERROR(
      internal::Tokenize(headline, {0, static_cast<uint32_t>(headline.size())}, context, &tokens));
  PARALLAX_RETURN_IF_ERROR(
      internal::SplitParagraph(headline, breaks, 0, context, &tokens, &starts));
  return static_cast<uint32_t>(starts.size());
}

absl::StatusOr<DocumentNotes> MakeNotes(const Builder& builder, Source* source,
                                        const CallContext& context) {
  DocumentNotes notes;
  constexpr std::ptrdiff_t kFewestForLanguage = 2;  // sentences of the body
  const auto of_body =
      std::count_if(builder.sentences().begin(), builder.sentences().end(),
                    [](const Sentence& sentence) { return sentence.section == Section::kBody; });
  if (of_body >= kFewestForLanguage) {
    notes.language = internal::LanguageOf(
        internal::ProseOf(source->headline, source->body, builder.sentences()));
  }
  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(const uint32_t headline_sentences,
                            CountSentences(source->headline, context));
  const internal::ReadingFacts facts = {.headline = source->headline,
                                        .body = source->body,
                                        .paragraphs = source->paragraphs,
                                        .sentences = builder.sentences(),
                                        .furniture = builder.furniture(),
                                        .headline_sentences = headline_sentences,
                                        .all_furniture = builder.kept_all(),
                                        .page = source->page};
  notes.notes = internal::TakeNotes(facts, notes.language == "en");
  notes.given_headline = std::move(source->given_headline);
  notes.given_body = std::move(source->given_body);
  return notes;
}

}  // namespace

absl::StatusOr<Document> ReadReport(absl::string_view headline, absl::string_view body,
                                    Format format, const ReadOptions& options,
                                    const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(CheckUtf8(headline, "headline"));
  PARALLAX_RETURN_IF_ERROR(CheckUtf8(body, "body"));
  PARALLAX_RETURN_IF_ERROR(context.Check());
  PARALLAX_ASSIGN_OR_RETURN(Source source, ReadSource(headline, body, format, context));
  Builder builder(options, context);
  PARALLAX_RETURN_IF_ERROR(builder.AddHeadline(source.headline));
  PARALLAX_RETURN_IF_ERROR(
      builder.AddBody(source.headline, source.body, source.paragraphs, format));
  PARALLAX_ASSIGN_OR_RETURN(DocumentNotes notes, MakeNotes(builder, &source, context));
  return Document(std::move(source.headline), std::move(source.body), builder.TakeSentences(),
                  builder.TakeTokens(), builder.TakeFurniture(), std::move(notes));
}

}  // namespace parallax::text
