// The sections of the page of a comparison, in the order in which they stand. Each adds HTML to
// `out`, and nothing where the answer has nothing for it, unless it says so.
#ifndef PARALLAX_CLIENT_PAGE_SECTIONS_H_
#define PARALLAX_CLIENT_PAGE_SECTIONS_H_

#include <string>

#include "client/page/page_index.h"

namespace parallax::client::page {

// The heading of the page: what was compared, counts, with `dismissed` differences left out,
// warnings, the gravest. Always there.
void AddSummary(const PageIndex& index, int dismissed, std::string& out);

// The filters, shown to who runs the script, then the cards. Always there.
void AddCards(const PageIndex& index, std::string& out);

// The reports side by side, with what cards quote marked.
void AddReports(const PageIndex& index, std::string& out);

// Facts as rows, reports as columns. Always there.
void AddFacts(const PageIndex& index, std::string& out);

// The reports in figures: claims by commitment, sources, loaded terms; and how much each two share.
void AddProfiles(const PageIndex& index, std::string& out);

// Passages that reports share nearly word for word.
void AddSharedWording(const PageIndex& index, std::string& out);

// The filters alone, which AddCards puts in front.
void AddFilters(const PageIndex& index, std::string& out);

// <a id="fact-3"> and its like are addressed by this: "#fact-3"; empty for a fact that the page
// leaves out or none.
std::string FactAddress(const PageIndex& index, int fact);

}  // namespace parallax::client::page

#endif  // PARALLAX_CLIENT_PAGE_SECTIONS_H_
