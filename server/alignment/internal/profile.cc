#include "server/alignment/internal/profile.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/alignment/internal/stem.h"
#include "server/alignment/internal/weights.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

using language::Upos;

// Rarer words weigh no more: past this, rarity says more of the corpus than of the word.
constexpr float kMaxRarity = 6.5f;
// Words more common than this are in half of all articles and join nothing.
constexpr float kMinRarity = 0.7f;
constexpr float kNumberRarity = 3.5f;

bool IsContent(Upos upos) {
  switch (upos) {
    case Upos::kAdj:
    case Upos::kAdv:
    case Upos::kNoun:
    case Upos::kPropn:
    case Upos::kVerb:
    case Upos::kX:
      return true;
    default:
      return false;
  }
}

template <typename Value>
void SortUnique(std::vector<Value>* values) {
  std::sort(values->begin(), values->end());
  values->erase(std::unique(values->begin(), values->end()), values->end());
}

// A figure as other reports may give it: cut and rounded to two digits.
std::pair<double, double> TwoDigits(double value) {
  if (value == 0) return {0, 0};
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 1);
  const double digits = value / unit;
  // What is whole but for the error of the division is taken as it is.
  if (std::abs(digits - std::round(digits)) < 1e-6) return {value, value};
  return {std::floor(digits) * unit, std::round(digits) * unit};
}

// Makes the profiles report by report; terms and words are numbered as they come.
class Maker {
 public:
  Maker(Reports reports, const entities::LinkedEntities& entities, Profiles* profiles)
      : reports_(reports), entities_(entities), table_(WordTable::Default()), out_(*profiles) {}

  void AddReport(uint32_t canonical);

 private:
  uint32_t WordId(const std::string& lower);
  uint32_t TermOf(const analysis::Analysis& report, uint32_t token);
  uint32_t NumberTerm(double value);
  void MarkQuantity(const analysis::Analysis& report, const claims::Quantity& quantity);
  uint64_t Joint(const analysis::Analysis& report, uint32_t token) const;
  void AppendTerms(TokenRange tokens, std::vector<uint32_t>* terms) const;
  uint32_t Intern(std::string key, float rarity, uint32_t word, bool name, bool number);
  uint32_t Linked(uint32_t given, const analysis::Analysis& report, uint32_t token) const;
  void AddSentence(uint32_t canonical, uint32_t sentence);
  void AddClaim(uint32_t canonical, uint32_t claim);
  void MarkOwners(const analysis::Analysis& report);
  void MarkTimes(const analysis::Analysis& report);
  void MarkCues(const analysis::Analysis& report);

  const Reports reports_;
  const entities::LinkedEntities& entities_;
  const WordTable& table_;
  Profiles& out_;
  absl::flat_hash_map<std::string, uint32_t> terms_;
  absl::flat_hash_map<std::string, uint32_t> words_;
  std::vector<uint32_t> term_of_token_;  // of the report at hand
  // Of the report at hand: further terms of tokens, by token.
  std::vector<std::pair<uint32_t, uint32_t>> second_terms_;
  std::vector<uint32_t> owner_;  // of the report at hand: the smallest claim around each token
  std::vector<bool> cue_head_;   // of the report at hand, by token
};

uint32_t Maker::WordId(const std::string& lower) {
  return words_.emplace(lower, static_cast<uint32_t>(words_.size())).first->second;
}

uint32_t Maker::Intern(std::string key, float rarity, uint32_t word, bool name, bool number) {
  const auto [entry, added] =
      terms_.emplace(std::move(key), static_cast<uint32_t>(out_.terms.size()));
  const uint32_t id = entry->second;
  if (added) out_.terms.push_back({});
  Term& term = out_.terms[id];
  // A family is as common as its most common form, which also stands for it in likeness.
  if (added || rarity < term.rarity) {
    term.rarity = rarity;
    term.word = word;
  }
  term.name |= name;
  term.number |= number;
  return id;
}

uint32_t Maker::TermOf(const analysis::Analysis& report, uint32_t token) {
  const language::Word& word = report.annotation.word(token);
  if (word.upos == Upos::kNum) {
    const std::string text(report.document.text(token));
    if (!absl::ascii_isdigit(text[0])) return kNoTerm;
    return Intern(absl::StrCat("#", text), kNumberRarity, kNoWord, false, true);
  }
  if (!IsContent(word.upos)) return kNoTerm;
  const std::string lemma = absl::AsciiStrToLower(report.annotation.lemma(token));
  const bool name = word.upos == Upos::kPropn;
  const uint32_t entry = table_.Find(lemma);
  const float rarity = entry == kNoWord ? table_.unknown_rarity() : table_.rarity(entry);
  if (rarity < kMinRarity && !name) return kNoTerm;
  return Intern(Stem(lemma), std::min(rarity, kMaxRarity), name ? kNoWord : entry, name, false);
}

uint32_t Maker::NumberTerm(double value) {
  return Intern(absl::StrCat("#", value), kNumberRarity, kNoWord, false, true);
}

void Maker::MarkQuantity(const analysis::Analysis& report, const claims::Quantity& quantity) {
  if (quantity.kind == claims::QuantityKind::kOrdinal) return;
  const double value = std::isfinite(quantity.low) ? quantity.low : quantity.high;
  // "One" is more often a pronoun or an article than a figure.
  if (!std::isfinite(value) || value == 1) return;
  const auto [cut, rounded] = TwoDigits(value);
  const uint32_t term = NumberTerm(cut);
  uint32_t first = claims::kNoClaim;
  for (uint32_t t = quantity.tokens.begin; t < quantity.tokens.end; ++t) {
    if (report.annotation.word(t).upos != Upos::kNum) continue;
    term_of_token_[t] = term;
    first = std::min(first, t);
  }
  if (rounded != cut && first != claims::kNoClaim) {
    second_terms_.emplace_back(first, NumberTerm(rounded));
  }
}

uint32_t Maker::Linked(uint32_t given, const analysis::Analysis& report, uint32_t token) const {
  const uint32_t entity = report.entities.entity_of_token[token];
  return entity == entities::kNoEntity ? kNoLinked : entities_.linked_of[given][entity];
}

void Maker::AppendTerms(TokenRange tokens, std::vector<uint32_t>* terms) const {
  for (uint32_t t = tokens.begin; t < tokens.end; ++t) {
    if (term_of_token_[t] != kNoTerm) terms->push_back(term_of_token_[t]);
  }
  auto second = std::lower_bound(second_terms_.begin(), second_terms_.end(),
                                 std::make_pair(tokens.begin, 0u));
  for (; second != second_terms_.end() && second->first < tokens.end; ++second) {
    terms->push_back(second->second);
  }
}

// The term of the token with that of the nearest content word above it, in one number; 0 where
// there is none. Function words between them are passed over.
uint64_t Maker::Joint(const analysis::Analysis& report, uint32_t token) const {
  constexpr int kMaxSteps = 8;
  if (term_of_token_[token] == kNoTerm) return 0;
  uint32_t head = report.annotation.word(token).head;
  for (int step = 0; step < kMaxSteps && head != language::kNoToken; ++step) {
    if (term_of_token_[head] != kNoTerm) {
      const uint64_t a = term_of_token_[token];
      const uint64_t b = term_of_token_[head];
      return a == b ? 0 : std::min(a, b) << 32 | std::max(a, b);
    }
    head = report.annotation.word(head).head;
  }
  return 0;
}

void Maker::AddSentence(uint32_t canonical, uint32_t index) {
  const uint32_t given = out_.order[canonical];
  const analysis::Analysis& report = *reports_[given];
  const text::Sentence& sentence = report.document.sentences()[index];
  SentenceProfile profile;
  profile.report = canonical;
  profile.sentence = index;
  const size_t count = report.document.sentences().size();
  profile.position = count > 1 ? static_cast<float>(index) / (count - 1) : 0;
  profile.headline = sentence.section == text::Section::kHeadline;
  profile.place = report.document.has_headline() ? index : index + 1;
  for (uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
    if (report.annotation.word(t).upos == Upos::kPunct) continue;
    profile.words.push_back(WordId(absl::AsciiStrToLower(report.document.text(t))));
    profile.tokens.push_back(t);
    const uint64_t joint = Joint(report, t);
    if (joint != 0) profile.joints.push_back(joint);
    const uint32_t entity = report.entities.entity_of_token[t];
    if (entity == entities::kNoEntity) continue;
    profile.linked.push_back(entities_.linked_of[given][entity]);
  }
  AppendTerms(sentence.tokens, &profile.terms);
  SortUnique(&profile.terms);
  SortUnique(&profile.linked);
  SortUnique(&profile.joints);
  out_.sentences.push_back(std::move(profile));
}

void Maker::AddClaim(uint32_t canonical, uint32_t index) {
  const uint32_t given = out_.order[canonical];
  const analysis::Analysis& report = *reports_[given];
  const claims::Claim& claim = report.claims.claims[index];
  ClaimProfile profile;
  profile.report = canonical;
  profile.claim = index;
  profile.sentence = out_.first_sentence[canonical] + claim.sentence;
  profile.predicate = term_of_token_[claim.head];
  AppendTerms(claim.span, &profile.terms);
  SortUnique(&profile.terms);
  for (uint32_t t = claim.span.begin; t < claim.span.end; ++t) {
    if (owner_[t] == index) AppendTerms({t, t + 1}, &profile.own);
    const uint64_t joint = Joint(report, t);
    if (joint != 0 && profile.predicate != kNoTerm &&
        (joint >> 32 == profile.predicate || (joint & 0xffffffff) == profile.predicate)) {
      profile.joints.push_back(joint);
    }
  }
  SortUnique(&profile.own);
  SortUnique(&profile.joints);
  profile.coverage = static_cast<float>(claim.span.size()) /
                     report.document.sentences()[claim.sentence].tokens.size();
  for (const claims::Argument& argument : claim.arguments) {
    ArgumentProfile made;
    made.role = argument.role;
    made.term = term_of_token_[argument.head];
    made.linked = Linked(given, report, argument.head);
    if (made.linked != kNoLinked) {
      const uint32_t entity = report.entities.entity_of_token[argument.head];
      const auto& mentions = report.entities.entities[entity].mentions;
      made.named = std::any_of(mentions.begin(), mentions.end(), [&](uint32_t mention) {
        return report.entities.mentions[mention].form == entities::MentionForm::kName;
      });
    }
    profile.arguments.push_back(made);
  }
  profile.quantities = claim.quantities;
  for (const uint32_t time : claim.times) {
    const claims::TimeExpression& expression = report.claims.times[time];
    if (!expression.first_day || !expression.last_day) continue;
    profile.first_day =
        std::max(profile.first_day.value_or(*expression.first_day), *expression.first_day);
    profile.last_day =
        std::min(profile.last_day.value_or(*expression.last_day), *expression.last_day);
  }
  const commitment::Commitment& commitment = report.commitments.claims[index];
  profile.quoted = commitment.in_direct_quote;
  profile.attributed = !commitment.attributions.empty();
  if (profile.attributed) {
    const uint32_t head =
        report.attributions.attributions[commitment.attributions.front()].source_head;
    if (head != language::kNoToken) profile.source = Linked(given, report, head);
  }
  profile.cue = cue_head_[claim.head];
  profile.slight = profile.terms.size() < 2 || (profile.cue && profile.own == profile.terms);
  profile.nominal = claim.kind == claims::PredicateKind::kNominal;
  profile.attribute = claim.kind == claims::PredicateKind::kAttribute;
  profile.nested = claim.parent != claims::kNoClaim;
  profile.root = report.annotation.word(claim.head).head == language::kNoToken;
  profile.tokens = claim.span.size();
  out_.claims.push_back(std::move(profile));
}

// A day is one term however it is written: "Wednesday", "on 6 October".
void Maker::MarkTimes(const analysis::Analysis& report) {
  for (const claims::TimeExpression& time : report.claims.times) {
    if (!time.first_day || time.first_day != time.last_day) continue;
    const uint32_t term =
        Intern(absl::StrCat("@", *time.first_day), kNumberRarity, kNoWord, false, true);
    for (uint32_t t = time.tokens.begin; t < time.tokens.end; ++t) {
      term_of_token_[t] = t == time.tokens.begin ? term : kNoTerm;
    }
  }
}

void Maker::MarkCues(const analysis::Analysis& report) {
  const std::vector<uint32_t>& claim_of_head = report.claims.claim_of_head;
  std::vector<uint32_t> before(claim_of_head.size() + 1, 0);  // claims headed before each token
  for (size_t t = 0; t < claim_of_head.size(); ++t) {
    before[t + 1] = before[t] + (claim_of_head[t] != claims::kNoClaim ? 1 : 0);
  }
  cue_head_.assign(claim_of_head.size(), false);
  for (const attribution::Attribution& attribution : report.attributions.attributions) {
    if (attribution.cue_head == language::kNoToken) continue;
    cue_head_[attribution.cue_head] = std::any_of(
        attribution.content.begin(), attribution.content.end(),
        [&](TokenRange content) { return before[content.end] > before[content.begin]; });
  }
}

void Maker::MarkOwners(const analysis::Analysis& report) {
  const std::vector<claims::Claim>& claims = report.claims.claims;
  owner_.assign(report.document.tokens().size(), claims::kNoClaim);
  for (uint32_t c = 0; c < claims.size(); ++c) {
    for (uint32_t t = claims[c].span.begin; t < claims[c].span.end; ++t) {
      if (owner_[t] == claims::kNoClaim || claims[c].span.size() < claims[owner_[t]].span.size()) {
        owner_[t] = c;
      }
    }
  }
}

void Maker::AddReport(uint32_t canonical) {
  const analysis::Analysis& report = *reports_[out_.order[canonical]];
  const size_t tokens = report.document.tokens().size();
  term_of_token_.assign(tokens, kNoTerm);
  for (uint32_t t = 0; t < tokens; ++t) term_of_token_[t] = TermOf(report, t);
  second_terms_.clear();
  for (const claims::Quantity& quantity : report.claims.quantities) MarkQuantity(report, quantity);
  MarkTimes(report);
  MarkCues(report);
  MarkOwners(report);
  out_.first_sentence.push_back(static_cast<uint32_t>(out_.sentences.size()));
  for (uint32_t s = 0; s < report.document.sentences().size(); ++s) AddSentence(canonical, s);
  for (const attribution::Quotation& quotation : report.attributions.quotations) {
    if (quotation.depth > 0) continue;
    for (uint32_t t = quotation.tokens.begin; t < quotation.tokens.end; ++t) {
      if (report.annotation.word(t).upos == Upos::kPunct) continue;
      const uint32_t sentence =
          out_.first_sentence[canonical] + report.document.tokens()[t].sentence;
      out_.sentences[sentence].quoted.push_back(
          WordId(absl::AsciiStrToLower(report.document.text(t))));
    }
  }
  const uint32_t first = out_.first_sentence[canonical];
  for (uint32_t s = first; s < out_.sentences.size(); ++s) {
    SentenceProfile& sentence = out_.sentences[s];
    sentence.in_quote = sentence.quoted.size() * 2 > sentence.words.size();
    SortUnique(&sentence.quoted);
  }
  uint32_t next = first;
  for (uint32_t c = 0; c < report.claims.claims.size(); ++c) {
    const uint32_t sentence = first + report.claims.claims[c].sentence;
    const uint32_t at = static_cast<uint32_t>(out_.claims.size());
    for (; next <= sentence; ++next) out_.sentences[next].first_claim = at;
    AddClaim(canonical, c);
    out_.sentences[sentence].last_claim = at + 1;
    const ClaimProfile& made = out_.claims.back();
    if (made.source != kNoLinked) out_.sentences[sentence].sources.push_back(made.source);
  }
  const uint32_t end = static_cast<uint32_t>(out_.claims.size());
  for (; next < out_.sentences.size(); ++next) out_.sentences[next].first_claim = end;
  for (uint32_t s = first; s < out_.sentences.size(); ++s) {
    out_.sentences[s].last_claim =
        std::max(out_.sentences[s].last_claim, out_.sentences[s].first_claim);
    SortUnique(&out_.sentences[s].sources);
  }
}

}  // namespace

std::vector<uint32_t> CanonicalOrder(Reports reports) {
  std::vector<uint32_t> order(reports.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto key = [&](uint32_t report) {
    const analysis::Analysis& a = *reports[report];
    return std::make_tuple(a.document.section(text::Section::kHeadline),
                           a.document.section(text::Section::kBody), a.publish_seconds.value_or(0),
                           absl::string_view(a.id));
  };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  return order;
}

absl::StatusOr<Profiles> MakeProfiles(Reports reports, const entities::LinkedEntities& entities,
                                      const CallContext& context) {
  Profiles profiles;
  profiles.order = CanonicalOrder(reports);
  Maker maker(reports, entities, &profiles);
  for (uint32_t i = 0; i < reports.size(); ++i) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    maker.AddReport(i);
  }
  profiles.first_sentence.push_back(static_cast<uint32_t>(profiles.sentences.size()));
  WeighProfiles(&profiles);
  return profiles;
}

}  // namespace parallax::alignment
