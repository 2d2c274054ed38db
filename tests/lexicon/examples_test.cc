// Every entry of the lexicon is found by the engine in an example of its own, as each part of
// speech that its row names. One that is not is an error, not a spare.
#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "server/analysis/analyzer.h"
#include "server/claims/claims.h"
#include "server/commitment/commitment.h"
#include "server/language/syntax.h"
#include "server/language/tags.h"
#include "server/lexicon/matcher.h"
#include "server/models/default_model.h"

namespace parallax::lexicon {
namespace {

// A line of examples/LIST.txt, parted by tabs.
struct Example {
  std::string part;
  std::string entry;
  std::string sentence;
};

constexpr std::array<absl::string_view, 6> kParts = {"verb",   "noun",     "adjective",
                                                     "adverb", "function", "preposition"};

std::string Contents(const std::string& path) {
  std::ifstream file(absl::StrCat(PARALLAX_TEST_DATA, "/", path));
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

std::vector<Example> ExamplesOf(absl::string_view list) {
  std::vector<Example> examples;
  const std::string text = Contents(absl::StrCat("lexicon/examples/", list, ".txt"));
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    EXPECT_EQ(fields.size(), 3u) << line;
    if (fields.size() == 3) examples.push_back({fields[0], fields[1], fields[2]});
  }
  return examples;
}

// Part of speech and lemma of every entry of a data file.
std::set<std::pair<std::string, std::string>> EntriesOf(absl::string_view list) {
  std::set<std::pair<std::string, std::string>> entries;
  const std::string text = Contents(absl::StrCat("../server/lexicon/data/", list, ".txtpb"));
  const std::vector<absl::string_view> rows = absl::StrSplit(text, "lemma: [");
  for (size_t i = 1; i < rows.size(); ++i) {
    const absl::string_view fields =
        rows[i - 1].substr(std::min(rows[i - 1].size(), rows[i - 1].rfind('{')));
    const std::vector<absl::string_view> quoted =
        absl::StrSplit(rows[i].substr(0, rows[i].find(']')), '"');
    for (size_t k = 1; k < quoted.size(); k += 2) {
      const std::string lemma(quoted[k]);
      if (list == "signatures") entries.emplace("verb", lemma);
      for (absl::string_view part : kParts) {
        if (absl::StrContains(fields, absl::StrCat(" ", part, ": true")))
          entries.emplace(part, lemma);
      }
    }
  }
  return entries;
}

constexpr std::array<absl::string_view, 4> kLists = {"reporting", "markers", "signatures",
                                                     "loaded"};

// The default lexicon without one of its lists: what this says of a text is what that does not.
const Lexicon& Without(absl::string_view list) {
  static const std::map<std::string, const Lexicon*>* const lexicons = [] {
    auto* const all = new std::map<std::string, const Lexicon*>();
    for (absl::string_view left_out : kLists) {
      std::vector<std::string> texts;
      for (absl::string_view other : kLists) {
        if (other == left_out) continue;
        texts.push_back(Contents(absl::StrCat("../server/lexicon/data/", other, ".txtpb")));
      }
      const std::vector<absl::string_view> views(texts.begin(), texts.end());
      (*all)[std::string(left_out)] = Lexicon::Load(views).value().release();
    }
    return all;
  }();
  return *lexicons->at(std::string(list));
}

using Signals = std::vector<std::tuple<uint32_t, uint32_t, uint32_t, commitment::Rule>>;

// What was read of an example.
class Reading {
 public:
  Reading(absl::string_view list, std::shared_ptr<const analysis::Analysis> analysis)
      : list_(list),
        analysis_(std::move(analysis)),
        syntax_(analysis_->document, analysis_->annotation),
        matcher_(syntax_, Lexicon::Default()) {
    const attribution::AttributionSet none = {.quotations = analysis_->attributions.quotations,
                                              .attributions = {}};
    with_ = SignalsBy(Lexicon::Default(), analysis_->attributions);
    differs_ = with_ != SignalsBy(Without(list), analysis_->attributions) ||
               SignalsBy(Lexicon::Default(), none) != SignalsBy(Without(list), none);
  }

  const text::Document& document() const { return analysis_->document; }

  bool Finds(const Example& example) const {
    if (list_ == "reporting") return FindsCue(example);
    if (list_ == "markers") return FindsMarker(example);
    if (list_ == "signatures") return FindsSignature(example);
    return FindsLoadedTerm(example);
  }

  // What the engine made of the sentence, for who looks for the fault.
  std::string Describe() const {
    std::string text;
    for (uint32_t t = 0; t < syntax_.size(); ++t) {
      const language::Word& word = syntax_.word(t);
      absl::StrAppend(&text, syntax_.text(t), "/", syntax_.lemma(t), "/", language::Name(word.upos),
                      "/", language::Name(word.relation), ":",
                      word.head == language::kNoToken ? "" : syntax_.text(word.head), " ");
    }
    for (const attribution::Attribution& a : analysis_->attributions.attributions) {
      if (!a.cue) continue;
      absl::StrAppend(&text, "\n  cue \"");
      for (uint32_t t = a.cue->begin; t < a.cue->end; ++t)
        absl::StrAppend(&text, syntax_.text(t), " ");
      absl::StrAppend(&text, "\" entry ", a.entry == nullptr ? "none" : a.entry->lemma);
    }
    for (const auto& [claim, begin, end, rule] : with_) {
      absl::StrAppend(&text, "\n  ", syntax_.text(begin), " ", commitment::Name(rule));
    }
    return text;
  }

 private:
  Signals SignalsBy(const Lexicon& lexicon, const attribution::AttributionSet& attributions) const {
    const std::vector<commitment::TokenReading> silent(document().tokens().size());
    const commitment::CommitmentSet set =
        commitment::ReadCommitment(document(), analysis_->annotation, analysis_->values,
                                   analysis_->claims, attributions, silent, lexicon, CallContext())
            .value();
    Signals signals;
    for (uint32_t c = 0; c < set.claims.size(); ++c) {
      for (const commitment::Signal& signal : set.claims[c].signals) {
        signals.emplace_back(analysis_->claims.claims[c].head, signal.tokens.begin,
                             signal.tokens.end, signal.rule);
      }
    }
    return signals;
  }

  template <typename Test>
  static bool AnyToken(TokenRange tokens, const Test& test) {
    for (uint32_t t = tokens.begin; t < tokens.end; ++t) {
      if (test(t)) return true;
    }
    return false;
  }

  bool HasSignal(const Signals& signals, uint32_t token) const {
    return std::any_of(signals.begin(), signals.end(), [token](const auto& signal) {
      return std::get<1>(signal) <= token && token < std::get<2>(signal);
    });
  }

  static bool IsPart(const ReportingCue& cue, absl::string_view part) {
    return part == "verb"        ? cue.parts.verb
           : part == "noun"      ? cue.parts.noun
           : part == "adjective" ? cue.parts.adjective
           : part == "adverb"    ? cue.parts.adverb
                                 : cue.parts.function;
  }

  bool StandsAs(uint32_t token, absl::string_view part) const {
    const bool verb = syntax_.word(token).upos == language::Upos::kVerb ||
                      syntax_.word(token).upos == language::Upos::kAux;
    return part == "verb" ? verb : part != "noun" || syntax_.IsNominal(token);
  }

  // The cue of an attribution, or what a commitment was read from.
  bool FindsCue(const Example& example) const {
    for (const attribution::Attribution& a : analysis_->attributions.attributions) {
      if (a.entry != nullptr && a.entry->lemma == example.entry && a.cue &&
          IsPart(*a.entry, example.part) &&
          AnyToken(*a.cue, [&](uint32_t t) { return StandsAs(t, example.part); })) {
        return true;
      }
    }
    return AnyToken({0, syntax_.size()}, [&](uint32_t t) {
      const ReportingCue* const cue = matcher_.cue(t).entry;
      return cue != nullptr && cue->lemma == example.entry && StandsAs(t, example.part) &&
             (HasSignal(with_, t) || IsUntrue(t));
    });
  }

  // "the rumour is false": read from the adjective, as the noun is an entry.
  bool IsUntrue(uint32_t noun) const {
    return std::any_of(with_.begin(), with_.end(), [&](const auto& signal) {
      const uint32_t adjective = std::get<1>(signal);
      return std::get<3>(signal) == commitment::Rule::kUntrueReport &&
             (syntax_.head(adjective) == noun || syntax_.head(noun) == adjective);
    });
  }

  // What a commitment was read from; of a booster, that it is no adverb of manner.
  bool FindsMarker(const Example& example) const {
    return AnyToken({0, syntax_.size()}, [&](uint32_t t) {
      const Marker* const marker = matcher_.marker(t);
      if (marker == nullptr || marker->lemma != example.entry) return false;
      return marker->kind == MarkerKind::kBooster ? !TellsManner(t)
                                                  : differs_ && HasSignal(with_, t);
    });
  }

  bool TellsManner(uint32_t token) const {
    for (const claims::Claim& claim : analysis_->claims.claims) {
      for (const claims::Argument& argument : claim.arguments) {
        if (argument.head == token && argument.role == claims::Role::kManner) return true;
      }
    }
    return false;
  }

  // A commitment that is another without signatures, by the tree alone or beside attributions.
  bool FindsSignature(const Example& example) const {
    return AnyToken({0, syntax_.size()},
                    [&](uint32_t t) {
                      const Signature* const signature = matcher_.signature(t).entry;
                      return signature != nullptr && signature->lemma == example.entry;
                    }) &&
           differs_;
  }

  bool FindsLoadedTerm(const Example& example) const {
    return std::any_of(analysis_->loaded_terms.begin(), analysis_->loaded_terms.end(),
                       [&](const analysis::LoadedPassage& passage) {
                         const uint32_t t = passage.tokens.begin;
                         const LoadedTerm* const term = matcher_.loaded_term(t).entry;
                         return term != nullptr && term->lemma == example.entry &&
                                AnyToken(passage.tokens, [&](uint32_t word) {
                                  return StandsAs(word, example.part);
                                });
                       });
  }

  const std::string list_;
  const std::shared_ptr<const analysis::Analysis> analysis_;
  const language::Syntax syntax_;
  const Matcher matcher_;
  Signals with_;
  bool differs_ = false;  // from what a lexicon without the list says
};

class ExamplesTest : public testing::TestWithParam<const char*> {
 protected:
  Reading Read(const std::string& body) const {
    static const ModelFile* const model = new ModelFile(DefaultModel().value());
    static const encoder::Encoder* const encoder = encoder::Encoder::Load(*model).value().release();
    static const analysis::Analyzer* const analyzer =
        analysis::Analyzer::Create(*model, encoder, &Lexicon::Default()).value().release();
    analysis::Report report;
    report.body = body;
    return Reading(GetParam(), analyzer->Analyze(report, CallContext()).value());
  }
};

TEST_P(ExamplesTest, EveryEntryHasOne) {
  auto entries = EntriesOf(GetParam());
  ASSERT_GE(entries.size(), 200u);
  for (const Example& example : ExamplesOf(GetParam())) {
    entries.erase({example.part, example.entry});
  }
  for (const auto& [part, entry] : entries) ADD_FAILURE() << part << " " << entry;
}

TEST_P(ExamplesTest, IsFoundByTheEngine) {
  const auto entries = EntriesOf(GetParam());
  for (const Example& example : ExamplesOf(GetParam())) {
    EXPECT_TRUE(entries.contains({example.part, example.entry}))
        << "no such entry: " << example.part << " " << example.entry;
    const Reading reading = Read(example.sentence);
    EXPECT_EQ(reading.document().sentences().size(), 1u) << example.sentence;
    EXPECT_TRUE(reading.Finds(example)) << example.part << " " << example.entry << ": "
                                        << example.sentence << "\n  " << reading.Describe();
  }
}

INSTANTIATE_TEST_SUITE_P(Lists, ExamplesTest,
                         testing::Values("reporting", "markers", "signatures", "loaded"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace parallax::lexicon
