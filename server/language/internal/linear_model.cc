#include "server/language/internal/linear_model.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/language/internal/linear_parser.h"
#include "server/language/internal/linear_tagger.h"

namespace parallax::language::internal {

absl::StatusOr<LinearModel> LinearModel::Read(const ModelFile& file) {
  LinearModel model;
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view inventory, file.Section(kInventorySection));
  PARALLAX_ASSIGN_OR_RETURN(model.inventory_, TagInventory::Read(inventory));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view lemmas, file.Section(kLemmaSection));
  PARALLAX_ASSIGN_OR_RETURN(model.lemmatizer_, Lemmatizer::Read(lemmas));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view tagger, file.Section(kTaggerSection));
  PARALLAX_ASSIGN_OR_RETURN(model.tagger_, LinearScorer::Read(tagger, model.inventory_.size()));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view parser, file.Section(kParserSection));
  PARALLAX_ASSIGN_OR_RETURN(model.parser_, LinearScorer::Read(parser, kActions));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view entities, file.Section(kEntitySection));
  PARALLAX_ASSIGN_OR_RETURN(model.entities_, LinearScorer::Read(entities, kEntityLabels));
  return model;
}

void LinearModel::ComputeTags(Workspace* work) const {
  const uint32_t size = static_cast<uint32_t>(work->forms.size());
  work->tags.resize(size);
  work->scores.resize(kMaxClasses);
  for (uint32_t i = 0; i < size; ++i) {
    TagFeatures(work->forms, std::span(work->tags).first(i), i, &work->features);
    tagger_.Score(work->features, work->scores);
    work->tags[i] = static_cast<uint8_t>(
        std::max_element(work->scores.begin(), work->scores.begin() + inventory_.size()) -
        work->scores.begin());
  }
}

void LinearModel::Parse(Workspace* work) const {
  ParserState& state = work->state;
  state.Reset(static_cast<uint32_t>(work->forms.size()));
  while (!state.Done()) {
    ParserFeatures(state, work->forms, work->tags, inventory_, &work->features);
    parser_.Score(work->features, work->scores);
    uint32_t best = kActions;
    for (uint32_t action = 0; action < kActions; ++action) {
      if ((best == kActions || work->scores[action] > work->scores[best]) && state.May(action)) {
        best = action;
      }
    }
    state.Apply(best);
  }
}

void LinearModel::ComputeEntities(Workspace* work) const {
  const uint32_t size = static_cast<uint32_t>(work->forms.size());
  work->labels.resize(size);
  uint8_t before = 0;
  for (uint32_t i = 0; i < size; ++i) {
    EntityFeatures(work->forms, work->tags, std::span(work->labels).first(i), i, &work->features);
    entities_.Score(work->features, work->scores);
    uint8_t best = 0;
    for (uint8_t label = 1; label < kEntityLabels; ++label) {
      if (work->scores[label] > work->scores[best] && MayFollow(before, label)) best = label;
    }
    work->labels[i] = before = best;
  }
}

void LinearModel::Annotate(std::span<const absl::string_view> forms, uint32_t first,
                           Workspace* work, std::vector<Word>* words, std::string* lemmas,
                           std::vector<NamedEntity>* entities) const {
  work->forms.clear();
  for (absl::string_view form : forms) {
    work->forms.push_back(ComputeFormFeatures(form, &work->normalized, &work->lower));
  }
  ComputeTags(work);
  Parse(work);
  ComputeEntities(work);
  for (uint32_t i = 0; i < forms.size(); ++i) {
    const Tag& tag = inventory_[work->tags[i]];
    const ParserState::Node& node = work->state.node(i);
    Word word;
    word.upos = tag.upos;
    word.xpos = tag.xpos;
    word.features = tag.features;
    word.relation = node.relation;
    word.head = node.head == forms.size() ? kNoToken : first + node.head;
    word.lemma.begin = static_cast<uint32_t>(lemmas->size());
    lemmatizer_.AppendLemma(forms[i], tag, &work->normalized, lemmas);
    word.lemma.end = static_cast<uint32_t>(lemmas->size());
    words->push_back(word);
    const uint8_t label = work->labels[i];
    if (label == 0) continue;
    if (label % 2 == 1) {
      entities->push_back({{first + i, first + i + 1}, static_cast<EntityType>((label - 1) / 2)});
    } else {
      entities->back().tokens.end = first + i + 1;
    }
  }
}

}  // namespace parallax::language::internal
