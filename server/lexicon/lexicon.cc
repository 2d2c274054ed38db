#include "server/lexicon/lexicon.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
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

}  // namespace

struct Lexicon::Tables {
  Table<ReportingCue> cues;
  Table<Marker> markers;
  Table<Signature> signatures;
  Table<LoadedTerm> loaded;
  absl::flat_hash_set<std::string> phrase_starts;
  size_t longest_phrase = 1;
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

bool SharesPartOfSpeech(const ReportingCue& a, const ReportingCue& b) {
  return (a.verb && b.verb) || (a.noun && b.noun) || (a.preposition && b.preposition) ||
         (a.adverb && b.adverb) || (a.adjective && b.adjective);
}

absl::Status AddCues(size_t position, const data::Lexicon& lexicon, Table<ReportingCue>* table) {
  Filler<ReportingCue> filler(position, "cue", table);
  for (const data::Cue& cue : lexicon.cue()) {
    for (const std::string& lemma : cue.lemma()) {
      if (cue.connotation() == data::Cue::CONNOTATION_UNSPECIFIED ||
          !data::Cue::Connotation_IsValid(cue.connotation())) {
        return filler.Fault(lemma, "has no connotation");
      }
      if (!cue.verb() && !cue.noun() && !cue.preposition() && !cue.adverb() && !cue.adjective()) {
        return filler.Fault(lemma, "has no part of speech");
      }
      ReportingCue entry;
      entry.lemma = lemma;
      entry.connotation = static_cast<Connotation>(cue.connotation());
      entry.verb = cue.verb();
      entry.noun = cue.noun();
      entry.preposition = cue.preposition();
      entry.adverb = cue.adverb();
      entry.adjective = cue.adjective();
      entry.takes_person = cue.takes_person();
      entry.accusation = cue.accusation();
      entry.mental = cue.mental();
      entry.prospective = cue.prospective();
      entry.legal = cue.legal();
      entry.weak = cue.weak();
      // "comment" is a verb and a noun: the properties of the first, the parts of speech of both.
      if (ReportingCue* twin = filler.Seen(lemma);
          twin != nullptr && !SharesPartOfSpeech(*twin, entry)) {
        twin->verb |= entry.verb;
        twin->noun |= entry.noun;
        twin->preposition |= entry.preposition;
        twin->adverb |= entry.adverb;
        twin->adjective |= entry.adjective;
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
          filler.Put({lemma, static_cast<MarkerKind>(marker.kind() - data::Marker::HEDGE)}));
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
          filler.Put({lemma, loaded.neutral(), static_cast<int8_t>(loaded.connotation())}));
    }
  }
  return absl::OkStatus();
}

template <typename Value>
void CollectPhraseStarts(const Table<Value>& table, absl::flat_hash_set<std::string>* starts,
                         size_t* longest) {
  for (const auto& [lemma, value] : table) {
    const size_t border = lemma.find_first_of(" -");
    if (border == std::string::npos) continue;
    starts->insert(lemma.substr(0, border));
    size_t words = 1;
    for (char c : lemma) words += c == ' ' ? 1 : c == '-' ? 2 : 0;
    *longest = std::max(*longest, words);
  }
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
  CollectPhraseStarts(tables->cues, &tables->phrase_starts, &tables->longest_phrase);
  CollectPhraseStarts(tables->markers, &tables->phrase_starts, &tables->longest_phrase);
  CollectPhraseStarts(tables->signatures, &tables->phrase_starts, &tables->longest_phrase);
  CollectPhraseStarts(tables->loaded, &tables->phrase_starts, &tables->longest_phrase);
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
bool Lexicon::begins_phrase(absl::string_view lemma) const {
  return tables_->phrase_starts.contains(lemma);
}
size_t Lexicon::longest_phrase() const { return tables_->longest_phrase; }

}  // namespace parallax::lexicon
