#include "server/entities/entities.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "server/base/status_macros.h"
#include "server/entities/internal/mentions.h"
#include "server/entities/internal/names.h"
#include "server/entities/internal/word_lists.h"

namespace parallax::entities {
namespace {

using internal::Gender;
using internal::MentionInfo;
using internal::Pronoun;
using language::kNoToken;
using language::Relation;

constexpr uint32_t kNoMention = 0xffffffff;
// How far a sieve looks back, so that its work stays bounded in any text.
constexpr size_t kMaxRemembered = 8;
constexpr uint32_t kMaxCandidates = 60;
constexpr uint32_t kPronounSentences = 3;

class Resolver {
 public:
  Resolver(const text::Document& document, const language::Annotation& annotation,
           const claims::ClaimSet& claims, const attribution::AttributionSet& attributions)
      : document_(document),
        annotation_(annotation),
        attributions_(attributions),
        mentions_(internal::FindMentions(document, annotation, claims)),
        parent_(mentions_.size()),
        mention_of_(document.tokens().size(), kNoMention) {
    std::iota(parent_.begin(), parent_.end(), 0);
    for (uint32_t i = 0; i < mentions_.size(); ++i) mention_of_[mentions_[i].head] = i;
    state_.resize(mentions_.size());
    for (uint32_t i = 0; i < mentions_.size(); ++i) {
      state_[i] = {mentions_[i].type, mentions_[i].gender, mentions_[i].plural, 1};
    }
  }

  absl::StatusOr<EntitySet> Run(const CallContext& context) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    Names();
    Constructions();
    PARALLAX_RETURN_IF_ERROR(context.Check());
    uint32_t checked = 0;
    MarkSpeakers();
    for (uint32_t i = 0; i < mentions_.size(); ++i) {
      if (mentions_[i].sentence != checked) {
        checked = mentions_[i].sentence;
        PARALLAX_RETURN_IF_ERROR(context.Check());
      }
      switch (mentions_[i].form) {
        case MentionForm::kName:
          RememberName(i);
          break;
        case MentionForm::kNominal:
          Nominal(i);
          break;
        case MentionForm::kPronoun:
          ResolvePronoun(i);
          break;
      }
    }
    return Collect();
  }

 private:
  // What is known of all mentions joined so far; kept at the group's root.
  struct State {
    Type type = Type::kUnspecified;
    Gender gender = Gender::kUnknown;
    bool plural = false;
    uint32_t size = 1;
  };

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
    if (a == b) return;
    if (b < a) std::swap(a, b);
    parent_[b] = a;
    State& kept = state_[a];
    const State& other = state_[b];
    const bool vague = kept.type == Type::kUnspecified || kept.type == Type::kOther;
    if (vague && other.type != Type::kUnspecified) kept.type = other.type;
    if (kept.gender == Gender::kUnknown) kept.gender = other.gender;
    kept.size += other.size;
  }

  uint32_t MentionOf(uint32_t token) const {
    return token == kNoToken ? kNoMention : mention_of_[token];
  }

  // ---- Names ----

  void Names() {
    std::vector<internal::Name> names;
    std::vector<uint32_t> owners;
    for (uint32_t i = 0; i < mentions_.size(); ++i) {
      if (mentions_[i].form != MentionForm::kName) continue;
      names.push_back(mentions_[i].name);
      names.back().gender = mentions_[i].gender;
      owners.push_back(i);
    }
    const std::vector<uint32_t> groups = internal::GroupNames(names);
    for (uint32_t i = 0; i < groups.size(); ++i) Join(owners[groups[i]], owners[i]);
  }

  // ---- Apposition, title, copula, relative pronoun ----

  static bool TypesFit(Type a, Type b) {
    const auto people = [](Type type) { return type == Type::kPerson || type == Type::kGroup; };
    const auto open = [](Type type) {
      return type == Type::kUnspecified || type == Type::kOther || type == Type::kEvent;
    };
    if (a == b || open(a) || open(b)) return true;
    if (people(a) && people(b)) return true;
    return a != Type::kPerson && b != Type::kPerson;
  }

  bool Agree(const MentionInfo& a, const MentionInfo& b) const {
    if (a.plural != b.plural && a.type != Type::kGroup && b.type != Type::kGroup) return false;
    if (a.gender != Gender::kUnknown && b.gender != Gender::kUnknown && a.gender != b.gender) {
      return false;
    }
    return TypesFit(a.type, b.type);
  }

  void Constructions() {
    for (uint32_t i = 0; i < mentions_.size(); ++i) {
      const MentionInfo& mention = mentions_[i];
      const language::Word& word = annotation_.word(mention.head);
      const uint32_t governor = MentionOf(word.head);
      if (mention.pronoun == Pronoun::kRelative) {
        RelativePronoun(i);
        continue;
      }
      if (governor == kNoMention) {
        Copula(i);
        continue;
      }
      const MentionInfo& head = mentions_[governor];
      const bool both_names = mention.form == MentionForm::kName && head.form == MentionForm::kName;
      if (word.relation == Relation::kAppos && !both_names &&
          mention.form != MentionForm::kPronoun && Agree(mention, head)) {
        // "Paris, a city", "the minister, Signe Halvorsen"; a clause between makes it a list.
        Join(governor, i);
      }
      // "Minister Halvorsen" where the title heads the phrase, "spokesman Lee" where the name does.
      if ((word.relation == Relation::kFlat || word.relation == Relation::kNmodDesc) &&
          !both_names && Agree(mention, head)) {
        Join(governor, i);
      }
      Copula(i);
    }
  }

  // "Halvorsen is the minister": a definite noun said flatly of its subject is the subject.
  void Copula(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    if (mention.form != MentionForm::kNominal || !mention.definite) return;
    uint32_t subject = kNoToken;
    bool copula = false;
    for (uint32_t child : annotation_.children(mention.head)) {
      const Relation plain = language::Universal(annotation_.word(child).relation);
      if (plain == Relation::kNsubj) subject = child;
      if (plain == Relation::kCop) copula = true;
      if (plain == Relation::kAux || plain == Relation::kMark) return;
      if (plain == Relation::kAdvmod) {
        const std::string text = absl::AsciiStrToLower(document_.text(child));
        if (text == "not" || text == "n't" || text == "never") return;
      }
    }
    const uint32_t other = MentionOf(subject);
    if (!copula || other == kNoMention || mentions_[other].form != MentionForm::kName) return;
    if (Agree(mention, mentions_[other])) Join(other, i);
  }

  void RelativePronoun(uint32_t i) {
    uint32_t token = mentions_[i].head;
    while (token != kNoToken && annotation_.word(token).relation != Relation::kAclRelcl) {
      token = annotation_.word(token).head;
    }
    if (token == kNoToken) return;
    const uint32_t noun = MentionOf(annotation_.word(token).head);
    if (noun != kNoMention && noun < i) Join(noun, i);
  }

  // ---- Nouns ----

  void Remember(absl::flat_hash_map<std::string, std::vector<uint32_t>>* index,
                const std::string& key, uint32_t mention) {
    std::vector<uint32_t>& list = (*index)[key];
    if (list.size() == kMaxRemembered) list.erase(list.begin());
    list.push_back(mention);
  }

  void RememberName(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    // "Foreign Minister Signe Halvorsen" can be "the minister" later.
    for (const std::string& modifier : mention.modifiers) {
      if (internal::IsTitle(modifier)) Remember(&by_role_, modifier, i);
    }
    if (mention.type == Type::kPerson) return;
    for (const std::string& word : mention.name.words) {
      if (internal::IsOrganizationNoun(word) || internal::IsLocationNoun(word)) {
        Remember(&by_role_, word, i);
      }
    }
  }

  static bool Within(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
    return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
  }

  void Nominal(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    uint32_t antecedent = kNoMention;
    if (mention.definite && !mention.lemma.empty()) {
      antecedent = SameHead(i);
      if (antecedent == kNoMention) antecedent = SameRole(i);
      if (antecedent == kNoMention) antecedent = Collective(i);
    } else if (!mention.indefinite && mention.modifiers.size() >= 1 && mention.plural) {
      antecedent = SameHead(i);  // "illegal migrants ... illegal migrants"
      if (antecedent != kNoMention && mentions_[antecedent].modifiers != mention.modifiers) {
        antecedent = kNoMention;
      }
    }
    if (antecedent == kNoMention) antecedent = InHeadline(i);
    if (antecedent == kNoMention && mention.definite) antecedent = OnlyBody(i);
    if (antecedent != kNoMention) Join(antecedent, i);
    Remember(&by_head_, mention.lemma, i);
  }

  bool SamePossessor(const MentionInfo& a, const MentionInfo& b) {
    if (a.possessor == kNoToken || b.possessor == kNoToken) return true;
    const uint32_t x = MentionOf(a.possessor);
    const uint32_t y = MentionOf(b.possessor);
    if (x == kNoMention || y == kNoMention) return false;
    return Find(x) == Find(y);
  }

  // The last mention with the same head noun that the definite phrase adds nothing to.
  uint32_t SameHead(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    if (internal::IsGenericNoun(mention.lemma) && mention.modifiers.empty()) return kNoMention;
    const auto found = by_head_.find(mention.lemma);
    if (found == by_head_.end()) return kNoMention;
    for (size_t k = found->second.size(); k-- > 0;) {
      const MentionInfo& earlier = mentions_[found->second[k]];
      if (earlier.plural != mention.plural) continue;
      if (mention.count != 0 && earlier.count != 0 && mention.count != earlier.count) continue;
      if (!Within(mention.modifiers, earlier.modifiers)) continue;
      if (mention.complement != earlier.complement && !mention.complement.empty()) continue;
      if (!SamePossessor(mention, earlier)) continue;
      if (earlier.tokens.Contains(mention.head) || mention.tokens.Contains(earlier.head)) continue;
      return found->second[k];
    }
    return kNoMention;
  }

  // Headlines drop articles, so the text may bring in anew what the headline named: "Ferry sinks",
  // "A ferry sank". Only the first such mention, and only one thing of that name in the headline.
  uint32_t InHeadline(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    const auto found = by_head_.find(mention.lemma);
    if (found == by_head_.end() || found->second.size() != 1) return kNoMention;
    const MentionInfo& earlier = mentions_[found->second[0]];
    if (document_.section_of(earlier.head) != text::Section::kHeadline ||
        document_.section_of(mention.head) == text::Section::kHeadline ||
        earlier.plural != mention.plural || internal::IsGenericNoun(mention.lemma)) {
      return kNoMention;
    }
    if (mention.count != 0 && earlier.count != 0 && mention.count != earlier.count) {
      return kNoMention;
    }
    const bool fits = Within(mention.modifiers, earlier.modifiers) ||
                      Within(earlier.modifiers, mention.modifiers);
    return fits && SamePossessor(mention, earlier) ? found->second[0] : kNoMention;
  }

  // "the company" where just one body was named in this and the last two sentences.
  uint32_t OnlyBody(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    static constexpr absl::string_view kNouns[] = {"company", "firm",  "group",   "club",
                                                   "team",    "party", "agency",  "charity",
                                                   "bank",    "union", "airline", "newspaper"};
    if (mention.plural || !mention.modifiers.empty() || mention.possessor != kNoToken ||
        !mention.complement.empty() ||
        std::find(std::begin(kNouns), std::end(kNouns), mention.lemma) == std::end(kNouns)) {
      return kNoMention;
    }
    uint32_t only = kNoMention;
    uint32_t looked = 0;
    for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
      const MentionInfo& candidate = mentions_[k];
      if (mention.sentence - candidate.sentence > 2) break;
      if (candidate.form != MentionForm::kName) continue;
      if (state_[Find(k)].type != Type::kOrganization) continue;
      if (only != kNoMention && Find(only) != Find(k)) return kNoMention;
      only = k;
    }
    return only;
  }

  // "the minister" after "Foreign Minister Halvorsen", "the ministry" after "Defence Ministry".
  uint32_t SameRole(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    if (mention.plural || mention.possessor != kNoToken) return kNoMention;
    const auto found = by_role_.find(mention.lemma);
    if (found == by_role_.end()) return kNoMention;
    for (size_t k = found->second.size(); k-- > 0;) {
      const MentionInfo& earlier = mentions_[found->second[k]];
      if (!Agree(mention, earlier)) continue;
      const bool told =
          Within(mention.modifiers, earlier.modifiers) ||
          std::all_of(
              mention.modifiers.begin(), mention.modifiers.end(), [&](const std::string& modifier) {
                return std::find(earlier.name.words.begin(), earlier.name.words.end(), modifier) !=
                       earlier.name.words.end();
              });
      if (told) return found->second[k];
    }
    return kNoMention;
  }

  // "the six", "the pair": the last group of that many.
  uint32_t Collective(uint32_t i) {
    const MentionInfo& mention = mentions_[i];
    double count = annotation_.word(mention.head).upos == language::Upos::kNum ? mention.count : 0;
    if (mention.lemma == "pair" || mention.lemma == "duo" || mention.lemma == "couple") count = 2;
    if (mention.lemma == "trio") count = 3;
    if (mention.lemma == "quartet") count = 4;
    if (count == 0 || !mention.modifiers.empty()) return kNoMention;
    uint32_t looked = 0;
    for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
      if (mentions_[k].count == count && mentions_[k].form == MentionForm::kNominal) return k;
    }
    return kNoMention;
  }

  // ---- Pronouns ----

  // For each token the direct quotation's source it is spoken by, and who spoke last before it.
  void MarkSpeakers() {
    speaker_of_.assign(document_.tokens().size(), kNoMention);
    is_source_.assign(mentions_.size(), false);
    for (const attribution::Attribution& attribution : attributions_.attributions) {
      const uint32_t source = MentionOf(attribution.source_head);
      if (source == kNoMention) continue;
      is_source_[source] = true;
      if (attribution.form == attribution::Form::kIndirect) continue;
      for (const TokenRange& part : attribution.content) {
        for (uint32_t token = part.begin; token < part.end; ++token) {
          speaker_of_[token] = source;
        }
      }
    }
    quoted_.assign(document_.tokens().size(), false);
    for (const attribution::Quotation& quotation : attributions_.quotations) {
      if (quotation.depth != 0) continue;
      for (uint32_t token = quotation.tokens.begin; token < quotation.tokens.end; ++token) {
        quoted_[token] = true;
      }
    }
  }

  bool PronounFits(const MentionInfo& pronoun, uint32_t candidate) {
    const State& state = state_[Find(candidate)];
    const MentionInfo& mention = mentions_[candidate];
    const bool plural =
        mention.form == MentionForm::kPronoun ? mention.pronoun == Pronoun::kThey : mention.plural;
    switch (pronoun.pronoun) {
      case Pronoun::kHe:
      case Pronoun::kShe: {
        if (plural) return false;
        if (state.gender != Gender::kUnknown && state.gender != pronoun.gender) return false;
        if (state.type == Type::kPerson) return true;
        return state.gender == pronoun.gender ||
               (state.type == Type::kUnspecified && mention.form == MentionForm::kName);
      }
      case Pronoun::kThey:
        return plural || state.type == Type::kGroup || mention.pronoun == Pronoun::kThey ||
               state.type == Type::kOrganization;
      case Pronoun::kIt:
        return !plural && state.type != Type::kPerson && state.gender == Gender::kUnknown &&
               state.type != Type::kGroup;
      default:
        return false;
    }
  }

  int Salience(const MentionInfo& pronoun, uint32_t candidate) {
    const MentionInfo& mention = mentions_[candidate];
    int score = 0;
    score -= 3 * static_cast<int>(pronoun.sentence - mention.sentence);
    if (mention.subject) score += 4;
    if (mention.form == MentionForm::kName) score += 1;
    if (is_source_[candidate] && mention.sentence < pronoun.sentence) score += 2;
    score += static_cast<int>(std::min<uint32_t>(state_[Find(candidate)].size, 4)) - 1;
    // The number of "they" is told by words, not only by what bodies do.
    if (pronoun.pronoun == Pronoun::kThey && !mention.plural) score -= 3;
    const Relation plain = language::Universal(annotation_.word(mention.head).relation);
    if (plain == Relation::kObj) score += 1;
    if (plain == Relation::kNmod || plain == Relation::kCompound) score -= 2;
    return score;
  }

  // A pronoun that is no possessive and no reflexive is not the other argument of its verb.
  bool SameClause(const MentionInfo& pronoun, const MentionInfo& candidate) const {
    if (pronoun.possessive || pronoun.reflexive) return false;
    return annotation_.word(pronoun.head).head == annotation_.word(candidate.head).head &&
           annotation_.word(pronoun.head).head != kNoToken;
  }

  // "himself" is the subject of the clause around it.
  void Reflexive(uint32_t i) {
    uint32_t token = annotation_.word(mentions_[i].head).head;
    while (token != kNoToken) {
      for (uint32_t child : annotation_.children(token)) {
        if (language::Universal(annotation_.word(child).relation) != Relation::kNsubj) continue;
        const uint32_t subject = MentionOf(child);
        if (subject != kNoMention && subject < i && PronounFits(mentions_[i], subject) &&
            !(mentions_[subject].form == MentionForm::kPronoun && Find(subject) == subject &&
              state_[subject].size == 1)) {
          Join(subject, i);
        }
        return;
      }
      token = annotation_.word(token).head;
    }
  }

  void ResolvePronoun(uint32_t i) {
    const MentionInfo& pronoun = mentions_[i];
    if (pronoun.pronoun == Pronoun::kRelative || pronoun.pronoun == Pronoun::kNone) return;
    const uint32_t speaker = speaker_of_[pronoun.head];
    if (pronoun.pronoun == Pronoun::kFirst) {
      if (speaker != kNoMention && quoted_[pronoun.head]) Join(speaker, i);
      return;
    }
    if (pronoun.reflexive) {
      Reflexive(i);
      return;
    }
    uint32_t best = kNoMention;
    int best_score = 0;
    uint32_t looked = 0;
    for (uint32_t k = i; k-- > 0 && looked < kMaxCandidates; ++looked) {
      const MentionInfo& candidate = mentions_[k];
      if (pronoun.sentence - candidate.sentence > kPronounSentences) break;
      // The headline stands apart: its words do not lead into the text.
      if (document_.section_of(candidate.head) != document_.section_of(pronoun.head)) break;
      if (candidate.pronoun == Pronoun::kRelative || candidate.pronoun == Pronoun::kFirst) continue;
      if (candidate.form == MentionForm::kPronoun && state_[Find(k)].size == 1) continue;
      if (candidate.tokens.Contains(pronoun.head) || SameClause(pronoun, candidate)) continue;
      if (!PronounFits(pronoun, k)) continue;
      // Speakers do not name themselves in the third person.
      if (quoted_[pronoun.head] && speaker != kNoMention && Find(speaker) == Find(k)) continue;
      const int score = Salience(pronoun, k);
      if (best == kNoMention || score > best_score) {
        best = k;
        best_score = score;
      }
    }
    if (best == kNoMention) return;
    // "it" points at clauses and at nothing as often as at a thing.
    if (pronoun.pronoun == Pronoun::kIt && !pronoun.possessive && best_score < 2) return;
    if (state_[Find(best)].gender == Gender::kUnknown && pronoun.gender != Gender::kUnknown) {
      state_[Find(best)].gender = pronoun.gender;
    }
    if (pronoun.gender != Gender::kUnknown && state_[Find(best)].type == Type::kUnspecified) {
      state_[Find(best)].type = Type::kPerson;
    }
    Join(best, i);
  }

  // ---- Result ----

  std::string NameOf(const std::vector<uint32_t>& members) const {
    const auto text_of = [&](TokenRange range) { return std::string(document_.text(range)); };
    uint32_t best = kNoMention;
    TokenRange best_range;
    for (uint32_t i : members) {
      const MentionInfo& mention = mentions_[i];
      TokenRange range = mention.tokens;
      if (mention.form == MentionForm::kName) range = NameRange(mention);
      if (mention.form == MentionForm::kPronoun) continue;
      const bool better =
          best == kNoMention ||
          (mention.form == MentionForm::kName && mentions_[best].form != MentionForm::kName) ||
          (mention.form == mentions_[best].form && range.size() > best_range.size());
      if (better) {
        best = i;
        best_range = range;
      }
    }
    if (best == kNoMention) return text_of(mentions_[members.front()].tokens);
    return text_of(best_range);
  }

  // The name itself, without title and modifiers where the tagger marked it.
  TokenRange NameRange(const MentionInfo& mention) const {
    const std::vector<language::NamedEntity>& entities = annotation_.entities();
    auto after = std::upper_bound(
        entities.begin(), entities.end(), mention.head,
        [](uint32_t at, const language::NamedEntity& entity) { return at < entity.tokens.begin; });
    if (after != entities.begin() && std::prev(after)->tokens.Contains(mention.head)) {
      TokenRange range = std::prev(after)->tokens;
      while (range.size() > 1 && annotation_.word(range.end - 1).xpos == language::Xpos::kPos) {
        --range.end;
      }
      return range;
    }
    return mention.tokens;
  }

  EntitySet Collect() {
    EntitySet set;
    set.entity_of_token.assign(document_.tokens().size(), kNoEntity);
    std::vector<uint32_t> entity_of_root(mentions_.size(), kNoEntity);
    std::vector<std::vector<uint32_t>> members;  // of each entity, in indices of mentions_
    for (uint32_t i = 0; i < mentions_.size(); ++i) {
      const uint32_t root = Find(i);
      const MentionInfo& mention = mentions_[i];
      // A pronoun that stands for nothing found is no entity.
      if (mention.form == MentionForm::kPronoun && state_[root].size == 1) continue;
      if (entity_of_root[root] == kNoEntity) {
        entity_of_root[root] = static_cast<uint32_t>(set.entities.size());
        set.entities.emplace_back();
        members.emplace_back();
      }
      const uint32_t entity = entity_of_root[root];
      set.entities[entity].mentions.push_back(static_cast<uint32_t>(set.mentions.size()));
      members[entity].push_back(i);
      set.entity_of_token[mention.head] = entity;
      set.mentions.push_back({mention.head, mention.tokens, mention.form, entity});
    }
    for (uint32_t entity = 0; entity < set.entities.size(); ++entity) {
      set.entities[entity].name = NameOf(members[entity]);
      set.entities[entity].type = TypeOfGroup(members[entity]);
      set.entities[entity].plural =
          std::any_of(members[entity].begin(), members[entity].end(), [&](uint32_t i) {
            return mentions_[i].plural && mentions_[i].form != MentionForm::kPronoun;
          });
    }
    return set;
  }

  // What most of the names say, else what the first noun that says something does.
  Type TypeOfGroup(const std::vector<uint32_t>& members) {
    int votes[7] = {};
    for (uint32_t i : members) {
      if (mentions_[i].form == MentionForm::kName) ++votes[static_cast<int>(mentions_[i].type)];
    }
    votes[static_cast<int>(Type::kUnspecified)] = 0;
    const int* most = std::max_element(std::begin(votes), std::end(votes));
    if (*most > 0) return static_cast<Type>(most - votes);
    return state_[Find(members.front())].type;
  }

  const text::Document& document_;
  const language::Annotation& annotation_;
  const attribution::AttributionSet& attributions_;
  std::vector<MentionInfo> mentions_;
  std::vector<uint32_t> parent_;
  std::vector<State> state_;
  std::vector<uint32_t> mention_of_;  // by token
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_head_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_role_;
  std::vector<uint32_t> speaker_of_;  // by token
  std::vector<bool> quoted_;          // by token
  std::vector<bool> is_source_;       // by mention
};

}  // namespace

absl::StatusOr<EntitySet> ResolveEntities(const text::Document& document,
                                          const language::Annotation& annotation,
                                          const claims::ClaimSet& claims,
                                          const attribution::AttributionSet& attributions,
                                          const lexicon::Lexicon& /*lexicon*/,
                                          const CallContext& context) {
  return Resolver(document, annotation, claims, attributions).Run(context);
}

}  // namespace parallax::entities
