// Articles annotated as PolNeAR is: NAME.txt with NAME_ANNOTATOR.ann (brat standoff).
#ifndef PARALLAX_SERVER_ATTRIBUTION_TRAINING_CORPUS_H_
#define PARALLAX_SERVER_ATTRIBUTION_TRAINING_CORPUS_H_

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "server/base/range.h"
#include "server/text/document.h"

namespace parallax::attribution::internal {

struct GoldItem {
  std::vector<TokenRange> source, cue, content;
};

std::string ReadFile(const std::filesystem::path& path);

// The attributions with a cue that a standoff file gives to a document's tokens.
std::vector<GoldItem> ReadGold(const std::string& standoff, const text::Document& document);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_TRAINING_CORPUS_H_
