// SCARE_QUOTES: a term stands in quotation marks that mark distance in one report, plain in
// another.
//
// Rule (RULES.md): scare-quotes-against-plain.

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

constexpr size_t kMaxTermWords = 4;
// More terms in scare quotes than that are a manner of the outlet, each one a flag of its own.
constexpr size_t kMaxTerms = 256;
constexpr size_t kMaxPlaces = 512;  // of one word in one report that are looked at
constexpr uint32_t kNearCue = 12;
constexpr uint32_t kAround = 3;  // tokens of a plain passage on each side of the term

struct Quoted {
  uint32_t report = 0;
  TokenRange tokens;               // without the marks
  std::vector<std::string> stems;  // in order of the text
  bool sure = false;               // read as scare quotes by commitment/
};

// For each stem its places outside quotation marks.
using PlainWords = absl::flat_hash_map<std::string, std::vector<uint32_t>>;

std::vector<std::string> StemsInOrder(const analysis::Analysis& report, TokenRange range) {
  std::vector<std::string> stems;
  for (uint32_t token = range.begin; token < range.end; ++token) {
    if (IsContentWord(report, token)) stems.push_back(Stem(report.annotation.lemma(token)));
  }
  return stems;
}

// A word or two in marks, woven into the report's own sentence: somebody's term, kept at a distance
// or just quoted. Which of the two, the plain use elsewhere has to show.
bool MayMarkDistance(const analysis::Analysis& report, const attribution::Quotation& quotation,
                     TokenRange inner) {
  if (!quotation.closed || quotation.depth != 0 || inner.empty() || inner.size() > 2) return false;
  for (uint32_t token = inner.begin; token < inner.end; ++token) {
    if (report.annotation.word(token).upos == language::Upos::kPunct) return false;
  }
  return true;
}

// "The word 'duty'": the marks show which word is meant. REQUIRES: quotation is not empty.
bool NamesWord(const analysis::Analysis& report, const attribution::Quotation& quotation) {
  constexpr std::array<absl::string_view, 8> kWords = {"word",  "term",   "phrase", "name",
                                                       "motto", "slogan", "title",  "acronym"};
  const TokenRange sentence = report.document.sentence_of(quotation.tokens.begin).tokens;
  if (quotation.tokens.begin == sentence.begin) return false;
  // "The words 'duty' and 'honour'": one more place back, over the first.
  constexpr uint32_t kBack = 5;
  const uint32_t first =
      std::max(sentence.begin, quotation.tokens.begin - std::min(quotation.tokens.begin, kBack));
  for (uint32_t token = first; token < quotation.tokens.begin; ++token) {
    if (std::find(kWords.begin(), kWords.end(), Lemma(report, token)) != kWords.end()) return true;
  }
  return false;
}

bool GivesName(absl::string_view lemma) {
  for (absl::string_view cue : {"call", "dub", "term", "brand", "label", "style", "name"}) {
    if (lemma == cue) return true;
  }
  return false;
}

// For each token whether it stands in what a source is neutrally said to have said: its quotation
// marks are those of a quotation.
std::vector<bool> PassedOn(const analysis::Analysis& report) {
  std::vector<bool> passed(report.document.tokens().size(), false);
  for (const attribution::Attribution& layer : report.attributions.attributions) {
    if (layer.connotation != lexicon::Connotation::kNeutral || !layer.cue || layer.cue->empty()) {
      continue;
    }
    // "Bosses call it a ...": the marks are on the name given, not on what was said.
    if (layer.cue_head < passed.size() && GivesName(Lemma(report, layer.cue_head))) continue;
    for (const TokenRange& content : layer.content) {
      for (uint32_t t = content.begin; t < std::min<size_t>(content.end, passed.size()); ++t) {
        // A cue far off speaks of the sentence, not of the marks.
        const uint32_t away = t < layer.cue->begin ? layer.cue->begin - t : t - layer.cue->begin;
        if (away <= kNearCue) passed[t] = true;
      }
    }
  }
  return passed;
}

class ScareQuotesDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kScareQuotes; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    std::map<std::vector<std::string>, std::vector<Quoted>> terms;
    for (uint32_t r = 0; r < stage.reports(); ++r) {
      const analysis::Analysis& report = stage.report(r);
      const std::vector<bool> passed_on = PassedOn(report);
      std::vector<bool> marks_distance(report.attributions.quotations.size(), false);
      for (const commitment::ScareQuote& scare : report.commitments.scare_quotes) {
        marks_distance[scare.quotation] = true;
      }
      for (uint32_t q = 0; q < report.attributions.quotations.size(); ++q) {
        const attribution::Quotation& quotation = report.attributions.quotations[q];
        TokenRange inner = {quotation.tokens.begin + 1, quotation.tokens.end};
        if (quotation.closed && !inner.empty()) --inner.end;
        if (!marks_distance[q] &&
            (!MayMarkDistance(report, quotation, inner) || passed_on[quotation.tokens.begin])) {
          continue;
        }
        if (inner.empty() || inner.size() > kMaxTermWords + 2) continue;
        if (NamesWord(report, quotation)) continue;
        std::vector<std::string> stems = StemsInOrder(report, inner);
        if (stems.empty() || stems.size() > kMaxTermWords || terms.size() >= kMaxTerms) continue;
        terms[stems].push_back({r, inner, stems, marks_distance[q]});
      }
    }
    if (terms.empty()) return;
    std::vector<PlainWords> plain(stage.reports());
    for (uint32_t r = 0; r < stage.reports(); ++r) plain[r] = PlainWordsOf(stage, r);
    for (const auto& [stems, quoted] : terms) DetectOn(stage, plain, quoted, found);
  }

 private:
  static PlainWords PlainWordsOf(const Stage& stage, uint32_t r) {
    const analysis::Analysis& report = stage.report(r);
    PlainWords words;
    for (uint32_t token = 0; token < report.document.tokens().size(); ++token) {
      if (stage.quotation_of(r, token) != kNone || !IsContentWord(report, token)) continue;
      std::vector<uint32_t>& places = words[Stem(report.annotation.lemma(token))];
      if (places.size() < kMaxPlaces) places.push_back(token);
    }
    return words;
  }

  static void DetectOn(const Stage& stage, const std::vector<PlainWords>& plain,
                       const std::vector<Quoted>& quoted, std::vector<Difference>* found) {
    std::vector<Evidence> marked;
    std::vector<bool> marks(stage.reports(), false);
    for (const Quoted& term : quoted) {
      marks[term.report] = true;
      marked.push_back({term.report, Around(stage, term.report, term.tokens)});
    }
    std::vector<Evidence> unmarked;
    float likest = 0;
    for (uint32_t r = 0; r < stage.reports(); ++r) {
      if (marks[r]) continue;
      float like = -1;
      const uint32_t place = BestPlace(stage, plain[r], r, quoted.front(), &like);
      if (place == kNone) continue;
      likest = std::max(likest, like);
      const uint32_t size = static_cast<uint32_t>(quoted.front().stems.size());
      unmarked.push_back({r, Around(stage, r, {place + 1 - std::min(size, place + 1), place + 1})});
    }
    if (unmarked.empty()) return;
    const analysis::Analysis& first = stage.report(quoted.front().report);
    const std::string term = PassageText(first, quoted.front().tokens, kMaxTermWords + 2);
    Difference difference;
    difference.kind = Kind::kScareQuotes;
    difference.severity = Severity::kMedium;
    difference.rule = "scare-quotes-against-plain";
    difference.positions.push_back(MakePosition("in scare quotes", std::move(marked)));
    difference.positions.push_back(MakePosition("plain", std::move(unmarked)));
    const Position& with = difference.positions[0];
    const Position& without = difference.positions[1];
    difference.explanation =
        absl::StrCat(Outlets(stage, with.reports), Verb(with.reports.size(), " keeps", " keep"),
                     " “", term, "” at a distance by quotation marks, ",
                     Outlets(stage, without.reports), Verb(without.reports.size(), " uses", " use"),
                     " it plainly: ", Against(stage, difference.positions), ".");
    const bool sure =
        std::any_of(quoted.begin(), quoted.end(), [](const Quoted& term) { return term.sure; });
    difference.confidence = (sure ? 0.5f : 0.35f) + 0.3f * std::min(1.0f, likest);
    found->push_back(std::move(difference));
  }

  // The place where the report uses the term plainly in the sentence most like that of the quoted
  // one: the last word of the term. kNone for none.
  static uint32_t BestPlace(const Stage& stage, const PlainWords& plain, uint32_t r,
                            const Quoted& quoted, float* like) {
    const auto at = plain.find(quoted.stems.back());
    if (at == plain.end()) return kNone;
    const analysis::Analysis& report = stage.report(r);
    const analysis::Analysis& other = stage.report(quoted.report);
    const std::vector<std::string> context =
        ContentStems(other, other.document.sentence_of(quoted.tokens.begin).tokens);
    uint32_t best = kNone;
    for (uint32_t token : at->second) {
      const TokenRange sentence = report.document.sentence_of(token).tokens;
      TokenRange window = {token + 1 - std::min<uint32_t>(token + 1, 4), token + 1};
      window.begin = std::max(window.begin, sentence.begin);
      const std::vector<std::string> near = StemsInOrder(report, window);
      if (near.size() < quoted.stems.size() ||
          !std::equal(quoted.stems.rbegin(), quoted.stems.rend(), near.rbegin())) {
        continue;
      }
      const float here = Overlap(ContentStems(report, sentence), context);
      if (here > *like) {
        *like = here;
        best = token;
      }
    }
    return best;
  }

  static TokenRange Around(const Stage& stage, uint32_t r, TokenRange term) {
    const analysis::Analysis& report = stage.report(r);
    const TokenRange sentence = report.document.sentence_of(term.begin).tokens;
    TokenRange range;
    range.begin = std::max(sentence.begin, term.begin - std::min(term.begin, kAround));
    range.end = std::min(sentence.end, term.end + kAround);
    return Tidy(report, range);
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeScareQuotesDetector() {
  return std::make_unique<ScareQuotesDetector>();
}

}  // namespace parallax::framing
