// Where each report stands on each fact, and what follows for reports and pairs of reports.
#ifndef PARALLAX_SERVER_ENGINE_ACCOUNTS_H_
#define PARALLAX_SERVER_ENGINE_ACCOUNTS_H_

#include <vector>

#include "server/engine/engine.h"

namespace parallax::engine {

// Position of a sentence from 1 (headline, or first sentence where there is none) to 0 (last).
float Prominence(const text::Document& document, uint32_t sentence);

// One list a fact, one account a report that carries it, by report.
std::vector<std::vector<Account>> TakeAccounts(alignment::Reports reports,
                                               const alignment::Alignment& alignment);

// One profile a report.
std::vector<Profile> MakeProfiles(alignment::Reports reports,
                                  const std::vector<std::vector<Account>>& accounts);

// Every pair of reports, (0, 1), (0, 2), ... Differences must be unfiltered: `told_alike` counts
// all of them.
std::vector<Agreement> MakeAgreements(size_t reports,
                                      const std::vector<std::vector<Account>>& accounts,
                                      const std::vector<framing::Difference>& differences);

}  // namespace parallax::engine

#endif  // PARALLAX_SERVER_ENGINE_ACCOUNTS_H_
