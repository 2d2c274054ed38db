// What was changed in sentences that stand for each other in two versions of a report.
#ifndef PARALLAX_CLIENT_INTERNAL_REWRITING_H_
#define PARALLAX_CLIENT_INTERNAL_REWRITING_H_

#include <string>
#include <vector>

#include "client/internal/version.h"
#include "client/revision.h"

namespace parallax::client {

// Sentences of either version, in order; neither empty.
struct RewrittenSentences {
  std::vector<int> older;
  std::vector<int> newer;
};

// The mentions of the fact in that report.
std::vector<const v1::FactMention*> MentionsOf(const v1::Fact& fact, const std::string& report_id);

// Marks the words of each side that the other does not have.
void MarkWords(RevisionChange* change);

// Figures, times, names, sources, commitment, then other differences; none is silent yet. Of one
// kind and with the same values each is told once.
std::vector<RevisionChange> CompareRewritten(const v1::CompareReportsResponse& response,
                                             const Version& older, const Version& newer,
                                             const RewrittenSentences& sentences);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_REWRITING_H_
