#include "client/revision.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/internal/rewriting.h"
#include "client/internal/sentence_alignment.h"
#include "client/internal/version.h"

namespace parallax::client {
namespace {

// Facts that are less likely often mix two.
constexpr float kLikelyFact = 0.55f;

bool IsCorrection(ChangeKind kind) {
  return kind == ChangeKind::kHeadline || kind == ChangeKind::kFigure ||
         kind == ChangeKind::kTime || kind == ChangeKind::kName;
}

// The sentences of the article without its headline, or the headline alone.
std::vector<int> Places(const Version& version, bool headline) {
  std::vector<int> places;
  for (int i = 0; i < version.analysis().sentences_size(); ++i) {
    const bool read = version.analysis().sentences(i).furniture().empty();
    if (read && version.IsHeadline(i) == headline) places.push_back(i);
  }
  return places;
}

// Finds the changes of one answer. Lives for one call.
class Reviser {
 public:
  explicit Reviser(const v1::CompareReportsResponse& response)
      : response_(response), older_(response, 0), newer_(response, 1) {
    ReadFacts();
  }

  Revision Find() {
    Name(0, &revision_.older_id, &revision_.older_outlet);
    Name(1, &revision_.newer_id, &revision_.newer_outlet);
    for (const v1::Warning& warning : response_.warnings()) {
      revision_.warnings.push_back(warning.report_id().empty()
                                       ? warning.text()
                                       : absl::StrCat(warning.report_id(), ": ", warning.text()));
    }
    FindNotes();
    ReadHeadlines();
    ReadArticles();
    Finish();
    return std::move(revision_);
  }

 private:
  void Name(int place, std::string* id, std::string* outlet) {
    *id = response_.analyses(place).report_id();
    if (place < response_.profiles_size()) *outlet = response_.profiles(place).outlet();
  }

  void FindNotes() {
    std::set<std::string> known;
    for (const v1::Sentence& sentence : older_.analysis().sentences()) {
      known.insert(sentence.span().text());
    }
    for (const v1::Sentence& sentence : newer_.analysis().sentences()) {
      const std::string& text = sentence.span().text();
      if (IsCorrectionNote(text) && !known.contains(text)) revision_.notes.push_back(text);
    }
  }

  bool IsNote(const std::string& text) const {
    return std::find(revision_.notes.begin(), revision_.notes.end(), text) != revision_.notes.end();
  }

  void ReadHeadlines() {
    const std::vector<int> before = Places(older_, true);
    const std::vector<int> after = Places(newer_, true);
    if (before.empty() && after.empty()) return;
    RevisionChange change = {.kind = ChangeKind::kHeadline};
    if (!before.empty()) change.older = {before[0], older_.sentence(before[0]), {}};
    if (!after.empty()) change.newer = {after[0], newer_.sentence(after[0]), {}};
    if (change.older.text == change.newer.text) return;
    MarkWords(&change);
    revision_.changes.push_back(std::move(change));
    if (!before.empty() && !after.empty()) ReadRewritten({before, after});
  }

  void ReadArticles() {
    const std::vector<int> before = Places(older_, false);
    const std::vector<int> after = Places(newer_, false);
    std::vector<std::string> before_texts, after_texts;
    for (const int place : before) before_texts.push_back(older_.sentence(place));
    for (const int place : after) after_texts.push_back(newer_.sentence(place));
    const auto index_in = [](const std::vector<int>& places, int sentence) {
      return static_cast<size_t>(std::lower_bound(places.begin(), places.end(), sentence) -
                                 places.begin());
    };
    std::vector<std::pair<size_t, size_t>> told;
    for (const auto& [o, n] : told_in_both_) {
      if (older_.IsHeadline(o) || newer_.IsHeadline(n)) continue;
      told.emplace_back(index_in(before, o), index_in(after, n));
    }
    for (const SentenceGroup& group : AlignSentences(before_texts, after_texts, told)) {
      if (group.same) {
        ++revision_.unchanged;
        continue;
      }
      RewrittenSentences rewritten;
      for (const size_t o : group.older) rewritten.older.push_back(before[o]);
      for (const size_t n : group.newer) rewritten.newer.push_back(after[n]);
      if (!rewritten.older.empty() && !rewritten.newer.empty()) {
        revision_.rewritten += static_cast<int>(rewritten.newer.size());
        ReadRewritten(rewritten);
      } else {
        for (const int o : rewritten.older) AddAlone(ChangeKind::kDropped, o);
        for (const int n : rewritten.newer) AddAlone(ChangeKind::kAdded, n);
      }
    }
  }

  void ReadFacts() {
    for (const v1::Fact& fact : response_.facts()) {
      if (fact.confidence() < kLikelyFact) continue;
      for (const v1::FactMention* o : MentionsOf(fact, older_.report_id())) {
        for (const v1::FactMention* n : MentionsOf(fact, newer_.report_id())) {
          told_in_both_.emplace(o->sentence_index(), n->sentence_index());
        }
      }
    }
  }

  void AddAlone(ChangeKind kind, int sentence) {
    const bool dropped = kind == ChangeKind::kDropped;
    const std::string& text = dropped ? older_.sentence(sentence) : newer_.sentence(sentence);
    if (!dropped && IsNote(text)) return;
    RevisionChange change = {.kind = kind};
    (dropped ? change.older : change.newer) = {sentence, text, {}};
    for (const auto& [o, n] : told_in_both_) {
      if ((dropped ? o : n) != sentence) continue;
      if (dropped) change.newer = {n, newer_.sentence(n), {}};
      if (!dropped) change.older = {o, older_.sentence(o), {}};
      break;
    }
    revision_.changes.push_back(std::move(change));
  }

  void ReadRewritten(const RewrittenSentences& sentences) {
    for (RevisionChange& change : CompareRewritten(response_, older_, newer_, sentences)) {
      revision_.changes.push_back(std::move(change));
    }
  }

  // Whether a note names what was changed.
  bool IsTold(const RevisionChange& change) const {
    return std::any_of(
        revision_.notes.begin(), revision_.notes.end(), [&](const std::string& note) {
          const std::string words = absl::StrCat(" ", absl::StrJoin(ComparedWords(note), " "), " ");
          const auto has = [&words](absl::string_view what) {
            const std::string wanted = absl::StrJoin(ComparedWords(what), " ");
            return !wanted.empty() && absl::StrContains(words, absl::StrCat(" ", wanted, " "));
          };
          return change.kind == ChangeKind::kHeadline ? has("headline")
                                                      : has(change.before) || has(change.after);
        });
  }

  void Finish() {
    for (RevisionChange& change : revision_.changes) {
      change.silent = IsCorrection(change.kind) && !IsTold(change);
    }
    std::stable_sort(revision_.changes.begin(), revision_.changes.end(),
                     [](const RevisionChange& a, const RevisionChange& b) {
                       return std::make_tuple(!a.silent, a.kind) <
                              std::make_tuple(!b.silent, b.kind);
                     });
  }

  const v1::CompareReportsResponse& response_;
  const Version older_;
  const Version newer_;
  std::set<std::pair<int, int>> told_in_both_;  // sentences that tell one fact
  Revision revision_;
};

}  // namespace

std::string Word(ChangeKind kind) {
  static constexpr std::array<absl::string_view, kChangeKindCount> kWords = {
      "headline",    "figure",      "time",           "name",    "softened", "hardened",
      "source gone", "source came", "source changed", "framing", "dropped",  "added"};
  return std::string(kWords[static_cast<size_t>(kind)]);
}

Revision FindRevision(const v1::CompareReportsResponse& response) {
  return Reviser(response).Find();
}

}  // namespace parallax::client
