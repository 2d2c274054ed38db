#include "server/lexicon/lexicon.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "lexicon.pb.h"
#include "server/base/status_macros.h"

extern "C" {
extern const char parallax_lexicon_reporting[], parallax_lexicon_reporting_end[];
extern const char parallax_lexicon_markers[], parallax_lexicon_markers_end[];
extern const char parallax_lexicon_signatures[], parallax_lexicon_signatures_end[];
extern const char parallax_lexicon_loaded[], parallax_lexicon_loaded_end[];
}

namespace parallax::lexicon {
namespace {

// Keeps the first complaint of the parser; protobuf would print it to standard error.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty())
      text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// One space between words, none at the ends, nothing in upper case: what look-ups are made with.
bool IsKey(absl::string_view lemma) {
  return !lemma.empty() && lemma == absl::StripAsciiWhitespace(lemma) &&
         lemma.find("  ") == absl::string_view::npos && lemma == absl::AsciiStrToLower(lemma);
}

template <typename Value>
using Table = absl::flat_hash_map<std::string, Value>;
// Phrases by their first words.
template <typename Value>
using Index = absl::flat_hash_map<std::string, std::vector<Phrase<Value>>>;

}  // namespace

struct Lexicon::Tables {
  Table<ReportingCue> cues;
  Table<Marker> markers;
  Table<Signature> signatures;
  Table<LoadedTerm> loaded;
  Index<ReportingCue> cue_index;
  Index<Marker> marker_index;
  Index<Signature> signature_index;
  Index<LoadedTerm> loaded_index;
};

namespace {

// Puts the entries of one text into a table. A key may stand once in a text; in a later text it
// replaces the earlier entry.
template <typename Value>
class Filler {
 public:
  Filler(size_t position, absl::string_view list, Table<Value>* table)
      : position_(position), list_(list), table_(table) {}

  absl::Status Put(Value value) {
    if (!IsKey(value.lemma)) return Fault(value.lemma, "is no lower-case lemma");
    if (!seen_.insert(value.lemma).second) return Fault(value.lemma, "stands there twice");
    std::string key = value.lemma;
    table_->insert_or_assign(std::move(key), std::move(value));
    return absl::OkStatus();
  }
  // The entry of this key that this text has put, nullptr where there is none.
  Value* Seen(absl::string_view lemma) {
    return seen_.contains(lemma) ? &table_->find(lemma)->second : nullptr;
  }
  absl::Status Fault(absl::string_view lemma, absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("lexicon text ", position_, ": ", list_, " \"", lemma, "\" ", what));
  }

 private:
  const size_t position_;
  const absl::string_view list_;
  Table<Value>* const table_;
  absl::flat_hash_set<std::string> seen_;
};

bool IsPolarity(int value) { return value >= -1 && value <= 1; }
bool IsConnotation(int value) { return value >= -2 && value <= 2; }

// Of a row that names no part of speech the lemmas are entries as any.
template <typename Row>
Parts PartsOf(const Row& row, bool function) {
  const Parts parts = {row.verb(), row.noun(), row.adjective(), row.adverb(), function};
  return parts.none() ? Parts{true, true, true, true, true} : parts;
}

absl::Status AddCues(size_t position, const data::Lexicon& lexicon, Table<ReportingCue>* table) {
  Filler<ReportingCue> filler(position, "cue", table);
  for (const data::Cue& cue : lexicon.cue()) {
    for (const std::string& lemma : cue.lemma()) {
      if (cue.connotation() == data::Cue::CONNOTATION_UNSPECIFIED ||
          !data::Cue::Connotation_IsValid(cue.connotation())) {
        return filler.Fault(lemma, "has no connotation");
      }
      ReportingCue entry;
      entry.parts = {cue.verb(), cue.noun(), cue.adjective(), cue.adverb(), cue.preposition()};
      if (entry.parts.none()) return filler.Fault(lemma, "has no part of speech");
      entry.lemma = lemma;
      entry.connotation = static_cast<Connotation>(cue.connotation());
      entry.takes_person = cue.takes_person();
      entry.accusation = cue.accusation();
      entry.mental = cue.mental();
      entry.prospective = cue.prospective();
      entry.legal = cue.legal();
      entry.weak = cue.weak();
      // "comment" is a verb and a noun: the properties of the first, the parts of speech of both.
      if (ReportingCue* twin = filler.Seen(lemma);
          twin != nullptr && !twin->parts.Overlaps(entry.parts)) {
        twin->parts.Add(entry.parts);
        continue;
      }
      PARALLAX_RETURN_IF_ERROR(filler.Put(std::move(entry)));
    }
  }
  return absl::OkStatus();
}

absl::Status AddMarkers(size_t position, const data::Lexicon& lexicon, Table<Marker>* table) {
  Filler<Marker> filler(position, "marker", table);
  for (const data::Marker& marker : lexicon.marker()) {
    for (const std::string& lemma : marker.lemma()) {
      if (marker.kind() == data::Marker::KIND_UNSPECIFIED ||
          !data::Marker::Kind_IsValid(marker.kind())) {
        return filler.Fault(lemma, "has no kind");
      }
      PARALLAX_RETURN_IF_ERROR(
          filler.Put({lemma, static_cast<MarkerKind>(marker.kind() - data::Marker::HEDGE),
                      PartsOf(marker, marker.function())}));
    }
  }
  return absl::OkStatus();
}

absl::Status AddSignatures(size_t position, const data::Lexicon& lexicon, Table<Signature>* table) {
  Filler<Signature> filler(position, "signature", table);
  for (const data::Signature& signature : lexicon.signature()) {
    for (const std::string& lemma : signature.lemma()) {
      if (!IsPolarity(signature.positive()) || !IsPolarity(signature.negative())) {
        return filler.Fault(lemma, "has a polarity outside -1..1");
      }
      PARALLAX_RETURN_IF_ERROR(filler.Put({lemma, static_cast<int8_t>(signature.positive()),
                                           static_cast<int8_t>(signature.negative()),
                                           signature.factive(), signature.neg_raising()}));
    }
  }
  return absl::OkStatus();
}

absl::Status AddLoaded(size_t position, const data::Lexicon& lexicon, Table<LoadedTerm>* table) {
  Filler<LoadedTerm> filler(position, "loaded term", table);
  for (const data::Loaded& loaded : lexicon.loaded()) {
    for (const std::string& lemma : loaded.lemma()) {
      if (!IsConnotation(loaded.connotation())) {
        return filler.Fault(lemma, "has a connotation outside -2..2");
      }
      PARALLAX_RETURN_IF_ERROR(
          filler.Put({lemma, loaded.neutral(), static_cast<int8_t>(loaded.connotation()),
                      PartsOf(loaded, false)}));
    }
  }
  return absl::OkStatus();
}

template <typename Value>
Index<Value> IndexOf(const Table<Value>& table) {
  Index<Value> index;
  for (const auto& [lemma, entry] : table) {
    std::vector<std::string> whole = absl::StrSplit(lemma, ' ');
    std::vector<std::string> split =
        absl::StrSplit(absl::StrReplaceAll(lemma, {{"-", " - "}}), ' ', absl::SkipEmpty());
    if (split.size() != whole.size()) index[split.front()].push_back({split, &entry});
    index[whole.front()].push_back({std::move(whole), &entry});
  }
  for (auto& [first, phrases] : index) {
    std::sort(phrases.begin(), phrases.end(), [](const Phrase<Value>& a, const Phrase<Value>& b) {
      return std::tuple(b.words.size(), a.words) < std::tuple(a.words.size(), b.words);
    });
  }
  return index;
}

template <typename Value>
std::span<const Phrase<Value>> PhrasesFrom(const Index<Value>& index, absl::string_view first) {
  const auto it = index.find(first);
  if (it == index.end()) return {};
  return it->second;
}

template <typename Value>
const Value* Find(const Table<Value>& table, absl::string_view lemma) {
  const auto it = table.find(lemma);
  return it == table.end() ? nullptr : &it->second;
}

}  // namespace

Lexicon::Lexicon(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Lexicon::~Lexicon() = default;

absl::StatusOr<std::unique_ptr<const Lexicon>> Lexicon::Load(
    const std::vector<absl::string_view>& texts) {
  auto tables = std::make_unique<Tables>();
  for (size_t position = 0; position < texts.size(); ++position) {
    FirstError error;
    google::protobuf::TextFormat::Parser parser;
    parser.RecordErrorsTo(&error);
    data::Lexicon lexicon;
    if (!parser.ParseFromString(std::string(texts[position]), &lexicon)) {
      return absl::InvalidArgumentError(
          absl::StrCat("lexicon text ", position, ": ", error.text()));
    }
    PARALLAX_RETURN_IF_ERROR(AddCues(position, lexicon, &tables->cues));
    PARALLAX_RETURN_IF_ERROR(AddMarkers(position, lexicon, &tables->markers));
    PARALLAX_RETURN_IF_ERROR(AddSignatures(position, lexicon, &tables->signatures));
    PARALLAX_RETURN_IF_ERROR(AddLoaded(position, lexicon, &tables->loaded));
  }
  tables->cue_index = IndexOf(tables->cues);
  tables->marker_index = IndexOf(tables->markers);
  tables->signature_index = IndexOf(tables->signatures);
  tables->loaded_index = IndexOf(tables->loaded);
  return std::unique_ptr<const Lexicon>(new Lexicon(std::move(tables)));
}

absl::StatusOr<std::unique_ptr<const Lexicon>> Lexicon::LoadDefault() {
  return Load({{parallax_lexicon_reporting,
                static_cast<size_t>(parallax_lexicon_reporting_end - parallax_lexicon_reporting)},
               {parallax_lexicon_markers,
                static_cast<size_t>(parallax_lexicon_markers_end - parallax_lexicon_markers)},
               {parallax_lexicon_signatures,
                static_cast<size_t>(parallax_lexicon_signatures_end - parallax_lexicon_signatures)},
               {parallax_lexicon_loaded,
                static_cast<size_t>(parallax_lexicon_loaded_end - parallax_lexicon_loaded)}});
}

const Lexicon& Lexicon::Default() {
  // Never destroyed, so that threads still running at exit may read it.
  static const Lexicon* const lexicon = [] {
    auto loaded = LoadDefault();
    return loaded.ok() ? std::move(loaded).value().release()
                       : new Lexicon(std::make_unique<const Tables>());
  }();
  return *lexicon;
}

const ReportingCue* Lexicon::reporting_cue(absl::string_view lemma) const {
  return Find(tables_->cues, lemma);
}
const Marker* Lexicon::marker(absl::string_view lemma) const {
  return Find(tables_->markers, lemma);
}
const Signature* Lexicon::signature(absl::string_view lemma) const {
  return Find(tables_->signatures, lemma);
}
const LoadedTerm* Lexicon::loaded_term(absl::string_view lemma) const {
  return Find(tables_->loaded, lemma);
}
std::span<const Phrase<ReportingCue>> Lexicon::cues_from(absl::string_view first) const {
  return PhrasesFrom(tables_->cue_index, first);
}
std::span<const Phrase<Marker>> Lexicon::markers_from(absl::string_view first) const {
  return PhrasesFrom(tables_->marker_index, first);
}
std::span<const Phrase<Signature>> Lexicon::signatures_from(absl::string_view first) const {
  return PhrasesFrom(tables_->signature_index, first);
}
std::span<const Phrase<LoadedTerm>> Lexicon::loaded_from(absl::string_view first) const {
  return PhrasesFrom(tables_->loaded_index, first);
}

}  // namespace parallax::lexicon
