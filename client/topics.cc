#include "client/topics.h"

namespace parallax::client {
namespace {

Topic Overview() {
  return {
      .name = "parallax",
      .summary = "how several reports of one event frame it",
      .usage = {},
      .description =
          "Shows which facts several reports of one event share, how far each stands behind them, "
          "and where their words part ways. Every flag quotes the words it rests on. By itself it "
          "needs no server and no network; with --server=HOST:PORT it asks a parallaxd.",
      .examples = {"parallax compare wire.txt tabloid.html",
                   "parallax compare --min-severity=high *.txt", "parallax analyze tabloid.html"},
      .sections = {}};
}

TopicSection Files() {
  return {
      .title = "Files",
      .text =
          "Told by what is in them, whatever they are called; \"-\" is standard input. A folder "
          "stands for the reports in it, in the order of their names. Of other kinds (a PDF, an "
          "image, mail, a feed) the error says what to do. What is doubtful in how a report was "
          "read is said in front of the answer, as a warning. A report that names no outlet is "
          "shown under its file's name.",
      .entries = {
          {"text",
           "The first line is the headline, the rest the article, unless that line reads like the "
           "article's beginning. In front of them may stand a few lines about the report, such as "
           "\"Outlet: Northline News Agency\" and \"Published: 2023-03-15 14:10\", closed by an "
           "empty line. Known are Outlet, Published, Headline, URL, Language and Id."},
          {"Markdown", "As its reader sees it; a heading that stands first is the headline."},
          {"HTML",
           "A page as saved or fetched. The article is found in it; navigation, captions, comments "
           "and the like are left out. Outlet and time are what the page says."},
          {"Word (.docx)", "The paragraphs; one of the style Title is the headline."},
          {"JSON", "One parallax.v1.Report message in proto3 JSON."},
          {"ninjs, NewsML-G2",
           "One item of a news agency: its headline, body, provider and versioncreated."},
      }};
}

TopicSection HouseStyle() {
  return {
      .title = "House style",
      .text =
          "The file of --style is text in the manner of INI: headings, and a line for each thing "
          "said; what stands behind a # is a comment, and case is all one. Every fault is told "
          "with "
          "its line. A call's style is applied behind that of the server (parallaxd --style), to "
          "the differences that were found; facts and figures stay as they are. Hold an answer "
          "against a --baseline that was made with the same style.",
      .entries = {
          {"[severity]",
           "KIND = WORD or RULE = WORD, where the word is off, low, medium or high; a rule, such "
           "as "
           "quotation-cut, goes before its kind. --min-severity looks at the result."},
          {"[min_confidence]",
           "KIND = NUMBER or RULE = NUMBER, from 0 to 1, where --min-confidence is not given."},
          {"[allow]",
           "Words, a line each: no label or wording where on some side they are all that differs. "
           "The dictionary's form stands for the others (militant for militants)."},
          {"[warn]",
           "Words, a line each: a label or wording in which they are among what differs is high, "
           "whatever the heading says of its kind and though the other side's word is allowed."},
          {"[neutral_sources]",
           "Names, a line each: no attribution or reporting verb where no other source is named. A "
           "source is known by the words for it and by any name that the report has for it."},
      }};
}

TopicSection Revisions() {
  return {
      .title = "Two versions of one report",
      .text =
          "With --revision the second report is a later version of the first. Shown are, before "
          "all "
          "else, silent changes of headline, figures, times and names: those of which no "
          "correction "
          "note that is new in the later version tells; then those that one tells of, what was "
          "softened or hardened, whose source came, went or changed, what is framed otherwise, and "
          "the sentences dropped and added, with where their fact is told all the same. A sentence "
          "told in other words alone is counted, not listed.",
      .entries = {}};
}

Topic Compare() {
  return {
      .name = "parallax-compare",
      .summary = "what reports share and how each frames it",
      .usage = {"parallax compare [FLAGS] FILE FILE...", "parallax compare [FLAGS] FOLDER",
                "parallax compare [FLAGS] --request=FILE"},
      .description =
          "Shows a summary with the gravest differences, then all of them as cards, gravest first, "
          "with the words of each report, then the facts that the reports share, with who carries "
          "them and how far each stands behind them, then the reports in figures. Differences that "
          "rest on one fact or on the same passages are one card. Text and HTML leave out facts of "
          "a confidence under 0.55 on which no difference rests: they often mix two. JSON has all.",
      .examples =
          {"parallax compare wire.txt tabloid.html broadsheet.html",
           "parallax compare --kinds=commitment,quotation,quantity --between=wire,tabloid stories/",
           "parallax compare --outlet=\"Daily Beacon\" --published=2023-03-16 copy.txt wire.txt",
           "curl -s https://news.example/story | parallax compare --outlet=Example - wire.txt",
           "parallax compare --format=html a.txt b.txt > differences.html",
           "parallax compare --format=json a.txt b.txt | jq '.differences[] | {kind, explanation}'",
           "parallax compare --format=json a.txt b.txt > yesterday.json",
           "parallax compare --baseline=yesterday.json --fail-on=high a.txt b.txt",
           "parallax compare --dismissed=dismissed.keys --fail-on=high a.txt b.txt",
           "parallax compare --style=house.style --fail-on=high a.txt b.txt",
           "parallax compare --revision story-0900.html story-1200.html",
           "parallax compare --format=jsonl --request=bundles.jsonl --output=answers.jsonl "
           "--resume",
           "parallax compare --server=localhost:7340 a.txt b.txt"},
      .sections = {Files(),
                   HouseStyle(),
                   Revisions(),
                   {.title = "Bundles",
                    .text = "With --format=jsonl each line of the --request file is a request, or "
                            "each folder given is a bundle of reports, and each is answered by a "
                            "line, in their order. All cores are used; few bundles are held at a "
                            "time, whatever the length of the file.",
                    .entries = {}}}};
}

Topic Analyze() {
  return {
      .name = "parallax-analyze",
      .summary = "what one report claims, and on whose word",
      .usage = {"parallax analyze [FLAGS] FILE", "parallax analyze [FLAGS] --request=FILE"},
      .description =
          "Shows a report sentence by sentence, with what each claims, how far the report stands "
          "behind it and whom it gives it to. Files are those of compare.",
      .examples =
          {"parallax analyze tabloid.html", "parallax analyze --view=full wire.txt",
           "parallax analyze --outlet=Example - < copy.txt",
           "parallax analyze --format=json wire.txt | jq '.analysis.claims[] | .span.text'"},
      .sections = {}};
}

Topic Follow() {
  return {.name = "parallax-follow",
          .summary = "compares reports as they appear in a folder",
          .usage = {"parallax follow [FLAGS] FOLDER"},
          .description =
              "Compares the reports in a folder, again whenever one appears, changes or goes away, "
              "and shows the differences that are new. Ends on Ctrl-C. Files are those of compare. "
              "Those whose names begin with a dot are left alone, and so are endings other than "
              ".txt, .text, .md, .markdown, .html, .htm, .xhtml, .json, .xml and .docx.",
          .examples = {"parallax follow ~/stories/embassy",
                       "parallax follow --min-severity=high --server=localhost:7340 "
                       "~/stories/embassy",
                       "parallax follow --once --format=jsonl ~/stories/embassy"},
          .sections = {HouseStyle()}};
}

Topic Mcp() {
  return {
      .name = "parallax-mcp",
      .summary = "lets an assistant compare reports",
      .usage = {"parallax mcp [FLAGS]"},
      .description =
          "Serves the Model Context Protocol on standard input and output, for an assistant on the "
          "same machine that starts it. It needs no network: the work is done right here, and what "
          "the assistant does with texts and answers is the assistant's. It ends when standard "
          "input does.",
      .examples = {"parallax mcp --style=house.style --timeout=5m"},
      .sections = {
          {.title = "Tools",
           .text = "Answers come as text for people, and as the JSON of --format=json.",
           .entries = {{"compare", "Two or more reports of one event, as parallax compare does."},
                       {"analyze", "One report, as parallax analyze does."},
                       {"explain",
                        "What raises a rule or a kind of difference, what keeps it silent, and the "
                        "newsroom guidance behind it."}}},
          {.title = "Configuration",
           .text = "Most desktop assistants start it by an entry such as this one:",
           .entries =
               {{"JSON",
                 R"({"mcpServers": {"parallax": {"command": "parallax", "args": ["mcp"]}}})"}}},
          {.title = "Protocol",
           .text = "JSON-RPC 2.0, a message a line, in the protocol versions 2024-11-05, "
                   "2025-03-26 and 2025-06-18. One comparison runs at a time and up to 16 wait; "
                   "meanwhile pings are answered, and what the client cancels is ended.",
           .entries = {}},
          HouseStyle()}};
}

}  // namespace

const Topic& TopicOf(Command command) {
  static const Topic* const overview = new Topic(Overview());
  static const Topic* const compare = new Topic(Compare());
  static const Topic* const analyze = new Topic(Analyze());
  static const Topic* const follow = new Topic(Follow());
  static const Topic* const mcp = new Topic(Mcp());
  switch (command) {
    case Command::kMcp:
      return *mcp;
    case Command::kCompare:
      return *compare;
    case Command::kAnalyze:
      return *analyze;
    case Command::kFollow:
      return *follow;
    default:
      return *overview;
  }
}

const std::vector<TopicEntry>& ExitCodes() {
  static const auto* const codes = new std::vector<TopicEntry>{
      {"0", "done"},
      {"1", "the server said no or did not answer"},
      {"2", "wrong usage, unreadable input, an answer that cannot be written"},
      {"3", "done, and --fail-on found a difference"}};
  return *codes;
}

}  // namespace parallax::client
