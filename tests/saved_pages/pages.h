// Saved pages: invented stories in the markup of twenty publishing systems, and of six large sites
// with systems of their own, three pages of each, with consent walls, tickers, second articles,
// embedded posts and all else that stands around a story. The words of the story are kept apart, so
// that what is found can be held against them.
#ifndef PARALLAX_TESTS_SAVED_PAGES_PAGES_H_
#define PARALLAX_TESTS_SAVED_PAGES_PAGES_H_

#include <string>
#include <vector>

namespace parallax::testing {

struct Page {
  // A post of another site shown inside the story.
  struct Post {
    std::string name;
    std::string text;
  };
  std::string name;  // "arc-strike-ticker": system, story, and what was added
  std::string html;
  std::string headline;
  std::vector<std::string> story;    // what must be found, in order, the words of posts included
  std::vector<std::string> neutral;  // what may be found: subheadings, the standfirst, who posted
  std::vector<Post> posts;
  std::vector<std::string> pull_quotes;
  std::string outlet;  // what its metadata says of who published it
};

// When each of the pages says that it was published, in one of five forms.
inline constexpr char kPublished[] = "2024-03-05T16:04:00Z";

// From the files beside this one; `folder` is where those are. Empty where they cannot be read.
std::vector<Page> MakePages(const std::string& folder);

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SAVED_PAGES_PAGES_H_
