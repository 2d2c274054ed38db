// parallax_conllu: CoNLL-U in, CoNLL-U with tags, lemmas, trees and entities out. Sentences with
// words are annotated on these words; where only "# text" stands, the text is split first.
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/base/model_file.h"
#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/models/default_model.h"
#include "server/text/reader.h"

namespace parallax::language {
namespace {

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

absl::Status Annotate(const encoder::Encoder& encoder, const Annotator& annotator,
                      const text::Document& document) {
  PARALLAX_ASSIGN_OR_RETURN(const Annotation annotation,
                            annotator.Annotate(encoder, document, CallContext()));
  std::string out;
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &out);
  }
  std::cout << out;
  return absl::OkStatus();
}

absl::Status Run(const std::string& path, const std::string& model) {
  AlignedBytes bytes;
  if (!model.empty()) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string unaligned, ReadInput(model));
    bytes = AlignedBytes(unaligned);
  }
  PARALLAX_ASSIGN_OR_RETURN(const ModelFile file,
                            model.empty() ? DefaultModel() : ModelFile::Read(bytes.view()));
  PARALLAX_ASSIGN_OR_RETURN(const auto encoder, encoder::Encoder::Load(file));
  PARALLAX_ASSIGN_OR_RETURN(const auto annotator, Annotator::Load(file));
  PARALLAX_ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<ConlluSentence> sentences, ReadConllu(text));
  for (size_t i = 0; i < sentences.size(); ++i) {
    const ConlluSentence& sentence = sentences[i];
    if (!sentence.words.empty()) {
      // Up to the next "# newdoc" it is one report.
      size_t end = i + 1;
      while (end < sentences.size() && !sentences[end].words.empty() &&
             !Comment(sentences[end], "newdoc").has_value()) {
        ++end;
      }
      PARALLAX_RETURN_IF_ERROR(Annotate(
          *encoder, *annotator, DocumentFromConllu(std::span(sentences).subspan(i, end - i))));
      i = end - 1;
      continue;
    }
    PARALLAX_ASSIGN_OR_RETURN(
        const text::Document document,
        text::ReadReport("", Comment(sentence, "text").value_or(""), text::Format::kPlain,
                         text::ReadOptions(), CallContext()));
    PARALLAX_RETURN_IF_ERROR(Annotate(*encoder, *annotator, document));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace parallax::language

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  if (argc < 2 || argc > 3 || absl::string_view(argv[1]) == "--help") {
    std::cerr << "usage: parallax_conllu FILE.conllu|- [MODEL]\n"
                 "Annotates sentences given as words, or as \"# text = ...\" lines alone.\n";
    return argc == 2 ? 0 : 2;
  }
  const absl::Status status = parallax::language::Run(argv[1], argc == 3 ? argv[2] : "");
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
