// Openings of a report that are no part of its first sentence.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_DATELINE_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_DATELINE_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// Bytes of the dateline that `line` begins with, its dash and the space behind it included:
// "LONDON, Oct. 6 (Reuters) - ", "(CNN) -- ", "Boulder, CO (UPI) -- ". 0 where there is none.
size_t DatelineSize(absl::string_view line);

// Bytes of a label that says how new the line is: "UPDATE: ", "UPDATED May 30, 5:20 p.m. -- ".
// 0 where there is none.
size_t UpdateLabelSize(absl::string_view line);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_DATELINE_H_
