#include "server/framing/labels.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/framing/evidence.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using language::Relation;
using language::Upos;

constexpr uint32_t kMaxPhraseWords = 4;
constexpr uint32_t kMaxPassage = 9;

// The longest entry that begins at `token`, with its length; length 0 for none.
std::pair<const lexicon::LabelTerm*, uint32_t> Longest(const Stage& stage,
                                                       const analysis::Analysis& report,
                                                       uint32_t token) {
  const lexicon::Lexicon& lexicon = *stage.scene().lexicon;
  std::string phrase = Lemma(report, token);
  const lexicon::LabelTerm* best = lexicon.label(phrase);
  uint32_t length = best != nullptr ? 1 : 0;
  if (!lexicon.begins_phrase(phrase)) return {best, length};
  const uint32_t end =
      std::min(report.document.sentence_of(token).tokens.end, token + kMaxPhraseWords);
  for (uint32_t next = token + 1; next < end; ++next) {
    absl::StrAppend(&phrase, " ", Lemma(report, next));
    if (const lexicon::LabelTerm* entry = lexicon.label(phrase)) {
      best = entry;
      length = next + 1 - token;
    }
  }
  return {best, length};
}

bool Names(const language::Word& word) {
  return word.upos == Upos::kNoun || word.upos == Upos::kPropn;
}

// True where the noun only modifies another common noun: "riot police" are no riot.
bool Modifies(const analysis::Analysis& report, uint32_t token) {
  const language::Word& word = report.annotation.word(token);
  if (word.head == language::kNoToken) return false;
  return (word.relation == Relation::kCompound || word.relation == Relation::kAmod) &&
         report.annotation.word(word.head).upos == Upos::kNoun;
}

// Letters that stand for the name of a body: "F.B.I.", "CIA".
bool IsAcronym(absl::string_view word) {
  return std::count_if(word.begin(), word.end(), absl::ascii_isupper) >= 2 &&
         std::none_of(word.begin(), word.end(), absl::ascii_islower);
}

// "An F.B.I. agent", "a CIA operative": a mild term after such a name is an office there.
bool IsOffice(const analysis::Analysis& report, const lexicon::LabelTerm& term, uint32_t token) {
  if (term.connotation != -1) return false;
  const language::Annotation& annotation = report.annotation;
  for (uint32_t child : annotation.children(token)) {
    if (annotation.word(child).relation == Relation::kCompound &&
        IsAcronym(report.document.text(child))) {
      return true;
    }
  }
  return false;
}

// "The Tripwire Operation Group": the word stands inside a name.
bool IsInName(const analysis::Analysis& report, uint32_t token) {
  if (report.document.section_of(token) == text::Section::kHeadline || token == 0) return false;
  const auto is_name = [&report](uint32_t at) {
    return report.annotation.word(at).upos == Upos::kPropn &&
           absl::ascii_isupper(report.document.text(at)[0]);
  };
  return report.document.tokens()[token].sentence == report.document.tokens()[token - 1].sentence &&
         is_name(token) && is_name(token - 1);
}

// Entity that the token names: of the token itself, of the noun it describes, or of the subject it
// is said of ("Belyk is a spy").
uint32_t EntityOf(const Stage& stage, uint32_t report, uint32_t token, uint32_t* head) {
  const analysis::Analysis& analysis = stage.report(report);
  *head = token;
  // A few steps up reach the name in "drug cheat Mirela Dobrescu" and no further.
  for (int step = 0; step < 3; ++step) {
    const uint32_t entity = stage.entity_of(report, *head);
    if (entity != kNone) return entity;
    const language::Word& word = analysis.annotation.word(*head);
    const bool describes = word.relation == Relation::kCompound ||
                           word.relation == Relation::kFlat || word.relation == Relation::kAppos ||
                           word.relation == Relation::kAmod || word.relation == Relation::kNmodDesc;
    if (!describes || word.head == language::kNoToken) break;
    *head = word.head;
  }
  *head = token;
  const uint32_t claim = analysis.claims.claim_of_head[token];
  if (claim == claims::kNoClaim) return kNone;
  if (analysis.claims.claims[claim].kind != claims::PredicateKind::kAttribute) return kNone;
  for (const claims::Argument& argument : analysis.claims.claims[claim].arguments) {
    if (argument.role == claims::Role::kAgent || argument.role == claims::Role::kPatient) {
      return stage.entity_of(report, argument.head);
    }
  }
  return kNone;
}

}  // namespace

std::vector<LabelUse> FindLabels(const Stage& stage) {
  std::vector<uint32_t> by_rank(stage.reports());
  for (uint32_t r = 0; r < stage.reports(); ++r) by_rank[stage.rank(r)] = r;
  std::vector<LabelUse> uses;
  for (uint32_t r : by_rank) {
    const analysis::Analysis& report = stage.report(r);
    const uint32_t tokens = static_cast<uint32_t>(report.document.tokens().size());
    // The fact whose claim has the token in an argument or is headed by it; the first one wins.
    std::vector<uint32_t> fact_at(tokens, kNone);
    const std::vector<uint32_t>& fact_of = stage.scene().alignment->fact_of[r];
    for (uint32_t c = 0; c < report.claims.claims.size(); ++c) {
      if (fact_of[c] == alignment::kNoFact) continue;
      const claims::Claim& claim = report.claims.claims[c];
      if (fact_at[claim.head] == kNone) fact_at[claim.head] = fact_of[c];
      for (const claims::Argument& argument : claim.arguments) {
        if (argument.head < tokens && fact_at[argument.head] == kNone) {
          fact_at[argument.head] = fact_of[c];
        }
      }
    }
    for (uint32_t token = 0; token < tokens;) {
      if (!Names(report.annotation.word(token)) &&
          report.annotation.word(token).upos != Upos::kAdj) {
        ++token;
        continue;
      }
      const auto [term, length] = Longest(stage, report, token);
      const uint32_t last = token + std::max(length, 1u) - 1;
      if (term == nullptr || !Names(report.annotation.word(last)) || Modifies(report, last) ||
          IsOffice(report, *term, last) || IsInName(report, token)) {
        ++token;
        continue;
      }
      LabelUse use;
      use.report = r;
      use.tokens = {token, last + 1};
      use.term = term;
      use.entity = EntityOf(stage, r, last, &use.head);
      use.fact = fact_at[use.head] != kNone ? fact_at[use.head] : fact_at[last];
      use.quoted = stage.quotation_of(r, last) != kNone;
      uses.push_back(use);
      token = last + 1;
    }
  }
  return uses;
}

TokenRange LabelPassage(const Stage& stage, const LabelUse& use) {
  const analysis::Analysis& report = stage.report(use.report);
  TokenRange range = {std::min(use.tokens.begin, use.head), std::max(use.tokens.end, use.head + 1)};
  const TokenRange phrase = report.annotation.subtree(use.head);
  // What stands before the noun belongs to the label; what follows it seldom does.
  if (phrase.begin < range.begin && range.end - phrase.begin <= kMaxPassage) {
    range.begin = phrase.begin;
  }
  return Tidy(report, range);
}

}  // namespace parallax::framing
