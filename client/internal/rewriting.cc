#include "client/internal/rewriting.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace parallax::client {
namespace {

using Items = std::vector<VersionItem>;

bool Has(const std::vector<int>& sentences, int sentence) {
  return std::find(sentences.begin(), sentences.end(), sentence) != sentences.end();
}

// The words of `text` between blanks, without "the" in front.
std::string Bare(absl::string_view text) {
  std::vector<std::string> words = ComparedWords(text);
  if (!words.empty() && words[0] == "the") words.erase(words.begin());
  return absl::StrCat(" ", absl::StrJoin(words, " "), " ");
}

// Whether one is the other, shorter or longer.
bool IsOneName(absl::string_view a, absl::string_view b) {
  const std::string first = Bare(a);
  const std::string second = Bare(b);
  return absl::StrContains(first, second) || absl::StrContains(second, first);
}

class Comparer {
 public:
  Comparer(const v1::CompareReportsResponse& response, const Version& older, const Version& newer,
           const RewrittenSentences& sentences)
      : response_(response), older_(older), newer_(newer), sentences_(sentences) {}

  std::vector<RevisionChange> Compare() {
    ReadFigures();
    ReadTimes();
    ReadSources();
    ReadNames();
    ReadCommitments();
    ReadDifferences();
    return std::move(changes_);
  }

 private:
  Items Collect(const Version& version, const std::vector<int>& sentences,
                Items VersionFigures::*list) const {
    Items items;
    for (const int sentence : sentences) {
      const Items& some = version.in_sentence(sentence).*list;
      items.insert(items.end(), some.begin(), some.end());
    }
    return items;
  }

  // Those of `items` whose value and words `others` do not have.
  static Items Without(const Items& items, const Items& others) {
    Items left;
    for (const VersionItem& item : items) {
      const bool known = std::any_of(others.begin(), others.end(), [&](const VersionItem& other) {
        return other.value == item.value || absl::EqualsIgnoreCase(other.text, item.text);
      });
      if (!known) left.push_back(item);
    }
    return left;
  }

  // Takes pairs that can stand for each other off both lists: of one thing first.
  static std::vector<std::pair<VersionItem, VersionItem>> TakePairs(Items* before, Items* after) {
    std::vector<std::pair<VersionItem, VersionItem>> pairs;
    for (const bool of_one_thing : {true, false}) {
      for (auto o = before->begin(); o != before->end();) {
        const auto n = std::find_if(after->begin(), after->end(), [&](const VersionItem& item) {
          return item.group == o->group && (!of_one_thing || item.about == o->about);
        });
        if (n == after->end()) {
          ++o;
          continue;
        }
        pairs.emplace_back(*o, *n);
        after->erase(n);
        o = before->erase(o);
      }
    }
    return pairs;
  }

  void ReadFigures() {
    const Items all_before = Collect(older_, sentences_.older, &VersionFigures::figures);
    const Items all_after = Collect(newer_, sentences_.newer, &VersionFigures::figures);
    Items before = Without(all_before, all_after);
    Items after = Without(all_after, all_before);
    for (const auto& [o, n] : TakePairs(&before, &after)) AddItems(ChangeKind::kFigure, &o, &n);
    // One that has only moved is told elsewhere.
    for (const VersionItem& item : before) {
      if (!newer_.HasFigure(item.value)) AddItems(ChangeKind::kFigure, &item, nullptr);
    }
    for (const VersionItem& item : after) {
      if (!older_.HasFigure(item.value)) AddItems(ChangeKind::kFigure, nullptr, &item);
    }
  }

  void ReadTimes() {
    const Items all_before = Collect(older_, sentences_.older, &VersionFigures::times);
    const Items all_after = Collect(newer_, sentences_.newer, &VersionFigures::times);
    Items before = Without(all_before, all_after);
    Items after = Without(all_after, all_before);
    for (const auto& [o, n] : TakePairs(&before, &after)) AddItems(ChangeKind::kTime, &o, &n);
  }

  // Somebody who is still spoken of, by whatever words, was not corrected.
  void ReadNames() {
    const auto changed = [](const Items& items, const Items& others, const Version& other_version,
                            const std::vector<int>& other_sentences) {
      Items left;
      for (const VersionItem& item : items) {
        const bool named = std::any_of(others.begin(), others.end(), [&](const VersionItem& other) {
          return IsOneName(other.text, item.text);
        });
        const bool told =
            std::any_of(other_sentences.begin(), other_sentences.end(),
                        [&](int sentence) { return other_version.Mentions(sentence, item.about); });
        if (!named && !told) left.push_back(item);
      }
      return left;
    };
    const Items all_before = Collect(older_, sentences_.older, &VersionFigures::names);
    const Items all_after = Collect(newer_, sentences_.newer, &VersionFigures::names);
    Items before = changed(all_before, all_after, newer_, sentences_.newer);
    Items after = changed(all_after, all_before, older_, sentences_.older);
    for (const auto& [o, n] : TakePairs(&before, &after)) {
      const bool is_source =
          std::any_of(changes_.begin(), changes_.end(), [&](const RevisionChange& change) {
            return change.kind == ChangeKind::kSourceChanged && IsOneName(change.before, o.text) &&
                   IsOneName(change.after, n.text);
          });
      if (!is_source) AddItems(ChangeKind::kName, &o, &n);
    }
  }

  // Of one fact the mentions in these sentences.
  std::vector<const v1::FactMention*> Here(const v1::Fact& fact, const Version& version,
                                           const std::vector<int>& sentences) const {
    std::vector<const v1::FactMention*> mentions = MentionsOf(fact, version.report_id());
    std::erase_if(mentions, [&](const v1::FactMention* mention) {
      return !Has(sentences, mention->sentence_index());
    });
    return mentions;
  }

  void ReadSources() {
    for (const v1::Fact& fact : response_.facts()) {
      const auto before = Here(fact, older_, sentences_.older);
      const auto after = Here(fact, newer_, sentences_.newer);
      if (before.empty() || after.empty()) continue;
      const bool one = std::any_of(before.begin(), before.end(), [&](const auto* o) {
        return std::any_of(after.begin(), after.end(), [&](const auto* n) {
          return o->source().empty() ? n->source().empty()
                                     : !n->source().empty() && IsOneName(o->source(), n->source());
        });
      });
      if (one) continue;
      AddPair(KindOfSources(before[0]->source(), after[0]->source()), before[0]->source(),
              after[0]->source(), before[0]->sentence_index(), after[0]->sentence_index());
    }
  }

  static ChangeKind KindOfSources(absl::string_view before, absl::string_view after) {
    if (before.empty()) return ChangeKind::kSourceCame;
    return after.empty() ? ChangeKind::kSourceGone : ChangeKind::kSourceChanged;
  }

  void ReadCommitments() {
    const auto stronger = [](const v1::FactMention* a, const v1::FactMention* b) {
      return a->commitment() < b->commitment();
    };
    for (const v1::Fact& fact : response_.facts()) {
      const auto before = Here(fact, older_, sentences_.older);
      const auto after = Here(fact, newer_, sentences_.newer);
      if (before.empty() || after.empty()) continue;
      const v1::FactMention& o = **std::min_element(before.begin(), before.end(), stronger);
      const v1::FactMention& n = **std::min_element(after.begin(), after.end(), stronger);
      AddCommitment(o.commitment(), n.commitment(), o.sentence_index(), n.sentence_index());
    }
  }

  void AddCommitment(v1::Claim::Commitment before, v1::Claim::Commitment after, int o, int n) {
    if (before == v1::Claim::COMMITMENT_UNSPECIFIED || after == before ||
        after == v1::Claim::COMMITMENT_UNSPECIFIED) {
      return;
    }
    // What somebody has confirmed is told as true in either version.
    if (std::max(before, after) == v1::Claim::ENDORSED) return;
    AddPair(before < after ? ChangeKind::kSoftened : ChangeKind::kHardened,
            v1::Claim::Commitment_Name(before), v1::Claim::Commitment_Name(after), o, n);
  }

  // A position of the difference with evidence in these sentences.
  static const v1::Position* SideOf(const v1::Difference& difference, const Version& version,
                                    const std::vector<int>& sentences, int* sentence) {
    for (const v1::Position& position : difference.positions()) {
      for (const v1::Evidence& evidence : position.evidence()) {
        if (evidence.report_id() != version.report_id()) continue;
        if (!Has(sentences, evidence.sentence_index())) continue;
        *sentence = evidence.sentence_index();
        return &position;
      }
    }
    return nullptr;
  }

  void ReadDifferences() {
    for (const v1::Difference& difference : response_.differences()) {
      int o = 0;
      int n = 0;
      const v1::Position* before = SideOf(difference, older_, sentences_.older, &o);
      const v1::Position* after = SideOf(difference, newer_, sentences_.newer, &n);
      if (before == nullptr || after == nullptr || before == after) continue;
      AddDifference(difference, *before, *after, o, n);
    }
  }

  void AddDifference(const v1::Difference& difference, const v1::Position& before,
                     const v1::Position& after, int o, int n) {
    switch (difference.kind()) {
      case v1::Difference::OMISSION:
      case v1::Difference::PROMINENCE:
        return;  // dropped and added sentences tell it
      case v1::Difference::COMMITMENT: {
        if (HasAny({ChangeKind::kSoftened, ChangeKind::kHardened})) return;
        v1::Claim::Commitment class_before = v1::Claim::COMMITMENT_UNSPECIFIED;
        v1::Claim::Commitment class_after = v1::Claim::COMMITMENT_UNSPECIFIED;
        v1::Claim::Commitment_Parse(before.value(), &class_before);
        v1::Claim::Commitment_Parse(after.value(), &class_after);
        return AddCommitment(class_before, class_after, o, n);
      }
      case v1::Difference::QUANTITY:
        if (HasAny({ChangeKind::kFigure})) return;
        return AddPair(ChangeKind::kFigure, before.value(), after.value(), o, n);
      case v1::Difference::TIME:
        if (HasAny({ChangeKind::kTime})) return;
        return AddPair(ChangeKind::kTime, before.value(), after.value(), o, n);
      case v1::Difference::ATTRIBUTION:
        if (HasAny(
                {ChangeKind::kSourceGone, ChangeKind::kSourceCame, ChangeKind::kSourceChanged})) {
          return;
        }
        break;
      default:
        break;
    }
    RevisionChange change = Make(ChangeKind::kFraming, o, n);
    change.difference = difference.kind();
    change.explanation = difference.explanation();
    change.before = before.value();
    change.after = after.value();
    changes_.push_back(std::move(change));
  }

  bool HasAny(const std::set<ChangeKind>& kinds) const {
    return std::any_of(changes_.begin(), changes_.end(),
                       [&](const RevisionChange& change) { return kinds.contains(change.kind); });
  }

  RevisionChange Make(ChangeKind kind, int o, int n) const {
    RevisionChange change = {.kind = kind};
    change.older = {o, older_.sentence(o), {}};
    change.newer = {n, newer_.sentence(n), {}};
    MarkWords(&change);
    return change;
  }

  void AddPair(ChangeKind kind, std::string before, std::string after, int o, int n) {
    for (const RevisionChange& change : changes_) {
      if (change.kind == kind && change.before == before && change.after == after) return;
    }
    RevisionChange change = Make(kind, o, n);
    change.before = std::move(before);
    change.after = std::move(after);
    changes_.push_back(std::move(change));
  }

  // Null: there is none on that side.
  void AddItems(ChangeKind kind, const VersionItem* before, const VersionItem* after) {
    RevisionChange change =
        Make(kind, before != nullptr ? before->sentence : sentences_.older.front(),
             after != nullptr ? after->sentence : sentences_.newer.front());
    const auto fill = [](const VersionItem* item, std::string* value, RevisedPassage* passage) {
      if (item != nullptr) *value = item->text;
      passage->marked.clear();
      if (item != nullptr && item->place.end > 0) passage->marked.push_back(item->place);
    };
    fill(before, &change.before, &change.older);
    fill(after, &change.after, &change.newer);
    changes_.push_back(std::move(change));
  }

  const v1::CompareReportsResponse& response_;
  const Version& older_;
  const Version& newer_;
  const RewrittenSentences& sentences_;
  std::vector<RevisionChange> changes_;
};

}  // namespace

std::vector<const v1::FactMention*> MentionsOf(const v1::Fact& fact, const std::string& report_id) {
  std::vector<const v1::FactMention*> mentions;
  for (const v1::Account& account : fact.accounts()) {
    if (account.report_id() != report_id) continue;
    for (const v1::FactMention& mention : account.mentions()) mentions.push_back(&mention);
  }
  return mentions;
}

void MarkWords(RevisionChange* change) {
  change->older.marked = CompareWords(change->older.text, change->newer.text).only;
  change->newer.marked = CompareWords(change->newer.text, change->older.text).only;
}

std::vector<RevisionChange> CompareRewritten(const v1::CompareReportsResponse& response,
                                             const Version& older, const Version& newer,
                                             const RewrittenSentences& sentences) {
  return Comparer(response, older, newer, sentences).Compare();
}

}  // namespace parallax::client
