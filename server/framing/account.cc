#include "server/framing/account.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "server/framing/stance.h"

namespace parallax::framing {
namespace {

// For each token the attribution whose cue it heads; nullptr for none.
using CueHeads = std::vector<const attribution::Attribution*>;

CueHeads CueHeadsOf(const analysis::Analysis& report) {
  CueHeads heads(report.document.tokens().size(), nullptr);
  for (const attribution::Attribution& layer : report.attributions.attributions) {
    if (layer.cue_head < heads.size()) heads[layer.cue_head] = &layer;
  }
  return heads;
}

std::vector<uint32_t> OutermostQuotations(const analysis::Analysis& report) {
  std::vector<uint32_t> quotation_of(report.document.tokens().size(), kNone);
  const std::vector<attribution::Quotation>& quotations = report.attributions.quotations;
  for (uint32_t i = 0; i < quotations.size(); ++i) {
    if (quotations[i].depth != 0) continue;
    const uint32_t end =
        std::min(quotations[i].tokens.end, static_cast<uint32_t>(quotation_of.size()));
    for (uint32_t token = quotations[i].tokens.begin; token < end; ++token) {
      quotation_of[token] = i;
    }
  }
  return quotation_of;
}

std::vector<FactAccount> AccountsOf(const Scene& scene, const alignment::Fact& fact,
                                    const std::vector<CueHeads>& cue_heads) {
  std::vector<FactAccount> accounts;
  for (const alignment::ClaimRef& ref : fact.mentions) {
    if (accounts.empty() || accounts.back().report != ref.report) {
      accounts.emplace_back().report = ref.report;
    }
    FactAccount& account = accounts.back();
    if (account.mentions.size() >= kMaxMentions) continue;
    const analysis::Analysis& report = *scene.reports[ref.report];
    const claims::Claim& claim = report.claims.claims[ref.claim];
    const commitment::Commitment& commitment = report.commitments.claims[ref.claim];
    Mention mention;
    mention.report = ref.report;
    mention.claim = ref.claim;
    mention.sentence = claim.sentence;
    mention.value = commitment.value;
    const bool headed = report.document.has_headline();
    mention.headline = headed && claim.sentence == 0;
    mention.lead = claim.sentence < kLeadSentences + (headed ? 1 : 0);
    mention.cue_of = cue_heads[ref.report][claim.head];
    if (!commitment.attributions.empty()) {
      mention.attribution = &report.attributions.attributions[commitment.attributions.front()];
    }
    account.mentions.push_back(mention);
  }
  return accounts;
}

bool OnlyActs(const Scene& scene, const std::vector<FactAccount>& accounts) {
  return std::all_of(accounts.begin(), accounts.end(), [&](const FactAccount& account) {
    return std::all_of(account.mentions.begin(), account.mentions.end(),
                       [&](const Mention& mention) { return IsActOfSaying(scene, mention); });
  });
}

std::vector<FactAccount> WithoutActs(const Scene& scene, std::vector<FactAccount> accounts) {
  for (FactAccount& account : accounts) {
    std::erase_if(account.mentions,
                  [&](const Mention& mention) { return IsActOfSaying(scene, mention); });
  }
  std::erase_if(accounts, [](const FactAccount& account) { return account.mentions.empty(); });
  return accounts;
}

// A headline that only names the thing ("Mine violence") commits to less than a clause does.
void SetStrongest(const Scene& scene, std::vector<FactAccount>* accounts) {
  for (FactAccount& account : *accounts) {
    const auto names = [&](const Mention& mention) {
      return mention.headline && scene.reports[mention.report]->claims.claims[mention.claim].kind ==
                                     claims::PredicateKind::kNominal;
    };
    const bool only_names = std::all_of(account.mentions.begin(), account.mentions.end(), names);
    account.strongest = commitment::Class::kUnspecified;
    for (const Mention& mention : account.mentions) {
      if (!only_names && names(mention)) continue;
      if (account.strongest == commitment::Class::kUnspecified ||
          mention.value < account.strongest) {
        account.strongest = mention.value;
      }
    }
  }
}

}  // namespace

const Mention* FactAccount::First(commitment::Class value) const {
  for (const Mention& mention : mentions) {
    if (mention.value == value) return &mention;
  }
  return nullptr;
}

Stage::Stage(const Scene& scene) : scene_(&scene) {
  std::vector<CueHeads> cue_heads;
  for (const auto& report : scene.reports) {
    cue_heads.push_back(CueHeadsOf(*report));
    quotation_of_.push_back(OutermostQuotations(*report));
  }
  std::vector<uint32_t> by_id(scene.reports.size());
  std::iota(by_id.begin(), by_id.end(), 0);
  std::sort(by_id.begin(), by_id.end(), [&](uint32_t a, uint32_t b) {
    return std::tie(scene.reports[a]->id, a) < std::tie(scene.reports[b]->id, b);
  });
  rank_.resize(by_id.size());
  for (uint32_t i = 0; i < by_id.size(); ++i) rank_[by_id[i]] = i;
  accounts_.reserve(scene.alignment->facts.size());
  for (const alignment::Fact& fact : scene.alignment->facts) {
    std::vector<FactAccount> accounts = AccountsOf(scene, fact, cue_heads);
    std::sort(accounts.begin(), accounts.end(),
              [this](const auto& a, const auto& b) { return rank_[a.report] < rank_[b.report]; });
    ReadStances(scene, quotation_of_, &accounts);
    only_acts_.push_back(OnlyActs(scene, accounts));
    accounts_.push_back(only_acts_.back() ? accounts : WithoutActs(scene, accounts));
    SetStrongest(scene, &accounts_.back());
    SetStrongest(scene, &accounts);
    full_accounts_.push_back(std::move(accounts));
  }
}

uint32_t Stage::entity_of(uint32_t report, uint32_t token) const {
  const std::vector<uint32_t>& entities = scene_->reports[report]->entities.entity_of_token;
  if (token >= entities.size() || entities[token] == entities::kNoEntity) return kNone;
  const std::vector<uint32_t>& linked = scene_->entities->linked_of[report];
  return entities[token] < linked.size() ? linked[entities[token]] : kNone;
}

}  // namespace parallax::framing
