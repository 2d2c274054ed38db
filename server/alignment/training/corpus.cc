#include "server/alignment/training/corpus.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Lemma counts of each lower-case form.
using Lemmas = std::unordered_map<std::string, std::map<std::string, int>>;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

bool IsWord(absl::string_view text) { return !text.empty() && absl::ascii_isalpha(text[0]); }

// CoNLL-U and the silver format alike: form in column 2, lemma in column 3.
void ReadColumns(absl::string_view text, Lemmas* lemmas, Corpus* corpus) {
  std::vector<std::string> document;
  const auto flush = [&] {
    if (!document.empty()) corpus->documents.push_back(std::move(document));
    document.clear();
  };
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "# newdoc")) flush();
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
    if (columns.size() < 6 || absl::StrContains(columns[0], '-') ||
        absl::StrContains(columns[0], '.') || !IsWord(columns[2])) {
      continue;
    }
    std::string lemma = absl::AsciiStrToLower(columns[2]);
    ++(*lemmas)[absl::AsciiStrToLower(columns[1])][lemma];
    document.push_back(std::move(lemma));
  }
  flush();
}

class Lemmatizer {
 public:
  explicit Lemmatizer(const Lemmas& lemmas) {
    for (const auto& [form, counts] : lemmas) {
      const auto most =
          std::max_element(counts.begin(), counts.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      lemma_of_[form] = most->first;
    }
  }

  // Words are runs of letters; "'s" is dropped, numbers and marks are no words.
  std::vector<std::string> operator()(absl::string_view text) const {
    std::vector<std::string> words;
    size_t at = 0;
    while (at < text.size()) {
      size_t end = at;
      while (end < text.size() && (absl::ascii_isalpha(text[end]) || text[end] == '-')) ++end;
      const std::string form = absl::AsciiStrToLower(text.substr(at, end - at));
      if (IsWord(form) && !(form == "s" && at > 0 && text[at - 1] == '\'')) {
        const auto found = lemma_of_.find(form);
        words.push_back(found == lemma_of_.end() ? form : found->second);
      }
      at = std::max(end, at + 1);
    }
    return words;
  }

 private:
  std::unordered_map<std::string, std::string> lemma_of_;
};

void AppendTexts(const Value& value, std::string* text) {
  if (value.kind_case() == Value::kStringValue) absl::StrAppend(text, value.string_value(), " ");
  for (const Value& item : value.list_value().values()) AppendTexts(item, text);
  const auto tokens = value.struct_value().fields().find("tokens");
  if (tokens != value.struct_value().fields().end()) AppendTexts(tokens->second, text);
}

// One document a line: the texts of its member `key`.
absl::Status ReadJsonLines(absl::string_view text, const char* key, const Lemmatizer& lemmatize,
                           Corpus* corpus) {
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    Struct root;
    const auto parsed = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(line.data(), line.size()), &root);
    if (!parsed.ok()) return absl::InvalidArgumentError(std::string(parsed.message()));
    const auto member = root.fields().find(key);
    if (member == root.fields().end()) {
      return absl::InvalidArgumentError(absl::StrCat("no member \"", key, "\""));
    }
    std::string words;
    AppendTexts(member->second, &words);
    corpus->documents.push_back(lemmatize(words));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Corpus> ReadCorpus(const std::string& data) {
  Corpus corpus;
  Lemmas lemmas;
  PARALLAX_ASSIGN_OR_RETURN(const std::string silver,
                            ReadFile(absl::StrCat(data, "/silver/polnear-train.conll")));
  ReadColumns(silver, &lemmas, &corpus);
  Corpus treebanks;
  for (const char* name : {"ewt-train.conllu", "gum-train.conllu"}) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string text,
                              ReadFile(absl::StrCat(data, "/treebank/", name)));
    ReadColumns(text, &lemmas, &treebanks);
  }
  const Lemmatizer lemmatize(lemmas);
  PARALLAX_ASSIGN_OR_RETURN(const std::string plain,
                            ReadFile(absl::StrCat(data, "/plain/bbc-news-2004.txt")));
  for (const absl::string_view article : absl::StrSplit(plain, "\n\n\n", absl::SkipWhitespace())) {
    corpus.documents.push_back(lemmatize(article));
  }
  corpus.articles = corpus.documents.size();
  std::move(treebanks.documents.begin(), treebanks.documents.end(),
            std::back_inserter(corpus.documents));
  const std::pair<const char*, const char*> lines[] = {
      {"/bias/babe-train.jsonl", "text"},
      {"/events/ecbplus-train.jsonl", "sentences"},
      {"/labels/newswcl50-dev.jsonl", "sentences"}};
  for (const auto& [name, key] : lines) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadFile(data + name));
    PARALLAX_RETURN_IF_ERROR(ReadJsonLines(text, key, lemmatize, &corpus));
  }
  return corpus;
}

}  // namespace parallax::alignment
