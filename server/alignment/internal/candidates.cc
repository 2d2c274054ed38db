#include "server/alignment/internal/candidates.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

// A term opens pairs only among this many sentences: above it, it is what all reports are about.
constexpr uint32_t kMaxPostings = 256;
// The same for an entity.
constexpr uint32_t kMaxMentions = 48;
// Candidates kept for a sentence.
constexpr size_t kMaxCandidates = 96;

// Shared weight and squared weight of two ascending lists of terms.
std::pair<float, float> SharedWeight(const Profiles& profiles, const std::vector<uint32_t>& a,
                                     const std::vector<uint32_t>& b) {
  float weight = 0;
  float squares = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i < *j) {
      ++i;
    } else if (*j < *i) {
      ++j;
    } else {
      const float w = profiles.terms[*i].weight;
      weight += w;
      squares += w * w;
      ++i;
      ++j;
    }
  }
  return {weight, squares};
}

// Where each term and entity stands, and what leads the reports.
class Postings {
 public:
  explicit Postings(const Profiles& profiles)
      : profiles_(profiles), of_term_(profiles.terms.size()) {
    for (uint32_t s = 0; s < profiles.sentences.size(); ++s) {
      const SentenceProfile& sentence = profiles.sentences[s];
      for (const uint32_t term : sentence.terms) {
        if (profiles.terms[term].sentences <= kMaxPostings) of_term_[term].push_back(s);
      }
      for (const uint32_t linked : sentence.linked) {
        if (linked >= of_linked_.size()) of_linked_.resize(linked + 1);
        of_linked_[linked].push_back(s);
      }
      if (sentence.place <= 1) leads_.push_back(s);
    }
  }

  // All sentences of other reports that share something with this one, ascending.
  void Open(const SentenceProfile& sentence, std::vector<uint32_t>* opened) const {
    const auto add = [&](const std::vector<uint32_t>& postings) {
      for (const uint32_t other : postings) {
        if (profiles_.sentences[other].report != sentence.report) opened->push_back(other);
      }
    };
    for (const uint32_t term : sentence.terms) add(of_term_[term]);
    for (const uint32_t linked : sentence.linked) {
      if (of_linked_[linked].size() <= kMaxMentions) add(of_linked_[linked]);
    }
    if (sentence.place <= 1) add(leads_);
    std::sort(opened->begin(), opened->end());
    opened->erase(std::unique(opened->begin(), opened->end()), opened->end());
  }

 private:
  const Profiles& profiles_;
  std::vector<std::vector<uint32_t>> of_term_;
  std::vector<std::vector<uint32_t>> of_linked_;
  std::vector<uint32_t> leads_;
};

bool HeavierFirst(const Overlap& a, const Overlap& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.other < b.other;
}

bool ByOther(const Overlap& a, const Overlap& b) { return a.other < b.other; }

// A pair stays only where both its sentences kept it.
void KeepMutual(Candidates* candidates) {
  for (uint32_t s = 0; s < candidates->of.size(); ++s) {
    std::vector<Overlap>& row = candidates->of[s];
    row.erase(std::remove_if(row.begin(), row.end(),
                             [&](const Overlap& pair) {
                               // Rows before this one hold only mutual pairs already.
                               return candidates->Find(pair.other, s) == nullptr;
                             }),
              row.end());
  }
}

}  // namespace

const Overlap* Candidates::Find(uint32_t first, uint32_t second) const {
  const std::vector<Overlap>& row = of[first];
  const auto found = std::lower_bound(row.begin(), row.end(), Overlap{second, 0, 0}, ByOther);
  return found != row.end() && found->other == second ? &*found : nullptr;
}

absl::StatusOr<Candidates> FindCandidates(const Profiles& profiles, const CallContext& context) {
  const uint32_t count = static_cast<uint32_t>(profiles.sentences.size());
  const Postings postings(profiles);
  Candidates candidates;
  candidates.of.resize(count);
  std::vector<uint32_t> opened;
  for (uint32_t s = 0; s < count; ++s) {
    if (s % 64 == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    const SentenceProfile& sentence = profiles.sentences[s];
    opened.clear();
    postings.Open(sentence, &opened);
    std::vector<Overlap>& row = candidates.of[s];
    row.reserve(opened.size());
    for (const uint32_t other : opened) {
      const SentenceProfile& second = profiles.sentences[other];
      const auto [weight, squares] = SharedWeight(profiles, sentence.terms, second.terms);
      const float norms = sentence.norm * second.norm;
      row.push_back({other, weight, norms > 0 ? squares / norms : 0});
    }
    if (row.size() > kMaxCandidates) {
      std::nth_element(row.begin(), row.begin() + kMaxCandidates, row.end(), HeavierFirst);
      row.resize(kMaxCandidates);
      std::sort(row.begin(), row.end(), ByOther);
    }
  }
  KeepMutual(&candidates);
  return candidates;
}

}  // namespace parallax::alignment
