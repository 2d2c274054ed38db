// Scores sentences and tokens against CoNLL-U treebanks, by character spans as the CoNLL 2018
// shared task does: a word or a sentence counts where both ends agree.
//
//   parallax_text_conllu [--errors] FILE.conllu...
//
// The raw text of a document is put together from its tokens (SpaceAfter=No, multiword tokens by
// their surface); "# newpar" is a line end. With --errors, each stretch that differs is printed.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/text/reader.h"

namespace {

using parallax::text::Document;
using Span = std::pair<uint32_t, uint32_t>;

struct GoldDocument {
  std::string text;
  std::vector<Span> words;
  std::vector<Span> sentences;
};

struct Counts {
  size_t gold = 0, predicted = 0, right = 0;
};

// Spans of the syntactic words of a multiword token: its parts where they spell it, otherwise the
// whole of it for each.
void AddMultiword(const Span& whole, absl::string_view surface,
                  const std::vector<std::string>& parts, std::vector<Span>* words) {
  std::string spelled;
  for (const std::string& part : parts) spelled += part;
  uint32_t at = whole.first;
  for (const std::string& part : parts) {
    const auto size = static_cast<uint32_t>(part.size());
    words->push_back(spelled == surface ? Span(at, at + size) : whole);
    at += size;
  }
}

std::vector<GoldDocument> ReadGold(const std::string& path) {
  std::vector<GoldDocument> documents;
  std::ifstream file(path);
  std::string line;
  bool pending_space = false, pending_line = false;
  uint32_t sentence_begin = 0;
  bool in_sentence = false;
  int multiword_end = 0;
  Span multiword;
  std::string surface;
  std::vector<std::string> parts;
  const auto append = [&](absl::string_view form) {
    std::string& text = documents.back().text;
    if (pending_line && !text.empty()) {
      text += '\n';
    } else if (pending_space) {
      text += ' ';
    }
    pending_space = pending_line = false;
    const auto begin = static_cast<uint32_t>(text.size());
    absl::StrAppend(&text, form);
    if (!in_sentence) sentence_begin = begin;
    in_sentence = true;
    return Span(begin, static_cast<uint32_t>(text.size()));
  };
  while (std::getline(file, line)) {
    if (documents.empty() || absl::StartsWith(line, "# newdoc")) {
      documents.emplace_back();
      pending_space = pending_line = false;
    }
    if (absl::StartsWith(line, "# newpar")) pending_line = true;
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    if (columns.size() != 10) {
      if (line.empty() && in_sentence) {
        documents.back().sentences.emplace_back(
            sentence_begin, static_cast<uint32_t>(documents.back().text.size()));
        in_sentence = false;
        multiword_end = 0;
      }
      continue;
    }
    const bool space_after = !absl::StrContains(columns[9], "SpaceAfter=No");
    const std::vector<std::string> range = absl::StrSplit(columns[0], '-');
    int id = 0;
    if (range.size() == 2) {
      surface = columns[1];
      parts.clear();
      multiword = append(surface);
      pending_space = space_after;
      if (!absl::SimpleAtoi(range[1], &multiword_end)) multiword_end = 0;
      continue;
    }
    if (!absl::SimpleAtoi(columns[0], &id)) continue;  // an empty node
    if (id <= multiword_end) {
      parts.push_back(columns[1]);
      if (id == multiword_end) AddMultiword(multiword, surface, parts, &documents.back().words);
      continue;
    }
    documents.back().words.push_back(append(columns[1]));
    pending_space = space_after;
  }
  return documents;
}

void Count(const std::vector<Span>& gold, const std::vector<Span>& predicted, Counts* counts) {
  const std::set<Span> wanted(gold.begin(), gold.end());
  counts->gold += gold.size();
  counts->predicted += predicted.size();
  for (const Span& span : predicted) counts->right += wanted.count(span);
}

std::string Show(absl::string_view text, const std::vector<Span>& spans) {
  std::string shown;
  for (const Span& span : spans) {
    absl::StrAppend(&shown, shown.empty() ? "" : " | ",
                    text.substr(span.first, span.second - span.first));
  }
  return shown;
}

// Prints the stretches between borders that both sides share where they differ inside.
void PrintErrors(absl::string_view text, const std::vector<Span>& gold,
                 const std::vector<Span>& predicted, absl::string_view kind) {
  size_t g = 0, p = 0;
  while (g < gold.size() || p < predicted.size()) {
    std::vector<Span> left, right;
    uint32_t left_end = 0, right_end = 0;
    do {
      if (p >= predicted.size() || (g < gold.size() && left_end <= right_end)) {
        left.push_back(gold[g]);
        left_end = gold[g++].second;
      } else {
        right.push_back(predicted[p]);
        right_end = predicted[p++].second;
      }
    } while (left_end != right_end && (g < gold.size() || p < predicted.size()));
    if (left != right) {
      std::printf("%s\t%s\t%s\n", std::string(kind).c_str(), Show(text, left).c_str(),
                  Show(text, right).c_str());
    }
  }
}

void PrintScore(const char* name, const Counts& counts) {
  const double right = static_cast<double>(counts.right);
  const double precision = counts.predicted ? right / static_cast<double>(counts.predicted) : 0;
  const double recall = counts.gold ? right / static_cast<double>(counts.gold) : 0;
  const double sum = precision + recall;
  std::printf("  %-9s P %.4f  R %.4f  F1 %.4f  (%zu gold)\n", name, precision, recall,
              sum > 0 ? 2 * precision * recall / sum : 0, counts.gold);
}

}  // namespace

int main(int argc, char** argv) {
  bool errors = false;
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--errors") {
      errors = true;
      continue;
    }
    const std::vector<GoldDocument> documents = ReadGold(std::string(argument));
    if (documents.empty()) {
      std::fprintf(stderr, "%s: no document in it\n", argv[i]);
      return 1;
    }
    Counts words, sentences;
    size_t furniture = 0;
    for (const GoldDocument& gold : documents) {
      const absl::StatusOr<Document> document = parallax::text::ReadReport(
          "", gold.text, parallax::text::Format::kPlain, {}, parallax::CallContext());
      if (!document.ok()) {
        std::fprintf(stderr, "%s: %s\n", argv[i], document.status().ToString().c_str());
        return 1;
      }
      std::vector<Span> word_spans, sentence_spans;
      for (const auto& token : document->tokens()) {
        word_spans.emplace_back(token.bytes.begin, token.bytes.end);
      }
      for (const auto& sentence : document->sentences()) {
        sentence_spans.emplace_back(sentence.bytes.begin, sentence.bytes.end);
      }
      furniture += document->furniture().size();
      Count(gold.words, word_spans, &words);
      Count(gold.sentences, sentence_spans, &sentences);
      if (errors) {
        PrintErrors(gold.text, gold.words, word_spans, "word");
        PrintErrors(gold.text, gold.sentences, sentence_spans, "sentence");
        for (const auto& piece : document->furniture()) {
          std::printf("furniture\t%s\t%s\n", std::string(piece.rule).c_str(),
                      gold.text.substr(piece.bytes.begin, piece.bytes.size()).c_str());
        }
      }
    }
    std::printf("%s: %zu documents, %zu stretches of furniture\n", argv[i], documents.size(),
                furniture);
    PrintScore("words", words);
    PrintScore("sentences", sentences);
  }
  return 0;
}
