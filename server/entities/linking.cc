#include "server/entities/linking.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/entities/internal/mentions.h"
#include "server/entities/internal/names.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities {
namespace {

using internal::Gender;
using internal::MentionInfo;

// What one entity of one report brings to the comparison.
struct Profile {
  uint32_t report = 0;
  uint32_t entity = 0;
  Type type = Type::kUnspecified;
  bool plural = false;
  bool named = false;
  uint32_t mentions = 0;
  uint32_t first_name = 0;  // into the list of all names
  uint32_t last_name = 0;
  Gender gender = Gender::kUnknown;
  std::set<std::string> numbers;  // before its nominals: "six", "6"
  std::set<std::string> roles;    // titles and role nouns with their modifiers: "foreign minister"
  std::set<std::string> heads;    // head lemmas of its nominals
  std::set<std::string> phrases;  // modifiers and head of its nominals
};

std::string Phrase(const std::vector<std::string>& modifiers, const std::string& head) {
  std::string phrase;
  for (const std::string& modifier : modifiers) {
    phrase += modifier;
    phrase += ' ';
  }
  return phrase + head;
}

class Linker {
 public:
  explicit Linker(std::span<const ReportView> reports) : reports_(reports) {}

  absl::StatusOr<LinkedEntities> Run(const CallContext& context) {
    for (const uint32_t report : CanonicalOrder()) {
      PARALLAX_RETURN_IF_ERROR(context.Check());
      Describe(report);
    }
    parent_.resize(profiles_.size());
    std::iota(parent_.begin(), parent_.end(), 0);
    JoinNames();
    PARALLAX_RETURN_IF_ERROR(context.Check());
    JoinRoles();
    JoinPhrases();
    return Collect();
  }

 private:
  // By what the reports say alone: a name that comes first speaks for its group.
  std::vector<uint32_t> CanonicalOrder() const {
    std::vector<uint32_t> order(reports_.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto key = [&](uint32_t report) {
      const text::Document& document = *reports_[report].document;
      return std::pair(document.section(text::Section::kHeadline),
                       document.section(text::Section::kBody));
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
    return order;
  }

  uint32_t Find(uint32_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  void Join(uint32_t a, uint32_t b) {
    a = Find(a);
    b = Find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

  void Describe(uint32_t report) {
    const ReportView& view = reports_[report];
    const std::vector<MentionInfo> mentions =
        internal::DescribeMentions(*view.document, *view.annotation, view.entities->mentions);
    for (uint32_t entity = 0; entity < view.entities->entities.size(); ++entity) {
      const Entity& value = view.entities->entities[entity];
      Profile profile;
      profile.report = report;
      profile.entity = entity;
      profile.type = value.type;
      profile.plural = value.plural;
      profile.mentions = static_cast<uint32_t>(value.mentions.size());
      profile.first_name = static_cast<uint32_t>(names_.size());
      for (uint32_t index : value.mentions) {
        const MentionInfo& mention = mentions[index];
        if (mention.gender != Gender::kUnknown) profile.gender = mention.gender;
        if (mention.form == MentionForm::kName && !mention.name.words.empty()) {
          internal::Name name = mention.name;
          if (name.type == Type::kUnspecified) name.type = value.type;
          name.gender = mention.gender;
          names_.push_back(std::move(name));
          AddRoles(mention, &profile);
        } else if (mention.form == MentionForm::kNominal) {
          profile.heads.insert(mention.lemma);
          if (!mention.number.empty()) profile.numbers.insert(mention.number);
          profile.phrases.insert(Phrase(mention.modifiers, mention.lemma));
          if (internal::IsTitle(mention.lemma)) {
            profile.roles.insert(Phrase(mention.modifiers, mention.lemma));
          }
        }
      }
      profile.last_name = static_cast<uint32_t>(names_.size());
      profile.named = profile.last_name > profile.first_name;
      profiles_.push_back(std::move(profile));
    }
  }

  // "Foreign Minister Signe Halvorsen": the words before the name up to its last title.
  static void AddRoles(const MentionInfo& mention, Profile* profile) {
    std::vector<std::string> modifiers = mention.modifiers;
    for (const std::string& title : mention.modifiers) {
      if (!internal::IsTitle(title)) continue;
      modifiers.erase(std::find(modifiers.begin(), modifiers.end(), title));
      profile->roles.insert(Phrase(modifiers, title));
      return;
    }
  }

  void JoinNames() {
    const std::vector<uint32_t> groups = internal::GroupNames(names_);
    std::vector<uint32_t> owner(names_.size());
    for (uint32_t i = 0; i < profiles_.size(); ++i) {
      for (uint32_t name = profiles_[i].first_name; name < profiles_[i].last_name; ++name) {
        owner[name] = i;
      }
    }
    for (uint32_t name = 0; name < names_.size(); ++name) Join(owner[groups[name]], owner[name]);
  }

  // What the members of a group say together; kept for its root.
  struct Group {
    std::set<uint32_t> reports;
    bool named = false;
    bool plural = false;
    bool male = false;
    bool female = false;
    std::set<std::string> numbers;
  };

  void DescribeGroups() {
    groups_.clear();
    for (uint32_t i = 0; i < profiles_.size(); ++i) {
      const Profile& profile = profiles_[i];
      Group& group = groups_[Find(i)];
      group.reports.insert(profile.report);
      group.named |= profile.named;
      group.plural |= profile.plural;
      group.male |= profile.gender == Gender::kMale;
      group.female |= profile.gender == Gender::kFemale;
      group.numbers.insert(profile.numbers.begin(), profile.numbers.end());
    }
  }

  // "six members" and "two members" are two things; "six" and "6" may be one.
  static bool NumbersFit(const std::set<std::string>& numbers) {
    const auto digits = [](const std::string& number) {
      return absl::ascii_isdigit(static_cast<unsigned char>(number[0])) != 0;
    };
    const auto in_digits = std::count_if(numbers.begin(), numbers.end(), digits);
    return in_digits <= 1 && static_cast<int64_t>(numbers.size()) - in_digits <= 1;
  }

  // True where no two of the groups stand in one report or contradict each other.
  bool CanBeOne(const std::set<uint32_t>& roots) {
    std::set<uint32_t> seen;
    int named = 0;
    bool plural = false;
    bool singular = false;
    bool male = false;
    bool female = false;
    std::set<std::string> numbers;
    for (uint32_t root : roots) {
      const Group& group = groups_[root];
      for (uint32_t report : group.reports) {
        if (!seen.insert(report).second) return false;
      }
      named += group.named;
      numbers.insert(group.numbers.begin(), group.numbers.end());
      (group.plural ? plural : singular) = true;
      male |= group.male;
      female |= group.female;
    }
    // Two names that GroupNames kept apart are two things.
    return named <= 1 && NumbersFit(numbers) && !(plural && singular) && !(male && female);
  }

  // Joins the groups that share a key where the key belongs to one entity in each report that has
  // it and nothing contradicts. Keys are taken in alphabetical order and all or none of their
  // groups joined, so the order of the reports does not matter.
  template <typename KeysOf>
  void JoinUnique(KeysOf keys_of) {
    DescribeGroups();
    std::map<std::string, std::set<uint32_t>> holders;
    for (uint32_t i = 0; i < profiles_.size(); ++i) {
      for (const std::string& key : keys_of(profiles_[i])) holders[key].insert(i);
    }
    for (const auto& [key, profiles] : holders) {
      std::set<uint32_t> roots;
      for (uint32_t i : profiles) roots.insert(Find(i));
      if (roots.size() < 2 || roots.size() > reports_.size() || !CanBeOne(roots)) continue;
      const uint32_t first = *roots.begin();
      for (uint32_t root : roots) {
        if (root == first) continue;
        Join(first, root);
        Group& whole = groups_[first];
        Group& part = groups_[root];
        whole.reports.merge(part.reports);
        whole.named |= part.named;
        whole.male |= part.male;
        whole.female |= part.female;
        whole.numbers.merge(part.numbers);
      }
    }
  }

  // "the foreign minister" in one report, "Foreign Minister Halvorsen" in another.
  void JoinRoles() {
    JoinUnique(
        [](const Profile& profile) -> const std::set<std::string>& { return profile.roles; });
  }

  // "the coast guard" here and there; "six diplomats" here, "the diplomats" there.
  void JoinPhrases() {
    JoinUnique([](const Profile& profile) {
      std::set<std::string> keys;
      for (const std::string& phrase : profile.phrases) {
        if (phrase.find(' ') != std::string::npos) keys.insert(phrase);
      }
      return keys;
    });
    JoinUnique([](const Profile& profile) {
      std::set<std::string> keys;
      for (const std::string& head : profile.heads) {
        if (!internal::IsGenericNoun(head) && profile.type != Type::kEvent) keys.insert(head);
      }
      return keys;
    });
  }

  LinkedEntities Collect() {
    LinkedEntities linked;
    linked.linked_of.resize(reports_.size());
    for (uint32_t report = 0; report < reports_.size(); ++report) {
      linked.linked_of[report].resize(reports_[report].entities->entities.size());
    }
    std::map<uint32_t, std::vector<uint32_t>> groups;
    for (uint32_t i = 0; i < profiles_.size(); ++i) groups[Find(i)].push_back(i);
    struct Ranked {
      LinkedEntity entity;
      size_t reports;
      uint32_t mentions;
    };
    std::vector<Ranked> ranked;
    for (const auto& [root, members] : groups) {
      Ranked item{};
      std::set<uint32_t> seen;
      bool named = false;
      uint64_t votes[7] = {};
      for (uint32_t member : members) {
        const Profile& profile = profiles_[member];
        const Entity& entity = reports_[profile.report].entities->entities[profile.entity];
        item.entity.members.push_back({profile.report, profile.entity});
        seen.insert(profile.report);
        item.mentions += profile.mentions;
        // The longest name; a noun only where no report has a name.
        const bool better = item.entity.name.empty() || (profile.named && !named) ||
                            (profile.named == named && Longer(entity.name, item.entity.name));
        if (better) item.entity.name = entity.name;
        named |= profile.named;
        // What is known of a name weighs more than how often a noun stands for it.
        votes[static_cast<int>(entity.type)] += profile.mentions + (profile.named ? 1000 : 0);
      }
      std::sort(item.entity.members.begin(), item.entity.members.end(),
                [](const LinkedEntity::Member& a, const LinkedEntity::Member& b) {
                  return std::pair(a.report, a.entity) < std::pair(b.report, b.entity);
                });
      item.reports = seen.size();
      votes[static_cast<int>(Type::kUnspecified)] = 0;
      if (const uint64_t* most = std::max_element(std::begin(votes), std::end(votes)); *most > 0) {
        item.entity.type = static_cast<Type>(most - votes);
      }
      ranked.push_back(std::move(item));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
      return std::pair(b.reports, b.mentions) < std::pair(a.reports, a.mentions);
    });
    for (Ranked& item : ranked) {
      const uint32_t index = static_cast<uint32_t>(linked.entities.size());
      for (const LinkedEntity::Member& member : item.entity.members) {
        linked.linked_of[member.report][member.entity] = index;
      }
      linked.entities.push_back(std::move(item.entity));
    }
    return linked;
  }

  // Longer, or as long and earlier in the alphabet, so that the order of reports does not decide.
  static bool Longer(const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  }

  std::span<const ReportView> reports_;
  std::vector<Profile> profiles_;
  std::vector<internal::Name> names_;
  std::vector<uint32_t> parent_;
  std::map<uint32_t, Group> groups_;  // by root
};

}  // namespace

absl::StatusOr<LinkedEntities> LinkEntities(std::span<const ReportView> reports,
                                            const CallContext& context) {
  return Linker(reports).Run(context);
}

}  // namespace parallax::entities
