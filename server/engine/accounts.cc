#include "server/engine/accounts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "server/commitment/commitment.h"

namespace parallax::engine {
namespace {

// The name a source goes by: that of the entity it resolves to, else its own words.
std::string SourceName(const analysis::Analysis& report,
                       const attribution::Attribution& attribution) {
  if (attribution.source_head != language::kNoToken) {
    const uint32_t entity = report.entities.entity_of_token[attribution.source_head];
    if (entity != entities::kNoEntity && !report.entities.entities[entity].name.empty()) {
      return report.entities.entities[entity].name;
    }
  }
  if (!attribution.source.has_value()) return "";
  const absl::string_view words = report.document.text(*attribution.source);
  return std::string(words);
}

std::vector<Profile::Source> Sources(const analysis::Analysis& report) {
  const auto& attributions = report.attributions.attributions;
  std::vector<Profile::Source> sources;
  std::vector<uint32_t> words;
  absl::flat_hash_map<std::string, size_t> index_of;
  for (const attribution::Attribution& attribution : attributions) {
    // Words given to a nested source are already counted for the outer one.
    uint32_t tokens = 0;
    if (attribution.parent == attribution::kNoAttribution) {
      for (const TokenRange& content : attribution.content) tokens += content.size();
    }
    const std::string name = SourceName(report, attribution);
    const auto [place, added] = index_of.try_emplace(name, sources.size());
    if (added) {
      sources.push_back({.name = name, .kind = attribution.source_kind});
      words.push_back(0);
    }
    ++sources[place->second].attributions;
    words[place->second] += tokens;
  }
  const float total = static_cast<float>(std::max<size_t>(1, report.document.tokens().size()));
  for (size_t i = 0; i < sources.size(); ++i) {
    sources[i].share = std::min(1.0f, static_cast<float>(words[i]) / total);
  }
  std::stable_sort(sources.begin(), sources.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  return sources;
}

}  // namespace

float Prominence(const text::Document& document, uint32_t sentence) {
  const size_t count = document.sentences().size();
  if (count < 2) return 1;
  return 1 - static_cast<float>(sentence) / static_cast<float>(count - 1);
}

std::vector<std::vector<Account>> TakeAccounts(alignment::Reports reports,
                                               const alignment::Alignment& alignment) {
  std::vector<std::vector<Account>> accounts(alignment.facts.size());
  for (size_t fact = 0; fact < alignment.facts.size(); ++fact) {
    for (const alignment::ClaimRef& mention : alignment.facts[fact].mentions) {
      if (accounts[fact].empty() || accounts[fact].back().report != mention.report) {
        accounts[fact].push_back({.report = mention.report});
      }
      Account& account = accounts[fact].back();
      const analysis::Analysis& report = *reports[mention.report];
      const commitment::Class value = report.commitments.claims[mention.claim].value;
      if (account.claims.empty() || value < account.commitment) account.commitment = value;
      account.prominence =
          std::max(account.prominence,
                   Prominence(report.document, report.claims.claims[mention.claim].sentence));
      account.claims.push_back(mention.claim);
    }
  }
  return accounts;
}

std::vector<Profile> MakeProfiles(alignment::Reports reports,
                                  const std::vector<std::vector<Account>>& accounts) {
  std::vector<Profile> profiles(reports.size());
  for (size_t r = 0; r < reports.size(); ++r) {
    profiles[r].claims_by_commitment.assign(commitment::kClassCount, 0);
    for (const commitment::Commitment& claim : reports[r]->commitments.claims) {
      ++profiles[r].claims_by_commitment[static_cast<size_t>(claim.value)];
    }
    profiles[r].sources = Sources(*reports[r]);
  }
  for (const std::vector<Account>& fact : accounts) {
    for (const Account& account : fact) ++profiles[account.report].facts;
  }
  return profiles;
}

std::vector<Agreement> MakeAgreements(size_t reports,
                                      const std::vector<std::vector<Account>>& accounts,
                                      const std::vector<framing::Difference>& differences) {
  // divided[fact][report pair]: some difference puts the two in different positions on the fact.
  const auto pair_index = [reports](uint32_t a, uint32_t b) {
    if (a > b) std::swap(a, b);
    return a * reports + b;
  };
  std::vector<std::vector<bool>> divided(accounts.size());
  for (const framing::Difference& difference : differences) {
    if (difference.fact == framing::kNone) continue;
    std::vector<bool>& pairs = divided[difference.fact];
    pairs.resize(reports * reports);
    const auto& positions = difference.positions;
    for (size_t p = 0; p < positions.size(); ++p) {
      for (size_t q = p + 1; q < positions.size(); ++q) {
        for (const uint32_t a : positions[p].reports) {
          for (const uint32_t b : positions[q].reports) {
            if (a != b) pairs[pair_index(a, b)] = true;
          }
        }
      }
    }
  }
  std::vector<uint32_t> shared(reports * reports), alike(reports * reports);
  for (size_t fact = 0; fact < accounts.size(); ++fact) {
    for (size_t i = 0; i < accounts[fact].size(); ++i) {
      for (size_t j = i + 1; j < accounts[fact].size(); ++j) {
        const size_t pair = pair_index(accounts[fact][i].report, accounts[fact][j].report);
        ++shared[pair];
        if (divided[fact].empty() || !divided[fact][pair]) ++alike[pair];
      }
    }
  }
  std::vector<Agreement> agreements;
  for (uint32_t a = 0; a < reports; ++a) {
    for (uint32_t b = a + 1; b < reports; ++b) {
      const size_t pair = pair_index(a, b);
      agreements.push_back({.first = a, .second = b, .shared_facts = shared[pair]});
      if (shared[pair] > 0) {
        agreements.back().told_alike =
            static_cast<float>(alike[pair]) / static_cast<float>(shared[pair]);
      }
    }
  }
  return agreements;
}

}  // namespace parallax::engine
