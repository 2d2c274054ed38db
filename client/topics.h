// What the help and the manual pages say of each command besides its flags.
#ifndef PARALLAX_CLIENT_TOPICS_H_
#define PARALLAX_CLIENT_TOPICS_H_

#include <string>
#include <vector>

#include "client/options.h"

namespace parallax::client {

// A word or a key, and what it means.
struct TopicEntry {
  std::string term;
  std::string text;
};

// A heading, a paragraph (may be empty), then entries.
struct TopicSection {
  std::string title;
  std::string text;
  std::vector<TopicEntry> entries;
};

struct Topic {
  std::string name;                // of the manual page: "parallax-compare"
  std::string summary;             // one line
  std::vector<std::string> usage;  // lines of the synopsis
  std::string description;
  std::vector<std::string> examples;  // command lines
  std::vector<TopicSection> sections;
};

// Of one of CommandsWithFlags(); of the program as a whole for any other.
const Topic& TopicOf(Command command);

// What the program ends with, and when.
const std::vector<TopicEntry>& ExitCodes();

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TOPICS_H_
