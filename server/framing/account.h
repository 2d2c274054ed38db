// How each report tells one fact: its mentions, the strongest commitment among them, and where they
// stand. The view of a fact that every detector works on.
//
// Ownership: plain values; pointers are into the Scene. Thread safety: free functions on immutable
// input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_ACCOUNT_H_
#define PARALLAX_SERVER_FRAMING_ACCOUNT_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "server/alignment/alignment.h"
#include "server/framing/detector.h"

namespace parallax::framing {

// A report told in more sentences than this many body sentences has its lead in them.
inline constexpr uint32_t kLeadSentences = 2;

struct Mention {
  uint32_t report = 0;
  uint32_t claim = 0;
  uint32_t sentence = 0;
  // As commitment/ has it, read beside the other mentions of the fact (stance.h).
  commitment::Class value = commitment::Class::kUnspecified;
  bool headline = false;
  bool lead = false;  // in the headline or the first sentences of the body
  // Outermost attribution that holds the claim; nullptr where it is in the report's own voice.
  const attribution::Attribution* attribution = nullptr;
  // The attribution that the claim is itself the cue of, where it is the act of saying.
  const attribution::Attribution* cue_of = nullptr;
};

struct FactAccount {
  uint32_t report = 0;
  std::vector<Mention> mentions;  // in text order; never empty; at most kMaxMentions
  commitment::Class strongest = commitment::Class::kUnspecified;

  // The first mention, in text order, that carries `value`; nullptr for none.
  const Mention* First(commitment::Class value) const;
  bool Has(commitment::Class value) const { return First(value) != nullptr; }
};

// Mentions of one fact in one report beyond this are left out, the headline's and the first of the
// body kept: more evidence helps no editor, and work stays bounded on hostile input.
inline constexpr uint32_t kMaxMentions = 16;

// The scene as detectors read it: every fact told report by report. Built once for all of them, in
// time linear in the scene. Borrows the scene, which must outlive it.
// Thread safety: immutable after construction; const access is safe from many threads.
class Stage {
 public:
  explicit Stage(const Scene& scene);

  const Scene& scene() const { return *scene_; }
  uint32_t reports() const { return static_cast<uint32_t>(scene_->reports.size()); }
  const analysis::Analysis& report(uint32_t report) const { return *scene_->reports[report]; }
  const claims::Claim& claim(const Mention& mention) const {
    return report(mention.report).claims.claims[mention.claim];
  }
  uint32_t facts() const { return static_cast<uint32_t>(accounts_.size()); }
  const alignment::Fact& fact(uint32_t fact) const { return scene_->alignment->facts[fact]; }
  // What the fact says, report by report: a fact told both by what was said and by the act of
  // saying it is read by the former alone. By the ids of the reports, so that the order they came
  // in decides nothing.
  const std::vector<FactAccount>& accounts(uint32_t fact) const { return accounts_[fact]; }
  // True where the fact is nothing but acts of saying, told as events.
  bool only_acts(uint32_t fact) const { return only_acts_[fact]; }
  // As accounts(), with the acts of saying: who carries the fact at all, and by which cue.
  const std::vector<FactAccount>& full_accounts(uint32_t fact) const {
    return full_accounts_[fact];
  }
  // Place of a report when all are sorted by id.
  uint32_t rank(uint32_t report) const { return rank_[report]; }
  // Where the fact is first told, for an order that does not depend on that of the reports.
  std::pair<uint32_t, uint32_t> place(uint32_t fact) const {
    const std::vector<FactAccount>& accounts = full_accounts_[fact];
    if (accounts.empty()) return {kNone, fact};
    return {rank(accounts.front().report), accounts.front().mentions.front().claim};
  }
  // The outermost quotation that a token stands in, kNone for none.
  uint32_t quotation_of(uint32_t report, uint32_t token) const {
    return quotation_of_[report][token];
  }
  // The entity across reports whose mention the token heads, kNone for none.
  uint32_t entity_of(uint32_t report, uint32_t token) const;

 private:
  const Scene* scene_;
  std::vector<uint32_t> rank_;
  std::vector<std::vector<FactAccount>> accounts_;
  std::vector<std::vector<FactAccount>> full_accounts_;
  std::vector<bool> only_acts_;
  std::vector<std::vector<uint32_t>> quotation_of_;
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_ACCOUNT_H_
