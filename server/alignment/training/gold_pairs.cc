#include "server/alignment/training/gold_pairs.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/alignment/internal/candidates.h"
#include "server/alignment/internal/profile.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {

bool Intersect(const std::set<uint32_t>& a, const std::set<uint32_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](uint32_t value) { return b.count(value) != 0; });
}

namespace {

// The largest weight that a claim of one sentence shares with one of the other.
float MostSharedWeight(const Profiles& profiles, uint32_t first, uint32_t second) {
  const SentenceProfile& a = profiles.sentences[first];
  const SentenceProfile& b = profiles.sentences[second];
  float most = 0;
  for (uint32_t i = a.first_claim; i < a.last_claim; ++i) {
    for (uint32_t j = b.first_claim; j < b.last_claim; ++j) {
      most = std::max(most, SharedClaimWeight(profiles, profiles.claims[i], profiles.claims[j]));
    }
  }
  return most;
}

// A gold mention found in the analysis.
struct Place {
  uint32_t sentence = 0;  // into Profiles::sentences
  uint32_t claim = 0;     // best covers the quote; into Profiles::claims
  bool has_claim = false;
};

// Bytes of a mention's quote in its section.
ByteRange QuoteBytes(const scoring::GoldReport& report, const scoring::GoldMention& mention) {
  uint32_t at = 0;
  for (int s = 1; s < mention.sentence; ++s) {
    at += static_cast<uint32_t>(report.sentences[s].size()) + 1;
  }
  const size_t found = report.sentences[mention.sentence].find(mention.quote);
  at += found == std::string::npos ? 0 : static_cast<uint32_t>(found);
  return {at, at + static_cast<uint32_t>(mention.quote.size())};
}

uint32_t OverlapOf(ByteRange a, ByteRange b) {
  const uint32_t begin = std::max(a.begin, b.begin);
  const uint32_t end = std::min(a.end, b.end);
  return end > begin ? end - begin : 0;
}

Place FindMention(const analysis::Analysis& report, const Profiles& profiles,
                  uint32_t first_sentence, const scoring::GoldReport& gold,
                  const scoring::GoldMention& mention) {
  const text::Section section =
      mention.sentence == 0 ? text::Section::kHeadline : text::Section::kBody;
  const ByteRange quote = QuoteBytes(gold, mention);
  Place place;
  uint32_t most = 0;
  const auto& sentences = report.document.sentences();
  for (uint32_t s = 0; s < sentences.size(); ++s) {
    if (sentences[s].section != section) continue;
    const uint32_t overlap = OverlapOf(sentences[s].bytes, quote);
    if (overlap > most) {
      most = overlap;
      place.sentence = first_sentence + s;
    }
  }
  double best = 0;
  const SentenceProfile& profile = profiles.sentences[place.sentence];
  for (uint32_t c = profile.first_claim; c < profile.last_claim; ++c) {
    const claims::Claim& claim = report.claims.claims[profiles.claims[c].claim];
    const ByteRange span = report.document.bytes(claim.span);
    const ByteRange predicate = report.document.bytes(claim.predicate);
    const double overlap = OverlapOf(span, quote);
    const bool inside = quote.Contains(predicate);
    if (overlap <= 0) continue;
    const double united = std::max(span.end, quote.end) - std::min(span.begin, quote.begin);
    const double score = overlap / united + (inside ? 0.5 : 0);
    if (score > best) {
      best = score;
      place.claim = c;
      place.has_claim = true;
    }
  }
  return place;
}

using ClaimPairs = std::set<std::pair<uint32_t, uint32_t>>;
// Sentence pair -> the pairs of claims that state what it states.
using GoldPairs = std::map<std::pair<uint32_t, uint32_t>, ClaimPairs>;

GoldPairs FindGold(const scoring::Bundle& bundle, const Profiles& profiles,
                   std::span<const std::shared_ptr<const analysis::Analysis>> reports) {
  std::vector<uint32_t> canonical(reports.size());
  for (uint32_t i = 0; i < reports.size(); ++i) canonical[profiles.order[i]] = i;
  GoldPairs pairs;
  for (const scoring::GoldFact& fact : bundle.facts) {
    std::vector<Place> places;
    for (const scoring::GoldMention& mention : fact.mentions) {
      places.push_back(FindMention(*reports[mention.report], profiles,
                                   profiles.first_sentence[canonical[mention.report]],
                                   bundle.reports[mention.report], mention));
    }
    for (size_t i = 0; i < places.size(); ++i) {
      for (size_t j = 0; j < places.size(); ++j) {
        const Place& a = places[i];
        const Place& b = places[j];
        if (a.sentence >= b.sentence ||
            profiles.sentences[a.sentence].report == profiles.sentences[b.sentence].report) {
          continue;
        }
        ClaimPairs& claims = pairs[{a.sentence, b.sentence}];
        if (a.has_claim && b.has_claim) claims.insert({a.claim, b.claim});
      }
    }
  }
  return pairs;
}

// The gold facts that each claim speaks of.
GoldOfClaims FindGoldOfClaims(const scoring::Bundle& bundle,
                              std::span<const std::shared_ptr<const analysis::Analysis>> reports) {
  GoldOfClaims found;
  for (const auto& report : reports) found.emplace_back(report->claims.claims.size());
  for (uint32_t f = 0; f < bundle.facts.size(); ++f) {
    for (const scoring::GoldMention& mention : bundle.facts[f].mentions) {
      const analysis::Analysis& report = *reports[mention.report];
      const text::Section section =
          mention.sentence == 0 ? text::Section::kHeadline : text::Section::kBody;
      const ByteRange quote = QuoteBytes(bundle.reports[mention.report], mention);
      for (uint32_t c = 0; c < report.claims.claims.size(); ++c) {
        const claims::Claim& claim = report.claims.claims[c];
        if (report.document.section_of(claim.head) != section) continue;
        const ByteRange span = report.document.bytes(claim.span);
        const ByteRange head = report.document.bytes({claim.head, claim.head + 1});
        if (quote.Contains(head) && OverlapOf(span, quote) * 2 >= quote.end - quote.begin) {
          found[mention.report][c].insert(f);
        }
      }
    }
  }
  return found;
}

void AddClaimRows(const Profiles& profiles, uint32_t first, uint32_t second, const ClaimPairs& gold,
                  const GoldOfClaims& gold_of, BundleRows* rows) {
  const SentenceProfile& a = profiles.sentences[first];
  const SentenceProfile& b = profiles.sentences[second];
  const float best = MostSharedWeight(profiles, first, second);
  for (uint32_t i = a.first_claim; i < a.last_claim; ++i) {
    for (uint32_t j = b.first_claim; j < b.last_claim; ++j) {
      const bool positive = gold.count({i, j}) != 0;
      const ClaimProfile& one = profiles.claims[i];
      const ClaimProfile& other = profiles.claims[j];
      const ClaimFeatures features = CompareClaims(profiles, one, other, best);
      rows->claims.push_back({features, positive});
      const auto& facts = gold_of[profiles.order[one.report]][one.claim];
      const auto& others = gold_of[profiles.order[other.report]][other.claim];
      if (facts.empty() || others.empty()) continue;
      rows->same.push_back({features, Intersect(facts, others)});
    }
  }
}

}  // namespace

absl::StatusOr<Prepared> Prepare(const std::string& path, const analysis::Analyzer& analyzer) {
  const CallContext context;
  Prepared prepared;
  PARALLAX_ASSIGN_OR_RETURN(prepared.bundle, scoring::ReadBundleFile(path));
  std::vector<entities::ReportView> views;
  for (const scoring::GoldReport& report : prepared.bundle.reports) {
    auto analysis = analyzer.Analyze(scoring::ToReport(report), context);
    if (!analysis.ok()) {
      return absl::Status(analysis.status().code(),
                          absl::StrCat(path, ": ", analysis.status().message()));
    }
    views.push_back({&(*analysis)->document, &(*analysis)->annotation, &(*analysis)->entities});
    prepared.reports.push_back(*std::move(analysis));
  }
  PARALLAX_ASSIGN_OR_RETURN(prepared.entities, entities::LinkEntities(views, context));
  PARALLAX_ASSIGN_OR_RETURN(const Profiles profiles,
                            MakeProfiles(prepared.reports, prepared.entities, context));
  PARALLAX_ASSIGN_OR_RETURN(const Candidates candidates, FindCandidates(profiles, context));
  const SentenceComparer comparer(profiles, candidates);
  const GoldPairs gold = FindGold(prepared.bundle, profiles, prepared.reports);
  prepared.gold_of = FindGoldOfClaims(prepared.bundle, prepared.reports);
  BundleRows& rows = prepared.rows;
  rows.positives = static_cast<int>(gold.size());
  for (uint32_t s = 0; s < candidates.of.size(); ++s) {
    for (const Overlap& pair : candidates.of[s]) {
      if (pair.other < s) continue;
      const auto found = gold.find({s, pair.other});
      rows.sentences.push_back({comparer.Compare(s, pair), found != gold.end()});
      if (found == gold.end()) continue;
      AddClaimRows(profiles, s, pair.other, found->second, prepared.gold_of, &rows);
    }
  }
  return prepared;
}

}  // namespace parallax::alignment
